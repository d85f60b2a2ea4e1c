"""Who is told what when something has changed: which things, on which channels, in which order. Knows no page and no rule.

``app.chat`` renders what is told here; what a reader of a channel may see of a thing is decided there.
"""

from collections.abc import Collection, Iterable, Sequence

from app.records import channels, pieces
from app.records.footings import Footing, asked_on, footings, posts_on
from app.records.tables import Answer, Question, Seat, Sitting
from app.records.transaction import Transaction
from app.records.vocabulary import Actor, Role, SittingState, State
from app.routing.lifecycle import open_moves


def asked(tx: Transaction, sitting: Sitting, number: int, parties: Collection[str]) -> None:
    """A post was received: the desk, the asker, and the parties of the thread that it follows up."""
    thing = channels.question(number)
    tx.tell(channels.desk(sitting.slug), thing, channels.SITTING)
    tx.tell(channels.post(sitting.slug, number), thing)
    for code in parties:
        tx.tell(channels.party(sitting.slug, code), thing)


def moved(tx: Transaction, sitting: Sitting, question: Question, parties: Collection[str]) -> None:
    """A move was made on the question: the desk, every party that is or was asked, the asker and those merged into it.

    ``parties``: every party that is or ever was asked of it or of its thread's root.
    """
    slug, thing = sitting.slug, channels.question(question.number)
    tx.tell(channels.desk(slug), thing)
    for code in parties:
        tx.tell(channels.party(slug, code), thing)
    tx.tell(channels.post(slug, question.number), thing)
    for merged in ever_merged_into(tx, question):
        # Their fate is this one's: on the desk's row and on the asker's page.
        tx.tell(channels.desk(slug), channels.question(merged.number))
        tx.tell(channels.post(slug, merged.number), channels.question(merged.number))
    tx.tell(channels.desk(slug), channels.SITTING)


def merges_changed(tx: Transaction, sitting: Sitting, target: Question) -> None:
    """Others were merged into the question, or are no longer: the desk shows which."""
    tx.tell(channels.desk(sitting.slug), channels.question(target.number))


def ever_merged_into(tx: Transaction, question: Question) -> list[Question]:
    """The questions merged into this one, straight or through others."""
    found: list[Question] = []
    for merged in tx.merged_into(question):
        found += [merged, *ever_merged_into(tx, merged)]
    return found


def on_page(tx: Transaction, sitting: Sitting, question: Question) -> None:
    """The question stands on the page, new or changed. A root is told with its follow-ups: put again, it replaces them."""
    _tell_texts(tx, sitting, question)
    if question.follow_up_to is None:
        for follow_up in tx.follow_ups(question):
            if follow_up.state is State.PUBLISHED:
                _tell_texts(tx, sitting, follow_up)
            elif follow_up.state is State.UNPUBLISHED:
                tx.tell(channels.public(sitting.slug), channels.withdrawn(follow_up.number))


def off_page(tx: Transaction, sitting: Sitting, question: Question) -> None:
    """The question leaves the page, a root with its whole thread, and a dated line stands in its place."""
    public = channels.public(sitting.slug)
    for follow_up in _thread_of(tx, question):
        if follow_up.state is State.UNPUBLISHED:
            tx.tell(public, channels.withdrawn(follow_up.number))
        else:
            tx.tell(public, channels.question(follow_up.number))
    tx.tell(public, channels.question(question.number), channels.withdrawn(question.number))


def back_on_page(tx: Transaction, sitting: Sitting, question: Question) -> None:
    """The question comes back: the dated line goes, then question and thread stand where they stood."""
    tx.tell(channels.public(sitting.slug), channels.withdrawn(question.number))
    on_page(tx, sitting, question)


def sitting_moved(tx: Transaction, sitting: Sitting, seats: Sequence[Seat]) -> None:
    """The sitting changed: everybody who follows it is told."""
    for channel in _everywhere(sitting, seats):
        tx.tell(channel, channels.SITTING)


def askers(tx: Transaction, sitting: Sitting, numbers: Iterable[int]) -> None:
    """What stands on these posts' receipts changed, though no move was made on them."""
    for number in numbers:
        tx.tell(channels.post(sitting.slug, number), channels.question(number))


def announced(tx: Transaction, sitting: Sitting, seats: Sequence[Seat], number: int, body: str) -> None:
    """An announcement: on the public page with the parts that a long one is cut into, at the desk and in every panel."""
    for channel in _everywhere(sitting, seats):
        tx.tell(channel, channels.announcement(number))
    tx.tell(channels.public(sitting.slug), *pieces.announcement_parts(number, body))


def moves_changed(tx: Transaction, sitting: Sitting, before: SittingState) -> None:
    """The sitting's state changed: the rows and cards whose moves are others now are told again."""
    held = sitting.id or 0
    there = tx.look(footings, held)
    changed = {
        role: {each for each in there if _moves(each, before, role) != _moves(each, sitting.state, role)}
        for role in (Role.MODERATOR, Role.POLITICIAN)
    }
    for number in tx.look(posts_on, held, changed[Role.MODERATOR]):
        tx.tell(channels.desk(sitting.slug), channels.question(number))
    for number, seat in tx.look(asked_on, held, changed[Role.POLITICIAN]):
        tx.tell(channels.party(sitting.slug, seat), channels.question(number))


def looks_changed(tx: Transaction, sitting: Sitting) -> None:
    """What every question shows changed (a party's name, whether names are shown): all of them are told again."""
    for question in tx.questions(sitting):
        moved(tx, sitting, question, [answer.seat for answer in tx.answers(question)])
        if question.follow_up_to is None and question.state is State.PUBLISHED:
            on_page(tx, sitting, question)


def _tell_texts(tx: Transaction, sitting: Sitting, question: Question) -> None:
    """The question's things on the public channel: itself, and the parts of a thread too long for one frame.

    The public is told the version that is shown: moves that change nothing on the page are not its business.
    """
    question.shown_version = question.version
    texts = [(pieces.QUESTION, tx.text(question.wording_id or question.body_id).decode())]
    published = [(answer, answer.text_id) for answer in _in_order(tx.answers(question))]
    texts += [(answer.seat, tx.text(text).decode()) for answer, text in published if text is not None]
    parts = pieces.parts(question.number, texts)
    tx.tell(channels.public(sitting.slug), channels.question(question.number), *parts)


def _thread_of(tx: Transaction, question: Question) -> list[Question]:
    """The follow-ups that stand on the page under this root, as threads or as dated lines."""
    if question.follow_up_to is not None:
        return []
    return [each for each in tx.follow_ups(question) if each.state in (State.PUBLISHED, State.UNPUBLISHED)]


def _in_order(answers: Sequence[Answer]) -> list[Answer]:
    return sorted(answers, key=lambda answer: (answer.asked_at, answer.id or 0))


def _everywhere(sitting: Sitting, seats: Sequence[Seat]) -> list[str]:
    parties = [channels.party(sitting.slug, seat.code) for seat in seats]
    return [channels.public(sitting.slug), channels.desk(sitting.slug), *parties]


def _moves(footing: Footing, state: SittingState, role: Role) -> list[str]:
    return list(
        open_moves(footing.state, state, Actor(role), secret=footing.secret, promised=footing.promised)
    )
