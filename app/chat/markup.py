"""The small markup of the information pages: headings, lists, bold, links. Pure: it makes blocks, and knows no HTML.

A line that begins with ``## `` or ``### `` is a heading, with ``- `` a point, with ``1. `` a numbered point; an empty line ends a
paragraph. Within a line ``**bold**`` and ``[words](address)``. What is none of these is text and shown as it stands.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Final

_HEADING: Final = re.compile(r"(#{1,3})\s+(.*)")
_POINT: Final = re.compile(r"[-*]\s+(.*)")
_NUMBERED: Final = re.compile(r"\d{1,3}[.)]\s+(.*)")
_INLINE: Final = re.compile(r"\*\*(?P<bold>[^*\n]+)\*\*|\[(?P<words>[^\]\n]+)\]\((?P<to>[^()\s]+)\)")
_ADDRESS: Final = re.compile(r"https://[^\s\"<>\\]+|mailto:[^\s\"<>\\]+|tel:[+0-9-]+|/(?![/\\])[^\s\"<>\\]*")


class Kind(StrEnum):
    """What a block is. ``SUBHEADING`` is one step below ``HEADING``; the page's own title is above both."""

    HEADING = "heading"
    SUBHEADING = "subheading"
    PARAGRAPH = "paragraph"
    POINTS = "points"
    NUMBERED = "numbered"


@dataclass(frozen=True, slots=True)
class Run:
    """Some words of a line. ``to``: the address they link to, or empty."""

    text: str
    bold: bool = False
    to: str = ""


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One block: a heading's line, a paragraph's lines, a list's points."""

    kind: Kind
    lines: tuple[Line, ...]


def blocks(text: str) -> tuple[Block, ...]:
    """The text's blocks, in order. Every text has some form: nothing is refused."""
    return tuple(_joined(_kind(line) for line in text.split("\n")))


def plain(text: str) -> str:
    """The text as somebody reads it, without its signs: for comparing. A link has its address after it."""
    return "\n\n".join(
        "\n".join(_said(block, at) for at in range(len(block.lines))) for block in blocks(text)
    )


def runs(line: str) -> Line:
    """A line's words, with what is bold and what links. A link to an address that is not allowed stays as it was written."""
    made: list[Run] = []
    end = 0
    for found in _INLINE.finditer(line):
        to = found["to"]
        if to and not _ADDRESS.fullmatch(to):
            continue
        made += [
            Run(line[end : found.start()]),
            Run(found["bold"] or found["words"], bool(found["bold"]), to or ""),
        ]
        end = found.end()
    return tuple(run for run in (*made, Run(line[end:])) if run.text)


def _said(block: Block, at: int) -> str:
    before = {Kind.POINTS: "\u2022 ", Kind.NUMBERED: f"{at + 1}. "}.get(block.kind, "")
    return before + "".join(f"{run.text} ({run.to})" if run.to else run.text for run in block.lines[at])


def _kind(line: str) -> tuple[Kind | None, str]:
    plain = line.strip()
    if heading := _HEADING.fullmatch(plain):
        return (Kind.SUBHEADING if len(heading[1]) == 3 else Kind.HEADING), heading[2]
    if point := _POINT.fullmatch(plain):
        return Kind.POINTS, point[1]
    if numbered := _NUMBERED.fullmatch(plain):
        return Kind.NUMBERED, numbered[1]
    return (Kind.PARAGRAPH if plain else None), plain


def _joined(lines: Iterator[tuple[Kind | None, str]]) -> Iterator[Block]:
    """Lines of one kind beside each other as one block; every heading is one of its own."""
    for kind, together in groupby(lines, key=lambda each: each[0]):
        if kind is None:
            continue
        made = tuple(runs(text) for _, text in together)
        if kind in (Kind.HEADING, Kind.SUBHEADING):
            yield from (Block(kind, (line,)) for line in made)
        else:
            yield Block(kind, made)
