"""One decision about many questions as plain forms: each is a move of its own, and what came of each is told (M13)."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from app.records.vocabulary import DeclineReason, Override, State
from app.routing import desk
from tests.chat.bureau import DESK, Bureau, bureau
from tests.dom import parse
from tests.routing.stage import SLUG


@pytest.fixture
async def at(tmp_path: Path) -> AsyncIterator[Bureau]:
    async with bureau(tmp_path) as made:
        yield made


def seen(*numbers: int, version: int = 1) -> dict[str, int]:
    return {f"n_{number}": version for number in numbers}


async def results(at: Bureau, **fields: Any) -> list[dict[str, Any]]:
    reply = await at.told("/moves", **fields)
    assert reply.status_code == 200, reply.text
    found: list[dict[str, Any]] = reply.json()["results"]
    return found


async def states(at: Bureau, *numbers: int) -> list[State]:
    return [(await at.question(number)).state for number in numbers]


def words(html: str) -> str:
    return parse(html).text


async def test_every_row_of_the_queue_can_be_marked_and_the_form_offers_every_move(at: Bureau) -> None:
    number = await at.asked()

    page = (await at.get()).text

    assert f'form="bulk" name="n_{number}" value="1"' in page
    offered = set(re.findall(r'name="do" value="([a-z_ CSM]+)"', page))
    assert {"propose", "assign C", "assign S", "assign M", "merge", "hold", "release"} <= offered
    assert {f"decline {reason}" for reason in DeclineReason} <= offered


async def test_many_are_declined_with_one_reason_each_by_a_move_of_its_own(at: Bureau) -> None:
    numbers = [await at.asked(), await at.asked(), await at.asked()]
    left = await at.asked()

    page = await at.post("/moves", **seen(*numbers), do="decline commercial", words="Läs ordningsreglerna.")

    assert page.status_code == 200
    assert "3 av 3 är gjorda." in words(page.text)
    assert await states(at, *numbers, left) == [*[State.DECLINED] * 3, State.RECEIVED]
    for number in numbers:
        assert (await at.last(number)).facts["reason"] == "commercial"
        assert (await at.question(number)).words == "Läs ordningsreglerna."


async def test_each_goes_to_the_party_whose_turn_it_is_then(at: Bureau) -> None:
    numbers = [await at.asked() for _ in range(6)]

    await results(at, **seen(*numbers), do="propose")

    assert [(await at.question(number)).asked_of for number in numbers] == [("C",), ("S",), ("M",)] * 2
    assert [(await at.last(number)).facts["reason"] for number in numbers] == [None] * 6


async def test_all_go_to_one_party_with_the_reason_given_once(at: Bureau) -> None:
    numbers = [await at.asked(), await at.asked()]

    await results(at, **seen(*numbers), do="assign S", reason="subject")

    assert [(await at.question(number)).asked_of for number in numbers] == [("S",), ("S",)]
    assert (await at.last(numbers[0])).facts["reason"] == Override.SUBJECT


async def test_the_plain_form_asks_why_as_the_form_of_one_question_does(at: Bureau) -> None:
    numbers = [await at.asked(), await at.asked()]
    page = (await at.get()).text
    offered = re.search(r'<noscript>.*?<select[^>]* name="reason">(.*?)</select>.*?</noscript>', page, re.S)
    assert offered is not None, "with a script it is asked afterwards, by one key"

    await at.post("/moves", **seen(numbers[0]), do="assign S", reason="wish")
    await at.post("/moves", **seen(numbers[1]), do="assign M", reason="")

    assert re.findall(r'value="(\w*)"', offered[1]) == [
        "",
        *(each for each in Override if each != "unstated"),
    ]
    assert [(await at.last(number)).facts["reason"] for number in numbers] == ["wish", "unstated"]


async def test_the_reason_touches_no_other_move_and_stands_again_after_a_refusal(at: Bureau) -> None:
    declined, proposed, left = [await at.asked() for _ in range(3)]

    await at.post("/moves", **seen(declined), do="decline tone", reason="wish")
    await at.post("/moves", **seen(proposed), do="propose", reason="wish")
    again = await at.post("/moves", **seen(left), do="merge", into="x", reason="wish")

    assert (await at.last(declined)).facts["reason"] == "tone"
    assert (await at.last(proposed)).facts["reason"] is None
    assert '<option value="wish" selected>' in again.text


async def test_all_are_merged_into_the_first_or_into_the_one_that_is_named(at: Bureau) -> None:
    first, second, third, named = [await at.asked() for _ in range(4)]

    await results(at, **seen(first, second), do="merge")
    await results(at, **seen(third, named), do="merge", into=str(named))

    assert (await at.question(first)).merged == (second,)
    assert (await at.question(named)).merged == (third,)
    assert await states(at, first, named) == [State.RECEIVED] * 2


async def test_a_circle_is_told_beside_the_one_that_would_close_it_and_the_others_are_merged(
    at: Bureau,
) -> None:
    one, other, third = [await at.asked() for _ in range(3)]
    await at.served.do(desk.merge, SLUG, other, one, by=at.moa)

    told = await results(at, **seen(one, third), do="merge", into=str(other))

    assert [each["done"] for each in told] == [False, True]
    assert f"Nummer {other} är redan sammanförd med den här frågan." in words(told[0]["html"])
    assert await states(at, one, third) == [State.RECEIVED, State.MERGED]


async def test_what_another_decided_first_is_told_and_keeps_none_of_the_others(at: Bureau) -> None:
    one, other, third = [await at.asked() for _ in range(3)]
    await at.served.do(desk.assign, SLUG, other, ["S"], by=at.ali)

    told = await results(at, **seen(one, other, third), do="hold")

    assert [(each["number"], each["done"]) for each in told] == [(one, True), (other, False), (third, True)]
    assert told[1]["code"] == "stale"
    said = words(told[1]["html"])
    assert "Någon annan hann före." in said
    assert "Tilldelad: S" in said
    assert "Ali Berg" in said
    assert await states(at, one, other, third) == [State.HELD, State.ASSIGNED, State.HELD]


async def test_held_ones_are_released_and_what_does_not_rest_is_told_so(at: Bureau) -> None:
    held, received = await at.in_state(State.HELD), await at.asked()

    told = await results(at, **seen(held, version=2), **seen(received), do="release")

    assert [each["done"] for each in told] == [True, False]
    assert "Det går inte, för frågan är inkommen" in words(told[1]["html"])


async def test_what_is_sent_twice_is_done_once(at: Bureau) -> None:
    numbers = [await at.asked(), await at.asked()]
    tickets = {f"t_{number}": str(uuid4()) for number in numbers}

    once = await results(at, **seen(*numbers), **tickets, do="decline tone")
    again = await results(at, **seen(*numbers), **tickets, do="decline tone")

    assert [each["done"] for each in once + again] == [True] * 4
    assert [(await at.question(number)).version for number in numbers] == [2, 2]


async def test_turns_that_are_sent_twice_are_taken_once(at: Bureau) -> None:
    numbers = [await at.asked(), await at.asked()]
    tickets = {f"t_{number}": str(uuid4()) for number in numbers}

    await results(at, **seen(*numbers), **tickets, do="propose")
    again = await results(at, **seen(*numbers), **tickets, do="propose")

    assert [each["done"] for each in again] == [True, True]
    assert [(await at.question(number)).asked_of for number in numbers] == [("C",), ("S",)]


async def test_all_that_was_done_is_undone_and_a_stale_undo_says_what_stands(at: Bureau) -> None:
    one, other = await at.asked(), await at.asked()
    await results(at, **seen(one, other), do="decline hate")
    await at.served.do(desk.reopen, SLUG, other, by=at.ali)

    told = await results(at, **seen(one, other, version=2), do="undo")

    assert [each["done"] for each in told] == [True, False]
    assert "Ditt val är inte utfört." in words(told[1]["html"])
    assert "Ali Berg" in words(told[1]["html"])
    assert await states(at, one, other) == [State.RECEIVED, State.RECEIVED]


async def test_whoever_lost_the_line_can_see_what_was_done_without_doing_anything(at: Bureau) -> None:
    one, other = await at.asked(), await at.asked()
    await results(at, **seen(one), do="hold")

    told = await results(at, **seen(one, other), do="look")

    assert [each["done"] for each in told] == [True, False]
    assert "Vilande" in words(told[0]["html"])
    assert "Moa Lind" in words(told[0]["html"])
    assert [(await at.question(number)).version for number in (one, other)] == [2, 1]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"do": "hold"}, "Markera minst en fråga i kön först."),
        ({"do": "publish", "n_1": "1"}, "Välj ett av alternativen."),
        ({"n_1": "1"}, "Välj ett av alternativen."),
        ({"do": "decline", "n_1": "1"}, "Skälet finns inte bland reglerna"),
        ({"do": "decline nonsense", "n_1": "1"}, "Skälet finns inte bland reglerna"),
        ({"do": "assign", "n_1": "1"}, "Välj minst ett parti."),
        ({"do": "merge", "n_1": "1"}, "En fråga kan inte sammanföras med sig själv."),
        ({"do": "merge", "into": "tolv", "n_1": "1"}, "Det finns ingen fråga med det numret."),
        ({"do": "hold", "n_ett": "1"}, "Det finns ingen fråga med det numret."),
        ({"do": "hold", "n_1": "-1"}, "Det finns ingen fråga med det numret."),
    ],
)
async def test_what_cannot_be_read_is_told_before_anything_is_done(
    at: Bureau, fields: dict[str, str], sentence: str
) -> None:
    number = await at.asked()

    page = await at.post("/moves", **fields)
    told = await at.told("/moves", **fields)

    assert (page.status_code, told.status_code) == (400, 400)
    assert sentence in words(page.text)
    assert sentence in told.json()["message"]
    assert (await at.question(number)).version == 1
    if "n_1" in fields and fields["n_1"] == "1":
        assert 'name="n_1" value="1" checked' in page.text


async def test_what_is_not_there_is_told_beside_its_number(at: Bureau) -> None:
    number = await at.asked()

    told = await results(at, **seen(number, 99), do="hold")

    assert [each["done"] for each in told] == [True, False]
    assert "Det finns ingen fråga med det numret." in words(told[1]["html"])


async def test_without_a_script_it_is_all_on_a_page_and_can_be_undone_there(at: Bureau) -> None:
    one, other = await at.asked(), await at.asked()
    await at.served.do(desk.assign, SLUG, other, ["S"], by=at.ali)

    page = (await at.post("/moves", **seen(one, other), do="hold")).text

    assert "1 av 2 är gjorda." in words(page)
    assert f'href="{DESK}/{other}"' in page
    undo = dict(re.findall(r'type="hidden" name="(n_\d+)" value="(\d+)"', page))
    assert undo == {f"n_{one}": "2"}
    await at.post("/moves", **undo, do="undo")
    assert await states(at, one) == [State.RECEIVED]


async def test_nobody_but_a_moderator_moves_many(at: Bureau) -> None:
    number = await at.asked()

    reply = await at.client.post(f"{DESK}/moves", data={**seen(number), "do": "hold"}, headers={"Cookie": ""})

    assert reply.status_code in (303, 401, 403)
    assert (await at.question(number)).version == 1
