"""The registrar's register over HTTP: every post, found by number or word, with its history, and taken out as files (M23, M24)."""

import csv
import io
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest

from app.chat import register_terms
from app.records import queries, spreadsheet
from app.records.views import EntryView
from app.records.vocabulary import EditReason, Move, Role, State
from app.routing import desk, marks, panel, publishing, seats
from app.routing.plans import SeatPlan
from tests.chat.bureau import Bureau, bureau
from tests.chat.offices import Office, words
from tests.routing.stage import ORGANISER, SLUG, politician

REGISTER = f"/{SLUG}/register"

CANARIES = ("kanariesvar", "kanarieutkast", "kanarienot", "kanarielydelse", "kanarieord")
"""Words of what is no record: sent and unpublished, drafted, noted, prepared, handed back with."""


@pytest.fixture
async def at(tmp_path: Path) -> AsyncIterator[Bureau]:
    async with bureau(tmp_path) as made:
        yield made


@pytest.fixture
async def rita(at: Bureau) -> AsyncIterator[httpx2.AsyncClient]:
    """The browser of a registrar."""
    office = Office(at.served)
    async with office.stack:
        yield await office.browser(await office.account("rita", (Role.REGISTRAR, SLUG), name="Rita Reg"))


async def in_every_state(at: Bureau) -> dict[State, int]:
    """A post in each state."""
    return {state: await at.in_state(state) for state in State}


async def what_is_no_record(at: Bureau) -> int:
    """A post with everything beside it that is no record, each with a word of its own."""
    number = await at.asked("En fråga om broar")
    do, cia = at.served.do, politician("C")
    await do(desk.assign, SLUG, number, ("C", "S"), by=at.moa)
    await do(panel.answer, SLUG, number, b"Ett kanariesvar.", by=cia)
    await do(panel.hand_back, SLUG, number, "not_ours", b"Ett kanarieord.", by=politician("S"))
    await do(marks.edit, SLUG, number, b"En kanarielydelse", EditReason.WORDING, by=at.moa)
    await do(marks.return_, SLUG, number, b"En kanarienot.", by=at.moa)
    stands = await at.served.look(queries.draft, SLUG, number, "C")
    version = stands.version if stands else 0
    await do(panel.save_draft, SLUG, number, "C", b"Ett kanarieutkast.", version, by=cia)
    return number


def row(page: httpx2.Response, number: int) -> str:
    """One post's line in the register, as it is read."""
    found = re.search(rf'<tr>\s*<th scope="row"><a[^>]*href="{REGISTER}/{number}">.*?</tr>', page.text, re.S)
    assert found is not None, f"{number} is not listed"
    return " ".join(re.sub(r"<[^>]*>", " ", found[0]).split())


def listed(page: httpx2.Response) -> list[int]:
    """The numbers on the page, from the first to the last."""
    return [int(each) for each in re.findall(rf'<th scope="row"><a[^>]*href="{REGISTER}/(\d+)"', page.text)]


# -- the list


async def test_every_post_is_listed_published_or_not_with_its_state_in_words(
    at: Bureau, rita: httpx2.AsyncClient
) -> None:
    numbers = await in_every_state(at)

    page = await rita.get(REGISTER)

    every = await at.served.look(queries.questions, SLUG)
    assert listed(page) == [each.number for each in every]
    for state, number in numbers.items():
        said = row(page, number)
        assert register_terms.say("sv")("state", state) in said
        assert said.endswith(" ja") is (state is State.PUBLISHED)


