"""What the public and the asker see of what was changed: all of it to the asker, nothing struck to anybody else."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest

from app.records import channels
from app.records.vocabulary import CITIZEN, EditReason, UnpublishReason
from app.routing import desk, panel, publishing
from app.routing.intake import ask
from app.routing.receipts import receipt
from tests.chat.bureau import Bureau, bureau
from tests.chat.test_asides import frames
from tests.dom import parse
from tests.routing.stage import SLUG, politician

HIDDEN = [EditReason.PERSONAL_DATA, EditReason.SECRECY, EditReason.MISTAKE]


@pytest.fixture
async def at(tmp_path: Path) -> AsyncIterator[Bureau]:
    async with bureau(tmp_path) as made:
        yield made


async def reworded(at: Bureau, body: str, wording: str, why: EditReason) -> int:
    number = await at.answered(body=body)
    await at.served.do(desk.edit, SLUG, number, wording.encode(), why, by=at.moa)
    await at.served.do(publishing.publish, SLUG, number, by=at.moa)
    return number


@pytest.mark.parametrize("why", HIDDEN)
async def test_what_was_struck_to_protect_somebody_is_nowhere_in_public(at: Bureau, why: EditReason) -> None:
    number = await reworded(at, "Grannen kanarie41733 Ek kör buss", "Grannen kör buss", why)
    await at.served.do(
        publishing.correct, SLUG, number, "question", b"Grannen tar bussen", EditReason.WORDING, by=at.moa
    )
    await at.served.do(
        publishing.correct, SLUG, number, "C", b"Svar om kanarie41733", EditReason.WORDING, by=at.moa
    )
    await at.served.do(publishing.correct, SLUG, number, "C", b"Svar.", why, by=at.moa)

    changes = await at.served.get(f"/{SLUG}/changes/{number}")

    assert changes.status_code == 200
    assert "[struket]" in changes.text
    assert parse(changes.text).all("ins")
    assert "kanarie" not in changes.text
    assert "kanarie" not in (await at.served.get(f"/{SLUG}")).text
    for form in ("html:sv", "json"):
        assert "kanarie" not in "".join(await frames(at, channels.public(SLUG), form=form))


async def test_a_change_of_language_is_shown_whole_from_the_card(at: Bureau) -> None:
    number = await reworded(at, "Bussarna är sena varför", "Varför är bussarna sena?", EditReason.WORDING)

    page = (await at.served.get(f"/{SLUG}")).text
    assert f'href="/{SLUG}/changes/{number}"' in page
    changes = parse((await at.served.get(f"/{SLUG}/changes/{number}")).text)

    assert changes.all("del")
    assert changes.all("ins")
    assert "skäl: språk" in changes.text


async def test_the_earlier_answer_can_be_read_when_a_fact_was_corrected(at: Bureau) -> None:
    number = await at.published()
    await at.served.do(
        publishing.correct, SLUG, number, "C", b"Svar om 20 bussar.", EditReason.FACT, by=at.moa
    )

    changes = parse((await at.served.get(f"/{SLUG}/changes/{number}")).text)

    assert "från C" in changes.first("del").text
    assert "om 20 bussar" in changes.first("ins").text


async def test_nothing_is_shown_of_what_is_not_on_the_page_or_was_not_changed(at: Bureau) -> None:
    plain = await at.published()
    gone = await reworded(at, "ett", "två", EditReason.WORDING)
    await at.served.do(publishing.unpublish, SLUG, gone, UnpublishReason.PRIVACY, by=at.moa)
    waiting = await at.answered(body="ett")
    await at.served.do(desk.edit, SLUG, waiting, b"kanarie41733", EditReason.WORDING, by=at.moa)

    for number in (plain, gone, waiting, 999):
        assert (await at.served.get(f"/{SLUG}/changes/{number}")).status_code == 404


async def test_the_asker_sees_all_that_was_changed_in_the_own_words(at: Bureau) -> None:
    number, token = await _asked(at, "Grannen kanarie41733 kör")
    await at.served.do(desk.assign, SLUG, number, ["C"], by=at.moa)
    await at.served.do(panel.answer, SLUG, number, b"Ja.", by=politician("C"))
    await at.served.do(desk.edit, SLUG, number, "Grannen kör".encode(), EditReason.PERSONAL_DATA, by=at.moa)
    await at.served.do(publishing.publish, SLUG, number, by=at.moa)

    page = parse((await at.served.get(f"/receipt/{token}")).text)
    whole = parse((await at.served.get(f"/receipt/{token}?changes=1")).text)

    assert "Moderatorn ändrade texten innan den visades. Skäl: personuppgifter." in page.text
    assert "kanarie41733" in page.first("p", "voice").text
    assert "kanarie41733" in whole.first("del").text


async def _asked(at: Bureau, body: str) -> tuple[int, str]:
    ticket, stored = uuid4(), body.encode()
    given = receipt(b"k" * 32, SLUG, ticket, stored)
    arrived = at.served.clock.now
    asked = await at.served.do(ask, SLUG, by=CITIZEN, arrived=arrived, body=stored, receipt=given)
    return asked.number, given.token
