"""Whatever is sent: a sentence that its sender understands, what was typed still there, and nothing half stored."""

import json
from urllib.parse import quote_from_bytes, urlencode
from uuid import uuid4

import pytest

from tests.dom import LivePage
from tests.house import Held, Page, Program

EMPTY = "Det står ingenting i texten. Skriv något och skicka igen."
TOO_LONG = "Texten är för lång. Högst 8192 tecken får plats, och å, ä, ö och emojier räknas som flera. Korta den och skicka igen."
FAR_TOO_LONG = "Texten är för lång för att kunna tas emot. Korta den och skicka igen."
FRAME_TOO_LARGE = "Meddelandet är för stort. Ingenting är sparat."
UNREADABLE_SIGNS = "Texten innehåller tecken som inte går att läsa. Ingenting är sparat."
UNREADABLE = "Det som skickades gick inte att läsa. Ingenting är sparat."

BIDI = "Hej \u202eevil\u202c \u2066x\u2069 \u200f slut"
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp;{{7*7}}"


def typed(page: Page) -> dict[str, str]:
    """What stands in the form's fields."""
    form = page.at("ask")
    fields = {node.attrs["name"]: node.attrs.get("value", "") for node in form.all("input")}
    chosen = [option.attrs["value"] for option in form.all("option") if "selected" in option.attrs]
    return {**fields, "body": page.at("body").typed, "wish": "".join(chosen)}


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ("", 400, EMPTY),
        (" \n\t\u00a0\u3000", 400, EMPTY),
        ("x" * 8193, 413, TOO_LONG),
        ("å" * 4096 + "x", 413, TOO_LONG),
    ],
    ids=["empty", "blank", "a byte too long", "a byte too long in å"],
)
def test_a_post_that_cannot_be_received_comes_back_with_the_reason_and_all_that_was_typed(
    held: Held, body: str, status: int, said: str
):
    sent = {"body": body, "name": "Åsa", "wish": "S", "follow_up_to": "7", "ticket": str(uuid4())}

    page = held.browser().post(f"/{held.slug}/questions", sent)

    assert page.status == status
    assert page.at("problem").text == said
    assert page.at("body-error").text == said
    assert page.at("body").attrs["aria-invalid"] == "true"
    kept = typed(page)
    assert {name: kept[name] for name in ("body", "name", "wish", "follow_up_to")} == {
        name: sent[name] for name in ("body", "name", "wish", "follow_up_to")
    }
    assert held.questions() == []


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ("", 400, EMPTY),
        ("\u00a0\n", 400, EMPTY),
        ("x" * 8193, 413, TOO_LONG),
        ("\ud800", 400, UNREADABLE_SIGNS),
        ("Hej \udfff!", 400, UNREADABLE_SIGNS),
    ],
    ids=["empty", "blank", "a byte too long", "a lone surrogate", "another lone surrogate"],
)
def test_the_pages_script_is_told_the_same_in_json(held: Held, body: str, status: int, said: str):
    told = held.browser().send(f"/{held.slug}/questions", {"body": body, "ticket": str(uuid4())})

    assert (told.status, told.facts["message"]) == (status, said)
    assert held.questions() == []


@pytest.mark.parametrize(
    "raw",
    [b"body=%ff%fe", b"body=%ED%A0%80", b"body=Hej\xe5", b"body=%C0%AF"],
    ids=["no UTF-8", "a surrogate", "bytes not encoded", "an overlong form"],
)
def test_what_is_not_utf_8_is_not_guessed_at(held: Held, raw: bytes):
    page = held.browser().post(f"/{held.slug}/questions", raw)

    assert page.status == 400
    assert UNREADABLE in page.words
    assert held.questions() == []


@pytest.mark.parametrize(
    "raw", [b"{", b"[]", b'"hej"', b'{"body": {"a": 1}}', b'{"body": "\xff"}', b"", b"null"]
)
def test_json_that_cannot_be_read_is_refused_in_a_sentence(held: Held, raw: bytes):
    told = held.browser().send(f"/{held.slug}/questions", raw)

    assert (told.status, told.facts["code"]) == (400, "malformed")
    assert told.facts["message"] in (UNREADABLE, EMPTY)
    assert held.questions() == []


def test_a_body_that_is_far_too_large_is_refused_before_it_is_read(held: Held):
    form = held.post("x" * 70_000)
    script = held.browser().send(f"/{held.slug}/questions", {"body": "x" * 70_000})

    assert (form.status, script.status) == (413, 413)
    assert FAR_TOO_LONG in form.words
    assert "Gå tillbaka med webbläsarens knapp, så finns det" in form.words
    assert "Region Sundmark håller i frågestunden" in form.words
    assert script.facts["message"] == FAR_TOO_LONG
    assert held.questions() == []


