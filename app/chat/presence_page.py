"""Where staff say that they are here and what they have in hand; a script does while they work, a form takes over. No record."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from starlette.requests import HTTPConnection
from starlette.responses import Response

from app.access.doors import Door, Through, name_of
from app.chat import replies, spoken
from app.chat.forms import Fields, FieldsDep
from app.chat.house import House, HouseDep
from app.chat.messages import MOST_NUMBER
from app.chat.presence import Doing
from app.chat.visitor import Visitor, VisitorDep
from app.records import channels
from app.records.vocabulary import Actor, Malformed

router = APIRouter()

_LONGEST_NUMBER: Final = 16


def _person(connection: HTTPConnection) -> str:
    return name_of(connection)


Name = Annotated[str, Depends(_person)]
"""The name of whoever came through the door, which is declared before it."""


@router.post("/{sitting}/desk/here")
async def at_desk(
    by: Annotated[Actor, Depends(Through(Door.DESK))],
    name: Name,
    house: HouseDep,
    visitor: VisitorDep,
    fields: FieldsDep,
    sitting: str,
) -> Response:
    """A moderator is here. ``doing``, ``number``; ``over``: takes the question over from whoever has it in hand."""
    number = await _mark(house, channels.desk(sitting), sitting, by, name, fields)
    back = f"/{sitting}/desk" + (f"/{number}" if number else "")
    return _told(house, visitor, channels.desk(sitting), back)


@router.post("/{sitting}/party/{code}/here")
async def in_panel(
    by: Annotated[Actor, Depends(Through(Door.PANEL))],
    name: Name,
    house: HouseDep,
    visitor: VisitorDep,
    fields: FieldsDep,
    sitting: str,
    code: str,
) -> Response:
    """Somebody in a party's chair is here."""
    channel = channels.party(sitting, code)
    number = await _mark(house, channel, sitting, by, name, fields)
    back = f"/{sitting}/party/{code}" + (f"?question={number}" if number else "")
    return _told(house, visitor, channel, back)


def mark_reading(house: House, channel: str, by: Actor, name: str, number: int | None) -> None:
    """Somebody was given a page: they read this question, or nothing in particular. What they do with it already stands."""
    now, account = house.clock(), by.account or 0
    has = next((each for each in house.presence.here(channel, now) if each.account == account), None)
    doing = has.doing if has is not None and has.number == number else Doing.READING
    house.presence.mark(channel, account, name, doing, number, now=now)


async def _mark(house: House, channel: str, sitting: str, by: Actor, name: str, fields: Fields) -> int | None:
    """Raises ``Unknown`` where there is no such sitting, and ``Malformed``."""
    doing, number = _doing(fields), _number(fields)
    await house.board.sitting(sitting)
    over = bool(fields.get("over"))
    house.presence.mark(channel, by.account or 0, name, doing, number, now=house.clock(), over=over)
    return number


def _told(house: House, visitor: Visitor, channel: str, back: str) -> Response:
    if not visitor.wants_json:
        return replies.see_other(back)
    here = house.presence.here(channel, house.clock())
    return replies.told(200, here=[spoken.here(each) for each in here])


def _doing(fields: Fields) -> Doing:
    try:
        return Doing(fields.get("doing") or Doing.READING)
    except ValueError:
        raise Malformed("message", field="doing") from None


def _number(fields: Fields) -> int | None:
    given = fields.get("number")
    if not given:
        return None
    if not (
        given.isascii()
        and given.isdigit()
        and len(given) <= _LONGEST_NUMBER
        and 0 < int(given) <= MOST_NUMBER
    ):
        raise Malformed("message", field="number")
    return int(given)
