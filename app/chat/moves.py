"""One table from every move to the function that makes it: forms and the chat protocol go through it alike. Decides nothing."""

import hashlib
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from app.chat import asides
from app.chat.aside_messages import Aside
from app.chat.messages import Announce, Close, Extend, Message, OnQuestion, OnSitting, Shut
from app.records import texts, tickets
from app.records.entries import canonical
from app.records.transaction import Transaction
from app.records.vocabulary import Actor, Malformed
from app.routing import approval, desk, marks, panel, publishing, reporting, rounds, sittings
from app.routing.rounds import Round

Answered = dict[str, Any]
"""What a move came to, as it is told to whoever made it."""

ON_QUESTION: Final[Mapping[str, Callable[..., Any]]] = {
    "assign": desk.assign,
    "reassign": desk.reassign,
    "take_back": desk.take_back,
    "hold": desk.hold,
    "release": desk.release,
    "decline": desk.decline,
    "merge": desk.merge,
    "refer": desk.refer,
    "reopen": desk.reopen,
    "answer": panel.answer,
    "propose": approval.propose,
    "request": approval.request,
    "dismiss": approval.dismiss,
    "dismiss_report": reporting.dismiss_report,
    "end_round": rounds.end_round,
    "hand_back": panel.hand_back,
    "promise": panel.promise,
    "return": marks.return_,
    "edit": marks.edit,
    "mark": marks.mark,
    "unmark": marks.unmark,
    "publish": publishing.publish,
    "correct": publishing.correct,
    "unpublish": publishing.unpublish,
    "republish": publishing.republish,
}

ON_SITTING: Final[Mapping[str, Callable[..., Any]]] = {
    "open": sittings.open_,
    "go_live": sittings.go_live,
    "pause": sittings.pause,
    "resume": sittings.resume,
    "extend": sittings.extend,
    "close_intake": sittings.close_intake,
    "close": sittings.close,
    "archive": sittings.archive,
}

_ENVELOPE = frozenset({"do", "ticket", "question", "seen"})
_LIMITS = {
    **dict.fromkeys(("answer", "propose", "request"), texts.ANSWER),
    "correct": texts.ANSWER,
    "edit": texts.POST,
    "announce": texts.ANNOUNCEMENT,
    "note": texts.NOTE,
    "hand_over": texts.NOTE,
    "tell": texts.NOTE,
}


def make(tx: Transaction, sitting: str, message: Message, *, by: Actor, facts: Mapping[str, Any]) -> Answered:
    """Make the move that the message asks for, once: the same ticket with the same message is answered again.

    ``facts`` are those that ``facts_of`` read from the message. Raises the move's own ``Refusal``, and ``Malformed``
    (``ticket``) where this actor has used the ticket for something else.
    """
    if by.account is None:
        return _made(tx, sitting, message, by, facts)  # refused by every move; nothing is remembered of it
    said = _digest(sitting, by, message)
    known = tickets.answered(tx, by, message.ticket)
    if known is not None:
        before = json.loads(known)
        if before["said"] != said:
            raise Malformed("ticket")
        return dict(before["answered"])
    answered = _made(tx, sitting, message, by, facts)
    tickets.acknowledge(tx, by, message.ticket, canonical({"said": said, "answered": answered}).decode())
    return answered


def facts_of(message: Message, provisions: Collection[str]) -> dict[str, Any]:
    """What the message says besides which question it is about, as the move's function takes it: texts as bytes to keep.

    ``provisions``: those that a secrecy mark may name. Raises ``Malformed`` and ``TooLarge``.
    """
    said = {name: getattr(message, name) for name in type(message).model_fields if name not in _ENVELOPE}
    do = do_of(message)
    if "body" in said:
        said["body"] = texts.received(said["body"], _LIMITS[do])
    if "note" in said:
        said["note"] = texts.received(said["note"], texts.NOTE)
    if "words" in said:
        said["words"] = texts.received_if_any(said["words"], texts.WORDS)
    if do == "tell":
        said["party"] = _parties(said["party"])
    if do in ("assign", "reassign"):
        said["party"] = _parties(said["party"] or ())
        said["together"] = _round(*(said.pop(name) for name in ("together", "by", "limit")))
    if do == "promise":
        said["by_date"] = said.pop("by")
    if do == "mark" and said["provision"] not in provisions:
        raise Malformed("provision", field="provision")
    return said


def do_of(message: Message) -> str:
    """The name of the move."""
    return str(getattr(message, "do"))  # noqa: B009 - every message has one, its own


def _made(tx: Transaction, sitting: str, message: Message, by: Actor, facts: Mapping[str, Any]) -> Answered:
    if isinstance(message, OnQuestion):
        made = ON_QUESTION[do_of(message)](tx, sitting, message.question, by=by, seen=message.seen, **facts)
        return {"number": made.number, "version": made.version, "state": made.state.value}
    if isinstance(message, Announce):
        return {"announcement": desk.announce(tx, sitting, by=by, **facts)}
    if isinstance(message, Aside):
        return asides.made(tx, sitting, message, by, facts)
    if isinstance(message, OnSitting | Shut | Close | Extend):
        changed = ON_SITTING[do_of(message)](tx, sitting, by=by, **facts)
        return {"version": changed.version, "state": changed.state.value}
    raise Malformed("message")


def _digest(sitting: str, by: Actor, message: Message) -> str:
    """What was asked for, and as whom: enough to notice that a ticket is used for two things."""
    # Without the draft's version: an answer that is sent again after a colleague has begun a new draft is the same answer.
    said = message.model_dump(mode="json", exclude={"ticket", "draft"})
    # Short, because a whole digest would outlive a disposed text and could prove a guess at it right.
    return hashlib.sha256(canonical([sitting, str(by.role), by.seat, said])).hexdigest()[:6]


def _round(together: bool, by: datetime | None, limit: int | None) -> Round | None:
    """On what terms all are asked at once. Raises ``Malformed`` where it is not said until when."""
    if not together:
        return None
    if by is None:
        raise Malformed("time", field="by")
    return Round(by.astimezone(UTC), limit)


def _parties(party: str | Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(party.split() if isinstance(party, str) else party))
