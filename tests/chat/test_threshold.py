"""Where sockets come in: that the short way lets in whom the long way would, and tells them the same."""

import asyncio
import random
from collections.abc import AsyncIterator
from itertools import product
from typing import Any

import pytest
import pytest_asyncio

from app.chat.threshold import STATE, _asked, _chosen, _read
from app.records import channels, queries
from app.records.vocabulary import Role
from tests.chat.raw import KEY, PATIENCE, PING, Raw, masked
from tests.chat.serving import Served, serving
from tests.chat.test_streams import Cast
from tests.routing.stage import SLUG

pytestmark = pytest.mark.asyncio(loop_scope="module")

Folders = pytest.TempPathFactory

PUBLIC_URL = "https://fragestund.example.se"
BEHIND_A_PROXY: dict[str, Any] = {"demo": False, "public_url": PUBLIC_URL, "trusted_proxies": "127.0.0.1"}


async def _with_something_to_tell(served: Served) -> None:
    """A question on the page, and the channel in memory, which takes somebody who listens."""
    await (await Cast.of(served)).publish("När kommer bussen?")
    hub, channel = served.house.hub, channels.public(SLUG)
    await hub.reached(channel, 0, None)
    assert hub.knows(channel, await served.look(queries.head, channel), None)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def short(tmp_path_factory: Folders) -> AsyncIterator[Served]:
    async with serving(tmp_path_factory.mktemp("short")) as served:
        await _with_something_to_tell(served)
        yield served


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def long(tmp_path_factory: Folders) -> AsyncIterator[Served]:
    """The same without a threshold: everything goes through the gate and the framework."""
    async with serving(tmp_path_factory.mktemp("long")) as served:
        await _with_something_to_tell(served)
        del served.server.lifespan.state[STATE]
        yield served


def request(
    port: int,
    path: str = f"/{SLUG}/live?after=0",
    headers: tuple[tuple[str, str], ...] = (),
    *,
    line: str = "GET {} HTTP/1.1",
    more: bytes = b"",
    **instead: str | None,
) -> bytes:
    """A handshake with any header changed (``host="other"``), left out (None) or said twice (``headers``).

    ``{port}`` stands for the port, ``{epoch}`` for the epoch.
    """
    said: dict[str, str | None] = {
        "host": "127.0.0.1:{port}",
        "origin": "http://127.0.0.1:{port}",
        "connection": "Upgrade",
        "upgrade": "websocket",
        "sec_websocket_version": "13",
        "sec_websocket_key": KEY,
    }
    pairs = [
        (name.replace("_", "-"), value) for name, value in {**said, **instead}.items() if value is not None
    ]
    lines = [line.format(path), *(f"{name}: {value}" for name, value in (*pairs, *headers))]
    return "\r\n".join([*lines, "", ""]).replace("{port}", str(port)).encode("latin-1") + more


async def outcome(served: Served, said: bytes) -> tuple[int, bytes | None, bool]:
    """How a handshake ended: the status, what was told first, and whether it was decided on the threshold."""
    raw = await Raw.connect(served.port)
    epoch = served.house.hub.epoch or ""
    raw.say(said.replace(b"{epoch}", epoch.encode()))
    try:
        async with asyncio.timeout(PATIENCE):
            raw.head = await raw.reader.readuntil(b"\r\n\r\n")
        told = await raw.frame() if raw.status == 101 else None
        # uvicorn dates its answers.
        return raw.status, told and told[1], raw.status == 101 and b"\r\ndate:" not in raw.head.lower()
    finally:
        raw.abort()


ORIGINS = (
    "http://127.0.0.1:{port}",
    "http://localhost:{port}",
    None,
    "null",
    "http://127.0.0.1",
    "http://127.0.0.1:1",
    "https://127.0.0.1:{port}",
    "http://127.0.0.1:{port}.example.se",
    "http://example.127.0.0.1:{port}",
    "http://127.0.0.1:{port}/",
    "HTTP://127.0.0.1:{port}",
    "http://xn--frgestund-52a.se",
    "http://127.0.0.1:{port} http://example.se",
    "",
)

