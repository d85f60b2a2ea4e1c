"""A sitting can be rehearsed: nothing of it counts as a record, and all of it can be removed."""

import asyncio

import pytest

from app import commands
from app.records import queries
from app.records.vocabulary import Unknown
from tests.house import Held, Program


@pytest.fixture
def rehearsal(program: Program) -> Held:
    return program.hold(rehearsal=True)


@pytest.mark.proves("M5")
def test_every_page_of_a_rehearsal_says_that_it_is_one(rehearsal: Held):
    receipt = rehearsal.asked("Är det här på riktigt?")

    pages = [rehearsal.page(), rehearsal.browser().get(f"/{rehearsal.slug}/ask"), receipt.page()]

    said = "Det här är en övning. Personer och frågor är påhittade, och inget av det blir en allmän handling."
    assert [said in page.words for page in pages] == [True, True, True]
    rehearsal.close()


@pytest.mark.proves("M5")
def test_a_rehearsal_is_removed_with_all_that_was_said_in_it(program: Program, rehearsal: Held):
    receipt = rehearsal.published("Ska det här bort?", "Ja, allt.")
    listening = rehearsal.listener(after=rehearsal.head())

    done = asyncio.run(commands.run(program.house, "sitting.remove", {"sitting": rehearsal.slug}))

    assert done == {"done": {"sitting": rehearsal.slug}}
    assert listening.hear() == {"reload": True}
    assert [rehearsal.page().status, receipt.page().status] == [404, 404]
    with pytest.raises(Unknown):
        program.look(queries.questions, rehearsal.slug)
    assert program.look(queries.entries, rehearsal.slug) == []
    removed = program.look(queries.entries, "installation")[-1]
    assert (removed.move, removed.facts["slug"]) == ("remove", rehearsal.slug)
    rehearsal.close()


@pytest.mark.proves("M5")
def test_a_sitting_that_is_no_rehearsal_cannot_be_removed(program: Program, held: Held):
    held.asked("Ska det här bort?")

    refused = asyncio.run(commands.run(program.house, "sitting.remove", {"sitting": held.slug}))

    assert refused["refused"] in ("not_yours", "out_of_turn")
    assert held.page().status == 200


@pytest.mark.proves("M5")
def test_the_address_of_a_removed_rehearsal_is_never_used_again(program: Program, rehearsal: Held):
    asyncio.run(commands.run(program.house, "sitting.remove", {"sitting": rehearsal.slug}))

    again = asyncio.run(
        commands.run(program.house, "sitting.copy", {"sitting": program.hold().slug, "slug": rehearsal.slug})
    )

    assert (again["refused"], again["detail"]) == ("malformed", "slug_taken")
    rehearsal.close()
