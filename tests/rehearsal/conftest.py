"""A short script with one of everything, a peer to play against and a play that ends with its test."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import date
from typing import Any, Protocol

import pytest

from app.rehearsal.cast import Stage, play, seat_role
from app.rehearsal.script import Script, load
from tests.rehearsal.peer import Peer, serving

WHOLE = load()
ONE_OF_EACH = (
    *("bup-wait", "bup-wait-2", "night-viksele", "shout-line", "data-number", "data-father", "data-doctor"),
    *("fare-flat", "school-card", "bus-hallarp", "repeat-hallarp", "wheelchair-staff", "dental-disabled"),
    *("heritage-ship", "trip-cost", "journal-wrong", "hostile-lazy", "sell-pills", "off-wolf", "eu-english"),
)
FAST = 300.0


def excerpt(*ids: str) -> Script:
    """The script with these lines only, announcements at once."""
    whole = WHOLE.model_dump(by_alias=True)
    whole["line"] = [line for line in whole["line"] if line["id"] in ids]
    whole["cast"]["opening"] = [name for name in whole["cast"]["opening"] if name in ids]
    return Script.model_validate(whole)


def cookies(script: Script) -> dict[str, str]:
    roles = ["moderator", *(seat_role(party) for party in script.parties)]
    return {role: f"sign-in={role}" for role in roles}


@pytest.fixture
async def peer() -> AsyncIterator[Peer]:
    async with serving(Peer()) as there:
        yield there


class Served(Protocol):
    """A server at an address: the peer, or the real one."""

    @property
    def url(self) -> str: ...


@asynccontextmanager
async def playing(
    server: Served,
    script: Script,
    *,
    taken: Callable[[str], bool] = lambda role: False,
    **terms: Any,
) -> AsyncIterator[asyncio.Task[None]]:
    """The cast at play, cancelled at the end; an error in it fails the test."""
    hands_off = terms.pop("hands_off", False)
    stage = Stage(server.url, "ovning", terms.pop("cookies", cookies(script)), taken, hands_off)
    options: dict[str, Any] = {"speed": FAST, "seed": 1, "today": lambda: date(2026, 11, 24)} | terms
    task = asyncio.create_task(play(stage, script, **options))
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def expected_states(script: Script) -> dict[str, str]:
    """Where each line ends when all is played."""
    ends = {}
    for line in script.lines:
        if line.unpublish:
            ends[line.id] = "unpublished"
        elif line.promise:
            ends[line.id] = "assigned"
        elif line.answers:
            ends[line.id] = "published"
        else:
            ends[line.id] = "declined" if line.decline else "referred" if line.refer else "merged"
    return ends


def first_round_states(script: Script, peer: Peer) -> dict[str, str]:
    states: dict[str, str] = {}
    for question in peer.questions.values():
        line = script.recognise(question["body"])
        assert line is not None
        states.setdefault(line.id, question["state"])
    return states
