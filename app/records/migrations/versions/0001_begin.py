"""What is said, what is done and who may act: every table of the first version, and the triggers that keep the records."""

import secrets
from typing import Any

import sqlalchemy as sa
from alembic import op

from app.records.migrations import append_only

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    _accounts()
    _logs()
    _sittings()
    _texts()
    _questions()
    _answers()
    for statement in append_only.statements(op.get_bind().dialect.name):
        op.execute(statement)
    mark = sa.table("mark", sa.column("name", sa.String), sa.column("value", sa.String))
    op.bulk_insert(mark, [{"name": "epoch", "value": secrets.token_hex(8)}])


def downgrade() -> None:
    raise RuntimeError("records are never taken back: restore a backup instead")


def _word(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(), nullable=null)


def _code(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(40), nullable=null)


def _whole(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=null)


def _flag(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _moment(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=null)


def _day(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Date(), nullable=True)


def _bytes(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.LargeBinary(), nullable=null)


def _table(name: str, *parts: sa.Column[Any] | sa.Constraint, key: tuple[str, ...] = ("id",)) -> None:
    numbered = [_whole("id")] if key == ("id",) else []
    op.create_table(name, *numbered, *parts, sa.PrimaryKeyConstraint(*key, name=f"pk_{name}"))


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}_{to}")


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=f"uq_{table}_{'_'.join(columns)}")


def _index(table: str, *columns: str, where_set: bool = False) -> None:
    rows = sa.text(f'"{columns[-1]}" IS NOT NULL') if where_set else None
    name = f"ix_{table}_{'_'.join(columns)}"
    op.create_index(name, table, list(columns), sqlite_where=rows, postgresql_where=rows)


def _accounts() -> None:
    _table(
        "account",
        *(_word("login"), _word("name"), _word("password_hash", null=True)),
        *(_moment("made_at"), _moment("disabled_at", null=True)),
        _unique("account", "login"),
    )
    _table(
        "grant",
        *(_whole("account_id"), _code("role"), _word("sitting", null=True), _word("seat", null=True)),
        *(_code("capacity", null=True), _moment("revoked_at", null=True)),
        _refers("grant", "account_id", "account"),
    )
    _table(
        "signin",
        *(_word("browser_hash"), _whole("account_id")),
        *(_moment("signed_in_at"), _moment("seen_at"), _moment("ended_at", null=True)),
        _refers("signin", "account_id", "account"),
    )
    _table(
        "invitation",
        *(_word("token_hash"), _whole("account_id"), _moment("expires_at"), _moment("used_at", null=True)),
        _flag("reusable"),
        _refers("invitation", "account_id", "account"),
        key=("token_hash",),
    )
    for table in ("grant", "signin", "invitation"):
        _index(table, "account_id")
    _index("signin", "browser_hash")


def _logs() -> None:
    _table("log", _word("name"), _whole("seq"), _flag("rehearsal"), key=("name",))
    _table(
        "entry",
        *(_word("log"), _whole("seq"), _word("subject"), _word("move"), _moment("at"), _bytes("entry")),
        key=("log", "seq"),
    )
    _index("entry", "log", "subject")
    _table("channel", _word("name"), _whole("seq"), key=("name",))
    _table("notice", _word("channel"), _whole("seq"), _word("thing"), key=("channel", "seq"))
    _table(
        "acknowledged",
        *(_word("actor"), _word("ticket"), _word("answer"), _moment("at")),
        key=("actor", "ticket"),
    )
    _table("mark", _word("name"), _word("value"), key=("name",))


