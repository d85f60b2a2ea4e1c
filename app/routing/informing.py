"""What the authority says about the service, edition by edition, and what readers say about it. Knows no page and no markup."""

from typing import Final

from app.records import information
from app.records.texts import ANNOUNCEMENT
from app.records.transaction import Transaction
from app.records.vocabulary import Actor, Move, NotYours, Role, Stale

MAY: Final = frozenset({Role.ORGANISER})
"""Who publishes what the information pages say."""

LONGEST: Final = ANNOUNCEMENT
"""Of a page's text, in bytes."""


def inform(tx: Transaction, page: str, lang: str, body: bytes, *, by: Actor, seen: int) -> int:
    """Publish the page's text in this language and return the edition's number; the one before is kept (M23).

    ``seen``: how many editions there were when it was written. Raises ``NotYours``, and ``Stale`` where another came first.
    """
    if by.role not in MAY:
        raise NotYours(f"{by.role} may not inform", move=Move.INFORM)
    before, replaces = information.latest_text(tx, page, lang)
    if before != seen:
        raise Stale("information", version=before)
    subject = information.about_page(page)
    text = tx.keep_text(None, subject, lang, body, replaces=replaces)
    tx.enter(None, subject, Move.INFORM, by, {"lang": lang, "number": before + 1}, [text])
    return before + 1


def feedback(
    tx: Transaction,
    body: bytes,
    *,
    by: Actor,
    ticket: str,
    lang: str,
    about: bytes | None,
    contact: bytes | None,
) -> int:
    """Receive a reader's message about the service, and return its number. A resend of the same ticket is the same message."""
    known = information.message_of(tx, ticket)
    if known is not None:
        return known
    number = information.next_message(tx, ticket, lang)
    subject = information.about_message(number)
    given = {"body": body, "about": about, "contact": contact}
    kept = [tx.keep_text(None, subject, field, value) for field, value in given.items() if value is not None]
    tx.enter(None, subject, Move.FEEDBACK, by, {"lang": lang}, kept)
    return number
