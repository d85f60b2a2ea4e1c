"""Where in a text that stands for which a flag is raised, to be marked when it is shown. Computed then, never stored."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.routing.advice.flags import Flag, find, links, named
from app.routing.advice.health import health_spans
from app.routing.advice.tone import repeated_spans, shouting_spans


@dataclass(frozen=True, slots=True)
class Span:
    """What raises a flag, from ``start`` up to ``end``, counted in code points."""

    flag: Flag
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Marked:
    """A part of a text; ``flag`` is None where nothing is marked."""

    text: str
    flag: Flag | None


def spans(text: str, names: Sequence[str] = ()) -> list[Span]:
    """Everything to be marked in the text, in its order, nothing twice: the most sensitive has what several lay claim to."""
    taken = bytearray(len(text))
    kept = []
    for span in _claims(text, names):
        if not any(taken[span.start : span.end]):
            taken[span.start : span.end] = b"\1" * (span.end - span.start)
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)


def marked(text: str, names: Sequence[str] = ()) -> tuple[Marked, ...]:
    """The whole text in parts, those that raise a flag apart from those that do not."""
    parts, at = [], 0
    for span in spans(text, names):
        parts += [Marked(text[at : span.start], None), Marked(text[span.start : span.end], span.flag)]
        at = span.end
    return tuple(part for part in (*parts, Marked(text[at:], None)) if part.text)


def _claims(text: str, names: Sequence[str]) -> Iterator[Span]:
    for found in find(text):
        yield Span(Flag(found.kind.value), found.start, found.end)
    for flag, places in (
        (Flag.HEALTH, health_spans(text)),
        (Flag.NAMED, named(text, names)),
        (Flag.LINK, links(text)),
        (Flag.SHOUTING, shouting_spans(text)),
        (Flag.REPEATED_SIGN, repeated_spans(text)),
    ):
        for start, end in places:
            yield Span(flag, start, end)
