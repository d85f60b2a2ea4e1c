"""Follow-ups: they belong to their thread's root, come and go with it, and have places of their own in it (M10, M11)."""

import pytest

from app.records.vocabulary import DeclineReason, EditReason, OutOfTurn, State, UnpublishReason
from app.routing import desk, panel, publishing
from tests.routing.stage import MOA, SLUG, politician

PRIVACY = UnpublishReason.PRIVACY


def unpublish(stage, number):
    stage.do(publishing.unpublish, SLUG, number, PRIVACY, by=MOA)


@pytest.mark.proves("M10", "M11")
def test_a_follow_up_is_published_in_its_thread_with_a_place_of_its_own(stage):
    other, root = stage.published(), stage.published()

    first, second = stage.published(follow_up_to=root), stage.published(follow_up_to=root)

    assert [stage.question(number).position for number in (other, root, first, second)] == [1, 2, 1, 2]


def test_a_follow_up_cannot_be_published_while_its_root_is_not(stage):
    root = stage.published()
    follow_up = stage.answered(follow_up_to=root)
    unpublish(stage, root)

    assert isinstance(stage.refused(publishing.publish, SLUG, follow_up, by=MOA), OutOfTurn)
    stage.do(publishing.republish, SLUG, root, by=MOA)
    assert stage.do(publishing.publish, SLUG, follow_up, by=MOA).state is State.PUBLISHED


def test_an_answer_that_would_be_published_at_once_waits_for_its_root(at_once):
    root = at_once.published()
    follow_up = at_once.assigned("C", follow_up_to=root)
    unpublish(at_once, root)

    outcome = at_once.do(panel.answer, SLUG, follow_up, b"Svar.", by=politician("C"))

    assert outcome.state is State.ANSWERED


def test_unpublishing_the_root_takes_the_whole_thread_off_the_page_in_one_transaction(stage):
    root = stage.published()
    follow_ups = [stage.published(follow_up_to=root) for _ in range(2)]
    before = stage.head("public")

    unpublish(stage, root)

    assert [(stage.question(n).state, stage.question(n).on_page) for n in follow_ups] == [
        (State.PUBLISHED, False)
    ] * 2
    assert stage.told("public", before) == [
        *(f"question/{number}" for number in follow_ups),
        f"question/{root}",
        f"withdrawn/{root}",
    ]
    assert stage.moves(follow_ups[0])[-1] == "publish"


def test_republishing_the_root_brings_the_whole_thread_back(stage):
    root = stage.published()
    shown, withdrawn = stage.published(follow_up_to=root), stage.published(follow_up_to=root)
    unpublish(stage, withdrawn)
    unpublish(stage, root)
    before = stage.head("public")

    stage.do(publishing.republish, SLUG, root, by=MOA)

    assert stage.question(shown).on_page
    assert stage.question(withdrawn).withdrawn
    assert stage.told("public", before) == [
        f"withdrawn/{root}",
        f"question/{root}",
        f"question/{shown}",
        f"withdrawn/{withdrawn}",
    ]


def test_a_root_that_leaves_takes_the_dated_lines_of_its_thread_along(stage):
    root = stage.published()
    withdrawn = stage.published(follow_up_to=root)
    unpublish(stage, withdrawn)
    before = stage.head("public")

    unpublish(stage, root)

    assert stage.told("public", before) == [f"withdrawn/{withdrawn}", f"question/{root}", f"withdrawn/{root}"]


def test_a_follow_up_of_an_unpublished_thread_is_unpublished_without_a_word_to_the_public(stage):
    root = stage.published()
    follow_up = stage.published(follow_up_to=root)
    unpublish(stage, root)
    before = stage.head("public")

    unpublish(stage, follow_up)

    assert stage.head("public") == before
    assert isinstance(stage.refused(publishing.republish, SLUG, follow_up, by=MOA), OutOfTurn)


def test_a_root_put_again_is_told_with_its_thread_because_it_replaces_what_stands_in_it(stage):
    root = stage.published()
    shown = stage.published(follow_up_to=root)
    before = stage.head("public")

    stage.do(publishing.correct, SLUG, root, "C", b"Nytt.", EditReason.FACT, by=MOA)

    assert stage.told("public", before) == [f"question/{root}", f"question/{shown}"]


def test_desk_and_askers_of_a_thread_hear_that_their_root_comes_and_goes(stage):
    root = stage.published("S")
    follow_up = stage.published("M", follow_up_to=root)
    channels = ("desk", f"post/{follow_up}", "party/M", "party/S")
    heads = [stage.head(channel) for channel in channels]

    unpublish(stage, root)

    for channel, head in zip(channels, heads, strict=True):
        assert f"question/{follow_up}" in stage.told(channel, head)


def test_the_party_of_the_thread_hears_of_its_follow_ups(stage):
    root = stage.published("S")
    before = stage.head("party/S")

    follow_up = stage.assigned("M", follow_up_to=root)

    assert stage.told("party/S", before) == [f"question/{follow_up}"]


def test_a_follow_up_that_is_merged_or_declined_leaves_the_thread_as_it_is(stage):
    root = stage.published()
    follow_up = stage.asked(follow_up_to=root)
    before = stage.head("public")

    stage.do(desk.decline, SLUG, follow_up, DeclineReason.OFF_TOPIC, by=MOA)

    assert stage.head("public") == before
    assert stage.question(follow_up).follow_up_to == root
