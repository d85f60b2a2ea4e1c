"""Notes on posts and messages to parties: at the desk, in the panels, live and by plain forms, and where they are not seen."""

import json
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app import timekeeping
from app.chat import newsroom
from app.chat.canned import CANNED
from app.records import channels, messages, notes, queries
from app.records.vocabulary import Capacity
from app.routing.messages import tell_parties
from app.routing.notes import note
from tests.chat.bureau import DESK, Bureau
from tests.chat.chairs import House, house, shown
from tests.dom import LivePage
from tests.routing.stage import PARTIES, SLUG

CANARY = "kanarie<i>41733</i>"


@pytest.fixture
async def held(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as made:
        yield made


@pytest.fixture
def at(held: House) -> Bureau:
    return held.desk


async def frames(at: Bureau, channel: str, after: int = 0, form: str = "html:sv") -> list[str]:
    told = await at.served.look(newsroom.read, channel, after, (form,))
    return [text for frame in told.frames[form] for text in frame.texts]


def element(html: str, name: str, tag: str = "li") -> str:
    found = re.search(rf'<{tag}[^>]* id="{name}".*?</{tag}>', html, re.S)
    assert found is not None, name
    return found[0]


# -- notes


async def test_a_note_stands_in_the_case_and_is_counted_on_the_row(at: Bureau) -> None:
    number = await at.asked()

    reply = await at.post(f"/{number}/note", body="Ring <b>kundtjänst</b> först")

    assert (reply.status_code, reply.headers["location"]) == (303, f"{DESK}/{number}#notes")
    page = (await at.get(f"/{number}")).text
    assert "Ring &lt;b&gt;kundtjänst&lt;/b&gt; först" in element(page, "note-1")
    assert "Moa Lind" in element(page, "note-1")
    assert "1 anteckning" in element(page, f"q-{number}")


async def test_a_note_comes_and_goes_live_at_every_desk(at: Bureau) -> None:
    number = await at.asked()
    await at.served.do(note, SLUG, number, b"Vi tar den sist", by=at.ali)

    came = await frames(at, channels.desk(SLUG))
    assert any('"put":"note-1"' in frame for frame in came)
    head = await at.served.look(queries.head, channels.desk(SLUG))
    removed = await at.told("/notes/1/remove")
    assert removed.json() == {"note": 1, "number": number}
    went = await frames(at, channels.desk(SLUG), head)
    assert any('"drop":"note-1"' in frame for frame in went)
    assert not any("anteckning<" in frame or "1 anteckning" in frame for frame in went)


async def test_the_chat_protocol_says_the_same(at: Bureau) -> None:
    number = await at.asked()
    talker = await at.served.talker(await at.served.cookie(at.moa.account or 0))
    await talker.say("follow", channel="desk", after=0)

    ack = await talker.say("note", question=number, body="Ring först")
    told = await talker.say("tell", party=["C", "S"], body="Skynda")

    assert ack["note"] == 1
    assert (told["told"], told["absent"]) == (1, ["C", "S"])
    said = await talker.until(await at.served.look(queries.head, channels.desk(SLUG)))
    news = {name: frame[name] for frame in said for name in ("note", "told") if name in frame}
    assert (news["note"]["question"], news["note"]["body"]) == (number, "Ring först")
    assert [each["party"] for each in news["told"]["to"]] == ["C", "S"]


async def test_what_was_typed_comes_back_when_a_note_is_too_long(at: Bureau) -> None:
    number = await at.asked()

    reply = await at.post(f"/{number}/note", body="å" * 2000)

    assert reply.status_code == 413
    assert "å" * 2000 in reply.text


async def test_a_note_is_sent_once_although_it_is_sent_again(at: Bureau) -> None:
    number = await at.asked()
    ticket = "9f0d2a5e-0000-4000-8000-00000000000a"

    for _ in range(2):
        await at.told(f"/{number}/note", body="En gång", ticket=ticket)

    assert len(await at.served.look(notes.notes, SLUG)) == 1


async def test_a_removal_is_answered_again_as_it_was_whatever_has_become_of_the_notes(at: Bureau) -> None:
    number, other = await at.asked(), await at.asked()
    for body in (b"Ring", b"Vi tar den sist"):
        await at.served.do(note, SLUG, number, body, by=at.ali)
    ticket = "9f0d2a5e-0000-4000-8000-00000000000b"

    first = await at.post("/notes/1/remove", ticket=ticket)
    await at.served.do(note, SLUG, other, b"En ny", by=at.ali)
    again = await at.post("/notes/1/remove", ticket=ticket)

    assert first.headers["location"] == again.headers["location"] == f"{DESK}/{number}#notes"
    assert [each.number for each in await at.served.look(notes.notes, SLUG)] == [2, 3]


async def test_who_removes_a_note_that_is_gone_is_told_so(at: Bureau) -> None:
    await at.served.do(note, SLUG, await at.asked(), b"Ring", by=at.ali)
    await at.post("/notes/1/remove")

    page, told = await at.post("/notes/1/remove"), await at.told("/notes/1/remove")

    assert (page.status_code, told.status_code) == (404, 404)
    assert told.json()["message"] == "Anteckningen finns inte kvar. Någon annan kan ha tagit bort den."
    assert told.json()["message"] in page.text


# -- messages


async def test_a_message_waits_in_the_panel_until_the_party_says_ok(held: House) -> None:
    anna = await held.chair("C", "Anna Ek")

    await held.desk.post("/tell", to_C="1", body="Tre minuter kvar")

    page = await anna.get()
    assert "Tre minuter kvar" in element(page.text, "message-1")
    assert 'action="/bussarna/party/C/messages/1/acknowledge"' in page.text
    reply = await anna.post("/messages/1/acknowledge", question="7")
    assert (reply.status_code, reply.headers["location"]) == (303, f"{anna.path}?question=7")
    assert "messages/1/acknowledge" not in (await anna.get()).text
    assert re.search(r"läst av Anna Ek \d\d\.\d\d", shown(await held.desk.get()))


async def test_a_short_text_is_sent_by_one_press_to_everybody(at: Bureau) -> None:
    await at.post("/tell", everybody="1", canned="five_minutes", body="")

    told = (await at.served.look(messages.messages, SLUG))[0]
    assert told.body == CANNED["tell"]["five_minutes"]
    assert tuple(each.party for each in told.to) == PARTIES


async def test_the_moderator_is_told_where_nobody_is_in(held: House) -> None:
    await held.chair("C", "Anna Ek")

    reply = await held.desk.told("/tell", to_C="1", to_S="1", body="Hej")

    assert reply.json() == {
        "told": 1,
        "absent": ["S"],
        "said": "Ingen från S är inne. Meddelandet väntar på dem.",
    }
    said = shown(await held.desk.get())
    assert "ingen från S var inne" in said
    assert "C inte läst än" in said


@pytest.mark.parametrize(
    "fields", [{"body": "Hej"}, {"to_C": "1", "body": " "}], ids=["to nobody", "nothing"]
)
async def test_a_message_that_lacks_something_comes_back_as_it_was(
    at: Bureau, fields: dict[str, str]
) -> None:
    reply = await at.post("/tell", **fields)

    assert reply.status_code == 400
    assert f">\n{fields['body']}</textarea>" in reply.text
    assert await at.served.look(messages.messages, SLUG) == []


async def test_only_the_desk_and_the_party_ever_hear_of_a_message_or_a_note(held: House) -> None:
    at = held.desk
    anna, saga = await held.chair("C", "Anna Ek"), await held.chair("S", "Saga Sand")
    number = await at.published("C", "S")
    told = await at.served.do(tell_parties, SLUG, ["C"], CANARY.encode(), by=at.moa)
    await at.served.do(note, SLUG, number, CANARY.encode(), by=at.moa)
    await anna.post(f"/messages/{told.number}/acknowledge")

    assert "kanarie" in (await anna.get()).text
    assert "kanarie" not in (await saga.get()).text
    assert "kanarie" not in (await at.served.get(f"/{SLUG}")).text
    for form in ("html:sv", "json"):
        for channel in (channels.public(SLUG), channels.party(SLUG, "S"), channels.post(SLUG, number)):
            assert not [frame for frame in await frames(at, channel, form=form) if "kanarie" in frame]
        own = await frames(at, channels.party(SLUG, "C"), form=form)
        assert [frame for frame in own if "kanarie" in frame]
        assert not [frame for frame in own if '"put":"note-' in frame or '"note":{' in frame]
    assert (await saga.told(f"/messages/{told.number}/acknowledge")).status_code == 404


async def test_the_party_does_not_see_whom_else_it_was_told(held: House) -> None:
    anna = await held.chair("C", "Anna Ek")
    helper = await held.chair("C", "Hedda Hjälp", Capacity.HELPER)
    await held.desk.post("/tell", to_C="1", to_S="1", body="Hej")

    await helper.post("/messages/1/acknowledge")

    message = element((await anna.get()).text, "message-1")
    assert "läst av Hedda Hjälp" in message
    assert "data-party" not in message


async def test_neither_is_in_the_register_or_the_export(held: House) -> None:
    at = held.desk
    number = await at.asked()
    await at.served.do(note, SLUG, number, CANARY.encode(), by=at.moa)
    await at.served.do(tell_parties, SLUG, ["C"], CANARY.encode(), by=at.moa)

    filed = await at.served.look(queries.register, SLUG)
    entries = await at.served.look(queries.entries, SLUG)

    assert "kanarie" not in repr(filed) + repr(entries)


# -- live, and swept


async def test_the_page_with_the_frames_since_is_the_page_fetched_anew(held: House) -> None:
    at = held.desk
    anna = await held.chair("C", "Anna Ek")
    number = await at.asked()
    for body in ("Ett", "Två", "Tre"):
        await at.served.do(tell_parties, SLUG, ["C", "S"], body.encode(), by=at.moa)
        await at.served.do(note, SLUG, number, body.encode(), by=at.moa)
    pages = [LivePage((await at.get(f"/{number}")).text), LivePage((await anna.get()).text)]
    await anna.post("/messages/2/acknowledge")
    await at.told("/notes/2/remove")
    await at.served.do(tell_parties, SLUG, ["C"], b"Fyra", by=at.ali)
    await at.served.do(note, SLUG, number, b"Fyra", by=at.ali)

    for page, channel in zip(pages, (channels.desk(SLUG), channels.party(SLUG, "C")), strict=True):
        for frame in await frames(at, channel, page.seq):
            page.take(json.loads(frame))
    anew = [LivePage((await at.get(f"/{number}")).text), LivePage((await anna.get()).text)]

    for page, fresh, names in zip(
        pages, anew, (["messages", f"notes-{number}"], ["messages", "messages-read"]), strict=True
    ):
        for name in names:
            assert page.live.at(name).written() == fresh.live.at(name).written()


async def test_the_timekeeper_sweeps_when_the_time_has_come_and_never_where_it_is_told_not_to(
    held: House,
) -> None:
    at = held.desk
    await at.served.do(note, SLUG, await at.asked(), CANARY.encode(), by=at.moa)
    await held.close()
    house_ = at.served.house
    await timekeeping.look(house_)
    assert len(await at.served.look(notes.notes, SLUG)) == 1

    at.served.clock.now += timedelta(days=31)
    await timekeeping.look(replace(house_, swept_after=timedelta(0)))
    assert len(await at.served.look(notes.notes, SLUG)) == 1
    await timekeeping.look(house_)

    assert await at.served.look(notes.notes, SLUG) == []
    assert (await at.served.look(queries.entries, SLUG, "sitting"))[-1].facts["notes"] == 1
