"""What is not public is seen by nobody it is not for: not on a page, a socket, in a feed, an error, or the log.

Every text in the play has a word of its own. Wherever such a word turns up, it must have been for whoever is there.
"""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from tests.house import Held, Page, Program
from tests.properties import asides
from tests.properties.play import CANARY, PARTIES, STEPS, Play, Step, sitting_of

BOUNDED = settings(
    max_examples=5,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,
    ],
)


AMONG_STAFF: list[Step] = [
    *[(0, pick, 4) for pick in range(3)],
    *[(16, pick, extra) for pick in range(4) for extra in (0, 4, 3)],
    *[(17, pick, extra) for pick in (1, 2, 3) for extra in range(5)],
    *[(2, pick, 0) for pick in range(2)],
]
"""Three posts, and all that staff say to each other about them."""


def birds(*seen: Any) -> set[str]:
    """The canaries in what was seen, however it was written down."""
    return {
        bird for each in seen for bird in CANARY.findall(each if isinstance(each, str) else json.dumps(each))
    }


@pytest.mark.proves("M16", "M18", "M21", "S5")
@given(steps=st.lists(STEPS, min_size=30, max_size=45), luck=st.integers(0, 24))
@example(steps=AMONG_STAFF, luck=0)
@BOUNDED
def test_no_word_reaches_anybody_it_is_not_for(
    program: Program, log: list[str], steps: list[Step], luck: int
):
    held = sitting_of(program, luck)
    play = Play(held)
    everybody = {"public": "citizen", **{code: code for code in PARTIES}}
    streams = {who: _streams(held, who) for who in everybody}
    talkers = {who: held.new_talker(actor) for who, actor in everybody.items()}
    for who, talker in talkers.items():
        for channel in {"public", "public" if who == "public" else "party"}:
            talker.make("follow", channel=channel, after=0)

    for turn, step in enumerate(steps):
        play.step(*step)
        now = play.now()
        page = held.page()
        assert birds(page.html) == now["public"], "the public page shows exactly what is public"
        if turn % 12 == 6:
            _look_around(held, play, now)

    _look_around(held, play, play.now())
    for who in everybody:
        for path, stream in streams[who]:
            heard = stream.until(held.head(_channel(who, path)))
            assert birds(heard) <= play.ever[who] | play.ever["public"], path
        talkers[who].until(max(held.head("public"), 0))
        assert birds(talkers[who].told) <= play.ever[who] | play.ever["public"]
    _hear_no_refusal(play)
    assert birds(log) == set()
    held.close()


def _streams(held: Held, who: str) -> list[tuple[str, Any]]:
    paths = ["/live"] if who == "public" else ["/live", f"/party/{who}/live"]
    actor = "citizen" if who == "public" else who
    return [(path, held.listener(path, 0, actor)) for path in paths]


def _channel(who: str, path: str) -> str:
    return "public" if path == "/live" else f"party/{who}"


def _look_around(held: Held, play: Play, now: dict[str, set[str]]) -> None:
    """Every page and feed that somebody could open now."""
    public = [
        held.browser().get(f"/{held.slug}{path}")
        for path in ("/news?after=0", "/ask", "/rules", "/parties.css", "/ask?follow_up_to=1")
    ]
    public += [held.browser().get("/"), held.browser().get("/om")]
    assert birds(*_read(public)) <= now["public"]
    late = held.listener("/live", 0)
    if held.head():
        assert birds(late.until(held.head())) <= now["public"], "nobody who comes late gets what is gone"
    late.socket.close()
    for path in ("/desk", "/desk/1", "/desk/closing", "/party/C", "/party/C?question=1", "/register"):
        shut = held.browser().get(f"/{held.slug}{path}")
        assert (birds(shut.html), shut.status in (303, 401, 403, 404)) == (set(), True), path
    for code in PARTIES:
        last = held.sitting().last_number
        numbers = range(max(1, last - 3), last + 2)
        pages = [held.browser(code).get(f"/{held.slug}/party/{code}?question={each}") for each in numbers]
        pages += [held.browser(code).get(f"/{held.slug}/party/{code}/{each}/draft") for each in numbers]
        assert birds(*_read(pages)) <= now[code], code
        other = next(each for each in PARTIES if each != code)
        assert birds(held.browser(code).get(f"/{held.slug}/party/{other}").html) == set()
        assert birds(held.browser(code).get(f"/{held.slug}/desk").html) == set()
    for number, said in list(asides.at_desk(held).items())[-2:]:
        case = held.browser("moderator").get(f"/{held.slug}/desk/{number}")
        assert birds(*_read([case])) >= birds(*said), "what staff say to each other is seen at the desk"
    taken = [held.browser("registrar").get(f"/{held.slug}/register{kind}") for kind in ("", ".jsonl", ".csv")]
    assert birds(*_read(taken)) & play.no_record() == set(), "drafts and notes are no records"
    for number, token in list(play.tokens.items())[-3:]:
        receipt = [held.browser().get(f"/receipt/{token}"), held.browser().get(f"/receipt/{token}.json")]
        assert birds(*_read(receipt)) <= now[f"post/{number}"], number


def _read(pages: list[Page]) -> list[str]:
    return [f"{page.html} {dict(page.reply.headers)}" for page in pages]


def _hear_no_refusal(play: Play) -> None:
    """A refusal repeats nothing, but for the question that somebody else was first with, as far as one sees it."""
    for who, replies in play.replies.items():
        for reply in replies:
            if "refused" in reply and who != "moderator":
                assert birds(reply) <= play.ever[who if who in PARTIES else "public"], reply["code"]