def _sittings() -> None:
    _table(
        "sitting",
        *(_word("slug"), _flag("rehearsal"), _code("state"), _flag("paused"), _whole("version")),
        *(_word("title"), _word("commission"), _word("afterwards"), _word("official"), _word("contact")),
        *(_day("feedback_by"), _moment("opens_at"), _moment("live_at"), _moment("intake_ends_at")),
        *(_moment("ends_at"), _moment("paused_at", null=True), _moment("intake_closed_at", null=True)),
        *(_moment("closed_at", null=True), _word("zone"), _whole("advised_length"), _flag("publish_at_once")),
        *(_code("distribution"), _flag("wishes"), _flag("names"), _word("rules_version")),
        *(_word("case_number", null=True), _whole("last_number"), _whole("last_position")),
        *(_whole("last_announcement"), _moment("created_at")),
        _unique("sitting", "slug"),
    )
    _table(
        "seat",
        *(
            _whole("sitting_id"),
            _word("code"),
            _word("name"),
            _word("colour"),
            _word("site"),
            _whole("order"),
        ),
        *(_word("member"), _word("substitute"), _word("helper"), _flag("removed")),
        _refers("seat", "sitting_id", "sitting"),
        _unique("seat", "sitting_id", "code"),
    )


def _texts() -> None:
    _table(
        "text",
        *(_whole("sitting_id", null=True), _word("subject"), _word("field")),
        *(_bytes("value", null=True), _bytes("salt", null=True), _word("commitment"), _moment("made_at")),
        *(_whole("replaces", null=True), _word("reason", null=True)),
        _refers("text", "sitting_id", "sitting"),
        _refers("text", "replaces", "text"),
    )
    _index("text", "sitting_id")
    _index("text", "replaces", where_set=True)
    _table(
        "announcement",
        *(_whole("sitting_id"), _whole("number"), _whole("text_id"), _moment("at")),
        _refers("announcement", "sitting_id", "sitting"),
        _refers("announcement", "text_id", "text"),
        _unique("announcement", "sitting_id", "number"),
    )


def _questions() -> None:
    _table(
        "question",
        *(_whole("sitting_id"), _whole("number"), _whole("version"), _code("state"), _word("receipt_hash")),
        *(_word("code"), _word("lang"), _word("channel"), _word("wish", null=True)),
        *(_whole("follow_up_to", null=True), _whole("into", null=True), _word("flags")),
        *(_moment("received_at"), _moment("seen_at", null=True)),
        *(_whole("body_id"), _whole("name_id", null=True), _whole("words_id", null=True)),
        *(_whole("wording_id", null=True), _bytes("wording_draft", null=True)),
        *(_word("wording_reason", null=True), _word("reason", null=True), _word("referred_to", null=True)),
        *(_day("promised_on"), _word("provision", null=True), _whole("position", null=True)),
        *(_moment("published_at", null=True), _moment("corrected_at", null=True)),
        _moment("unpublished_at", null=True),
        _refers("question", "sitting_id", "sitting"),
        *(_refers("question", column, "text") for column in ("body_id", "name_id", "words_id", "wording_id")),
        _unique("question", "sitting_id", "number"),
        _unique("question", "receipt_hash"),
    )
    _index("question", "body_id")
    for column in ("name_id", "words_id", "wording_id"):
        _index("question", column, where_set=True)
    for column in ("into", "follow_up_to"):
        _index("question", "sitting_id", column, where_set=True)


def _answers() -> None:
    _table(
        "answer",
        *(_whole("question_id"), _word("seat"), _flag("asked"), _moment("asked_at")),
        *(_bytes("body", null=True), _moment("sent_at", null=True), _whole("written_by", null=True)),
        *(_code("capacity", null=True), _word("answers_for"), _whole("text_id", null=True)),
        *(_moment("published_at", null=True), _moment("corrected_at", null=True)),
        *(_bytes("note", null=True), _moment("returned_at", null=True)),
        *(_word("hand_back_reason", null=True), _bytes("hand_back_words", null=True)),
        _refers("answer", "question_id", "question"),
        _refers("answer", "text_id", "text"),
        _unique("answer", "question_id", "seat"),
    )
    _index("answer", "text_id", where_set=True)
    _table(
        "draft",
        *(_whole("question_id"), _word("seat"), _whole("version"), _bytes("body")),
        *(_whole("account_id", null=True), _moment("at")),
        _refers("draft", "question_id", "question"),
        key=("question_id", "seat"),
    )
