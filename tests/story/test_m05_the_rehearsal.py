"""A sitting can be rehearsed: nothing of it counts as a record, and all of it can be removed."""

import asyncio
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.sync.client import connect
from websockets.typing import Origin

from app import commands
from app.records import queries
from app.records.vocabulary import Unknown
from tests.demo import Demo
from tests.dom import parse
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
    heard = iter(listening.hear, None)
    assert next(frame for frame in heard if "head" not in frame) == {
        "reload": True
    }  # a quiet line says its head
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


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    """What `make run` starts, in more of a hurry."""
    with Demo(tmp_path, "--speed", "20", "--seed", "1") as running:
        yield running


@pytest.mark.slow
@pytest.mark.proves("M5")
def test_a_newcomer_sees_a_page_that_lives_and_takes_any_role_with_the_printed_links(demo: Demo):
    links = demo.told["sign_in"]
    assert set(demo.told) == {"url", "sitting", "pid", "sign_in"}
    assert set(links) == {"organiser", "moderator", "registrar", "party"}
    assert (len(links["moderator"]), len(links["party"])) == (2, 8)

    live = f"ws{demo.url.removeprefix('http')}/{demo.sitting}/live?after=0"
    with connect(live, origin=Origin(demo.url), compression=None, proxy=None) as line:
        while "q-" not in json.loads(line.recv(timeout=30)).get("put", ""):
            pass  # the sitting, an announcement: the first answer is next

    for link in (links["organiser"], *links["moderator"], links["registrar"], links["party"]["C"]):
        for _ in range(2):  # a link is good for as many times as one likes
            with demo.browser() as somebody:
                shown = somebody.get(link)
                assert [button.text for button in parse(shown.text).at("main").all("button")] == ["Logga in"]
                signed_in = somebody.post(link)
                assert signed_in.status_code == 303
                place = somebody.get(signed_in.headers["Location"])
                assert place.status_code == 200
                assert re.fullmatch(rf"/({demo.sitting}/(desk|party/C|register)|organiser)", place.url.path)
    assert [wrong for wrong in ("ERROR", "Traceback") if wrong in demo.errors.read_text()] == []


@pytest.mark.slow
@pytest.mark.proves("M5")
def test_the_organiser_ends_the_rehearsal_and_removes_all_of_it_in_the_browser(tmp_path: Path):
    with Demo(tmp_path) as demo, demo.browser() as organiser:
        organiser.post(demo.told["sign_in"]["organiser"])
        posted = organiser.post(f"/{demo.sitting}/questions", data={"body": "Ska detta bort?"})
        asked = parse(organiser.get(f"/{demo.sitting}/settings/remove").text).at("main")
        form = next(each for each in asked.all("form") if each.attrs["action"].endswith("/remove"))
        fields = {each.attrs["name"]: each.attrs.get("value", "") for each in form.all("input")}
        fields |= {name: demo.sitting for name, value in fields.items() if not value}
        organiser.post(form.attrs["action"], data=fields)

        gone = [organiser.get(path).status_code for path in (f"/{demo.sitting}", posted.headers["Location"])]

    assert gone == [404, 404]
    left = b"".join(path.read_bytes() for path in (tmp_path / "data").iterdir() if path.is_file())
    assert b"Ska detta bort?" not in left
