"""The rows of what is said: sittings, seats, questions, answers, texts. A row stores; it decides nothing."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, LargeBinary, MetaData, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from app.records.columns import UtcTime, coded
from app.records.vocabulary import Capacity, Distribution, SittingState, State

# Named constraints, so that Alembic can find them again in either database.
SQLModel.metadata.naming_convention = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
).naming_convention


def moment(**options: Any) -> Any:
    """A field that holds a moment in UTC."""
    return Field(sa_type=UtcTime, **options)


def number_of(table: str, **options: Any) -> Any:
    """A field that refers to a row of ``table``."""
    return Field(foreign_key=f"{table}.id", **options)


def where_set(name: str, *columns: str, of: str | None = None) -> Index:
    """An index over those rows alone that have ``of``, or the last column, set: most questions are neither merged nor follow-ups.

    Rows that refer to texts are found by it too, or removing a rehearsal would search every question for every text.
    """
    rows = text(f'"{of or columns[-1]}" IS NOT NULL')
    return Index(name, *columns, sqlite_where=rows, postgresql_where=rows)


class Sitting(SQLModel, table=True):
    """An occasion (chattillfälle, M1, M2) as it stands now. Its free texts are kept as ``Text`` rows as well."""

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(unique=True)
    rehearsal: bool = False
    state: SittingState = Field(default=SittingState.PLANNED, sa_type=coded(SittingState))
    paused: bool = False
    version: int = 1
    title: str
    commission: str
    afterwards: str
    official: str
    contact: str
    feedback_by: date | None = None
    opens_at: datetime = moment()
    live_at: datetime = moment()
    intake_ends_at: datetime = moment()
    ends_at: datetime = moment()
    paused_at: datetime | None = moment(default=None)
    unattended_at: datetime | None = moment(default=None)
    intake_closed_at: datetime | None = moment(default=None)
    closed_at: datetime | None = moment(default=None)
    zone: str = "Europe/Stockholm"
    advised_length: int = 500
    publish_at_once: bool = False
    approval: bool = False
    distribution: Distribution = Field(default=Distribution.TURN_ORDER, sa_type=coded(Distribution))
    lottery_seed: str | None = None
    wishes: bool = True
    names: bool = True
    rules_version: str
    case_number: str | None = None
    last_number: int = 0
    last_position: int = 0
    last_announcement: int = 0
    last_note: int = 0
    last_message: int = 0
    last_material: int = 0
    short: str | None = Field(default=None, index=True, unique=True)
    stream: str = ""
    stream_by: str = ""
    on_screen: int | None = None
    words: str = ""
    swept_at: datetime | None = moment(default=None)
    tally: str | None = None
    created_at: datetime = moment()


class Seat(SQLModel, table=True):
    """A party's chair in a sitting (M4, M22). Order is the order of the assembly, never of results."""

    __table_args__ = (UniqueConstraint("sitting_id", "code"),)

    id: int | None = Field(default=None, primary_key=True)
    sitting_id: int = number_of("sitting")
    code: str
    name: str
    colour: str
    site: str = ""
    order: int
    member: str = ""
    substitute: str = ""
    helper: str = ""
    removed: bool = False


class Text(SQLModel, table=True):
    """What was written, as the bytes received, with the salt of its commitment. Never changed; disposal empties both."""

    __table_args__ = (
        where_set("ix_text_replaces", "replaces"),
        Index("ix_text_sitting_id_subject", "sitting_id", "subject"),
    )

    id: int | None = Field(default=None, primary_key=True)
    sitting_id: int | None = number_of("sitting", default=None)
    subject: str
    field: str
    value: bytes | None = Field(sa_type=LargeBinary)
    salt: bytes | None = Field(sa_type=LargeBinary)
    commitment: str
    made_at: datetime = moment()
    replaces: int | None = number_of("text", default=None)
    reason: str | None = None


