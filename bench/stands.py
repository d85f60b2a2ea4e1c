"""A server with its load client, ready for one more publication: the product and those beside it, behind the same words."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import counted, places
from bench.contenders import Starting
from bench.processes import Running
from bench.product import NAME, Product
from bench.product import product as started_product
from bench.viewers import Facts, Viewers, Way, viewers


@dataclass
class Stand:
    """``publish`` sends so many texts to all viewers, as fast as it goes; who waits for each publishes one at a time.

    ``way`` tells where viewers come who are to hear only what is published from now on.
    """

    name: str
    running: Running
    audience: Viewers
    publish: Callable[[int], None]
    way: Callable[[], Way]

    def open(self, count: int) -> Facts:
        """Let viewers in who hear what is published from now on."""
        self.audience.tell(f"path {self.way().path}")
        return self.audience.open(count)

    def one_at_a_time(self, publications: int, *, within: float = 30.0) -> float:
        """Publish, each when everybody has the last one. Returns the seconds of the server's processor time that it took."""
        before = self.running.cpu()
        for _ in range(publications):
            with self.audience.expecting(1, within=within):
                self.publish(1)
        return self.running.cpu() - before


@contextmanager
def ours(
    prepared: int,
    *,
    at_once: bool = False,
    headers: tuple[str, ...] = (),
    counts: Path | None = None,
) -> Iterator[tuple[Stand, Product]]:
    """The product, with so many publications prepared.

    ``headers``: what its viewers send besides. ``counts``: the file into which it counts what it does (bench.counted).

    A publication is the moderator's; with ``at_once`` it is the politician's answer that goes to the page by itself.
    """
    program, environment = (counted.PROGRAM, {counted.FILE: str(counts)}) if counts else ((), {})
    with (
        started_product(program=program, environment=environment) as running,
        viewers(running.way.saying(*headers)) as audience,
    ):
        if at_once:
            running.publish_at_once()
        waiting = iter(running.assigned(prepared) if at_once else running.answered(prepared))
        put = running.answer_all if at_once else running.publish_all

        def publish(count: int) -> None:
            put(list(itertools.islice(waiting, count)))

        yield Stand(NAME, running.running, audience, publish, lambda: running.way), running


@contextmanager
def beside(starting: Starting, text: str, *, headers: tuple[str, ...] = ()) -> Iterator[Stand]:
    """Another, which sends this text with a number of its own each time."""
    with starting() as contender, viewers(contender.way.saying(*headers)) as audience:
        numbers = itertools.count(1)

        def publish(count: int) -> None:
            contender.publish([numbered(text, n) for n in itertools.islice(numbers, count)])

        yield Stand(contender.name, contender.running, audience, publish, lambda: contender.way)


def numbered(text: str, number: int) -> str:
    """The text under another number."""
    return text.replace('"seq":0,', f'"seq":{number},', 1)


def sample(stand: Stand) -> str:
    """One of the frames that the stand's viewers have got, with 0 for its number: for others to send."""
    with places.data("frames") as folder:
        frames = stand.audience.frames(folder)
    last = max(frames)
    return frames[last].decode().replace(f'"seq":{last},', '"seq":0,', 1)
