"""The organiser plans a sitting in the browser; the registrar finds every post and takes them out."""

import csv
import io
import json

import pytest

from tests.house import Browser, Held, Page, Program


def filled(page: Page) -> dict[str, str]:
    """What a form sends that is left as it is."""
    form = next(each for each in page.at("main").all("form") if each.attrs.get("method") == "post")
    fields = {
        each.attrs["name"]: each.attrs.get("value", "")
        for each in form.all("input")
        if "name" in each.attrs and each.attrs.get("type") not in ("checkbox", "radio", "submit")
    }
    ticked = [each for each in form.all("input") if "checked" in each.attrs]
    fields |= {each.attrs["name"]: each.attrs.get("value", "on") for each in ticked}
    fields |= {each.attrs["name"]: each.typed for each in form.all("textarea")}
    for select in form.all("select"):
        options = select.all("option")
        chosen = next((each for each in options if "selected" in each.attrs), options[0])
        fields[select.attrs["name"]] = chosen.attrs["value"]
    return fields


PLAN = {
    "title": "Vägarna i norr",
    "commission": "Vilka vägar behöver lagas först?",
    "afterwards": "Nämnden läser allt.",
    "feedback_by": "2027-03-01",
    "official": "Siv Samordnare",
    "contact": "dialog@sundmark.example",
    "opens_at": "2027-01-20T09:00",
    "live_at": "2027-02-02T18:00",
    "intake_ends_at": "2027-02-02T18:45",
    "ends_at": "2027-02-02T19:00",
}


@pytest.fixture
def organiser(held: Held) -> Browser:
    return held.browser("organiser")


@pytest.mark.proves("M1", "M2")
def test_an_organiser_plans_a_sitting_in_the_browser_and_citizens_read_what_was_planned(
    program: Program, organiser: Browser, held: Held
):
    form = organiser.get("/organiser/new")

    done = organiser.post("/organiser/new", {**filled(form), **PLAN, "slug": f"vagarna-{held.slug}"})
    page = held.browser().get(f"/vagarna-{held.slug}")

    assert (form.status, done.status, page.status) == (200, 303, 200)
    for said in ("Vägarna i norr", "Vilka vägar behöver lagas först?", "Nämnden läser allt.", "1 mars 2027"):
        assert said in page.words
    assert [each.text for each in page.at("sitting").all("time")] == ["18.00", "18.45", "19.00"]


@pytest.mark.proves("M2")
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"live_at": "2027-03-28T02:30", "intake_ends_at": "2027-03-28T05:00"}, "Det klockslaget finns inte"),
        ({"live_at": "2026-10-25T02:30", "opens_at": "2026-10-01T09:00"}, "två gånger"),
        ({"title": "   "}, ""),
        ({"ends_at": "2027-02-02T17:00"}, ""),
        ({"live_at": "i morgon"}, ""),
        ({"slug": "Ö"}, ""),
    ],
    ids=[
        "an hour that is not",
        "an hour that comes twice",
        "no title",
        "ends first",
        "no time",
        "no address",
    ],
)
def test_a_plan_that_cannot_be_comes_back_with_what_is_wrong_and_all_that_was_typed(
    organiser: Browser, held: Held, changed: dict[str, str], said: str
):
    form = organiser.get("/organiser/new")
    typed = {**filled(form), **PLAN, "ends_at": "2027-03-28T06:00", "slug": f"plan-{held.slug}", **changed}

    page = organiser.post("/organiser/new", typed)

    assert page.status == 400
    assert said in page.words
    kept = filled(page)
    assert {name: kept[name] for name in PLAN} == {name: typed[name] for name in PLAN}
    assert held.browser().get(f"/plan-{held.slug}").status == 404


@pytest.mark.proves("M4")
def test_seats_are_changed_as_data_while_nobody_has_been_asked(program: Program, held: Held):
    page = held.browser("organiser").get(f"/{held.slug}/settings/seats")

    assert page.status == 200
    for seat in held.sitting().seats:
        assert seat.code in page.html
        assert seat.member in page.html


@pytest.fixture
def registered(held: Held) -> Held:
    """A sitting with one of each kind of post."""
    held.published("Publicerad fråga", "Publicerat svar", name="Åsa")
    held.does("moderator", "decline", held.asked("=HYPERLINK(1)").number, reason="commercial")
    held.does("moderator", "unpublish", held.published("Avpublicerad").number, reason="privacy")
    held.answered("Ogranskad", "Ett svar som är ett utkast")
    return held


@pytest.mark.proves("M23", "M24")
def test_the_registrar_finds_every_post_published_or_not_with_what_became_of_it(registered: Held):
    register = registered.browser("registrar").get(f"/{registered.slug}/register")
    one = registered.browser("registrar").get(f"/{registered.slug}/register/3")

    for said in ("Publicerad fråga", "=HYPERLINK(1)", "Avpublicerad", "Ogranskad"):
        assert said in register.words
    assert "Olaga integritetsintrång" in one.words
    assert "Ett svar som är ett utkast" not in register.html


@pytest.mark.proves("M23", "M24")
def test_a_sitting_is_taken_out_whole_as_json_lines_with_the_unpublished_marked(registered: Held):
    taken = registered.browser("registrar").get(f"/{registered.slug}/register.jsonl")

    lines = [json.loads(line) for line in taken.reply.content.decode().splitlines()]
    posts = [line for line in lines if line["kind"] == "question"]
    assert [(post["number"], post["published"]) for post in posts] == [
        (1, True),
        (2, False),
        (3, False),
        (4, False),
    ]
    assert "Ett svar som är ett utkast" not in taken.html
    assert len([line for line in lines if line["kind"] == "entry"]) > 12


@pytest.mark.proves("M23", "M24", "S9")
def test_the_spreadsheet_runs_nothing_that_a_citizen_wrote(registered: Held):
    taken = registered.browser("registrar").get(f"/{registered.slug}/register.csv")

    text = taken.reply.content.decode("utf-8-sig")
    cells = [
        cell
        for row in csv.reader(io.StringIO(text), delimiter=";" if ";" in text[:80] else ",")
        for cell in row
    ]
    assert [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")] == []
    assert any("HYPERLINK(1)" in cell for cell in cells)


@pytest.mark.proves("M23")
@pytest.mark.parametrize("who", ["citizen", "moderator", "C", "organiser"])
@pytest.mark.parametrize("path", ["/register", "/register/1", "/register.jsonl", "/register.csv"])
def test_the_register_is_the_registrars(registered: Held, who: str, path: str):
    page = registered.browser(who).get(f"/{registered.slug}{path}")

    assert page.status in (303, 401, 403)
    assert "Ogranskad" not in page.html
