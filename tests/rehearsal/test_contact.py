"""How the cast meets the house: with which papers it comes, when it steps aside for a person, how it comes back."""

import asyncio

from app.rehearsal.lines import Kind
from app.rehearsal.script import Script
from tests.rehearsal.conftest import ONE_OF_EACH, WHOLE, excerpt, expected_states, first_round_states, playing
from tests.rehearsal.peer import Move, Peer


async def test_citizens_come_without_cookie_or_origin_and_staff_with_both(peer: Peer):
    script = excerpt("bup-wait")
    met: dict[str, tuple[str | None, str | None]] = {}
    peer.before = lambda role, move: met.update(
        {caller.role: (caller.cookie, caller.origin) for caller in peer.callers}
    )

    async with playing(peer, script):
        await peer.until(lambda: len(peer.made("publish")) > 0)

    assert met.pop("citizen") == (None, None)
    assert met == {role: (f"sign-in={role}", peer.url) for role in ["moderator", *_roles(script)]}


def _roles(script: Script) -> list[str]:
    return [f"party:{party}" for party in script.parties]


async def test_the_cast_leaves_a_role_that_a_person_has_taken_and_comes_back(peer: Peer):
    taken = {"moderator"}

    async with playing(peer, excerpt("bup-wait", "school-card", "charging"), taken=taken.__contains__):
        await peer.until(lambda: len(peer.made("ask")) >= 3)
        before = [who for who, _, _ in peer.log if who == "moderator"]
        taken.clear()
        await peer.until(lambda: len(peer.in_state("published")) >= 3)

    assert before == []


async def test_a_taken_seat_is_left_to_the_person_while_the_others_answer(peer: Peer):
    ids = [
        line.id for line in WHOLE.lines if line.kind is Kind.GOOD and line.seats == 1 and not line.promise
    ][:20]

    async with playing(peer, excerpt(*ids), taken={"party:S"}.__contains__):
        await peer.until(lambda: any("S" in move["party"] for move in peer.made("assign")))
        await peer.until(lambda: len(peer.in_state("published")) >= 8)

    assert [who for who, _, _ in peer.log if who == "party:S"] == []


async def test_hands_off_never_steps_aside(peer: Peer):
    async with playing(peer, excerpt("bup-wait"), taken=lambda role: True, hands_off=True):
        await peer.until(lambda: len(peer.in_state("published")) > 0)

    assert peer.made("publish", "moderator")


async def test_contact_lost_in_the_middle_loses_nothing_and_doubles_nothing(peer: Peer):
    script = excerpt(*ONE_OF_EACH)
    peer.swallow_next_ack = True

    async with playing(peer, script):
        for asked in (2, 6, 12):
            await peer.until(lambda asked=asked: len(peer.questions) >= asked)  # type: ignore[misc]  # a default in a lambda has no type for mypy
            await peer.hang_up()
        await peer.until(lambda: first_round_states(script, peer) == expected_states(script))

    bodies = [question["body"] for question in list(peer.questions.values())[: len(script.first_round())]]
    assert len(set(bodies)) == len(bodies)


async def test_a_new_cast_does_not_ask_again_what_the_desk_has_already(peer: Peer):
    script = excerpt("bup-wait", "school-card", "charging", "hospice")
    async with playing(peer, script):
        await peer.until(lambda: len(peer.questions) >= 2)
    before = {question["body"] for question in peer.questions.values()}

    async with playing(peer, script, seed=2):
        await peer.until(lambda: len(peer.questions) >= 4)

    assert {line.body for line in script.first_round()} == {
        question["body"] for question in list(peer.questions.values())[:4]
    }
    assert len(before) < 4


async def test_nobody_asks_while_the_intake_is_paused(peer: Peer):
    peer.paused = True

    async with playing(peer, excerpt("bup-wait")):
        await peer.until(lambda: len(peer.refused) > 0 or len(peer.callers) >= 10)
        await peer.change(paused=True)
        tried = len(peer.refused)
        await peer.change(paused=False)
        await peer.until(lambda: len(peer.in_state("published")) > 0, within=40)

    assert tried <= 1


async def test_the_moderator_lets_another_moderators_decision_stand(peer: Peer):
    def decide_first(role: str, move: Move) -> None:
        if move["do"] == "assign" and move["question"] == 1 and peer.questions[1]["state"] == "received":
            peer.apply(1, "decline", {"reason": "tone"}, after="declined")

    peer.before = decide_first

    async with playing(peer, excerpt("bup-wait", "charging")):
        await peer.until(lambda: len(peer.in_state("published")) > 0)

    assert peer.questions[1]["state"] == "declined"
    assert [(move["do"], code) for _, move, code in peer.refused] == [("assign", "stale")]


async def test_cancelling_hangs_up_every_line_and_leaves_no_task(peer: Peer):
    others = asyncio.all_tasks()
    async with playing(peer, excerpt("bup-wait")):
        await peer.until(lambda: len(peer.callers) >= 10)

    await peer.until(lambda: not peer.callers)
    mine = {task for task in asyncio.all_tasks() - others if "rehearsal" in repr(task.get_coro())}
    assert mine == set()


async def test_citizens_wait_when_nobody_sorts_what_they_ask(peer: Peer):
    taken = {"moderator"}

    async with playing(peer, WHOLE, taken=taken.__contains__, speed=2000):
        await peer.until(lambda: len(peer.questions) > 40)
        asked = len(peer.questions)
        await peer.hang_up()
        await peer.until(lambda: sum(caller.channel != "" for caller in peer.callers) >= 10)
        waited = len(peer.questions)
        taken.clear()
        await peer.until(lambda: len(peer.questions) > waited)

    assert waited <= asked + 3
