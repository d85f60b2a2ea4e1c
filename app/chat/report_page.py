"""Where a reader reports a published post, without an account (R-25, BBS-lagen 5 §). Judges nothing; a moderator does."""

from typing import Annotated, Any, Final
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends
from starlette.responses import Response

from app.access.doors import Door, Through
from app.chat import audience, form_terms, replies
from app.chat.desk_page import Number
from app.chat.forms import Fields, FieldsDep
from app.chat.house import House, HouseDep
from app.chat.seen import PublicQuestion
from app.chat.statuses import status_of, waits
from app.chat.visitor import Visitor, VisitorDep
from app.records import queries, texts
from app.records.reading import Snapshot
from app.records.reports import ReportReason
from app.records.views import SittingView
from app.records.vocabulary import Actor, Malformed, OutOfTurn, Refusal, Unknown
from app.routing import reporting

router = APIRouter()

Public = Annotated[Actor, Depends(Through(Door.PUBLIC))]
Asking = Annotated[Actor, Depends(Through(Door.ASK))]

_MOST_ENTRY: Final = 2**53


@router.get("/{sitting}/{number:int}/report")
async def form(
    _by: Public,
    house: HouseDep,
    visitor: VisitorDep,
    sitting: str,
    number: Number,
    received: int | None = None,
) -> Response:
    """The form. ``received``: the number in the log of a report just made."""
    done = received if received is not None and 0 < received < _MOST_ENTRY else None
    return await _page(house, visitor, sitting, number, {}, received=done)


@router.post("/{sitting}/{number:int}/report")
async def report(
    by: Asking, house: HouseDep, visitor: VisitorDep, fields: FieldsDep, sitting: str, number: Number
) -> Response:
    """Receive a report, and say by which number it is found. How often one address may is the gate's matter (S11)."""
    try:
        made = await house.journal.write(
            reporting.report,
            sitting,
            number,
            _reason(fields),
            texts.received_if_any(fields.get("words"), texts.WORDS),
            by=by,
            ticket=_ticket(fields),
        )
    except Refusal as refusal:
        if visitor.wants_json or isinstance(refusal, Unknown | OutOfTurn):
            raise
        return await _page(house, visitor, sitting, number, fields, refusal=refusal)
    if visitor.wants_json:
        return replies.told(201, number=number, entry=made.entry)
    return replies.see_other(f"/{sitting}/{number}/report?received={made.entry}#received")


def published(session: Snapshot, slug: str, number: int) -> tuple[SittingView, PublicQuestion]:
    """The question as it stands on the page. Raises ``Unknown`` where it does not."""
    sitting = queries.sitting(session, slug)
    question = audience.public_question(queries.question(session, slug, number), sitting)
    if question is None:
        raise Unknown("question", number=number)
    return sitting, question


async def _page(
    house: House,
    visitor: Visitor,
    slug: str,
    number: int,
    typed: Fields,
    *,
    refusal: Refusal | None = None,
    received: int | None = None,
) -> Response:
    sitting, question = await house.reading.read(published, slug, number)
    said = form_terms.said(refusal, visitor.lang) if refusal else ""
    field = "" if refusal is None else "reason" if refusal.facts.get("field") == "reason" else "words"
    facts: dict[str, Any] = {
        "sitting": sitting,
        "question": question,
        "reasons": list(ReportReason),
        "typed": typed,
        "ticket": typed.get("ticket") or uuid4(),
        "errors": {field: said} if field else {},
        "received": received,
    }
    status, headers = (200, {}) if refusal is None else (status_of(refusal), waits(refusal))
    return replies.page(
        visitor.at(f"/{slug}/{number}/report"), "report.html", status=status, headers=headers, **facts
    )


def _reason(fields: Fields) -> ReportReason:
    try:
        return ReportReason(fields.get("reason", ""))
    except ValueError:
        raise Malformed("choice", field="reason") from None


def _ticket(fields: Fields) -> str:
    """What makes a resend the same report. Without one each is new."""
    try:
        return str(UUID(fields["ticket"])) if fields.get("ticket") else str(uuid4())
    except ValueError:
        raise Malformed("form") from None
