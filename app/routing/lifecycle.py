"""The life of a question and of a sitting, as tables. Pure: no I/O, no clock, no row.

The same tables are the guard, the buttons shown, the parametrised test and the diagram in the documentation.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.records.vocabulary import Actor, Capacity, Move, NotYours, OutOfTurn, Role, SittingState, State

S, M = State, Move

_ALWAYS = {M.MARK: None, M.UNMARK: None}  # a mark is no state: it leaves the question where it stands
_CORRECTION = {M.REQUEST: None, M.DISMISS: None}  # asked for by the party, made by nobody but the moderator
_REPORT = {M.REPORT: None, M.DISMISS_REPORT: None}  # by a reader, of what is on the page (BBS-lagen 5 §)

_TO_OUTCOME = {M.DECLINE: S.DECLINED, M.MERGE: S.MERGED, M.REFER: S.REFERRED, M.LAPSE: S.LAPSED}
_FROM_INTAKE = {M.ASSIGN: S.ASSIGNED, M.EDIT: None, **_TO_OUTCOME, **_ALWAYS}

TABLE: Final[Mapping[State, Mapping[Move, State | None]]] = {
    S.RECEIVED: {M.HOLD: S.HELD, **_FROM_INTAKE},
    S.HELD: {M.RELEASE: S.RECEIVED, **_FROM_INTAKE},
    S.ASSIGNED: {
        M.REASSIGN: S.ASSIGNED,
        M.TAKE_BACK: S.RECEIVED,
        M.HAND_BACK: S.RECEIVED,
        M.ANSWER: S.ANSWERED,
        M.PROPOSE: None,
        M.PROMISE: S.ASSIGNED,
        M.END_ROUND: S.ANSWERED,
        M.EDIT: None,
        **_TO_OUTCOME,
        **_ALWAYS,
    },
    S.ANSWERED: {
        M.ANSWER: S.ANSWERED,
        M.PROPOSE: None,
        M.RETURN: S.ASSIGNED,
        M.PUBLISH: S.PUBLISHED,
        M.TAKE_BACK: S.RECEIVED,
        M.DECLINE: S.DECLINED,
        M.LAPSE: S.LAPSED,
        M.EDIT: None,
        **_ALWAYS,
    },
    S.PUBLISHED: {M.CORRECT: S.PUBLISHED, M.UNPUBLISH: S.UNPUBLISHED, **_CORRECTION, **_REPORT, **_ALWAYS},
    S.UNPUBLISHED: {M.CORRECT: S.UNPUBLISHED, M.REPUBLISH: S.PUBLISHED, **_CORRECTION, **_ALWAYS},
    S.DECLINED: {M.REOPEN: S.RECEIVED, **_ALWAYS},
    S.MERGED: {M.REOPEN: S.RECEIVED, **_ALWAYS},
    S.REFERRED: {M.REOPEN: S.RECEIVED, **_ALWAYS},
    S.LAPSED: {M.REOPEN: S.RECEIVED, **_ALWAYS},
}
"""State × Move -> the state after it; None: the state stays."""

_POLITICIAN = frozenset({Role.POLITICIAN})
_MODERATOR = frozenset({Role.MODERATOR})
_MODERATOR_OR_SYSTEM = frozenset({Role.MODERATOR, Role.SYSTEM})

MAY: Final[Mapping[Move, frozenset[Role]]] = {
    M.ASK: frozenset(Role) - {Role.SYSTEM},
    **dict.fromkeys((M.ANSWER, M.PROPOSE, M.HAND_BACK, M.PROMISE, M.REQUEST), _POLITICIAN),
    **dict.fromkeys(
        (
            M.ASSIGN,
            M.REASSIGN,
            M.TAKE_BACK,
            M.HOLD,
            M.RELEASE,
            M.DECLINE,
            M.MERGE,
            M.REFER,
            M.REOPEN,
            M.RETURN,
        ),
        _MODERATOR,
    ),
    **dict.fromkeys((M.EDIT, M.CORRECT, M.UNPUBLISH, M.REPUBLISH, M.MARK, M.UNMARK, M.ANNOUNCE), _MODERATOR),
    **dict.fromkeys((M.DISMISS, M.DISMISS_REPORT), _MODERATOR),
    M.REPORT: frozenset({Role.CITIZEN}),
    # The system publishes what waited when a sitting goes live, lapses what has no outcome when it closes, and ends a round.
    **dict.fromkeys((M.PUBLISH, M.LAPSE, M.END_ROUND), _MODERATOR_OR_SYSTEM),
}
"""Which roles make a move on a question. A politician moreover only that of a seat that is asked."""

CLOSED_BY_SECRECY: Final = frozenset(
    {M.ASSIGN, M.REASSIGN, M.ANSWER, M.PROPOSE, M.PROMISE, M.PUBLISH, M.REPUBLISH}
)
"""The moves that a secrecy mark closes (R-16)."""

UNDER_ITS_ROOT: Final = frozenset({M.PUBLISH, M.REPUBLISH, M.REPORT})
"""The moves that a follow-up has only while its thread's root is published."""

