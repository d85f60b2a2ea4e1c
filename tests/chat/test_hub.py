"""Followers of one line: each is a cursor, told once what it lacks, whatever happens on the way."""

import asyncio
import random
from pathlib import Path
from typing import Any

import pytest

from app.chat.newsroom import JSON, html, read
from app.records import channels
from app.records.vocabulary import EditReason, SittingState, Unavailable, UnpublishReason
from app.routing import desk, panel, publishing, sittings
from tests.chat.listening import Ear, Floor, Page, floor
from tests.routing.stage import MOA, ORGANISER, SLUG, Stage, politician

PUBLIC, DESK = channels.public(SLUG), channels.desk(SLUG)
SV, EN = html("sv"), html("en")


def unpublish(stage: Stage, number: int, reason: UnpublishReason = UnpublishReason.PRIVACY) -> None:
    stage.do(publishing.unpublish, SLUG, number, reason, by=MOA)


def anew(house: Floor, channel: str = PUBLIC, form: str = SV) -> dict[str, Any]:
    """What a page shows that has read everything from the records just now."""
    page, after = Page(), 0
    while True:
        told = house.stage.reading.look(read, channel, after, (form,))
        page.apply(frames_of(told.frames[form]))
        if told.upto == told.head:
            return page.things
        after = told.upto


def frames_of(frames: Any) -> list[dict[str, Any]]:
    ear = Ear()
    ear.pieces.append(frames)
    return ear.frames


async def test_an_up_to_date_viewer_gets_every_number_once_and_in_order(house: Floor) -> None:
    ear = Ear(house.stage.head("public"))
    assert await house.hub.join(PUBLIC, SV, ear)

    for _ in range(3):
        await house.do(house.stage.published)
        await ear.reach(house.stage.head("public"))

    assert ear.numbers == list(range(ear.numbers[0], house.stage.head("public") + 1))


async def test_viewers_of_one_line_are_given_the_very_same_frames(house: Floor) -> None:
    ears = [Ear(house.stage.head("public")) for _ in range(3)]
    for ear in ears:
        await house.hub.join(PUBLIC, SV, ear)

    await house.do(house.stage.published)
    for ear in ears:
        await ear.reach(house.stage.head("public"))

    first = [frame for piece in ears[0].pieces for frame in piece]
    assert all(
        [frame for piece in ear.pieces for frame in piece][i] is first[i]
        for ear in ears
        for i in range(len(first))
    )


async def test_the_news_is_read_once_however_many_follow_it_in_however_many_forms(house: Floor) -> None:
    forms = (SV, EN, JSON)
    head = house.stage.head("public")
    ears = [Ear(head) for _ in range(30)]
    for turn, ear in enumerate(ears):
        await house.hub.join(PUBLIC, forms[turn % 3], ear)

    await house.do(house.stage.published)
    for ear in ears:
        await ear.reach(house.stage.head("public"))

    assert house.newsroom.reads == [(PUBLIC, head)]


async def test_bells_that_ring_during_a_reading_share_the_next_one(house: Floor) -> None:
    ear = Ear(house.stage.head("public"))
    await house.hub.join(PUBLIC, SV, ear)
    house.newsroom.go_on.clear()

    for _ in range(5):
        await house.do(house.stage.published)
    house.newsroom.go_on.set()
    await ear.reach(house.stage.head("public"))

    assert len(house.newsroom.reads) == 2
    assert len(ear.pieces) == 2  # the first at once, and then one write for all that came meanwhile
    assert [frame["put"] for frame in ear.frames] == ["q-1", "q-2", "q-3", "q-4", "q-5"]


