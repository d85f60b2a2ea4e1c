"""The organiser's pages over HTTP: planning, seats, the moves, a copy, a rehearsal's end (M1, M2, M4, M5, M33)."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest
from websockets.exceptions import ConnectionClosed

from app.records import people, queries
from app.records.views import SittingView
from app.records.vocabulary import (
    Distribution,
    Malformed,
    OutOfTurn,
    Refusal,
    Role,
    SittingState,
    TooLarge,
    Unknown,
)
from app.routing import desk, sittings
from tests.chat.offices import JSON, Office, beside, focused, sentence, value, words
from tests.chat.serving import serving
from tests.routing.stage import MOA, ORGANISER, SLUG

PLAN = {
    "slug": "skolan-2026",
    "title": "Skolan och bussen",
    "commission": "Hur ska eleverna komma\ntill skolan?",
    "afterwards": "Nämnden läser allt.",
    "feedback_by": "2026-12-24",
    "official": "Enheten för dialog",
    "contact": "dialog@example.se",
    "case_number": "KS 2026/17",
    "zone": "Europe/Stockholm",
    "opens_at": "2026-11-24T08:00",
    "live_at": "2026-12-01T18:00",
    "intake_ends_at": "2026-12-01T18:45",
    "ends_at": "2026-12-01T19:00",
    "advised_length": "600",
    "publish_at_once": "1",
    "distribution": "fewest",
    "wishes": "1",
    "rules_version": "2026-1",
}


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with serving(tmp_path) as served, (made := Office(served)).stack:
        yield made


@pytest.fixture
async def olle(office: Office) -> httpx2.AsyncClient:
    """The browser of an organiser."""
    return await office.browser(await office.account("olle", (Role.ORGANISER,), name="Olle Org"))


async def held(office: Office, slug: str = SLUG) -> SittingView:
    found: SittingView = await office.served.look(queries.sitting, slug)
    return found


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


# -- the moves


async def test_the_sitting_is_led_from_open_to_archive_and_back_to_closing(
    office: Office, olle: httpx2.AsyncClient
) -> None:
    await olle.post("/organiser/new", data=PLAN)
    moves = ("open", "go_live", "pause", "resume", "close_intake", "close", "reopen", "close", "archive")
    states: list[SittingState] = []

    for move in moves:
        page = await olle.get("/skolan-2026/settings")
        offered = "settings/close" if move == "close" else f"settings/moves/{move}"
        assert f"/skolan-2026/{offered}" in page.text
        reply = await olle.post(f"/skolan-2026/settings/moves/{move}")
        assert reply.headers["location"] == f"/skolan-2026/settings?done={move}"
        states.append((await held(office, "skolan-2026")).state)

    assert states == ["open", "live", "live", "live", "closing", "closed", "closing", "closed", "archived"]
    archived = await olle.get("/skolan-2026/settings")
    assert "<fieldset disabled>" in archived.text
    assert "Frågestunden är arkiverad, så planen kan inte ändras." in words(archived)


async def test_a_move_out_of_turn_changes_nothing(office: Office, olle: httpx2.AsyncClient) -> None:
    before = await held(office)

    page = await olle.post(f"/{SLUG}/settings/moves/archive")
    script = await olle.post(f"/{SLUG}/settings/moves/open", headers=JSON)
    unknown = await olle.post(f"/{SLUG}/settings/moves/remove")

    assert [page.status_code, script.status_code, unknown.status_code] == [409, 409, 404]
    assert sentence(OutOfTurn()) in words(page)
    assert await held(office) == before


async def test_before_the_close_one_is_told_what_would_lapse(
    office: Office, olle: httpx2.AsyncClient
) -> None:
    ask = {"body": "Hinns den med?"}
    for _ in range(2):
        await olle.post(f"/{SLUG}/questions", data=ask)
    await olle.post(f"/{SLUG}/settings/moves/close_intake")

    page = await olle.get(f"/{SLUG}/settings/close")
    await olle.post(f"/{SLUG}/settings/moves/close")

    assert "2 frågor har inget utfall än." in words(page)
    counts = await office.served.look(queries.counts, SLUG)
    assert counts.by_state["lapsed"] == 2


# -- a copy


async def test_a_copy_is_planned_some_weeks_on_with_the_same_seats(
    office: Office, olle: httpx2.AsyncClient
) -> None:
    reply = await olle.post(f"/{SLUG}/settings/copy", data={"slug": "bussarna-igen"})

    copied, like = await held(office, "bussarna-igen"), await held(office)
    assert reply.headers["location"] == "/bussarna-igen/settings?done=copy"
    assert (copied.title, copied.state, copied.last_number) == (like.title, SittingState.PLANNED, 0)
    assert [seat.code for seat in copied.seats] == [seat.code for seat in like.seats]


@pytest.mark.parametrize("slug", ["", "Å", SLUG, "x" * 61, "register", "a\x00b"])
async def test_a_copy_needs_an_address_of_its_own(
    office: Office, olle: httpx2.AsyncClient, slug: str
) -> None:
    reply = await olle.post(f"/{SLUG}/settings/copy", data={"slug": slug})

    assert reply.status_code == 400
    assert beside(reply, "slug")
    assert {each.slug for each in await office.served.look(queries.sittings)} == {SLUG}


# -- a rehearsal's end


async def rehearsing(office: Office, olle: httpx2.AsyncClient) -> None:
    """A rehearsal that is open, with a party."""
    await olle.post("/organiser/new", data={**PLAN, "slug": "ovning", "rehearsal": "1"})
    seat = {"seat-0-code": "C", "seat-0-name": "Centern", "seat-0-colour": "#009933"}
    await olle.post("/ovning/settings/seats", data=seat)
    await office.served.do(sittings.open_, "ovning", by=ORGANISER)


async def test_a_rehearsal_is_removed_with_its_roles_and_its_sockets(
    office: Office, olle: httpx2.AsyncClient
) -> None:
    await rehearsing(office, olle)
    only = await office.account("cia", (Role.POLITICIAN, "ovning", "C"))
    also = await office.account("moa", (Role.MODERATOR, "ovning"), (Role.MODERATOR, SLUG))
    client = await office.browser(only)
    cookie = "; ".join(f"{name}={token}" for name, token in client.cookies.items())
    line = await office.served.open("/ovning/chat?as=party:C", cookie)
    await client.post("/ovning/questions", data={"body": "En övningsfråga"})

    explained = await olle.get("/ovning/settings/remove")
    reply = await olle.post("/ovning/settings/remove", data={"sure": "1"})

    assert "Övningen tas bort med allt som hör till den: 1 inlägg" in words(explained)
    assert reply.headers["location"] == "/organiser?done=ovning"
    assert "Övningen är borttagen" in words(await olle.get(reply.headers["location"]))
    with pytest.raises(Unknown):
        await held(office, "ovning")
    with pytest.raises(ConnectionClosed):
        await line.recv()
    assert (await office.served.look(people.account, only)).disabled_at is not None
    kept = await office.served.look(people.account, also)
    assert ([grant.sitting for grant in kept.grants], kept.disabled_at) == ([SLUG], None)


async def test_a_rehearsal_is_removed_by_who_is_sure(office: Office, olle: httpx2.AsyncClient) -> None:
    await rehearsing(office, olle)

    reply = await olle.post("/ovning/settings/remove")

    assert reply.status_code == 400
    assert beside(reply, "sure") == sentence(Malformed("choice"))
    assert (await held(office, "ovning")).rehearsal


async def test_a_real_sitting_is_never_removed(office: Office, olle: httpx2.AsyncClient) -> None:
    page = await olle.get(f"/{SLUG}/settings/remove")
    reply = await olle.post(f"/{SLUG}/settings/remove", data={"sure": "1"})

    assert (page.status_code, reply.status_code) == (409, 409)
    assert sentence(OutOfTurn("no_rehearsal")) in words(reply)
    assert (await held(office)).slug == SLUG


# -- the seats


def rows(*codes: str, **changes: str) -> dict[str, str]:
    """A filled in form of seats."""
    fields: dict[str, str] = {}
    for number, code in enumerate(codes):
        seat = {"code": code, "name": f"Parti {code}", "colour": "#123456", "site": "https://example.se/"}
        fields |= {f"seat-{number}-{name}": given for name, given in seat.items()}
    return {**fields, **changes}


async def test_any_number_of_seats_is_saved_in_their_order(office: Office, olle: httpx2.AsyncClient) -> None:
    codes = [f"P{number}" for number in range(40)]

    reply = await olle.post(f"/{SLUG}/settings/seats", data=rows(*codes, **{"seat-3-member": "Mia Mann"}))

    after = await held(office)
    assert reply.headers["location"] == f"/{SLUG}/settings?done=seats"
    assert [seat.code for seat in after.seats] == codes
    assert (after.seats[3].member, after.seats[3].site) == ("Mia Mann", "https://example.se/")


@pytest.mark.parametrize(
    ("act", "codes", "focus"),
    [
        ("up-1", ["S", "C", "M"], "down-0"),
        ("up-0", ["C", "S", "M"], "down-0"),
        ("down-0", ["S", "C", "M"], "down-1"),
        ("down-2", ["C", "S", "M"], "up-2"),
        ("remove-1", ["C", "M"], "seat-1-code"),
        ("add", ["C", "S", "M", ""], "seat-3-code"),
        ("nonsense", ["C", "S", "M", ""], "seat-3-code"),
        ("up-99", ["C", "S", "M", ""], "seat-3-code"),
    ],
)
async def test_rows_move_about_without_a_script_and_nothing_is_saved_yet(
    office: Office, olle: httpx2.AsyncClient, act: str, codes: list[str], focus: str
) -> None:
    before = await held(office)
    typed = {**rows("C", "S", "M"), "seat-2-helper": "Halvskri", "seen": "1", "act": act}

    reply = await olle.post(f"/{SLUG}/settings/seats", data=typed)

    assert reply.status_code == 200
    assert [value(reply, f"seat-{number}-code") for number in range(len(codes))] == codes
    assert value(reply, f"seat-{codes.index('M')}-helper") == "Halvskri"
    assert value(reply, "seen") == "1"
    assert f"seat-{len(codes)}-code" not in reply.text
    assert focused(reply) == focus
    assert await held(office) == before


@pytest.mark.parametrize(
    ("field", "given", "said"),
    [
        ("seat-1-code", "", EMPTY),
        ("seat-1-code", "c", Malformed("code")),
        ("seat-1-code", "C", Malformed("code_twice")),
        ("seat-1-code", "<b>", Malformed("code")),
        ("seat-1-name", " ", EMPTY),
        ("seat-1-colour", "red", Malformed("colour")),
        (
            "seat-1-colour",
            "#12345g",
            Malformed("colour"),
        ),
        ("seat-1-site", "javascript:alert(1)", Malformed("site")),
        ("seat-1-site", "example.se", Malformed("site")),
        ("seat-1-member", "x" * 201, TooLarge("text", most=200)),
        ("seat-1-helper", "a\x07b", UNREADABLE),
    ],
)
async def test_a_seat_that_cannot_be_is_told_beside_its_field(
    office: Office, olle: httpx2.AsyncClient, field: str, given: str, said: Refusal
) -> None:
    before = await held(office)

    reply = await olle.post(f"/{SLUG}/settings/seats", data=rows("C", "S", "M", **{field: given}))

    assert reply.status_code in (400, 413)
    assert beside(reply, field) == sentence(said)
    assert focused(reply) == field
    assert (
        value(reply, "seat-2-code"),
        value(reply, "seat-1-site" if "site" in field else "seat-2-name"),
    ) == (
        "M",
        given if "site" in field else "Parti M",
    )
    assert await held(office) == before


async def test_everything_that_is_wrong_with_a_seat_is_told_at_once(olle: httpx2.AsyncClient) -> None:
    wrong = {
        "seat-0-code": "c",
        "seat-0-colour": "red",
        "seat-0-site": "x",
        "seat-1-code": "S",
        "seat-2-name": "",
    }

    reply = await olle.post(f"/{SLUG}/settings/seats", data={**rows("C", "S", "S"), **wrong})

    told = ("seat-0-code", "seat-0-colour", "seat-0-site", "seat-2-code", "seat-2-name")
    assert [beside(reply, field) for field in told] == [
        sentence(each) for each in (*map(Malformed, ("code", "colour", "site", "code_twice")), EMPTY)
    ]
    assert focused(reply) == "seat-0-code"


async def test_an_empty_row_is_no_seat(office: Office, olle: httpx2.AsyncClient) -> None:
    empty = {"seat-1-code": " ", "seat-1-name": "", "seat-1-colour": "#666666", "seat-1-site": ""}

    await olle.post(f"/{SLUG}/settings/seats", data={**rows("C", "S", "M"), **empty})

    assert [seat.code for seat in (await held(office)).seats] == ["C", "M"]


async def test_a_party_that_has_been_asked_stays_and_comes_back_into_the_form(
    office: Office, olle: httpx2.AsyncClient
) -> None:
    await olle.post(f"/{SLUG}/questions", data={"body": "Till C?"})
    await office.served.do(desk.assign, SLUG, 1, ("C",), by=MOA)

    reply = await olle.post(f"/{SLUG}/settings/seats", data=rows("S", "M"))

    assert reply.status_code == 409
    assert sentence(OutOfTurn("asked", party="C")) in words(reply)
    assert [value(reply, f"seat-{number}-code") for number in range(3)] == ["S", "M", "C"]
    assert [seat.code for seat in (await held(office)).seats] == ["C", "S", "M"]


async def test_seats_decided_on_an_older_version_are_shown_beside_those_that_stand(
    office: Office, olle: httpx2.AsyncClient
) -> None:
    seen = value(await olle.get(f"/{SLUG}/settings/seats"), "seen")
    await olle.post(f"/{SLUG}/settings/seats", data={**rows("C", "S"), "seen": seen})

    stale = await olle.post(f"/{SLUG}/settings/seats", data={**rows("M", "V"), "seen": seen})
    again = await olle.post(f"/{SLUG}/settings/seats", data={**rows("M", "V"), "seen": value(stale, "seen")})

    assert stale.status_code == 409
    assert "Nu ser platserna ut så här: C, Parti C" in words(stale)
    assert [value(stale, f"seat-{number}-code") for number in range(2)] == ["M", "V"]
    assert (again.status_code, [seat.code for seat in (await held(office)).seats]) == (303, ["M", "V"])


# -- the doors


@pytest.mark.parametrize(
    ("method", "path"),
    [
        *(
            ("GET", path)
            for path in ("/organiser", "/organiser/new", "/organiser/accounts", "/organiser/accounts/1")
        ),
        *(("GET", f"/{SLUG}/settings{path}") for path in ("", "/seats", "/copy", "/remove", "/close")),
        *(
            ("POST", path)
            for path in ("/organiser/new", "/organiser/accounts", "/organiser/accounts/1/invite")
        ),
        *(("POST", f"/organiser/accounts/1/{act}") for act in ("grant", "revoke", "disable")),
        *(("POST", f"/{SLUG}/settings{path}") for path in ("", "/seats", "/copy", "/remove", "/moves/pause")),
    ],
)
async def test_only_an_organiser_comes_through(office: Office, method: str, path: str) -> None:
    others: tuple[tuple[Any, ...], ...] = (
        (Role.MODERATOR,),
        (Role.REGISTRAR,),
        (Role.POLITICIAN, SLUG, "C"),
    )
    staff = await office.browser(*[await office.account(each[0].value, each) for each in others])
    nobody = await office.browser()

    assert (await staff.request(method, path)).status_code == 403
    turned = await nobody.request(method, path)
    assert (turned.status_code, turned.headers["location"].partition("?")[0]) == (303, "/sign-in")
    assert (await nobody.request(method, path, headers=JSON)).status_code == 401
