"""The organiser's pages over HTTP: planning a sitting and changing it (M1, M2, M33)."""

from datetime import UTC, date, datetime

import httpx2
import pytest

from app.records import queries
from app.records.vocabulary import (
    Distribution,
    Malformed,
    Refusal,
    SittingState,
    TooLarge,
)
from tests.chat.offices import JSON, PLAN, Office, beside, focused, held, sentence, value, words
from tests.routing.stage import SLUG


async def as_shown(client: httpx2.AsyncClient, path: str, names: tuple[str, ...]) -> dict[str, str]:
    """The fields as the form on the page has them."""
    page = await client.get(path)
    return {name: value(page, name) for name in names}


# -- planning


async def test_a_sitting_is_planned_with_everything_in_the_form(
    office: Office, olle: httpx2.AsyncClient
) -> None:
    reply = await olle.post("/organiser/new", data=PLAN)

    planned = await held(office, "skolan-2026")
    assert (reply.status_code, reply.headers["location"]) == (303, "/skolan-2026/settings/seats")
    assert planned.state is SittingState.PLANNED
    assert (planned.title, planned.commission) == (
        "Skolan och bussen",
        "Hur ska eleverna komma\ntill skolan?",
    )
    assert (planned.afterwards, planned.feedback_by) == ("Nämnden läser allt.", date(2026, 12, 24))
    assert (planned.official, planned.contact) == ("Enheten för dialog", "dialog@example.se")
    assert planned.opens_at == datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
    assert planned.live_at == datetime(2026, 12, 1, 17, 0, tzinfo=UTC)
    assert planned.intake_ends_at == datetime(2026, 12, 1, 17, 45, tzinfo=UTC)
    assert planned.ends_at == datetime(2026, 12, 1, 18, 0, tzinfo=UTC)
    assert (planned.advised_length, planned.publish_at_once) == (600, True)
    assert (planned.distribution, planned.wishes, planned.names) == (Distribution.FEWEST, True, False)
    assert (planned.rules_version, planned.case_number) == ("2026-1", "KS 2026/17")
    assert not planned.rehearsal


async def test_the_new_form_is_filled_in_with_what_most_will_want(olle: httpx2.AsyncClient) -> None:
    page = await olle.get("/organiser/new")

    assert (value(page, "zone"), value(page, "advised_length")) == ("Europe/Stockholm", "500")
    assert value(page, "rules_version") == "2026-1"
    assert 'id="wishes" name="wishes" value="1" checked' in page.text


ORDER, TIME, DAY, EMPTY = (Malformed(detail) for detail in ("order", "time", "date", "empty"))
ADDRESS, ZONE, UNREADABLE = (Malformed(detail) for detail in ("slug", "zone", "encoding"))
COUNT = Malformed("number", most=8000)


@pytest.mark.parametrize(
    ("field", "given", "said"),
    [
        ("slug", "", EMPTY),
        ("slug", "Skolan", ADDRESS),
        ("slug", "ab", ADDRESS),
        ("slug", "organiser", ADDRESS),
        ("slug", "../etc", ADDRESS),
        ("slug", SLUG, Malformed("slug_taken")),
        ("title", " \t ", EMPTY),
        ("title", "x" * 201, TooLarge("text", most=200)),
        ("title", "a\x00b", UNREADABLE),
        ("commission", "", EMPTY),
        ("commission", "å" * 2001, TooLarge("text", most=2000)),
        ("afterwards", "", EMPTY),
        ("official", "", EMPTY),
        ("contact", "", EMPTY),
        ("feedback_by", "igår", DAY),
        ("feedback_by", "0001-01-01", DAY),
        ("zone", "Mars/Olympus", ZONE),
        ("zone", "../../etc/passwd", ZONE),
        ("opens_at", "", TIME),
        ("opens_at", "2026-13-45T99:99", TIME),
        ("opens_at", "0001-01-01T00:00", TIME),
        ("opens_at", "9999-12-31T23:59", TIME),
        ("opens_at", "2026-11-24T08:00+02:00", TIME),
        ("live_at", "2026-11-01T18:00", ORDER),
        ("intake_ends_at", "2026-12-01T18:00", ORDER),
        ("ends_at", "2026-12-01T18:30", ORDER),
        ("advised_length", "0", COUNT),
        ("advised_length", "8001", COUNT),
        ("advised_length", "många", COUNT),
        ("advised_length", "9" * 5000, COUNT),
        ("distribution", "lottning", Malformed("choice")),
        ("rules_version", "1999-1", Malformed("rules_version")),
    ],
)
async def test_what_is_wrong_is_told_beside_its_field_and_everything_typed_is_kept(
    office: Office, olle: httpx2.AsyncClient, field: str, given: str, said: Refusal
) -> None:
    typed = {**PLAN, field: given}

    reply = await olle.post("/organiser/new", data=typed)

    assert reply.status_code in (400, 413)
    assert beside(reply, field) == sentence(said)
    kept = ("slug", "title", "commission", "official", "opens_at", "advised_length", "feedback_by")
    assert {name: value(reply, name) for name in kept} == {name: typed[name] for name in kept}
    assert {each.slug for each in await office.served.look(queries.sittings)} == {SLUG}