def test_10_000_emoji_are_too_many_however_they_are_sent(held: Held):
    emoji = "\U0001f68c" * 10_000

    form = held.post(emoji)  # 120 KB on the way, more than is read at all
    script = held.browser().send(
        f"/{held.slug}/questions", json.dumps({"body": emoji}, ensure_ascii=False).encode()
    )
    chat = held.talker().say("ask", body=emoji)

    assert (form.status, FAR_TOO_LONG in form.words) == (413, True)
    assert (script.status, script.facts["message"]) == (413, TOO_LONG)
    assert (chat["code"], chat["message"]) == ("too_large", FRAME_TOO_LARGE)
    assert held.questions() == []


PASSING = {
    "å": "å" * 4096,
    "control signs": "".join(map(chr, [*range(1, 10), *range(11, 13), *range(14, 32), 0x7F])) * 270,
    "NUL": "\0" * 8192,
    "quotation marks": '"' * 8192,
    "ampersands": "&" * 8192,
    "C1 signs": "\x9b" * 4096,
    "emoji": "\U0001f68c" * 2048,
    "bidi": ("\u202e\u2066x" * 1200)[:2500],
    "line ends": "a\n" * 4096,
    "one sign": "?",
}


@pytest.mark.proves("M7", "M23")
@pytest.mark.parametrize("body", PASSING.values(), ids=list(PASSING))
def test_every_readable_post_up_to_8_kib_is_stored_as_it_was_and_shown_in_frames_of_at_most_15_kb(
    held: Held, body: str
):
    assert len(body.encode()) <= 8192
    page = LivePage(held.page().html)
    reader, follower = held.listener(after=page.seq), held.new_talker()
    follower.make("follow", channel="public", after=page.seq)
    desk, panel = held.listener("/desk/live", 0, "moderator"), held.listener("/party/C/live", 0, "C")

    form = urlencode({"body": "", "name": "Å"}).replace("body=", "body=" + quote_from_bytes(body.encode()))
    sent = held.browser().post(f"/{held.slug}/questions", form.encode())
    held.does("moderator", "assign", 1, party="C")
    held.does("C", "answer", 1, body=body)
    held.does("moderator", "publish", 1)

    assert sent.status == 303
    stored = held.question(1)
    assert (stored.body, stored.answers[0].body) == (body, body)
    follower.until(held.head())
    desk.until(held.head("desk"))
    panel.until(held.head("party/C"))
    for frame in reader.until(held.head()):
        page.take(frame)
    fresh = LivePage(held.page().html)
    assert page.shown() == fresh.shown()
    receipt = held.browser().get(sent.reply.headers["Location"])
    assert receipt.status == 200
    assert held.browser("moderator").get(f"/{held.slug}/desk/1").status == 200
    assert held.browser("C").get(f"/{held.slug}/party/C?question=1").status == 200


@pytest.mark.proves("M23", "S5")
def test_line_ends_are_stored_in_one_form_and_everything_else_as_it_came(held: Held):
    held.post("rad ett\r\nrad två\rrad tre\n")

    assert held.question(1).body == "rad ett\nrad två\nrad tre\n"


@pytest.mark.proves("S5")
def test_signs_that_would_turn_the_text_around_are_kept_in_the_record_and_shown_as_what_they_are(held: Held):
    held.published(BIDI + "\0\x1b[31m", BIDI, name="A\u202eB")

    assert held.question(1).body == BIDI + "\0\x1b[31m"
    for where in ("", "/desk/1", "/party/C?question=1"):
        who = {"": "citizen", "/desk/1": "moderator"}.get(where, "C")
        page = held.browser(who).get(f"/{held.slug}{where}")
        # Where a text is changed it stands as it is: what is shown in a field would be sent back as its words.
        read = page.dom.read(but="textarea")
        assert [sign for sign in "\u202e\u202c\u2066\u2069\u200f\0\x1b" if sign in read] == []
        assert "Hej [U+202E]evil[U+202C] [U+2066]x[U+2069] [U+200F] slut" in page.words
    assert "A[U+202E]B" in held.page().words
    assert "␀␛[31m" in held.page().words


@pytest.mark.proves("S5")
def test_html_and_scripts_are_shown_as_text(held: Held):
    receipt = held.published(MARKUP, MARKUP, name=MARKUP[:60])
    held.talker("moderator").make("announce", body=MARKUP)
    other = held.asked(MARKUP)
    held.does("moderator", "decline", other.number, reason="off_topic", words=MARKUP)

    pages = [
        held.page(),
        receipt.page(),
        other.page(),
        held.browser("moderator").get(f"/{held.slug}/desk/1?tab=all"),
        held.browser("C").get(f"/{held.slug}/party/C?question=1"),
    ]

    for page in pages:
        assert MARKUP in page.dom.raw
        assert page.dom.where(lambda each: "onerror" in each.attrs or each.attrs.get("src") == "x") == []
        scripts = page.dom.all("script")
        assert [each.raw for each in scripts] == [""] * len(scripts)


