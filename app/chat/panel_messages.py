"""A party's OK to what the moderator has told it, from forms and scripts. Sees no message to another party."""

from typing import Annotated
from urllib.parse import quote
from uuid import uuid4

from fastapi import APIRouter, Path
from starlette.responses import Response

from app.chat import messages, replies
from app.chat.forms import FieldsDep
from app.chat.house import HouseDep
from app.chat.messages import MOST_NUMBER
from app.chat.moves import facts_of, make
from app.chat.panel_page import Panel
from app.chat.visitor import VisitorDep

router = APIRouter()

MessageNumber = Annotated[int, Path(ge=1, le=MOST_NUMBER)]


@router.post("/{sitting}/party/{code}/messages/{message}/acknowledge")
async def acknowledge(
    by: Panel,
    house: HouseDep,
    visitor: VisitorDep,
    fields: FieldsDep,
    sitting: str,
    code: str,
    message: MessageNumber,
) -> Response:
    """Say OK: the moderator sees who read it and when. What is being written on the page stays as it is."""
    said = messages.from_fields("acknowledge", {"number": str(message)}, fields.get("ticket") or str(uuid4()))
    made = await house.journal.keep(make, sitting, said, by=by, facts=facts_of(said, house.provisions))
    if visitor.wants_json:
        return replies.told(200, **made)
    question = fields.get("question", "")
    query = f"?question={question}" if question.isascii() and question.isdigit() else ""
    return replies.see_other(f"/{sitting}/party/{quote(code)}{query}")