async def test_a_post_is_listed_with_its_flags_and_a_marked_one_without_its_words(
    at: Bureau, rita: httpx2.AsyncClient
) -> None:
    flagged = await at.asked("VARFÖR SÅ DYRT", flags=["shouting", "long"])
    marked = await at.asked("Min granne Sven är sjuk")
    await at.served.do(marks.mark, SLUG, marked, "osl_21_1", by=at.moa)

    page = await rita.get(REGISTER)
    opened = await rita.get(f"{REGISTER}/{marked}")

    assert "versaler" in row(page, flagged)
    assert "Sekretessmarkerad" in row(page, marked)
    assert "Sven" not in page.text
    assert "Min granne Sven är sjuk" in words(opened)


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("", [1, 2, 3]),
        ("  ", [1, 2, 3]),
        ("2", [2]),
        ("ÅKA", [1]),
        ("åka buss", [1]),
        ("buss åka", [1]),
        ("A\u030aka", [1]),
        ("novembersvar", [2]),
        ("jonas", [3]),
        ("%", []),
        ("_", []),
        ("<b>", [3]),
        ("åka skola", []),
        ("x" * 200, []),
        ("'; DROP TABLE question; --", []),
    ],
)
async def test_posts_are_found_by_number_and_by_words_in_any_case(
    at: Bureau, rita: httpx2.AsyncClient, sought: str, found: list[int]
) -> None:
    await at.asked("Får man åka gratis buss?")
    published = await at.answered("C")
    await at.served.do(publishing.publish, SLUG, published, by=at.moa)
    body = b"Ett novembersvar."
    await at.served.do(publishing.correct, SLUG, published, "C", body, EditReason.FACT, by=at.moa)
    await at.asked("Om <b>skola</b>", name=b"Jonas")

    page = await rita.get(REGISTER, params={"q": sought})

    assert listed(page) == found


async def test_a_post_is_found_by_the_code_on_its_receipt(at: Bureau, rita: httpx2.AsyncClient) -> None:
    await at.asked("Den ena")
    number = await at.asked("Den andra")
    code = (await at.question(number)).code

    page = await rita.get(REGISTER, params={"q": f" {code.lower()} "})

    assert listed(page) == [number]


async def test_what_is_no_record_is_neither_listed_nor_found_nor_shown(
    at: Bureau, rita: httpx2.AsyncClient
) -> None:
    number = await what_is_no_record(at)

    pages = [await rita.get(REGISTER), await rita.get(f"{REGISTER}/{number}")]
    files = [await rita.get(f"/{SLUG}/register.{form}") for form in ("csv", "jsonl")]
    searches = [await rita.get(REGISTER, params={"q": word}) for word in CANARIES]

    for reply in (*pages, *files):
        assert "En fråga om broar" in reply.text
        assert "kanarie" not in reply.text.lower()
    assert [listed(page) for page in searches] == [[]] * len(CANARIES)


async def test_a_state_can_be_chosen_and_the_marked_ones(at: Bureau, rita: httpx2.AsyncClient) -> None:
    numbers = await in_every_state(at)
    marked = await at.asked("Sekret")
    await at.served.do(marks.mark, SLUG, marked, "osl_21_1", by=at.moa)

    for state in (State.DECLINED, State.LAPSED, State.UNPUBLISHED, State.PUBLISHED):
        page = await rita.get(REGISTER, params={"state": state})
        assert numbers[state] in listed(page)
        assert {(await at.question(number)).state for number in listed(page)} == {state}
    assert listed(await rita.get(REGISTER, params={"state": "marked"})) == [marked]


@pytest.mark.parametrize(
    "query", [{"state": "kung"}, {"page": "0"}, {"page": "x"}, {"page": "9" * 30}, {"q": "x" * 201}]
)
async def test_a_search_that_cannot_be_read_is_refused_in_a_sentence(
    rita: httpx2.AsyncClient, query: dict[str, str]
) -> None:
    reply = await rita.get(REGISTER, params=query)

    assert reply.status_code == 400
    assert "Det gick inte" in words(reply)


async def test_a_long_register_is_read_a_hundred_posts_at_a_time(
    at: Bureau, rita: httpx2.AsyncClient
) -> None:
    for number in range(1, 104):
        await at.asked(f"Fråga {number}")

    pages = [await rita.get(REGISTER, params={"page": str(page)}) for page in (1, 2, 99)]

    assert [listed(page) for page in pages] == [[*range(1, 101)], [101, 102, 103], [101, 102, 103]]
    assert "page=2" in pages[0].text


