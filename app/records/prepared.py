"""Statements that every move and every piece of news runs, compiled once and handed straight to SQLite's driver. Knows no table.

A move is some two dozen of them, and SQLite answers each in a hundredth of a millisecond: through SQLAlchemy the same took ten
times as long, all of it on the one thread that writes. On PostgreSQL, where each is a journey over a network, SQLAlchemy runs them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from sqlalchemy import Connection
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler

Processor = Callable[[Any], Any]
Values = Mapping[str, Any]

_DIALECT: Any = sqlite.dialect()


@dataclass(frozen=True, slots=True)
class Door:
    """The way to the database of a transaction. ``driver``: SQLite's own connection, which SQLAlchemy's stands on, else None."""

    connection: Connection
    driver: Any

    @classmethod
    def to(cls, connection: Connection) -> "Door":
        alone = connection.dialect.name == "sqlite"
        return cls(connection, connection.connection.dbapi_connection if alone else None)

    @classmethod
    def of(cls, session: Session) -> "Door":
        """The session's own, which is looked for once in its transaction."""
        door: Door | None = session.info.get("door")
        if door is None or door.connection.closed:
            door = session.info["door"] = cls.to(session.connection())
        return door


class Prepared:
    """A statement with named parameters. It sees what has been written, never what is only changed in rows.

    One whose text depends on its values (``IN`` a list) is left to SQLAlchemy.
    """

    def __init__(self, statement: Any) -> None:
        self._statement = statement

    def rows(self, door: Door, values: Values) -> list[Sequence[Any]]:
        """All that it finds, or returns of what it wrote."""
        if door.driver is None or self._for_sqlite.text is None:
            return list(door.connection.execute(self._statement, values))
        read = self._for_sqlite.read
        found = self._executed(door, values).fetchall()
        return found if read is None else [read(row) for row in found]

    def found(self, session: Session, values: Values) -> list[dict[str, Any]]:
        """All that it finds in the session's snapshot, by the names of its columns."""
        names = self._for_sqlite.names
        return [dict(zip(names, row, strict=True)) for row in self.rows(Door.of(session), values)]

    def value(self, door: Door, values: Values) -> Any:
        """The first value of the first row; None where there is none."""
        found = self.rows(door, values)
        return found[0][0] if found else None

    def run(self, door: Door, values: Values) -> int:
        """Run what returns nothing. Returns how many rows it has written."""
        if door.driver is None:
            return int(door.connection.execute(self._statement, values).rowcount)
        return int(self._executed(door, values).rowcount)

    def insert(self, door: Door, values: Values) -> int | None:
        """Insert one row and return the number that the database gave it, where it gives one."""
        if door.driver is None:
            given = door.connection.execute(self._statement, values).inserted_primary_key
            return cast("int | None", given[0]) if given else None
        return cast("int | None", self._executed(door, values).lastrowid)

    def _executed(self, door: Door, values: Values) -> Any:
        made = self._for_sqlite
        try:
            return door.driver.execute(made.text, [write(values) for write in made.writes])
        except door.driver.Error as error:
            # As SQLAlchemy would tell it, and without what somebody wrote.
            raise DBAPIError.instance(
                made.text, None, error, door.driver.Error, hide_parameters=True
            ) from error

    @cached_property
    def _for_sqlite(self) -> "_Compiled":
        return _compiled(self._statement)


@dataclass(frozen=True, slots=True)
class _Compiled:
    """``writes`` take the values in the order of the text's question marks; ``read`` makes a row of what the driver gives.

    ``text``: None where it can only be written when the values are known.
    """

    text: str | None
    names: tuple[str, ...]
    writes: tuple[Callable[[Values], Any], ...]
    read: Callable[[Sequence[Any]], Sequence[Any]] | None


def _compiled(statement: Any) -> _Compiled:
    made: SQLCompiler = statement.compile(dialect=_DIALECT)
    columns = getattr(statement, "exported_columns", ())
    names = tuple(columns.keys()) if columns else ()
    if made.post_compile_params:
        return _Compiled(None, names, (), None)
    writes = tuple(_write(made, name) for name in made.positiontup or ())
    processors = tuple(
        column.type.dialect_impl(_DIALECT).result_processor(_DIALECT, None) for column in columns
    )
    return _Compiled(made.string, names, writes, _reader(processors) if any(processors) else None)


def _write(made: SQLCompiler, name: str) -> Callable[[Values], Any]:
    """How a parameter is had from the values: as it is, as its column's type writes it, or fixed in the statement."""
    parameter = made.binds[name]
    process = parameter.type.dialect_impl(_DIALECT).bind_processor(_DIALECT)
    if not parameter.required and parameter.value is not None:
        fixed = parameter.value if process is None else process(parameter.value)
        return lambda _values: fixed
    key = parameter.key
    if process is None:
        return lambda values: values[key]
    return lambda values: process(values[key])


def _reader(processors: tuple[Processor | None, ...]) -> Callable[[Sequence[Any]], Sequence[Any]]:
    processed = [(place, process) for place, process in enumerate(processors) if process is not None]

    def read(row: Sequence[Any]) -> Sequence[Any]:
        values = list(row)
        for place, process in processed:
            if values[place] is not None:
                values[place] = process(values[place])
        return values

    return read
