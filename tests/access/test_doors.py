"""Who comes through which door, asked over a real connection: roles, chairs, several sign-ins in one browser."""

import asyncio
import json
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import APIRouter, Depends, FastAPI
from starlette.staticfiles import StaticFiles
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from app.access import accounts, sign_ins
from app.access.cookies import cookie_name
from app.access.doors import FOR_ALL, LETS, Door, Through
from app.access.doorways import Doorway, OpenByOversight, check_every_route
from app.access.gate import Gate
from app.access.origins import Origins
from app.access.sign_ins import token_hash
from app.access.sockets import Right
from app.access.turning import own_path
from app.access.watch import keep_watch, look_round
from app.records.people import GrantView
from app.records.vocabulary import SYSTEM, Role
from tests.access.building import ROUTES, SOCKETS, START, House, program
from tests.access.server import Answer, Deferred, Served, serving


@dataclass(frozen=True, slots=True)
class Place:
    """A served house."""

    house: House
    served: Served
    loop: asyncio.AbstractEventLoop

    def cookie(self, *accounts: int) -> tuple[str, str]:
        """The cookie of a browser in which these are signed in."""
        return "Cookie", f"fragestund-{self.served.port}={self.house.sign_in(*accounts)}"

    def ask(self, method: str, path: str, *accounts: int) -> Answer:
        return self.served.own(method, path, [self.cookie(*accounts)] if accounts else [])

    def on_loop(self, fn: Callable[..., Any], *args: Any) -> Any:
        """Call on the server's own loop, where its sockets live."""
        result: Future[Any] = Future()
        self.loop.call_soon_threadsafe(lambda: result.set_result(fn(*args)))
        return result.result(5)


@pytest.fixture
def place(house: House) -> Iterator[Place]:
    app = Deferred()
    with serving(app) as (served, loop):
        app.app = Gate(
            program(house), Origins.listed([served.origin], plain_http=True), house.clock, plain_http=True
        )
        yield Place(house, served, loop)


STAFF = {
    "moderator": (Role.MODERATOR, "budget", None),
    "moderator elsewhere": (Role.MODERATOR, "prov", None),
    "moderator everywhere": (Role.MODERATOR, None, None),
    "politician C": (Role.POLITICIAN, "budget", "C"),
    "politician S": (Role.POLITICIAN, "budget", "S"),
    "politician elsewhere": (Role.POLITICIAN, "prov", "C"),
    "registrar": (Role.REGISTRAR, "budget", None),
    "registrar everywhere": (Role.REGISTRAR, None, None),
    "organiser": (Role.ORGANISER, None, None),
    "without a role": None,
}
OPENED_BY = {
    Door.DESK: {"moderator", "moderator everywhere"},
    Door.PANEL: {"politician C"},
    Door.REGISTER: {"registrar", "registrar everywhere"},
    Door.ORGANISE: {"organiser"},
    Door.ACCOUNTS: {"organiser"},
    Door.OWN: set(STAFF) - {"without a role"},
}


def filled(path: str) -> str:
    """The address with the budget sitting, the chair C and a number in it."""
    return path.format(sitting="budget", code="C", number=1, token="t")


@pytest.mark.proves("S4", "M21")
def test_each_door_opens_to_its_roles_in_this_sitting_and_this_chair_and_to_no_others(place: Place):
    numbers = {}
    for name, held in STAFF.items():
        role, sitting, seat = held or (None, None, None)
        roles = (role,) if role else ()
        numbers[name] = place.house.account(name.replace(" ", "-"), *roles, sitting=sitting, seat=seat)

    opened = {
        (method, path): {
            name for name in STAFF if place.ask(method, filled(path), numbers[name]).status == 200
        }
        for method, path, door in ROUTES
        if door not in FOR_ALL
    }

    assert opened == {(method, path): OPENED_BY[door] for method, path, door in ROUTES if door not in FOR_ALL}


@pytest.mark.proves("S4")
def test_nobody_signed_in_comes_through_the_public_doors_only(place: Place):
    opened = {(method, path) for method, path, _ in ROUTES if place.ask(method, filled(path)).status == 200}

    assert opened == {(method, path) for method, path, door in ROUTES if door in FOR_ALL}


def test_whoever_is_signed_in_is_a_citizen_on_the_citizens_pages(place: Place):
    moa = place.house.account("moa", Role.MODERATOR)

    assert place.ask("POST", "/budget/questions", moa).facts["role"] == "citizen"


