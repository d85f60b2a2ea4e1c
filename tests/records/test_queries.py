"""What the queries hand out: everything of a thing, in one snapshot, with a handful of statements."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from app.records import channels, queries, removal, tickets
from app.records.journal import Journal
from app.records.transaction import Transaction
from app.records.views import Load, News
from app.records.vocabulary import CITIZEN, State, Unknown
from tests.records import deeds
from tests.records.conftest import Database

DESK = channels.desk(deeds.SLUG)


@pytest.fixture
def journal(database: Database) -> Journal:
    journal = database.journal()
    journal.submit(deeds.create).result()
    return journal


def ask(journal: Journal, posts: int) -> None:
    for number in range(1, posts + 1):
        journal.submit(deeds.ask, f"Fråga {number}").result()


def test_a_sitting_comes_with_its_seats_in_the_order_of_the_assembly(database: Database, journal: Journal):
    view = database.reading().look(queries.sitting, deeds.SLUG)

    assert (view.title, view.live_at, view.last_number) == ("Bussarna", deeds.START + timedelta(hours=1), 0)
    assert [seat.code for seat in view.seats] == list(deeds.PARTIES)


def test_sittings_come_in_the_order_in_which_they_go_live(database: Database, journal: Journal):
    journal.submit(deeds.create, "annan").result()

    found = database.reading().look(queries.sittings)

    assert [view.slug for view in found] == ["annan", deeds.SLUG]
    assert [len(view.seats) for view in found] == [3, 3]


def test_what_does_not_exist_is_unknown(database: Database, journal: Journal):
    reading = database.reading()

    with pytest.raises(Unknown):
        reading.look(queries.sitting, "unknown")
    with pytest.raises(Unknown):
        reading.look(queries.questions, "unknown")
    with pytest.raises(Unknown) as refused:
        reading.look(queries.question, deeds.SLUG, 1)
    assert refused.value.facts == {"number": 1}
    assert reading.look(queries.question_by_receipt, "unknown") is None


def test_a_question_comes_with_all_that_is_known_of_it(database: Database, journal: Journal):
    journal.submit(deeds.ask, "Går \x00 bussen?", name="Åsa", flags="shouting digits").result()
    journal.submit(deeds.assign, 1, "S", "C").result()
    journal.submit(deeds.send, 1, "C", "Ja.", note="Skriv mer.").result()

    view = database.reading().look(queries.question, deeds.SLUG, 1)

    assert (view.body, view.shown, view.name, view.flags) == (
        "Går \x00 bussen?",
        "Går \x00 bussen?",
        "Åsa",
        ("shouting", "digits"),
    )
    assert (view.state, view.asked_of, view.on_page) == (State.ASSIGNED, ("S", "C"), False)
    assert [(each.party, each.sent, each.body, each.note) for each in view.answers] == [
        ("S", None, None, None),
        ("C", "Ja.", None, "Skriv mer."),
    ]


def test_a_published_answer_is_told_from_one_only_sent(database: Database, journal: Journal):
    ask(journal, 1)
    journal.submit(deeds.assign, 1, "C").result()
    journal.submit(deeds.publish, 1, C="Det är på väg.").result()

    view = database.reading().look(queries.question, deeds.SLUG, 1)

    assert [(each.sent, each.body) for each in view.answers] == [(None, "Det är på väg.")]
    assert (view.on_page, view.position) == (True, 1)


def test_questions_are_chosen_by_number_party_and_page(database: Database, journal: Journal):
    ask(journal, 5)
    journal.submit(deeds.assign, 2, "C").result()
    journal.submit(deeds.assign, 4, "C", "S").result()
    journal.submit(deeds.publish, 4, C="Ja.").result()
    reading = database.reading()

    def numbers(*given: object, **chosen: object) -> list[int]:
        return [view.number for view in reading.look(queries.questions, deeds.SLUG, *given, **chosen)]  # type: ignore[arg-type] # handed on as they are given

    assert numbers() == [1, 2, 3, 4, 5]
    assert numbers([5, 1, 99]) == [1, 5]
    assert numbers(range(2, 5)) == [2, 3, 4]
    assert numbers([]) == []
    assert numbers(party="C") == [2, 4]
    assert numbers([4, 5], party="S") == [4]
    assert numbers(published_only=True) == [4]


def test_a_follow_up_is_on_the_page_only_with_its_root(database: Database, journal: Journal):
    ask(journal, 2)
    journal.submit(deeds.change, 1, state=State.PUBLISHED).result()
    journal.submit(deeds.change, 2, state=State.PUBLISHED, follow_up_to=1).result()
    reading = database.reading()
    shown = [view.number for view in reading.look(queries.questions, deeds.SLUG, published_only=True)]

    journal.submit(deeds.change, 1, state=State.UNPUBLISHED).result()
    left = reading.look(queries.questions, deeds.SLUG, published_only=True)

    assert (shown, left) == ([1, 2], [])
    assert reading.look(queries.question, deeds.SLUG, 2).root_state is State.UNPUBLISHED
    assert [view.number for view in reading.look(queries.withdrawn, deeds.SLUG)] == [1]
    assert reading.look(queries.withdrawn, deeds.SLUG, [2]) == []


def test_a_merged_question_leads_to_the_end_of_its_chain(database: Database, journal: Journal):
    ask(journal, 4)
    journal.submit(deeds.change, 1, state=State.MERGED, into=2).result()
    journal.submit(deeds.change, 2, state=State.MERGED, into=4).result()
    journal.submit(deeds.change, 4, state=State.HELD).result()

    views = database.reading().look(queries.questions, deeds.SLUG)

    assert [(view.into, view.into_state) for view in views] == [
        (4, State.HELD),
        (4, State.HELD),
        (None, None),
        (None, None),
    ]
    assert [view.merged for view in views] == [(), (), (), (1, 2)]


def test_numbers_of_two_sittings_are_not_mixed_up(database: Database, journal: Journal):
    journal.submit(deeds.create, "annan").result()
    ask(journal, 1)
    journal.submit(deeds.ask, "Den andra", ticket="ticket", slug="annan").result()
    journal.submit(deeds.change, 1, slug="annan", follow_up_to=1).result()

    sitting, question = database.reading().look(queries.question_by_receipt, "ticket") or (None, None)

    assert sitting is not None
    assert question is not None
    assert (sitting.slug, question.body, question.root_state) == ("annan", "Den andra", State.RECEIVED)


def test_reading_a_thousand_questions_takes_as_many_statements_as_reading_one(sqlite: Database):
    journal = sqlite.journal()
    journal.submit(deeds.create).result()
    for asked in [journal.submit(deeds.ask) for _ in range(1000)]:
        asked.result()
    reading = sqlite.reading()

    def statements(session: Session, numbers: range) -> int:
        counted: list[str] = []
        driver: Any = session.connection().connection.dbapi_connection
        driver.set_trace_callback(counted.append)
        assert len(queries.questions(session, deeds.SLUG, numbers)) == len(numbers)
        return sum(statement.startswith("SELECT") for statement in counted)

    assert reading.look(statements, range(1, 2)) == 4
    assert reading.look(statements, range(1, 1001)) == 4


def test_loads_tell_what_each_party_has_had_and_has_now(database: Database, journal: Journal):
    ask(journal, 6)
    for number in range(1, 6):
        journal.submit(deeds.assign, number, "C").result()
    journal.submit(deeds.assign, 6, "S").result()
    journal.submit(deeds.send, 2, "C", "Skickat").result()
    journal.submit(deeds.send, 3, "C", "Skickat", note="Tillbaka").result()
    journal.submit(deeds.publish, 4, C="Publicerat").result()
    journal.submit(deeds.change, 5, state=State.DECLINED).result()
    journal.submit(deeds.change, 3, promised_on=date(2026, 12, 1)).result()
    reading = database.reading()

    loads = reading.look(queries.loads, deeds.SLUG)

    first = reading.look(queries.question, deeds.SLUG, 1).answers[0].asked_at
    sixth = reading.look(queries.question, deeds.SLUG, 6).answers[0].asked_at
    assert list(loads) == list(deeds.PARTIES)
    assert loads["C"] == Load(asked=4, waiting=2, answered=1, published=1, promised=1, oldest_waiting=first)
    assert loads["S"] == Load(asked=1, waiting=1, oldest_waiting=sixth)
    assert loads["M"] == Load()


def test_every_post_is_counted_in_exactly_one_state(database: Database, journal: Journal):
    ask(journal, 5)
    journal.submit(deeds.change, 1, state=State.DECLINED, reason="tone").result()
    journal.submit(deeds.change, 2, state=State.DECLINED, reason="tone").result()
    journal.submit(deeds.change, 3, state=State.MERGED, into=4).result()
    journal.submit(deeds.change, 4, state=State.ASSIGNED, promised_on=date(2026, 12, 1)).result()

    counts = database.reading().look(queries.counts, deeds.SLUG)

    assert (counts.received, counts.merged, counts.promised, counts.by_reason) == (5, 1, 1, {"tone": 2})
    assert {state: posts for state, posts in counts.by_state.items() if posts} == {
        State.DECLINED: 2,
        State.MERGED: 1,
        State.ASSIGNED: 1,
        State.RECEIVED: 1,
    }


def test_news_tell_each_thing_once_with_its_latest_number(database: Database, journal: Journal):
    ask(journal, 3)
    journal.submit(deeds.assign, 1, "C").result()
    reading = database.reading()
    epoch = reading.look(queries.epoch)

    assert reading.look(queries.head, DESK) == 4
    assert reading.look(queries.news, DESK, 0) == News(
        4, epoch, ((2, "question/2"), (3, "question/3"), (4, "question/1"))
    )
    assert reading.look(queries.news, DESK, 2) == News(4, epoch, ((3, "question/3"), (4, "question/1")))
    assert reading.look(queries.news, DESK, 4) == News(4, epoch, ())
    assert reading.look(queries.news, "x/desk", 0) == News(0, epoch, ())


def test_entries_are_read_in_order_by_subject_and_by_page(database: Database, journal: Journal):
    ask(journal, 2)
    journal.submit(deeds.assign, 1, "C", "S").result()
    reading = database.reading()

    assert [entry.seq for entry in reading.look(queries.entries, deeds.SLUG)] == [1, 2, 3, 4]
    assert [entry.move for entry in reading.look(queries.entries, deeds.SLUG, "question/1")] == [
        "ask",
        "assign",
    ]
    assert [entry.seq for entry in reading.look(queries.entries, deeds.SLUG, after=1, limit=2)] == [2, 3]
    (last,) = reading.look(queries.last_entries, deeds.SLUG, ["question/1"])
    assert (last.move, last.actor, last.facts["parties"]) == ("assign", "account/1", "C S")
    assert reading.look(queries.last_entries, deeds.SLUG, ["question/9"]) == []


def test_a_draft_is_read_by_its_seat_alone(database: Database, journal: Journal):
    ask(journal, 1)
    journal.submit(deeds.draft, 1, "C", "Jag skriver").result()
    reading = database.reading()

    found = reading.look(queries.draft, deeds.SLUG, 1, "C")

    assert found is not None
    assert (found.version, found.body) == (1, "Jag skriver")
    assert reading.look(queries.draft, deeds.SLUG, 1, "S") is None


def test_announcements_come_oldest_first(database: Database, journal: Journal):
    for body in ("Paus.", "Vi fortsätter."):
        journal.submit(deeds.announce, body).result()

    found = database.reading().look(queries.announcements, deeds.SLUG)

    assert [(each.number, each.body) for each in found] == [(1, "Paus."), (2, "Vi fortsätter.")]


def test_a_ticket_is_answered_again_to_its_own_actor(journal: Journal):
    by, other = deeds.MODERATOR, CITIZEN
    journal.submit(tickets.acknowledge, by, "ticket", "answer").result()

    assert journal.submit(tickets.answered, by, "ticket").result() == "answer"
    assert journal.submit(tickets.answered, other, "ticket").result() is None


def test_a_rehearsal_is_removed_with_all_that_was_said_in_it_and_nothing_else(
    database: Database, journal: Journal
):
    journal.submit(deeds.create, "ovning", rehearsal=True).result()
    for slug in ("ovning", deeds.SLUG):
        journal.submit(deeds.ask, "Fråga", name="Namn", slug=slug).result()
        journal.submit(deeds.assign, 1, "C", slug=slug).result()
        journal.submit(deeds.draft, 1, "C", "Utkast", slug=slug).result()
        journal.submit(deeds.publish, 1, slug=slug, C="Svar").result()

    def remove(tx: Transaction) -> dict[str, int]:
        return removal.remove_all(tx, tx.sitting("ovning"))

    removed = journal.submit(remove).result()

    assert removed == {"questions": 1, "entries": 4}
    tables = ("sitting", "seat", "question", "text", "answer", "draft")
    assert {table: database.rows(f"SELECT count(*) FROM {table}")[0][0] for table in tables} == {
        "sitting": 1,
        "seat": 3,
        "question": 1,
        "text": 3,
        "answer": 1,
        "draft": 1,
    }
    assert {slug for (slug,) in database.rows("SELECT DISTINCT log FROM entry")} == {deeds.SLUG}
    assert {name.split("/")[0] for (name,) in database.rows("SELECT name FROM channel")} == {deeds.SLUG}
    assert journal.submit(removal.slug_is_taken, "ovning").result() is True


def test_a_real_sitting_is_not_removed(journal: Journal):
    refused = journal.submit(lambda tx: removal.remove_all(tx, tx.sitting(deeds.SLUG))).exception()

    assert refused is not None
