"""What a write has before it: rows read under lock, in a savepoint of the batch it shares a commit with. Changes nothing itself.

A write that only receives a post needs no savepoint: what it wants stored is kept back (``Pending``) and stored with all the
others of the commit. The first thing that needs the database itself, ``session`` above all, opens the savepoint and has
everything kept back stored before it.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import bindparam, false, inspect, select
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, SQLModel, col

from app.records import channels
from app.records.accounts import Account, Grant
from app.records.changes import write_changes
from app.records.finding import Finding, follow
from app.records.group import Shared
from app.records.plain import ANSWER, QUESTION, SEAT, SITTING, TEXT
from app.records.prepared import Door, Prepared
from app.records.tables import Answer, Question, Seat, Sitting
from app.records.vocabulary import Unknown

P = ParamSpec("P")
R = TypeVar("R")

_BY_RECEIPT = Prepared(select(QUESTION.c.id).where(QUESTION.c.receipt_hash == bindparam("receipt_hash")))
_VALUE = Prepared(select(TEXT.c.value).where(TEXT.c.id == bindparam("text")))
_SITTING = Finding(Sitting, select(SITTING).where(SITTING.c.slug == bindparam("slug")).with_for_update())
_OF_SITTING = QUESTION.c.sitting_id == bindparam("sitting")
_QUESTIONS = Finding(Question, select(QUESTION).where(_OF_SITTING).order_by(QUESTION.c.number))
_QUESTION = Finding(
    Question,
    select(QUESTION).where(_OF_SITTING, QUESTION.c.number == bindparam("number")).with_for_update(),
    anew=True,
)
_ANSWERS = Finding(
    Answer, select(ANSWER).where(ANSWER.c.question_id == bindparam("question")).order_by(ANSWER.c.id)
)
_SEATS = Finding(
    Seat,
    select(SEAT)
    .where(SEAT.c.sitting_id == bindparam("sitting"), SEAT.c.removed == false())
    .order_by(SEAT.c.order),
)
_GRANTS = select(Grant).where(col(Grant.account_id) == bindparam("account"), col(Grant.revoked_at).is_(None))


def _joined_by(name: str) -> Finding[Question]:
    """Those questions of a sitting that name another one in this column, in number order."""
    wanted = select(QUESTION).where(_OF_SITTING, QUESTION.c[name] == bindparam("other"))
    return Finding(Question, wanted.order_by(QUESTION.c.number))


_FOLLOW_UPS, _MERGED = _joined_by("follow_up_to"), _joined_by("into")


class Held:
    """What is read in one write, and held until its commit. ``at`` is the time of the write in UTC."""

    def __init__(self, session: Session, at: datetime, shared: Shared | None = None) -> None:
        self.at = at
        self.ended: list[str] = []
        self._session = session
        self._shared = shared or Shared(Door.to(session.connection()))
        self._pending = self._shared.pending
        self._mark = self._pending.mark() if self._pending else None
        self._counted: list[tuple[Sitting, str, int]] = []

    @property
    def session(self) -> Session:
        """The database itself, within this write's savepoint."""
        if self._pending is not None:
            self._go_in()
        return self._session

    @property
    def door(self) -> Door:
        """The same, for statements that are prepared."""
        if self._pending is not None:
            self._go_in()
        return self._shared.door

    @property
    def is_in(self) -> bool:
        """Whether the write has a savepoint: else all that it wants stored is kept back."""
        return self._pending is None

    def sitting(self, slug: str) -> Sitting:
        """The sitting, held until this transaction ends. Raises ``Unknown``."""
        held = self._shared.sittings
        if slug not in held:
            found = _SITTING.first(self._session, self._shared.door, {"slug": slug})
            if found is None:
                raise Unknown("sitting")
            held[slug] = found
        return held[slug]

    def forget(self, slug: str) -> None:
        """The sitting has been removed: nothing that was read of it is used again."""
        self.session.expunge_all()
        self._shared.sittings.pop(slug, None)
        self.ended.append(channels.public(slug))

    def question(self, sitting: Sitting, number: int) -> Question:
        """The question with this number, held until this transaction ends. Raises ``Unknown``."""
        wanted = {"sitting": sitting.id, "number": number}
        self.write_changes()
        found = _QUESTION.first(self.session, self.door, wanted)
        if found is None:
            raise Unknown("question", number=number)
        return found

    def question_by_receipt(self, receipt_hash: str) -> Question | None:
        """The post that this receipt was given for. Asked for every post that comes in: hardly any is found."""
        if self._pending is not None:
            if self._pending.is_new(receipt_hash):
                return None
            waiting = self._pending.waiting(receipt_hash)
            if waiting is not None:
                return waiting
        found = _BY_RECEIPT.value(self.door, {"receipt_hash": receipt_hash})
        return None if found is None else self.session.get_one(Question, found)

    def questions(self, sitting: Sitting) -> Sequence[Question]:
        """Every question of the sitting, in number order."""
        self.write_changes()
        return _QUESTIONS.all(self.session, self.door, {"sitting": sitting.id})

    def follow_ups(self, root: Question) -> Sequence[Question]:
        """The follow-ups of a thread's root, in number order."""
        return self._joined(_FOLLOW_UPS, root)

    def merged_into(self, target: Question) -> Sequence[Question]:
        """The questions merged straight into this one."""
        return self._joined(_MERGED, target)

    def seats(self, sitting: Sitting) -> Sequence[Seat]:
        """The seats in use, in the order of the assembly."""
        known = self._shared.seats
        if self._pending is not None and sitting.slug in known:
            return known[sitting.slug]
        wanted = {"sitting": sitting.id}
        if self._pending is None:
            if self._is_changed(Seat):
                self.write_changes()
            return _SEATS.all(self.session, self.door, wanted)
        known[sitting.slug] = _SEATS.all(self._session, self._shared.door, wanted)
        return known[sitting.slug]

    def answers(self, question: Question) -> Sequence[Answer]:
        """What each seat that ever was asked has to do with the question."""
        # To write what was changed in rows is the dearest part of a move, and is done once, at its end: before a statement only
        # where the statement could find others by it.
        return _ANSWERS.all(self.session, self.door, {"question": question.id})

    def account(self, number: int) -> Account:
        """The account, held until this transaction ends. Raises ``Unknown``."""
        found = self.session.get(Account, number, with_for_update=True)
        if found is None:
            raise Unknown("account", account=number)
        return found

    def grants(self, account: Account) -> Sequence[Grant]:
        """The roles that the account holds now."""
        return self.session.scalars(_GRANTS, {"account": account.id}).all()

    def text(self, text_id: int) -> bytes:
        """The bytes of a text. Empty when it has been lawfully destroyed."""
        return _VALUE.value(self.door, {"text": text_id}) or b""

    def look(self, fn: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a query (``app.records.queries``) inside this transaction: it sees what has been written here so far."""
        self.write_changes()
        return fn(self.session, *args, **kwargs)

    def write_changes(self) -> None:
        """Write what has been changed in rows, so that statements see it."""
        # What is clean is asked of SQLAlchemy itself: its public way to ask goes through every row.
        if not self.session._is_clean():
            write_changes(self._session, self.door)

    def _joined(self, by: Finding[Question], question: Question) -> Sequence[Question]:
        """Those that name the question: hardly any question has some."""
        if self._is_changed(Question, "into", "follow_up_to"):
            self.write_changes()
        return by.all(self.session, self.door, {"sitting": question.sitting_id, "other": question.number})

    def _is_changed(self, kind: type[SQLModel], *columns: str) -> bool:
        """Whether rows of this kind have changes that are not written yet; with columns: in one of these."""
        changed = [inspect(row).attrs for row in self.session.dirty if isinstance(row, kind)]
        if not columns:
            return bool(changed)
        return any(attributes[name].history.has_changes() for attributes in changed for name in columns)

    # -- with the batch

    def _go_in(self) -> None:
        """Have stored what calls before this one kept back, open the savepoint, and store in it what this one did."""
        pending, mark = self._pending, self._mark
        assert pending is not None  # noqa: S101 - asked before
        assert mark is not None  # noqa: S101 - set together
        self._pending = None
        own = pending.questions_since(mark)
        self._shared.save(mark)
        self._shared.seats.clear()
        pending.store()
        for row in own:
            follow(self._session, row)

    def finish(self) -> None:
        """Write what has been changed in rows. Nothing kept back may be referred to by them before it is stored."""
        if self._pending is None or not self._session._is_clean():
            self.write_changes()

    def undo(self) -> None:
        """Take back what was kept back, and the numbers: they are the next call's."""
        if self._pending is not None and self._mark is not None:
            self._pending.back_to(self._mark)
        for sitting, counter, before in reversed(self._counted):
            set_committed_value(sitting, counter, before)
