"""How the program is served: what every connection inherits, how many may come, and how one process gives way to the next."""

import asyncio
import gc
import resource
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine

from app.chat.giving_back import A_CROWD
from app.chat.hub import Hub
from app.chat.newsroom import Newsroom
from app.cli import serving as command
from app.main import crowd_limits, now, post_limits
from app.records import storage
from app.records.reading import Reading
from app.serving import OWN_FILES, bound, drain, room_for_viewers, run, server
from app.settings import Settings

PATIENCE = 10.0


def settings(**given: Any) -> Settings:
    return Settings.read({}, **{"demo": True, "port": 0, **given})


@pytest.mark.proves("R16")
def test_every_connection_inherits_what_finds_the_dead_and_bounds_the_slow():
    with bound(settings()) as listening:
        listening.listen()
        with socket.create_connection(listening.getsockname()), listening.accept()[0] as accepted:
            kept = accepted.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
            idle = accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE)
            unsent = accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT)

    assert (kept, idle, unsent) == (1, 45, 64 * 1024)


def test_two_processes_have_one_port_only_where_both_say_so():
    with bound(settings(share_port=True)) as first:
        port = first.getsockname()[1]
        first.listen()

        bound(settings(share_port=True, port=port)).close()
        with pytest.raises(OSError, match="in use"):
            bound(settings(port=port))


@pytest.mark.proves("R8")
def test_no_more_viewers_come_than_there_are_files_for():
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)

    assert room_for_viewers(settings(viewers=500, reserve=100)) == 500
    assert room_for_viewers(settings(viewers=hard, reserve=100)) == hard - 100 - OWN_FILES


