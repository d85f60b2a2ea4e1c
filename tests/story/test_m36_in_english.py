"""M36, as far as it is built: every page in English, to every role, with questions in every state on it."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import pytest

from app.routing.plans import SeatPlan
from tests.dom import parse
from tests.house import Browser, Held, Page, Program, Receipt
from tests.story.english import is_swedish, said, swedish

pytestmark = pytest.mark.proves("M36")

SEATS = (
    SeatPlan(
        code="C", name="Centre", colour="#009933", site="https://centre.example", member="Ann", helper="Ed"
    ),
    SeatPlan(code="S", name="Labour", colour="#ee2020", member="Bob", substitute="Sue"),
    SeatPlan(code="M", name="Conservatives", colour="#1b49dd", member="Tom"),
)
PLAN = {
    "title": "Buses and hospitals",
    "commission": "How do you get to the hospital?",
    "afterwards": "The board reads it all.",
    "official": "Liz Officer",
    "contact": "talk@sundmark.example",
    "case_number": "SN 2026/12",
}

UNSEEN = re.compile(r"/static/|\.(?:css|csv|jsonl|json|svg)$|/live$|/chat$")


@pytest.fixture
def sitting(tmp_path: Path) -> Iterator[Held]:
    with Program(
        tmp_path, authority="Sundmark Council", authority_contact="talk@sundmark.example"
    ) as program:
        program.hold(slug="planned", until="planned", seats=SEATS, rehearsal=True, **PLAN)
        program.hold(slug="over", until="archived", seats=SEATS, **PLAN)
        held = program.hold(slug="buses", seats=SEATS, **PLAN)
        yield held
        held.close()


def filled(held: Held) -> list[Receipt]:
    """Questions in every state, with all that can be seen of how they came there."""
    asked = [held.asked(f"Question {each}?", name="Kim", wish="S", lang="en") for each in range(9)]
    held.asked("WHY IS IT SO LATE, call 070-123 45 67 or kim@mail.example!!!!!", lang="en")
    moves = held.does
    moves("moderator", "assign", asked[1].number, party="C", reason="subject")
    moves("moderator", "hold", asked[2].number)
    moves("moderator", "decline", asked[3].number, reason="tone", words="Please ask again.")
    moves("moderator", "merge", asked[4].number, into=asked[1].number)
    moves("moderator", "refer", asked[5].number, to="customer_service", words="They know.")
    moves("moderator", "mark", asked[6].number, provision="osl_21_1")
    moves("moderator", "assign", asked[7].number, party="C S")
    moves("C", "promise", asked[7].number, by="2026-12-01")
    moves("S", "hand_back", asked[7].number, reason="not_ours", words="Ask the Centre.")
    moves("moderator", "assign", asked[8].number, party="C")
    moves("C", "hand_back", asked[8].number, reason="conflict_of_interest")

    returned = held.answered("Will it return?", "Perhaps.", lang="en")
    moves("moderator", "return", returned.number, note="Say yes or no.")
    review = held.answered("To be read?", "Yes.", lang="en")
    root = held.published("Is it published?", "It is.", lang="en")
    moves("moderator", "correct", root.number, of="C", body="It is indeed.", reason="fact")
    follow = held.asked("And this one?", follow_up_to=root.number, lang="en")
    moves("moderator", "edit", follow.number, body="And this?", reason="wording")
    moves("moderator", "assign", follow.number, party="S", reason="named")
    moves("S", "answer", follow.number, body="Also.")
    moves("moderator", "publish", follow.number)
    gone = held.published("To be taken down?", "Yes.", lang="en")
    moves("moderator", "unpublish", gone.number, reason="privacy")
    held.talker("moderator").make("announce", body="We begin.")
    return [*asked, returned, review, root, follow, gone]


def pages(browser: Browser, *starts: str) -> Iterator[tuple[str, Page]]:
    """Every page that can be reached by links from these, each with every tab and question it offers."""
    left, seen = list(starts), set(starts)
    while left:
        path = left.pop()
        page = browser.get(path)
        if page.status == 303:  # not signed in for that one
            continue
        assert page.status == 200, (path, page.status)
        yield path, page
        for link in page.dom.all("a"):
            address = urlsplit(urljoin(f"http://here{path}", link.attrs.get("href", "")))
            query = urlencode([pair for pair in parse_qsl(address.query) if pair[0] != "lang"])
            there = f"{address.path}?{query}" if query else address.path
            if address.netloc == "here" and there not in seen and not UNSEEN.search(address.path):
                seen.add(there)
                left.append(there)


def test_what_is_swedish_is_found(sitting: Held):
    page = sitting.page("sv")

    found = [text for text in said(page.dom, "sv") if is_swedish(text)]
    assert {
        "Inga svar är publicerade än. Partierna skriver de första.",
        "Pausa uppdateringar",
        "Visa # nya svar",
    } <= set(found)
    assert len(found) > 60
    assert any(text.startswith("Kontakt:") for text in found)


def test_every_page_is_in_english(sitting: Held):
    filled(sitting)
    here = f"/{sitting.slug}"
    starts = {
        "citizen": ("/", here, "/sign-in", "/planned", "/over", f"{here}/ask?follow_up_to=13"),
        "moderator": (f"{here}/desk", f"{here}/desk/closing", "/me"),
        "C": (f"{here}/party/C", "/me"),
        "S.substitute": (f"{here}/party/S",),
        "registrar": (f"{here}/register", "/me"),
        "organiser": ("/organiser", "/planned/settings/remove", f"{here}/settings/close"),
    }
    wrong, seen = {}, {}
    for who, paths in starts.items():
        with Browser(sitting.program, sitting.cookie(who), **{"Accept-Language": "en"}) as browser:
            for path, page in pages(browser, *paths):
                seen[who, path] = len(page.html)
                if found := swedish(page):
                    wrong[who, path] = found

    assert wrong == {}
    assert len(seen) > 100


def test_every_receipt_is_in_english(sitting: Held):
    receipts = filled(sitting)

    assert {receipt.number: swedish(receipt.page("en")) for receipt in receipts} == {
        receipt.number: [] for receipt in receipts
    }


def test_what_is_shown_after_a_form_is_in_english(sitting: Held):
    root, here = sitting.published("Is it published?", "It is.", lang="en"), f"/{sitting.slug}"
    desk, panel = f"{here}/desk", f"{here}/party/C"
    held = sitting.with_party("Still open?", lang="en")
    forms_sent = {
        "citizen": [
            (f"{here}/questions", {"body": ""}),
            ("/sign-in", {"login": "nobody", "password": "wrong password"}),
            ("/invitation/none", {}),
        ],
        "moderator": [
            (f"{desk}/{held.number}/merge", {"into": str(held.number)}),
            (f"{desk}/{held.number}/hold", {"seen": "1"}),
            (f"{desk}/{root.number}/assign", {"party": "C", "seen": "1"}),
            (f"{desk}/extend", {"end": "2020-01-01T10:00"}),
            (f"{desk}/announce", {"body": ""}),
        ],
        "C": [
            (f"{panel}/{held.number}/answer", {"body": "", "seen": "2"}),
            (f"{panel}/{held.number}/promise", {"by": "2020-01-01"}),
            (f"{panel}/{held.number}/hand_back", {}),
            (f"{panel}/{root.number}/answer", {"body": "Again.", "seen": "1"}),
        ],
        "organiser": [
            ("/organiser/new", {}),
            (f"{here}/settings", {"title": "", "seen": "1"}),
            (f"{here}/settings/seats", {"act": "save", "seen": "1", "seat-0-code": "c", "seat-0-name": ""}),
            (f"{here}/settings/copy", {"slug": "buses"}),
            ("/planned/settings/remove", {}),
            ("/organiser/accounts", {"login": "two words", "name": ""}),
            ("/organiser/accounts/1/invite", {}),
        ],
    }
    wrong = {}
    for who, sent in forms_sent.items():
        with Browser(sitting.program, sitting.cookie(who), **{"Accept-Language": "en"}) as browser:
            for path, fields in sent:
                page = browser.post(path, fields)
                assert page.status != 303, (path, page.reply.headers.get("location"))
                if found := swedish(page):
                    wrong[who, path] = found

    assert wrong == {}


def test_every_frame_is_in_english(sitting: Held):
    streams = {"citizen": "/live", "moderator": "/desk/live", "C": "/party/C/live"}
    listening = {who: sitting.listener(path, who=who, lang="en") for who, path in streams.items()}

    filled(sitting)

    heads = {
        who: sitting.head(path.removesuffix("/live").strip("/") or "public") for who, path in streams.items()
    }
    frames = [
        frame["html"]
        for who, listener in listening.items()
        for frame in listener.until(heads[who])
        if "html" in frame
    ]
    assert [text for html in frames for text in said(parse(html)) if is_swedish(text)] == []
    assert len(frames) > 50


def test_the_register_is_taken_out_in_english(sitting: Held):
    filled(sitting)

    with Browser(sitting.program, sitting.cookie("registrar"), **{"Accept-Language": "en"}) as browser:
        table = browser.get(f"/{sitting.slug}/register.csv").html

    cells = [cell.strip('"') for cell in re.split(r"[;,\n]", table)]
    assert [cell for cell in cells if is_swedish(cell)] == []
