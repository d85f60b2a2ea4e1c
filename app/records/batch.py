"""One transaction shared by several calls, each in a savepoint of its own. Knows no row and never commits."""

from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlmodel import Session

from app.records.transaction import Transaction

T = TypeVar("T")


class Lost(Exception):
    """The transaction that the batch shared is gone, and with it what every call of the batch did."""


class Batch:
    """The session that the calls of one commit share, and what they hold locked in it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        # Savepoints go to the driver as they are: through the ORM each would cost more than the statements within.
        self._driver: Any = connection.connection.dbapi_connection
        self._session = Session(connection, expire_on_commit=False)
        self._held: dict[str, Any] = {}

    def __enter__(self) -> "Batch":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._session.close()

    def attempt(self, fn: Callable[[Transaction], T], *, at: datetime) -> tuple[T, Transaction]:
        """Run ``fn`` in a savepoint: released when it returns, rolled back when it raises.

        Raises what ``fn`` raised, or ``Lost`` if the transaction itself did not outlive it.
        """
        tx = Transaction(self._session, at, self._held)
        self._driver.execute("SAVEPOINT call")
        try:
            result = fn(tx)
            self._session.flush()
        except BaseException:
            self._take_back()
            raise
        self._driver.execute("RELEASE SAVEPOINT call")
        return result, tx

    def _take_back(self) -> None:
        """What was read within the savepoint is forgotten with it: PostgreSQL gives up the row locks too."""
        if not self.alive:
            raise Lost
        self._session.expunge_all()
        self._held.clear()
        self._driver.execute("ROLLBACK TO SAVEPOINT call")
        self._driver.execute("RELEASE SAVEPOINT call")

    @property
    def alive(self) -> bool:
        """Whether the database still holds the transaction. SQLite gives it up by itself on some errors (a full disk)."""
        return self._session.is_active and bool(getattr(self._driver, "in_transaction", True))