def test_the_address_decides_which_of_a_browsers_sign_ins_acts(place: Place):
    moa = place.house.account("moa", Role.MODERATOR, sitting="budget")
    cilla = place.house.account("cilla", Role.POLITICIAN, sitting="budget", seat="C")
    sven = place.house.account("sven", Role.POLITICIAN, sitting="budget", seat="S")
    rut = place.house.account("rut", Role.REGISTRAR)
    cookie = place.cookie(moa, cilla, sven, rut)

    acting = {
        path: place.served.own("GET", path, [cookie]).facts["account"]
        for path in ("/budget/desk", "/budget/party/C", "/budget/party/S", "/budget/register")
    }

    assert acting == {
        "/budget/desk": moa,
        "/budget/party/C": cilla,
        "/budget/party/S": sven,
        "/budget/register": rut,
    }


def test_of_two_moderators_in_one_browser_the_later_sign_in_acts(place: Place):
    moa, eva = place.house.account("moa", Role.MODERATOR), place.house.account("eva", Role.MODERATOR)

    assert place.ask("GET", "/budget/desk", moa, eva).facts["account"] == eva


def test_an_organiser_is_no_moderator_unless_made_one(place: Place):
    olle = place.house.account("olle", Role.ORGANISER)

    assert place.ask("GET", "/budget/desk", olle).status == 403
    place.house.do(accounts.grant, olle, Role.MODERATOR, sitting="budget", by=SYSTEM)
    assert place.ask("GET", "/budget/desk", olle).facts["role"] == "moderator"


# -- not signed in


@pytest.mark.parametrize("accept", ["text/html,application/xhtml+xml", "text/html, application/json", "*/*"])
def test_a_page_leads_to_the_sign_in_and_back(place: Place, accept: str):
    answer = place.served.ask("GET", "/budget/desk?state=held", [("Accept", accept)])

    assert (answer.status, answer.headers["location"]) == (
        303,
        "/sign-in?next=%2Fbudget%2Fdesk%3Fstate%3Dheld",
    )


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("{origin}/budget/desk?state=held", "%2Fbudget%2Fdesk%3Fstate%3Dheld"),
        ("http://evil.example/budget/desk", "%2F"),
        ("", "%2F"),
        ("{origin}//evil.example", "%2F"),
    ],
)
def test_a_form_sent_after_the_sign_in_ended_leads_back_to_its_page(place: Place, referer: str, back: str):
    page = ("Referer", referer.format(origin=place.served.origin))
    said = [("Origin", place.served.origin), ("Accept", "text/html"), page]

    answer = place.served.ask("POST", "/budget/desk/1/publish", said, b"")

    assert (answer.status, answer.headers["location"]) == (303, f"/sign-in?next={back}")


def test_a_script_is_told_to_sign_in(place: Place):
    answer = place.ask("GET", "/budget/desk")

    assert (answer.status, answer.facts["code"]) == (401, "not_yours")


@pytest.mark.parametrize("wanted", ["/budget/desk", "/budget/party/C?x=1", "/"])
def test_one_goes_on_to_a_path_of_ours(wanted: str):
    assert own_path(wanted) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        None,
        "",
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "desk",
        "/a b",
        "/a\r\nX: y",
        "/a\\b",
    ],
)
def test_one_never_goes_on_to_anywhere_else(wanted: str | None):
    assert own_path(wanted) == "/"


# -- the chat protocol


async def chatting(place: Place, query: str, *numbers: int) -> dict[str, Any] | int:
    """Who one is on the chat socket, or the status of its refusal."""
    headers = [("Origin", place.served.origin), *([place.cookie(*numbers)] if numbers else [])]
    try:
        async with connect(
            f"ws://{place.served.host}/budget/chat{query}", additional_headers=headers
        ) as line:
            return dict(json.loads(await line.recv()))
    except InvalidStatus as refused:
        return refused.response.status_code


async def test_on_the_chat_socket_one_is_what_one_can_be_or_what_one_asks_to_be(place: Place):
    moa = place.house.account("moa", Role.MODERATOR, sitting="budget")
    cilla = place.house.account("cilla", Role.POLITICIAN, sitting="budget", seat="C")
    elsewhere = place.house.account("ella", Role.MODERATOR, sitting="prov")

    said = {
        (query, numbers): await chatting(place, query, *numbers)
        for query, numbers in [
            ("", ()),
            ("", (elsewhere,)),
            ("", (moa,)),
            ("", (moa, cilla)),
            ("?as=party:C", (moa, cilla)),
            ("?as=moderator", (moa, cilla)),
            ("?as=citizen", (moa, cilla)),
            ("?as=party:S", (moa, cilla)),
            ("?as=moderator", (elsewhere,)),
            ("?as=moderator", ()),
            ("?as=moderator&as=party:C", (moa, cilla)),
            ("?as=system", (moa,)),
        ]
    }

    def who(role: str, account: int | None, seat: str | None = None) -> dict[str, Any]:
        return {"role": role, "account": account, "sitting": "budget" if account else None, "seat": seat}

    assert said == {
        ("", ()): who("citizen", None),
        ("", (elsewhere,)): who("citizen", None),
        ("", (moa,)): who("moderator", moa),
        ("", (moa, cilla)): 403,
        ("?as=party:C", (moa, cilla)): who("politician", cilla, "C"),
        ("?as=moderator", (moa, cilla)): who("moderator", moa),
        ("?as=citizen", (moa, cilla)): who("citizen", None),
        ("?as=party:S", (moa, cilla)): 403,
        ("?as=moderator", (elsewhere,)): 403,
        ("?as=moderator", ()): 403,
        ("?as=moderator&as=party:C", (moa, cilla)): 403,
        ("?as=system", (moa,)): 403,
    }


