"""What has become of a question, for whoever holds its receipt, read in one snapshot. Knows no request."""

from dataclasses import dataclass
from typing import Any

from app.chat import audience, terms
from app.chat.frames import is_heavy
from app.chat.languages import N_, words
from app.chat.seen import AskerQuestion
from app.records import channels, queries
from app.records.reading import Snapshot
from app.records.views import SittingView
from app.records.vocabulary import State, Unknown

_OVER = frozenset({State.DECLINED, State.MERGED, State.REFERRED, State.LAPSED})
_REACHED = {State.ASSIGNED: 2, State.ANSWERED: 3, State.PUBLISHED: 5, State.UNPUBLISHED: 5}
"""How many of the five steps are done, beside those that every post has taken."""


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
        "steps": steps(followed.sitting, question, lang),
        "parties": list(question.parties),
        "into": question.into,
        "sitting": followed.sitting.slug,
        "head": followed.head,
    }


def steps(sitting: SittingView, question: AskerQuestion, lang: str) -> list[dict[str, str]]:
    """The question's way in words, with how far it has come: each step ``done``, ``now`` or still to come.

    A question that ends before its answer has fewer steps, the last of which says how it ended.
    """
    say = words(lang)
    if question.state in _OVER:
        seen = [say(N_("Läst av moderatorn"))] if question.seen_at else []
        way, done = [say(N_("Mottagen")), *seen, _ending(question, lang)], 3
    else:
        names = [seat.name for seat in sitting.seats if seat.code in question.parties]
        with_party = (
            say(N_("Hos {parties}")).format(parties=", ".join(names)) if names else say(N_("Hos ett parti"))
        )
        last = "unpublished" if question.state is State.UNPUBLISHED else "published"
        way = [say(N_("Mottagen")), say(N_("Hos moderatorn")), with_party, say(N_("Svaret är skrivet"))]
        way.append(terms.term("state", last, lang))
        done = _REACHED.get(question.state, 1)
    return [
        {"words": each, "how": "done" if turn < done else "now" if turn == done else "left"}
        for turn, each in enumerate(way)
    ]


def _ending(question: AskerQuestion, lang: str) -> str:
    ended = terms.term("state", question.state, lang)
    if question.state is State.DECLINED and question.reason:
        return f"{ended}: {terms.term('decline', question.reason, lang)}"
    if question.state is State.MERGED and question.into:
        return words(lang)(N_("Besvaras under nummer {number}")).format(number=question.into)
    return ended
