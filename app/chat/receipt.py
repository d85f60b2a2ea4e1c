"""The receipt: where a citizen follows a question on any device, without an account (M9). Holds no form."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse
from markupsafe import Markup
from starlette.responses import Response

from app.access.doors import Door, Through
from app.chat import fates, render, replies
from app.chat.changes_page import own_changes
from app.chat.house import HouseDep
from app.chat.visitor import VisitorDep
from app.records.vocabulary import Actor
from app.routing.receipts import token_hash

router = APIRouter()

WithReceipt = Annotated[Actor, Depends(Through(Door.RECEIPT))]


@router.get("/receipt/{token}.json")
async def receipt_for_script(_by: WithReceipt, house: HouseDep, visitor: VisitorDep, token: str) -> Response:
    """What has become of a question, for "Dina frågor" on the citizen's page."""
    followed = await house.reading.read(fates.followed, token_hash(token))
    return replies.told(200, **fates.in_words(followed, visitor.lang))


@router.get("/receipt/{token}")
async def receipt(
    _by: WithReceipt, house: HouseDep, visitor: VisitorDep, token: str, changes: bool = False
) -> HTMLResponse:
    """The receipt: what was written, where it is, and what became of it (M9). Holds no form, is kept nowhere.

    ``changes``: with what the moderator has changed in it, all of it, because the words are the reader's own.
    """
    followed = await house.reading.read(fates.followed, token_hash(token))
    slug, number = followed.sitting.slug, followed.question.number
    changed = followed.question.edited is not None and changes
    shown = {"sitting": followed.sitting, "question": followed.question}
    steps = render.part("steps", visitor.lang, **shown, brief=followed.heavy)
    facts: dict[str, Any] = {
        **shown,
        "steps": Markup(steps),  # noqa: S704 - rendered with autoescape
        "head": followed.head,
        "epoch": followed.epoch,
        "token": token,
        "own_changes": await house.reading.read(own_changes, slug, number) if changed else (),
        "address": f"{house.public_url}/receipt/{token}",
    }
    return replies.page(visitor, "receipt.html", headers={"Referrer-Policy": "no-referrer"}, **facts)