async def test_several_wrong_fields_are_told_at_once_and_the_first_gets_the_focus(
    olle: httpx2.AsyncClient,
) -> None:
    reply = await olle.post("/organiser/new", data={**PLAN, "contact": "", "title": "", "ends_at": "sent"})

    assert [beside(reply, field) for field in ("title", "contact", "ends_at")] == [
        sentence(each) for each in (EMPTY, EMPTY, TIME)
    ]
    assert focused(reply) == "title"
    assert "3 uppgifter behöver rättas. Ingenting är sparat än." in words(reply)


async def test_what_is_empty_hides_nothing_else_that_is_wrong(olle: httpx2.AsyncClient) -> None:
    reply = await olle.post(
        "/organiser/new",
        data={**PLAN, "title": "", "slug": "Å", "ends_at": "2026-11-01T18:00", "rules_version": "x"},
    )

    said = {field: beside(reply, field) for field in ("title", "slug", "ends_at", "rules_version")}
    assert list(said.values()) == [
        sentence(each) for each in (EMPTY, ADDRESS, ORDER, Malformed("rules_version"))
    ]


async def test_a_form_that_says_nothing_at_all_is_a_form_with_everything_wrong(
    olle: httpx2.AsyncClient,
) -> None:
    page, script = await olle.post("/organiser/new"), await olle.post("/organiser/new", headers=JSON)

    assert (page.status_code, script.status_code) == (400, 400)
    assert script.json()["code"] == "malformed"


