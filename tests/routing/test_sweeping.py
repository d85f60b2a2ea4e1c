"""What was never a record is taken away some time after the close, counted, and no record with it (R-19)."""

from datetime import date, timedelta

from app.records import messages, notes
from app.records.vocabulary import SYSTEM, EditReason, HandBackReason, NotYours, OutOfTurn, SittingState
from app.routing import desk, panel
from app.routing.messages import tell_parties
from app.routing.notes import note
from app.routing.sweeping import due, sweep, sweep_if_any
from tests.routing.stage import ENDS, MOA, SLUG, Stage, politician

MONTH = timedelta(days=30)


def at_work(stage: Stage) -> dict[str, int]:
    """A sitting with working material of every kind, by name the questions that it is on."""
    made = {"drafted": stage.assigned(), "sent": stage.answered(), "noted": stage.asked()}
    made |= {"edited": stage.asked(), "handed": stage.assigned(), "published": stage.published()}
    stage.do(panel.save_draft, SLUG, made["drafted"], "C", b"kanarie utkast", 0, by=politician("C"))
    stage.do(note, SLUG, made["noted"], b"kanarie anteckning", by=MOA)
    stage.do(tell_parties, SLUG, ["C", "S"], b"kanarie meddelande", by=MOA)
    stage.do(desk.edit, SLUG, made["edited"], b"kanarie lydelse", EditReason.WORDING, by=MOA)
    why = HandBackReason.NOT_OURS
    stage.do(panel.hand_back, SLUG, made["handed"], why, b"kanarie skl", by=politician("C"))
    return made


def test_it_falls_due_a_while_after_the_close_and_as_long_after_each_time(stage: Stage):
    assert not due(stage.sitting(), ENDS + MONTH, MONTH)
    stage.bring(SittingState.CLOSED)
    closed = stage.sitting().closed_at
    assert closed is not None

    assert not due(stage.sitting(), closed + MONTH - timedelta(seconds=1), MONTH)
    assert due(stage.sitting(), closed + MONTH, MONTH)
    assert not due(stage.sitting(), closed + MONTH, timedelta(0))

    stage.do(sweep, SLUG, by=SYSTEM)

    assert not due(stage.sitting(), closed + MONTH, MONTH)
    assert due(stage.sitting(), closed + 2 * MONTH, MONTH)


def test_drafts_notes_and_messages_go_and_are_counted(stage: Stage):
    made = at_work(stage)
    stage.bring(SittingState.CLOSED)

    assert stage.do(sweep_if_any, SLUG, by=SYSTEM)

    gone = {"drafts": 4, "notes": 1, "messages": 1}
    assert stage.draft(made["drafted"], "C") is None
    assert stage.answer_of(made["sent"], "C").sent is None
    assert stage.answer_of(made["handed"], "C").hand_back_words is None
    assert stage.reading.look(notes.notes, SLUG) == []
    assert stage.reading.look(messages.messages, SLUG) == []
    assert "kanarie" not in repr(stage.everything())
    entered = stage.entries("sitting")[-1]
    assert (entered.move, entered.role) == ("sweep", "system")
    assert {name: entered.facts[name] for name in gone} == gone


def test_no_record_goes_with_it(stage: Stage):
    made = at_work(stage)
    stage.bring(SittingState.CLOSED)
    texts, entries = stage.kept_texts(), stage.entries()
    published = stage.question(made["published"])

    stage.do(sweep, SLUG, by=SYSTEM)

    assert stage.kept_texts() == texts
    assert stage.entries()[: len(entries)] == entries
    assert stage.question(made["published"]) == published


def test_what_was_promised_is_still_worked_on_until_the_sitting_is_archived(stage: Stage):
    number = stage.assigned()
    stage.do(panel.promise, SLUG, number, date(2026, 12, 24), by=politician("C"))
    stage.do(panel.save_draft, SLUG, number, "C", b"snart", 0, by=politician("C"))
    stage.bring(SittingState.CLOSED)

    stage.do(sweep, SLUG, by=SYSTEM)
    assert stage.draft(number, "C") == "snart"

    stage.bring(SittingState.ARCHIVED)
    stage.do(sweep, SLUG, by=SYSTEM)
    assert stage.draft(number, "C") is None


def test_a_sweep_that_finds_nothing_enters_nothing(stage: Stage):
    stage.bring(SittingState.CLOSED)
    before = stage.entries()

    assert not stage.do(sweep_if_any, SLUG, by=SYSTEM)

    assert stage.entries() == before
    assert stage.sitting().swept_at is not None


def test_nothing_is_swept_while_the_sitting_goes_on_and_by_nobody_but_the_system(stage: Stage):
    assert isinstance(stage.refused(sweep, SLUG, by=SYSTEM), OutOfTurn)
    stage.bring(SittingState.CLOSED)

    assert isinstance(stage.refused(sweep, SLUG, by=MOA), NotYours)


def test_open_desks_and_panels_are_told_that_it_is_gone(stage: Stage):
    made = at_work(stage)
    stage.bring(SittingState.CLOSED)
    desk_head, party_head = stage.head("desk"), stage.head("party/S")

    stage.do(sweep, SLUG, by=SYSTEM)

    assert {"note/1", f"question/{made['noted']}", "message/1"} <= set(stage.told("desk", desk_head))
    assert "message/1" in stage.told("party/S", party_head)
