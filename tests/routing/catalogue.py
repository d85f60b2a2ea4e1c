"""Every move on a question and on a sitting, ready to be tried: the same facts for whoever tries it."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any
from uuid import uuid4

from app.records.reports import ReportReason, StandReason
from app.records.vocabulary import (
    DeclineReason,
    EditReason,
    HandBackReason,
    Move,
    ReferTo,
    UnpublishReason,
)
from app.routing import approval, attending, desk, panel, publishing, reporting, rounds, sittings, sweeping
from tests.routing.stage import ENDS, SLUG, Stage, plan

Try = Callable[..., Any]


def on_question(target: int) -> Mapping[Move, Try]:
    """The moves as ``fn(tx, sitting, number, *, by, seen)``. ``target`` is the question that others are merged into."""
    return {
        Move.ASSIGN: partial(_with, desk.assign, ("S",)),
        Move.REASSIGN: partial(_with, desk.reassign, ("S",)),
        Move.TAKE_BACK: desk.take_back,
        Move.HOLD: desk.hold,
        Move.RELEASE: desk.release,
        Move.DECLINE: partial(
            _with, desk.decline, DeclineReason.OFF_TOPIC, "Skriv till oss i stället.".encode()
        ),
        Move.MERGE: partial(_with, desk.merge, target),
        Move.REFER: partial(_with, desk.refer, ReferTo.CUSTOMER_SERVICE, "Ring kundtjänst.".encode()),
        Move.REOPEN: desk.reopen,
        Move.LAPSE: desk.lapse,
        Move.EDIT: partial(_with, desk.edit, "När kommer bussen till Åkarp?".encode(), EditReason.WORDING),
        Move.MARK: partial(_with, desk.mark, "osl_21_1"),
        Move.UNMARK: desk.unmark,
        Move.RETURN: partial(_with, desk.return_, "Svara på frågan också.".encode()),
        Move.ANSWER: partial(_with, panel.answer, b"Den kommer i morgon."),
        Move.PROPOSE: partial(_with, approval.propose, b"Den kommer i morgon."),
        Move.REQUEST: partial(_with, approval.request, b"Den kommer i dag."),
        Move.DISMISS: partial(_with, approval.dismiss, "Det står rätt.".encode()),
        Move.REPORT: partial(_with, _reported, ReportReason.AGITATION, "Läs tredje meningen.".encode()),
        Move.DISMISS_REPORT: partial(_with, reporting.dismiss_report, StandReason.LAWFUL),
        Move.END_ROUND: rounds.end_round,
        Move.HAND_BACK: partial(_with, panel.hand_back, HandBackReason.NOT_OURS, b"Inte oss."),
        Move.PROMISE: partial(_with, panel.promise, date(2026, 12, 24)),
        Move.PUBLISH: publishing.publish,
        Move.CORRECT: partial(_with, publishing.correct, "question", b"Kommer bussen?", EditReason.FACT),
        Move.UNPUBLISH: partial(_with, publishing.unpublish, UnpublishReason.PRIVACY),
        Move.REPUBLISH: publishing.republish,
    }


ON_SITTING: Mapping[Move, Try] = {
    Move.OPEN: sittings.open_,
    Move.GO_LIVE: sittings.go_live,
    Move.PAUSE: sittings.pause,
    Move.RESUME: sittings.resume,
    Move.EXTEND: partial(sittings.extend, end=ENDS.replace(year=2027)),
    Move.CHANGE: partial(sittings.change, plan=plan(title="En annan rubrik")),
    Move.CLOSE_INTAKE: sittings.close_intake,
    Move.CLOSE: sittings.close,
    Move.REOPEN: partial(sittings.reopen, words=b"Ett svar fattades."),
    Move.ARCHIVE: sittings.archive,
    Move.ANNOUNCE: partial(desk.announce, body="Vi börjar strax.".encode()),
    Move.SWEEP: sweeping.sweep,
    Move.UNATTEND: attending.unattend,
    Move.ATTEND: attending.attend,
    Move.REMOVE: sittings.remove_rehearsal,
}
"""The moves as ``fn(tx, sitting, *, by)``."""


def try_move(stage: Stage, move: Move, number: int, target: int, **how: Any) -> Any:
    return stage.do(on_question(target)[move], SLUG, number, **how)


def _reported(*facts: Any, **how: Any) -> Any:
    """Each try is a report of its own."""
    return reporting.report(*facts, ticket=str(uuid4()), **how)


def _with(fn: Try, *facts_and_place: Any, **how: Any) -> Any:
    """``fn`` takes its facts after transaction, sitting and number; a catalogue gives them before."""
    *facts, tx, sitting, number = facts_and_place
    return fn(tx, sitting, number, *facts, **how)
