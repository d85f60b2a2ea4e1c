"""Puts the rooms together. Nothing is decided here."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.types import ASGIApp

from app import commands, control, serving, timekeeping, trouble
from app.access import doorways, watch
from app.access.crowd import Counted, Crowd
from app.access.gate import Gate
from app.access.limits import PostLimits, Rate, SignInLimits
from app.access.origins import Origins
from app.access.passwords import Passwords
from app.access.proxies import Proxies
from app.access.sign_ins import Lasting
from app.access.sockets import Sockets
from app.access.staffed import Staffed
from app.chat import bench_telling, routes
from app.chat.alike import Alikes
from app.chat.board import Board
from app.chat.front import Front
from app.chat.house import Authority, House
from app.chat.hub import Hub
from app.chat.newsroom import Newsroom
from app.chat.presence import Presence
from app.chat.presence_telling import keep_telling
from app.chat.profile import of_folder
from app.chat.threshold import STATE, Threshold
from app.keys import receipt_key
from app.records import storage
from app.records.journal import Journal
from app.records.reading import Reading
from app.settings import Settings

log = logging.getLogger("fragestund")

Clock = Callable[[], datetime]


def now() -> datetime:
    """The server's clock, in UTC. Everything else is told what time it is."""
    return datetime.now(UTC)


def create_app(
    settings: Settings, *, clock: Clock = now, ready: Callable[[House], None] | None = None
) -> ASGIApp:
    """The whole program behind its gate. It opens the database when it starts and closes it when it stops.

    ``ready`` is given the house once it stands, for those who start the program and have something to do in it.

    Raises ``doorways.OpenByOversight`` when a route declares no door; starting it raises ``storage.CannotOpen``.
    """
    limits = post_limits(settings)
    origins = Origins.listed(settings.origins, plain_http=settings.demo)
    proxies = Proxies.named(settings.proxies)

    def threshold(house: House) -> Threshold:
        return Threshold(house.hub, origins, proxies, plain_http=settings.demo, crowd=house.crowd)

    lifespan = _lifespan(settings, clock, limits, threshold, ready)
    program = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, lifespan=lifespan)
    program.router.redirect_slashes = False
    for router in routes.ROUTERS:
        # As they are. To include a router works out every route of it anew, for prefixes that none here has.
        program.router.routes.extend(router.routes)
    trouble.say(program)
    doorways.check_every_route(program)
    return Gate(
        Front(program),
        origins,
        clock,
        proxies,
        limits,
        plain_http=settings.demo,
        page=partial(trouble.page, authority(settings)),
        sentence=trouble.sentence,
    )


def authority(settings: Settings) -> Authority:
    """Who runs the service, as readers are told."""
    profile = of_folder(Path(settings.profile)) if settings.profile else None
    return Authority(settings.authority, settings.authority_url, settings.authority_contact, profile)


def post_limits(settings: Settings) -> PostLimits:
    """How fast posts are let in. In the demo as fast as they come: its cast, and whoever measures, sit at one address."""
    if settings.demo:
        return PostLimits(None, None)
    per_address, per_second = settings.posts_per_address, settings.posts_per_second
    return PostLimits(
        Rate(per_address, settings.posts_window) if per_address else None,
        Rate(per_second, 1.0) if per_second else None,
    )


def crowd_limits(settings: Settings) -> Crowd:
    """How many may be connected. In the demo as many as come: whoever measures sits at one address."""
    if settings.demo:
        serving.let_files_be_open(settings)
        return Crowd()
    return Crowd(
        serving.room_for_viewers(settings),
        settings.reserve,
        Counted(settings.viewers_per_address),
        Counted(settings.requests_per_address),
    )


def _lifespan(
    settings: Settings,
    clock: Clock,
    limits: PostLimits,
    threshold: Callable[[House], Threshold],
    ready: Callable[[House], None] | None,
) -> Callable[[FastAPI], AbstractAsyncContextManager[dict[str, Any]]]:
    @asynccontextmanager
    async def lifespan(program: FastAPI) -> AsyncIterator[dict[str, Any]]:
        store = storage.opened(settings.data, settings.url, now=clock())
        reading = Reading(store.reader)
        alikes = Alikes(settings.alike_from)
        hub = Hub(Newsroom(reading, alikes), stamp=reading.stamp, window=settings.reconnect_window)
        board = Board(reading)

        def ring(heads: Mapping[str, int]) -> None:
            board.ring(heads)  # at once: who asks after the write was acknowledged is shown nothing older
            hub.ring(heads)

        journal = Journal(store.writer, clock=clock, ring=ring)
        program.state.house = house = _house(settings, clock, limits, journal, reading, hub, board, alikes)
        listening = await control.serve(settings.data, commands.answering(house))
        if ready is not None:
            ready(house)
        kept_up = (
            hub.run(),
            timekeeping.keep(house),
            watch.keep_watch(house),
            keep_telling(house),
            bench_telling.keep_telling(house),
        )
        tasks = [asyncio.create_task(each) for each in kept_up]
        try:
            # What is yielded reaches the server's protocols, which let listeners in before any framework runs.
            yield {STATE: threshold(house)}
        finally:
            await hub.close()
            listening.close()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await asyncio.to_thread(journal.close)
            house.passwords.close()
            reading.close()
            store.close()

    return lifespan


def _house(
    settings: Settings,
    clock: Clock,
    limits: PostLimits,
    journal: Journal,
    reading: Reading,
    hub: Hub,
    board: Board,
    alikes: Alikes,
) -> House:
    return House(
        journal=journal,
        reading=reading,
        hub=hub,
        presence=Presence(),
        board=board,
        alikes=alikes,
        clock=clock,
        receipt_key=receipt_key(settings),
        limits=limits,
        sign_in_limits=SignInLimits(None, None) if settings.demo else SignInLimits(),
        passwords=Passwords(),
        lasting=Lasting(
            idle=timedelta(hours=settings.sign_in_idle_hours),
            absolute=timedelta(hours=settings.sign_in_hours),
        ),
        sockets=Sockets(),
        staffed=Staffed(),
        crowd=crowd_limits(settings),
        authority=authority(settings),
        public_url=settings.origins[0],
        provisions=settings.provision_codes,
        demo=settings.demo,
        patterns=settings.patterns or settings.demo,
        embed_origins=settings.embedding,
        invited_for=timedelta(hours=settings.invitation_hours),
        swept_after=timedelta(days=settings.sweep_after_days),
        waits=(settings.waiting_soon, settings.waiting_long),
        unattended_after=timedelta(seconds=settings.unattended_after),
    )