async def test_a_page_at_n_and_the_frames_since_are_the_page_fetched_anew(house: Floor) -> None:
    stage = house.stage
    first = await house.do(stage.published)
    second = await house.do(stage.published, "C", "S")
    follow_up = await house.do(stage.published, follow_up_to=second)
    page = Page(anew(house), stage.head("public"))
    ear = Ear(page.seq)
    await house.hub.join(PUBLIC, SV, ear)

    await house.do(unpublish, stage, first)
    await house.do(unpublish, stage, second)
    await house.do(stage.do, publishing.republish, SLUG, second, by=MOA)
    await house.do(stage.do, publishing.correct, SLUG, follow_up, "C", b"Nytt svar.", EditReason.FACT, by=MOA)
    await house.do(stage.do, desk.announce, SLUG, "Vi börjar snart.".encode(), by=MOA)
    await ear.reach(stage.head("public"))

    assert page.apply(ear.frames).things == anew(house)
    assert set(page.things) == {"w-1", "q-2", "q-3", "n-1", "sitting"}


async def test_a_late_viewer_is_told_each_thing_once_as_it_stands_now(house: Floor) -> None:
    await house.do(house.stage.published)
    await house.do(unpublish, house.stage, 1)
    await house.do(house.stage.published)
    ear = Ear(0)

    await house.hub.join(PUBLIC, SV, ear)
    await ear.reach(house.stage.head("public"))

    things = [str(frame.get("put") or frame.get("drop")) for frame in ear.frames]
    assert sorted(things) == sorted(set(things))
    assert Page().apply(ear.frames).things == anew(house)


async def test_what_is_unpublished_is_never_sent_again(house: Floor) -> None:
    await house.do(house.stage.published, body="En hemlighet om grannen.")
    early = Ear(0)
    await house.hub.join(PUBLIC, SV, early)
    await early.reach(house.stage.head("public"))
    slow = Ear(0, slow=True)
    await house.hub.join(PUBLIC, SV, slow)
    held = [frame for piece in slow.pieces for frame in piece]

    await house.do(unpublish, house.stage, 1)
    await early.reach(house.stage.head("public"))
    late = Ear(0)
    await house.hub.join(PUBLIC, SV, late)
    await late.reach(house.stage.head("public"))

    assert "hemlighet" in str(early.frames)
    assert "hemlighet" not in str(late.frames)
    assert [frame.old for frame in held if "hemlighet" in frame.texts[0]] == [True]


async def test_what_is_unpublished_while_it_is_read_back_is_not_sent(house: Floor) -> None:
    await house.do(house.stage.published, body="En hemlighet om grannen.")
    follower = Ear(house.stage.head("public"))
    await house.hub.join(PUBLIC, SV, follower)
    house.newsroom.go_on.clear()
    house.newsroom.has_read.clear()
    late = Ear(0)
    await house.hub.join(PUBLIC, SV, late)
    await house.newsroom.has_read.wait()

    await house.do(unpublish, house.stage, 1)
    house.newsroom.go_on.set()
    await late.reach(house.stage.head("public"))

    assert "hemlighet" not in str(late.frames)
    assert Page().apply(late.frames).things == anew(house)


async def test_a_slow_viewer_stands_still_and_gets_what_it_lacks_in_pieces(house: Floor) -> None:
    slow = Ear(house.stage.head("public"), slow=True)
    await house.hub.join(PUBLIC, SV, slow)

    for _ in range(12):
        await house.do(house.stage.published, body="å" * 3500)
    quick = Ear(0)
    await house.hub.join(PUBLIC, SV, quick)
    await quick.reach(house.stage.head("public"))
    assert len(slow.pieces) == 1
    while slow.seq < house.stage.head("public"):
        slow.drain(house.hub)
        await slow.until(lambda ear: not ear.writable or ear.seq == house.stage.head("public"))

    assert len(slow.pieces) > 3
    assert max(sum(frame.size for frame in piece) for piece in slow.pieces) <= 32_768
    assert Page().apply(slow.frames).things.items() <= anew(house).items()
    assert slow.numbers == sorted(slow.numbers)


async def test_a_lost_bell_delays_and_never_loses(house: Floor) -> None:
    ear = Ear(house.stage.head("public"))
    await house.hub.join(PUBLIC, SV, ear)
    house.deaf = True

    await house.do(house.stage.published)
    await ear.reach(house.stage.head("public"))

    assert [frame["put"] for frame in ear.frames] == ["q-1"]


