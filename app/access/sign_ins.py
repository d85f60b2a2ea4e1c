"""Signing in and out, by password or by link. What a browser holds is a token; here is only its hash (S6). Knows no page."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from app.access.accounts import in_use, only_organisers, plain_login, subject
from app.access.passwords import Passwords
from app.records import people, staff
from app.records.accounts import Account, Invitation, SignIn
from app.records.reading import Reading
from app.records.transaction import Transaction
from app.records.vocabulary import Actor, Malformed, Move, NotYours, OutOfTurn, Role, Unknown

INVITED_FOR = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long a sign-in lasts: unused for ``idle``, and in all for ``absolute``.

    The defaults let a whole sitting and its preparations pass without signing in anew, and nothing stay open overnight
    into a second day.
    """

    idle: timedelta = timedelta(hours=12)
    absolute: timedelta = timedelta(hours=24)


def fresh_token() -> str:
    """A secret of 256 bits for a cookie or a link. It is shown once and never stored."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is stored of a token. A fast hash will do: nobody guesses 256 random bits."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


async def recognise(reading: Reading, passwords: Passwords, login: str, password: str) -> int:
    """The number of the account that login and password belong to.

    Raises ``NotYours`` (``sign_in``), the same for a wrong password, an unknown login and a disabled account, after the
    same work (S14), and ``TooFast`` when too many already wait to be recognised.
    """
    try:
        found = await reading.read(people.credentials, plain_login(login))
    except Malformed:
        found = None
    matches = await passwords.verify(password, found.password_hash if found else None)
    if found is None or not matches:
        raise NotYours("sign_in")
    return found.account


# -- run by the journal; none of these is entered but ``invite``


def invite(
    tx: Transaction,
    account: int,
    *,
    token_hash: str,
    by: Actor,
    lasts: timedelta = INVITED_FOR,
    reusable: bool = False,
) -> None:
    """Make a link that takes the account into use, once. Earlier links of the account run out.

    ``reusable`` is for rehearsals: an account whose every role is in a rehearsal, or the command line's own demo.
    Raises ``Unknown``, ``OutOfTurn`` (``disabled``), ``NotYours``.
    """
    only_organisers(by)
    row = in_use(tx, account)
    if reusable and by.role is not Role.SYSTEM and not _only_rehearses(tx, row):
        raise NotYours("reusable")
    staff.void_invitations(tx, account)
    tx.add(Invitation(token_hash=token_hash, account_id=account, expires_at=tx.at + lasts, reusable=reusable))
    tx.enter(None, subject(account), Move.INVITE, by)


def accept(
    tx: Transaction,
    token_hash: str,
    *,
    browser_hash: str,
    before: str | None = None,
    password_hash: str | None = None,
) -> int:
    """Take an invitation: sign the browser in, and set a new password where one is given. Returns the account's number.

    Raises ``Unknown`` (``invitation``), ``OutOfTurn`` (``invitation_used``, ``invitation_expired``, ``disabled``).
    """
    invitation = staff.invitation(tx, token_hash)
    if invitation is None:
        raise Unknown("invitation")
    if invitation.used_at is not None and not invitation.reusable:
        raise OutOfTurn("invitation_used")
    if invitation.expires_at <= tx.at:
        raise OutOfTurn("invitation_expired")
    invitation.used_at = tx.at
    if password_hash is not None:
        set_password(tx, invitation.account_id, password_hash)
    sign_in(tx, invitation.account_id, browser_hash=browser_hash, before=before)
    return invitation.account_id


def set_password(
    tx: Transaction, account: int, password_hash: str, *, keep_browser: str | None = None
) -> None:
    """Give the account a new password. It is signed out everywhere but in the browser that is given (ASVS 7.4.3)."""
    in_use(tx, account).password_hash = password_hash
    staff.end_sign_ins(tx, account, but_browser=keep_browser)


def sign_in(tx: Transaction, account: int, *, browser_hash: str, before: str | None = None) -> None:
    """Sign the account in under a fresh token's hash. What the browser held under ``before`` moves along (S6).

    The old token opens nothing after this: a token that somebody planted or read beforehand is worth nothing.
    Raises ``Unknown``, ``OutOfTurn`` (``disabled``).
    """
    in_use(tx, account)
    for held in staff.sign_ins_of_browser(tx, before) if before else ():
        held.browser_hash = browser_hash
        if held.account_id == account:
            held.ended_at = tx.at
    tx.add(SignIn(browser_hash=browser_hash, account_id=account, signed_in_at=tx.at, seen_at=tx.at))


def sign_out(tx: Transaction, browser_hash: str, account: int | None = None) -> tuple[int, ...]:
    """End the browser's sign-in to this account, or all it holds, and return the accounts whose sockets to close."""
    ending = [
        held
        for held in staff.sign_ins_of_browser(tx, browser_hash)
        if account is None or held.account_id == account
    ]
    for held in ending:
        held.ended_at = tx.at
    return tuple(sorted({held.account_id for held in ending}))


def sweep(tx: Transaction, lasting: Lasting) -> int:
    """Remove the sign-ins that are over: who was here when is kept no longer than it serves."""
    return staff.sweep(tx, idle_since=tx.at - lasting.idle, made_before=tx.at - lasting.absolute)


def _only_rehearses(tx: Transaction, account: Account) -> bool:
    grants = tx.grants(account)
    return bool(grants) and all(held.sitting and tx.sitting(held.sitting).rehearsal for held in grants)
