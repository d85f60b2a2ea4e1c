"""One account: its roles given and taken, a new link, and its end (M22, S6). What it had open closes at once. Knows no password."""

from typing import Annotated, Any

from fastapi import APIRouter, Path
from starlette.responses import Response

from app.access import accounts, sign_ins
from app.chat import account_form, form_terms, office, replies
from app.chat.account_form import FIELDS
from app.chat.account_roles import one, shown_at
from app.chat.filled import Filled
from app.chat.forms import FieldsDep
from app.chat.house import House, HouseDep
from app.chat.office import Accounting
from app.chat.statuses import status_of
from app.chat.visitor import Visitor, VisitorDep
from app.records.vocabulary import Actor, Refusal, Unknown

router = APIRouter()

Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.get("/organiser/accounts/{number}")
async def account(by: Accounting, house: HouseDep, visitor: VisitorDep, number: Number) -> Response:
    """One account: its roles, and what can be done with it."""
    return await _page(house, visitor, by, number)


@router.post("/organiser/accounts/{number}/invite")
async def invite(by: Accounting, house: HouseDep, visitor: VisitorDep, number: Number) -> Response:
    """Make a new link and show it, this once. Earlier ones run out."""
    token = sign_ins.fresh_token()
    hashed = sign_ins.token_hash(token)
    try:
        await house.journal.write(sign_ins.invite, number, token_hash=hashed, lasts=house.invited_for, by=by)
    except Refusal as refusal:
        return await _refused(house, visitor, by, number, refusal)
    return await told_link(house, visitor, by, number, token)


@router.post("/organiser/accounts/{number}/grant")
async def grant(
    by: Accounting, house: HouseDep, visitor: VisitorDep, fields: FieldsDep, number: Number
) -> Response:
    """Give the account one more role."""
    filled = Filled(fields)
    try:
        wanted = account_form.read(filled)
        if wanted is None or filled.errors:
            raise filled.errors[form_terms.first_of(FIELDS, filled.errors)]
        await house.journal.write(account_form.grant, number, wanted, by=by)
    except Refusal as refusal:
        return await _refused(house, visitor, by, number, refusal, filled)
    return _done(visitor, number)


@router.post("/organiser/accounts/{number}/revoke")
async def revoke(
    by: Accounting, house: HouseDep, visitor: VisitorDep, fields: FieldsDep, number: Number
) -> Response:
    """Take a role away, and close what the account had open by it (S6)."""
    try:
        wanted = account_form.read(Filled(fields))
        if wanted is None:
            raise Unknown("grant")
        role, sitting, seat = wanted.role, wanted.sitting, wanted.seat
        await house.journal.write(accounts.revoke, number, role, sitting=sitting, seat=seat, by=by)
    except Refusal as refusal:
        return await _refused(house, visitor, by, number, refusal)
    house.sockets.close_all(number)
    return _done(visitor, number)


@router.post("/organiser/accounts/{number}/disable")
async def disable(by: Accounting, house: HouseDep, visitor: VisitorDep, number: Number) -> Response:
    """Close the account, sign it out everywhere and close what it had open (S6)."""
    try:
        await house.journal.write(accounts.disable, number, by=by)
    except Refusal as refusal:
        return await _refused(house, visitor, by, number, refusal)
    house.sockets.close_all(number)
    return _done(visitor, number)


async def told_link(
    house: House, visitor: Visitor, by: Actor, number: int, token: str, *, status: int = 200
) -> Response:
    """The account's page with its link, which is kept nowhere: only its hash is."""
    link = f"{house.public_url}/invitation/{token}"
    if visitor.wants_json:
        return replies.told(status, account=number, invitation=link)
    return await _page(house, visitor, by, number, link=link, status=status)


def _done(visitor: Visitor, number: int) -> Response:
    return (
        replies.told(200, account=number)
        if visitor.wants_json
        else replies.see_other(f"/organiser/accounts/{number}")
    )


async def _refused(
    house: House, visitor: Visitor, by: Actor, number: int, refusal: Refusal, filled: Filled | None = None
) -> Response:
    if visitor.wants_json or refusal.detail == "account":
        raise refusal
    return await _page(house, visitor, by, number, filled, refusal, status=status_of(refusal))


async def _page(
    house: House,
    visitor: Visitor,
    by: Actor,
    number: int,
    filled: Filled | None = None,
    refusal: Refusal | None = None,
    *,
    link: str | None = None,
    status: int = 200,
) -> Response:
    member, sittings = await house.reading.read(one, number)
    filled = filled or Filled({})
    facts: dict[str, Any] = {
        "member": member,
        **account_form.facts(filled, sittings, visitor.lang),
        **shown_at(house.clock(), sittings),
        "said": form_terms.said(refusal, visitor.lang) if refusal is not None and not filled.errors else None,
        "link": link,
        "hours": round(house.invited_for.total_seconds() / 3600),
    }
    visitor = visitor.at(f"/organiser/accounts/{number}")
    return await office.page(house, visitor, by, "account.html", status=status, **facts)