WAYS: dict[str, tuple[Any, ...]] = {
    "path": (
        f"/{SLUG}/live",
        f"/{SLUG}/live?",
        f"/{SLUG}/live?after=0",
        f"/{SLUG}/live?after=1&lang=en",
        f"/{SLUG}/live?lang=xx&after=0",
        f"/{SLUG}/live?after=0&epoch={{epoch}}",
        f"/{SLUG}/live?after=0&epoch=another",
        f"/{SLUG}/live?after=999999",
        f"/{SLUG}/live?after=-1",
        f"/{SLUG}/live?after=x",
        f"/{SLUG}/live?after=",
        f"/{SLUG}/live?after=0&after=1",
        f"/{SLUG}/live?after=00",
        f"/{SLUG}/live?after=0&as=moderator",
        f"/{SLUG}/live?after={'9' * 20}",
        f"/{SLUG}/live?after=%30",
        f"/{SLUG}/live/",
        f"/{SLUG}//live",
        f"/{SLUG.upper()}/live",
        f"/{SLUG[0]}%{ord(SLUG[1]):x}{SLUG[2:]}/live?after=0",
        f"http://127.0.0.1/{SLUG}/live?after=0",
        "/finns-inte/live?after=0",
        "/../live",
        f"/{SLUG}/desk/live?after=0",
        f"/{SLUG}/live?after=0&x={'y' * 300}",
    ),
    "origin": ORIGINS,
    "cookie": (None, "lang=en", "lang=sv; lang=en", "x=lang=en", "fragestund-{port}=" + "a" * 43, ""),
    "accept_language": (None, "en", "en-GB;q=0.9, sv;q=0.1", "x" * 300 + ",en", ""),
    "host": ("127.0.0.1:{port}", "localhost:{port}", None, "127.0.0.1", "example.se", "LOCALHOST:{port}", ""),
    "connection": ("Upgrade", "keep-alive, Upgrade", "upgrade", "UPGRADE", "close, upgrade"),
    "upgrade": ("websocket", "WebSocket"),
    "sec_websocket_version": ("13", "8", None, "13, 8", "013"),
    "sec_websocket_key": (KEY, None, "x", KEY[:-2] + "=", KEY + "=", "MDEyMzQ1Njc4OWFiY2RlZg=="),
    "sec_websocket_extensions": (None, "x-unknown", "permessage-deflate; server_max_window_bits=10", ";;,"),
    "sec_websocket_protocol": (None, "chat", ""),
    "content_length": (None, "0"),
    "headers": (
        (),
        (("Origin", "http://example.se"),),
        (("Host", "example.se"),),
        (("Upgrade", "websocket"),),
        (("Cookie", "lang=en"),),
        (("Sec-WebSocket-Key", KEY),),
        (("Sec-WebSocket-Version", "13"),),
        (("X-Forwarded-For", "192.0.2.1"), ("X-Forwarded-Proto", "https")),
        tuple((f"X-{number}", "y") for number in range(60)),
        (("X-Long", "y" * 8100),),
        (("X-Long", "y" * 9000),),
    ),
    "line": ("GET {} HTTP/1.1", "POST {} HTTP/1.1", "GET {} HTTP/1.0", "HEAD {} HTTP/1.1"),
    "more": (b"", masked(PING, b"early")),
}


def handshakes(count: int, changed: int) -> list[dict[str, Any]]:
    """Handshakes that are right but for a few things, chosen by a seeded chance; the first ones but for one thing."""
    chance = random.Random(11)
    one_thing = [{name: value} for name, values in WAYS.items() for value in values]
    several = [
        {name: chance.choice(WAYS[name]) for name in chance.sample(sorted(WAYS), changed)}
        for _ in range(count)
    ]
    return one_thing + several