@pytest.mark.parametrize(
    ("local", "said", "fold", "utc"),
    [
        (
            "2026-10-25T02:30",
            "hour_comes_twice",
            "0",
            datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        ),
        (
            "2026-10-25T02:30",
            "hour_comes_twice",
            "1",
            datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
        ),
        ("2026-03-29T02:30", "no_such_hour", "0", datetime(2026, 3, 29, 0, 30, tzinfo=UTC)),
        ("2026-03-29T02:30", "no_such_hour", "1", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
    ],
)
async def test_an_hour_that_is_none_or_two_is_asked_about_with_both_choices(
    office: Office, olle: httpx2.AsyncClient, local: str, said: str, fold: str, utc: datetime
) -> None:
    typed = {**PLAN, "opens_at": local}

    asked = await olle.post("/organiser/new", data=typed)
    await olle.post("/organiser/new", data={**typed, "opens_at_fold": fold})

    assert beside(asked, "opens_at") == sentence(Malformed(said))
    assert asked.text.count('type="radio" name="opens_at_fold"') == 2
    assert value(asked, "title") == PLAN["title"]
    assert (await held(office, "skolan-2026")).opens_at == utc


async def test_the_choice_of_hour_is_kept_while_something_else_is_put_right(
    olle: httpx2.AsyncClient,
) -> None:
    typed = {**PLAN, "opens_at": "2026-10-25T02:30", "opens_at_fold": "1", "title": ""}

    reply = await olle.post("/organiser/new", data=typed)

    assert value(reply, "opens_at_fold") == "1"
    assert "opens_at-error" not in reply.text


async def test_a_time_that_comes_twice_is_not_asked_about_again_while_it_stands(
    office: Office, olle: httpx2.AsyncClient
) -> None:
    await olle.post("/organiser/new", data={**PLAN, "opens_at": "2026-10-25T02:30", "opens_at_fold": "1"})
    fields = {**PLAN, "opens_at": "2026-10-25T02:30", "title": "Ny rubrik"}

    reply = await olle.post("/skolan-2026/settings", data=fields)

    assert reply.status_code == 303
    assert (await held(office, "skolan-2026")).opens_at == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


async def test_a_time_in_a_zone_of_its_own_is_read_on_its_clocks(
    office: Office, olle: httpx2.AsyncClient
) -> None:
    await olle.post("/organiser/new", data={**PLAN, "zone": "Europe/Helsinki"})

    assert (await held(office, "skolan-2026")).live_at == datetime(2026, 12, 1, 16, 0, tzinfo=UTC)


# -- changing


async def changed(client: httpx2.AsyncClient, **fields: str) -> httpx2.Response:
    """The settings of the live sitting as they stand, with these put in their place."""
    names = (*PLAN, "seen")
    now = await as_shown(client, f"/{SLUG}/settings", names)
    boxes = {"wishes": "1", "names": "1", "publish_at_once": "", "distribution": "turn_order"}
    return await client.post(f"/{SLUG}/settings", data={**now, **boxes, **fields})


async def test_the_plan_can_be_changed_and_what_is_left_alone_stands(
    office: Office, olle: httpx2.AsyncClient
) -> None:
    before = await held(office)

    reply = await changed(olle, title="Bussarna i morgon")

    after = await held(office)
    assert reply.headers["location"] == f"/{SLUG}/settings?done=change"
    assert after.title == "Bussarna i morgon"
    assert (after.live_at, after.commission, after.seats) == (before.live_at, before.commission, before.seats)
    assert "Ändringarna är sparade." in words(await olle.get(reply.headers["location"]))


async def test_two_organisers_at_once_never_overwrite_each_other_unseen(
    office: Office, olle: httpx2.AsyncClient
) -> None:
    seen = value(await olle.get(f"/{SLUG}/settings"), "seen")
    await changed(olle, title="Den andras rubrik")

    stale = await changed(olle, title="Min rubrik", contact="min@example.se", seen=seen)
    between = await held(office)
    again = await changed(olle, title="Min rubrik", seen=value(stale, "seen"))

    assert stale.status_code == 409
    assert "Någon annan har ändrat frågestunden medan du skrev." in words(stale)
    assert "Där står nu: Den andras rubrik" in words(stale)
    assert (value(stale, "title"), value(stale, "contact")) == ("Min rubrik", "min@example.se")
    assert between.title == "Den andras rubrik"
    assert (again.status_code, (await held(office)).title) == (303, "Min rubrik")


async def test_address_and_rehearsal_are_decided_once(office: Office, olle: httpx2.AsyncClient) -> None:
    reply = await changed(olle, slug="en-annan", rehearsal="1")

    after = await held(office)
    assert reply.status_code == 303
    assert (after.slug, after.rehearsal) == (SLUG, False)


@pytest.mark.parametrize("seen", ["x", "-1", "9" * 50])
async def test_a_version_that_is_no_number_changes_nothing(
    office: Office, olle: httpx2.AsyncClient, seen: str
) -> None:
    before = await held(office)

    reply = await changed(olle, title="Ny", seen=seen)

    assert reply.status_code == 400
    assert value(reply, "title") == "Ny"
    assert await held(office) == before


async def test_what_is_written_cannot_act_on_the_page(olle: httpx2.AsyncClient) -> None:
    await changed(olle, title='"><script>alert(1)</script>', commission="</textarea><img src=x onerror=a>")

    page = await olle.get(f"/{SLUG}/settings")

    assert "<script>alert" not in page.text
    assert "<img" not in page.text
    assert value(page, "title") == '"><script>alert(1)</script>'


async def test_a_sitting_that_is_not_there_is_said_so(olle: httpx2.AsyncClient) -> None:
    paths = ("settings", "settings/seats", "settings/copy", "settings/remove", "settings/close")

    got = [(await olle.get(f"/ingen/{path}")).status_code for path in paths]
    posted = [
        (await olle.post(f"/ingen/{path}", data={"sure": "1", "slug": "abc"})).status_code
        for path in paths[:4]
    ]

    assert got == [404] * 5
    assert posted == [404] * 4
