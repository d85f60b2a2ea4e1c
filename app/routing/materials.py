"""Pictures and plans shown with a sitting (M34): added, described, put in order, taken away. Each is entered; no byte is lost."""

from dataclasses import dataclass
from typing import Any, Final

from app.records import channels
from app.records import materials as kept
from app.records.entries import Facts
from app.records.exhibits import Material
from app.records.renditions import latest
from app.records.tables import Sitting, Text
from app.records.transaction import Transaction
from app.records.vocabulary import Actor, Malformed, Move, Unknown
from app.routing import telling
from app.routing.course import begin
from app.routing.pictures import recognised

MOST: Final = 12
"""Materials shown with one sitting: more is a folder, and nobody looks through it while they chat."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a move came to: the number of the material."""

    number: int


def attach(
    tx: Transaction, sitting: str, *, title: bytes, alternative: bytes, content: bytes, by: Actor
) -> Shown:
    """Show a picture or a plan with the sitting, last of all. ``alternative``: in words what it shows.

    Raises ``Malformed`` and ``TooLarge`` (facts: ``field``) for a file that cannot be shown, or one too many.
    """
    held, _ = begin(tx, sitting, Move.CHANGE, by=by)
    found = recognised(content)
    here = tx.look(kept.shown, held)
    if len(here) >= MOST:
        raise Malformed("too_many", field="file", most=MOST)
    held.last_material += 1
    number = held.last_material
    written = {"title": title, "alternative": alternative, "content": content}
    texts = {field: tx.keep_text(held, subject(number), field, value) for field, value in written.items()}
    rows = {f"{field}_id": text.id or 0 for field, text in texts.items()}
    size = {"width": found.width, "height": found.height, "size": len(content)}
    place = max((each.place for each in here), default=0) + 1
    values: dict[str, Any] = {**rows, **size, "kind": found.kind.value, "place": place, "added_at": tx.at}
    tx.add(Material(sitting_id=held.id or 0, number=number, **values))
    _enter(tx, held, Move.ATTACH, number, by, {"kind": found.kind.value, **size}, *texts.values())
    return Shown(number)


def describe(
    tx: Transaction, sitting: str, number: int, *, title: bytes, alternative: bytes, by: Actor
) -> Shown:
    """Give it another title, or say better in words what it shows. What is the same as before is not kept again."""
    held, row = _found(tx, sitting, number, by)
    new: list[Text] = []
    for field, value, of in (("title", title, "title_id"), ("alternative", alternative, "alternative_id")):
        if tx.text(getattr(row, of)) != value:
            stands = tx.look(latest, held, subject(number), field)
            new.append(tx.keep_text(held, subject(number), field, value, replaces=stands))
            setattr(row, of, new[-1].id)
    if new:
        _enter(tx, held, Move.DESCRIBE, number, by, {}, *new)
        telling.looks_changed(tx, held)
    return Shown(number)


def bring_forward(tx: Transaction, sitting: str, number: int, *, by: Actor) -> Shown:
    """Let it change places with the one before it. The first stays where it is."""
    held, row = _found(tx, sitting, number, by)
    here = list(tx.look(kept.shown, held))
    at = here.index(row)
    if at:
        row.place, here[at - 1].place = here[at - 1].place, row.place
        _enter(tx, held, Move.ARRANGE, number, by, {"place": at})
    return Shown(number)


def detach(tx: Transaction, sitting: str, number: int, *, by: Actor) -> Shown:
    """Show it no longer. It stays a record, as all that has been shown."""
    held, row = _found(tx, sitting, number, by)
    row.removed_at = tx.at
    _enter(tx, held, Move.DETACH, number, by, {})
    telling.looks_changed(tx, held)
    return Shown(number)


def subject(number: int) -> str:
    """The material's name in entries and beside its texts."""
    return f"material/{number}"


def _found(tx: Transaction, sitting: str, number: int, by: Actor) -> tuple[Sitting, Material]:
    held, _ = begin(tx, sitting, Move.CHANGE, by=by)
    row = next((each for each in tx.look(kept.shown, held) if each.number == number), None)
    if row is None:
        raise Unknown("material")
    return held, row


def _enter(
    tx: Transaction, sitting: Sitting, move: Move, number: int, by: Actor, facts: Facts, *texts: Text
) -> None:
    tx.enter(sitting, subject(number), move, by, facts, texts)
    tx.tell(channels.public(sitting.slug), channels.BESIDE)
