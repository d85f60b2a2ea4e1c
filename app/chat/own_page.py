"""Who is signed in in this browser, where each of them works, and a new password. Shows nothing of any sitting."""

import time
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from app.access import sign_ins
from app.access.doors import Door, Through, who_is_here
from app.chat import refusals, replies
from app.chat.forms import FieldsDep
from app.chat.house import House, HouseDep
from app.chat.new_password import hashed
from app.chat.signing import browser_of
from app.chat.statuses import status_of
from app.chat.visitor import Visitor, VisitorDep
from app.chat.workplaces import Workplace, workplaces
from app.records import people, queries
from app.records.people import SignedIn
from app.records.reading import Snapshot
from app.records.vocabulary import Actor, Malformed, NotYours, Refusal

router = APIRouter()

Own = Annotated[Actor, Depends(Through(Door.OWN))]


@dataclass(frozen=True, slots=True)
class Here:
    """One who is signed in in this browser. ``password``: whether there is one, to be changed."""

    account: int
    name: str
    login: str
    password: bool
    places: list[Workplace]


def here(session: Snapshot, signed_in: tuple[SignedIn, ...]) -> list[Here]:
    """Everyone who is signed in, latest first, with where they work."""
    sittings = queries.sittings(session)
    return [
        Here(
            each.account,
            each.name,
            each.login,
            _has_password(session, each),
            workplaces(each.grants, sittings),
        )
        for each in signed_in
    ]


@router.get("/me")
async def me(_by: Own, house: HouseDep, visitor: VisitorDep, request: Request, done: str = "") -> Response:
    """Who one is here. ``done=password``: a new password has just been kept."""
    return await _page(house, visitor, request, done=done == "password")


@router.post("/me/password")
async def password(
    _by: Own, house: HouseDep, visitor: VisitorDep, request: Request, fields: FieldsDep
) -> Response:
    """Take a new password from whoever knows the old one, and sign the account out of every other browser."""
    account = fields.get("account", "")
    try:
        signed_in = await _whose(request, account)
        await _change(house, request, signed_in, fields.get("old", ""), fields.get("password", ""))
    except Refusal as refusal:
        if visitor.wants_json:
            raise
        return await _page(house, visitor, request, about=account, refusal=refusal)
    return replies.told(200) if visitor.wants_json else replies.see_other("/me?done=password")


async def _whose(request: Request, account: str) -> SignedIn:
    """The sign-in of this browser that is meant: nobody changes another's password."""
    for signed_in in await who_is_here(request):
        if str(signed_in.account) == account:
            return signed_in
    raise NotYours("role")


async def _change(house: House, request: Request, signed_in: SignedIn, old: str, new: str) -> None:
    client = request.client.host if request.client else None
    house.sign_in_limits.let_in(client, signed_in.login, time.monotonic())
    try:
        await sign_ins.recognise(house.reading, house.passwords, signed_in.login, old)
    except NotYours:
        raise Malformed("old_password", field="old") from None
    kept = await hashed(house, new, login=signed_in.login, name=signed_in.name)
    await house.journal.keep(sign_ins.set_password, signed_in.account, kept, keep_browser=browser_of(request))
    house.sockets.close_all(signed_in.account)  # this browser's own come back by themselves


async def _page(
    house: House,
    visitor: Visitor,
    request: Request,
    *,
    about: str = "",
    refusal: Refusal | None = None,
    done: bool = False,
) -> Response:
    found = await house.reading.read(here, await who_is_here(request))
    errors = {}
    if refusal is not None:
        errors = {str(refusal.facts.get("field") or "password"): refusals.said(refusal, visitor.lang)}
    status = 200 if refusal is None else status_of(refusal)
    return replies.page(
        visitor.at("/me"), "me.html", status=status, here=found, about=about, errors=errors, done=done
    )


def _has_password(session: Snapshot, signed_in: SignedIn) -> bool:
    found = people.account(session, signed_in.account)
    return found is not None and found.has_password
