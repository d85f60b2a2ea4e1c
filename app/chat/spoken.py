"""Things in JSON, as the chat protocol says them. Knows who sees what only through what it is given."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from app.chat.presence import Here
from app.chat.seen import Seen as SeenQuestion
from app.chat.seen import SeenSitting, Withdrawal
from app.chat.tail import LARGEST_FRAME
from app.records import pieces
from app.records.entries import stamp
from app.records.handovers import HandoverView
from app.records.views import AnnouncementView, Load

Message = dict[str, Any]

_QUESTION = (
    *("number", "state", "version", "body", "name", "lang", "at", "wish", "follow_up_to", "into", "parties"),
    *("flags", "reason", "words", "to", "promised", "provision", "note", "position"),
    *("channel", "together", "answers_by", "limit", "missed"),
)
_SITTING = (
    *(
        "slug",
        "title",
        "state",
        "paused",
        "unattended",
        "version",
        "opens_at",
        "live_at",
        "intake_ends_at",
        "ends_at",
        "zone",
    ),
    *("advised_length", "distribution", "publish_at_once", "wishes", "names", "rehearsal"),
)
_LONG_TEXTS = ("body", "words", "note")

# What is said around a thing: channel, number, braces; or why a move was refused, and the ticket.
_ENVELOPE = 500


def text(message: Message) -> str:
    """The message as it is sent."""
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"))


def question(seen: SeenQuestion) -> Message:
    """A question as this audience sees it: a field that is not among those it sees is absent."""
    shown = {name: _plain(getattr(seen, name)) for name in _QUESTION if hasattr(seen, name)}
    answers = [
        {"party": each.party, "name": each.name, "body": each.body, "at": _plain(each.at)}
        for each in seen.answers
        if each.body is not None
    ]
    about = {} if seen.about is None else {"about": seen.about.number}
    return {**shown, **about, "answers": answers}


def withdrawn(withdrawal: Withdrawal) -> Message:
    """That a question was taken down: when, and the kind of reason."""
    return {"drop": withdrawal.number, "reason": withdrawal.reason, "at": _plain(withdrawal.at)}


def announcement(view: AnnouncementView) -> Message:
    return {"number": view.number, "body": view.body, "at": _plain(view.at)}


def here(each: Here) -> Message:
    """Somebody who is here, and what they have in hand."""
    return {
        "account": each.account,
        "who": each.who,
        "doing": each.doing.value,
        "number": each.number,
        "since": _plain(each.since),
        "over": each.over,
    }


def sitting(seen: SeenSitting) -> Message:
    """A sitting as it stands; loads, proposal and counts for those who were given them."""
    view = seen.sitting
    message: Message = {name: _plain(getattr(view, name)) for name in _SITTING}
    message["seats"] = [
        {
            "code": seat.code,
            "name": seat.name,
            "colour": seat.colour,
            "site": seat.site,
            "member": seat.member,
        }
        for seat in view.seats
    ]
    if view.tally is not None:
        message["numbers"] = json.loads(view.tally)
    if seen.loads is not None:
        message["loads"] = {code: _load(load) for code, load in seen.loads.items()}
        message["proposal"] = seen.proposal
    if seen.handovers is not None:
        message["handovers"] = [_handover(each) for each in seen.handovers]
    if seen.counts is not None:
        by_state = {state.value: count for state, count in seen.counts.by_state.items()}
        message["counts"] = {"received": seen.counts.received, "by_state": by_state}
    return message


def _handover(note: HandoverView) -> Message:
    times = {"at": _plain(note.at), "read_at": _plain(note.read_at)}
    return {"number": note.number, "body": note.body, "who": note.who, "reader": note.reader, **times}


def frames(name: str, message: Message) -> Iterator[Message]:
    """The thing as one message if it fits in 15 KB; else its long texts first, in pieces, and then the thing without them.

    ``name`` is ``question`` or ``announcement``. A thing that lacks texts says in ``pieces`` how many each was cut into.
    """
    if len(text(message).encode()) + _ENVELOPE <= LARGEST_FRAME:
        yield {name: message}
        return
    counts: dict[str, int] = {}
    for of, holder, field in _long_texts(name, message):
        chunks = pieces.cut(holder.pop(field))
        counts[of] = len(chunks)
        for index, chunk in enumerate(chunks):
            yield {"piece": {name: message["number"], "of": of, "index": index, "body": chunk}}
    yield {name: {**message, "pieces": counts}}


def _long_texts(name: str, message: Message) -> Iterator[tuple[str, Message, str]]:
    for field in _LONG_TEXTS:
        if message.get(field):
            yield (name if field == "body" else field), message, field
    for answer in message.get("answers", ()):
        yield answer["party"], answer, "body"


def _load(load: Load) -> Message:
    return {
        "asked": load.asked,
        "waiting": load.waiting,
        "answered": load.answered,
        "published": load.published,
        "promised": load.promised,
        "oldest_waiting": _plain(load.oldest_waiting),
        "median": load.median,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return stamp(value.astimezone(UTC))
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
