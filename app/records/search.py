"""Finds posts in a sitting's register by number, code or words (M24). Looks in every text that is a record, and in no draft or note."""

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, bindparam, func, select
from sqlmodel import Session

from app.records.counting import counts
from app.records.plain import QUESTION, TEXT
from app.records.sittings import sitting_id
from app.records.vocabulary import State

_FEW = 8
"""Where fewer than one post of so many is in a state, those are looked up; others are met on the way through the numbers."""

_MOST_NAMED = 10_000
"""Posts named in one statement: a database takes so many values and not many more."""

_AT_ONCE = 500
_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Found:
    """How many posts fit, and the numbers of those on one page of them. ``page``: the last where there are fewer."""

    posts: int
    page: int
    pages: int
    numbers: Sequence[int]


_NUMBERS = select(QUESTION.c.number).where(QUESTION.c.sitting_id == bindparam("sitting"))
_IN_STATE = _NUMBERS.where(QUESTION.c.state == bindparam("state"))
_IN_STATES = _NUMBERS.where(QUESTION.c.state.in_(bindparam("states", expanding=True))).order_by(
    QUESTION.c.number + 0
)
_MARKED = _NUMBERS.where(QUESTION.c.provision.is_not(None))
_WITH_CODE = _NUMBERS.where(func.lower(QUESTION.c.code) == bindparam("code"))
_TEXTS = select(TEXT.c.subject, TEXT.c.value).where(
    TEXT.c.sitting_id == bindparam("sitting"),
    TEXT.c.subject.startswith("question/"),
    TEXT.c.value.is_not(None),
)


def found(
    session: Session,
    slug: str,
    words: str = "",
    *,
    state: State | None = None,
    marked: bool = False,
    page: int = 1,
    most: int = 100,
) -> Found:
    """The posts that fit, in number order, ``most`` on a page. Raises ``Unknown`` for the sitting.

    ``words``: each of them stands somewhere in the post, its wording or its published answers, in capitals or not; or all
    of it is the post's number or its receipt's code. ``marked``: only those with a secrecy mark.
    """
    sought = _plain(words).split()
    if sought or marked:
        fitting = _fitting(session, slug, sought, state, marked)
        return _page(len(fitting), page, most, fitting)
    counted = counts(session, slug)
    if state is None:
        return _page(
            counted.received, page, most, range(1, counted.received + 1)
        )  # none is ever left out
    posts = counted.by_state[state]
    there = _page(posts, page, most, ())
    in_order = _IN_STATE.order_by(
        QUESTION.c.number + 0 if posts * _FEW < counted.received else QUESTION.c.number
    )
    these = in_order.limit(most).offset((there.page - 1) * most)
    given = {"sitting": sitting_id(session, slug), "state": state}
    return Found(posts, there.page, there.pages, session.execute(these, given).scalars().all())


def in_states(session: Session, slug: str, states: Collection[State]) -> list[int] | None:
    """The numbers of the posts in these states, in order; None where they are so many that all posts are as well read.

    Raises ``Unknown`` for the sitting.
    """
    counted = counts(session, slug)
    posts = sum(counted.by_state[state] for state in states)
    if posts > _MOST_NAMED or posts * _FEW > counted.received:
        return None
    given = {"sitting": sitting_id(session, slug), "states": list(states)}
    return list(session.execute(_IN_STATES, given).scalars())


def _page(posts: int, page: int, most: int, fitting: Sequence[int]) -> Found:
    pages = max(1, -(-posts // most))
    page = min(page, pages)
    return Found(posts, page, pages, fitting[(page - 1) * most : page * most])


def _fitting(
    session: Session, slug: str, sought: Sequence[str], state: State | None, marked: bool
) -> list[int]:
    """The numbers of all that fit, in order."""
    within = sitting_id(session, slug)
    wanted: list[Select[tuple[int]]] = []
    if state is not None:
        wanted.append(_IN_STATE)
    if marked:
        wanted.append(_MARKED)
    fitting = _said(session, within, sought) if sought else None
    for each in wanted:
        if fitting is not None and len(fitting) <= _AT_ONCE:
            each = each.where(QUESTION.c.number.in_(fitting))
        kept = set(session.execute(each, {"sitting": within, "state": state}).scalars())
        fitting = kept if fitting is None else fitting & kept
    return sorted(fitting or ())


def _said(session: Session, within: int, sought: Sequence[str]) -> set[int]:
    """The numbers of the posts in which all of this is said, and of the one that has it for its number or code.

    Decoded here and not in SQL: the databases agree neither on case beyond ASCII nor on what a text with a NUL in it is.
    """
    heard: dict[int, set[str]] = {}
    for subject, value in session.execute(_TEXTS, {"sitting": within}):
        said = _plain(value.decode())
        if words := {word for word in sought if word in said}:
            heard.setdefault(int(subject.partition("/")[2]), set()).update(words)
    all_of_it = len(set(sought))
    numbers = {number for number, words in heard.items() if len(words) == all_of_it}
    whole = " ".join(sought)
    numbers.update(session.execute(_WITH_CODE, {"sitting": within, "code": whole}).scalars())
    return numbers | _with_number(session, within, whole)


def _with_number(session: Session, within: int, whole: str) -> set[int]:
    if len(whole) > _DIGITS or not (whole.isascii() and whole.isdigit()) or whole.startswith("0"):
        return set()
    one = _NUMBERS.where(QUESTION.c.number == int(whole))
    return set(session.execute(one, {"sitting": within}).scalars())


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
