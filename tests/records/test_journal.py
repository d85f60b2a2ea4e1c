"""The one write path: what was acknowledged is stored, what was refused left no trace, and numbers have no gaps."""

import asyncio
import threading
from collections.abc import Mapping
from concurrent.futures import Future, wait
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from app.records import channels, queries
from app.records.journal import Journal
from app.records.transaction import Transaction
from app.records.vocabulary import CITIZEN, Move, OutOfTurn, Refusal, State, Unavailable
from tests.records import deeds
from tests.records.conftest import Database

DESK = channels.desk(deeds.SLUG)


@pytest.fixture
def journal(database: Database) -> Journal:
    journal = database.journal()
    journal.submit(deeds.create).result()
    return journal


def together(journal: Journal, *submissions) -> list[Future]:
    """Submit all of them while the writer is busy, so that they share one commit."""
    busy, go_on = threading.Event(), threading.Event()

    def hold(tx: Transaction) -> None:
        busy.set()
        go_on.wait(10)

    holding = journal.submit(hold)
    busy.wait(10)
    futures = [journal.submit(fn, *given) for fn, *given in submissions]
    go_on.set()
    wait([holding, *futures])
    return futures


def results(futures: list[Future]) -> list:
    return [future.exception() or future.result() for future in futures]


def commits(engine) -> list[str]:
    counted: list[str] = []
    event.listen(engine, "commit", lambda connection: counted.append("commit"))
    return counted


def test_what_waits_together_shares_a_commit(database: Database):
    engine = database.writer()
    journal = database.journal(engine)
    journal.submit(deeds.create).result()
    counted = commits(engine)

    futures = together(journal, *[(deeds.ask,)] * 10)

    assert results(futures) == list(range(1, 11))
    assert len(counted) == 2  # the one that held the writer, and the ten
    assert database.rung[-1] == {DESK: 10}


def test_a_refused_write_leaves_no_trace_and_no_gap(database: Database, journal: Journal):
    first, refused, second = together(
        journal,
        (deeds.ask, "Ett"),
        (lambda tx: deeds.ask(tx, "Vägrat", refuse=True),),
        (deeds.ask, "Två"),
    )

    assert (first.result(), second.result()) == (1, 2)
    with pytest.raises(OutOfTurn):
        refused.result()
    assert database.rows("SELECT number FROM question ORDER BY number") == [(1,), (2,)]
    assert database.rows("SELECT count(*) FROM text") == [(2,)]
    assert database.rows(f"SELECT seq, subject FROM entry WHERE log = '{deeds.SLUG}' ORDER BY seq") == [
        (1, "sitting"),
        (2, "question/1"),
        (3, "question/2"),
    ]
    assert database.rows(f"SELECT seq, thing FROM notice WHERE channel = '{DESK}' ORDER BY seq") == [
        (1, "question/1"),
        (2, "question/2"),
    ]


def test_what_a_refused_write_changed_in_a_shared_row_is_not_kept(database: Database, journal: Journal):
    def pause(tx: Transaction, refuse: bool) -> bool:
        sitting = tx.sitting(deeds.SLUG)
        was = sitting.paused
        sitting.paused = True
        tx.add(sitting)
        if refuse:
            raise OutOfTurn("no pause")
        return was

    _, was_paused = together(journal, (pause, True), (pause, False))

    assert was_paused.result() is False
    assert database.rows("SELECT paused FROM sitting") == [(True,)]


def test_any_other_error_runs_each_call_once_more_alone(database: Database, journal: Journal):
    runs: list[str] = []

    def stumble(tx: Transaction) -> None:
        runs.append("stumble")
        deeds.ask(tx, "Snubblar")
        raise KeyError("a mistake of ours")

    def count(tx: Transaction) -> int:
        runs.append("ask")
        return deeds.ask(tx, "Klarar sig")

    first, broken, second = together(journal, (count,), (stumble,), (count,))

    assert (first.result(), second.result()) == (1, 2)
    assert isinstance(broken.exception(), Unavailable)
    assert runs == ["ask", "stumble", "ask", "stumble", "ask"]
    assert database.rows("SELECT number FROM question ORDER BY number") == [(1,), (2,)]


