"""The accessibility statement with its form, and where the registrar reads what came through it (M36, DOS-lagen 13 §). Judges nothing."""

from typing import Annotated, Any, Final
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends
from starlette.responses import Response

from app.access.doors import Door, Through
from app.chat import form_terms, information, office, replies, statement
from app.chat.forms import Fields, FieldsDep
from app.chat.house import HouseDep
from app.chat.office import Registering
from app.chat.statuses import status_of, waits
from app.chat.visitor import Visitor, VisitorDep
from app.records import information as kept
from app.records import texts
from app.records.vocabulary import Actor, Malformed, Refusal
from app.routing import informing

router = APIRouter()

Public = Annotated[Actor, Depends(Through(Door.PUBLIC))]
Asking = Annotated[Actor, Depends(Through(Door.ASK))]

ADDRESS: Final = "/tillganglighet"
_LIMITS: Final = {"body": texts.POST, "about": texts.NAME, "contact": texts.NAME}
_MOST_RECEIVED: Final = 2**31 - 1


@router.get(ADDRESS)
async def accessibility(
    _by: Public, visitor: VisitorDep, page: str = "", received: int | None = None
) -> Response:
    """How accessible the service is, by what was tested, and the form. ``received``: the number of a message just sent."""
    number = received if received is not None and 0 < received < _MOST_RECEIVED else None
    return _page(visitor, {"about": page[:200]}, received=number)


@router.post(f"{ADDRESS}/feedback")
async def feedback(by: Asking, house: HouseDep, visitor: VisitorDep, fields: FieldsDep) -> Response:
    """Receive a message about the service. How often one address may is the gate's matter, as with questions (S11)."""
    try:
        given = _given(fields)
        number = await house.journal.write(
            informing.feedback,
            given["body"],
            by=by,
            ticket=_ticket(fields),
            lang=visitor.lang,
            about=given["about"],
            contact=given["contact"],
        )
    except Refusal as refusal:
        if visitor.wants_json:
            raise
        said = form_terms.said(refusal, visitor.lang)
        field = str(refusal.facts.get("field") or "")
        errors = {field: said} if field else {}
        return _page(
            visitor.at(ADDRESS),
            fields,
            errors=errors,
            problem="" if field else said,
            status=status_of(refusal),
            headers=waits(refusal),
        )
    if visitor.wants_json:
        return replies.told(201, number=number)
    return replies.see_other(f"{ADDRESS}?received={number}#received")


@router.get("/registrar/feedback")
async def messages(by: Registering, house: HouseDep, visitor: VisitorDep) -> Response:
    """Every message about the service, the latest first."""
    found = await house.reading.read(kept.feedback)
    return await office.page(house, visitor, by, "feedback.html", messages=found)


def _given(fields: Fields) -> dict[str, Any]:
    """The texts as they are kept. Raises ``Malformed`` and ``TooLarge`` (facts: ``field``)."""
    given: dict[str, Any] = {}
    for name, limit in _LIMITS.items():
        read = texts.received if name == "body" else texts.received_if_any
        try:
            given[name] = read(fields.get(name, ""), limit)
        except Refusal as refusal:
            refusal.facts = {**refusal.facts, "field": name}
            raise
    return given


def _ticket(fields: Fields) -> str:
    """What makes a resend the same message. Without one each is new."""
    try:
        return str(UUID(fields["ticket"])) if fields.get("ticket") else str(uuid4())
    except ValueError:
        raise Malformed("form") from None


def _page(
    visitor: Visitor,
    typed: Fields,
    *,
    errors: dict[str, str] | None = None,
    problem: str = "",
    received: int | None = None,
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response:
    facts: dict[str, Any] = {
        "statement": statement.latest(),
        "criteria": statement.criteria(visitor.lang),
        "pages": information.ABOUT,
        "typed": {name: typed.get(name, "") for name in _LIMITS},
        "ticket": typed.get("ticket") or uuid4(),
        "errors": errors or {},
        "problem": problem,
        "received": received,
    }
    return replies.page(visitor, "accessibility.html", status=status, headers=headers, **facts)
