"""The whole program killed at any moment under load: no acknowledged post is lost and none is doubled."""

import random
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue
from uuid import uuid4

import httpx2
import pytest

from tests.demo import Demo
from tests.dom import LivePage, parse
from tests.loopback import LOOPBACK

CITIZENS = 6
KILLS = 2
GONE = (httpx2.HTTPError, OSError, ValueError)


class Citizen(threading.Thread):
    """Posts one question after the other until there is nobody to answer. ``acknowledged``: ticket -> number and receipt."""

    def __init__(self, demo: Demo, told: SimpleQueue[str]) -> None:
        super().__init__(name="citizen")
        self.demo, self.told = demo, told
        self.acknowledged: dict[str, tuple[int, str]] = {}
        self.unanswered: dict[str, str] = {}

    def run(self) -> None:
        with asking(self.demo) as client:
            while True:
                ticket = str(uuid4())
                body = f"Fråga {ticket} " + "med text " * 40
                try:
                    self.acknowledged[ticket] = post(client, self.demo, ticket, body)
                    self.told.put(ticket)
                except GONE:
                    self.unanswered[ticket] = body
                    return


def asking(demo: Demo) -> httpx2.Client:
    headers = {"Origin": demo.url, "Accept": "application/json"}
    return httpx2.Client(base_url=demo.url, headers=headers, **LOOPBACK, timeout=30)


def post(client: httpx2.Client, demo: Demo, ticket: str, body: str) -> tuple[int, str]:
    reply = client.post(f"/{demo.sitting}/questions", json={"ticket": ticket, "body": body})
    reply.raise_for_status()
    told = reply.json()
    return told["number"], told["receipt"]["url"]


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    with Demo(tmp_path) as running:
        yield running


@pytest.mark.slow
@pytest.mark.proves("R3", "M12", "M23")
def test_no_acknowledged_post_is_lost_or_doubled_when_the_program_is_killed(demo: Demo):
    chance = random.Random(20261124)
    acknowledged: dict[str, tuple[int, str]] = {}
    retried: dict[str, tuple[int, str]] = {}
    with asking(demo) as client:
        page = LivePage(client.get(f"/{demo.sitting}", headers={"Accept": "text/html"}).text)

    for _ in range(KILLS):
        told: SimpleQueue[str] = SimpleQueue()
        citizens = [Citizen(demo, told) for _ in range(CITIZENS)]
        for citizen in citizens:
            citizen.start()
        for _ in range(chance.randrange(20, 80)):
            told.get(timeout=30)
        threading.Event().wait(chance.random() / 50)
        demo.kill()
        for citizen in citizens:
            citizen.join()
            acknowledged |= citizen.acknowledged
        demo.start()
        with asking(demo) as client:
            for citizen in citizens:
                for ticket, body in citizen.unanswered.items():
                    retried[ticket] = post(client, demo, ticket, body)

    everything = acknowledged | retried
    with asking(demo) as client:
        again = {
            ticket: post(client, demo, ticket, f"Fråga {ticket} " + "med text " * 40)
            for ticket in chance.sample(sorted(everything), 12)
        }
        receipt = client.get(next(iter(acknowledged.values()))[1], headers={"Accept": "text/html"})
        news = client.get(f"/{demo.sitting}/news", params={"after": page.seq, "epoch": page.epoch}).json()
    demo.kill()

    assert len(acknowledged) >= 20 * KILLS
    assert again == {ticket: everything[ticket] for ticket in again}
    numbers = [number for number, _ in everything.values()]
    assert sorted(numbers) == list(range(1, len(everything) + 1))
    assert parse(receipt.text).first("h1").text == "Din fråga är mottagen"
    assert all("reload" not in frame for frame in news["frames"])
    logged = demo.errors.read_text()
    assert [trace for trace in ("Fråga", "127.0.0.1", "Traceback") if trace in logged] == []
