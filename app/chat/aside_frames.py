"""Notes and messages as they are told on a channel: as finished HTML with its place, and as JSON. Knows not who may listen.

Ids: ``note-3`` in its post's ``notes-37``; ``message-2`` in ``messages``, at a panel in ``messages-read`` once it has said OK.
"""

from datetime import UTC, datetime
from typing import Any

from app.chat import render
from app.chat.aside_audience import PartyMessage, party_message
from app.chat.content import Content
from app.chat.place import Kind
from app.records.entries import stamp
from app.records.messages import MessageView
from app.records.notes import NoteView

ASIDES = frozenset({"note", "message"})


def html_frame(content: Content, lang: str, thing: str) -> dict[str, Any]:
    """The note or message as it stands now; dropped where it is gone, or is not for this place."""
    kind, _, number = thing.partition("/")
    put: dict[str, Any] = {"put": f"{kind}-{number}", "at": int(number)}
    seen = _seen(content, kind, int(number))
    match seen:
        case NoteView():
            html = render.part("note", lang, note=seen, sitting=content.sitting)
            return {**put, "in": f"notes-{seen.question}", "html": html}
        case MessageView():
            html = render.part("message", lang, message=seen, sitting=content.sitting)
            return {**put, "in": "messages", "html": html}
        case PartyMessage():
            facts = {"message": seen, "sitting": content.sitting, "code": content.place.code}
            html = render.part("party_message", lang, **facts)
            return {**put, "in": pile_of(seen), "html": html}
    return {"drop": f"{kind}-{number}"}


def pile_of(message: PartyMessage) -> str:
    """The list in the panel where the message stands."""
    return "messages" if message.acknowledged_at is None else "messages-read"


def message(content: Content, thing: str) -> dict[str, Any]:
    """The same in JSON."""
    kind, _, number = thing.partition("/")
    seen = _seen(content, kind, int(number))
    match seen:
        case NoteView():
            said = {"question": seen.question, "body": seen.body, "at": _at(seen.at), "who": seen.who}
            return {"note": {"number": seen.number, **said}}
        case MessageView():
            to = [
                {
                    "party": told.party,
                    "absent": told.absent,
                    "acknowledged": _at(told.acknowledged_at),
                    "who": told.who,
                }
                for told in seen.to
            ]
            return {"told": {**_common(seen), "to": to}}
        case PartyMessage():
            return {"told": {**_common(seen), "acknowledged": _at(seen.acknowledged_at)}}
    return {"drop_note" if kind == "note" else "drop_told": int(number)}


def _seen(content: Content, kind: str, number: int) -> NoteView | MessageView | PartyMessage | None:
    place = content.place
    if kind == "note":
        return content.notes.get(number) if place.kind is Kind.DESK else None
    found = content.messages.get(number)
    if found is None or place.kind is Kind.DESK:
        return found
    return party_message(found, place.code) if place.kind is Kind.PARTY else None


def _common(seen: MessageView | PartyMessage) -> dict[str, Any]:
    return {"number": seen.number, "body": seen.body, "at": _at(seen.at)}


def _at(moment: datetime | None) -> str | None:
    return None if moment is None else stamp(moment.astimezone(UTC))
