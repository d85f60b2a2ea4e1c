"""The moves of a sitting, from planned to archived (M2). Who reads the clock and sees that a time has come is elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from app.records.entries import Facts, stamp
from app.records.queries import counts
from app.records.removal import remove_all
from app.records.tables import Sitting, Text
from app.records.transaction import Transaction
from app.records.views import Counts
from app.records.vocabulary import SYSTEM, Actor, Malformed, Move, OutOfTurn, SittingState, Stale
from app.routing import closing, protocol, publishing, tallying, telling
from app.routing.lifecycle import next_sitting_state
from app.routing.moves import belongs
from app.routing.plans import a_moment, in_order

REOPENED_FOR: Final = timedelta(hours=1)
"""How long a reopened sitting goes on, unless it is told when to end."""

SUBJECT: Final = "sitting"


@dataclass(frozen=True, slots=True)
class SittingOutcome:
    """What a move came to: the sitting's slug, its new version, where it stands, and at the close its posts in numbers."""

    slug: str
    version: int
    state: SittingState
    counts: Counts | None = None


def open_(tx: Transaction, sitting: str, *, by: Actor, due: datetime | None = None) -> SittingOutcome:
    """Begin to receive questions. ``due``: when the move was planned, where the timekeeper makes it."""
    held, state = begin(tx, sitting, Move.OPEN, by=by)
    return enter(tx, held, Move.OPEN, state, by, _planned(due))


def go_live(
    tx: Transaction, sitting: str, *, by: Actor, due: datetime | None = None, attended: bool = True
) -> SittingOutcome:
    """Begin to publish. Where the sitting publishes at once, the answers that waited are published, in number order.

    ``attended``: whether a moderator is connected. Where none is, such a sitting begins in the safe state: they wait.
    """
    held, state = begin(tx, sitting, Move.GO_LIVE, by=by)
    outcome = enter(tx, held, Move.GO_LIVE, state, by, _planned(due))
    if held.publish_at_once and not attended:
        held.unattended_at = tx.at
        outcome = enter(tx, held, Move.UNATTEND, state, SYSTEM, {})
    publishing.publish_waiting(tx, held)
    tallying.keep(tx, held)
    return outcome


def pause(
    tx: Transaction, sitting: str, words: bytes | None = None, *, by: Actor, due: datetime | None = None
) -> SittingOutcome:
    """Stop the intake for now. What has arrived already is in time. ``words``: for every page, while it lasts."""
    held, state = begin(tx, sitting, Move.PAUSE, by=by)
    if held.paused:
        raise OutOfTurn("paused already", move=Move.PAUSE, state=held.state)
    held.paused, held.paused_at = True, tx.at
    return enter(tx, held, Move.PAUSE, state, by, _planned(due), _said(tx, held, words))


def resume(tx: Transaction, sitting: str, *, by: Actor, due: datetime | None = None) -> SittingOutcome:
    """Let posts in again."""
    held, state = begin(tx, sitting, Move.RESUME, by=by)
    if not held.paused:
        raise OutOfTurn("not paused", move=Move.RESUME, state=held.state)
    held.paused, held.paused_at, held.words = False, None, ""
    return enter(tx, held, Move.RESUME, state, by, _planned(due))


def extend(
    tx: Transaction,
    sitting: str,
    intake_end: datetime | None = None,
    end: datetime | None = None,
    *,
    by: Actor,
    due: datetime | None = None,
) -> SittingOutcome:
    """Move the end of the intake, of the sitting, or both, to times still to come (UTC).

    Raises ``Malformed`` (facts: ``field``) for neither, one that has passed, or one out of order, and ``OutOfTurn`` for an
    intake that has ended.
    """
    held, state = begin(tx, sitting, Move.EXTEND, by=by)
    wanted = {"intake_end": intake_end, "end": end}
    moved = {field: at for field, at in wanted.items() if at is not None}
    if not moved:
        raise Malformed("empty", field="end")
    for field, at in moved.items():
        _still_to_come(field, at, tx.at)
    if intake_end is not None and held.state is SittingState.CLOSING:
        raise OutOfTurn("the intake has ended", move=Move.EXTEND, state=held.state)
    held.intake_ends_at, held.ends_at = intake_end or held.intake_ends_at, end or held.ends_at
    in_order(held.opens_at, held.live_at, held.intake_ends_at, held.ends_at)
    times = {field: stamp(at) for field, at in moved.items()}
    return enter(tx, held, Move.EXTEND, state, by, {**_planned(due), **times})


def close_intake(
    tx: Transaction, sitting: str, words: bytes | None = None, *, by: Actor, due: datetime | None = None
) -> SittingOutcome:
    """Receive no more questions. What arrived before is in time, also if it is stored after. ``words``: for every page."""
    held, state = begin(tx, sitting, Move.CLOSE_INTAKE, by=by)
    ended = [at for at in (tx.at, due, held.paused_at if held.paused else None) if at is not None]
    held.intake_closed_at, held.paused = min(ended), False
    return enter(tx, held, Move.CLOSE_INTAKE, state, by, _planned(due), _said(tx, held, words))