# -- access taken away


@pytest.mark.proves("S6")
@pytest.mark.parametrize("found", ["by the page that does it", "by the watch"])
@pytest.mark.parametrize("how", ["signed out", "disabled", "revoked", "expired"])
async def test_when_access_is_taken_away_the_persons_sockets_close_and_no_others(
    place: Place, how: str, found: str
):
    house = place.house
    moa, eva = house.account("moa", Role.MODERATOR), house.account("eva", Role.MODERATOR)
    cookie = place.cookie(moa)
    if how == "expired":
        house.clock.on(timedelta(hours=1))  # so that the other's lasts an hour longer
    others = place.cookie(eva)
    origin = ("Origin", place.served.origin)
    desk = f"ws://{place.served.host}/budget/desk/live"
    async with (
        connect(desk, additional_headers=[origin, cookie]) as line,
        connect(desk, additional_headers=[origin, others]) as other,
    ):
        await line.recv(), await other.recv()

        take_away(house, how, moa, cookie)
        if found == "by the watch":
            looking = asyncio.run_coroutine_threadsafe(look_round(house), place.loop)
            assert await asyncio.wrap_future(looking) == 1
        else:
            assert place.on_loop(house.sockets.close_all, moa) == 1

        with pytest.raises(ConnectionClosed) as ended:
            await asyncio.wait_for(line.recv(), 1)
        assert ended.value.rcvd is not None
        assert ended.value.rcvd.code == 1008
        await other.send("still here")
        assert await asyncio.wait_for(other.recv(), 1) == "still here"
    with pytest.raises(InvalidStatus):
        await connect(desk, additional_headers=[origin, cookie])


def take_away(house: House, how: str, account: int, cookie: tuple[str, str]) -> None:
    if how == "signed out":
        house.do(sign_ins.sign_out, token_hash(cookie[1].partition("=")[2]))
    elif how == "disabled":
        house.do(accounts.disable, account, by=SYSTEM)
    elif how == "revoked":
        house.do(accounts.revoke, account, Role.MODERATOR, by=SYSTEM)
    else:
        house.clock.on(house.lasting.absolute - timedelta(hours=1))


@pytest.mark.proves("S6")
async def test_the_watch_finds_within_a_second_what_another_process_took_away(place: Place):
    moa = place.house.account("moa", Role.MODERATOR)
    headers = [("Origin", place.served.origin), place.cookie(moa)]
    watching = asyncio.run_coroutine_threadsafe(keep_watch(place.house), place.loop)

    async with connect(f"ws://{place.served.host}/budget/chat", additional_headers=headers) as line:
        await line.recv()
        place.house.do(accounts.disable, moa, by=SYSTEM)

        with pytest.raises(ConnectionClosed):
            await asyncio.wait_for(line.recv(), 1)
    watching.cancel()


async def test_the_watch_outlives_a_database_that_cannot_be_read(
    house: House, caplog: pytest.LogCaptureFixture
):
    right = Right(1, 1, GrantView(Role.MODERATOR, None, None, None), START + timedelta(hours=1))
    house.sockets.join(right, lambda: None, since=0)
    house.reading.close()

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(keep_watch(house, every=0.01), 0.1)

    assert "the watch could not look round" in caplog.text
    assert len(house.sockets) == 1


async def test_a_socket_that_closes_by_itself_leaves_the_registry(place: Place):
    moa = place.house.account("moa", Role.MODERATOR)
    headers = [("Origin", place.served.origin), place.cookie(moa)]

    async with connect(f"ws://{place.served.host}/budget/desk/live", additional_headers=headers) as line:
        await line.recv()
        assert place.on_loop(len, place.house.sockets) == 1

    await asyncio.wait_for(asyncio.to_thread(place.house.left.wait), 5)
    assert place.on_loop(len, place.house.sockets) == 0


