"""The desk as plain forms: what is shown, every move, two moderators at once (M13-M18)."""

import html
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.chat import newsroom
from app.chat.desk_acts import acts
from app.records import channels
from app.records.vocabulary import Move, Override, Role, SittingState, State
from app.routing import desk, panel
from app.routing.lifecycle import MAY, TABLE, open_moves
from tests.chat.bureau import DESK, Bureau, bureau
from tests.routing.stage import SLUG, politician


@pytest.fixture
async def at(tmp_path: Path) -> AsyncIterator[Bureau]:
    async with bureau(tmp_path) as made:
        yield made


async def test_every_post_is_on_the_desk_with_its_number_age_flags_and_wish(at: Bureau) -> None:
    number = await at.asked("HALLÅ! <b>Ring 070-174 06 12</b>\u202e", flags=("phone", "shouting"), wish="S")

    page = (await at.get()).text

    row = page[page.index(f'<li class="post" id="q-{number}"') :].partition("</li>")[0]
    assert f'href="{DESK}/{number}"' in row
    assert "&lt;b&gt;Ring 070-174 06 12&lt;/b&gt;[U+202E]" in row
    assert "data-received" in row
    assert "telefonnummer?" in row
    assert "versaler" in row
    assert "önskar S" in row


@pytest.mark.parametrize("state", State)
async def test_the_case_offers_every_open_move_and_no_other(at: Bureau, state: State) -> None:
    number = await at.in_state(state)

    page = (await at.get(f"/{number}")).text

    offered = set(re.findall(rf'action="{DESK}/{number}/(\w+)"', page)) - {"undo", "note"}
    assert offered == {move.value for move in open_moves(state, SittingState.LIVE, at.moa)}


def test_every_move_of_a_moderator_has_a_button_and_no_key_is_that_of_two_open_at_once() -> None:
    for row in TABLE.values():
        buttons = acts(move for move in row if Role.MODERATOR in MAY[move] and move is not Move.UNMARK)
        keys = [button.key for button in buttons]
        assert sorted(keys) == sorted(set(keys))


async def test_a_question_goes_to_a_party_and_the_reason_is_on_record(at: Bureau) -> None:
    number = await at.asked()

    reply = await at.post(f"/{number}/assign", seen=1, party="S", reason="subject")

    assert (reply.status_code, reply.headers["location"]) == (303, f"{DESK}/{number}")
    assert (await at.question(number)).asked_of == ("S",)
    assert (await at.last(number)).facts["reason"] == Override.SUBJECT


async def test_without_a_reason_the_override_is_unstated_and_never_refused(at: Bureau) -> None:
    number = await at.asked()

    await at.post(f"/{number}/assign", seen=1, party="S", reason="")

    facts = (await at.last(number)).facts
    assert (facts["proposed"], facts["parties"], facts["reason"]) == ("C", "S", Override.UNSTATED)


async def test_several_parties_are_asked_at_once(at: Bureau) -> None:
    number = await at.asked()

    await at.post(f"/{number}/assign", seen=1, ask_S=1, ask_M=1)

    assert (await at.question(number)).asked_of == ("S", "M")


async def test_a_follow_up_is_proposed_to_the_party_of_its_thread(at: Bureau) -> None:
    root = await at.published("M")
    number = await at.asked("Och sedan?", follow_up_to=root)

    page = (await at.get(f"/{number}")).text

    assert "Till M, har svarat i tråden" in page
    assert f'Följdfråga till <a href="{DESK}/{root}"' in page


MOVES = [
    (State.RECEIVED, "hold", {}, State.HELD),
    (State.HELD, "release", {}, State.RECEIVED),
    (State.RECEIVED, "decline", {"reason": "tone", "words": "Skriv gärna igen."}, State.DECLINED),
    (State.RECEIVED, "refer", {"to": "registrar", "words": ""}, State.REFERRED),
    (State.RECEIVED, "lapse", {}, State.LAPSED),
    (State.RECEIVED, "edit", {"body": "Ny text", "reason": "wording"}, State.RECEIVED),
    (State.RECEIVED, "mark", {"provision": "osl_21_1"}, State.RECEIVED),
    (State.ASSIGNED, "reassign", {"party": "S"}, State.ASSIGNED),
    (State.ASSIGNED, "take_back", {}, State.RECEIVED),
    (State.ANSWERED, "return", {"note": "Kortare, tack."}, State.ASSIGNED),
    (State.ANSWERED, "publish", {}, State.PUBLISHED),
    (State.PUBLISHED, "correct", {"of": "C", "body": "Rättat svar", "reason": "fact"}, State.PUBLISHED),
    (State.PUBLISHED, "unpublish", {"reason": "privacy"}, State.UNPUBLISHED),
    (State.UNPUBLISHED, "republish", {}, State.PUBLISHED),
    (State.DECLINED, "reopen", {}, State.RECEIVED),
]


