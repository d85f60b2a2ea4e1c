"""Rows found by a statement and followed by the session, as if the ORM had loaded them. Knows no table by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, Table, inspect, select
from sqlalchemy.orm import class_mapper
from sqlmodel import Session, SQLModel

from app.records.prepared import Door, Prepared, Values

Row = TypeVar("Row", bound=SQLModel)


class Finding(Generic[Row]):
    """Rows of a kind that a statement over their table finds, followed by the session as if the ORM had loaded them.

    ``anew``: a row that the session knows already is read again, as another may have changed it since.
    """

    def __init__(self, kind: type[Row], statement: Select[Any], *, anew: bool = False) -> None:
        self._prepared = Prepared(statement)
        self._whole = select(kind).from_statement(statement).execution_options(populate_existing=anew)
        self._kind, self._anew = kind, anew

    def all(self, session: Session, door: Door, values: Values) -> Sequence[Row]:
        """Those found, in the statement's order."""
        if door.driver is None:
            return self._by_orm(session, values)
        identity = identity_of(self._kind)
        rows: list[Row] = []
        for found in self._prepared.rows(door, values):
            fields = dict(zip(identity.names, found, strict=True))
            known = session.identity_map.get(identity.key(fields))
            if known is not None and self._anew:
                return self._by_orm(session, values)
            rows.append(follow(session, identity.row(fields)) if known is None else known)
        return rows

    def first(self, session: Session, door: Door, values: Values) -> Row | None:
        """The first of them, or None."""
        return next(iter(self.all(session, door, values)), None)

    def _by_orm(self, session: Session, values: Values) -> Sequence[Row]:
        with session.no_autoflush:
            return session.scalars(self._whole, values).all()


@dataclass(frozen=True, slots=True)
class Identity(Generic[Row]):
    """What makes a row of a kind the row that it is, and how one is built without asking each of its fields."""

    kind: type[Row]
    names: tuple[str, ...]
    own: tuple[str, ...]

    def key(self, fields: Values) -> Any:
        return class_mapper(self.kind).identity_key_from_primary_key(tuple(fields[name] for name in self.own))

    def row(self, fields: Values) -> Row:
        row: Row = class_mapper(self.kind).class_manager.new_instance()
        row.__dict__.update(fields)
        return row


@cache
def identity_of(kind: type[Row]) -> Identity[Row]:
    """Worked out once for each kind."""
    table = table_of(kind)
    return Identity(kind, tuple(table.columns.keys()), tuple(table.primary_key.columns.keys()))


@cache
def table_of(kind: type[SQLModel]) -> Table:
    """The table that rows of this kind are stored in."""
    return SQLModel.metadata.tables[str(kind.__tablename__)]


def follow(session: Session, row: Row) -> Row:
    """Let the session follow what is changed in a row that is stored as it stands.

    As the ORM does it with what it has loaded. To make the row detached and add it comes to the same at nine times the price:
    it looks in every field for other rows to be added.
    """
    state: Any = inspect(row)
    state.key = class_mapper(type(row)).identity_key_from_instance(row)
    state.session_id = session.hash_key
    session.identity_map.add(state)
    state._commit_all(row.__dict__, session.identity_map)
    return row
