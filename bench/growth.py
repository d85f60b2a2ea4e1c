"""What publishing, the page, asking and the register cost with many posts in the database, held against few."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bench import intake, places, seeding
from bench.figures import Figure, Measurement, Row, at_most, written
from bench.product import NAME, Product, product
from bench.requests import request, sent
from bench.viewers import Wrong


@dataclass(frozen=True)
class Extent:
    """How much is measured: few posts and many, threads on the page, and how often each thing is done."""

    few: int = 100
    many: int = 100_000
    threads: int = 60
    publications: int = 64
    pages: int = 40
    asked: int = 600
    listed: int = 20


@dataclass(frozen=True)
class Costs:
    """Microseconds of the server's processor time for each."""

    publish: float
    page: float
    ask: float
    register: float


def measure(extent: Extent) -> Measurement:
    """The same things with few posts and with many."""
    found: dict[int, Costs] = {}
    for posts in (extent.few, extent.many):
        with filled(posts) as running:
            found[posts] = costs(running, extent)
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


def costs(running: Product, extent: Extent) -> Costs:
    """What each thing costs here."""
    numbers = running.answered(extent.threads + extent.publications + extent.pages)
    running.publish_all(numbers[: extent.threads])
    one_by_one = iter(numbers[extent.threads :])
    page = request("GET", f"/{running.sitting}", running.port, Accept="text/html")
    sent(page, running.port, connections=1, seconds=10, most=5)

    used = running.running.cpu()
    for _ in range(extent.publications):
        running.publish_all([next(one_by_one)])
    publish = running.running.cpu() - used

    used = running.running.cpu()
    for _ in range(extent.pages):
        running.publish_all([next(one_by_one)])
        sent(page, running.port, connections=1, seconds=10, most=1)
    fresh = (running.running.cpu() - used) / extent.pages - publish / extent.publications
    ask = _each(running, intake.question(running), extent.asked, 201, connections=16)
    cookie = running.cookie(running.links["registrar"])
    listing = request("GET", f"/{running.sitting}/register", running.port, Accept="text/html", Cookie=cookie)
    register = _each(running, listing, extent.listed, 200)
    return Costs(publish / extent.publications * 1e6, fresh * 1e6, ask, register)


def table(extent: Extent, few: Costs, many: Costs) -> Measurement:
    """The costs with many posts, each with how many times those with few they are."""
    names = {
        "publish": "a publication",
        "page": "the page anew after a publication",
        "ask": "a question",
        "register": "the register's first page",
    }
    ratios = {name: getattr(many, name) / max(getattr(few, name), 1e-9) for name in names}
    rows = tuple(
        Row(
            f"{NAME}, {text}",
            Figure.of([ratios[name]]),
            f"{written(getattr(few, name))} µs and {written(getattr(many, name))} µs",
        )
        for name, text in names.items()
    )
    return Measurement(
        "growth",
        "Growth",
        f"times the cost with {extent.few} posts",
        rows,
        how=f"processor time of the server with {extent.many} posts in the sitting, held against {extent.few}; no viewers",
        goals=tuple(
            at_most(f"{text} at most 1.2 ×", ratios[name], 1.2, " ×") for name, text in names.items()
        ),
    )


def _each(running: Product, raw: bytes, count: int, status: int, connections: int = 1) -> float:
    used = running.running.cpu()
    answered = sent(raw, running.port, connections=connections, seconds=60, most=count)
    if set(answered.statuses) != {status}:
        raise Wrong(f"answered {dict(answered.statuses)}: {answered.last[:300]}")
    return (running.running.cpu() - used) / answered.count * 1e6
