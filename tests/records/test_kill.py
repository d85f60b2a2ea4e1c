"""A process killed at any moment: every acknowledged write is there afterwards, once."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.records import deeds
from tests.records.conftest import Database

ROUNDS = 4

_WRITE = """
import os, sys, threading, uuid
from app.records import database
from app.records.journal import Journal
from tests.records import deeds

def ask_once(tx, ticket):
    known = tx.question_by_receipt(ticket)
    return known.number if known else deeds.ask(tx, "Fråga " * 40, ticket=ticket)

journal = Journal(database.writer(sys.argv[1]), clock=deeds.clock, ring=lambda heads: None)

def citizen():
    while True:
        ticket = uuid.uuid4().hex
        number = journal.submit(ask_once, ticket).result()
        os.write(1, f'["{ticket}", {number}]\\n'.encode())

for _ in range(8):
    threading.Thread(target=citizen, daemon=True).start()
threading.Event().wait()
"""


@pytest.mark.slow
def test_no_acknowledged_post_is_lost_or_doubled_by_a_kill(database: Database):
    journal = database.journal()
    journal.submit(deeds.create).result()
    chance = random.Random(20261124)
    acknowledged: dict[str, int] = {}

    for _ in range(ROUNDS):
        acknowledged |= _write_until_killed(database.url, after=chance.randrange(20, 200), chance=chance)

    stored = database.rows("SELECT receipt_hash, number FROM question")
    by_ticket = dict(stored)
    assert {ticket: by_ticket.get(ticket) for ticket in acknowledged} == acknowledged
    assert len(acknowledged) >= 20 * ROUNDS
    _expect_whole(database, len(stored))
    assert journal.submit(deeds.ask).result() == len(stored) + 1


def _write_until_killed(url: str, *, after: int, chance: random.Random) -> dict[str, int]:
    """Let a process write, kill it at a random moment once ``after`` posts are acknowledged, and return those."""
    told: dict[str, int] = {}
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(
        [sys.executable, "-c", _WRITE, url], stdout=subprocess.PIPE, env=environment
    ) as process:
        assert process.stdout is not None
        killer = threading.Timer(chance.random() / 20, process.send_signal, [signal.SIGKILL])
        for line in process.stdout:
            if not line.endswith(b"\n"):
                break  # cut off while it was told
            ticket, number = json.loads(line)
            told[ticket] = number
            if len(told) == after:
                killer.start()
        killer.join()
    return told


def _expect_whole(database: Database, posts: int) -> None:
    """Nothing half done: post, text, entry and notice for each number, and no number left out."""
    numbers = [(number,) for number in range(1, posts + 1)]
    assert database.rows("SELECT number FROM question ORDER BY number") == numbers
    assert database.rows("SELECT count(*) FROM text") == [(posts,)]
    assert database.rows("SELECT seq FROM entry ORDER BY seq") == [*numbers, (posts + 1,)]
    assert database.rows("SELECT seq FROM notice WHERE channel LIKE '%/desk' ORDER BY seq") == numbers