def close(
    tx: Transaction,
    sitting: str,
    words: bytes | None = None,
    *,
    lapsing: int | None = None,
    by: Actor,
    due: datetime | None = None,
) -> SittingOutcome:
    """End the sitting: every post without an outcome lapses in this transaction, and the protocol is made (M2, M19).

    ``words``: for every page. ``lapsing``: how many it was decided to let lapse; None: however many there are. Raises
    ``Stale`` (facts: ``lapsing``) where there are more or fewer.
    """
    held, state = begin(tx, sitting, Move.CLOSE, by=by)
    left = closing.without_outcome(tx, held)
    if lapsing is not None and lapsing != len(left):
        raise Stale("lapsing", lapsing=len(left))
    closing.give_outcomes(tx, held, left)
    held.closed_at, held.unattended_at = tx.at, None
    counted = tx.look(counts, sitting)
    by_state = {f"count_{each}": posts for each, posts in counted.by_state.items()}
    facts = {**_planned(due), **by_state, "count_promised": counted.promised}
    outcome = enter(tx, held, Move.CLOSE, state, by, facts, _said(tx, held, words))
    protocol.make(tx, held)
    return SittingOutcome(outcome.slug, outcome.version, outcome.state, counted)


def reopen(
    tx: Transaction,
    sitting: str,
    words: bytes,
    end: datetime | None = None,
    *,
    by: Actor,
    due: datetime | None = None,
) -> SittingOutcome:
    """Let the answering go on until ``end`` (UTC), or for an hour. What lapsed stays so until it is reopened itself.

    ``words``: why, for the protocol of the next close.
    """
    held, state = begin(tx, sitting, Move.REOPEN, by=by)
    ends_at = end or tx.at + REOPENED_FOR
    _still_to_come("end", ends_at, tx.at)
    held.ends_at, held.closed_at, held.words = ends_at, None, ""
    text = tx.keep_text(held, SUBJECT, "words", words)
    facts = {**_planned(due), "end": stamp(ends_at), "words": text.id}
    return enter(tx, held, Move.REOPEN, state, by, facts, [text])


def archive(tx: Transaction, sitting: str, *, by: Actor, due: datetime | None = None) -> SittingOutcome:
    """Leave the sitting to be read. Nothing more is answered."""
    held, state = begin(tx, sitting, Move.ARCHIVE, by=by)
    return enter(tx, held, Move.ARCHIVE, state, by, _planned(due))


def remove_rehearsal(tx: Transaction, sitting: str, *, by: Actor) -> None:
    """Remove a rehearsal with all that was said in it (M5), which is entered in the installation's log."""
    held, _ = begin(tx, sitting, Move.REMOVE, by=by)
    if not held.rehearsal:
        raise OutOfTurn("no rehearsal", move=Move.REMOVE, state=held.state)
    removed = remove_all(tx, held)
    tx.enter(None, SUBJECT, Move.REMOVE, by, {"slug": sitting, **removed})


def begin(
    tx: Transaction, slug: str, move: Move, *, by: Actor, seen: int | None = None
) -> tuple[Sitting, SittingState]:
    """The sitting, held, if this actor has this move on it now. Raises ``NotYours``, ``Unknown``, ``Stale``, ``OutOfTurn``."""
    belongs(by, slug)
    held = tx.sitting(slug)
    state = next_sitting_state(held.state, move, by)
    if seen is not None and seen != held.version:
        raise Stale("sitting", version=held.version)
    return held, state


def enter(
    tx: Transaction,
    sitting: Sitting,
    move: Move,
    state: SittingState,
    by: Actor,
    facts: Facts,
    texts: Iterable[Text] = (),
) -> SittingOutcome:
    """Make the move: the next version in this state, an entry, and news to everybody who follows the sitting."""
    before, sitting.state = sitting.state, state
    sitting.version += 1
    told = {"from": before, "to": state, "version": sitting.version, **facts}
    tx.enter(sitting, SUBJECT, move, by, told, texts)
    telling.sitting_moved(tx, sitting, tx.seats(sitting))
    if state is not before:
        tallying.keep(tx, sitting)
        telling.moves_changed(tx, sitting, before)
    return SittingOutcome(sitting.slug, sitting.version, state)


def _said(tx: Transaction, sitting: Sitting, words: bytes | None) -> list[Text]:
    """The words that every page shows with this move, as a record; with none, those of an earlier move are gone from there."""
    sitting.words = "" if words is None else words.decode()
    return [] if words is None else [tx.keep_text(sitting, SUBJECT, "words", words)]


def _still_to_come(field: str, at: datetime, now: datetime) -> None:
    a_moment(field, at)
    if at <= now:
        raise Malformed("past", field=field)


def _planned(due: datetime | None) -> dict[str, str | int | bool | None]:
    return {} if due is None else {"due": stamp(due)}
