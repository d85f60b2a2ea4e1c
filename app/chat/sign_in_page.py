"""Signing in with a password, and out (S6, S14). One sentence for every sign-in that fails: it tells nothing of who has an account."""

import time
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from app.access import sign_ins
from app.access.doors import Door, Through
from app.access.turning import own_path
from app.chat import refusals, replies
from app.chat.forms import Fields, FieldsDep
from app.chat.house import House, HouseDep
from app.chat.signing import browser_of, hand_out, take_back
from app.chat.statuses import status_of
from app.chat.visitor import Visitor, VisitorDep
from app.chat.workplaces import ONE_OF_SEVERAL, way_in
from app.records import people, queries
from app.records.reading import Snapshot
from app.records.vocabulary import Actor, Malformed, Refusal

router = APIRouter()

SigningIn = Annotated[Actor, Depends(Through(Door.SIGN_IN))]


@router.get("/sign-in")
async def page(_by: SigningIn, visitor: VisitorDep, request: Request) -> Response:
    """The form. ``next`` is where to go on; a browser that comes from elsewhere may be signed in without showing it."""
    back = own_path(request.query_params.get("next"))
    return _form(visitor, {"next": back})


@router.post("/sign-in")
async def sign_in(
    _by: SigningIn, house: HouseDep, visitor: VisitorDep, request: Request, fields: FieldsDep
) -> Response:
    """Recognise somebody and go on to where they wanted, or to where they work."""
    login, fresh = fields.get("login", ""), sign_ins.fresh_token()
    try:
        house.sign_in_limits.let_in(request.client.host if request.client else None, login, time.monotonic())
        password = fields.get("password", "")
        account = await sign_ins.recognise(house.reading, house.passwords, login, password)
        await house.journal.keep(
            sign_ins.sign_in,
            account,
            browser_hash=sign_ins.token_hash(fresh),
            before=browser_of(request),
        )
    except Refusal as refusal:
        if visitor.wants_json:
            raise
        return _form(visitor, {**fields, "next": own_path(fields.get("next"))}, refusal)
    wanted = own_path(fields.get("next"))
    address = wanted if wanted != "/" else await house.reading.read(_way_in, account)
    reply = replies.told(200, address=address) if visitor.wants_json else replies.see_other(address)
    return hand_out(reply, request, fresh)


@router.post("/sign-out")
async def sign_out(
    _by: SigningIn, house: HouseDep, visitor: VisitorDep, request: Request, fields: FieldsDep
) -> Response:
    """End this browser's sign-in as one ``account``, or all of them, and close what those had open (S6)."""
    browser = browser_of(request)
    ended = () if browser is None else await _ended(house, browser, fields)
    left = () if browser is None else await _left(house, browser)
    address = ONE_OF_SEVERAL if left else "/sign-in"
    reply = replies.told(200, ended=len(ended)) if visitor.wants_json else replies.see_other(address)
    return reply if left else take_back(reply, request)


async def _ended(house: House, browser: str, fields: Fields) -> tuple[int, ...]:
    account = fields.get("account")
    if account is not None and not (account.isascii() and account.isdecimal() and len(account) < 19):
        raise Malformed("account", field="account")
    number = None if account is None else int(account)
    ended = await house.journal.keep(sign_ins.sign_out, browser, number)
    for each in ended:
        house.sockets.close_all(each)
    return ended


async def _left(house: House, browser: str) -> tuple[people.SignedIn, ...]:
    lasting = house.lasting
    return await house.reading.read(
        people.signed_in, browser, now=house.clock(), idle=lasting.idle, absolute=lasting.absolute
    )


def _way_in(session: Snapshot, account: int) -> str:
    found = people.account(session, account)
    return way_in(found.grants if found else (), queries.sittings(session))


def _form(visitor: Visitor, typed: Fields, refusal: Refusal | None = None) -> Response:
    status = 200 if refusal is None else status_of(refusal)
    said = None if refusal is None else refusals.said(refusal, visitor.lang)
    back = typed["next"] if typed["next"] != "/" else None
    headers = {}
    if refusal is not None and refusal.facts.get("wait") is not None:
        headers["Retry-After"] = str(refusal.facts["wait"])
    facts = {"login": typed.get("login", ""), "next": back, "said": said}
    return replies.page(visitor, "sign_in.html", status=status, headers=headers, **facts)
