"""Accounts and the roles they hold, each change entered in the installation's log. Knows no cookie and no password."""

import re
import unicodedata

from app.records import staff
from app.records.accounts import Account, Grant
from app.records.transaction import Transaction
from app.records.vocabulary import Actor, Capacity, Malformed, Move, NotYours, OutOfTurn, Role, Unknown

LONGEST_LOGIN = 100
LONGEST_NAME = 200
GIVEN_OUT = frozenset({Role.ORGANISER, Role.MODERATOR, Role.POLITICIAN, Role.REGISTRAR})
ORGANISING = frozenset({Role.ORGANISER, Role.SYSTEM})

_LOGIN = re.compile(r"[^\s/\\<>\"'&\x00-\x1f\x7f]+")


def enrol(tx: Transaction, login: str, name: str, *, by: Actor) -> int:
    """Make an account without any role and return its number.

    ``login`` may be an address of e-mail or any word; case does not tell logins apart. Raises ``Malformed`` (``login``,
    ``account_name``), ``OutOfTurn`` (``login_taken``), ``NotYours``.
    """
    only_organisers(by)
    login, name = plain_login(login), _plain_name(name)
    if staff.account_by_login(tx, login) is not None:
        raise OutOfTurn("login_taken")
    number = _number(tx.add(Account(login=login, name=name, made_at=tx.at)))
    tx.enter(None, subject(number), Move.ENROL, by)
    return number


def grant(
    tx: Transaction,
    account: int,
    role: Role,
    *,
    sitting: str | None = None,
    seat: str | None = None,
    capacity: Capacity | None = None,
    by: Actor,
) -> None:
    """Give the account a role: everywhere, or in one sitting; a politician in one chair there.

    A politician is a member unless told otherwise; another capacity in a chair already held takes the first one's place.
    Raises ``Malformed`` (``role_given``, ``seat``), ``Unknown``, ``OutOfTurn`` (``disabled``, ``held``), ``NotYours``.
    """
    only_organisers(by)
    capacity = _fitting(tx, role, sitting, seat, capacity)
    held = _held(tx, in_use(tx, account), role, sitting, seat)
    if held is not None and held.capacity is capacity:
        raise OutOfTurn("held")
    if held is not None:
        held.revoked_at = tx.at
    tx.add(Grant(account_id=account, role=role, sitting=sitting, seat=seat, capacity=capacity))
    facts = {"role": role.value, "sitting": sitting, "seat": seat, "capacity": capacity and capacity.value}
    tx.enter(None, subject(account), Move.GRANT, by, facts)


def revoke(
    tx: Transaction,
    account: int,
    role: Role,
    *,
    sitting: str | None = None,
    seat: str | None = None,
    by: Actor,
) -> None:
    """Take a role away. Raises ``Unknown`` (``grant``), ``OutOfTurn`` (``self``: an organiser's own role), ``NotYours``.

    The caller closes the account's sockets once this is stored (S6).
    """
    only_organisers(by)
    if role is Role.ORGANISER and by.account == account:
        raise OutOfTurn("self")
    held = _held(tx, tx.account(account), role, sitting, seat)
    if held is None:
        raise Unknown("grant")
    _take(tx, held, by)


def disable(tx: Transaction, account: int, *, by: Actor) -> None:
    """Close the account: its sign-ins end and its links run out. Raises ``OutOfTurn`` (``self``, ``disabled``).

    The caller closes the account's sockets once this is stored (S6).
    """
    only_organisers(by)
    if by.account == account:
        raise OutOfTurn("self")
    in_use(tx, account).disabled_at = tx.at
    staff.end_sign_ins(tx, account)
    staff.void_invitations(tx, account)
    tx.enter(None, subject(account), Move.DISABLE, by)


def clear_rehearsal(tx: Transaction, sitting: str, *, by: Actor) -> tuple[int, ...]:
    """Take away every role in a rehearsal, disable those left with none, and return the accounts concerned (M5)."""
    only_organisers(by)
    if not tx.sitting(sitting).rehearsal:
        raise OutOfTurn("no_rehearsal")
    given = staff.grants_in(tx, sitting)
    for held in given:
        _take(tx, held, by)
    concerned = sorted({held.account_id for held in given})
    for number in concerned:
        account = tx.account(number)
        if account.disabled_at is None and not tx.grants(account):
            disable(tx, number, by=by)
    return tuple(concerned)


def only_organisers(by: Actor) -> None:
    """Accounts are the organiser's business, or the command line's. Raises ``NotYours``."""
    if by.role not in ORGANISING:
        raise NotYours("accounts")


def in_use(tx: Transaction, number: int) -> Account:
    """The account, unless it is disabled. Raises ``Unknown``, ``OutOfTurn`` (``disabled``)."""
    account = tx.account(number)
    if account.disabled_at is not None:
        raise OutOfTurn("disabled")
    return account


def subject(account: int) -> str:
    """What entries call an account: its number, never the person's name."""
    return f"account/{account}"


def plain_login(login: str) -> str:
    """The login as it is stored and looked up. Raises ``Malformed`` (``login``)."""
    plain = unicodedata.normalize("NFC", login).strip().casefold()
    if not _LOGIN.fullmatch(plain) or len(plain) > LONGEST_LOGIN:
        raise Malformed("login")
    return plain


def _plain_name(name: str) -> str:
    plain = " ".join(unicodedata.normalize("NFC", name).split())
    if not plain or len(plain) > LONGEST_NAME or not plain.isprintable():
        raise Malformed("account_name")
    return plain


def _fitting(
    tx: Transaction, role: Role, sitting: str | None, seat: str | None, capacity: Capacity | None
) -> Capacity | None:
    """The capacity that goes with the role, where role, sitting and seat go together."""
    if role not in GIVEN_OUT or (role is Role.ORGANISER and sitting is not None):
        # An organiser invites anybody, and so could act as anybody: there is no such thing as one of a single sitting.
        raise Malformed("role_given")
    if (role is Role.POLITICIAN) is (seat is None) or (seat is not None and sitting is None):
        raise Malformed("seat")
    row = tx.sitting(sitting) if sitting is not None else None
    if row is not None and seat is not None and seat not in {each.code for each in tx.seats(row)}:
        raise Unknown("seat")
    return (capacity or Capacity.MEMBER) if role is Role.POLITICIAN else None


def _held(
    tx: Transaction, account: Account, role: Role, sitting: str | None, seat: str | None
) -> Grant | None:
    for held in tx.grants(account):
        if (held.role, held.sitting, held.seat) == (role, sitting, seat):
            return held
    return None


def _take(tx: Transaction, held: Grant, by: Actor) -> None:
    held.revoked_at = tx.at
    facts = {"role": held.role.value, "sitting": held.sitting, "seat": held.seat}
    tx.enter(None, subject(held.account_id), Move.REVOKE, by, facts)


def _number(account: Account) -> int:
    if account.id is None:
        raise ValueError("a stored account has a number")
    return account.id