async def test_a_number_beyond_the_head_or_of_another_epoch_is_told_to_reload(house: Floor) -> None:
    head = house.stage.head("public")

    assert not await house.hub.join(PUBLIC, SV, Ear(head + 1))
    assert not await house.hub.join(PUBLIC, SV, Ear(head), epoch="another")
    assert await house.hub.join(PUBLIC, SV, Ear(head), epoch=house.hub.epoch)


async def test_a_page_that_is_newer_than_the_bell_is_no_page_of_another_time(house: Floor) -> None:
    await house.hub.join(PUBLIC, SV, Ear(house.stage.head("public")))
    house.deaf = True
    await house.do(house.stage.published)

    ear = Ear(house.stage.head("public"))

    assert await house.hub.join(PUBLIC, SV, ear)
    assert ear.frames == []


async def test_numbers_go_on_over_a_restart(file: Path) -> None:
    async with floor(file) as before:
        await before.do(before.stage.plan)
        await before.do(before.stage.bring, SittingState.LIVE)
        await before.do(before.stage.published)
        page = Page(anew(before), before.stage.head("public"))
        epoch = before.stage.reading.look(read, PUBLIC, 0, ()).epoch
        await before.do(before.stage.published)
    async with floor(file) as after:
        ear = Ear(page.seq)

        assert await after.hub.join(PUBLIC, SV, ear, epoch=epoch)
        await ear.reach(after.stage.head("public"))

        assert page.apply(ear.frames).things == anew(after)


async def test_a_long_thread_goes_as_several_frames_of_at_most_15_kb(house: Floor) -> None:
    stage = house.stage
    ear = Ear(stage.head("public"))
    await house.hub.join(PUBLIC, SV, ear)

    number = await house.do(stage.assigned, "C", "S", body='"' * 8192)
    for party in ("C", "S"):
        await house.do(answer, stage, number, party, ("Ett långt svar. " * 1200)[:16000])
    await house.do(stage.do, publishing.publish, SLUG, number, by=MOA)
    await ear.reach(stage.head("public"))

    frames = [frame for piece in ear.pieces for frame in piece]
    assert max(frame.size for frame in frames) <= 15_000
    assert len(frames) == len(ear.numbers) > 7
    assert Page().apply(ear.frames).things == {
        name: thing for name, thing in anew(house).items() if name.startswith("q-")
    }


async def test_a_long_thread_that_gets_shorter_leaves_no_part_behind(house: Floor) -> None:
    stage = house.stage
    number = await house.do(stage.published, body='"' * 8192)
    page = Page(anew(house), stage.head("public"))
    ear = Ear(page.seq)
    await house.hub.join(PUBLIC, SV, ear)
    late = Ear(0)

    await house.do(stage.do, publishing.correct, SLUG, number, "question", b"Kort.", EditReason.FACT, by=MOA)
    await ear.reach(stage.head("public"))
    await house.hub.join(PUBLIC, SV, late)
    await late.reach(stage.head("public"))

    assert "&#34;" not in str(late.frames)
    assert Page().apply(late.frames).things == anew(house)


def answer(stage: Stage, number: int, party: str, body: str) -> None:
    stage.do(panel.answer, SLUG, number, body.encode(), by=politician(party))


async def test_a_quiet_line_is_heard_of(file: Path) -> None:
    async with floor(file, quiet=0.05) as house:
        await house.do(house.stage.plan)
        ear, talker = Ear(house.stage.head("public")), Ear(house.stage.head("public"))
        await house.hub.join(PUBLIC, SV, ear)
        await house.hub.join(PUBLIC, JSON, talker)

        await ear.until(lambda each: bool(each.frames))
        await talker.until(lambda each: bool(each.frames))

        assert ear.frames[0] == {"head": house.stage.head("public")}
        assert talker.frames[0] == {"channel": "public", "head": house.stage.head("public")}


