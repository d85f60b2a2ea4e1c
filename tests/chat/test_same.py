"""Posts that say the same, word for word: each row says which was the first, on the page and in every frame."""

from app.chat.alike import said_alike
from app.records import channels
from tests.chat.bureau import Bureau
from tests.chat.test_asides import at, frames, held  # noqa: F401 - fixtures
from tests.dom import parse
from tests.routing.stage import SLUG


def test_words_are_compared_whatever_stands_between_them():
    assert said_alike("Stoppa  bygget NU!!!") == said_alike("stoppa bygget, nu")
    assert said_alike("stoppa bygget") != said_alike("stoppa bygget nu")
    assert said_alike("!!!") != said_alike("???")


async def test_a_post_that_repeats_another_says_which(at: Bureau) -> None:  # noqa: F811
    first, other = await at.asked("Stoppa bygget nu!"), await at.asked("När går bussen?")
    again = [await at.asked("STOPPA BYGGET, NU") for _ in range(3)]

    page = parse((await at.get()).text)

    assert [page.at(f"q-{number}").attrs.get("data-same") for number in (first, other, *again)] == [
        None,
        None,
        *[str(first)] * 3,
    ]
    assert f"likadan som {first}" in page.at(f"q-{again[0]}").text
    told = [frame for frame in await frames(at, channels.desk(SLUG)) if f'"q-{again[1]}"' in frame]
    assert f'data-same=\\"{first}\\"' in told[-1]
