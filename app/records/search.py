"""Finds posts in a sitting's register by number, code or words (M24). Looks in every text that is a record, and in no draft or note."""

import unicodedata
from collections.abc import Iterator, Sequence

from sqlalchemy import func, select
from sqlmodel import Session

from app.records.plain import QUESTION, TEXT
from app.records.sittings import sitting_id
from app.records.vocabulary import State


def numbers(
    session: Session, slug: str, words: str = "", *, state: State | None = None, marked: bool = False
) -> Sequence[int]:
    """The numbers of the posts that fit, in order. Raises ``Unknown`` for the sitting.

    ``words``: each of them stands somewhere in the post, its wording or its published answers, in capitals or not; or all
    of it is the post's number or its receipt's code. ``marked``: only those with a secrecy mark.
    """
    within = sitting_id(session, slug)
    sought = _plain(words).split()
    if not sought and state is None and not marked:
        last = select(func.max(QUESTION.c.number)).where(QUESTION.c.sitting_id == within)
        return range(1, (session.execute(last).scalar() or 0) + 1)  # none is ever left out
    wanted = select(QUESTION.c.number, QUESTION.c.code).where(QUESTION.c.sitting_id == within)
    if state is not None:
        wanted = wanted.where(QUESTION.c.state == state)
    if marked:
        wanted = wanted.where(QUESTION.c.provision.is_not(None))
    posts = session.execute(wanted.order_by(QUESTION.c.number)).all()
    if not sought:
        return [post.number for post in posts]
    said = dict(_said(session, within))
    whole = " ".join(sought)
    return [
        post.number
        for post in posts
        if whole in (str(post.number), _plain(post.code))
        or all(word in said.get(post.number, "") for word in sought)
    ]


def _said(session: Session, within: int) -> Iterator[tuple[int, str]]:
    """Each post's number with everything that is kept of it.

    Decoded here and not in SQL: the databases agree neither on case beyond ASCII nor on what a text with a NUL in it is.
    """
    kept = select(TEXT.c.subject, TEXT.c.value).where(
        TEXT.c.sitting_id == within, TEXT.c.subject.startswith("question/"), TEXT.c.value.is_not(None)
    )
    texts: dict[int, list[str]] = {}
    for row in session.execute(kept):
        texts.setdefault(int(row.subject.partition("/")[2]), []).append(_plain(row.value.decode()))
    return ((number, "\n".join(found)) for number, found in texts.items())


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