@pytest.mark.proves("M12")
def test_the_same_ticket_with_another_text_is_another_question(held: Held):
    ticket = str(uuid4())

    first, second = held.asked("Ett", ticket=ticket), held.asked("Två", ticket=ticket)
    again = held.asked("Ett", ticket=ticket)

    assert (first.number, second.number, again.number) == (1, 2, 1)
    assert (again.url, again.code) == (first.url, first.code)
    assert second.url != first.url


@pytest.mark.parametrize("ticket", ["", "1", "x" * 36, "9f0d2a5e" * 100])
def test_a_ticket_that_is_none_is_refused_and_the_text_is_still_there(held: Held, ticket: str):
    page = held.post("Min text", ticket=ticket)

    if ticket:
        assert (page.status, typed(page)["body"]) == (400, "Min text")
        assert page.at("problem").text == UNREADABLE
    else:
        assert page.status == 303


@pytest.mark.parametrize("wish", ["XX", "<b>", "C S", "x" * 300])
def test_a_wish_for_a_party_that_is_not_there_never_costs_the_post(held: Held, wish: str):
    sent = held.post("Min text", wish=wish)

    assert sent.status in (303, 400)
    if sent.status == 303:
        assert held.question(1).wish is None
    else:
        assert typed(sent)["body"] == "Min text"


@pytest.mark.parametrize("number", ["0", "-1", "x", "99", "1e3", "9" * 30])
def test_a_follow_up_to_what_is_not_there_never_costs_the_text(held: Held, number: str):
    sent = held.post("Min följdfråga", follow_up_to=number)

    if sent.status == 303:
        assert held.question(1).follow_up_to is None
    else:
        assert (sent.status, typed(sent)["body"]) == (400, "Min följdfråga")


@pytest.mark.proves("M2", "M12")
@pytest.mark.parametrize(
    ("until", "said"),
    [
        ("planned", "Frågestunden har inte öppnat än. Det du skrev finns kvar."),
        ("closing", "Frågetiden är slut, så inga nya frågor tas emot. Det du skrev är inte skickat."),
        ("closed", "Frågestunden är avslutad. Det du skrev är inte skickat."),
        ("archived", "Frågestunden är avslutad. Det du skrev är inte skickat."),
    ],
)
def test_a_sitting_that_takes_no_questions_says_why_and_loses_nothing(
    program: Program, until: str, said: str
):
    held = program.hold(until=until)

    page = held.post("Min text", name="Åsa")
    script = held.browser().send(f"/{held.slug}/questions", {"body": "Min text"})

    assert (page.status, page.at("problem").text) == (409, said)
    assert (typed(page)["body"], typed(page)["name"]) == ("Min text", "Åsa")
    assert (script.status, script.facts["message"]) == (409, said)
    assert held.questions() == []
    held.close()


@pytest.mark.proves("M12")
def test_a_paused_intake_says_so_and_takes_the_same_text_when_it_goes_on(held: Held):
    held.talker("moderator").make("pause")

    page = held.post("Min text")
    held.talker("moderator").make("resume")
    again = held.browser().post(f"/{held.slug}/questions", typed(page))

    assert (page.status, page.at("problem").text) == (
        409,
        "Moderatorn har gjort en paus, så just nu tas inga frågor emot. Det du skrev finns kvar. Försök igen om en stund.",
    )
    assert (again.status, held.question(1).body) == (303, "Min text")


@pytest.mark.parametrize("path", ["", "/ask", "/rules", "/news", "/parties.css"])
def test_a_sitting_that_is_not_there_is_told_in_words(program: Program, held: Held, path: str):
    page = held.browser().get(f"/finns-inte{path}")

    assert page.status == 404
    assert "Det finns ingen frågestund här." in page.words


def test_a_post_to_a_sitting_that_is_not_there_is_told_in_words(held: Held):
    sent = held.browser().post("/finns-inte/questions", {"body": "Hej"})

    assert (sent.status, "Det finns ingen frågestund här." in sent.words) == (404, True)


@pytest.mark.proves("S2", "S3")
@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
def test_a_form_on_somebody_elses_page_sends_nothing_here(held: Held, origin: str):
    page = held.browser().post(f"/{held.slug}/questions", {"body": "Hej"}, Origin=origin)

    assert page.status == 403
    assert "Det som skickades kom inte från en av våra sidor." in page.words
    assert held.questions() == []