@pytest.mark.parametrize(("before", "move", "fields", "after"), MOVES)
async def test_a_move_is_made_by_an_ordinary_form(
    at: Bureau, before: State, move: str, fields: dict[str, str], after: State
) -> None:
    number = await at.in_state(before)
    version = (await at.question(number)).version

    reply = await at.post(f"/{number}/{move}", seen=version, tab="received", **fields)

    assert (reply.status_code, reply.headers["location"]) == (303, f"{DESK}/{number}?tab=received")
    assert (await at.question(number)).state is after
    assert (await at.last(number)).move == move


async def test_a_question_is_merged_by_number_and_both_say_so(at: Bureau) -> None:
    one, other = await at.asked("En"), await at.asked("Samma sak")

    await at.post(f"/{other}/merge", seen=1, into=one)

    assert f'data-case="{one}"' in (await at.get(f"/{other}")).text
    assert "1 sammanförd hit" in (await at.get(f"/{one}")).text


async def test_two_moderators_never_overwrite_each_other(at: Bureau) -> None:
    number = await at.asked()
    await at.served.do(desk.assign, SLUG, number, ["C"], by=at.ali)

    reply = await at.post(f"/{number}/decline", seen=1, reason="tone", words="Det här skrev jag.")

    page = html.unescape(reply.text)
    assert reply.status_code == 409
    assert (await at.question(number)).state is State.ASSIGNED
    assert "Ditt val är inte utfört." in page
    assert "Låt beslutet från Ali Berg gälla" in page
    assert "Det här skrev jag." in page


async def test_ones_own_decision_can_be_made_anyway_with_all_that_was_typed(at: Bureau) -> None:
    number = await at.asked()
    await at.served.do(desk.assign, SLUG, number, ["C"], by=at.ali)

    page = (await at.post(f"/{number}/assign", seen=1, ask_M=1, reason="load")).text
    form = page[page.index('id="tried"') :].partition("</form>")[0]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    again = await at.post(f"/{number}/reassign", **fields)

    assert f'action="{DESK}/{number}/reassign"' in form
    assert again.status_code == 303
    assert (await at.question(number)).asked_of == ("M",)
    assert (await at.last(number)).facts["reason"] == Override.LOAD


WRONG = [
    ("merge", {"into": "999"}, 404, "Det finns ingen fråga med det numret.", "999"),
    ("merge", {"into": "tolv"}, 400, "Det finns ingen fråga med det numret.", "tolv"),
    ("assign", {"reason": "load"}, 400, "Välj minst ett parti.", ""),
    ("edit", {"body": " \n ", "reason": "fact"}, 400, "Det står ingenting i texten.", ""),
    ("decline", {"reason": "tone", "words": "å" * 1025}, 413, "Texten är för lång", "å" * 1025),
    ("mark", {"provision": "osl_99"}, 400, "Bestämmelsen finns inte", ""),
]


@pytest.mark.parametrize(("move", "fields", "status", "said", "kept"), WRONG)
async def test_what_is_wrong_is_said_and_what_was_typed_is_still_there(
    at: Bureau, move: str, fields: dict[str, str], status: int, said: str, kept: str
) -> None:
    number = await at.asked()

    reply = await at.post(f"/{number}/{move}", seen=1, **fields)

    assert reply.status_code == status
    assert said in html.unescape(reply.text)
    assert kept in html.unescape(reply.text)
    assert (await at.question(number)).version == 1


async def test_what_is_not_there_is_not_found(at: Bureau) -> None:
    number = await at.asked()

    asked = [
        await at.get("/99"),
        await at.get("/0"),
        await at.get("/99999999999999999999"),
        await at.post("/99/hold", seen=1),
        await at.post(f"/{number}/answer", body="Nej"),
        await at.post(f"/{number}/dance", seen=1),
        await at.post("/dance"),
    ]

    assert [reply.status_code for reply in asked] == [404, 400, 400, 404, 403, 404, 404]


