"""Makes what staff say among themselves: from a message to the function that keeps it. Decides nothing."""

from collections.abc import Mapping
from typing import Any

from app.chat.aside_messages import Acknowledge, Aside, HandOver, NoteOn, ReadHandover, RemoveNote, Tell
from app.records.transaction import Transaction
from app.records.vocabulary import Actor, Malformed
from app.routing.handing_over import hand_over, read_handover
from app.routing.messages import acknowledge, tell_parties
from app.routing.notes import note, remove_note


def made(
    tx: Transaction, sitting: str, message: Aside, by: Actor, facts: Mapping[str, Any]
) -> dict[str, Any]:
    """Keep it and return what is told to whoever said it. ``facts``: its texts and parties as they are kept."""
    match message:
        case NoteOn():
            return {"note": note(tx, sitting, message.question, facts["body"], by=by)}
        case RemoveNote():
            post = remove_note(tx, sitting, message.number, by=by)
            return {"note": message.number, "number": post}
        case Tell():
            told = tell_parties(tx, sitting, facts["party"], facts["body"], by=by)
            return {"told": told.number, "absent": list(told.absent)}
        case Acknowledge():
            acknowledge(tx, sitting, message.number, by=by)
            return {"told": message.number}
        case HandOver():
            return {"handover": hand_over(tx, sitting, facts["body"], by=by)}
        case ReadHandover():
            read_handover(tx, sitting, message.number, by=by)
            return {"handover": message.number}
    raise Malformed("message")
