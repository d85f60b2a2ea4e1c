"""What staff say among themselves in the play: notes on posts, messages to parties and their OK, notes to whoever comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.records import messages, notes
from tests.house import Held

if TYPE_CHECKING:
    from tests.properties.play import Play

SAID = ("note", "tell", "hand_over")
"""What is said with a text of its own."""


def jot(play: Play, pick: int, extra: int) -> None:
    """Something for the other moderators; now and then it is taken away, or read."""
    views = play.held.questions()
    who = "moderator" if pick % 2 else "moderator.2"
    if extra % 6 == 5:
        play.say(who, "remove_note", number=1 + pick % 3)
    elif extra % 6 == 4:
        play.say(who, "hand_over", body=play.text("Till nästa"))
    elif extra % 6 == 3:
        play.say(who, "read_handover", number=1 + pick % 2)
    else:
        number = views[pick % len(views)].number if views else 1
        play.say(who, "note", question=number, body=play.text("Anteckning", pick))


def tell(play: Play, pick: int, extra: int) -> None:
    """Something for one party, for some or for all; now and then a party says OK, also to what it was never told."""
    parties = (["C"], ["S"], ["M"], ["C", "S"], ["S", "M", "C"])
    if pick % 3 == 0:
        play.say(("C", "S", "M")[extra % 3], "acknowledge", number=1 + pick % 4)
    else:
        play.say("moderator", "tell", party=parties[extra % 5], body=play.text("Till er", pick))


def told(held: Held, party: str) -> list[str]:
    """What this party has been told, from the rows alone."""
    return [each.body for each in held.program.look(messages.messages, held.slug) if each.told(party)]


def at_desk(held: Held) -> dict[int, list[str]]:
    """Question -> the notes on it and every message: what its page at the desk shows."""
    said = [each.body for each in held.program.look(messages.messages, held.slug)]
    found: dict[int, list[str]] = {}
    for each in held.program.look(notes.notes, held.slug):
        found.setdefault(each.question, [*said]).append(each.body)
    return found
