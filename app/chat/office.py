"""The frame of the pages for organisers and registrars: whose page it is and who is signed in. Decides nothing."""

from typing import Annotated, Any

from fastapi import Depends
from fastapi.responses import HTMLResponse

from app.access.doors import Door, Through
from app.chat import replies
from app.chat.house import House
from app.chat.visitor import Visitor
from app.records import people
from app.records.reading import Snapshot
from app.records.vocabulary import Actor

Organising = Annotated[Actor, Depends(Through(Door.ORGANISE))]
Accounting = Annotated[Actor, Depends(Through(Door.ACCOUNTS))]
Registering = Annotated[Actor, Depends(Through(Door.REGISTER))]


async def page(house: House, visitor: Visitor, by: Actor, name: str, **facts: Any) -> HTMLResponse:
    """A page under the staff's own head."""
    who = await house.reading.read(_name, by)
    return replies.page(visitor, name, by=by, who=who, **facts)


def _name(session: Snapshot, by: Actor) -> str:
    found = None if by.account is None else people.account(session, by.account)
    return "" if found is None else found.name
