"""Writes what has been changed in rows that a session follows. Knows no table by name."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import bindparam, inspect, update
from sqlalchemy.exc import InvalidRequestError
from sqlmodel import Session, SQLModel

from app.records.finding import identity_of, table_of
from app.records.prepared import Door, Prepared


def write_changes(session: Session, door: Door) -> None:
    """Write what has been changed in the rows that the session follows: one statement for each of them.

    The same as to flush it, which orders what depends on each other first: changes alone do not. Raises what a flush raises.
    """
    if session.new or session.deleted:
        session.flush()
        return
    for row in sorted(session.dirty, key=_place):
        _write_row(session, door, row)


def _place(row: Any) -> tuple[str, Any]:
    """In an order that is the same in every process, so that no two of them wait for each other."""
    return type(row).__name__, inspect(row).identity


def _write_row(session: Session, door: Door, row: SQLModel) -> None:
    state, identity = inspect(row, raiseerr=True), identity_of(type(row))
    values, same = row.__dict__, state.unmodified
    touched = [name for name in identity.names if name not in same]
    changed = tuple(name for name in touched if state.attrs[name].history.has_changes())
    if changed:
        own = dict(zip(_owned(identity.own), state.identity, strict=True))
        # Nothing else: what it is given besides, SQLAlchemy writes too, over what others have changed since it was read.
        given = own | {name: values[name] for name in changed}
        if _update(type(row), changed).run(door, given) != 1:
            raise InvalidRequestError(f"a {type(row).__name__} that was to be changed is gone")
    # SQLAlchemy's own way to say that a row is written: its public ones would take as long as a flush.
    state._commit_all(values, session.identity_map)


@cache
def _update(kind: type[SQLModel], changed: Iterable[str]) -> Prepared:
    table = table_of(kind)
    own = identity_of(kind).own
    of = [table.c[name] == bindparam(named) for name, named in zip(own, _owned(own), strict=True)]
    return Prepared(update(table).where(*of).values({name: bindparam(name) for name in changed}))


def _owned(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"of_{name}" for name in names)
