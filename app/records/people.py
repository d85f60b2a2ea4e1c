"""Who there is on the staff side and who is signed in, read in one snapshot. Decides nothing about who may do what."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_
from sqlmodel import Session, col, select

from app.records.accounts import Account, Grant, Invitation, SignIn
from app.records.vocabulary import Capacity, Role


@dataclass(frozen=True, slots=True)
class GrantView:
    """A role held: everywhere where ``sitting`` is None, otherwise in that sitting only."""

    role: Role
    sitting: str | None
    seat: str | None
    capacity: Capacity | None


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account with the roles that it holds now. ``invited_until``, ``came_at``: of its latest link, and when that was used."""

    number: int
    login: str
    name: str
    made_at: datetime
    disabled_at: datetime | None
    has_password: bool
    grants: tuple[GrantView, ...]
    invited_until: datetime | None = None
    came_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One of a browser's sign-ins, with the roles that it brings."""

    number: int
    account: int
    login: str
    name: str
    signed_in_at: datetime
    seen_at: datetime
    grants: tuple[GrantView, ...]


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a password is tried against."""

    account: int
    password_hash: str | None


@dataclass(frozen=True, slots=True)
class InvitationView:
    """A link that an account was invited with, and whether it has been taken."""

    account: AccountView
    expires_at: datetime
    used_at: datetime | None
    reusable: bool

    def open_at(self, now: datetime) -> bool:
        """Whether the link still signs in."""
        usable = self.reusable or self.used_at is None
        return usable and now < self.expires_at and self.account.disabled_at is None


def signed_in(
    session: Session, browser_hash: str, *, now: datetime, idle: timedelta, absolute: timedelta
) -> tuple[SignedIn, ...]:
    """The sign-ins that this browser's token opens, latest first (S6). Ended, idle, too old and disabled ones are none."""
    wanted = (
        select(SignIn, Account)
        .join(Account, col(Account.id) == SignIn.account_id)
        .where(
            SignIn.browser_hash == browser_hash,
            col(SignIn.ended_at).is_(None),
            col(SignIn.seen_at) > now - idle,
            col(SignIn.signed_in_at) > now - absolute,
            col(Account.disabled_at).is_(None),
        )
        .order_by(col(SignIn.signed_in_at).desc(), col(SignIn.id).desc())
    )
    found = session.exec(wanted).all()
    held = _grants(session, {account.id or 0 for _, account in found})
    return tuple(
        SignedIn(
            number=row.id or 0,
            account=account.id or 0,
            login=account.login,
            name=account.name,
            signed_in_at=row.signed_in_at,
            seen_at=row.seen_at,
            grants=held.get(account.id or 0, ()),
        )
        for row, account in found
    )


def still_held(session: Session, sign_ins: Collection[int]) -> dict[int, tuple[GrantView, ...]]:
    """Of these sign-ins (by number) the ones that have not been ended or closed, with the roles they bring now (S6)."""
    wanted = (
        select(SignIn.id, SignIn.account_id)
        .join(Account, col(Account.id) == SignIn.account_id)
        .where(
            col(SignIn.id).in_(sign_ins), col(SignIn.ended_at).is_(None), col(Account.disabled_at).is_(None)
        )
    )
    found = session.exec(wanted).all()
    held = _grants(session, {account for _, account in found})
    return {number or 0: held.get(account, ()) for number, account in found}


def credentials(session: Session, login: str) -> Credentials | None:
    """What to try a password for this login against. None when there is no such account in use."""
    wanted = select(Account).where(Account.login == login, col(Account.disabled_at).is_(None))
    found = session.exec(wanted).first()
    return None if found is None else Credentials(found.id or 0, found.password_hash)


def invitation(session: Session, token_hash: str) -> InvitationView | None:
    """The invitation behind a link, whether or not it still opens anything."""
    found = session.get(Invitation, token_hash)
    if found is None:
        return None
    account = session.get_one(Account, found.account_id)
    view = _account_view(account, _grants(session, {found.account_id}))
    return InvitationView(view, found.expires_at, found.used_at, found.reusable)


def accounts(session: Session) -> list[AccountView]:
    """Every account, in the order of their numbers."""
    found = session.exec(select(Account).order_by(col(Account.id))).all()
    numbers = {account.id or 0 for account in found}
    held, links = _grants(session, numbers), _latest_links(session, numbers)
    return [_account_view(account, held, links.get(account.id or 0)) for account in found]


def account(session: Session, number: int) -> AccountView | None:
    found = session.get(Account, number)
    if found is None:
        return None
    return _account_view(found, _grants(session, {number}), _latest_links(session, {number}).get(number))


def taken(
    session: Session,
    role: Role,
    sitting: str,
    seat: str | None = None,
    *,
    cast: Collection[int],
    now: datetime,
    idle: timedelta,
) -> bool:
    """Whether somebody outside the rehearsal's cast (numbers of accounts) is signed in to this role (M5)."""
    wanted = (
        select(SignIn.id)
        .join(Account, col(Account.id) == SignIn.account_id)
        .join(Grant, col(Grant.account_id) == SignIn.account_id)
        .where(
            Grant.role == role,
            Grant.seat == seat,
            or_(col(Grant.sitting) == sitting, col(Grant.sitting).is_(None)),
            col(Grant.revoked_at).is_(None),
            col(Account.disabled_at).is_(None),
            col(SignIn.ended_at).is_(None),
            col(SignIn.seen_at) > now - idle,
            col(SignIn.account_id).not_in(cast),
        )
        .limit(1)
    )
    return session.exec(wanted).first() is not None


def _account_view(
    account: Account, held: dict[int, tuple[GrantView, ...]], link: Invitation | None = None
) -> AccountView:
    return AccountView(
        number=account.id or 0,
        login=account.login,
        name=account.name,
        made_at=account.made_at,
        disabled_at=account.disabled_at,
        has_password=account.password_hash is not None,
        grants=held.get(account.id or 0, ()),
        invited_until=link.expires_at if link else None,
        came_at=link.used_at if link else None,
    )


def _latest_links(session: Session, numbers: Iterable[int]) -> dict[int, Invitation]:
    """The link that lasts longest, by account: a new one ends those before it."""
    wanted = select(Invitation).where(col(Invitation.account_id).in_(numbers))
    return {row.account_id: row for row in session.exec(wanted.order_by(col(Invitation.expires_at)))}


def _grants(session: Session, numbers: Iterable[int]) -> dict[int, tuple[GrantView, ...]]:
    """The roles held now, by account, in the order in which they were given."""
    wanted = select(Grant).where(col(Grant.account_id).in_(numbers), col(Grant.revoked_at).is_(None))
    held: dict[int, tuple[GrantView, ...]] = {}
    for row in session.exec(wanted.order_by(col(Grant.id))):
        view = GrantView(row.role, row.sitting, row.seat, row.capacity)
        held[row.account_id] = (*held.get(row.account_id, ()), view)
    return held