def test_what_somebody_wrote_is_in_no_log_line(
    database: Database, journal: Journal, caplog: pytest.LogCaptureFixture
):
    written = "Hemligt-kanariefågel"

    def stumble(tx: Transaction) -> None:
        raise ValueError(written)

    journal.submit(deeds.ask, written, ticket="ticket").result()
    failed = together(journal, (stumble,), (lambda tx: deeds.ask(tx, written, ticket="ticket"),))

    assert [type(result) for result in results(failed)] == [Unavailable, Unavailable]
    assert caplog.records
    assert written not in caplog.text


def test_a_transaction_lost_in_the_middle_loses_nobody_elses_write(database: Database, journal: Journal):
    def lose(tx: Transaction) -> None:
        deeds.ask(tx, "Tappar")
        tx.session.connection().exec_driver_sql("ROLLBACK")

    futures = together(journal, (deeds.ask, "Ett"), (lose,), (deeds.ask, "Två"))

    assert [type(result) for result in results(futures)] == [int, Unavailable, int]
    assert database.rows("SELECT number FROM question ORDER BY number") == [(1,), (2,)]


def test_a_taken_key_makes_the_write_look_again(database: Database, journal: Journal):
    looks: list[bool] = []

    def ask_once(tx: Transaction) -> int:
        known = tx.question_by_receipt("ticket")
        looks.append(known is not None)
        if known is not None and len(looks) > 1:
            return known.number
        return deeds.ask(tx, "Samma fråga", ticket="ticket")

    journal.submit(deeds.ask, "Samma fråga", ticket="ticket").result()

    assert journal.submit(ask_once).result() == 1
    assert looks == [True, True]
    assert database.rows("SELECT count(*) FROM question") == [(1,)]
    assert database.rows("SELECT last_number FROM sitting") == [(1,)]


def test_a_key_that_stays_taken_is_refused_as_unavailable(database: Database, journal: Journal):
    journal.submit(deeds.ask, ticket="ticket").result()

    again = together(journal, (deeds.ask,), (lambda tx: deeds.ask(tx, ticket="ticket"),), (deeds.ask,))

    assert [type(result) for result in results(again)] == [int, Unavailable, int]
    assert database.rows("SELECT number FROM question ORDER BY number") == [(1,), (2,), (3,)]


def test_news_of_a_commit_are_numbered_once_in_channel_order(database: Database, journal: Journal):
    statements: list[str] = []

    def tell(tx: Transaction, *news: tuple[str, str]) -> None:
        for channel, thing in news:
            tx.tell(channel, thing)

    with journal._engine.connect() as connection:
        if database.url.startswith("sqlite"):
            driver: Any = connection.connection.dbapi_connection
            driver.set_trace_callback(statements.append)
    event.listen(
        journal._engine,
        "before_cursor_execute",
        lambda conn, cursor, statement, given, context, many: statements.append(f"{statement} {given}"),
    )
    together(
        journal,
        (tell, ("x/public", "question/1"), ("x/desk", "question/1"), ("x/public", "question/2")),
        (tell, ("x/party/C", "question/2"), ("x/public", "question/1")),
    )

    numbered = [statement for statement in statements if "INSERT INTO channel" in statement]
    order = [
        name for statement in numbered for name in ("x/desk", "x/party/C", "x/public") if name in statement
    ]
    assert order == ["x/desk", "x/party/C", "x/public"]
    assert database.rung[-1] == {"x/desk": 1, "x/party/C": 1, "x/public": 2}
    # Told again by a later call: once, last, as that call had it.
    assert database.rows("SELECT seq, thing FROM notice WHERE channel = 'x/public' ORDER BY seq") == [
        (1, "question/2"),
        (2, "question/1"),
    ]