def test_a_socket_that_joins_after_its_account_was_shown_out_is_closed_at_once(house: House):
    closed: list[str] = []
    right = Right(7, 1, GrantView(Role.MODERATOR, None, None, None), START + timedelta(hours=1))
    before = house.sockets.turn
    house.sockets.close_all(7)

    leave = house.sockets.join(right, lambda: closed.append("early"), since=before)
    house.sockets.join(right, lambda: closed.append("late"), since=house.sockets.turn)

    assert (closed, len(house.sockets)) == (["early"], 1)
    leave()
    assert len(house.sockets) == 1


# -- every route has a door


def declared(app: FastAPI) -> list[Doorway]:
    return check_every_route(app, files=("/static",))


def test_every_route_of_a_program_is_listed_with_its_door(house: House):
    doorways = declared(program(house))

    expected = [Doorway(path, frozenset({method}), door) for method, path, door in ROUTES]
    expected += [Doorway(path, frozenset(), door) for path, door in SOCKETS]
    assert doorways == [*expected, Doorway("/crash/now", frozenset({"GET"}), Door.PUBLIC)]


def test_every_door_lets_somebody_through():
    assert {*FOR_ALL, *LETS} == set(Door)
    assert not FOR_ALL & set(LETS)


def test_a_route_without_a_door_stops_the_program():
    app = FastAPI(openapi_url=None)
    app.add_api_route("/leak", lambda: "secret", methods=["GET"])

    with pytest.raises(OpenByOversight, match="/leak"):
        declared(app)


def test_a_route_in_a_router_is_not_overlooked():
    app, rooms = FastAPI(openapi_url=None), APIRouter(prefix="/rooms")
    rooms.add_api_route("/leak", lambda: "secret", methods=["GET"])
    app.include_router(rooms)

    with pytest.raises(OpenByOversight, match="/rooms/leak"):
        declared(app)


def test_a_router_can_have_one_door_for_all_its_routes():
    app = FastAPI(openapi_url=None)
    rooms = APIRouter(prefix="/{sitting}/desk", dependencies=[Depends(Through(Door.DESK))])
    rooms.add_api_route("/one", lambda: "", methods=["GET"])
    app.include_router(rooms)

    assert declared(app) == [Doorway("/{sitting}/desk/one", frozenset({"GET"}), Door.DESK)]


def test_a_route_with_two_doors_stops_the_program():
    app = FastAPI(openapi_url=None)
    both = [Depends(Through(Door.DESK)), Depends(Through(Door.PANEL))]
    app.add_api_route("/both", lambda: "", methods=["GET"], dependencies=both)

    with pytest.raises(OpenByOversight, match="/both"):
        declared(app)


def test_the_frameworks_own_pages_are_no_exception():
    with pytest.raises(OpenByOversight, match="openapi"):
        declared(FastAPI())


def test_files_are_open_where_they_are_said_to_be_and_nowhere_else(tmp_path: Path):
    app = FastAPI(openapi_url=None)
    app.mount("/static", StaticFiles(directory=tmp_path))
    assert [each.door for each in declared(app)] == [Door.FILES]

    app.mount("/attic", StaticFiles(directory=tmp_path))
    with pytest.raises(OpenByOversight, match="/attic"):
        declared(app)


# -- the cookie


@pytest.mark.proves("S6")
def test_the_cookie_is_bound_to_the_host_on_https_and_to_the_port_on_http():
    server = ("127.0.0.1", 8000)

    assert cookie_name({"scheme": "https", "server": server}) == "__Host-fragestund"
    assert cookie_name({"scheme": "wss", "server": server}) == "__Host-fragestund"
    assert cookie_name({"scheme": "http", "server": server}) == "fragestund-8000"


@pytest.mark.parametrize("value", ["", "short", "x" * 44, "x" * 42 + ";", "å" * 43])
def test_what_is_no_token_signs_nobody_in(place: Place, value: str):
    cookie = ("Cookie", f"fragestund-{place.served.port}={value}".encode().decode("latin-1"))

    assert place.served.own("GET", "/own", [cookie]).status == 401


def test_a_cookie_that_comes_twice_signs_nobody_in(place: Place):
    moa, eva = place.house.account("moa", Role.MODERATOR), place.house.account("eva", Role.MODERATOR)
    one, two = place.cookie(moa), place.cookie(eva)

    assert place.served.own("GET", "/own", [one, two]).status == 401
    assert place.served.own("GET", "/own", [("Cookie", f"{one[1]}; {two[1]}")]).status == 401
    assert place.served.own("GET", "/own", [("Cookie", f"theme=dark; {one[1]}")]).status == 200
