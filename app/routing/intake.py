"""Takes a citizen's post in: numbered, kept and entered before anybody judges it (M7, M23). Knows no limit and no address."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.records.entries import Facts, stamp
from app.records.foresight import receives_by
from app.records.materials import is_shown
from app.records.tables import Question, Sitting, Text
from app.records.transaction import Transaction
from app.records.vocabulary import Actor, Closed, Move, SittingState, State
from app.routing import telling
from app.routing.lifecycle import may
from app.routing.moves import belongs, subject, take_up
from app.routing.receipts import Receipt

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_UNDETERMINED = "und"


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of a post: its number, version and state. ``fresh`` is False for one that had been received before."""

    number: int
    version: int
    state: State
    fresh: bool


@receives_by(lambda *, receipt, **_: receipt.token_hash)
def ask(
    tx: Transaction,
    sitting: str,
    *,
    by: Actor,
    arrived: datetime,
    body: bytes,
    receipt: Receipt,
    name: bytes | None = None,
    wish: str | None = None,
    follow_up_to: int | None = None,
    about: int | None = None,
    lang: str = "sv",
    channel: str = "web",
    stated: datetime | None = None,
    flags: Sequence[str] = (),
) -> Asked:
    """Receive a post. The same ticket with the same text is the same post, with the same receipt, however late it is sent again.

    ``arrived``: when the request's headers (on a socket: the frame) came, which decides whether the post is in time.
    ``body``, ``name``: bytes as ``records.texts.received`` gives them. A wish, a name, a thread or a picture that cannot be had is left
    out and the entry says so: every readable post is kept. ``stated``: when an official says that it was received, which is
    what counts then; else ``arrived``. Raises ``NotYours``, ``Unknown`` and ``Closed``.
    """
    may(Move.ASK, by)
    belongs(by, sitting)
    held = tx.sitting(sitting)
    known = tx.question_by_receipt(receipt.token_hash)
    if known is not None:
        return Asked(known.number, known.version, known.state, fresh=False)
    _in_time(held, arrived if stated is None else stated)
    root = None if follow_up_to is None else _thread(tx, held, follow_up_to)
    wished = _wish(tx, held, wish)
    pointed = about if about is not None and tx.look(is_shown, held, about) else None
    number = tx.next_number(held)
    texts = _kept(tx, held, number, body, name if held.names else None)
    question = tx.insert(
        Question,
        sitting_id=held.id,
        number=number,
        receipt_hash=receipt.token_hash,
        code=receipt.code,
        lang=lang if _LANGUAGE.fullmatch(lang) else _UNDETERMINED,
        channel=channel,
        wish=wished,
        follow_up_to=root,
        about=pointed,
        flags=" ".join(flags),
        received_at=tx.at,
        stated_at=stated,
        body_id=texts[0].id,
        name_id=texts[1].id if texts[1:] else None,
    )
    left_out = _left_out(
        name=name and not texts[1:],
        wish=wish and not wished,
        thread=follow_up_to and not root,
        about=about and not pointed,
    )
    _enter(tx, held, question, by, texts, left_out)
    if held.state in (SittingState.CLOSED, SittingState.ARCHIVED):
        # It was in time and comes after the close: kept, and not reached.
        take_up(tx, held, question, by).follow(Move.LAPSE, facts={"late": True})
    return Asked(question.number, question.version, question.state, fresh=True)


def _kept(tx: Transaction, sitting: Sitting, number: int, body: bytes, name: bytes | None) -> list[Text]:
    about = f"question/{number}"
    texts = [tx.keep_text(sitting, about, "body", body)]
    return texts if name is None else [*texts, tx.keep_text(sitting, about, "name", name)]


def _enter(
    tx: Transaction,
    sitting: Sitting,
    question: Question,
    by: Actor,
    texts: list[Text],
    left_out: str | None,
) -> None:
    facts: Facts = {
        "from": None,
        "to": question.state,
        "version": question.version,
        "lang": question.lang,
        "channel": question.channel,
        "wish": question.wish,
        "follow_up_to": question.follow_up_to,
        "flags": question.flags or None,
        "left_out": left_out,
        **({} if question.about is None else {"about": question.about}),
        **({} if question.stated_at is None else {"stated": stamp(question.stated_at)}),
    }
    tx.enter(sitting, subject(question), Move.ASK, by, facts, texts)
    root = question.follow_up_to
    of_root = () if root is None else tx.answers(tx.question(sitting, root))
    telling.asked(tx, sitting, question.number, [answer.seat for answer in of_root])


def _in_time(sitting: Sitting, arrived: datetime) -> None:
    """Raises ``Closed`` for a post that came while the sitting took no posts, whatever it does by now."""
    ended = [sitting.intake_ends_at]
    if sitting.paused and sitting.paused_at is not None:
        ended.append(sitting.paused_at)
    if sitting.intake_closed_at is not None:
        ended.append(sitting.intake_closed_at)
    if sitting.state is SittingState.PLANNED or arrived >= min(ended):
        raise Closed(state=sitting.state, paused=sitting.paused)


def _thread(tx: Transaction, sitting: Sitting, number: int) -> int | None:
    """The root of the thread that a published question belongs to; None where there is no such thread on the page."""
    if not 0 < number <= sitting.last_number:
        return None
    asked_about = tx.question(sitting, number)
    root = asked_about
    if asked_about.follow_up_to is not None:
        root = tx.question(sitting, asked_about.follow_up_to)
    return root.number if asked_about.state is root.state is State.PUBLISHED else None


def _wish(tx: Transaction, sitting: Sitting, wish: str | None) -> str | None:
    """The party wished for, where the sitting lets a party be wished for and has it."""
    if not sitting.wishes or wish is None:
        return None
    return wish if wish in [seat.code for seat in tx.seats(sitting)] else None


def _left_out(**left: object) -> str | None:
    return " ".join(what for what, missing in left.items() if missing) or None
