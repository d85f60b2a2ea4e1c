"""Posts that say the same, word for word: each row says which was the first, on the page and in every frame."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.chat import newsroom
from app.chat.alike import said_alike
from app.records import channels
from tests.chat.bureau import Bureau, bureau
from tests.dom import parse
from tests.routing.stage import SLUG


@pytest.fixture
async def at(tmp_path: Path) -> AsyncIterator[Bureau]:
    async with bureau(tmp_path) as made:
        yield made


def test_words_are_compared_whatever_stands_between_them():
    assert said_alike("Stoppa  bygget NU!!!") == said_alike("stoppa bygget, nu")
    assert said_alike("stoppa bygget") != said_alike("stoppa bygget nu")
    assert said_alike("!!!") != said_alike("???")


async def test_a_post_that_repeats_another_says_which(at: Bureau) -> None:
    first, other = await at.asked("Stoppa bygget nu!"), await at.asked("När går bussen?")
    again = [await at.asked("STOPPA BYGGET, NU") for _ in range(3)]

    page = parse((await at.get()).text)
    told = await at.served.look(
        newsroom.read, channels.desk(SLUG), 0, (newsroom.html("sv"),), at.served.house.alikes
    )
    frames = "".join(text for frame in told.frames["html:sv"] for text in frame.texts)

    says = {number: page.at(f"q-{number}").attrs.get("data-same") for number in (first, other, *again)}
    assert says == {first: None, other: None} | dict.fromkeys(again, str(first))
    assert f"likadan som {first}" in page.at(f"q-{again[0]}").text
    assert [int(each) for each in re.findall(r'data-at=\\"(\d+)\\" data-same=\\"1\\"', frames)] == again
