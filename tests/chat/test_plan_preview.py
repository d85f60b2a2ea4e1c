"""How the public page will read, seen in the organiser's form before anything is saved (M1)."""

from datetime import date

import httpx2
import pytest

from app.chat import plan_preview
from app.records import queries
from tests.chat.offices import PLAN, Office, held, value, words
from tests.routing.stage import SLUG


async def test_looking_at_a_new_sitting_makes_nothing_and_keeps_all_that_is_typed(
    office: Office, olle: httpx2.AsyncClient
) -> None:
    page = await olle.post("/organiser/new", data={**PLAN, "do": "look"})

    assert page.status_code == 200
    assert (value(page, "slug"), value(page, "live_at")) == (PLAN["slug"], PLAN["live_at"])
    shown = words(page).partition("Så ser medborgarna det")[2]
    for text in (
        "tisdag 1 december 2026",
        "18.00",
        "18.45",
        PLAN["title"],
        PLAN["afterwards"],
        "dialog@example.se",
    ):
        assert text in shown
    assert "önskat parti (frivilligt)" in shown
    assert "namn (frivilligt)" not in shown
    assert PLAN["slug"] not in {each.slug for each in await office.served.look(queries.sittings)}


async def test_looking_at_a_change_saves_nothing_and_remembers_what_it_was_made_from(
    office: Office, olle: httpx2.AsyncClient
) -> None:
    before = await held(office, SLUG)

    page = await olle.post(f"/{SLUG}/settings", data={**PLAN, "seen": "0", "do": "look"})

    assert PLAN["title"] in words(page).partition("Så ser medborgarna det")[2]
    assert value(page, "seen") == "0"
    assert await held(office, SLUG) == before


@pytest.mark.parametrize("typed", ["", "igår", "2026-13-45T99:99", "\x00", "18:00"])
def test_a_time_that_cannot_be_read_is_left_out(typed: str) -> None:
    seen = plan_preview.of({"live_at": typed, "feedback_by": typed, "ends_at": "2026-12-01T19:00"})

    assert (seen.day, seen.start, seen.feedback_by) == (None, "–", None)
    assert seen.end == "19.00"


def test_a_day_is_read_as_a_day() -> None:
    assert plan_preview.of({"feedback_by": "2026-12-24"}).feedback_by == date(2026, 12, 24)