async def test_a_rehearsal_that_is_removed_takes_its_pages_with_it(file: Path) -> None:
    async with floor(file) as house:
        await house.do(house.stage.plan, rehearsal=True)
        await house.do(house.stage.bring, SittingState.LIVE)
        ear = Ear(house.stage.head("public"))
        await house.hub.join(PUBLIC, SV, ear)

        await house.do(house.stage.do, sittings.remove_rehearsal, SLUG, by=ORGANISER)
        await ear.until(lambda each: each.dismissed is not None)

        assert ear.frames == [{"reload": True}]
        assert ear.dismissed == (1000, "reload")


async def test_everybody_is_sent_away_with_a_wait_of_their_own_when_the_server_stops(house: Floor) -> None:
    ears = [Ear(0) for _ in range(20)]
    for ear in ears:
        await house.hub.join(PUBLIC, SV, ear)

    await house.hub.close(patience=0.01)

    dismissed = [ear.dismissed for ear in ears if ear.dismissed]
    assert {code for code, _ in dismissed} == {1012}
    assert all(0 <= int(wait) <= 5000 for _, wait in dismissed)
    assert len({wait for _, wait in dismissed}) > 10
    with pytest.raises(Unavailable):
        await house.hub.join(PUBLIC, SV, Ear(0))


@pytest.mark.proves("R7")
async def test_many_are_sent_away_in_even_slices_and_hear_the_news_until_then(house: Floor) -> None:
    ears = [Ear(0) for _ in range(200)]
    for ear in ears:
        await house.hub.join(PUBLIC, SV, ear)
    head = await house.do(house.stage.published) and house.stage.head("public")

    closing = asyncio.create_task(house.hub.close(patience=0.01, over=0.4, away=(3.0, 4.0)))
    await ears[0].until(lambda ear: ear.dismissed is not None)
    gone = sum(ear.dismissed is not None for ear in ears)
    await ears[-1].reach(head)
    await closing

    assert gone == 25
    dismissed = [ear.dismissed for ear in ears if ear.dismissed]
    assert {code for code, _ in dismissed} == {1012}
    assert all(3000 <= int(wait) <= 4000 for _, wait in dismissed)
    assert len(dismissed) == 200


@pytest.mark.parametrize("seed", range(3))
async def test_listeners_cut_at_random_end_equal_to_the_database(house: Floor, seed: int) -> None:
    chance = random.Random(seed)
    pages = [(Page(), form) for form in (SV, EN, JSON) for _ in range(8)]
    ears: list[Ear | None] = [None] * len(pages)
    numbers: list[int] = []

    for _ in range(25):
        await house.do(something, house.stage, numbers, chance)
        for turn, (page, form) in enumerate(pages):
            ear = ears[turn]
            if ear is None:
                ears[turn] = ear = Ear(page.seq, slow=chance.random() < 0.3)
                assert await house.hub.join(PUBLIC, form, ear)
            elif chance.random() < 0.3:
                house.hub.leave(ear)
                page.apply(ear.frames)
                ears[turn] = None
            elif chance.random() < 0.5:
                ear.drain(house.hub)
    head = house.stage.head("public")
    for turn, (page, form) in enumerate(pages):
        ear = ears[turn]
        if ear is not None:
            house.hub.leave(ear)
            page.apply(ear.frames)
        last = Ear(page.seq)
        await house.hub.join(PUBLIC, form, last)
        await last.reach(head)
        page.apply(last.frames)

    assert [page.things for page, _ in pages[:8]] == [anew(house)] * 8
    assert [page.things for page, _ in pages[8:16]] == [anew(house, form=EN)] * 8


def something(stage: Stage, numbers: list[int], chance: random.Random) -> None:
    """Any move that the public hears of."""
    if len(numbers) < 3 or chance.random() < 0.5:
        root = chance.choice(numbers) if numbers and chance.random() < 0.3 else None
        if root is not None and stage.question(root).on_page and stage.question(root).follow_up_to is None:
            numbers.append(stage.published(follow_up_to=root))
        else:
            numbers.append(stage.published())
        return
    view = stage.question(chance.choice(numbers))
    if view.state == "published":
        unpublish(stage, view.number)
    elif view.root_state in (None, "published"):
        stage.do(publishing.republish, SLUG, view.number, by=MOA)
