"""The default limits, on: behind a proxy that speaks https, as a production server has them. What they turn away was not received."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.sync.client import connect
from websockets.typing import Origin

from app.records.vocabulary import TooFast
from tests.house import Browser, Held, Program

PUBLIC = "https://fragestund.sundmark.example"
TOO_FAST = "Det har kommit många inlägg på kort tid. Vänta"


def behind_proxy(address: str) -> dict[str, str]:
    """What the proxy adds to what a browser at this address sends."""
    return {"X-Forwarded-Proto": "https", "X-Forwarded-For": address}


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[Program]:
    """A program with the settings of a production server and no limit changed."""
    with Program(tmp_path, demo=False, public_url=PUBLIC, trusted_proxies="127.0.0.1") as running:
        yield running


@pytest.fixture
def held(guarded: Program) -> Iterator[Held]:
    sitting = guarded.hold()
    yield sitting
    sitting.close()


def ask(held: Held, address: str, body: str = "Hej", **headers: str) -> tuple[int, str]:
    with Browser(held.program, **behind_proxy(address), **headers) as browser:
        page = browser.post(f"/{held.slug}/questions", {"body": body})
    return page.status, page.html


@pytest.mark.proves("S11", "R-02")
def test_ten_posts_are_let_in_from_one_address_and_the_eleventh_is_asked_to_wait(held: Held):
    let_in = [ask(held, "203.0.113.9", f"Fråga {turn}")[0] for turn in range(10)]
    status, html = ask(held, "203.0.113.9", "Den elfte")
    others = [ask(held, address)[0] for address in ("203.0.113.10", "2001:db8::7")]

    assert let_in == [303] * 10
    assert (status, TOO_FAST in html) == (429, True)
    assert others == [303, 303]
    assert len(held.questions()) == 12


@pytest.mark.proves("S11", "M12")
def test_whoever_is_asked_to_wait_is_told_how_long_and_keeps_the_text(held: Held):
    for turn in range(10):
        ask(held, "203.0.113.9", f"Fråga {turn}")

    with Browser(held.program, **behind_proxy("203.0.113.9")) as browser:
        form = browser.post(f"/{held.slug}/questions", {"body": "Den elfte"})
        script = browser.send(f"/{held.slug}/questions", {"body": "Den elfte"})

    assert 0 < int(form.reply.headers["retry-after"]) <= 60
    assert "Gå tillbaka med webbläsarens knapp, så finns det" in form.words
    assert (script.status, script.facts["message"].startswith(TOO_FAST)) == (429, True)


@pytest.mark.proves("S13")
def test_nobody_gets_round_the_limit_by_naming_another_address(held: Held):
    told = [ask(held, f"198.51.100.{turn}, 203.0.113.9")[0] for turn in range(11)]

    assert told == [303] * 10 + [429]


@pytest.mark.proves("S11")
def test_the_chat_counts_as_the_forms_do(held: Held):
    with connect(
        f"ws://{PUBLIC.partition('//')[2]}/{held.slug}/chat",
        address=("127.0.0.1", held.program.port),
        origin=Origin(PUBLIC),
        additional_headers=behind_proxy("203.0.113.9"),
        compression=None,
        proxy=None,
    ) as socket:
        replies = []
        for turn in range(11):
            ticket = f"9f0d2a5e-0000-4000-8000-{turn:012d}"
            socket.send(json.dumps({"do": "ask", "ticket": ticket, "body": f"Fråga {turn}"}))
            replies.append(json.loads(socket.recv(timeout=5)))

    assert ["ack" in reply for reply in replies] == [True] * 10 + [False]
    assert (replies[-1]["code"], replies[-1]["message"].startswith(TOO_FAST)) == ("too_fast", True)
    assert ask(held, "203.0.113.9")[0] == 429


@pytest.mark.proves("S11")
def test_thirty_posts_a_second_are_let_in_to_one_sitting(held: Held):
    limits = held.program.house.limits
    elsewhere = held.program.hold()

    for turn in range(30):
        limits.let_in(f"198.51.100.{turn}", held.slug, 1_000.0)

    with pytest.raises(TooFast):
        limits.let_in("198.51.100.99", held.slug, 1_000.0)
    limits.let_in("198.51.100.99", elsewhere.slug, 1_000.0)
    limits.let_in("198.51.100.98", held.slug, 1_001.0)


@pytest.mark.proves("S11", "S17", "R-07")
def test_no_address_is_stored_or_logged(held: Held, caplog: pytest.LogCaptureFixture):
    for turn in range(12):
        ask(held, "203.0.113.9", f"Fråga {turn}", **{"User-Agent": "Kanariefageln/1"})
    with Browser(held.program, **behind_proxy("203.0.113.9")) as browser:
        browser.get("/receipt/203.0.113.9")
        browser.post(f"/{held.slug}/questions", b"body=%ff")
    folder = held.program.folder
    held.close()
    held.program.stop()

    stored = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert b"203.0.113" not in stored
    assert b"Kanariefageln" not in stored
    assert [record for record in caplog.records if "203.0.113" in record.getMessage()] == []
    names = sqlite3.connect(folder / "fragestund.db").execute("SELECT sql FROM sqlite_master").fetchall()
    assert [name for (name,) in names if name and "address" in name.lower()] == []
    held.program.start()


@pytest.mark.proves("S1", "S13")
def test_plain_http_is_refused_where_only_https_is_served(held: Held):
    with Browser(held.program) as browser:
        plain = browser.get(f"/{held.slug}")

    assert plain.status == 403
    assert "Tjänsten kan bara nås över en säker anslutning." in plain.words
