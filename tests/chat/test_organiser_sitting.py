"""A sitting that is planned, in the organiser's hands: its moves, a copy, a rehearsal's end, and who may (M2, M5, M19)."""

from typing import Any

import httpx2
import pytest
from websockets.exceptions import ConnectionClosed

from app.records import people, queries
from app.records.vocabulary import (
    Malformed,
    OutOfTurn,
    Role,
    SittingState,
    Unknown,
)
from app.routing import sittings
from tests.chat.offices import JSON, PLAN, Office, beside, held, sentence, words
from tests.routing.stage import ORGANISER, SLUG

# -- the moves


async def test_the_sitting_is_led_from_open_to_archive_and_back_to_closing(
    office: Office, olle: httpx2.AsyncClient
) -> None:
    await olle.post("/organiser/new", data=PLAN)
    moves = ("open", "go_live", "pause", "resume", "close_intake", "close", "reopen", "close", "archive")
    states: list[SittingState] = []

    for move in moves:
        page = await olle.get("/skolan-2026/settings")
        offered = f"settings/{move}" if move in ("close", "reopen") else f"settings/moves/{move}"
        assert f"/skolan-2026/{offered}" in page.text
        way = "settings/reopen" if move == "reopen" else f"settings/moves/{move}"
        reply = await olle.post(f"/skolan-2026/{way}", data={"words": "Ett svar fattades."})
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
    early = await olle.get(f"/{SLUG}/settings/close")
    await olle.post(f"/{SLUG}/settings/moves/close_intake")

    page = await olle.get(f"/{SLUG}/settings/close")
    unasked = await olle.post(f"/{SLUG}/settings/moves/close")
    still = (await held(office)).state
    await olle.post(f"/{SLUG}/settings/moves/close", data={"lapsing": "2"})

    assert (unasked.status_code, still) == (409, "closing")
    assert "Nu saknar 2 frågor utfall." in words(unasked)
    assert "2 frågor har inget utfall än." in words(page)
    assert "settings/moves/close" not in early.text
    assert "inget utfall" not in words(early)
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
