"""A sitting that is left without a moderator is put in the safe state, in words on every page, and taken out of it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from app import attending
from app.records import queries
from app.records.vocabulary import SYSTEM, Move, Role
from app.routing import sittings
from tests.chat.bureau import DESK, Bureau, bureau
from tests.routing.stage import SLUG

PATIENCE = timedelta(minutes=2)
POLLED = 0.05
"""Seconds between two questions to a program that looks for itself."""
SAID = "Just nu är ingen moderator på plats."


@pytest.fixture
async def at(tmp_path: Path) -> AsyncIterator[Bureau]:
    async with bureau(tmp_path) as made:
        yield made


async def _after(at: Bureau, passed: timedelta = timedelta()) -> bool:
    """Whether the sitting stands unattended when the next look has been."""
    at.served.clock.now += passed
    await attending.look(at.served.house, await at.served.look(queries.sittings), PATIENCE)
    return bool((await at.served.look(queries.sitting, SLUG)).unattended)


async def test_after_the_patience_answers_wait_until_a_moderator_asks_for_a_page(at: Bureau) -> None:
    assert not await _after(at)
    assert not await _after(at, PATIENCE - timedelta(seconds=2))
    assert await _after(at, timedelta(seconds=2))
    assert await _after(at, PATIENCE)

    await at.get()

    assert not await _after(at)
    made = await at.served.look(queries.entries, SLUG, "sitting")
    assert [each.move for each in made][-2:] == [Move.UNATTEND, Move.ATTEND]


@pytest.mark.parametrize("path", [f"{DESK}/live?after=0", f"/{SLUG}/chat?as=moderator"])
async def test_a_moderators_open_socket_is_enough(at: Bureau, path: str) -> None:
    await _after(at)
    socket = await at.served.open(path, await at.served.cookie(at.moa.account or 0))
    await _until(at, deserted=False)
    assert not await _after(at, 10 * PATIENCE)

    await socket.close()
    await _until(at, deserted=True)
    assert await _after(at, PATIENCE)


async def _until(at: Bureau, *, deserted: bool) -> None:
    """Until the server has noticed that a socket is open, or closed."""
    staffed, later = at.served.house.staffed, at.served.clock.now + 2 * PATIENCE
    async with asyncio.timeout(10):
        while staffed.is_deserted(SLUG, later, PATIENCE) is not deserted:
            await at.client.get("/healthz")


async def test_nobody_else_counts(at: Bureau) -> None:
    await _after(at)
    at.served.clock.now += PATIENCE
    politician = await at.served.signed_in(Role.POLITICIAN, "C")
    await at.served.open(f"/{SLUG}/party/C/live?after=0", politician)
    await at.served.open(f"/{SLUG}/live?after=0")

    assert await _after(at)


async def test_every_page_says_so(at: Bureau) -> None:
    await at.asked()
    cookie = await at.served.signed_in(Role.POLITICIAN, "C")
    await _after(at)
    assert await _after(at, PATIENCE)

    public = (await at.client.get(f"/{SLUG}", headers={"Cookie": ""})).text
    panel = (await at.client.get(f"/{SLUG}/party/C", headers={"Cookie": cookie})).text
    desk = (await at.get()).text

    assert SAID in public
    assert "Svaren publiceras när en moderator är tillbaka." in panel
    assert "Ingen moderator har varit ansluten sedan" in desk
    assert not await _after(at)
    assert SAID not in (await at.client.get(f"/{SLUG}", headers={"Cookie": ""})).text


async def test_a_restart_begins_the_waiting_anew_and_a_flag_that_stood_stands(at: Bureau) -> None:
    await _after(at)
    assert await _after(at, PATIENCE)

    at.served.house.staffed.forget(SLUG)

    assert await _after(at)


async def test_a_sitting_that_is_not_held_waits_for_nobody(at: Bureau) -> None:
    await at.served.do(sittings.close_intake, SLUG, by=SYSTEM)
    await at.served.do(sittings.close, SLUG, by=SYSTEM)

    await _after(at)
    assert not await _after(at, 10 * PATIENCE)


async def test_the_program_looks_by_itself_as_often_as_its_setting_asks(tmp_path: Path) -> None:
    async with bureau(tmp_path, unattended_after=60) as at, asyncio.timeout(20):
        while not (await at.served.look(queries.sitting, SLUG)).unattended:
            at.served.clock.now += timedelta(seconds=20)
            await asyncio.sleep(POLLED)  # or the clock would run past the sitting's end between two looks
        while (await at.served.look(queries.sitting, SLUG)).unattended:
            await at.get()


async def test_a_sitting_is_never_left_to_itself_where_the_setting_is_nought(at: Bureau) -> None:
    for _ in range(2):
        await attending.look(at.served.house, await at.served.look(queries.sittings), timedelta())
        at.served.clock.now += 10 * PATIENCE

    assert not (await at.served.look(queries.sitting, SLUG)).unattended
