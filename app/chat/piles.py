"""In which pile on its panel a party's question lies: to be answered, promised, sent, published, given back, gone. Pure; knows no page."""

from enum import StrEnum

from app.chat.seen import PartyQuestion
from app.records.vocabulary import State


class Pile(StrEnum):
    """The piles in the order in which they stand; each name is its list's id."""

    WAITING = "waiting"
    PROMISED = "promised"
    SENT = "sent"
    PUBLISHED = "published"
    BACK = "back"
    GONE = "gone"


def pile_of(question: PartyQuestion) -> Pile:
    """Where the question lies now. Gone: the moderator has taken it back, or decided on something else than an answer."""
    if not question.asked:
        return Pile.BACK if question.hand_back_reason else Pile.GONE
    match question.state:
        case State.ASSIGNED | State.ANSWERED:
            if has_sent(question):
                return Pile.SENT
            promised = question.promised is not None and not is_returned(question)
            return Pile.PROMISED if promised else Pile.WAITING
        case State.PUBLISHED | State.UNPUBLISHED:
            return Pile.PUBLISHED
    return Pile.GONE


def has_sent(question: PartyQuestion) -> bool:
    """Whether the party has sent an answer that has not been returned to it."""
    return question.sent_at is not None and not is_returned(question)


def is_returned(question: PartyQuestion) -> bool:
    """Whether the party's last answer has come back from the moderator."""
    sent, returned = question.sent_at, question.returned_at
    return returned is not None and (sent is None or returned >= sent)