async def test_the_last_move_is_undone_where_something_leads_back(at: Bureau) -> None:
    number = await at.in_state(State.DECLINED)
    version = (await at.question(number)).version

    reply = await at.post(f"/{number}/undo", seen=version)

    assert reply.status_code == 303
    assert (await at.question(number)).state is State.RECEIVED


async def test_an_answer_that_was_sent_offers_no_undo(at: Bureau) -> None:
    number = await at.answered()

    assert f"{DESK}/{number}/undo" not in (await at.get(f"/{number}")).text


async def test_a_script_is_told_what_came_of_its_move_and_how_to_undo_it(at: Bureau) -> None:
    number = await at.asked()

    told = (await at.told(f"/{number}/hold", seen=1)).json()

    assert {name: told[name] for name in ("number", "version", "state")} == {
        "number": number,
        "version": 2,
        "state": "held",
    }
    assert f'action="{DESK}/{number}/undo"' in told["done"]


async def test_a_script_that_was_late_is_given_the_case_as_it_stands(at: Bureau) -> None:
    number = await at.asked()
    await at.served.do(desk.hold, SLUG, number, by=at.ali)

    reply = await at.told(f"/{number}/edit", seen=1, body="Min text", reason="wording")

    told = reply.json()
    assert (reply.status_code, told["code"], told["version"]) == (409, "stale", 2)
    assert "Ali Berg" in told["case"]
    assert "Min text" in told["case"]


async def test_without_a_script_a_tab_shows_its_part_of_the_queue(at: Bureau) -> None:
    await at.in_state(State.HELD)
    await at.in_state(State.ASSIGNED)

    page = (await at.get(tab="assigned")).text

    assert 'class="posts" data-items="root" data-tab="assigned"' in page
    assert re.search(r'data-tab="received"[^>]*>Inkomna <span class="figure">1<', page)
    assert re.search(r'data-tab="assigned"[^>]*aria-current="true">Hos parti <span class="figure">1<', page)


async def test_the_page_and_the_frames_since_are_the_page_fetched_anew(at: Bureau) -> None:
    one, other = await at.asked("En <i>fråga</i>"), await at.answered()
    before = int(re.findall(r'after="(\d+)"', (await at.get()).text)[0])
    await at.post(f"/{one}/assign", seen=1, party="S")
    await at.post(f"/{other}/publish")
    await at.post(f"/{await at.asked('Tre')}/decline", reason="tone")
    await at.post("/pause")

    told = await at.served.look(newsroom.read, channels.desk(SLUG), before, (newsroom.html("sv"),))

    frames = [json.loads(text) for frame in told.frames[newsroom.html("sv")] for text in frame.texts]
    page = (await at.get()).text
    assert [frame["put"] for frame in frames] == ["q-1", "q-2", "q-3", "sitting"]
    assert [frame["put"] for frame in frames if frame["html"] not in page] == []


async def test_what_a_party_is_writing_is_not_on_the_desk(at: Bureau) -> None:
    number = await at.assigned("C")
    await at.served.house.journal.keep(
        panel.save_draft, SLUG, number, "C", b"Kanariefogel", 0, by=politician("C")
    )

    pages = [await at.get(), await at.get(f"/{number}"), await at.get(f"/{number}", part="case")]

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert [page for page in pages if "Kanariefogel" in page.text] == []


async def test_nobody_but_a_moderator_sees_the_desk_or_moves_there(at: Bureau) -> None:
    number = await at.asked()
    cookie = await at.served.signed_in(Role.POLITICIAN, "C")
    theirs = {"Cookie": cookie, "Accept": "application/json"}

    replies = [
        await at.client.get(DESK, headers=theirs),
        await at.client.get(f"{DESK}/{number}?part=case", headers=theirs),
        await at.client.get(f"{DESK}/closing", headers=theirs),
        await at.client.post(f"{DESK}/{number}/hold", data={"seen": 1}, headers=theirs),
        await at.client.post(f"{DESK}/pause", headers=theirs),
    ]

    assert [reply.status_code for reply in replies] == [403] * 5
    assert (await at.question(number)).version == 1
