"""The page as it is kept is the page as it would be drawn from nothing, after every single thing that anybody does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.chat import languages
from app.chat.sitting_page import draw
from tests.house import Program
from tests.properties.play import STEPS, Play, Step, sitting_of
from tests.properties.test_page_plus_frames import BOUNDED


@pytest.mark.proves("M12", "R6")
@given(steps=st.lists(STEPS, min_size=30, max_size=50), luck=st.integers(0, 24))
@BOUNDED
def test_after_everything_that_happens_the_kept_page_is_the_page_drawn_anew(
    program: Program, steps: list[Step], luck: int
):
    held = sitting_of(program, luck)
    play, house = Play(held), program.house

    for step in steps:
        play.step(*step)
        for lang in languages.offered():
            kept = held.browser().get(f"/{held.slug}?lang={lang}").html

            drawn = program.look(draw, held.slug, lang, house.authority, house.alikes.least, None)
            assert kept == drawn.plain.decode()
    held.close()
