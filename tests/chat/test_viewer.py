"""The viewer over plain ASGI: one piece at a time, nothing old, and an end that comes."""

import asyncio

import pytest

from app.chat import viewer as viewers
from app.chat.tail import Frame, Piece
from app.chat.viewer import PlainViewer


class Wire:
    """A socket that takes what it is sent only while it is open."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.open = asyncio.Event()
        self.open.set()
        self.drained = asyncio.Event()

    async def send(self, text: str) -> None:
        await self.open.wait()
        self.sent.append(text)

    def drain(self, _viewer: PlainViewer) -> None:
        self.drained.set()


def frame(seq: int, *texts: str) -> Frame:
    return Frame(seq, f"question/{seq}", texts)


def piece(*frames: Frame) -> Piece:
    return Piece(frames, frames[-1].seq)


async def test_a_piece_is_sent_in_order_and_then_more_is_asked_for() -> None:
    wire = Wire()
    viewer = PlainViewer(wire.send, 0)
    sending = asyncio.create_task(viewer.send(wire.drain))

    viewer.take(piece(frame(1, "a"), frame(2, "b", "c")))
    assert not viewer.writable
    await wire.drained.wait()

    assert wire.sent == ["a", "b", "c"]
    assert viewer.writable
    sending.cancel()


async def test_what_has_been_replaced_while_the_socket_was_full_is_not_sent() -> None:
    wire = Wire()
    wire.open.clear()
    viewer = PlainViewer(wire.send, 0)
    sending = asyncio.create_task(viewer.send(wire.drain))
    old = frame(2, "gammal")
    viewer.take(piece(frame(1, "a"), old))
    await asyncio.sleep(0)

    old.old = True
    wire.open.set()
    await wire.drained.wait()

    assert wire.sent == ["a"]
    sending.cancel()


async def test_a_dismissed_viewer_is_told_the_last_word_and_nothing_that_waited() -> None:
    wire = Wire()
    wire.open.clear()
    viewer = PlainViewer(wire.send, 0)
    sending = asyncio.create_task(viewer.send(wire.drain))
    viewer.take(piece(frame(1, "a"), frame(2, "b")))
    await asyncio.sleep(0)

    viewer.dismiss(1000, "reload", frame(0, "sist"))
    wire.open.set()

    assert await sending == (1000, "reload")
    assert wire.sent == ["a", "sist"]


async def test_a_dismissed_viewer_that_takes_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(viewers, "PATIENCE", 0.01)
    wire = Wire()
    wire.open.clear()
    viewer = PlainViewer(wire.send, 0)
    sending = asyncio.create_task(viewer.send(wire.drain))
    viewer.take(piece(frame(1, "a")))
    await asyncio.sleep(0)

    viewer.dismiss(1008, "signed out")
    await asyncio.wait({sending})

    assert sending.cancelled()