class Question(SQLModel, table=True):
    """A citizen's post and what has become of it. The row is a projection: what happened stands in the entries."""

    __table_args__ = (
        UniqueConstraint("sitting_id", "number"),
        # In number order as they are asked for: else SQLite, which has no statistics, would go through all posts in order.
        where_set("ix_question_into", "sitting_id", "into", "number", of="into"),
        where_set("ix_question_follow_up_to", "sitting_id", "follow_up_to", "number", of="follow_up_to"),
        where_set("ix_question_provision", "sitting_id", "number", of="provision"),
        where_set("ix_question_name_id", "name_id"),
        where_set("ix_question_words_id", "words_id"),
        where_set("ix_question_wording_id", "wording_id"),
        where_set("ix_question_answers_by", "answers_by"),
        # What is counted is counted here alone, and what stands on the page found, however many posts there are.
        Index("ix_question_counted", "sitting_id", "state", "reason", "promised_on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    sitting_id: int = number_of("sitting")
    number: int
    version: int = 1
    shown_version: int = 0
    state: State = Field(default=State.RECEIVED, sa_type=coded(State))
    receipt_hash: str = Field(unique=True)
    code: str
    lang: str = "sv"
    channel: str = "web"
    wish: str | None = None
    follow_up_to: int | None = None
    about: int | None = None
    into: int | None = None
    flags: str = ""
    received_at: datetime = moment()
    stated_at: datetime | None = moment(default=None)
    seen_at: datetime | None = moment(default=None)
    body_id: int = number_of("text", index=True)
    name_id: int | None = number_of("text", default=None)
    words_id: int | None = number_of("text", default=None)
    wording_id: int | None = number_of("text", default=None)
    wording_draft: bytes | None = Field(default=None, sa_type=LargeBinary)
    wording_reason: str | None = None
    reason: str | None = None
    referred_to: str | None = None
    promised_on: date | None = None
    provision: str | None = None
    together: bool = False
    answers_by: datetime | None = moment(default=None)
    answer_limit: int | None = None
    position: int | None = None
    published_at: datetime | None = moment(default=None)
    corrected_at: datetime | None = moment(default=None)
    unpublished_at: datetime | None = moment(default=None)


class Answer(SQLModel, table=True):
    """One seat's part in a question: that it was asked, what it sent, what was published.

    ``body`` is what was sent and not yet published: a draft inside the authority, not a record (TF 2:12). Publication makes a
    ``Text`` of it. ``proposed_version``: of the draft that waits for the member's approval. ``correction``: a new wording that
    the party asks for, a draft as well.
    """

    __table_args__ = (UniqueConstraint("question_id", "seat"), where_set("ix_answer_text_id", "text_id"))

    id: int | None = Field(default=None, primary_key=True)
    question_id: int = number_of("question")
    seat: str
    asked: bool = True
    asked_at: datetime = moment()
    body: bytes | None = Field(default=None, sa_type=LargeBinary)
    sent_at: datetime | None = moment(default=None)
    written_by: int | None = None
    capacity: Capacity | None = Field(default=None, sa_type=coded(Capacity))
    answers_for: str = ""
    text_id: int | None = number_of("text", default=None)
    published_at: datetime | None = moment(default=None)
    corrected_at: datetime | None = moment(default=None)
    note: bytes | None = Field(default=None, sa_type=LargeBinary)
    returned_at: datetime | None = moment(default=None)
    hand_back_reason: str | None = None
    hand_back_words: bytes | None = Field(default=None, sa_type=LargeBinary)
    missed: bool = False
    proposed_at: datetime | None = moment(default=None)
    proposed_by: int | None = None
    proposed_version: int | None = None
    correction: bytes | None = Field(default=None, sa_type=LargeBinary)
    correction_at: datetime | None = moment(default=None)
    correction_note: bytes | None = Field(default=None, sa_type=LargeBinary)


class Announcement(SQLModel, table=True):
    """Something the moderator tells every page of a sitting."""

    __table_args__ = (UniqueConstraint("sitting_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    sitting_id: int = number_of("sitting")
    number: int
    text_id: int = number_of("text")
    at: datetime = moment()


class Draft(SQLModel, table=True):
    """What a seat is writing: no record (TF 2:12), in neither register nor export, swept after the close (R-19)."""

    question_id: int = Field(foreign_key="question.id", primary_key=True)
    seat: str = Field(primary_key=True)
    version: int = 1
    body: bytes = Field(sa_type=LargeBinary)
    account_id: int | None = None
    at: datetime = moment()