async def test_an_empty_register_says_so(rita: httpx2.AsyncClient) -> None:
    assert "Inget inlägg har kommit in än." in words(await rita.get(REGISTER))
    assert "Inget inlägg stämmer med det du söker." in words(await rita.get(REGISTER, params={"q": "x"}))


# -- one post


async def test_a_post_is_shown_with_every_text_it_ever_had_and_who_did_what(
    at: Bureau, rita: httpx2.AsyncClient
) -> None:
    number = await at.asked("När går bussen egentligen?", name=b"Jonas")
    do = at.served.do
    await do(desk.assign, SLUG, number, ("C",), by=at.moa)
    await do(panel.answer, SLUG, number, b"Klockan tio.", by=politician("C"))
    await do(marks.edit, SLUG, number, "När går bussen?".encode(), EditReason.WORDING, by=at.moa)
    await do(publishing.publish, SLUG, number, by=at.moa)
    await do(publishing.correct, SLUG, number, "C", b"Klockan elva.", EditReason.FACT, by=at.moa)

    page = await rita.get(f"{REGISTER}/{number}")

    seen = words(page)
    for text in ("När går bussen egentligen?", "När går bussen?", "Klockan tio.", "Klockan elva.", "Jonas"):
        assert text in seen
    history = [each.move for each in await at.served.look(queries.entries, SLUG, f"question/{number}")]
    assert history == ["ask", "assign", "answer", "edit", "publish", "correct"]
    places = [seen.index(register_terms.say("sv")("move", move), seen.index("Historik")) for move in history]
    assert places == sorted(places)
    filed = (await at.served.look(queries.register, SLUG, (number,)))[0]
    assert all(text.commitment in page.text for text in filed.texts)


