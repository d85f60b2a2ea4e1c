"""Two moderators decide about one question at the same moment: exactly one decision stands, and the other is told which (M17)."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from app.records import queries
from app.records.vocabulary import Move, State
from app.routing import desk
from tests.chat.bureau import DESK, Bureau, bureau
from tests.chat.serving import Talker
from tests.dom import parse
from tests.routing.stage import SLUG

RACES = 500
QUESTIONS = 25


@pytest.fixture
async def at(tmp_path: Path) -> AsyncIterator[Bureau]:
    async with bureau(tmp_path) as made:
        yield made


@dataclass(frozen=True, slots=True)
class Came:
    """What a decision came to. ``stands``: as what its maker was told that the question stands, where they were late."""

    made: bool
    stands: str = ""


@pytest.mark.proves("M17")
async def test_of_two_decisions_on_one_question_one_stands_and_the_other_is_told(at: Bureau) -> None:
    numbers = [await at.asked(f"Fråga {turn}?") for turn in range(QUESTIONS)]
    forms = [partial(_by_form, at, await at.served.cookie(who.account or 0)) for who in (at.moa, at.ali)]
    talkers = [await at.served.talker(await at.served.cookie(who.account or 0)) for who in (at.moa, at.ali)]
    sockets = [partial(_by_socket, talker) for talker in talkers]
    won = {State.HELD: 0, State.DECLINED: 0}

    for race in range(RACES):
        number = numbers[race % QUESTIONS]
        seen = (await at.question(number)).version
        moa, ali = forms if race % 2 else sockets
        decisions = [moa("hold", number, seen), ali("decline", number, seen, reason="tone")]
        # Neither is always the first to set out.
        held, declined = await _at_once(decisions, turned=race % 4 > 1)
        won[await _judged(at, number, seen, held, declined)] += 1

    assert sum(won.values()) == RACES
    assert min(won.values()) > 0, "the same one won every time: nobody raced"
    entered = await at.served.look(queries.entries, SLUG, limit=10 * RACES)
    assert len([each for each in entered if each.move in (Move.HOLD, Move.DECLINE)]) == RACES


async def _at_once(decisions: Sequence[Awaitable[Came]], *, turned: bool) -> list[Came]:
    order = list(reversed(decisions)) if turned else list(decisions)
    came = await asyncio.gather(*order)
    return list(reversed(came)) if turned else list(came)


async def _by_form(at: Bureau, cookie: str, move: str, number: int, seen: int, **fields: str) -> Came:
    headers = {"Cookie": cookie, "Accept": "application/json"}
    reply = await at.client.post(
        f"{DESK}/{number}/{move}", data={"seen": str(seen), **fields}, headers=headers
    )
    if reply.status_code == 200:
        return Came(made=True)
    assert (reply.status_code, reply.json()["code"], reply.json()["version"]) == (409, "stale", seen + 1)
    tried = parse(reply.json()["case"]).at("tried").text
    assert "Ditt val är inte utfört." in tried
    return Came(made=False, stands="held" if "Vilande Moa Lind" in tried else "declined")


async def _by_socket(talker: Talker, move: str, number: int, seen: int, **fields: str) -> Came:
    told = await talker.say(move, question=number, seen=seen, **fields)
    if "ack" in told:
        return Came(made=True)
    assert (told["code"], told["question"]["version"]) == ("stale", seen + 1)
    return Came(made=False, stands=told["question"]["state"])


async def _judged(at: Bureau, number: int, seen: int, held: Came, declined: Came) -> State:
    """Which decision stands, after seeing that the other's maker was told of it. The question is brought back."""
    question = await at.question(number)
    assert question.version == seen + 1
    winner, loser = (held, declined) if question.state is State.HELD else (declined, held)
    assert (winner.made, loser.made, loser.stands) == (True, False, question.state.value)
    back = desk.release if question.state is State.HELD else desk.reopen
    await at.served.do(back, SLUG, number, by=at.moa)
    return question.state


async def test_two_forms_at_once_with_the_same_version_are_one_decision(at: Bureau) -> None:
    number = await at.asked()
    cookies = [await at.served.cookie(who.account or 0) for who in (at.moa, at.ali)]

    replies = await asyncio.gather(
        *(
            at.client.post(f"{DESK}/{number}/hold", data={"seen": "1"}, headers={"Cookie": cookie})
            for cookie in cookies
        )
    )

    assert sorted(reply.status_code for reply in replies) == [303, 409]
