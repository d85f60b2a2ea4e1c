"""Which route stands behind which door: checked when the program starts, so that none is open by oversight (S4)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts
from starlette.routing import Mount

from app.access.doors import Door, Through


@dataclass(frozen=True, slots=True)
class Doorway:
    """A route and its door. ``methods`` is empty for a socket."""

    path: str
    methods: frozenset[str]
    door: Door


class OpenByOversight(Exception):
    """A route declares no door, or more than one."""


def check_every_route(app: FastAPI, *, files: Collection[str] = ()) -> list[Doorway]:
    """Every route with its door. ``files`` are the paths of mounted files that anybody may fetch.

    Raises ``OpenByOversight`` for anything that declares not exactly one door: the program does not start.
    """
    return [_doorway(context, files) for context in iter_route_contexts(app.routes)]


def _doorway(context: Any, files: Collection[str]) -> Doorway:
    if isinstance(context.original_route, Mount) and context.path in files:
        return Doorway(str(context.path), frozenset({"GET", "HEAD"}), Door.FILES)
    dependant = getattr(context, "dependant", None)
    doors = set(_declared(dependant)) if isinstance(dependant, Dependant) else set()
    if len(doors) != 1:
        raise OpenByOversight(f"{context.path} declares {sorted(doors) or 'no door'}")
    return Doorway(str(context.path), frozenset(context.methods or ()), doors.pop())


def _declared(dependant: Dependant) -> Iterator[Door]:
    if isinstance(dependant.call, Through):
        yield dependant.call.door
    for needed in dependant.dependencies:
        yield from _declared(needed)
