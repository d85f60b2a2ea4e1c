"""The triggers of the first migration, in the words of either database: what has become a record stays as it is.

They stop a mistake in our own code and a hand in the database's own tool; who owns the database can still drop them, and
that is what the sealed log is for. Knows no table's purpose but what of it may change.
"""

from collections.abc import Iterator

_NEVER_CHANGED = {
    "entry": ("log", "seq", "subject", "move", "at", "entry"),
    "notice": ("channel", "seq", "thing"),
    "announcement": ("id", "sitting_id", "number", "text_id", "at"),
    "text": ("id", "sitting_id", "subject", "field", "commitment", "made_at", "replaces", "reason"),
    "question": ("id", "sitting_id", "number", "receipt_hash", "code", "received_at", "body_id", "name_id"),
    "sitting": ("id", "slug", "rehearsal"),
    "log": ("name", "rehearsal"),
}
"""What an update never changes. A text may besides lose its value and salt, both at once and for good."""

_OF_A_SITTING = "SELECT rehearsal FROM sitting WHERE id = OLD.sitting_id"

_REMOVED_WITH_A_REHEARSAL = {
    "entry": "SELECT rehearsal FROM log WHERE name = OLD.log",
    "announcement": _OF_A_SITTING,
    "text": _OF_A_SITTING,
    "question": _OF_A_SITTING,
    "sitting": "SELECT OLD.rehearsal",
    "log": "SELECT OLD.rehearsal",
}
"""What is deleted only where this tells that it was a rehearsal (M5)."""

_TAKEN = {
    "entry": "SELECT 1 FROM entry WHERE log = NEW.log AND seq = NEW.seq",
    "text": "SELECT 1 FROM text WHERE id = NEW.id",
}
"""What finds the row whose place a new one would take. SQLite's REPLACE deletes without asking the triggers of a delete, unless
the connection has ``recursive_triggers`` on, as ours has; a hand in the database's own tool has not."""

_ONLY_EMPTIED = (
    "(NEW.value {differs} OLD.value OR NEW.salt {differs} OLD.salt)"
    " AND NOT (NEW.value IS NULL AND NEW.salt IS NULL)"
)


def statements(dialect: str) -> Iterator[str]:
    """The statements that make the triggers, for ``sqlite`` or ``postgresql``."""
    return _sqlite() if dialect == "sqlite" else _postgresql()


def _changed(columns: tuple[str, ...], differs: str) -> str:
    return " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in columns)


def _conditions(differs: str) -> Iterator[tuple[str, str, str]]:
    """Table, name and condition of each update that is refused."""
    for table, columns in _NEVER_CHANGED.items():
        yield table, f"{table}_stays", _changed(columns, differs)
    yield "text", "text_is_only_emptied", _ONLY_EMPTIED.format(differs=differs)
    yield "log", "log_counts_on", "NEW.seq < OLD.seq"


def _sqlite() -> Iterator[str]:
    for table, name, refused in _conditions("IS NOT"):
        yield (
            f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} WHEN {refused}"
            f" BEGIN SELECT RAISE(ABORT, '{table} is kept as it is'); END"
        )
    for table, rehearsal in _REMOVED_WITH_A_REHEARSAL.items():
        yield (
            f"CREATE TRIGGER {table}_is_kept BEFORE DELETE ON {table} WHEN NOT coalesce(({rehearsal}), 0)"
            f" BEGIN SELECT RAISE(ABORT, '{table} is kept'); END"
        )
    for table, taken in _TAKEN.items():
        yield (
            f"CREATE TRIGGER {table}_is_not_replaced BEFORE INSERT ON {table} WHEN EXISTS ({taken})"
            f" BEGIN SELECT RAISE(ABORT, '{table} is kept'); END"
        )


def _postgresql() -> Iterator[str]:
    yield (
        "CREATE FUNCTION kept_as_it_is() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " RAISE EXCEPTION '% is kept', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$"
    )
    for table, name, refused in _conditions("IS DISTINCT FROM"):
        yield (
            f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({refused})"
            " EXECUTE FUNCTION kept_as_it_is()"
        )
    for table, rehearsal in _REMOVED_WITH_A_REHEARSAL.items():
        yield (
            f"CREATE FUNCTION {table}_may_go() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF coalesce(({rehearsal}), false) THEN RETURN OLD; END IF;"
            " RAISE EXCEPTION '% is kept', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$"
        )
        yield (
            f"CREATE TRIGGER {table}_is_kept BEFORE DELETE ON {table} FOR EACH ROW"
            f" EXECUTE FUNCTION {table}_may_go()"
        )
        yield (
            f"CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}"
            " EXECUTE FUNCTION kept_as_it_is()"
        )