_TIMEKEEPERS = frozenset({Role.MODERATOR, Role.ORGANISER, Role.SYSTEM})
_STAFF = frozenset({Role.MODERATOR, Role.ORGANISER})
_ORGANISER = frozenset({Role.ORGANISER})

_WHILE_RUNNING = {M.EXTEND: None, M.CHANGE: None, M.ANNOUNCE: None, M.REMOVE: None}
_WHILE_ASKED = {
    M.PAUSE: None,
    M.RESUME: None,
    **_WHILE_RUNNING,
}  # a pause is of the intake, so it ends with it

_WHILE_ANSWERED = {M.UNATTEND: None, M.ATTEND: None}  # without a moderator nothing is published

SITTING_TABLE: Final[Mapping[SittingState, Mapping[Move, SittingState | None]]] = {
    SittingState.PLANNED: {M.OPEN: SittingState.OPEN, M.EXTEND: None, M.CHANGE: None, M.REMOVE: None},
    SittingState.OPEN: {M.GO_LIVE: SittingState.LIVE, **_WHILE_ASKED},
    SittingState.LIVE: {M.CLOSE_INTAKE: SittingState.CLOSING, **_WHILE_ASKED, **_WHILE_ANSWERED},
    SittingState.CLOSING: {M.CLOSE: SittingState.CLOSED, **_WHILE_RUNNING, **_WHILE_ANSWERED},
    SittingState.CLOSED: {
        M.ARCHIVE: SittingState.ARCHIVED,
        M.REOPEN: SittingState.CLOSING,
        M.CHANGE: None,
        M.SWEEP: None,
        M.REMOVE: None,
    },
    SittingState.ARCHIVED: {M.SWEEP: None, M.REMOVE: None},
}

SITTING_MAY: Final[Mapping[Move, frozenset[Role]]] = {
    **dict.fromkeys((M.OPEN, M.GO_LIVE, M.CLOSE_INTAKE, M.CLOSE), _TIMEKEEPERS),
    **dict.fromkeys((M.PAUSE, M.RESUME, M.EXTEND, M.ANNOUNCE, M.ARCHIVE), _STAFF),
    **dict.fromkeys((M.CREATE, M.CHANGE, M.REOPEN, M.REMOVE), _ORGANISER),
    **dict.fromkeys((M.SWEEP, M.UNATTEND, M.ATTEND), frozenset({Role.SYSTEM})),
}

_DESK = frozenset(MAY) - {M.ASK, M.ANNOUNCE}
_AFTERWARDS = frozenset({M.CORRECT, M.UNPUBLISH, M.MARK, M.UNMARK, *_CORRECTION, *_REPORT})

WHILE: Final[Mapping[SittingState, frozenset[Move]]] = {
    SittingState.PLANNED: frozenset(),
    SittingState.OPEN: _DESK - {M.PUBLISH} | {M.ASK},
    SittingState.LIVE: _DESK | {M.ASK},
    SittingState.CLOSING: _DESK,
    SittingState.CLOSED: _AFTERWARDS | {M.REPUBLISH, M.ANSWER, M.PROPOSE, M.RETURN, M.PUBLISH},
    SittingState.ARCHIVED: _AFTERWARDS,
}
"""Which moves on questions each state of the sitting lets in. Closed: answer, return and publish of what was promised."""

OF_WHAT_WAS_PROMISED: Final = frozenset({M.ANSWER, M.PROPOSE, M.RETURN, M.PUBLISH})

