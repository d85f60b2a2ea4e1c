"""The rows of accounts, grants, sign-ins and invitations, for the functions that write them. Knows no rule of who may."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, or_, update
from sqlmodel import col, select

from app.records.accounts import Account, Grant, Invitation, SignIn
from app.records.transaction import Transaction


def account_by_login(tx: Transaction, login: str) -> Account | None:
    return tx.session.exec(select(Account).where(Account.login == login)).first()


def grants_in(tx: Transaction, sitting: str) -> Sequence[Grant]:
    """Every role held now in this sitting alone."""
    held = select(Grant).where(Grant.sitting == sitting, col(Grant.revoked_at).is_(None))
    return tx.session.exec(held.order_by(col(Grant.id))).all()


def invitation(tx: Transaction, token_hash: str) -> Invitation | None:
    """The invitation behind a link, held until this transaction ends, so that it is taken once."""
    return tx.session.get(Invitation, token_hash, with_for_update=True)


def sign_ins_of_browser(tx: Transaction, browser_hash: str) -> Sequence[SignIn]:
    """The sign-ins that have not ended of the browser holding this token."""
    wanted = select(SignIn).where(SignIn.browser_hash == browser_hash, col(SignIn.ended_at).is_(None))
    return tx.session.exec(wanted.order_by(col(SignIn.id)).with_for_update()).all()


def end_sign_ins(tx: Transaction, account: int, *, but_browser: str | None = None) -> None:
    """End every sign-in of the account, in all browsers but the one given."""
    ending = update(SignIn).where(col(SignIn.account_id) == account, col(SignIn.ended_at).is_(None))
    if but_browser is not None:
        ending = ending.where(col(SignIn.browser_hash) != but_browser)
    tx.session.execute(ending.values(ended_at=tx.at))


def void_invitations(tx: Transaction, account: int) -> None:
    """Let every open link of the account run out now."""
    open_links = (col(Invitation.account_id) == account, col(Invitation.expires_at) > tx.at)
    tx.session.execute(update(Invitation).where(*open_links).values(expires_at=tx.at))


def touch(tx: Transaction, browser_hash: str) -> None:
    """Note that the browser was here, which puts off its idle limit."""
    here = (col(SignIn.browser_hash) == browser_hash, col(SignIn.ended_at).is_(None))
    tx.session.execute(update(SignIn).where(*here).values(seen_at=tx.at))


def sweep(tx: Transaction, *, idle_since: datetime, made_before: datetime) -> int:
    """Remove sign-ins that are over, which are no records, and return how many they were."""
    over = or_(
        col(SignIn.ended_at).is_not(None),
        col(SignIn.seen_at) <= idle_since,
        col(SignIn.signed_in_at) <= made_before,
    )
    return len(tx.session.execute(delete(SignIn).where(over).returning(col(SignIn.id))).all())
