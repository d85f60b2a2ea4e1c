"""Presence as it is said and told: by forms, scripts and the chat protocol, to pages and programs (S4 holds for it too)."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection

from app.chat import presence_telling
from app.records import queries
from app.records.vocabulary import Role
from tests.chat.bureau import DESK, Bureau, bureau
from tests.chat.serving import PATIENCE, Talker
from tests.dom import parse
from tests.routing.stage import SLUG


@pytest.fixture
async def at(tmp_path: Path) -> AsyncIterator[Bureau]:
    async with bureau(tmp_path) as made:
        yield made


async def test_opening_a_question_is_a_claim_that_everybody_at_the_desk_is_told(at: Bureau) -> None:
    number = await at.asked()
    ali = await at.served.talker(await at.served.cookie(at.ali.account or 0))
    head = (await ali.say("follow", channel="desk", after=0))["head"]
    await ali.until(head)

    await at.get(f"/{number}")

    frame = await _present(ali)
    since = frame["here"][0].pop("since")
    assert since.startswith("2026-")
    assert frame == {
        "channel": "desk",
        "here": [
            {
                "account": at.moa.account,
                "who": "Moa Lind",
                "doing": "reading",
                "number": number,
                "over": False,
            }
        ],
    }


async def test_a_page_is_told_in_finished_html_without_a_number(at: Bureau) -> None:
    number = await at.asked()
    head = await at.served.look(queries.head, f"{SLUG}/desk")
    cookie = await at.served.cookie(at.ali.account or 0)
    stream = await at.served.open(f"{DESK}/live?after={head}&lang=sv", cookie)

    reply = await at.told("/here", doing="deciding", number=number)

    assert [each["who"] for each in reply.json()["here"]] == ["Moa Lind"]
    frame = await _frame(stream)
    assert (frame["put"], frame["in"], frame["at"], "seq" in frame) == ("here", None, None, False)
    assert parse(frame["html"]).text.endswith(f"Moa Lind avgör {number}")


async def test_without_a_script_the_form_leads_back_to_the_question(at: Bureau) -> None:
    number = await at.asked()

    reply = await at.post("/here", doing="reading", number=str(number), over="1")

    assert (reply.status_code, reply.headers["location"]) == (303, f"{DESK}/{number}")
    here = at.served.house.presence.at(f"{SLUG}/desk", number, at.served.clock.now)
    assert [(each.who, each.over) for each in here] == [("Moa Lind", True)]


async def test_a_program_says_it_in_the_chat_protocol_and_a_citizen_cannot(at: Bureau) -> None:
    number = await at.asked()
    ali = await at.served.talker(await at.served.cookie(at.ali.account or 0))
    citizen = await at.served.talker()

    assert "ack" in await ali.say("here", doing="reading", question=number)
    refused = await citizen.say("here", doing="reading", question=number)

    assert refused["code"] == "not_yours"
    assert await _who(at, "desk") == ["Ali Berg"]


async def test_a_party_is_told_of_its_own_and_of_nobody_else(at: Bureau) -> None:
    number = await at.assigned("C")
    cookies = {seat: await at.served.signed_in(Role.POLITICIAN, seat) for seat in ("C", "S")}
    path = f"/{SLUG}/party/C/here"
    fields = {"doing": "writing", "number": str(number)}

    own = await at.client.post(path, data=fields, headers={"Cookie": cookies["C"]})
    other = await at.client.post(path, data=fields, headers={"Cookie": cookies["S"]})

    assert (own.status_code, other.status_code) == (303, 403)
    assert (await _who(at, "party/C"), await _who(at, "party/S"), await _who(at, "desk")) == (
        ["Exempel"],
        [],
        [],
    )


@pytest.mark.parametrize(
    "fields", [{"doing": "sleeping"}, {"number": "-1"}, {"number": "9" * 17}, {"number": "x"}]
)
async def test_what_cannot_be_read_is_refused(at: Bureau, fields: dict[str, str]) -> None:
    assert (await at.told("/here", **fields)).status_code == 400


async def test_nobody_is_at_a_desk_that_does_not_exist(at: Bureau) -> None:
    reply = await at.client.post("/nowhere/desk/here", data={})

    assert reply.status_code in (403, 404)


async def test_presence_leaves_no_trace_in_the_records(at: Bureau) -> None:
    number = await at.asked()
    before = await at.served.look(queries.entries, SLUG)
    head = await at.served.look(queries.head, f"{SLUG}/desk")

    await at.told("/here", doing="deciding", number=number)
    await presence_telling.tell(at.served.house)

    assert await at.served.look(queries.entries, SLUG) == before
    assert await at.served.look(queries.head, f"{SLUG}/desk") == head


async def _who(at: Bureau, where: str) -> list[str]:
    return [each.who for each in at.served.house.presence.here(f"{SLUG}/{where}", at.served.clock.now)]


async def _present(talker: Talker) -> dict[str, Any]:
    while True:
        await talker.hear()
        if "here" in talker.told[-1]:
            return talker.told[-1]


async def _frame(stream: ClientConnection) -> dict[str, Any]:
    async with asyncio.timeout(PATIENCE):
        while True:
            frame: dict[str, Any] = json.loads(await stream.recv())
            if frame.get("put") == "here":
                return frame