WITH_APPROVAL: Final = frozenset({M.ANSWER, M.PROMISE, M.REQUEST})
"""What a helper may not do where the sitting demands the member's approval (M22): it leaves the party's room."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a question stands: all that decides which moves it has.

    ``secret``: it carries a mark. ``promised``: a party has promised to come back. ``rooted``: it is no follow-up, or its
    thread's root is published. ``approval``: the sitting demands that the member approves what a helper writes.
    ``together``: all parties answer at once. ``requested``: a party asks for a correction. ``reported``: so has a reader.
    """

    state: State
    sitting: SittingState
    secret: bool = False
    promised: bool = False
    rooted: bool = True
    approval: bool = False
    together: bool = False
    requested: bool = False
    reported: bool = False


def may(move: Move, by: Actor) -> None:
    """Raises ``NotYours`` where this role does not make this move on any question."""
    if by.role not in MAY.get(move, frozenset()):
        raise NotYours(f"{by.role} may not {move}", move=move)


def next_state(state: State, move: Move, by: Actor) -> State:
    """The question's state after the move by the table alone. Raises ``NotYours`` or ``OutOfTurn``."""
    may(move, by)
    if move not in TABLE[state]:
        raise OutOfTurn(f"cannot {move} a question that is {state}", move=move, state=state)
    return TABLE[state][move] or state


def next_standing(now: Standing, move: Move, by: Actor) -> State:
    """The question's state after the move, all considered: the guard. Raises ``NotYours`` or ``OutOfTurn``."""
    after = next_state(now.state, move, by)
    if not _in_capacity(now, move, by):
        raise NotYours("approval", move=move)
    if closed := _closed_by(now, move):
        raise OutOfTurn(closed, move=move, state=now.state, sitting=now.sitting, secret=now.secret)
    return after


def next_sitting_state(state: SittingState, move: Move, by: Actor) -> SittingState:
    """The sitting's state after the move. Raises ``NotYours`` or ``OutOfTurn``."""
    if by.role not in SITTING_MAY.get(move, frozenset()):
        raise NotYours(f"{by.role} may not {move} a sitting", move=move)
    if move not in SITTING_TABLE[state]:
        raise OutOfTurn(f"cannot {move} a sitting that is {state}", move=move, state=state)
    return SITTING_TABLE[state][move] or state


def open_moves(
    state: State,
    sitting: SittingState,
    by: Actor,
    *,
    secret: bool = False,
    promised: bool = False,
    rooted: bool = True,
    **more: bool,
) -> list[Move]:
    """The moves this actor has on a question now: the buttons to show, and no others. A politician: where the seat is asked.

    ``more``: what else a ``Standing`` tells.
    """
    now = Standing(state, sitting, secret, promised, rooted, **more)
    mine = (move for move in TABLE[state] if by.role in MAY[move] and _in_capacity(now, move, by))
    return [move for move in mine if _closed_by(now, move) is None]


def _in_capacity(now: Standing, move: Move, by: Actor) -> bool:
    """A helper proposes where the member approves, and nobody else does; what leaves the room is the member's then."""
    if move is M.PROPOSE:
        return by.capacity is Capacity.HELPER
    return not (now.approval and move in WITH_APPROVAL and by.capacity is Capacity.HELPER)


def _closed_by(now: Standing, move: Move) -> str | None:
    """What keeps out a move that the table has: the first of sitting, mark, thread and promise that does."""
    closed = {
        "sitting": move not in WHILE[now.sitting],
        "marked": move is M.MARK and now.secret,
        "not marked": move is M.UNMARK and not now.secret,
        "secret": now.secret and move in CLOSED_BY_SECRECY,
        "root": not now.rooted and move in UNDER_ITS_ROOT,
        "no approval": move is M.PROPOSE and not now.approval,
        "no round": move is M.END_ROUND and not now.together,
        "not requested": move is M.DISMISS and not now.requested,
        "not reported": move is M.DISMISS_REPORT and not now.reported,
        "not promised": now.sitting is SittingState.CLOSED
        and move in OF_WHAT_WAS_PROMISED
        and not now.promised,
    }
    return next((what for what, is_so in closed.items() if is_so), None)


def open_sitting_moves(state: SittingState, by: Actor, *, paused: bool) -> list[Move]:
    """The moves this actor has on the sitting now."""
    idle = M.PAUSE if paused else M.RESUME
    return [move for move in SITTING_TABLE[state] if by.role in SITTING_MAY[move] and move is not idle]
