"""The cast against the program itself, over real sockets, also across a restart."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from app.records.views import QuestionView
from app.rehearsal.cast import Stage
from app.rehearsal.script import Script
from app.rehearsal.wire import dialled
from tests.rehearsal.conftest import ONE_OF_EACH, excerpt, expected_states, playing
from tests.rehearsal.house import RealServer, questions

pytestmark = pytest.mark.slow


Holds = Callable[[list[QuestionView]], bool]


async def until(stage: Stage, house: Any, holds: Holds, within: float = 60.0) -> list[QuestionView]:
    """What is on record as soon as something is so of it; looked at whenever the desk has news."""
    news = asyncio.Event()
    async with asyncio.timeout(within), dialled(stage.door("moderator"), lambda frame: news.set()) as wire:
        listening = asyncio.create_task(wire.listen())
        await wire.move("follow", {"channel": "desk", "after": 0})
        while not holds(found := await questions(house)):
            await news.wait()
            news.clear()
        listening.cancel()
        return found


def ends(script: Script, found: list[QuestionView]) -> dict[str, str]:
    """Where the first post of each line stands."""
    states: dict[str, str] = {}
    for question in found:
        line = script.recognise(question.body)
        assert line is not None
        states.setdefault(line.id, question.state.value)
    return states


def is_over(script: Script, found: list[QuestionView]) -> bool:
    """Whether every line has come to its end, and what was said wrong is corrected."""
    corrections = {line.correction.body for line in script.lines if line.correction}
    said = {answer.body for question in found for answer in question.answers}
    return ends(script, found) == expected_states(script) and corrections <= said


@pytest.mark.proves("M5")
async def test_the_cast_plays_the_script_to_its_end_on_the_real_server(tmp_path: Path):
    script, server = excerpt(*ONE_OF_EACH), RealServer(tmp_path)

    async with server.running() as house:
        stage = await server.set_stage(house, script)
        async with playing(server, script, cookies=stage.cookies, speed=100):
            found = await until(stage, house, lambda found: is_over(script, found))

    by_line = {line.id: question for question in reversed(found) if (line := script.recognise(question.body))}
    assert by_line["data-father"].shown == script.by_id["data-father"].wording
    assert len({answer.party for answer in by_line["fare-flat"].answers}) == 3
    assert by_line["bup-wait-2"].follow_up_to == by_line["bup-wait"].number


@pytest.mark.proves("M12", "R5")
async def test_the_cast_comes_back_after_a_restart_of_the_server_and_nothing_is_asked_twice(tmp_path: Path):
    script, server = excerpt(*ONE_OF_EACH), RealServer(tmp_path)
    async with AsyncExitStack() as before:
        house = await before.enter_async_context(server.running())
        stage = await server.set_stage(house, script)

        async with playing(server, script, cookies=stage.cookies, speed=60):
            await until(stage, house, lambda found: len(found) >= 6)
            await before.aclose()
            async with server.running() as reopened:
                found = await until(stage, reopened, lambda found: is_over(script, found))

    first_round = [question.body for question in found if question.follow_up_to is None][
        : len(script.first_round())
    ]
    assert len(set(first_round)) == len(first_round)
