"""Listeners on bad lines: cut off, stalled, away for long, the server started anew twice. In the end they know what the database knows."""

import json
import random
import socket
import struct
import threading
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from tests.dom import LivePage
from tests.house import PATIENCE, Browser, Held, Program
from tests.properties.play import on_the_page

LISTENERS = 25
STEPS = 60
GONE = (ConnectionClosed, InvalidHandshake, InvalidMessage, OSError, EOFError)


class Listener(threading.Thread):
    """An open page whose line is cut again and again, at any byte, or stands still for a while."""

    def __init__(self, held: Held, seed: int) -> None:
        super().__init__(name=f"listener {seed}")
        self.held, self.chance = held, random.Random(seed)
        self.lang = self.chance.choice(("sv", "en"))
        self.page = LivePage(self.anew())
        self.cuts = 0
        self.upto = -1
        self.told_upto = threading.Event()
        self.trouble: BaseException | None = None

    def anew(self) -> str:
        """The page as somebody gets it who comes now."""
        with Browser(self.held.program) as browser:
            return browser.get(f"/{self.held.slug}?lang={self.lang}").html

    def run(self) -> None:
        try:
            while not self.told_upto.is_set() or self.page.seq < self.upto:
                self._listen()
        except BaseException as trouble:  # noqa: BLE001 - the test looks at it
            self.trouble = trouble

    def finish(self, head: int) -> None:
        """There is no more news than up to this number."""
        self.upto = head
        self.told_upto.set()

    def _listen(self) -> None:
        try:
            with self._dialled() as line:
                self._hear(line)
        except GONE:
            self.told_upto.wait(self.chance.random() / 20)

    def _dialled(self) -> ClientConnection:
        program = self.held.program
        dialled: ClientConnection = connect(
            f"ws://127.0.0.1:{program.port}/{self.held.slug}/live"
            f"?after={self.page.seq}&epoch={self.page.epoch}&lang={self.lang}",
            origin=Origin(program.origin),
            compression=None,
            proxy=None,
            open_timeout=PATIENCE,
            close_timeout=0.1,
            max_queue=1,
        )
        return dialled

    def _hear(self, line: ClientConnection) -> None:
        for _ in range(self.chance.randrange(1, 12)):
            if self.chance.random() < 0.15:
                self.told_upto.wait(self.chance.random() / 3)  # stands still
            if self.told_upto.is_set() and self.page.seq >= self.upto:
                return
            try:
                text = line.recv(timeout=0.5)
            except TimeoutError:
                continue
            self.page.take(json.loads(text))
        if not self.told_upto.is_set():
            self.cuts += 1
            # Nothing is said of it: the next thing the server hears is a reset.
            line.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            line.socket.close()


def something(held: Held, chance: random.Random, step: int) -> None:
    """Something that the public hears of."""
    public = [view for view in held.questions() if view.state in ("published", "unpublished")]
    if len(public) < 3 or chance.random() < 0.5:
        roots = [view for view in public if on_the_page(view) and view.follow_up_to is None]
        thread = {"follow_up_to": chance.choice(roots).number} if roots and step % 3 == 0 else {}
        held.published(f"Fråga {step}", "Svar " + '"å' * chance.choice((5, 500, 2500)), **thread)
        return
    view = chance.choice(public)
    if not on_the_page(view):
        held.talker("moderator").say("republish", question=view.number)
    elif chance.random() < 0.5:
        held.does("moderator", "unpublish", view.number, reason="mistake")
    else:
        held.does("moderator", "correct", view.number, of="C", body=f"Rättat {step}", reason="fact")


@pytest.mark.slow
@pytest.mark.proves("R4", "R5", "M12")
def test_25_listeners_cut_at_random_over_two_restarts_end_equal_to_the_database(tmp_path: Path):
    chance = random.Random(20261124)
    with Program(tmp_path) as program:
        held = program.hold()
        listeners = [Listener(held, seed) for seed in range(LISTENERS)]
        for listener in listeners:
            listener.start()

        for step in range(STEPS):
            if step in (STEPS // 3, 2 * STEPS // 3):
                held.close()
                program.restart()
            something(held, chance, step)
        for listener in listeners:
            listener.finish(held.head())
        for listener in listeners:
            listener.join(PATIENCE)

        assert [listener.trouble for listener in listeners if listener.trouble] == []
        assert [listener.name for listener in listeners if listener.is_alive()] == []
        fresh = {lang: LivePage(held.page(lang).html).shown() for lang in ("sv", "en")}
        assert [each.name for each in listeners if each.page.shown() != fresh[each.lang]] == []
        published = {f"q-{view.number}" for view in held.questions() if on_the_page(view)}
        threads = listeners[0].page.live.at("threads")
        assert {each.attrs["id"] for each in threads.all("li") if each.attrs["id"][0] == "q"} == published
        assert len(published) >= 5
        assert sum(listener.cuts for listener in listeners) >= 2 * LISTENERS
        held.close()
