"""The page behind an invitation's link: who one will be, and one button (M22). A link that is only fetched is not used up."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from app.access import sign_ins
from app.access.doors import Door, Through
from app.chat import refusals, replies
from app.chat.forms import FieldsDep
from app.chat.house import House, HouseDep
from app.chat.new_password import hashed
from app.chat.signing import browser_of, hand_out
from app.chat.statuses import status_of
from app.chat.visitor import Visitor, VisitorDep
from app.chat.workplaces import Workplace, way_in, workplaces
from app.records import people, queries
from app.records.people import AccountView, InvitationView
from app.records.reading import Snapshot
from app.records.views import SittingView
from app.records.vocabulary import Actor, OutOfTurn, Refusal, Unknown

router = APIRouter()

_ANOTHER_TIME = frozenset({"malformed", "too_large", "too_fast", "unavailable"})

SigningIn = Annotated[Actor, Depends(Through(Door.SIGN_IN))]


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation with the sittings that its roles are held in."""

    invitation: InvitationView
    sittings: tuple[SittingView, ...]

    @property
    def account(self) -> AccountView:
        return self.invitation.account

    @property
    def roles(self) -> list[Workplace]:
        """Each place that the account will open."""
        return workplaces(self.account.grants, self.sittings)


def invited(session: Snapshot, token_hash: str) -> Invited | None:
    """Who the link was made for; None where nobody ever got such a link."""
    found = people.invitation(session, token_hash)
    return None if found is None else Invited(found, tuple(queries.sittings(session)))


@router.get("/invitation/{token}")
async def page(_by: SigningIn, house: HouseDep, visitor: VisitorDep, token: str) -> Response:
    """Who one will be, or why the link no longer opens anything."""
    try:
        found = await _open(house, token)
    except Refusal as refusal:
        return _refused(visitor, refusal, token)
    return _form(visitor, found, token)


@router.post("/invitation/{token}")
async def accept(
    _by: SigningIn, house: HouseDep, visitor: VisitorDep, request: Request, fields: FieldsDep, token: str
) -> Response:
    """Sign the browser in. A link that works once also takes the password to sign in with from now on."""
    fresh, found = sign_ins.fresh_token(), None
    try:
        found = await _open(house, token)
        password = await _new_password(house, found, fields.get("password", ""))
        account = await house.journal.keep(
            sign_ins.accept,
            sign_ins.token_hash(token),
            browser_hash=sign_ins.token_hash(fresh),
            before=browser_of(request),
            password_hash=password,
        )
    except Refusal as refusal:
        return _refused(visitor, refusal, token, found)
    if password is not None:
        house.sockets.close_all(account)  # a new password signs out everywhere else (ASVS 7.4.3)
    address = way_in(found.account.grants, found.sittings)
    reply = replies.told(200, address=address) if visitor.wants_json else replies.see_other(address)
    return hand_out(reply, request, fresh)


async def _open(house: House, token: str) -> Invited:
    """The invitation, if it still signs in. Raises ``Unknown`` or ``OutOfTurn`` with why not."""
    found = await house.reading.read(invited, sign_ins.token_hash(token))
    if found is None:
        raise Unknown("invitation")
    link = found.invitation
    if link.used_at is not None and not link.reusable:
        raise OutOfTurn("invitation_used")
    if link.account.disabled_at is not None:
        raise OutOfTurn("disabled")
    if not link.open_at(house.clock()):
        raise OutOfTurn("invitation_expired")
    return found


async def _new_password(house: House, found: Invited, password: str) -> str | None:
    """What to keep of the password; None for a rehearsal's link. Nothing is hashed for a link that opens nothing."""
    if found.invitation.reusable:
        return None
    account = found.account
    return await hashed(house, password, login=account.login, name=account.name)


def _form(visitor: Visitor, found: Invited, token: str, refusal: Refusal | None = None) -> Response:
    errors = {} if refusal is None else {"password": refusals.said(refusal, visitor.lang)}
    status = 200 if refusal is None else status_of(refusal)
    facts: dict[str, Any] = {"invited": found, "token": token, "errors": errors, "said": None}
    return replies.page(visitor, "invitation.html", status=status, **facts)


def _refused(visitor: Visitor, refusal: Refusal, token: str, found: Invited | None = None) -> Response:
    """The form again where another password, or another moment, would do; else why the link opens nothing."""
    if visitor.wants_json:
        raise refusal
    if found is not None and refusal.code in _ANOTHER_TIME:
        return _form(visitor, found, token, refusal)
    said = refusals.said(refusal, visitor.lang)
    facts: dict[str, Any] = {"invited": None, "token": "", "errors": {}, "said": said}
    return replies.page(visitor, "invitation.html", status=status_of(refusal), **facts)
