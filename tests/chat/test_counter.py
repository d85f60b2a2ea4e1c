"""Posts handed in before any framework runs: answered as the form's own route would, refused by that route."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import httpx2
import pytest

from app.chat import front
from app.records import queries
from app.records.vocabulary import SYSTEM
from app.routing import sittings
from app.routing.seats import set_seats
from tests.chat.serving import Served, serving
from tests.loopback import LOOPBACK
from tests.routing.stage import ORGANISER, SEATS, SLUG

INTAKE = f"/{SLUG}/questions"
BY_HEART = {"Accept": "application/json", "Content-Type": "application/json"}
BY_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with serving(tmp_path) as made:
        yield made


@pytest.fixture
async def citizen(served: Served) -> AsyncIterator[httpx2.AsyncClient]:
    origin = f"http://127.0.0.1:{served.port}"
    headers = {"Origin": origin, "Sec-Fetch-Site": "same-origin"}
    async with httpx2.AsyncClient(base_url=origin, **LOOPBACK, headers=headers) as made:
        yield made


def script(**fields: Any) -> dict[str, Any]:
    return {"content": json.dumps({"ticket": str(uuid4()), "body": "När?", **fields}), "headers": BY_HEART}


def form(**fields: str) -> dict[str, Any]:
    return {"content": urlencode({"body": "När?", **fields}), "headers": BY_FORM}


@pytest.fixture
def counter_shut(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Lets every request through to the program's own routes."""

    def shut() -> None:
        async def pass_on(house: Any, slug: str, scope: Any, receive: Any, send: Any) -> Any:
            return receive

        monkeypatch.setattr(front, "take_in", pass_on)

    return shut


SENT = {
    "a script's post": script(name="Kim", wish="C", lang="sv"),
    "a form's post": form(name="Kim", wish="C", follow_up_to=""),
    "a form without a word": form(body=""),
    "a script without a word": script(body=" \n"),
    "too long": script(body="å" * 5000),
    "a form too long": form(body="å" * 5000),
    "no JSON": {"content": b'{"body":', "headers": BY_HEART},
    "no UTF-8": {"content": b"body=%ff", "headers": BY_FORM},
    "no ticket": script(ticket="nothing"),
    "a thread that is not there": script(follow_up_to=17),
}


@pytest.mark.parametrize("what", SENT)
async def test_the_counter_answers_what_the_route_answers(
    served: Served, citizen: httpx2.AsyncClient, counter_shut: Any, what: str
):
    at_the_counter = await citizen.post(INTAKE, **SENT[what])
    counter_shut()
    by_the_route = await citizen.post(INTAKE, **SENT[what])

    assert plain(at_the_counter) == plain(by_the_route)


def plain(answer: httpx2.Response) -> tuple[int, dict[str, str], Any]:
    """The answer without what differs from one post to the next, or when the same is sent again."""
    headers = {
        name: value for name, value in answer.headers.items() if name not in ("date", "content-length")
    }
    if "location" in headers:
        headers["location"] = headers["location"].rpartition("/")[0]
    if answer.headers.get("content-type") == "application/json":
        told = answer.json()
        return (201 if answer.status_code == 200 else answer.status_code), headers, sorted(told)
    return answer.status_code, headers, answer.text.count("<li")


async def test_a_post_sent_again_is_the_same_post_with_the_same_receipt(
    served: Served, citizen: httpx2.AsyncClient
):
    sent = script()

    first, again = await citizen.post(INTAKE, **sent), await citizen.post(INTAKE, **sent)

    assert (first.status_code, again.status_code, again.json()) == (201, 200, first.json())
    assert len(await served.look(queries.questions, SLUG)) == 1


async def test_many_posts_at_once_get_each_a_number_of_their_own_and_none_is_left_out(
    served: Served, citizen: httpx2.AsyncClient
):
    answers = await asyncio.gather(*(citizen.post(INTAKE, **script(body=f"Nummer {n}")) for n in range(60)))

    told = {answer.json()["number"]: n for n, answer in enumerate(answers)}
    stored = {each.number: each.body for each in await served.look(queries.questions, SLUG)}
    assert sorted(told) == list(range(1, 61))
    assert stored == {number: f"Nummer {n}" for number, n in told.items()}


async def test_a_post_to_a_closed_intake_is_refused_in_words_and_leaves_nothing(
    served: Served, citizen: httpx2.AsyncClient
):
    await served.do(sittings.close_intake, SLUG, by=SYSTEM)
    served.clock.now = served.clock.now.replace(hour=23)

    told = await citizen.post(INTAKE, **script())
    shown = await citizen.post(INTAKE, **form(body="Min fråga"))

    assert (told.status_code, told.json()["code"]) == (409, "closed")
    assert (shown.status_code, "Min fråga" in shown.text) == (409, True)
    assert await served.look(queries.questions, SLUG) == []


async def test_a_post_to_no_sitting_at_all_is_answered_as_such(served: Served, citizen: httpx2.AsyncClient):
    told = await citizen.post("/finns-inte/questions", **script())

    assert (told.status_code, told.json()["code"]) == (404, "unknown")
    assert not served.house.board.knows("finns-inte")


async def test_the_flags_follow_the_sitting_as_it_was_last_changed(
    served: Served, citizen: httpx2.AsyncClient
):
    await citizen.post(INTAKE, **script(body="Hej Saga Sandberg"))
    seats = [replace(seat, member="Nils Nilsson") for seat in SEATS]

    await served.do(set_seats, SLUG, seats, by=ORGANISER)
    await citizen.post(INTAKE, **script(body="Hej Saga Sandberg"))
    await citizen.post(INTAKE, **script(body="Hej Nils Nilsson"))

    flags = [each.flags for each in await served.look(queries.questions, SLUG)]
    assert flags == [("named",), (), ("named",)]
