"""The command line: each command says what it is told and asks the rooms to do it. Decides nothing."""

import typer

from app.cli import account, serving, sitting, upkeep

app = typer.Typer(
    name="fragestund",
    help="Frågestund: live, modererade frågor och svar mellan medborgare och förtroendevalda.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(serving.serve)
app.command()(serving.demo)
app.command()(upkeep.export)
app.command()(upkeep.migrate)
app.command()(upkeep.doctor)
app.command()(upkeep.verify)
app.command(hidden=True)(upkeep.docs)
app.add_typer(sitting.app, name="sitting")
app.add_typer(account.app, name="account")


def main() -> None:
    """The program's entry point."""
    app()