@pytest.mark.proves("S2")
async def test_the_short_way_lets_in_whom_the_long_way_would_and_tells_them_the_same(
    short: Served, long: Served
):
    decided = different = 0
    for how in handshakes(220, changed=3):
        quick = await outcome(short, request(short.port, **how))
        slow = await outcome(long, request(long.port, **how))

        assert quick[:2] == slow[:2], how
        assert not slow[2]
        decided += quick[2]
        different += quick[0] != 101

    assert decided > 60
    assert different > 60


@pytest.mark.proves("S2")
@pytest.mark.parametrize("path", [f"/{SLUG}/live?after=0", f"/{SLUG}/desk/live?after=0", f"/{SLUG}/chat"])
async def test_a_socket_opens_for_our_own_pages_and_for_programs_without_a_cookie(short: Served, path: str):
    moderator = await short.signed_in(Role.MODERATOR, login=f"m{len(path)}")
    own = {f"http://{host}:{short.port}" for host in ("127.0.0.1", "localhost")}
    wrong = []

    for origin, cookie in product(ORIGINS, (None, "lang=en", moderator, moderator + "; lang=en")):
        said = None if origin is None else origin.replace("{port}", str(short.port))
        raw = await Raw.connect(short.port)
        raw.say(request(short.port, path, origin=origin, cookie=cookie))
        raw.head = await asyncio.wait_for(raw.reader.readuntil(b"\r\n\r\n"), PATIENCE)
        raw.abort()
        may = said in own or (said is None and cookie is None)
        if "desk" in path:
            may = said in own and moderator in (cookie or "")
        if (raw.status == 101) is not may:
            wrong.append((origin, cookie, raw.status))

    assert wrong == []


@pytest.mark.proves("S13", "S12")
async def test_behind_a_proxy_https_and_the_address_are_what_it_says(tmp_path_factory: Folders):
    async with serving(tmp_path_factory.mktemp("proxied"), **BEHIND_A_PROXY) as served:
        hub, crowd = served.house.hub, served.house.crowd
        await hub.reached(channels.public(SLUG), 0, None)
        crowd.viewers.most = 2

        async def opened(proto: str | None, behind: str = "192.0.2.1") -> Raw:
            forwarded = (("X-Forwarded-For", behind),) + ((("X-Forwarded-Proto", proto),) if proto else ())
            raw = await Raw.connect(served.port)
            raw.say(request(served.port, headers=forwarded, host="fragestund.example.se", origin=PUBLIC_URL))
            raw.head = await asyncio.wait_for(raw.reader.readuntil(b"\r\n\r\n"), PATIENCE)
            return raw

        plain = [(await opened(proto)).status for proto in (None, "http", "ftp")]
        first, second = await opened("https"), await opened("https, https")
        over, other = await opened("https"), await opened("https", "198.51.100.7")

        assert plain == [403, 403, 403]
        assert (await over.closed())[0] == 1013
        assert [b"date:" in raw.head.lower() for raw in (first, second, over, other)] == [False] * 4
        assert (len(crowd), len(crowd.viewers), len(crowd.requests)) == (3, 2, 0)
        assert served.house.crowd.most > 1000


async def test_what_askers_choose_is_remembered_only_as_long_as_it_is_short():
    _read.cache_clear()
    _chosen.cache_clear()

    for number in range(100):
        _asked(b"after=0&x=" + b"y" * 300 + str(number).encode())

    assert _read.cache_info().currsize == 0


class Encrypted:
    """A connection on which TLS would stand between us and the kernel."""

    def __init__(self) -> None:
        self.url, self.headers = b"/a-b-c/live", [(b"host", b"127.0.0.1")]
        self.client, self.scheme = None, "https"
        self.connections: set[Any] = set()
        self.transport = None


async def test_nothing_is_written_to_a_line_that_something_else_encrypts(short: Served):
    threshold = short.server.lifespan.state[STATE]

    assert not threshold.admit(Encrypted())
