"""The commands that serve: for real, and as a demo. Knows no route."""

import asyncio
import json
import logging
import os
import socket
import time
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import typer
from uvicorn import Server

from app import serving
from app.chat.house import House
from app.cli.asking import complain, refuse, settings
from app.main import create_app, now
from app.records import storage
from app.records.refusals import Refusal
from app.settings import Settings

_ENDS_WITHIN, _LOOKS_EVERY = 15.0, 0.1
"""Seconds that a process may take to end after its viewers have left, and between two looks whether it has."""

Port = Annotated[int | None, typer.Option(help="Port att lyssna på.")]
Data = Annotated[Path | None, typer.Option(help="Mapp för databas, lås och nycklar.")]


def serve(port: Port = None, data: Data = None) -> None:
    """Kör tjänsten. Inställningarna står i docs/settings.md; osäkra vägras."""
    chosen = settings(port=port, data=data)
    if chosen.demo:  # plain http, no limits and links that last: nothing that citizens may meet
        complain("FRAGESTUND_DEMO hör till övningen. Kör fragestund demo, eller ta bort inställningen.")
        raise typer.Exit(2)
    listening = _prepared(chosen)
    houses: list[House] = []
    server = serving.server(
        create_app(chosen, ready=houses.append),
        leaving=lambda: serving.drain(houses[0].hub, chosen),
        give_way=serving.overlaps(chosen),
    )
    serving.run(server, server.serve(sockets=[listening]))


def demo(
    port: Port = None,
    data: Data = None,
    as_json: Annotated[bool, typer.Option("--json", help="Skriv adresser och länkar som JSON.")] = False,
    speed: Annotated[
        float, typer.Option(min=0.1, max=50, help="Hur fort övningens deltagare arbetar.")
    ] = 1.0,
    seed: Annotated[int, typer.Option(help="Samma frö ger samma övning.")] = 0,
    hands_off: Annotated[
        bool, typer.Option("--hands-off", help="Deltagarna lämnar aldrig över till den som loggar in.")
    ] = False,
    no_cast: Annotated[bool, typer.Option("--no-cast", help="Inga påhittade deltagare.")] = False,
) -> None:
    """Kör en övning på den här datorn: en frågestund som pågår, med påhittade deltagare och länkar till alla roller."""
    chosen = settings(demo=True, port=port, data=data)
    listening = _prepared(chosen)
    chosen = chosen.model_copy(update={"port": listening.getsockname()[1]})
    houses: list[House] = []
    serves = asyncio.Event()
    server = serving.server(
        create_app(chosen, ready=houses.append),
        started=serves.set,
        leaving=lambda: serving.drain(houses[0].hub, chosen),
    )
    cast = None if no_cast else (speed, seed)
    serving.run(server, _demo(chosen, listening, server, serves, houses, as_json, cast, hands_off))


async def _demo(
    chosen: Settings,
    listening: socket.socket,
    server: Server,
    serves: asyncio.Event,
    houses: list[House],
    as_json: bool,
    cast: tuple[float, int] | None,
    hands_off: bool,
) -> None:
    from app import demo as stage
    from app.rehearsal import cast as players
    from app.rehearsal import script as scripts

    running = asyncio.create_task(server.serve(sockets=[listening]))
    ready = asyncio.create_task(serves.wait())
    await asyncio.wait({running, ready}, return_when=asyncio.FIRST_COMPLETED)
    if not serves.is_set():
        ready.cancel()
        return await running
    script = scripts.load()
    rehearsal = await stage.prepare(houses[0], script, port=chosen.port, hands_off=hands_off)
    _announce(stage.told(rehearsal, chosen.origins[0], os.getpid()), as_json)
    playing: list[asyncio.Task[Any]] = []
    if cast is not None:
        playing.append(asyncio.create_task(rehearsal.taken.watch()))
        playing.append(
            asyncio.create_task(players.play(rehearsal.stage, script, speed=cast[0], seed=cast[1]))
        )
    try:
        await running
    finally:
        for task in playing:
            task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*playing, return_exceptions=True)


def _prepared(chosen: Settings) -> socket.socket:
    """Everything that can go wrong before serving, said in a sentence: the port, the folder, another server."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        _in_turn(chosen)
    except Refusal as refusal:
        refuse(refusal)
    try:
        return serving.bound(chosen)
    except OSError as error:
        complain(f"Porten {chosen.port} går inte att använda: {error.strerror}. Välj en annan med --port.")
        raise typer.Exit(1) from None


def _in_turn(chosen: Settings) -> None:
    """Try whether the database can be used. Where the port is shared, the one that serves now may take its time to end."""
    given_up = time.monotonic() + (chosen.reconnect_window + _ENDS_WITHIN if chosen.share_port else 0)
    while True:
        try:
            storage.opened(chosen.data, chosen.url, now=now()).close()
        except storage.CannotOpen as refusal:
            if refusal.detail != "in_use" or time.monotonic() > given_up:
                raise
            time.sleep(_LOOKS_EVERY)
        else:
            return


def _announce(told: dict[str, Any], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(told))
        return
    links = told["sign_in"]
    lines = [
        "",
        "Frågestund: en övning pågår.",
        f"  Medborgarens sida   {told['url']}/{told['sitting']}",
        f"  Alla frågestunder   {told['url']}/",
        "",
        "Logga in i en roll (länken kan användas flera gånger; rollen tas över från övningens deltagare):",
        f"  Arrangör            {links['organiser']}",
        *(f"  Moderator {number}         {link}" for number, link in enumerate(links["moderator"], 1)),
        f"  Registrator         {links['registrar']}",
        *(f"  {code:<4}                {link}" for code, link in links["party"].items()),
        "",
        "Avsluta med Ctrl-C.",
    ]
    typer.echo("\n".join(lines))
