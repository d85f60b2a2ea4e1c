"""What a write function is given: read under lock, change, enter, tell. It never commits and knows no rule of the desk."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar, cast

from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, SQLModel

from app.records import numbering
from app.records.commitment import SALT_BYTES, commit
from app.records.entries import Facts, entry_bytes
from app.records.finding import follow
from app.records.group import Shared
from app.records.held import Held
from app.records.log import INSTALLATION
from app.records.numbering import next_count
from app.records.plain import ENTRY
from app.records.tables import Question, Sitting, Text
from app.records.vocabulary import Actor, Move
from app.records.writing import insertion, is_new, store, stored

Row = TypeVar("Row", bound=SQLModel)

_SALTS = 32


class Transaction(Held):
    """One write. ``news`` collects (channel, thing) in the order told; the journal numbers it.

    ``ended`` are channels that are no more: they are rung once again, with the number 0.
    """

    def __init__(self, session: Session, at: datetime, shared: Shared | None = None) -> None:
        super().__init__(session, at, shared)
        self.news: dict[tuple[str, str], None] = {}

    # -- changing

    def add(self, row: Row) -> Row:
        """Store a new row and give it its number, or write what was changed in one that was read."""
        if is_new(row):
            store(self.session, self.door, row)
        else:
            self.write_changes()
        return row

    def insert(self, kind: type[Row], **values: Any) -> Row:
        """The same as ``add`` of a new row of this kind, at half the price: for what happens thousands of times."""
        if self._pending is not None and kind is Question:
            return cast(Row, self._pending.question(values))
        if self._shared.pending is not None and kind is Question:
            self._shared.pending.forget(values["receipt_hash"])
        return follow(self.session, stored(self.door, kind, values))

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
        salt = self._fresh_salt()
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
        return stored(self.door, Text, values) if self._pending is None else self._pending.text(values)

    def _fresh_salt(self) -> bytes:
        """From the system's own chance, for many texts at once: each call for it lets go of the interpreter."""
        salts = self._shared.salts
        if not salts:
            drawn = secrets.token_bytes(SALT_BYTES * _SALTS)
            salts += [drawn[at : at + SALT_BYTES] for at in range(0, len(drawn), SALT_BYTES)]
        return salts.pop()

    def chance(self) -> str:
        """128 bits of the system's own chance, in hexadecimal: for what nobody may choose."""
        return secrets.token_hex(16)

    def next_number(self, sitting: Sitting) -> int:
        """The next question's number: gapless, because it is part of what the savepoint takes back (R-05)."""
        return self._next(sitting, "last_number")

    def next_position(self, sitting: Sitting) -> int:
        """The next thread's place on the page, given at first publication and never changed."""
        return self._next(sitting, "last_position")

    def next_announcement(self, sitting: Sitting) -> int:
        return self._next(sitting, "last_announcement")

    def _next(self, sitting: Sitting, counter: str) -> int:
        if self._pending is None:
            given = next_count(self.door, sitting.id, counter)
        else:
            self._counted.append((sitting, counter, getattr(sitting, counter)))
            given = self._pending.next_of(sitting.id or 0, counter)
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
        seq = self._pending.next_entry(log) if self._pending is not None else None
        if seq is None:
            rehearsal = sitting is not None and sitting.rehearsal
            seq = numbering.next_entry(self.door, log, rehearsal=rehearsal)
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
        values: dict[str, Any] = {"log": log, "seq": seq, "subject": subject, "move": move, "at": self.at}
        values["entry"] = entry
        if self._pending is not None:
            self._pending.entry(values)
        else:
            insertion(ENTRY).run(self.door, values)
        return seq

    def tell(self, channel: str, *things: str) -> None:
        """Say that these things changed on a channel. Told twice in a transaction is told once, last."""
        for thing in things:
            self.news.pop((channel, thing), None)
            self.news[channel, thing] = None
