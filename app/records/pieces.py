"""How a thread too long for one frame is told in parts. Pure: both who tells the parts and who shows them ask here.

A frame holds at most 15 KB, but 8 KiB of quotation marks are 40 KB when they are shown. So a thread that weighs more than
``LARGEST_PIECE`` goes as a shell, ``question/37``, and after it the parts that stand in it: ``part/37/question/0`` and on,
then for each answer its shell, ``part/37/C``, and its pieces, ``part/37/C/0`` and on. An announcement: ``part/a2/0`` and on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

LARGEST_PIECE = 11_000
"""In bytes as shown. What is left of a frame's 15 KB is for the mark-up, the name and the number around a text."""

ANSWER_SHELL = 700
"""What an answer adds to a thread besides its text: party, author, times."""

QUESTION = "question"

# What a character becomes on its way: escaped for HTML, made visible, or escaped in JSON; the heaviest of them counts.
_HEAVY: dict[int, int] = dict.fromkeys(range(32), 6)
_HEAVY |= {
    ord("\t"): 2,
    ord("\\"): 2,
    ord('"'): 5,
    ord("'"): 5,
    ord("&"): 5,
    ord("<"): 4,
    ord(">"): 4,
    0x7F: 6,
}
_HEAVY |= dict.fromkeys([*range(0x80, 0xA0), *range(0x200B, 0x2010), *range(0x2028, 0x202F)], 8)
_HEAVY |= dict.fromkeys([*range(0x2060, 0x2070), 0x061C, 0xFEFF], 8)
_AS_HEAVY = {code: "x" * heavy for code, heavy in _HEAVY.items()}


@dataclass(frozen=True, slots=True)
class Part:
    """What a part's name says: ``text`` is "question", a party's code, or "" for an announcement; no ``index``: a shell."""

    of_announcement: bool
    number: int
    text: str
    index: int | None


def weight(text: str) -> int:
    """The bytes that the text takes when it is shown safely, in HTML and inside JSON."""
    return len(text.translate(_AS_HEAVY).encode())


def cut(text: str) -> list[str]:
    """The text in chunks that weigh at most ``LARGEST_PIECE`` each. Joined they are the text.

    Cut after the last line end or space of a chunk's second half if there is one, otherwise between two code points.
    """
    return list(_chunks(text))


def parts(number: int, texts: Sequence[tuple[str, str]]) -> list[str]:
    """The names of the parts that follow ``question/<number>``, in order; none where the thread goes as one thing.

    ``texts``: ("question", its text as shown), then (party, answer) for each published answer, in the order shown.
    """
    heavy = sum(weight(text) for _, text in texts) + ANSWER_SHELL * (len(texts) - 1)
    return [] if heavy <= LARGEST_PIECE else [name for text in texts for name in _named(number, *text)]


def announcement_parts(number: int, body: str) -> list[str]:
    """The names of the parts that follow ``announcement/<number>``; none where it goes as one thing."""
    chunks = cut(body)
    return [f"part/a{number}/{index}" for index in range(len(chunks))] if len(chunks) > 1 else []


def part(thing: str) -> Part | None:
    """What a thing's name says, if it names a part."""
    match thing.split("/"):
        case ["part", owner, index] if owner.startswith("a"):
            return Part(True, int(owner[1:]), "", int(index))
        case ["part", number, text]:
            return Part(False, int(number), text, None)
        case ["part", number, text, index]:
            return Part(False, int(number), text, int(index))
    return None


# Every piece of a text asks how the whole of it is cut: uncached, a text in n pieces would be cut n times over.
@lru_cache(maxsize=64)
def _chunks(text: str) -> tuple[str, ...]:
    chunks = []
    while weight(text) > LARGEST_PIECE:
        end = _end_of_first(text)
        chunks.append(text[:end])
        text = text[end:]
    return (*chunks, text)


def _named(number: int, of: str, text: str) -> Iterator[str]:
    if of != QUESTION:
        yield f"part/{number}/{of}"
    for index in range(len(cut(text))):
        yield f"part/{number}/{of}/{index}"


def _end_of_first(text: str) -> int:
    """Where the first chunk ends. Every code point weighs at least 1, so it is among the first ``LARGEST_PIECE``."""
    room, end = LARGEST_PIECE, 0
    for sign in text:
        room -= _HEAVY.get(ord(sign)) or len(sign.encode())
        if room < 0:
            break
        end += 1
    border = max(text.rfind("\n", end // 2, end), text.rfind(" ", end // 2, end))
    return border + 1 if border >= 0 else end
