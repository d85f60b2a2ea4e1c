"""A channel that nobody rings for: when it is looked at, and how its viewers hear that it is still there."""

import asyncio
from collections.abc import Collection

from app.chat.channel import TOGETHER, Channel
from app.chat.line import Told
from app.chat.newsroom import html
from app.records import channels
from tests.chat.listening import Ear, Floor
from tests.routing.stage import SLUG

PUBLIC, DESK = channels.public(SLUG), channels.desk(SLUG)
SV = html("sv")


class Quiet:
    """A newsroom where nothing happens; a reading of it fails as often as it is told to."""

    def __init__(self, head: int = 0, failures: int = 0) -> None:
        self.head = head
        self.failures = failures
        self.has_failed, self.has_read = asyncio.Event(), asyncio.Event()

    async def heads(self, channels: Collection[str]) -> tuple[str, dict[str, int]]:
        return "once", dict.fromkeys(channels, self.head)

    async def read(self, channel: str, after: int, forms: Collection[str]) -> Told:
        if self.failures:
            self.failures -= 1
            self.has_failed.set()
            raise OSError
        self.has_read.set()
        return Told(self.head, "once", self.head, dict.fromkeys(forms, ()))

    def unnumbered(self, channel: str, form: str, **facts: object) -> str:
        return "{}"


async def followed(newsroom: Quiet, count: int) -> tuple[Channel, list[Ear]]:
    channel = Channel(PUBLIC, newsroom, lambda _epoch: True)
    await channel.open()
    ears = [Ear(channel.head) for _ in range(count)]
    for ear in ears:
        channel.line(SV).follow(ear)
    return channel, ears


async def looked(house: Floor) -> int:
    """How often the records were looked into while the hub ticked some times."""
    newsroom, before = house.newsroom, house.newsroom.looks
    while not newsroom.ticked.locked():
        await newsroom.ticked.acquire()
    for _ in range(4):
        await newsroom.ticked.acquire()
    return newsroom.looks - before


async def test_while_nothing_is_committed_nothing_is_read_and_a_lost_bell_is_found_all_the_same(
    house: Floor,
) -> None:
    ear = Ear(house.stage.head("public"))
    await house.hub.join(PUBLIC, SV, ear)
    house.deaf = True
    await looked(house)

    assert await looked(house) == 0
    await house.do(house.stage.published)
    await ear.reach(house.stage.head("public"))

    assert [frame["put"] for frame in ear.frames] == ["q-1"]


async def test_a_channel_that_is_followed_later_is_looked_at_once_more(house: Floor) -> None:
    await house.hub.join(PUBLIC, SV, Ear(house.stage.head("public")))
    await looked(house)
    house.newsroom.looks = 0

    await house.hub.join(DESK, SV, Ear(0))
    await looked(house)

    assert house.newsroom.looks == 2  # when it was opened, and by the next tick


async def test_a_reading_that_failed_is_tried_again_by_the_next_look() -> None:
    newsroom = Quiet(failures=1)
    channel, _ = await followed(newsroom, 1)

    channel.hear(1)
    await newsroom.has_failed.wait()
    await asyncio.sleep(0)
    assert channel.head == 0
    newsroom.head = 1
    channel.hear(0)
    await newsroom.has_read.wait()
    await asyncio.sleep(0)

    assert channel.head == 1


async def test_ten_thousand_hear_of_a_quiet_line_by_and_by_and_each_of_them_once() -> None:
    channel, ears = await followed(Quiet(), 3 * TOGETHER)

    channel.say_head()
    await asyncio.sleep(0)
    first = sum(len(ear.pieces) for ear in ears)
    channel.say_head()  # those who are not through yet are not begun with anew
    for ear in ears:
        await ear.until(lambda each: bool(each.pieces))

    assert first == TOGETHER
    assert {len(ear.pieces) for ear in ears} == {1}
    channel.stop()


async def test_who_has_left_or_is_full_meanwhile_is_not_told_that_the_line_is_quiet() -> None:
    channel, ears = await followed(Quiet(), 2 * TOGETHER)
    channel.say_head()
    await asyncio.sleep(0)
    waiting = [ear for ear in ears if not ear.pieces]
    gone, full, *others = waiting

    channel.line(SV).leave(gone)
    full.writable = False
    for ear in others:
        await ear.until(lambda each: bool(each.pieces))

    assert not gone.pieces
    assert not full.pieces
