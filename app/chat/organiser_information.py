"""Where the organiser writes the information pages: a preview before, what it changes, and every edition kept. Decides nothing."""

from typing import Any, Final

from fastapi import APIRouter
from starlette.responses import Response

from app.chat import form_terms, information, languages, markup, office, replies
from app.chat.differences import between
from app.chat.forms import Fields, FieldsDep
from app.chat.house import House, HouseDep
from app.chat.information import ABOUT, BY_KEY, About
from app.chat.office import Organising
from app.chat.statuses import status_of
from app.chat.visitor import Visitor, VisitorDep
from app.records import information as kept
from app.records import texts
from app.records.reading import Snapshot
from app.records.vocabulary import Actor, Malformed, Refusal, Stale, Unknown
from app.routing import informing

router = APIRouter()

_PREVIEW: Final = "preview"


@router.get("/organiser/information")
async def every_page(by: Organising, house: HouseDep, visitor: VisitorDep, done: str = "") -> Response:
    """Every page with the editions there are of it. ``done``: the key of one that has just been published."""
    listed = await house.reading.read(_listed)
    published = BY_KEY.get(done)
    return await office.page(
        house, visitor, by, "organiser_information.html", listed=listed, published=published
    )


@router.get("/organiser/information/{key}/{code}")
async def write(by: Organising, house: HouseDep, visitor: VisitorDep, key: str, code: str) -> Response:
    """The text as it stands, to be changed."""
    return await _form(house, visitor, by, _page(key, code), code)


@router.post("/organiser/information/{key}/{code}")
async def publish(
    by: Organising, house: HouseDep, visitor: VisitorDep, fields: FieldsDep, key: str, code: str
) -> Response:
    """Show what would be published, or publish it."""
    page = _page(key, code)
    try:
        body = texts.received(fields.get("body", ""), informing.LONGEST)
        if fields.get("do") == _PREVIEW:
            return await _form(house, visitor, by, page, code, fields, preview=body.decode())
        number = await house.journal.write(informing.inform, page.key, code, body, by=by, seen=_seen(fields))
    except Refusal as refusal:
        if visitor.wants_json or isinstance(refusal, Unknown):
            raise
        return await _form(house, visitor, by, page, code, fields, refusal=refusal)
    if visitor.wants_json:
        return replies.told(200, number=number)
    return replies.see_other(f"/organiser/information?done={page.key}")


def _page(key: str, code: str) -> About:
    if key not in BY_KEY or code not in languages.offered():
        raise Unknown("page")
    return BY_KEY[key]


def _seen(fields: Fields) -> int:
    try:
        return int(fields.get("seen", ""))
    except ValueError:
        raise Malformed("form") from None


def _listed(session: Snapshot) -> list[tuple[About, list[tuple[str, Any]]]]:
    """Each page with its latest edition in each language; None where there is none."""
    return [(page, [(code, _latest(session, page, code)) for code in languages.offered()]) for page in ABOUT]


def _latest(session: Snapshot, page: About, code: str) -> Any:
    found = kept.editions(session, page.key, code)
    return found[-1] if found else None


async def _form(
    house: House,
    visitor: Visitor,
    by: Actor,
    page: About,
    code: str,
    fields: Fields | None = None,
    *,
    preview: str | None = None,
    refusal: Refusal | None = None,
) -> Response:
    """The form with what was typed. Where somebody else came first, their text stands beside, and what one's own changes in it."""
    editions = await house.reading.read(kept.editions, page.key, code)
    now = editions[-1].text if editions else information.own_text(page, code, house.authority)
    stale = isinstance(refusal, Stale)
    seen = str(len(editions)) if fields is None or stale else fields.get("seen", "")
    said = "" if refusal is None or stale else form_terms.said(refusal, visitor.lang)
    typed = now if fields is None else fields.get("body", "").replace("\r\n", "\n")
    facts: dict[str, Any] = {
        "about": page,
        "code": code,
        "typed": {"body": typed},
        "seen": seen,
        "errors": {"body": said} if said else {},
        "theirs": now if stale else None,
        "changed": between(now, typed) if preview is not None or stale else (),
        "preview": None if preview is None else markup.blocks(preview),
        "editions": editions,
    }
    status = 200 if refusal is None else status_of(refusal)
    return await office.page(house, visitor, by, "organiser_text.html", status=status, **facts)