async def test_what_a_citizen_writes_is_shown_and_does_nothing(at: Bureau, rita: httpx2.AsyncClient) -> None:
    number = await at.asked("<script>alert(1)</script>\u202eab\x00\x1b[2J", name=b"<img src=x>")

    for page in (await rita.get(REGISTER), await rita.get(f"{REGISTER}/{number}")):
        assert "<script>alert" not in page.text
        assert "<img" not in page.text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;[U+202E]ab\u2400\u241b[2J" in page.text


@pytest.mark.parametrize("number", ["0", "99", "9" * 30, "x", "1.5"])
async def test_a_post_that_is_not_there_is_said_so(rita: httpx2.AsyncClient, number: str) -> None:
    reply = await rita.get(f"{REGISTER}/{number}")

    assert reply.status_code in (400, 404)
    assert "Det gick inte" in words(reply)


# -- the files


async def noted(at: Bureau) -> list[EntryView]:
    """The takings out that have been entered."""
    found: list[EntryView] = await at.served.look(queries.entries, SLUG, "sitting")
    return [each for each in found if each.move == Move.EXPORT]


async def test_the_register_is_taken_out_as_data_with_everything_marked(
    at: Bureau, rita: httpx2.AsyncClient
) -> None:
    numbers = await in_every_state(at)

    reply = await rita.get(f"/{SLUG}/register.jsonl")

    lines = [json.loads(line) for line in reply.text.splitlines()]
    posts = {each["number"]: each for each in lines if each["kind"] == "question"}
    assert reply.headers["content-type"] == "application/x-ndjson"
    assert reply.headers["content-disposition"] == f'attachment; filename="{SLUG}.jsonl"'
    assert reply.headers["cache-control"] == "no-store"
    assert lines[0]["kind"] == "sitting"
    assert {state: posts[number]["state"] for state, number in numbers.items()} == {
        each: each for each in State
    }
    assert [number for number, each in posts.items() if each["published"]] == [numbers[State.PUBLISHED]]


async def test_the_register_is_taken_out_as_a_table_in_the_reader_s_words_and_runs_nothing(
    at: Bureau, rita: httpx2.AsyncClient
) -> None:
    bodies = [
        '=HYPERLINK("http://x")',
        "+46",
        "-1",
        "@a",
        "\tx",
        "'quoted",
        "rad ett\nrad två",
        'citat "här"',
    ]
    for body in bodies:
        await at.asked(body)

    swedish = await rita.get(f"/{SLUG}/register.csv")
    english = await rita.get(f"/{SLUG}/register.csv", params={"lang": "en"})

    rows = list(csv.DictReader(io.StringIO(swedish.content.decode(), newline="")))
    assert swedish.headers["content-type"].startswith("text/csv; charset=utf-8")
    assert swedish.headers["content-disposition"] == f'attachment; filename="{SLUG}.csv"'
    cells = [each["Texten som den kom in"] for each in rows]
    assert [spreadsheet.read_back(cell) for cell in cells] == bodies
    assert not any(cell.startswith(tuple("=+-@\t")) for each in rows for cell in each.values())
    assert (rows[0]["Läge"], rows[0]["Publicerad"]) == (register_terms.say("sv")("state", "received"), "nej")
    assert english.text.split("\r\n", 1)[0].startswith('"Number","State","Published"')


async def test_a_party_that_answered_has_a_column_also_when_it_has_gone(
    at: Bureau, rita: httpx2.AsyncClient
) -> None:
    number = await at.answered("C")
    await at.served.do(publishing.publish, SLUG, number, by=at.moa)
    new = SeatPlan(code="V", name="V", colour="#112233")
    now = await at.served.do(lambda tx: [seats.plan_of(each) for each in tx.seats(tx.sitting(SLUG))])
    await at.served.do(seats.set_seats, SLUG, [*now, new], by=ORGANISER)

    reply = await rita.get(f"/{SLUG}/register.csv")

    headings = next(csv.reader(io.StringIO(reply.text)))
    assert [each for each in headings if each.startswith("Svar från")] == [
        f"Svar från {code}" for code in ("C", "S", "M", "V")
    ]


async def test_each_taking_out_is_entered_by_who_did_it(at: Bureau, rita: httpx2.AsyncClient) -> None:
    await rita.get(f"/{SLUG}/register.csv")
    await rita.get(f"/{SLUG}/register.jsonl")

    entered = await noted(at)
    assert [(each.role, each.who, each.facts) for each in entered] == [
        ("registrar", "Rita Reg", {"form": "csv"}),
        ("registrar", "Rita Reg", {"form": "jsonl"}),
    ]


# -- the door


@pytest.mark.parametrize(
    "path", [REGISTER, f"{REGISTER}/1", f"/{SLUG}/register.csv", f"/{SLUG}/register.jsonl"]
)
async def test_only_a_registrar_of_the_sitting_comes_through(at: Bureau, path: str) -> None:
    await at.asked()
    office = Office(at.served)
    async with office.stack:
        roles = ((Role.MODERATOR, SLUG), (Role.ORGANISER,), (Role.POLITICIAN, SLUG, "C"))
        staff = await office.browser(
            *[await office.account(f"x{number}", role) for number, role in enumerate(roles)]
        )
        nobody = await office.browser()
        refused, turned = await staff.get(path), await nobody.get(path)

    assert (refused.status_code, turned.status_code) == (403, 303)
    assert await noted(at) == []


async def test_a_sitting_that_is_not_there_has_no_register(at: Bureau) -> None:
    office = Office(at.served)
    async with office.stack:
        everywhere = await office.browser(await office.account("reg", (Role.REGISTRAR,)))
        replies = [
            await everywhere.get(f"/ingen/{path}") for path in ("register", "register/1", "register.csv")
        ]

    assert [each.status_code for each in replies] == [404] * 3
