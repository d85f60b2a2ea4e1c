"""A party's panel: one question to answer, the others in piles, nothing of anybody else's (M20-M22)."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.records import channels, queries
from app.records.vocabulary import Capacity, State
from app.routing import desk, marks, publishing
from tests.chat.chairs import House, editor, house, pile, shown, task
from tests.routing.stage import SLUG


@pytest.fixture
async def at(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as made:
        yield made


@pytest.mark.proves("M20")
async def test_a_party_has_one_question_in_hand_and_the_others_in_piles(at: House) -> None:
    anna = await at.chair("C", "Anna Ek")
    first, second = await at.desk.assigned(body="När kommer bussen?"), await at.desk.assigned(body="Varför?")
    await at.desk.assigned("S", body="Till någon annan")

    page = await anna.get()
    chosen = await anna.get(question=second)

    assert "Du svarar som: Cecilia Centerfalk (C) , ordinarie" in shown(page)
    assert "Pågår nu" in shown(page)
    assert task(page).startswith(f"Er fråga nu Nummer {first} Utan namn")
    assert "När kommer bussen?" in task(page)
    assert "Varför?" in task(chosen)
    assert pile(page, "waiting") == [first, second]
    assert "Till någon annan" not in page.text


async def test_an_answer_is_sent_and_found_among_the_sent_ones(at: House) -> None:
    anna = await at.chair("C", "Anna Ek")
    number = await at.desk.assigned()

    sent = await anna.post(f"/{number}/answer", body="Klockan tio.", seen=await anna.version(number))
    page = await anna.client.get(sent.headers["location"])
    again = await anna.get(question=number)

    assert sent.status_code == 303
    assert f"Ert svar på nummer {number} är inskickat" in task(page)
    assert "Ingen fråga väntar på er" in task(page)
    assert pile(page, "sent") == [number]
    assert "Ert svar är inskickat" in task(again)
    assert "Ändra svaret" in task(again)
    assert editor(again) == "Klockan tio."


async def test_a_sent_answer_is_changed_by_answering_again(at: House) -> None:
    anna = await at.chair("C", "Anna Ek")
    number = await at.desk.answered()

    told = await anna.told(f"/{number}/answer", body="Klockan elva.", seen=await anna.version(number))

    assert told.json()["state"] == "answered"
    assert (await at.desk.question(number)).answers[0].sent == "Klockan elva."


async def test_what_the_moderator_returned_is_in_hand_at_once_with_the_note(at: House) -> None:
    anna = await at.chair("C", "Anna Ek")
    await at.desk.assigned()
    number = await at.desk.answered()
    await at.desk.served.do(marks.return_, SLUG, number, b"Ta med tisdagar.", by=at.desk.moa)

    page = await anna.get()

    assert task(page).startswith("Återsänd till er Moderatorn skriver")
    assert "Ta med tisdagar." in task(page)
    assert editor(page) == "Svar från C."


async def test_a_published_answer_is_shown_with_the_way_to_the_public_page(at: House) -> None:
    anna = await at.chair("C", "Anna Ek")
    number = await at.desk.published()

    page = await anna.get(question=number)

    assert pile(page, "published") == [number]
    assert "Ert svar är publicerat" in task(page)
    assert f'href="/{SLUG}#q-{number}"' in page.text
    assert 'id="answer"' not in page.text


async def test_where_the_sitting_publishes_at_once_the_button_says_so_and_does_it(at: House) -> None:
    anna = await at.chair("C", "Anna Ek")
    await at.publish_at_once()
    number, shared = await at.desk.assigned(), await at.desk.assigned("C", "S")

    alone, together = await anna.get(question=number), await anna.get(question=shared)
    told = await anna.told(f"/{number}/answer", body="Klockan tio.")

    assert "Publicera" in task(alone)
    assert "Skicka svaret" in task(together)
    assert told.json()["state"] == "published"


async def test_a_question_is_handed_back_with_a_reason_and_words(at: House) -> None:
    anna = await at.chair("C", "Anna Ek")
    number = await at.desk.assigned()

    refused = await anna.post(f"/{number}/hand_back", words="Fråga förvaltningen.")
    sent = await anna.post(f"/{number}/hand_back", reason="for_official", words="Fråga förvaltningen.")
    page = await anna.get(question=number)

    assert refused.status_code == 400
    assert "Välj varför ni lämnar tillbaka frågan." in task(refused)
    assert "Fråga förvaltningen." in refused.text
    assert 'aria-describedby="reason-error"' in refused.text
    assert sent.status_code == 303
    assert pile(page, "back") == [number]
    assert "Skäl: Bör besvaras av en tjänsteperson." in task(page)


async def test_a_promise_is_for_a_day_to_come(at: House) -> None:
    anna = await at.chair("C", "Anna Ek")
    number = await at.desk.assigned()
    today = at.desk.served.clock.now.date()
    yesterday, later = (today - timedelta(days=1)).isoformat(), (today + timedelta(days=9)).isoformat()

    past = await anna.post(f"/{number}/promise", by=yesterday)
    missing = await anna.post(f"/{number}/promise", by="")
    await anna.post(f"/{number}/promise", by=later)
    page = await anna.get()

    assert (past.status_code, missing.status_code) == (400, 400)
    assert "Datumet har redan passerat." in task(past)
    assert f'value="{yesterday}" aria-invalid="true" aria-describedby="by-error"' in past.text
    assert "Välj vilken dag ni återkommer med ett svar." in task(missing)
    assert "Ni har lovat att svara senast" in task(page)


async def test_after_the_close_only_what_was_promised_can_be_answered(at: House) -> None:
    anna = await at.chair("C", "Anna Ek")
    promised, left = await at.desk.assigned(), await at.desk.assigned()
    day = (at.desk.served.clock.now + timedelta(days=9)).date().isoformat()
    await anna.post(f"/{promised}/promise", by=day)
    await at.close()

    page, other = await anna.get(), await anna.get(question=left)
    late = await anna.post(f"/{left}/answer", body="För sent.")
    kept = await anna.post(f"/{promised}/answer", body="Som lovat.")

    assert "Bara det ni har lovat att återkomma om kan besvaras nu." in shown(page)
    assert 'id="answer"' in page.text
    assert 'id="answer"' not in other.text
    assert late.status_code == 409
    assert "För sent." in late.text
    assert kept.status_code == 303


async def test_a_draft_is_the_chairs_and_no_colleague_is_overwritten(at: House) -> None:
    anna = await at.chair("C", "Anna Ek")
    cim = await at.chair("C", "Cim Hjälp", Capacity.HELPER)
    number = await at.desk.assigned()

    first = await cim.save(number, "Cims förslag", 0)
    page = await anna.get(question=number)
    clash = await anna.save(number, "Annas text", 0)
    after = await anna.save(number, "Annas text", 1)
    found = await cim.get(f"/{number}/draft")

    assert first.json()["draft"]["version"] == 1
    assert editor(page) == "Cims förslag"
    assert "Cim Hjälp" in task(page)
    assert clash.status_code == 409
    assert {name: clash.json()["draft"][name] for name in ("version", "body", "who")} == {
        "version": 1,
        "body": "Cims förslag",
        "who": "Cim Hjälp",
    }
    assert after.json()["draft"]["version"] == 2
    assert (found.json()["draft"]["body"], found.json()["draft"]["who"]) == ("Annas text", "Anna Ek")


async def test_an_answer_does_not_take_a_colleagues_newer_draft_with_it(at: House) -> None:
    anna = await at.chair("C", "Anna Ek")
    cim = await at.chair("C", "Cim Hjälp", Capacity.HELPER)
    number = await at.desk.assigned()
    await cim.save(number, "Cims förslag", 0)

    refused = await anna.post(f"/{number}/answer", body="Annas text", draft=0)
    sent = await anna.post(f"/{number}/answer", body="Annas text", draft=1)

    assert refused.status_code == 409
    assert editor(refused) == "Annas text"
    assert "Cims förslag" in task(refused)
    assert "Cim Hjälp har sparat en annan text." in task(refused)
    assert sent.status_code == 303
    assert await anna.draft(number) is None


async def test_a_draft_that_a_colleague_has_sent_is_not_written_on(at: House) -> None:
    anna = await at.chair("C", "Anna Ek")
    carl = await at.chair("C", "Carl Ersättare", Capacity.SUBSTITUTE)
    number = await at.desk.assigned()
    await anna.save(number, "Annas text", 0)
    await carl.post(f"/{number}/answer", body="Carls svar", draft=1)

    told = await anna.save(number, "Annas text, mer", 1)
    page = await anna.post(f"/{number}/draft", body="Annas text, mer", draft=1)

    assert (told.status_code, told.json()["draft"]) == (409, None)
    assert "Någon annan i partiet har hunnit skicka ett svar." in task(page)
    assert editor(page) == "Annas text, mer"


async def test_drafts_are_saved_and_compared_without_a_script_too(at: House) -> None:
    anna = await at.chair("C", "Anna Ek")
    cim = await at.chair("C", "Cim Hjälp", Capacity.HELPER)
    number = await at.desk.assigned()

    saved = await cim.post(f"/{number}/draft", body="Cims förslag\r\npå två rader", draft=0)
    refused = await anna.post(f"/{number}/draft", body="Annas text", draft=0)
    emptied = await cim.post(f"/{number}/draft", body="", draft=1)

    assert saved.status_code == 303
    assert saved.headers["location"] == f"/{SLUG}/party/C?question={number}"
    assert refused.status_code == 409
    assert editor(refused) == "Annas text"
    assert "Cims förslag på två rader" in task(refused)
    assert 'name="draft" value="1"' in refused.text
    assert emptied.status_code == 303


async def test_the_record_says_who_wrote_and_who_answers_for_it(at: House) -> None:
    cim = await at.chair("C", "Cim Hjälp", Capacity.HELPER)
    number = await at.desk.assigned()

    page = await cim.get()
    await cim.post(f"/{number}/answer", body="Klockan tio.")
    answer = (await at.desk.question(number)).answers[0]

    assert "Du skriver åt Cecilia Centerfalk, som står för svaret." in task(page)
    assert (answer.answers_for, answer.written_by, answer.capacity) == (
        "Cecilia Centerfalk",
        cim.by.account,
        Capacity.HELPER,
    )


async def test_a_stale_answer_comes_back_with_what_was_typed_beside_what_was_sent(at: House) -> None:
    anna = await at.chair("C", "Anna Ek")
    carl = await at.chair("C", "Carl Ersättare", Capacity.SUBSTITUTE)
    number = await at.desk.assigned()
    seen = await anna.version(number)
    await carl.post(f"/{number}/answer", body="Carls svar", seen=seen)

    page = await anna.post(f"/{number}/answer", body="Annas svar", seen=seen)
    told = await anna.told(f"/{number}/answer", body="Annas svar", seen=seen)

    assert page.status_code == told.status_code == 409
    assert "Någon annan i partiet har hunnit skicka ett svar. Ditt är inte skickat." in task(page)
    assert "Carls svar" in task(page)
    assert editor(page) == "Annas svar"
    assert told.json()["code"] == "stale"
    assert "Annas svar" in told.json()["task"]
    assert (await at.desk.question(number)).answers[0].sent == "Carls svar"


async def test_what_was_typed_outlives_that_the_question_is_taken_back(at: House) -> None:
    anna = await at.chair("C", "Anna Ek")
    number = await at.desk.assigned()
    await at.desk.served.do(desk.take_back, SLUG, number, by=at.desk.moa)

    page = await anna.post(f"/{number}/answer", body="Nästan klart")

    assert page.status_code == 403
    assert "Frågan är inte längre hos er." in task(page)
    assert "Nästan klart" in task(page)
    assert pile(page, "gone") == [number]


async def test_what_was_typed_outlives_a_secrecy_mark_and_the_question_does_not(at: House) -> None:
    anna = await at.chair("C", "Anna Ek")
    number = await at.desk.assigned(body="Min granne Kanariefågel är sjuk")
    await anna.save(number, "Kanarieutkast", 0)
    await at.desk.served.do(marks.mark, SLUG, number, "osl_21_1", by=at.desk.moa)

    pages = [await anna.get(), await anna.get(question=number), await anna.get(f"/{number}/draft")]
    refused = await anna.post(f"/{number}/answer", body="Nästan klart")

    assert [page.status_code for page in pages] == [200, 404, 404]
    assert not [page for page in [*pages, refused] if "Kanarie" in page.text]
    assert "Moderatorn har tagit undan frågan." in task(refused)
    assert "Nästan klart" in task(refused)


async def test_an_empty_and_a_too_long_answer_are_said_beside_the_field(at: House) -> None:
    anna = await at.chair("C", "Anna Ek")
    number = await at.desk.assigned()

    empty = await anna.post(f"/{number}/answer", body=" \r\n ")
    long = await anna.post(f"/{number}/answer", body="å" * 8193)
    largest = await anna.post(f"/{number}/answer", body="å" * 8192)

    assert (empty.status_code, long.status_code) == (400, 413)
    assert 'aria-describedby="saved counts plain body-error"' in long.text
    assert "å" * 8193 in long.text
    assert "Det står ingenting i texten." in task(empty)
    assert largest.status_code == 303


@pytest.mark.parametrize("path", ["/1/publish", "/1/assign", "/1/draftt", "/0/answer", "/x/answer"])
async def test_there_is_no_other_move(at: House, path: str) -> None:
    anna = await at.chair("C", "Anna Ek")
    await at.desk.assigned()

    assert (await anna.post(path, body="x", party="C")).status_code in (400, 404)


async def test_a_tag_in_a_question_an_answer_or_a_note_is_text(at: House) -> None:
    anna = await at.chair("C", "Anna Ek")
    number = await at.desk.assigned(body="</textarea><script>alert(1)</script>\u202e")
    await anna.post(f"/{number}/answer", body="</textarea><img src=x onerror=alert(1)>")
    await at.desk.served.do(marks.return_, SLUG, number, b"</p><b onclick=alert(1)>", by=at.desk.moa)

    page = await anna.get()

    assert "<script>alert" not in page.text
    assert "<img" not in page.text
    assert "<b onclick" not in page.text
    assert "[U+202E]" in page.text
    assert editor(page) == "</textarea><img src=x onerror=alert(1)>"


async def test_nobody_else_comes_in(at: House) -> None:
    sven = await at.chair("S", "Sven Berg")
    number = await at.desk.assigned()

    replies = [
        await sven.client.get(f"/{SLUG}/party/C"),
        await sven.client.get(f"/{SLUG}/party/C/{number}/draft"),
        await sven.client.post(f"/{SLUG}/party/C/{number}/answer", data={"body": "Vi är C."}),
        await at.desk.client.get(f"/{SLUG}/party/C"),
    ]
    nobody = await at.desk.served.get(f"/{SLUG}/party/C")

    assert [reply.status_code for reply in replies] == [403, 403, 403, 403]
    assert nobody.status_code == 303
    assert (await at.desk.question(number)).state is State.ASSIGNED


@pytest.mark.proves("M21")
async def test_no_word_of_another_partys_unpublished_answer_reaches_a_panel(at: House) -> None:
    """Canaries in everything that S writes and is told, and every way that C has of asking for it."""
    anna, sven = await at.chair("C", "Anna Ek"), await at.chair("S", "Sven Berg")
    shared, alone = await at.desk.assigned("C", "S"), await at.desk.assigned("S", body="Kanariefråga")
    told = await anna.desk.served.open(f"/{SLUG}/party/C/live?after=0", anna.cookie)
    chat = await at.desk.served.talker(anna.cookie, "?as=party:C")
    await chat.say("follow", channel="party", after=0)
    await sven.save(shared, "Kanarieutkast", 0)
    await sven.post(f"/{shared}/answer", body="Kanariesvar", draft=1)
    await sven.post(f"/{alone}/answer", body="Kanarie, ensam")
    other = await at.desk.assigned("S", body="Kanariefråga två")
    await sven.post(f"/{other}/hand_back", reason="not_ours", words="Kanarieord")

    seen = []
    for number in (shared, alone, other, 99):
        seen += [
            await anna.get(),
            await anna.get(question=number, done=number),
            await anna.get(question=number, done=number, part="task"),
            await anna.get(f"/{number}/draft"),
            await anna.save(number, "Annas text", 7),
            await anna.post(f"/{number}/draft", body="Annas text", draft=7),
            await anna.told(f"/{number}/answer", body="Annas text", seen=1),
            await anna.post(f"/{number}/answer", body="Annas text", seen=1),
            await anna.post(f"/{number}/hand_back", reason="not_ours", seen=1),
            await anna.post(f"/{number}/promise", by="2030-01-01", seen=1),
        ]
    head = await at.desk.served.look(queries.head, channels.party(SLUG, "C"))
    frames: list[dict[str, object]] = []
    while not frames or int(str(frames[-1].get("seq", 0))) < head:
        frames.append(json.loads(await told.recv()))
    said = await chat.until(head)

    texts = [reply.text for reply in seen] + [json.dumps(frames), json.dumps(said, ensure_ascii=False)]
    assert [text for text in texts if "Kanarie" in text] == []


async def test_another_partys_answer_is_seen_once_it_is_published(at: House) -> None:
    anna = await at.chair("C", "Anna Ek")
    number = await at.desk.answered("C", "S")
    before = await anna.get(question=number)
    await at.desk.served.do(publishing.publish, SLUG, number, by=at.desk.moa)
    after = await anna.desk.served.get(f"/{SLUG}")

    assert "Svar från S." not in before.text
    assert "Svar från S." in after.text


@pytest.mark.proves("M12")
async def test_a_page_and_the_frames_since_are_the_page_fetched_anew(at: House) -> None:
    anna = await at.chair("C", "Anna Ek")
    first, second, third = [await at.desk.assigned() for _ in range(3)]
    head = await at.desk.served.look(queries.head, channels.party(SLUG, "C"))
    await anna.post(f"/{first}/answer", body="Klockan tio.")
    await anna.post(f"/{second}/hand_back", reason="not_ours")
    await at.desk.served.do(publishing.publish, SLUG, first, by=at.desk.moa)
    await at.desk.served.do(marks.mark, SLUG, third, "osl_21_1", by=at.desk.moa)
    await at.desk.answered()

    told = await at.desk.served.open(f"/{SLUG}/party/C/live?after={head}", anna.cookie)
    reached = await at.desk.served.look(queries.head, channels.party(SLUG, "C"))
    frames: list[dict[str, object]] = []
    while not frames or int(str(frames[-1].get("seq", 0))) < reached:
        frames.append(json.loads(await told.recv()))
    page = await anna.get()

    last = {str(frame.get("put") or frame.get("drop")): frame for frame in frames if "seq" in frame}
    assert last.keys() == {"q-1", "q-2", "q-3", "q-4"}
    for name, frame in last.items():
        if "drop" in frame:
            assert f'id="{name}"' not in page.text
        else:
            assert str(frame["html"]) in page.text
            assert int(name.removeprefix("q-")) in pile(page, str(frame["in"]))