@pytest.fixture
def few_files() -> Iterator[int]:
    """As a shell gives them: few, and allowed to be more. Gives how many there may be at most."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (512, hard))
    yield 2**31 if hard == resource.RLIM_INFINITY else hard
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.proves("S7")
def test_the_demo_has_no_limits_and_takes_as_many_files_as_it_may(few_files: int):
    crowd = crowd_limits(settings())

    assert (crowd.most, crowd.viewers.most, crowd.requests.most) == (0, 0, 0)
    assert (post_limits(settings()).per_address, post_limits(settings()).per_sitting) == (None, None)
    assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == min(few_files, 20_000 + 1_000 + OWN_FILES)


@pytest.mark.proves("S7")
def test_a_production_server_has_every_limit_without_being_told():
    crowd = crowd_limits(settings(demo=False, public_url="https://fragestund.example.se"))

    assert 0 < crowd.most <= 20_000
    assert (crowd.reserve, crowd.viewers.most, crowd.requests.most) == (1_000, 4_000, 1_000)


@pytest.mark.proves("R7")
@pytest.mark.parametrize(
    ("given", "away"),
    [
        ({}, (6.0, 7.0)),
        ({"share_port": True}, (6.0, 7.0)),
        ({"share_port": True, "database_url": "postgresql+psycopg://db/f"}, (0.0, 5.0)),
    ],
)
async def test_viewers_stay_away_until_somebody_serves_again(
    given: dict[str, Any], away: tuple[float, float]
):
    hub = Hub(Newsroom(Reading(create_engine("sqlite://"))))

    await drain(hub, settings(reconnect_window=5, **given))
    waits = [int(hub.wait()) / 1000 for _ in range(200)]

    assert away[0] <= min(waits) < max(waits) <= away[1]
    assert max(waits) - min(waits) > (away[1] - away[0]) / 2


async def answer(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        return
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


@pytest.mark.parametrize("give_way", [True, False])
async def test_a_server_that_ends_listens_to_the_last_unless_another_does(give_way: bool):
    listening, started = bound(settings()), asyncio.Event()
    leaving, left = asyncio.Event(), asyncio.Event()
    place = listening.getsockname()

    async def leave() -> None:
        leaving.set()
        await left.wait()

    serves = server(answer, started=started.set, leaving=leave, give_way=give_way)
    running = asyncio.create_task(serves.serve([listening]))
    await asyncio.wait_for(started.wait(), PATIENCE)
    serves.should_exit = True
    await asyncio.wait_for(leaving.wait(), PATIENCE)

    if give_way:
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection(*place)
    else:
        reader, writer = await asyncio.open_connection(*place)
        writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        assert (await asyncio.wait_for(reader.readuntil(b"ok"), PATIENCE)).startswith(b"HTTP/1.1 200")
        writer.close()
    left.set()
    await asyncio.wait_for(running, PATIENCE)


async def test_whoever_asks_twice_does_not_wait_for_the_viewers():
    listening, started, leaving = bound(settings()), asyncio.Event(), asyncio.Event()

    async def leave() -> None:
        leaving.set()
        await asyncio.Event().wait()

    serves = server(answer, started=started.set, leaving=leave)
    running = asyncio.create_task(serves.serve([listening]))
    await asyncio.wait_for(started.wait(), PATIENCE)
    serves.should_exit = True
    await asyncio.wait_for(leaving.wait(), PATIENCE)

    serves.force_exit = True

    await asyncio.wait_for(running, PATIENCE)


async def test_a_server_is_woken_to_stop_by_any_thread_and_does_not_look_for_it(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr("app.serving._TICK", 3600.0)
    listening, started = bound(settings()), asyncio.Event()
    serves = server(answer, started=started.set)
    running = asyncio.create_task(serves.serve([listening]))
    await asyncio.wait_for(started.wait(), PATIENCE)

    await asyncio.to_thread(setattr, serves, "should_exit", True)

    await asyncio.wait_for(running, PATIENCE)


async def test_the_set_of_connections_takes_no_more_room_than_those_who_are_left_need(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr("app.serving._TICK", 0.01)
    listening, started = bound(settings()), asyncio.Event()
    serves = server(answer, started=started.set)
    connections = serves.server_state.connections
    crowd: list[Any] = [Gone() for _ in range(2 * A_CROWD)]
    connections.update(crowd)
    running = asyncio.create_task(serves.serve([listening]))
    await asyncio.wait_for(started.wait(), PATIENCE)
    await asyncio.sleep(0)
    most = sys.getsizeof(connections)

    connections.difference_update(crowd[1:])
    async with asyncio.timeout(PATIENCE):
        while sys.getsizeof(connections) == most:  # noqa: ASYNC110 - nobody is told when the server has looked
            await asyncio.sleep(0)

    assert connections == {crowd[0]}
    serves.should_exit = True
    connections.clear()
    await asyncio.wait_for(running, PATIENCE)


class Gone:
    """A connection that has nothing to say."""

    def shutdown(self) -> None:
        """Nobody is there any more."""


def test_the_program_runs_on_the_loop_that_was_measured_and_spares_the_collector_what_stays():
    loops: list[str] = []
    spared: list[int] = []
    kept: list[list[int]] = []
    serving = threading.Event()
    serves = server(answer, started=serving.set)

    async def look() -> None:
        loops.append(type(asyncio.get_running_loop()).__module__)
        spared.append(gc.get_freeze_count())
        kept.extend([number] for number in range(1000))  # what is made while it starts stays as well
        serves.should_exit = True  # as soon as it serves
        await serves.serve([bound(settings())])
        spared.append(gc.get_freeze_count())

    try:
        run(serves, look())
    finally:
        gc.unfreeze()

    assert loops == ["uvloop"]
    assert serving.is_set()
    assert 50_000 < spared[0] <= spared[1] - len(kept)


def test_the_next_process_waits_for_its_turn_where_the_port_is_shared(tmp_path: Path):
    shared = settings(data=tmp_path, share_port=True)
    held = storage.opened(tmp_path, shared.url, now=now())
    ending = threading.Timer(0.4, held.close)

    with pytest.raises(storage.CannotOpen):
        command._in_turn(settings(data=tmp_path))
    ending.start()
    command._in_turn(shared)

    ending.join()
    assert storage.holder(tmp_path) is None
