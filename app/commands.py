"""What the command line can change, as functions of the house: asked of the running server, or run when none runs. Knows no terminal."""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any, Final, Protocol

from app.access import accounts, sign_ins
from app.access.sockets import Sockets
from app.control import Answer
from app.records import people, queries
from app.records.journal import Journal
from app.records.reading import Reading
from app.records.transaction import Transaction
from app.records.vocabulary import COMMAND_LINE, Capacity, Distribution, Refusal, Role, SittingState, Unknown
from app.routing import sittings
from app.routing.plans import Plan, SeatPlan


class Office(Protocol):
    """The part of the house that commands need."""

    @property
    def journal(self) -> Journal: ...
    @property
    def reading(self) -> Reading: ...
    @property
    def sockets(self) -> Sockets: ...
    @property
    def public_url(self) -> str: ...
    @property
    def invited_for(self) -> timedelta: ...


Told = dict[str, Any]
Command = Callable[[Office, Mapping[str, Any]], Coroutine[Any, Any, Told]]


def answering(office: Office) -> Answer:
    """How the running server answers the control socket."""

    async def answer(command: str, arguments: Mapping[str, Any]) -> Told:
        return await run(office, command, arguments)

    return answer


async def run(office: Office, command: str, arguments: Mapping[str, Any]) -> Told:
    """Run a command: ``{"done": …}``, or ``{"refused": code, "detail", "facts"}``."""
    try:
        if command not in COMMANDS:
            raise Unknown("command")
        return {"done": await COMMANDS[command](office, arguments)}
    except Refusal as refusal:
        return {"refused": refusal.code, "detail": refusal.detail, "facts": refusal.facts}


async def _create(office: Office, given: Mapping[str, Any]) -> Told:
    plan, seats = plan_from(given["plan"]), [SeatPlan(**seat) for seat in given.get("seats", ())]
    made = await office.journal.write(sittings.create, plan, seats=seats, by=COMMAND_LINE)
    return {"sitting": made.slug, "address": f"{office.public_url}/{made.slug}"}


async def _list(office: Office, _given: Mapping[str, Any]) -> Told:
    found = await office.reading.read(queries.sittings)
    return {
        "sittings": [
            {
                "sitting": each.slug,
                "title": each.title,
                "state": each.state,
                "live_at": each.live_at.isoformat(),
                "posts": each.last_number,
            }
            for each in found
        ]
    }


async def _copy(office: Office, given: Mapping[str, Any]) -> Told:
    made = await office.journal.write(sittings.copy, given["sitting"], given["slug"], by=COMMAND_LINE)
    return {"sitting": made.slug, "address": f"{office.public_url}/{made.slug}"}


def _move(make: Callable[..., Any]) -> Command:
    async def command(office: Office, given: Mapping[str, Any]) -> Told:
        moved = await office.journal.write(make, given["sitting"], by=COMMAND_LINE)
        return {"sitting": moved.slug, "state": moved.state}

    return command


async def _close(office: Office, given: Mapping[str, Any]) -> Told:
    moved = await office.journal.write(_closed, given["sitting"])
    return {"sitting": moved.slug, "state": moved.state}


def _closed(tx: Transaction, sitting: str) -> sittings.SittingOutcome:
    """Every move that is left before the close, and the close, in one transaction."""
    left = {
        SittingState.OPEN: (sittings.go_live, sittings.close_intake),
        SittingState.LIVE: (sittings.close_intake,),
    }
    for move in left.get(tx.sitting(sitting).state, ()):
        move(tx, sitting, by=COMMAND_LINE)
    return sittings.close(tx, sitting, by=COMMAND_LINE)


async def _remove(office: Office, given: Mapping[str, Any]) -> Told:
    concerned = await office.journal.write(accounts.clear_rehearsal, given["sitting"], by=COMMAND_LINE)
    await office.journal.write(sittings.remove_rehearsal, given["sitting"], by=COMMAND_LINE)
    for account in concerned:
        office.sockets.close_all(account)
    return {"sitting": given["sitting"]}


async def _add_account(office: Office, given: Mapping[str, Any]) -> Told:
    number = await office.journal.write(_enrolled, given)
    return {"account": number, "invitation": await _link(office, number)}


def _enrolled(tx: Transaction, given: Mapping[str, Any]) -> int:
    """The account with its roles, or neither."""
    number = accounts.enrol(tx, given["login"], given["name"], by=COMMAND_LINE)
    place = {"sitting": given.get("sitting"), "seat": given.get("seat")}
    capacity = Capacity(given["capacity"]) if given.get("capacity") else None
    for role in given["roles"]:
        accounts.grant(tx, number, Role(role), **place, capacity=capacity, by=COMMAND_LINE)
    return number


async def _invite(office: Office, given: Mapping[str, Any]) -> Told:
    return {"invitation": await _link(office, await _account(office, given["login"]))}


async def _disable(office: Office, given: Mapping[str, Any]) -> Told:
    number = await _account(office, given["login"])
    await office.journal.write(accounts.disable, number, by=COMMAND_LINE)
    office.sockets.close_all(number)
    return {"account": number}


async def _account(office: Office, login: str) -> int:
    plain = accounts.plain_login(login)
    for account in await office.reading.read(people.accounts):
        if account.login == plain:
            return account.number
    raise Unknown("account")


async def _link(office: Office, account: int) -> str:
    token = sign_ins.fresh_token()
    opened_by = sign_ins.token_hash(token)
    await office.journal.write(
        sign_ins.invite, account, token_hash=opened_by, lasts=office.invited_for, by=COMMAND_LINE
    )
    return f"{office.public_url}/invitation/{token}"


def plan_from(given: Mapping[str, Any]) -> Plan:
    """A plan from JSON: times in ISO 8601 with their offset."""
    values = dict(given)
    for name in ("opens_at", "live_at", "intake_ends_at", "ends_at"):
        values[name] = datetime.fromisoformat(values[name])
    if values.get("feedback_by"):
        values["feedback_by"] = date.fromisoformat(values["feedback_by"])
    if "distribution" in values:
        values["distribution"] = Distribution(values["distribution"])
    return Plan(**values)


def plan_as_json(plan: Plan) -> dict[str, Any]:
    """The same the other way, for the control socket."""
    return {
        name: value.isoformat() if isinstance(value, datetime | date) else value
        for name, value in asdict(plan).items()
    }


COMMANDS: Final[Mapping[str, Command]] = {
    "sitting.create": _create,
    "sitting.list": _list,
    "sitting.open": _move(sittings.open_),
    "sitting.close": _close,
    "sitting.copy": _copy,
    "sitting.remove": _remove,
    "account.add": _add_account,
    "account.invite": _invite,
    "account.disable": _disable,
}
