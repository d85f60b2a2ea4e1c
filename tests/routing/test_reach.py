"""A short address, a live stream, and which question stands on the screen in the hall."""

from typing import Any

import pytest

from app.records import shorts
from app.records.vocabulary import CITIZEN, Malformed, NotYours, OutOfTurn, SittingState, Stale, Unknown
from app.routing.reach import SIGNS, draw, origin, put_on_screen, shorten, stream
from tests.routing.files import every_text
from tests.routing.stage import MOA, ORGANISER, REGISTRAR, SLUG, Stage, politician

HERE: dict[str, Any] = {"address": "https://play.example/embed/24?lang=sv", "provider": "Sundmark Play"}


@pytest.mark.proves("M35")
def test_a_short_address_leads_to_the_sitting_and_is_entered(stage: Stage):
    stage.do(shorten, SLUG, "BUSS", by=ORGANISER)

    assert stage.reading.look(shorts.slug_of, "BUSS") == SLUG
    assert stage.entries("sitting")[-1].facts["short"] == "BUSS"


@pytest.mark.parametrize("short", ["BUS", "BUSSARN", "buss", "BOSS", "BUS1", "B SS", "BUSÅ", ""])
def test_a_short_address_can_be_read_aloud_and_copied_by_hand(stage: Stage, short):
    refused = stage.refused(shorten, SLUG, short, by=ORGANISER)

    assert isinstance(refused, Malformed)
    assert refused.facts["field"] == "short"


def test_two_sittings_never_have_the_same(stage: Stage):
    stage.do(shorten, SLUG, "BUSS", by=ORGANISER)
    stage.plan(slug="skolan")

    refused = stage.refused(shorten, "skolan", "BUSS", by=ORGANISER)
    stage.do(shorten, SLUG, None, by=ORGANISER)
    stage.do(shorten, "skolan", "BUSS", by=ORGANISER)

    assert refused.detail == "short_taken"
    assert stage.reading.look(shorts.slug_of, "BUSS") == "skolan"


def test_one_by_chance_has_four_signs(stage: Stage):
    stage.do(draw, SLUG, by=ORGANISER)

    short = stage.sitting().short
    assert short is not None
    assert len(short) == 4
    assert set(short) <= set(SIGNS)


@pytest.mark.proves("M34")
def test_a_stream_is_kept_as_texts_and_told_to_the_page(stage: Stage):
    before = stage.head("public")

    stage.do(stream, SLUG, by=ORGANISER, **HERE)

    assert (stage.sitting().stream, stage.sitting().stream_by) == (HERE["address"], HERE["provider"])
    assert stage.told("public", before) == ["beside"]
    assert {"stream", "stream_by"} <= {text.field for text in every_text(stage)}
    assert origin(HERE["address"]) == "https://play.example"


@pytest.mark.parametrize(
    "address",
    [
        *("http://play.example/", "//play.example/", "play.example", "javascript:alert(1)", "https://"),
        *("https://play.example/ x", "https://play.example/;script-src *", "https://*.example/"),
        *(
            "https://user@play.example/",
            "https://play.example/\n",
            "https://plåy.example/",
            "https://x/" + "y" * 500,
        ),
    ],
)
def test_an_address_that_could_say_anything_else_in_a_policy_is_refused(stage: Stage, address):
    refused = stage.refused(stream, SLUG, address=address, provider="Någon", by=ORGANISER)

    assert isinstance(refused, Malformed)
    assert refused.facts["field"] == "stream"


def test_a_stream_needs_somebody_who_sends_it(stage: Stage):
    assert (
        stage.refused(stream, SLUG, address="https://x.example/", provider=" ", by=ORGANISER).facts["field"]
        == "stream_by"
    )
    assert stage.refused(stream, SLUG, address="", provider="Någon", by=ORGANISER).facts["field"] == "stream"


def test_what_was_changed_meanwhile_is_not_overwritten(stage: Stage):
    seen = stage.sitting().version
    stage.do(shorten, SLUG, "BUSS", by=ORGANISER, seen=seen)

    assert isinstance(stage.refused(stream, SLUG, by=ORGANISER, seen=seen, **HERE), Stale)


@pytest.mark.parametrize("by", [CITIZEN, MOA, REGISTRAR, politician("C")], ids=lambda by: by.role)
def test_the_ways_to_a_sitting_are_the_organisers(stage: Stage, by):
    assert isinstance(stage.refused(shorten, SLUG, "BUSS", by=by), NotYours)
    assert isinstance(stage.refused(draw, SLUG, by=by), NotYours)
    assert isinstance(stage.refused(stream, SLUG, by=by, **HERE), NotYours)


def test_an_archived_sitting_keeps_its_ways(stage: Stage):
    stage.bring(SittingState.ARCHIVED)

    assert isinstance(stage.refused(shorten, SLUG, "BUSS", by=ORGANISER), OutOfTurn)


def test_the_moderator_puts_a_published_question_on_the_screen_and_nothing_is_entered(stage: Stage):
    number = stage.published()
    entries, before = len(stage.entries()), stage.head("public")

    stage.do(put_on_screen, SLUG, number, by=MOA)
    stage.do(put_on_screen, SLUG, number, by=MOA)

    assert stage.sitting().on_screen == number
    assert len(stage.entries()) == entries
    assert stage.told("public", before) == ["sitting"]
    stage.do(put_on_screen, SLUG, None, by=MOA)
    assert stage.sitting().on_screen is None


def test_only_what_is_published_is_put_up_and_only_by_a_moderator(stage: Stage):
    asked, number = stage.asked(), stage.published()

    assert isinstance(stage.refused(put_on_screen, SLUG, asked, by=MOA), OutOfTurn)
    assert isinstance(stage.refused(put_on_screen, SLUG, 99, by=MOA), Unknown)
    for by in (CITIZEN, ORGANISER, politician("C")):
        assert isinstance(stage.refused(put_on_screen, SLUG, number, by=by), NotYours)
