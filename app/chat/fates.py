"""What has become of a question, for whoever holds its receipt, read in one snapshot. Knows no request."""

from dataclasses import dataclass
from typing import Any

from app.chat import audience, terms
from app.chat.frames import is_heavy
from app.chat.seen import AskerQuestion
from app.records import channels, queries
from app.records.reading import Snapshot
from app.records.views import SittingView
from app.records.vocabulary import Unknown


@dataclass(frozen=True, slots=True)
class Followed:
    """A question as its asker sees it, with the number of its channel it was read at."""

    sitting: SittingView
    question: AskerQuestion
    head: int
    epoch: str

    @property
    def heavy(self) -> bool:
        """Whether the page, like the frame, shows the beginnings of long texts only."""
        return is_heavy(self.question)


def followed(session: Snapshot, token_hash: str) -> Followed:
    """The question of a receipt. Raises ``Unknown``."""
    found = queries.question_by_receipt(session, token_hash)
    if found is None:
        raise Unknown("receipt")
    sitting, question = found
    head = queries.head(session, channels.post(sitting.slug, question.number))
    return Followed(sitting, audience.asker_question(question), head, queries.epoch(session))


def in_words(followed: Followed, lang: str) -> dict[str, Any]:
    """The same for a script that shows it on the sitting's page."""
    question = followed.question
    return {
        "number": question.number,
        "code": question.code,
        "body": question.body,
        "state": question.state,
        "words": terms.term("state", question.state, lang),
        "parties": list(question.parties),
        "into": question.into,
        "sitting": followed.sitting.slug,
        "head": followed.head,
    }
