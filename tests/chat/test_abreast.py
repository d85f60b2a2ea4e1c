"""Those who are written to straight away: each gets every byte once and in order, and none that is not its own."""

import os
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from hypothesis import given
from hypothesis import strategies as st

from app.chat.abreast import GONE, Abreast
from app.chat.line import Line, Told
from app.chat.tail import Frame, Piece


class Spout:
    """A viewer with a socket of its own. What the kernel does not take it keeps, and then it stands still."""

    def __init__(self, line: Line | None = None, *, after: int = 0, deflate: bool = False) -> None:
        self.ours, self.theirs = socket.socketpair()
        self.ours.setblocking(False)
        self.theirs.setblocking(False)
        self.line, self.seq, self.writable, self.deflate = line, after, True, deflate
        self.kept = self._heard = b""
        self.start = after

    @property
    def descriptor(self) -> int:
        return self.ours.fileno()

    def take(self, piece: Piece) -> None:
        data = piece.deflated if self.deflate else piece.wire
        try:
            self.rest(data, os.write(self.descriptor, data))
        except BlockingIOError:
            self.rest(data, 0)

    def rest(self, data: bytes, sent: int) -> None:
        self.kept = data[sent:]
        if self.kept:
            self.stand_still()

    def dismiss(self, code: int, reason: str, last: Frame | None = None) -> None:
        self.stand_still()

    def stand_still(self) -> None:
        self.writable = False
        if self.line is not None:
            self.line.pause(self)

    def go_on(self) -> None:
        while self.kept:
            self._read()
            self.kept = self.kept[self.ours.send(self.kept) :]
        self.writable = True
        if self.line is not None:
            self.line.serve(self)

    def numbers(self) -> list[int]:
        return [int(number) for number in re.findall(rb'"seq":(\d+)', self.heard())]

    def heard(self) -> bytes:
        self._read()
        heard, self._heard = self._heard, b""
        return heard

    def _read(self) -> None:
        with suppress(BlockingIOError):
            while more := self.theirs.recv(65536):
                self._heard += more

    def close(self) -> None:
        self.ours.close()
        self.theirs.close()


@contextmanager
def spouts(count: int, line: Line | None = None) -> Iterator[list[Spout]]:
    made = [Spout(line) for _ in range(count)]
    try:
        yield made
    finally:
        for spout in made:
            spout.close()


def test_everybody_is_written_the_same_bytes():
    abreast = Abreast()
    with spouts(3) as here:
        for spout in here:
            abreast.add(spout, spout.descriptor)

        assert abreast.write(b"news") == []
        assert [spout.heard() for spout in here] == [b"news"] * 3


def test_who_does_not_take_all_is_told_of_with_what_was_taken_and_is_no_longer_here():
    abreast = Abreast()
    with spouts(3) as (slow, whole, broken):
        for spout in (slow, whole, broken):
            abreast.add(spout, spout.descriptor)
        broken.theirs.close()
        slow.ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        much = b"x" * 64_000

        others = dict(abreast.write(much))

        assert others[broken] == GONE
        assert 0 < others[slow] < len(much)
        assert slow.heard() == much[: others[slow]]
        assert whole.heard() == much
        assert list(abreast) == [whole]


def test_a_number_that_has_become_anothers_does_not_take_that_one_out():
    abreast = Abreast()
    with spouts(2) as (first, second):
        number = first.descriptor
        abreast.add(first, number)
        assert abreast.remove(first)
        second.ours, first.ours = first.ours, second.ours
        abreast.add(second, number)

        assert not abreast.remove(first)
        assert second in abreast


ACTS = st.lists(
    st.tuples(
        st.sampled_from(("tell", "tell", "tell much", "say", "stand still", "go on", "leave", "join")),
        st.integers(0, 3),
    ),
    max_size=40,
)


@given(ACTS)
def test_whatever_happens_each_gets_every_number_once_and_in_order_while_it_follows(acts):
    async def never(after: int) -> Told:
        raise AssertionError("the tail holds everything")

    line, head = Line(0, never), 0
    with spouts(4, line) as here:
        following = set(here)
        for spout in here:
            line.follow(spout)
        for act, which in acts:
            spout = here[which]
            match act:
                case "tell":
                    head += 1
                    line.tell([_frame(head)], head)
                case "tell much":
                    line.tell([_frame(head + n, 9_000) for n in range(1, 9)], head + 8)
                    head += 8
                case "say":
                    line.say(Frame(0, "", ('{"head":0}',)))
                case "stand still" if spout in following:
                    spout.stand_still()
                case "go on" if spout in following and not spout.writable:
                    spout.go_on()
                case "leave" if spout in following:
                    spout.stand_still()
                    line.leave(spout)
                    following.discard(spout)
                    spout.start = spout.seq
                    spout.heard()
                case "join" if spout not in following:
                    spout.writable = True
                    following.add(spout)
                    line.follow(spout)
        for spout in following:
            while not spout.writable:
                spout.go_on()

        for spout in here:
            wanted = range(spout.start + 1, head + 1) if spout in following else range(0)
            assert spout.numbers() == list(wanted)
        assert len(line) == len(line.viewers) == len(following)


def _frame(seq: int, size: int = 0) -> Frame:
    return Frame(seq, f"question/{seq}", (f'{{"seq":{seq},"html":"{"x" * size}"}}',))
