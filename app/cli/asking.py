"""How a command gets its answer: from the running server, or from the database itself when nobody serves. Knows no command."""

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NoReturn

import typer
from pydantic import ValidationError

from app import commands, control
from app.access.sockets import Sockets
from app.chat import form_terms, refusals
from app.main import now
from app.records import storage
from app.records.journal import Journal
from app.records.reading import Reading
from app.records.vocabulary import Malformed, Refusal
from app.settings import Settings

_REFUSALS = {each.code: each for each in Refusal.__subclasses__()}


@dataclass(frozen=True, slots=True)
class _Desk:
    """What a command needs of the house, when it is alone in it."""

    journal: Journal
    reading: Reading
    sockets: Sockets
    public_url: str
    invited_for: timedelta


def settings(**given: Any) -> Settings:
    """The settings, or the end with a sentence for each that cannot be used."""
    try:
        return Settings.read(**given)
    except ValidationError as error:
        for each in error.errors():
            where = f"FRAGESTUND_{str(each['loc'][0]).upper()}: " if each["loc"] else ""
            complain(where + each["msg"].removeprefix("Value error, "))
        raise typer.Exit(2) from None


def data_settings() -> Settings:
    """Settings for commands that serve nobody: where the data is, whatever else is set."""
    known = {"demo": "1"} if "FRAGESTUND_PUBLIC_URL" not in os.environ else {}
    return settings(**known)


def ask(command: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to a command, or the end with the reason why there is none."""
    chosen = data_settings()
    reply = control.ask(chosen.data, command, arguments) or asyncio.run(_alone(chosen, command, arguments))
    if "refused" in reply:
        refuse(_REFUSALS[reply["refused"]](reply["detail"], **reply["facts"]))
    done: dict[str, Any] = reply["done"]
    return done


async def _alone(chosen: Settings, command: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    try:
        store = storage.opened(chosen.data, chosen.url, now=now(), purpose=command)
    except Refusal as refusal:
        refuse(refusal)
    journal = Journal(store.writer, clock=now, ring=lambda heads: None)
    reading = Reading(store.reader)
    hours = timedelta(hours=chosen.invitation_hours)
    try:
        desk = _Desk(journal, reading, Sockets(), chosen.origins[0], hours)
        return await commands.run(desk, command, arguments)
    finally:
        journal.close()
        reading.close()
        store.close()


def refuse(refusal: Refusal) -> NoReturn:
    """End with the sentence that the refusal means, and its particulars."""
    # What cannot be read is said as beside the field of a form: which rule the address or the hour broke.
    told = form_terms.said if refusal.code == Malformed.code else refusals.said
    complain(told(refusal, language()))
    if field := refusal.facts.get("field"):
        complain(f"({field})")
    raise typer.Exit(1)


def language() -> str:
    """The language of whoever sits at the terminal."""
    chosen = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or "sv"
    return "en" if chosen.startswith("en") else "sv"


def complain(line: str) -> None:
    typer.echo(line, err=True)


def tell(answer: Mapping[str, Any]) -> None:
    """Say an answer: plain lines to a person, JSON to a program."""
    if not sys.stdout.isatty():
        typer.echo(json.dumps(answer, ensure_ascii=False))
        return
    for name, value in answer.items():
        typer.echo(f"{name}: {value}")
