"""The tables of the life cycle drawn for the documentation, so that picture and guard cannot differ. Knows no file."""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import TypeVar

from app.records.vocabulary import Move, Role
from app.routing.lifecycle import MAY, SITTING_MAY, SITTING_TABLE, TABLE, WHILE

S = TypeVar("S", bound=StrEnum)

_HEAD = """# The life cycle

Drawn by `make docs` from the tables in `app/routing/lifecycle.py`, which are also the guard, the buttons shown and what the tests
try, state by move by role; a test fails when this page lags behind. Some outcomes depend on more than the table: a question asked
of several parties is answered when all of them have answered, an answer is published at once where the sitting says so, and a
secrecy mark takes back or unpublishes what it is set on.
"""


def page() -> str:
    """The whole page, in Markdown with Mermaid's diagrams."""
    parts = (
        _HEAD,
        "## A question\n",
        _drawn(TABLE),
        "| Move | Made by |\n|---|---|",
        *_makers(MAY),
        "\n## A sitting\n",
        _drawn(SITTING_TABLE),
        "| Move | Made by |\n|---|---|",
        *_makers(SITTING_MAY),
        "\n## What each state of a sitting lets in\n",
        "| Sitting | Moves on its questions |\n|---|---|",
        *(f"| {state} | {_listed(moves)} |" for state, moves in WHILE.items()),
    )
    return "\n".join(parts) + "\n"


def _drawn(table: Mapping[S, Mapping[Move, S | None]]) -> str:
    """The table as a diagram, an arrow for each way from one state to another. Moves that stay are not drawn."""
    arrows = {
        (state, after): [move for move, to in moves.items() if to is after]
        for state, moves in table.items()
        for after in moves.values()
        if after is not None
    }
    lines = [f"    {state} --> {after}: {_listed(moves)}" for (state, after), moves in arrows.items()]
    return "\n".join(["```mermaid", "stateDiagram-v2", f"    [*] --> {next(iter(table))}", *lines, "```\n"])


def _makers(may: Mapping[Move, Iterable[Role]]) -> Iterator[str]:
    for move, roles in may.items():
        yield f"| {move} | {_listed(sorted(roles))} |"


def _listed(words: Iterable[StrEnum]) -> str:
    return ", ".join(sorted(words)) or "none"
