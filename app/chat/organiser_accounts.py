"""The list of accounts, and a new one with its role and its link (M22). Knows no password."""

from datetime import timedelta
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from app.access import accounts, sign_ins
from app.chat import account_form, form_terms, office
from app.chat.account_form import FIELDS, Wanted
from app.chat.account_roles import shown_at, staff
from app.chat.filled import Filled
from app.chat.forms import FieldsDep
from app.chat.house import House, HouseDep
from app.chat.office import Accounting
from app.chat.organiser_account import told_link
from app.chat.statuses import status_of
from app.chat.visitor import Visitor, VisitorDep
from app.records.transaction import Transaction
from app.records.vocabulary import Actor, Malformed, Refusal

router = APIRouter()

_ABOUT: dict[str, str] = {
    **dict.fromkeys(("login", "login_taken"), "login"),
    "account_name": "name",
    "seat": "place",
    "sitting": "place",
}
"""Which field the refusals of accounts are about."""


@router.get("/organiser/accounts")
async def page(by: Accounting, house: HouseDep, visitor: VisitorDep) -> Response:
    """Every account, and the form for a new one."""
    return await _page(house, visitor, by, Filled({}))


@router.post("/organiser/accounts")
async def add(by: Accounting, house: HouseDep, visitor: VisitorDep, fields: FieldsDep) -> Response:
    """Make an account with a role and a link to take it into use, or none of it. The link is shown this once."""
    filled, token = Filled(fields), sign_ins.fresh_token()
    name = filled.line("name", accounts.LONGEST_NAME)
    login = _login(filled)
    wanted = account_form.read(filled)
    try:
        if wanted is None or filled.errors:
            raise filled.errors[form_terms.first_of(FIELDS, filled.errors)]
        opened_by = sign_ins.token_hash(token)
        number = await house.journal.write(_added, login, name, wanted, opened_by, house.invited_for, by=by)
    except Refusal as refusal:
        if visitor.wants_json:
            raise
        if not filled.errors and refusal.detail in _ABOUT:
            filled.wrong(_ABOUT[refusal.detail], refusal)
        return await _page(house, visitor, by, filled, refusal)
    return await told_link(house, visitor, by, number, token, status=201)


def _login(filled: Filled) -> str:
    login = filled.line("login", accounts.LONGEST_LOGIN)
    try:
        return accounts.plain_login(login)
    except Malformed as refusal:
        filled.wrong("login", refusal)
        return ""


def _added(
    tx: Transaction, login: str, name: str, wanted: Wanted, opened_by: str, lasts: timedelta, *, by: Actor
) -> int:
    """The account with its role and its invitation, or nothing of it."""
    number = accounts.enrol(tx, login, name, by=by)
    account_form.grant(tx, number, wanted, by=by)
    sign_ins.invite(tx, number, token_hash=opened_by, lasts=lasts, by=by)
    return number


async def _page(
    house: House, visitor: Visitor, by: Actor, filled: Filled, refusal: Refusal | None = None
) -> Response:
    members, sittings = await house.reading.read(staff)
    facts: dict[str, Any] = {
        "members": members,
        **account_form.facts(filled, sittings, visitor.lang),
        **shown_at(house.clock(), sittings),
        "said": form_terms.said(refusal, visitor.lang) if refusal is not None and not filled.errors else None,
    }
    status = 200 if refusal is None else status_of(refusal)
    return await office.page(house, visitor, by, "accounts.html", status=status, **facts)
