"""What a moderator who leaves writes to the next: on top of the desk until it is read, and no record of any of it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.records import queries
from app.records.vocabulary import COMMAND_LINE, SYSTEM, Role
from app.routing import sittings, sweeping
from tests.chat.bureau import DESK, Bureau, bureau
from tests.routing.stage import SLUG

TEXT = "Fråga 12 väntar på kansliet.\nHälsa <Siv>."


@pytest.fixture
async def at(tmp_path: Path) -> AsyncIterator[Bureau]:
    async with bureau(tmp_path) as made:
        yield made


async def _ali(at: Bureau) -> dict[str, str]:
    return {"Cookie": await at.served.cookie(at.ali.account or 0)}


async def test_the_next_one_sees_who_wrote_it_and_both_see_who_has_read_it(at: Bureau) -> None:
    left = await at.post("/handover", body=TEXT)
    assert (left.status_code, left.headers["location"]) == (303, DESK)

    theirs = (await at.client.get(DESK, headers=await _ali(at))).text
    assert "Överlämning från Moa Lind" in theirs
    assert "Hälsa &lt;Siv&gt;." in theirs

    read = await at.client.post(f"{DESK}/handover/1/read", data={}, headers=await _ali(at))
    assert read.status_code == 303
    assert "läst av Ali Berg" in (await at.get()).text


async def test_who_was_first_to_read_it_stands(at: Bureau) -> None:
    await at.post("/handover", body=TEXT)
    await at.client.post(f"{DESK}/handover/1/read", data={}, headers=await _ali(at))
    await at.post("/handover/1/read")

    assert "läst av Ali Berg" in (await at.get()).text


async def test_several_are_shown_until_each_is_read(at: Bureau) -> None:
    for text in ("En", "Två"):
        await at.post("/handover", body=text)
    await at.post("/handover/1/read")

    page = (await at.get()).text
    assert ('id="handover-1"' in page, 'id="handover-2"' in page) == (False, True)


async def test_it_is_told_to_the_desk_and_to_nobody_else(at: Bureau) -> None:
    ali = await at.served.talker((await _ali(at))["Cookie"])
    heads = {
        name: await at.served.look(queries.head, f"{SLUG}/{name}") for name in ("desk", "public", "party/C")
    }
    await ali.say("follow", channel="desk", after=heads["desk"])

    await ali.say("hand_over", body="Från ett program.")

    told = await ali.until(heads["desk"] + 1)
    (note,) = next(frame["sitting"]["handovers"] for frame in told if "sitting" in frame)
    assert (note["body"], note["who"], note["reader"]) == ("Från ett program.", "Ali Berg", None)
    for name in ("public", "party/C"):
        assert await at.served.look(queries.head, f"{SLUG}/{name}") == heads[name]


async def test_nothing_is_entered_and_it_is_swept_with_the_drafts(at: Bureau) -> None:
    before = await at.served.look(queries.entries, SLUG)
    await at.post("/handover", body=TEXT)
    assert await at.served.look(queries.entries, SLUG) == before

    await at.served.do(sittings.close_intake, SLUG, by=SYSTEM)
    await at.served.do(sittings.close, SLUG, by=SYSTEM)
    await at.served.do(sweeping.sweep, SLUG, by=SYSTEM)

    assert "Överlämning från" not in (await at.get()).text
    last = (await at.served.look(queries.entries, SLUG, "sitting"))[-1]
    assert last.facts["handovers"] == 1
    await at.served.do(sittings.archive, SLUG, by=COMMAND_LINE)
    assert (await at.post("/handover", body=TEXT)).status_code == 409


@pytest.mark.parametrize("body", ["", "   ", "å" * 1100])
async def test_what_cannot_be_kept_comes_back_as_it_was_typed(at: Bureau, body: str) -> None:
    reply = await at.post("/handover", body=body)

    assert reply.status_code in (400, 413)
    assert body in reply.text


async def test_a_note_that_is_not_there_and_a_reader_who_is_nobody_here_are_refused(at: Bureau) -> None:
    politician = {"Cookie": await at.served.signed_in(Role.POLITICIAN, "C")}

    assert (await at.post("/handover/7/read")).status_code == 404
    assert (
        await at.client.post(f"{DESK}/handover", data={"body": "x"}, headers=politician)
    ).status_code == 403