def test_numbers_have_no_gaps_however_many_write_at_once(database: Database, journal: Journal):
    def submit_many(of: int) -> None:
        for i in range(25):
            fn = (lambda tx: deeds.ask(tx, refuse=True)) if i % 5 == of % 5 else deeds.ask
            futures.append(journal.submit(fn))

    futures: list[Future] = []
    threads = [threading.Thread(target=submit_many, args=(of,)) for of in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wait(futures)

    _expect_gapless(database, posts=80)


def test_two_processes_on_one_database_number_without_gaps(postgresql: Database):
    journals = [postgresql.journal(), postgresql.journal()]
    journals[0].submit(deeds.create).result()

    futures = [journals[i % 2].submit(deeds.ask, f"Fråga {i}") for i in range(200)]

    assert sorted(results(futures)) == list(range(1, 201))
    _expect_gapless(postgresql, posts=200)


def test_two_processes_with_the_same_ticket_store_one_post(postgresql: Database):
    journals = [postgresql.journal(), postgresql.journal()]
    journals[0].submit(deeds.create).result()

    def ask_once(tx: Transaction, ticket: str) -> int:
        known = tx.question_by_receipt(ticket)
        return known.number if known else deeds.ask(tx, ticket=ticket)

    futures = [journals[i % 2].submit(ask_once, f"ticket-{i // 2}") for i in range(60)]

    numbers = results(futures)
    assert numbers[0::2] == numbers[1::2]
    assert sorted(set(numbers)) == list(range(1, 31))


def test_two_processes_that_lock_crosswise_are_tried_again(postgresql: Database):
    engines = [postgresql.writer(), postgresql.writer()]
    journals = [postgresql.journal(engine) for engine in engines]
    journals[0].submit(deeds.create, "a").result()
    journals[0].submit(deeds.create, "b").result()
    both_hold_one = threading.Barrier(2)

    def lock_both(tx: Transaction, first: str, second: str) -> int:
        tx.sitting(first)
        if not both_hold_one.broken:
            try:
                both_hold_one.wait(5)
            finally:
                both_hold_one.abort()
        tx.sitting(second)
        return deeds.ask(tx, slug=first)

    futures = [journals[0].submit(lock_both, "a", "b"), journals[1].submit(lock_both, "b", "a")]

    assert results(futures) == [1, 1]


def test_a_connection_that_breaks_in_the_middle_loses_nothing_and_doubles_nothing(postgresql: Database):
    journal = postgresql.journal()
    journal.submit(deeds.create).result()
    broken: list[int] = []

    def break_once(tx: Transaction) -> int:
        number = deeds.ask(tx, "Avbruten")
        if not broken:
            broken.append(number)
            pid = tx.session.connection().execute(text("SELECT pg_backend_pid()")).scalar()
            postgresql.rows(f"SELECT pg_terminate_backend({pid}, 5000)")
        return number

    futures = together(journal, (deeds.ask,), (break_once,), (deeds.ask,))

    assert results(futures) == [1, 2, 3]
    _expect_gapless(postgresql, posts=3)


def test_the_bell_rings_after_the_commit_with_what_others_can_read(database: Database):
    reading = database.reading()
    heard: list[tuple[Mapping[str, int], int]] = []

    def ring(heads: Mapping[str, int]) -> None:
        heard.append((dict(heads), reading.look(queries.head, DESK)))

    journal = Journal(database.writer(), clock=deeds.clock, ring=ring)
    journal.submit(deeds.create).result()
    journal.submit(deeds.ask).result()
    journal.close()

    assert heard == [({channels.public(deeds.SLUG): 1}, 0), ({DESK: 1}, 1)]


def test_a_bell_that_fails_stops_nothing_and_repeats_nothing(database: Database):
    def ring(heads: Mapping[str, int]) -> None:
        raise RuntimeError("the event loop has gone")

    journal = Journal(database.writer(), clock=deeds.clock, ring=ring)
    journal.submit(deeds.create).result()

    assert [journal.submit(deeds.ask).result() for _ in range(3)] == [1, 2, 3]
    journal.close()


async def test_a_caller_that_goes_away_does_not_stop_the_write(database: Database, journal: Journal):
    begun, go_on = threading.Event(), threading.Event()

    def slow(tx: Transaction) -> int:
        begun.set()
        go_on.wait(10)
        return deeds.ask(tx)

    caller = asyncio.create_task(journal.write(slow))
    await asyncio.to_thread(begun.wait, 10)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    go_on.set()

    assert await journal.write(deeds.ask) == 2
    assert database.rows("SELECT count(*) FROM question") == [(2,)]


async def test_refusals_reach_the_caller_as_they_are(journal: Journal):
    with pytest.raises(Refusal) as refused:
        await journal.write(deeds.ask, refuse=True)

    assert refused.value.code == "out_of_turn"


def test_what_waits_at_the_close_is_finished_and_what_comes_later_is_refused(
    database: Database, journal: Journal
):
    futures = [journal.submit(deeds.ask) for _ in range(20)]
    journal.close()

    assert results(futures) == list(range(1, 21))
    assert isinstance(journal.submit(deeds.ask).exception(), Unavailable)


def test_a_stored_row_can_be_changed_at_once_and_later_in_the_same_commit(
    database: Database, journal: Journal
):
    def hold(tx: Transaction) -> int:
        number = deeds.ask(tx)
        question = tx.question(tx.sitting(deeds.SLUG), number)
        question.state = State.HELD
        return number

    def release(tx: Transaction, number: int) -> State:
        question = tx.question(tx.sitting(deeds.SLUG), number)
        was, question.state, question.version = question.state, State.RECEIVED, 2
        return was

    held, was = together(journal, (hold,), (release, 1))

    assert (held.result(), was.result()) == (1, State.HELD)
    assert database.rows("SELECT state, version FROM question") == [("received", 2)]


def test_queries_inside_a_write_see_what_earlier_writes_of_the_commit_did(journal: Journal):
    def last(tx: Transaction) -> str | None:
        entries = tx.look(queries.entries, deeds.SLUG, "question/1")
        return entries[-1].move if entries else None

    _, seen = together(journal, (deeds.ask,), (last,))

    assert seen.result() == Move.ASK


def test_a_rehearsals_log_carries_the_flag_from_its_first_entry(database: Database):
    journal = database.journal()
    journal.submit(deeds.create, "ovning", rehearsal=True).result()
    journal.submit(deeds.create, "allvar").result()
    journal.submit(lambda tx: tx.enter(None, "account/1", Move.ENROL, CITIZEN)).result()

    assert sorted(database.rows("SELECT name, rehearsal FROM log")) == [
        ("allvar", False),
        ("installation", False),
        ("ovning", True),
    ]


def test_a_database_that_cannot_be_reached_answers_unavailable_and_recovers(sqlite: Database):
    engine = sqlite.writer()
    journal = sqlite.journal(engine)
    journal.submit(deeds.create).result()

    def refuse(connection: object) -> None:
        raise OperationalError("BEGIN", {}, Exception("disk I/O error"))

    event.listen(engine, "begin", refuse, insert=True)
    failed = [journal.submit(deeds.ask) for _ in range(3)]
    assert [type(result) for result in results(failed)] == [Unavailable] * 3
    event.remove(engine, "begin", refuse)

    assert journal.submit(deeds.ask).result() == 1


def _expect_gapless(database: Database, *, posts: int) -> None:
    """Posts, entries and notices are numbered 1, 2, 3 … and the counters stand at the last of each."""
    expected = [(number,) for number in range(1, posts + 1)]
    assert database.rows("SELECT number FROM question ORDER BY number") == expected
    assert database.rows(f"SELECT seq FROM notice WHERE channel = '{DESK}' ORDER BY seq") == expected
    entries = database.rows(f"SELECT seq FROM entry WHERE log = '{deeds.SLUG}' ORDER BY seq")
    assert entries == [*expected, (posts + 1,)]
    assert database.rows("SELECT last_number FROM sitting") == [(posts,)]
    with database.writer().connect() as connection:
        assert connection.execute(text(f"SELECT seq FROM channel WHERE name = '{DESK}'")).scalar() == posts
