"""Commands on sittings. Asks; decides nothing."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from app.cli.asking import ask, refuse, tell
from app.commands import plan_as_json
from app.records.vocabulary import Distribution, Refusal
from app.routing.plans import Plan
from app.routing.times import to_utc

app = typer.Typer(
    help="Frågestunder: skapa, lista, öppna, stäng, kopiera, ta bort en övning.", no_args_is_help=True
)

Slug = Annotated[str, typer.Argument(help="Frågestundens adress, till exempel varden-2026.")]
Local = typer.Option(formats=["%Y-%m-%dT%H:%M"], help="Lokal tid i frågestundens tidszon, ÅÅÅÅ-MM-DDTTT:MM.")


@app.command()
def create(
    slug: Slug,
    title: Annotated[str, typer.Option(help="Rubrik.")],
    commission: Annotated[str, typer.Option(help="Uppdraget: vad man vill tala om.")],
    afterwards: Annotated[str, typer.Option(help="Vad som händer med synpunkterna.")],
    official: Annotated[str, typer.Option(help="Ansvarig tjänsteperson.")],
    contact: Annotated[str, typer.Option(help="Hur man når den ansvariga.")],
    opens: Annotated[datetime, Local],
    live: Annotated[datetime, Local],
    intake_end: Annotated[datetime, Local],
    end: Annotated[datetime, Local],
    feedback_by: Annotated[str, typer.Option(help="Datum för återkoppling, ÅÅÅÅ-MM-DD.")] = "",
    zone: Annotated[str, typer.Option(help="Tidszon.")] = "Europe/Stockholm",
    fold: Annotated[
        int | None, typer.Option(help="När en timme kommer två gånger: 0 den första, 1 den andra.")
    ] = None,
    advised_length: Annotated[int, typer.Option(help="Lagom längd på en fråga, i tecken.")] = 500,
    publish_at_once: Annotated[
        bool, typer.Option(help="Svar publiceras utan moderatorns granskning.")
    ] = False,
    approval: Annotated[
        bool, typer.Option(help="Ordinarie eller ersättare godkänner det som en medhjälpare skriver.")
    ] = False,
    distribution: Annotated[
        Distribution, typer.Option(help="Fördelning mellan partierna.")
    ] = Distribution.TURN_ORDER,
    wishes: Annotated[bool, typer.Option(help="Man får önska ett parti.")] = True,
    names: Annotated[bool, typer.Option(help="Man får ange namn.")] = True,
    rules_version: Annotated[str, typer.Option(help="Ordningsreglernas version.")] = "",
    case_number: Annotated[str, typer.Option(help="Diarienummer.")] = "",
    rehearsal: Annotated[
        bool, typer.Option(help="En övning: inget blir allmän handling, allt kan tas bort.")
    ] = False,
    seats: Annotated[
        Path | None,
        typer.Option(help="JSON-fil med platserna: code, name, colour, site, member, substitute, helper."),
    ] = None,
) -> None:
    """Planera en frågestund."""
    times = {"opens_at": opens, "live_at": live, "intake_ends_at": intake_end, "ends_at": end}
    try:
        utc: dict[str, Any] = {
            name: to_utc(local, zone, fold=fold, field=name) for name, local in times.items()
        }
    except Refusal as refusal:
        refuse(refusal)
    chosen: dict[str, Any] = {"rules_version": rules_version} if rules_version else {}
    plan = Plan(
        slug=slug,
        title=title,
        commission=commission,
        afterwards=afterwards,
        official=official,
        contact=contact,
        feedback_by=date.fromisoformat(feedback_by) if feedback_by else None,
        zone=zone,
        advised_length=advised_length,
        publish_at_once=publish_at_once,
        approval=approval,
        distribution=distribution,
        wishes=wishes,
        names=names,
        case_number=case_number or None,
        rehearsal=rehearsal,
        **utc,
        **chosen,
    )
    placed = json.loads(seats.read_text()) if seats else []
    tell(ask("sitting.create", {"plan": plan_as_json(plan), "seats": placed}))


@app.command("list")
def list_() -> None:
    """Lista alla frågestunder."""
    for each in ask("sitting.list", {})["sittings"]:
        typer.echo("{sitting}\t{state}\t{live_at}\t{posts}\t{title}".format(**each))


@app.command("open")
def open_(slug: Slug) -> None:
    """Öppna för frågor nu."""
    tell(ask("sitting.open", {"sitting": slug}))


@app.command()
def close(slug: Slug) -> None:
    """Avsluta nu. Det som saknar utfall hanns inte med."""
    tell(ask("sitting.close", {"sitting": slug}))


@app.command()
def copy(slug: Slug, new: Annotated[str, typer.Argument(help="Den nya frågestundens adress.")]) -> None:
    """Planera en ny frågestund lik en som finns."""
    tell(ask("sitting.copy", {"sitting": slug, "slug": new}))


@app.command()
def remove(slug: Slug) -> None:
    """Ta bort en övning med allt som sagts i den."""
    tell(ask("sitting.remove", {"sitting": slug}))
