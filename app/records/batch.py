"""One transaction shared by several calls, each in a savepoint of its own. Knows no row and never commits."""

from collections.abc import Callable, Iterable
from datetime import datetime
from types import TracebackType
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlmodel import Session

from app.records.group import Shared
from app.records.numbering import number_news
from app.records.pending import Mark, Pending
from app.records.prepared import Door
from app.records.transaction import Transaction

T = TypeVar("T")


class Lost(Exception):
    """The transaction that the batch shared is gone, and with it what every call of the batch did."""


class Batch:
    """The session that the calls of one commit share, what they hold locked in it, and what they keep back."""

    def __init__(self, connection: Connection) -> None:
        # Savepoints go to the driver as they are: through the ORM each would cost more than the statements within.
        self._driver: Any = connection.connection.dbapi_connection
        self._session = Session(connection, expire_on_commit=False)
        self._door = Door.to(connection)
        one_writer = self._door.driver is not None
        self._shared = Shared(self._door, Pending(connection) if one_writer else None, self._save)

    def __enter__(self) -> "Batch":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._session.close()

    def foresee(self, receipts: Iterable[str]) -> None:
        """The calls will ask for posts with these receipts: look for all of them at once."""
        if self._shared.pending is not None:
            self._shared.pending.foresee(receipts)

    def attempt(self, fn: Callable[[Transaction], T], *, at: datetime) -> tuple[T, Transaction]:
        """Run ``fn`` by itself: what it did stands when it returns, and is taken back when it raises.

        Raises what ``fn`` raised, or ``Lost`` if the transaction itself did not outlive it.
        """
        if self._shared.pending is None:
            self._driver.execute("SAVEPOINT call")
        tx = Transaction(self._session, at, self._shared)
        try:
            result = fn(tx)
            tx.finish()
        except BaseException:
            self._take_back(tx)
            raise
        if tx.is_in:
            self._driver.execute("RELEASE SAVEPOINT call")
        return result, tx

    def store(self) -> None:
        """Store what the calls have kept back, before the commit."""
        if self._shared.pending is not None:
            self._shared.pending.store()

    def number(self, news: Iterable[tuple[str, str]]) -> dict[str, int]:
        """Number what the calls have told, last of all, and return the new heads of the channels."""
        return number_news(self._door, news)

    def _save(self, mark: Mark) -> None:
        """Open a savepoint after what calls before have kept back; if that cannot be stored, it is lost for all of them."""
        try:
            if self._shared.pending is not None:
                self._shared.pending.store_until(mark)
            self._driver.execute("SAVEPOINT call")
        except Exception as error:
            raise Lost from error

    def _take_back(self, tx: Transaction) -> None:
        """What was read within the savepoint is forgotten with it: PostgreSQL gives up the row locks too."""
        if not self.alive:
            raise Lost
        tx.undo()
        if not tx.is_in and self._session._is_clean():
            return
        self._session.expunge_all()
        self._shared.sittings.clear()
        self._shared.seats.clear()
        if tx.is_in:
            self._driver.execute("ROLLBACK TO SAVEPOINT call")
            self._driver.execute("RELEASE SAVEPOINT call")
        else:
            self.store()  # or the sitting, read anew, would know less than it has given numbers

    @property
    def alive(self) -> bool:
        """Whether the database still holds the transaction. SQLite gives it up by itself on some errors (a full disk)."""
        return self._session.is_active and bool(getattr(self._driver, "in_transaction", True))
