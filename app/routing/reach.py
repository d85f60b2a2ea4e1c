"""How a sitting is found and followed beside its page: a short address (M35), a live stream (M34), the question on the screen."""

import re
from typing import Final
from urllib.parse import urlsplit

from app.records import channels
from app.records.channels import SITTING
from app.records.renditions import latest
from app.records.shorts import short_is_taken
from app.records.texts import NAME
from app.records.transaction import Transaction
from app.records.vocabulary import Actor, Malformed, Move, NotYours, OutOfTurn, Role, State
from app.routing import telling
from app.routing.course import SUBJECT, SittingOutcome, begin
from app.routing.moves import belongs, found

SIGNS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""What a short address is made of: nothing that is taken for something else when it is read aloud or from afar."""

_SHORT: Final = re.compile(rf"[{SIGNS}]{{4,6}}")
_LONGEST_ADDRESS: Final = 500


def shorten(
    tx: Transaction, sitting: str, short: str | None, *, by: Actor, seen: int | None = None
) -> SittingOutcome:
    """Give the sitting this short address, or take it away (None). ``draw`` proposes one.

    Raises ``Malformed`` (facts: ``field``) for one that is none, or another sitting's.
    """
    held, _ = begin(tx, sitting, Move.CHANGE, by=by, seen=seen)
    if short is not None and not _SHORT.fullmatch(short):
        raise Malformed("short", field="short")
    if short is not None and tx.look(short_is_taken, short, but=sitting):
        raise Malformed("short_taken", field="short")
    if short != held.short:
        held.short = short
        held.version += 1
        tx.enter(held, SUBJECT, Move.CHANGE, by, {"short": short, "version": held.version})
        telling.sitting_moved(tx, held, tx.seats(held))
    return SittingOutcome(held.slug, held.version, held.state)


def draw(tx: Transaction, sitting: str, *, by: Actor) -> SittingOutcome:
    """Give it a short address of four signs by chance."""
    while tx.look(short_is_taken, short := _drawn(tx.chance()), but=sitting):
        continue
    return shorten(tx, sitting, short, by=by)


def stream(
    tx: Transaction, sitting: str, *, address: str, provider: str, by: Actor, seen: int | None = None
) -> SittingOutcome:
    """Say where the sitting is sent live, and by whom; both empty: nowhere. Raises ``Malformed`` (facts: ``field``)."""
    held, _ = begin(tx, sitting, Move.CHANGE, by=by, seen=seen)
    _check(address, provider)
    if (address, provider) != (held.stream, held.stream_by):
        held.stream, held.stream_by = address, provider
        held.version += 1
        texts = [
            tx.keep_text(held, SUBJECT, field, value.encode(), replaces=tx.look(latest, held, SUBJECT, field))
            for field, value in (("stream", address), ("stream_by", provider))
        ]
        tx.enter(held, SUBJECT, Move.CHANGE, by, {"stream": bool(address), "version": held.version}, texts)
        tx.tell(channels.public(held.slug), channels.BESIDE)
    return SittingOutcome(held.slug, held.version, held.state)


def put_on_screen(tx: Transaction, sitting: str, number: int | None, *, by: Actor) -> None:
    """Let this published question stand on the screen in the hall; None: always the latest. No record: nothing is decided by it."""
    if by.role is not Role.MODERATOR:
        raise NotYours(f"{by.role} may not choose the screen")
    belongs(by, sitting)
    held = tx.sitting(sitting)
    if number is not None and found(tx, held, number).state is not State.PUBLISHED:
        raise OutOfTurn("not published", number=number)
    if number != held.on_screen:
        held.on_screen = number
        tx.tell(channels.public(held.slug), SITTING)


def origin(address: str) -> str:
    """The origin that an address of a live stream stands under, for a policy that lets in that one alone."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _drawn(chance: str) -> str:
    number, found = int(chance, 16), ""
    for _ in range(4):
        number, at = divmod(number, len(SIGNS))
        found += SIGNS[at]
    return found


_STREAM: Final = re.compile(r"https://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?(?:[/?#][!-~]*)?")
"""An address in plain letters: what stands in a policy's header cannot be anything else."""


def _check(address: str, provider: str) -> None:
    if address and (not _STREAM.fullmatch(address) or len(address) > _LONGEST_ADDRESS or ";" in address):
        raise Malformed("stream", field="stream")
    if provider and not address:
        raise Malformed("empty", field="stream")
    if (address and not provider.strip()) or len(provider.encode()) > NAME:
        raise Malformed("empty", field="stream_by")
