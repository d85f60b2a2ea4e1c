"""Inserts many rows by one statement, written as SQLAlchemy would write each of them. Knows no table by name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Column, Dialect, Table

_MOST_AT_ONCE = 64

Processor = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Insertion:
    """Puts rows, given by their values, into a table. ``columns``: their names, and how their values are written."""

    table: str
    columns: tuple[tuple[str, Processor | None], ...]

    @classmethod
    def of(cls, table: Table, dialect: Dialect) -> "Insertion":
        return cls(table.name, tuple((column.name, _processor(column, dialect)) for column in table.columns))

    def run(self, driver: Any, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert them in order, 64 by one statement, the rest by those of 32, 16 and so on: few statements to prepare."""
        done, size = 0, _MOST_AT_ONCE
        while done < len(rows):
            while size > len(rows) - done:
                size //= 2
            self._insert(driver, rows[done : done + size])
            done += size

    def _insert(self, driver: Any, rows: Sequence[Mapping[str, Any]]) -> None:
        values = [
            row[name] if process is None else process(row[name])
            for row in rows
            for name, process in self.columns
        ]
        driver.execute(_statement(self.table, tuple(name for name, _ in self.columns), len(rows)), values)


def _processor(column: Column[Any], dialect: Dialect) -> Processor | None:
    """How a value is written; None: as it is. The last one is remembered: the rows of a call carry the same moment."""
    process = column.type.dialect_impl(dialect).bind_processor(dialect)
    if process is None:
        return None
    last: tuple[Any, Any] = (None, None)

    def written(value: Any) -> Any:
        nonlocal last
        if value is not None and last[0] is not value:
            last = (value, process(value))
        return None if value is None else last[1]

    return written


@cache
def _statement(table: str, columns: tuple[str, ...], rows: int) -> str:
    row = f"({','.join('?' * len(columns))})"
    named = ",".join(f'"{column}"' for column in columns)
    return f"INSERT INTO {table} ({named}) VALUES {','.join([row] * rows)}"  # noqa: S608 - names of ours
