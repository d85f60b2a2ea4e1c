"""What the calls of one commit want stored, kept back so that it is stored all at once. Knows no move and no rule.

For SQLite alone, whose one writer nobody can come before: the numbers that rows, entries and questions will have are read
once for a commit and then counted here. A few statements store the posts of a whole commit, each taking one step of the
database in which other threads run on; one statement for each row would give them the interpreter every time and wait for it
to come back. Nothing that is kept back can be seen by a query: whoever queries has it stored first.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Dialect
from sqlalchemy.orm import class_mapper

from app.records.plain import ENTRY, QUESTION, TEXT
from app.records.rows import Insertion
from app.records.tables import Question, Text
from app.records.writing import defaults

_KNOWN = (
    "SELECT json_group_object(receipt_hash, id) FROM question"
    " WHERE receipt_hash IN (SELECT value FROM json_each(?))"
)

Counter = tuple[str, str | int]

_kinds: WeakKeyDictionary[Dialect, tuple[Insertion, Insertion, Insertion]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Mark:
    """How far it had come when a call began."""

    texts: int
    questions: int
    entries: int
    counted: dict[Counter, int]


class Pending:
    """The texts, questions and entries of a commit that are not stored yet, in order, and the numbers they were given."""

    def __init__(self, connection: Connection) -> None:
        self._driver: Any = connection.connection.dbapi_connection
        self._insertions = _insertions(connection.dialect)
        self._texts: list[Text] = []
        self._questions: list[Question] = []
        self._entries: list[dict[str, Any]] = []
        self._counted: dict[Counter, int] = {}
        self._foreseen: dict[str, int | None] = {}
        self._by_receipt: dict[str, Question] = {}

    # -- what is asked before anything is stored

    def foresee(self, receipts: Iterable[str]) -> None:
        """Look up, for all calls of the commit at once, whether there are posts with these receipts."""
        wanted = list(receipts)
        if wanted:
            known = json.loads(self._driver.execute(_KNOWN, (json.dumps(wanted),)).fetchone()[0])
            self._foreseen = {receipt: known.get(receipt) for receipt in wanted}

    def is_new(self, receipt: str) -> bool:
        """Whether there is certainly no post with this receipt. False: look for it."""
        return receipt not in self._by_receipt and self._foreseen.get(receipt, 0) is None

    def waiting(self, receipt: str) -> Question | None:
        """The post with this receipt, if it is one that waits here."""
        return self._by_receipt.get(receipt)

    # -- numbers

    def next_of(self, sitting_id: int, counter: str) -> int:
        """The next of a sitting's own numbers."""
        key = (counter, sitting_id)
        if key not in self._counted:
            self._counted[key] = self._read(f"SELECT {counter} FROM sitting WHERE id = ?", sitting_id) or 0  # noqa: S608 - a column's name
        return self._next(key)

    def next_entry(self, log: str) -> int | None:
        """The log's next number; None for a log that has not begun."""
        key = ("seq", log)
        if key not in self._counted:
            stands = self._read("SELECT seq FROM log WHERE name = ?", log)
            if stands is None:
                return None
            self._counted[key] = stands
        return self._next(key)

    def _next_id(self, table: str) -> int:
        key = ("id", table)
        if key not in self._counted:
            self._counted[key] = self._read(f"SELECT max(id) FROM {table}") or 0  # noqa: S608 - a table's name
        return self._next(key)

    def _next(self, key: Counter) -> int:
        self._counted[key] += 1
        return self._counted[key]

    def _read(self, statement: str, *of: str | int) -> int | None:
        found = self._driver.execute(statement, of).fetchone()
        return None if found is None else found[0]

    # -- keeping back

    def text(self, values: dict[str, Any]) -> Text:
        """A new text, with its number."""
        row: Text = class_mapper(Text).class_manager.new_instance()
        row.__dict__.update(defaults(Text))
        row.__dict__.update(values, id=self._next_id("text"))
        self._texts.append(row)
        return row

    def question(self, values: dict[str, Any]) -> Question:
        """A new question, with its number. What is changed in it until it is stored is stored with it."""
        row: Question = class_mapper(Question).class_manager.new_instance()
        row.__dict__.update(defaults(Question))
        row.__dict__.update(values, id=self._next_id("question"))
        self._questions.append(row)
        self._by_receipt[row.receipt_hash] = row
        return row

    def entry(self, values: dict[str, Any]) -> None:
        """A new entry."""
        self._entries.append(values)

    # -- giving up, and storing

    def mark(self) -> Mark:
        return Mark(len(self._texts), len(self._questions), len(self._entries), dict(self._counted))

    def back_to(self, mark: Mark) -> None:
        """Forget what has come since, numbers too: the next call is given them (R-05)."""
        for row in self._questions[mark.questions :]:
            self._by_receipt.pop(row.receipt_hash, None)
        del self._texts[mark.texts :], self._questions[mark.questions :], self._entries[mark.entries :]
        self._counted = dict(mark.counted)

    def questions_since(self, mark: Mark) -> list[Question]:
        return self._questions[mark.questions :]

    def store_until(self, mark: Mark) -> None:
        """Store what earlier calls have kept back."""
        self._store(mark.texts, mark.questions, mark.entries, mark.counted)

    def store(self) -> None:
        """Store everything. What is counted after this is counted anew: others may write in between."""
        self._store(len(self._texts), len(self._questions), len(self._entries), self._counted)
        self._counted = {}

    def forget(self, receipt: str) -> None:
        """A post with this receipt was stored by other means."""
        self._foreseen.pop(receipt, None)

    def _store(self, texts: int, questions: int, entries: int, counted: dict[Counter, int]) -> None:
        into_text, into_question, into_entry = self._insertions
        into_text.run(self._driver, [row.__dict__ for row in self._texts[:texts]])
        into_question.run(self._driver, [row.__dict__ for row in self._questions[:questions]])
        into_entry.run(self._driver, self._entries[:entries])
        for (counter, of), value in counted.items():
            if counter == "seq":
                self._driver.execute("UPDATE log SET seq = ? WHERE name = ?", (value, of))
            elif counter != "id":
                self._driver.execute(f"UPDATE sitting SET {counter} = ? WHERE id = ?", (value, of))  # noqa: S608 - a column's name
        for row in self._questions[:questions]:
            self._foreseen[row.receipt_hash] = row.id
            self._by_receipt.pop(row.receipt_hash, None)
        del self._texts[:texts], self._questions[:questions], self._entries[:entries]


def _insertions(dialect: Dialect) -> tuple[Insertion, Insertion, Insertion]:
    """Of texts, questions and entries, in the order in which they refer to each other. Made once for each database."""
    if dialect not in _kinds:
        text, question, entry = (Insertion.of(table, dialect) for table in (TEXT, QUESTION, ENTRY))
        _kinds[dialect] = (text, question, entry)
    return _kinds[dialect]
