"""What a moderator tells parties about the work, and their OK. No move and no record (TF 2:12): nothing is entered, it is swept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from app.records import channels
from app.records import messages as kept_messages
from app.records.tables import Sitting
from app.records.transaction import Transaction
from app.records.vocabulary import Actor, Malformed, NotYours, OutOfTurn, Role, SittingState, Unknown
from app.routing.moves import belongs

LATELY: Final = timedelta(minutes=30)
"""Whoever is signed in and has asked for nothing for so long has left without signing out. An open panel asks by itself."""


@dataclass(frozen=True, slots=True)
class Told:
    """A message's number, and the parties where nobody was signed in: for them it waits."""

    number: int
    absent: tuple[str, ...]


def tell_parties(tx: Transaction, sitting: str, party: Sequence[str], body: bytes, *, by: Actor) -> Told:
    """Tell these parties something that they are to say OK to. Run with ``keep``.

    Raises ``NotYours``, ``Unknown`` for a party without a seat, ``Malformed`` for none at all, and in an archived sitting
    ``OutOfTurn``.
    """
    if by.role is not Role.MODERATOR:
        raise NotYours("parties are told by the desk")
    held = _at_work(tx, sitting, by)
    seats = [seat.code for seat in tx.seats(held)]
    if unknown := set(party) - set(seats):
        raise Unknown("seat", party=min(unknown))
    if not party:
        raise Malformed("party", field="party")
    here = tx.look(kept_messages.present, sitting, tx.at - LATELY)
    absent = {seat: seat not in here for seat in seats if seat in party}
    number = kept_messages.kept(tx, held, body, absent, by.account)
    _tell(tx, held, number, list(absent))
    return Told(number, tuple(seat for seat, nobody in absent.items() if nobody))


def acknowledge(tx: Transaction, sitting: str, number: int, *, by: Actor) -> None:
    """Say OK to a message, once for the whole seat: said again it changes nothing. Run with ``keep``.

    Raises ``NotYours``, and ``Unknown`` where the party was told no such thing: of others' messages it learns nothing.
    """
    if by.role is not Role.POLITICIAN or by.seat is None:
        raise NotYours("only a party says OK")
    held = _at_work(tx, sitting, by)
    fresh = kept_messages.acknowledged(tx, held, number, by.seat, by.account)
    if fresh is None:
        raise Unknown("message", message_number=number)
    if fresh:
        _tell(tx, held, number, [by.seat])


def _at_work(tx: Transaction, slug: str, by: Actor) -> Sitting:
    belongs(by, slug)
    held = tx.sitting(slug)
    if held.state is SittingState.ARCHIVED:
        raise OutOfTurn("archived", sitting=held.state)
    return held


def _tell(tx: Transaction, sitting: Sitting, number: int, parties: Sequence[str]) -> None:
    """The desk, and those parties that it concerns: no other hears that there is a message at all."""
    thing = channels.message(number)
    tx.tell(channels.desk(sitting.slug), thing)
    for code in parties:
        tx.tell(channels.party(sitting.slug, code), thing)
