"""The page as it is kept is the page as it would be drawn from nothing, after every single thing that anybody does."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.chat import languages
from app.chat.sitting_page import draw
from app.records.vocabulary import Actor, Role, SittingState
from app.routing import materials, planning
from app.routing import seats as seating
from app.routing.plans import Plan
from tests.house import Held, Program, eight_seats, planned
from tests.properties.play import STEPS, Play, Step, sitting_of
from tests.properties.test_page_plus_frames import BOUNDED
from tests.routing.files import png

ORGANISER = Actor(Role.ORGANISER)
WORDS = {"title": b"Plan", "alternative": "Tre träd".encode()}


def kept_is_drawn(held: Held) -> None:
    """The page as it is given in every language is the page drawn from nothing."""
    program, house = held.program, held.program.house
    for lang in languages.offered():
        kept = held.browser().get(f"/{held.slug}?lang={lang}").html

        drawn = program.look(draw, held.slug, lang, house.authority, house.alikes.least, None)
        assert kept == drawn.plain.decode()


@pytest.mark.proves("M12", "R6")
@given(steps=st.lists(STEPS, min_size=30, max_size=50), luck=st.integers(0, 24))
@BOUNDED
def test_after_everything_that_happens_the_kept_page_is_the_page_drawn_anew(
    program: Program, steps: list[Step], luck: int
):
    held = sitting_of(program, luck)
    play = Play(held)

    for step in steps:
        play.step(*step)
        kept_is_drawn(held)
    held.close()


@pytest.mark.proves("M12", "M34", "R6")
def test_whatever_the_organiser_changes_the_kept_page_is_the_page_drawn_anew(held: Held):
    do, slug = held.program.do, held.slug
    seats = eight_seats()
    shown = do(materials.attach, slug, content=png(), by=ORGANISER, **WORDS).number
    root = held.published("Vad är det här?", about=shown, name="Åsa")
    follow_up = held.published("Och sen?", follow_up_to=root.number)
    alone, other = held.published("Hur dyrt blir det?"), held.asked("Vad kostar det?")
    kept_is_drawn(held)

    def renamed() -> Plan:
        return replace(planned(slug, held.program.clock(), SittingState.LIVE), title="Torget", names=False)

    changes: list[Callable[[], object]] = [
        lambda: do(materials.describe, slug, shown, title=b"Karta", alternative=b"Fyra", by=ORGANISER),
        lambda: held.does("moderator", "merge", other.number, into=alone.number),
        lambda: do(seating.set_seats, slug, [replace(seats[0], name="Nytt namn"), *seats[1:]], by=ORGANISER),
        lambda: do(seating.set_seats, slug, [*seats[1:], seats[0]], by=ORGANISER),
        lambda: held.does("moderator", "unpublish", root.number, reason="mistake"),
        lambda: do(materials.detach, slug, shown, by=ORGANISER),
        lambda: held.does("moderator", "republish", root.number),
        lambda: do(planning.change, slug, renamed(), by=ORGANISER),
        lambda: held.does("moderator", "reopen", other.number),
        lambda: held.does(
            "moderator", "correct", follow_up.number, of="question", body="Och senare?", reason="wording"
        ),
        lambda: held.does("moderator", "mark", alone.number, provision="osl_21_1"),
        lambda: held.does("moderator", "unmark", alone.number),
        lambda: held.talker("moderator").make("close_intake"),
        lambda: held.talker("moderator").make("close"),
        lambda: held.talker("moderator").make("archive"),
    ]
    for change in changes:
        change()
        kept_is_drawn(held)
