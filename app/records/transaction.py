"""What a write function is given: read under lock, change, enter, tell. It never commits and knows no rule of the desk."""

import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import bindparam
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, SQLModel, col, select

from app.records import channels, numbering
from app.records.accounts import Account, Grant
from app.records.commitment import SALT_BYTES, commit
from app.records.entries import Facts, entry_bytes
from app.records.log import INSTALLATION
from app.records.numbering import next_count
from app.records.plain import ENTRY, QUESTION
from app.records.tables import Answer, Question, Seat, Sitting, Text
from app.records.vocabulary import Actor, Move, Unknown
from app.records.writing import follow, insertion, is_new, store, stored

P = ParamSpec("P")
R = TypeVar("R")
Row = TypeVar("Row", bound=SQLModel)


_BY_RECEIPT = select(QUESTION.c.id).where(QUESTION.c.receipt_hash == bindparam("receipt_hash"))


class Transaction:
    """One write, in a savepoint of the batch that it shares a commit with.

    ``at`` is the time of the write in UTC. ``news`` collects (channel, thing) in the order told; the journal numbers it.
    ``ended`` are channels that are no more: they are rung once again, with the number 0.
    """

    def __init__(self, session: Session, at: datetime, held: dict[str, Sitting] | None = None) -> None:
        self.session = session
        self.at = at
        self.news: dict[tuple[str, str], None] = {}
        self.ended: list[str] = []
        self._held = {} if held is None else held
        self._connection = session.connection()

    # -- reading under lock

    def sitting(self, slug: str) -> Sitting:
        """The sitting, held until this transaction ends. Raises ``Unknown``."""
        if slug not in self._held:
            found = self.session.exec(select(Sitting).where(Sitting.slug == slug).with_for_update()).first()
            if found is None:
                raise Unknown("sitting")
            self._held[slug] = found
        return self._held[slug]

    def forget(self, slug: str) -> None:
        """The sitting has been removed: nothing that was read of it is used again."""
        self.session.expunge_all()
        self._held.pop(slug, None)
        self.ended.append(channels.public(slug))

    def question(self, sitting: Sitting, number: int) -> Question:
        """The question with this number, held until this transaction ends. Raises ``Unknown``."""
        wanted = select(Question).where(Question.sitting_id == sitting.id, Question.number == number)
        anew = wanted.with_for_update().execution_options(populate_existing=True)
        found = self.session.exec(anew).first()
        if found is None:
            raise Unknown("question", number=number)
        return found

    def question_by_receipt(self, receipt_hash: str) -> Question | None:
        """The post that this receipt was given for. Asked for every post that comes in: hardly any is found."""
        found = self._connection.execute(_BY_RECEIPT, {"receipt_hash": receipt_hash}).scalar()
        return None if found is None else self.session.get_one(Question, found)

    def questions(self, sitting: Sitting) -> Sequence[Question]:
        """Every question of the sitting, in number order."""
        return self.session.exec(
            select(Question).where(Question.sitting_id == sitting.id).order_by(col(Question.number))
        ).all()

    def follow_ups(self, root: Question) -> Sequence[Question]:
        """The follow-ups of a thread's root, in number order."""
        of_root = (Question.sitting_id == root.sitting_id, Question.follow_up_to == root.number)
        return self.session.exec(select(Question).where(*of_root).order_by(col(Question.number))).all()

    def merged_into(self, target: Question) -> Sequence[Question]:
        """The questions merged straight into this one."""
        merged = (Question.sitting_id == target.sitting_id, Question.into == target.number)
        return self.session.exec(select(Question).where(*merged).order_by(col(Question.number))).all()

    def seats(self, sitting: Sitting) -> Sequence[Seat]:
        """The seats in use, in the order of the assembly."""
        seats = select(Seat).where(Seat.sitting_id == sitting.id, col(Seat.removed).is_(False))
        return self.session.exec(seats.order_by(col(Seat.order))).all()

    def answers(self, question: Question) -> Sequence[Answer]:
        """What each seat that ever was asked has to do with the question."""
        return self.session.exec(
            select(Answer).where(Answer.question_id == question.id).order_by(col(Answer.id))
        ).all()

    def account(self, number: int) -> Account:
        """The account, held until this transaction ends. Raises ``Unknown``."""
        found = self.session.get(Account, number, with_for_update=True)
        if found is None:
            raise Unknown("account", account=number)
        return found

    def grants(self, account: Account) -> Sequence[Grant]:
        """The roles that the account holds now."""
        held = select(Grant).where(Grant.account_id == account.id, col(Grant.revoked_at).is_(None))
        return self.session.exec(held).all()

    def text(self, text_id: int) -> bytes:
        """The bytes of a text. Empty when it has been lawfully destroyed."""
        return self.session.get_one(Text, text_id).value or b""

    def look(self, fn: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a query (``app.records.queries``) inside this transaction: it sees what has been written here so far."""
        self.session.flush()
        return fn(self.session, *args, **kwargs)

    # -- changing

    def add(self, row: Row) -> Row:
        """Store a new row and give it its number, or write what was changed in one that was read."""
        if is_new(row):
            store(self.session, row)
        else:
            self.session.flush()
        return row

    def insert(self, kind: type[Row], **values: Any) -> Row:
        """The same as ``add`` of a new row of this kind, at half the price: for what happens thousands of times."""
        return follow(self.session, stored(self._connection, kind, values))

    def keep_text(
        self,
        sitting: Sitting | None,
        subject: str,
        field: str,
        value: bytes,
        *,
        replaces: int | None = None,
        reason: str | None = None,
    ) -> Text:
        """Store a text with a fresh salt and its commitment, beside the one it replaces (M23: nothing is edited in place)."""
        salt = secrets.token_bytes(SALT_BYTES)
        values = {
            "sitting_id": sitting.id if sitting else None,
            "subject": subject,
            "field": field,
            "value": value,
            "salt": salt,
            "commitment": commit(field, value, salt),
            "made_at": self.at,
            "replaces": replaces,
            "reason": reason,
        }
        return stored(self._connection, Text, values)

    def next_number(self, sitting: Sitting) -> int:
        """The next question's number: gapless, because it is part of what the savepoint takes back (R-05)."""
        return self._next(sitting, "last_number")

    def next_position(self, sitting: Sitting) -> int:
        """The next thread's place on the page, given at first publication and never changed."""
        return self._next(sitting, "last_position")

    def next_announcement(self, sitting: Sitting) -> int:
        return self._next(sitting, "last_announcement")

    def _next(self, sitting: Sitting, counter: str) -> int:
        given = next_count(self._connection, sitting.id, counter)
        set_committed_value(sitting, counter, given)
        return given

    # -- entering and telling

    def enter(
        self,
        sitting: Sitting | None,
        subject: str,
        move: Move,
        by: Actor,
        facts: Facts | None = None,
        texts: Iterable[Text] = (),
    ) -> int:
        """Enter the move in the sitting's log (or the installation's) and return its number there."""
        log = sitting.slug if sitting else INSTALLATION
        seq = numbering.next_entry(self._connection, log, rehearsal=sitting is not None and sitting.rehearsal)
        entry = entry_bytes(
            seq=seq,
            at=self.at,
            sitting=sitting.slug if sitting else None,
            subject=subject,
            move=move,
            by=by,
            facts=facts or {},
            commit={text.field: text.commitment for text in texts},
        )
        values = {"log": log, "seq": seq, "subject": subject, "move": move, "at": self.at, "entry": entry}
        self._connection.execute(insertion(ENTRY), values)
        return seq

    def tell(self, channel: str, *things: str) -> None:
        """Say that these things changed on a channel. Told twice in a transaction is told once, last."""
        for thing in things:
            self.news.pop((channel, thing), None)
            self.news[channel, thing] = None
