"""The rows of who may act: accounts, grants, sign-ins, invitations. What was granted is entered; sign-ins are no records."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.records.columns import coded
from app.records.tables import moment, number_of
from app.records.vocabulary import Capacity, Role


class Account(SQLModel, table=True):
    """A person on the staff side: organiser, moderator, politician or registrar."""

    id: int | None = Field(default=None, primary_key=True)
    login: str = Field(unique=True)
    name: str
    password_hash: str | None = None
    made_at: datetime = moment()
    disabled_at: datetime | None = moment(default=None)


class Grant(SQLModel, table=True):
    """A role that an account holds: everywhere, or in one sitting, or in one chair there."""

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = number_of("account", index=True)
    role: Role = Field(sa_type=coded(Role))
    sitting: str | None = None
    seat: str | None = None
    capacity: Capacity | None = Field(default=None, sa_type=coded(Capacity))
    revoked_at: datetime | None = moment(default=None)


class SignIn(SQLModel, table=True):
    """That an account is signed in from one browser. A browser's cookie may hold several (S6)."""

    id: int | None = Field(default=None, primary_key=True)
    browser_hash: str = Field(index=True)
    account_id: int = number_of("account", index=True)
    signed_in_at: datetime = moment()
    seen_at: datetime = moment()
    ended_at: datetime | None = moment(default=None)


class Invitation(SQLModel, table=True):
    """A link with which an account is taken into use: once, within its time; in the demo many times."""

    token_hash: str = Field(primary_key=True)
    account_id: int = number_of("account", index=True)
    expires_at: datetime = moment()
    used_at: datetime | None = moment(default=None)
    reusable: bool = False
