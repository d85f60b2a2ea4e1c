"""What publishing, the page, asking and the register cost with many posts in the database, held against few."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from bench import intake, places, seeding
from bench.figures import Figure, Measurement, Row, at_most, written
from bench.product import NAME, Product, product
from bench.requests import request, sent
from bench.viewers import Wrong


@dataclass(frozen=True)
class Extent:
    """How much is measured: few posts and many, threads on the page, and how often each thing is done in each round."""

    few: int = 100
    many: int = 100_000
    threads: int = 60
    rounds: int = 4
    publications: int = 20
    pages: int = 12
    asked: int = 200
    listed: int = 8


@dataclass(frozen=True)
class Costs:
    """Microseconds of the server's processor time for each."""

    publish: float
    page: float
    ask: float
    register: float


@dataclass(frozen=True)
class Held:
    """The product on its database, with questions that have been answered and are published one after another."""

    running: Product
    answered: Iterator[int]
    page: bytes
    listing: bytes


def measure(extent: Extent) -> Measurement:
    """The same things with few posts and with many, in turns: what else the machine does meets both alike."""
    found: dict[int, list[Costs]] = {extent.few: [], extent.many: []}
    with ExitStack() as stack:
        held = {posts: begun(stack.enter_context(filled(posts)), extent) for posts in found}
        for _ in range(extent.rounds):
            for posts, costs in found.items():
                costs.append(once(held[posts], extent))
    return table(extent, found[extent.few], found[extent.many])


@contextmanager
def filled(posts: int) -> Iterator[Product]:
    """The product on a database that holds so many posts, all of them received and not yet dealt with."""
    with places.data("growth") as folder:
        with product(data=folder) as running:
            sitting = running.sitting
        seeding.fill(folder, sitting, posts)
        with product(data=folder) as running:
            if running.sitting != sitting:
                raise Wrong("the program began another sitting")
            yield running


def begun(running: Product, extent: Extent) -> Held:
    """Put the threads on the page, and do everything once that is dearer the first time."""
    each_round = extent.publications + extent.pages
    numbers = running.answered(extent.threads + extent.rounds * each_round)
    running.publish_all(numbers[: extent.threads])
    page = request("GET", f"/{running.sitting}", running.port, Accept="text/html")
    cookie = running.cookie(running.links["registrar"])
    listing = request("GET", f"/{running.sitting}/register", running.port, Accept="text/html", Cookie=cookie)
    for first in (page, listing):
        sent(first, running.port, connections=1, seconds=10, most=5)
    return Held(running, iter(numbers[extent.threads :]), page, listing)


def once(held: Held, extent: Extent) -> Costs:
    """What each thing costs here, one round."""
    running = held.running
    used = running.running.cpu()
    for _ in range(extent.publications):
        running.publish_all([next(held.answered)])
    publish = (running.running.cpu() - used) / extent.publications

    used = running.running.cpu()
    for _ in range(extent.pages):
        running.publish_all([next(held.answered)])
        sent(held.page, running.port, connections=1, seconds=10, most=1)
    fresh = (running.running.cpu() - used) / extent.pages - publish
    ask = _each(running, intake.question(running), extent.asked, 201, connections=16)
    register = _each(running, held.listing, extent.listed, 200)
    return Costs(publish * 1e6, fresh * 1e6, ask, register)


def table(extent: Extent, few: Sequence[Costs], many: Sequence[Costs]) -> Measurement:
    """The costs with many posts, each with how many times those with few in the same round they are."""
    names = {
        "publish": "a publication",
        "page": "the page anew after a publication",
        "ask": "a question",
        "register": "the register's first page",
    }

    def of(costs: Sequence[Costs], name: str) -> Figure:
        return Figure.of([getattr(each, name) for each in costs])

    ratios = {
        name: Figure.of(
            [
                getattr(with_many, name) / max(getattr(with_few, name), 1e-9)
                for with_few, with_many in zip(few, many, strict=True)
            ]
        )
        for name in names
    }
    rows = tuple(
        Row(
            f"{NAME}, {text}",
            ratios[name],
            f"{written(of(few, name).median)} µs and {written(of(many, name).median)} µs",
        )
        for name, text in names.items()
    )
    return Measurement(
        "growth",
        "Growth",
        f"times the cost with {extent.few} posts",
        rows,
        how=f"processor time of the server with {extent.many} posts in the sitting, held against {extent.few}, in turns, "
        f"{extent.rounds} rounds; no viewers",
        goals=tuple(
            at_most(f"{text} at most 1.2 ×", ratios[name].median, 1.2, " ×") for name, text in names.items()
        ),
    )


def _each(running: Product, raw: bytes, count: int, status: int, connections: int = 1) -> float:
    used = running.running.cpu()
    answered = sent(raw, running.port, connections=connections, seconds=60, most=count)
    if set(answered.statuses) != {status}:
        raise Wrong(f"answered {dict(answered.statuses)}: {answered.last[:300]}")
    return (running.running.cpu() - used) / answered.count * 1e6
