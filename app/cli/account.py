"""Commands on accounts. Asks; decides nothing."""

from typing import Annotated

import typer

from app.cli.asking import ask, tell
from app.records.vocabulary import Capacity, Role

app = typer.Typer(help="Konton: lägg till, bjud in, stäng av.", no_args_is_help=True)

Login = Annotated[str, typer.Argument(help="Inloggningsnamn, till exempel en e-postadress.")]


@app.command()
def add(
    login: Login,
    name: Annotated[str, typer.Option(help="Personens namn.")],
    role: Annotated[list[Role], typer.Option(help="Roll. Kan anges flera gånger.")],
    sitting: Annotated[str, typer.Option(help="Bara i den här frågestunden.")] = "",
    seat: Annotated[str, typer.Option(help="Partiets beteckning, för en förtroendevald.")] = "",
    capacity: Annotated[Capacity | None, typer.Option(help="Ordinarie, ersättare eller medhjälpare.")] = None,
) -> None:
    """Lägg upp ett konto och skriv ut en inbjudan."""
    given = {"login": login, "name": name, "roles": [str(each) for each in role]}
    tell(
        ask("account.add", {**given, "sitting": sitting or None, "seat": seat or None, "capacity": capacity})
    )


@app.command()
def invite(login: Login) -> None:
    """Skriv ut en ny inbjudan till ett konto. Tidigare inbjudningar slutar gälla."""
    tell(ask("account.invite", {"login": login}))


@app.command()
def disable(login: Login) -> None:
    """Stäng av ett konto. Det loggas ut överallt."""
    tell(ask("account.disable", {"login": login}))
