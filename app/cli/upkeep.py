"""Commands that look after an installation: export, migrate, doctor, verify, docs. None changes a record."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from app.cli.asking import complain, data_settings, refuse
from app.doctor import look_over
from app.main import now
from app.records import database, spreadsheet, storage
from app.records import export as exports
from app.records import verify as verifying
from app.records.reading import Reading
from app.records.refusals import Refusal

DOCS = Path(__file__).parents[2] / "docs"


class Form(StrEnum):
    """The forms of an export."""

    JSONL = "jsonl"
    CSV = "csv"


def export(
    slug: Annotated[str, typer.Argument(help="Frågestundens adress.")],
    form: Annotated[Form, typer.Option(help="JSON Lines eller CSV.")] = Form.JSONL,
    output: Annotated[
        Path | None, typer.Option(help="Fil att skriva. Utan den skrivs allt till skärmen.")
    ] = None,
) -> None:
    """Skriv ut allt som hör till en frågestund, publicerat och inte publicerat."""
    with _records() as reading:
        lines = (
            exports.json_lines(reading, slug, at=now())
            if form is Form.JSONL
            else spreadsheet.posts(reading, slug)
        )
        try:
            file = output.open("wb") if output else sys.stdout.buffer
            for line in lines:
                file.write(line)
            file.flush()
        except Refusal as refusal:
            refuse(refusal)


def migrate() -> None:
    """För databasen till den form som det här programmet använder."""
    chosen = data_settings()
    try:
        storage.opened(chosen.data, chosen.url, now=now(), purpose="migrate").close()
    except Refusal as refusal:
        refuse(refusal)
    typer.echo("Databasen har rätt form.")


def doctor() -> None:
    """Se över inställningar, databas, klocka och filgräns."""
    seen = list(look_over(data_settings()))
    for each in seen:
        typer.echo(f"{'  ' if each.well else '! '}{each.what}: {each.saw}")
    if not all(each.well for each in seen):
        raise typer.Exit(1)


def verify() -> None:
    """Kontrollera att det som är sparat är det som en gång fördes in."""
    with _records() as reading:
        found = reading.look(lambda session: list(verifying.faults(session)))
    for fault in found:
        complain(fault)
    typer.echo(f"{len(found)} fel" if found else "Allt stämmer.")
    if found:
        raise typer.Exit(1)


def docs() -> None:
    """Skriv docs/settings.md och docs/asyncapi.json av programmet självt."""
    from app import documents

    for name, content in documents.made().items():
        (DOCS / name).write_text(content, encoding="utf-8")
        typer.echo(f"docs/{name}")


@contextmanager
def _records() -> Iterator[Reading]:
    """The records to read: beside the running server, or with the folder held when there is none."""
    chosen = data_settings()
    try:
        store = None
        if not chosen.data.is_dir() or storage.holder(chosen.data) is None:
            store = storage.opened(chosen.data, chosen.url, now=now(), purpose="read")
        reading = Reading(store.reader if store else database.reader(chosen.url))
    except Refusal as refusal:
        refuse(refusal)
    try:
        yield reading
    finally:
        reading.close()
        if store:
            store.close()
