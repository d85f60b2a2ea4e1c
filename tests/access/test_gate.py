"""The gate before a real server: which pages may send, what is too large, too slow or too fast, what every answer carries."""

import asyncio
import logging
import re
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from app.access.bodies import whole_body
from app.access.doorways import check_every_route
from app.access.gate import Gate
from app.access.limits import PostLimits, Rate
from app.access.origins import SAFE, Origins
from app.access.proxies import Proxies
from app.access.shields import CONTENT_SECURITY_POLICY
from app.records.vocabulary import Refusal, Role
from tests.access.building import ROUTES, SOCKETS, House, opened, program
from tests.access.server import Answer, Deferred, Served, serving
from tests.access.test_sign_ins import assert_nowhere

PUBLIC = "https://fragestund.example.se"
OPEN = PostLimits(None, None)


class Gated:
    """A served house whose gate can be exchanged between requests: each rule is tried on the same server."""

    def __init__(self, house: House, served: Served, app: Deferred) -> None:
        self.house, self.served, self._app = house, served, app
        self.program = program(house)
        self.demo()

    def demo(self, **rules: Any) -> None:
        """As the demo: plain http, two names for the loopback."""
        port = self.served.port
        origins = Origins.listed([self.served.origin, f"http://localhost:{port}"], plain_http=True)
        facts = {"limits": OPEN, "plain_http": True, **rules}
        self._app.app = Gate(self.program, origins, self.house.clock, **facts)

    def production(self, **rules: Any) -> None:
        """As in production: https by way of a proxy on the loopback."""
        facts = {"limits": OPEN, "proxies": Proxies.named(["127.0.0.1"]), **rules}
        self._app.app = Gate(self.program, Origins.listed([PUBLIC]), self.house.clock, **facts)


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gated]:
    app = Deferred()
    with opened(tmp_path_factory.mktemp("gate")) as house, serving(app, ws_max_size=65536) as (served, _):
        yield Gated(house, served, app)


@pytest.fixture
def gated(standing: Gated) -> Gated:
    standing.demo()
    return standing


@pytest.fixture(scope="module")
def cookies(standing: Gated) -> dict[str, list[tuple[str, str]]]:
    """What a browser may bring along."""
    name = f"fragestund-{standing.served.port}"
    moa = standing.house.account("moa", Role.MODERATOR)
    cilla = standing.house.account("cilla", Role.POLITICIAN, sitting="budget", seat="C")
    return {
        "none": [],
        "staff": [("Cookie", f"{name}={standing.house.sign_in(moa)}")],
        "party": [("Cookie", f"{name}={standing.house.sign_in(cilla)}")],
        "stale": [("Cookie", f"{name}={'x' * 43}")],
        "other": [("Cookie", "theme=dark")],
    }


def foreign(port: int) -> list[str]:
    """Origins that look like ours and are not."""
    return [
        "null",
        "",
        "http://evil.example",
        f"http://127.0.0.1.evil.example:{port}",
        f"http://evil-127.0.0.1:{port}",
        f"http://desk.127.0.0.1:{port}",
        f"http://127.0.0.1:{port + 1}",
        "http://127.0.0.1",
        f"https://127.0.0.1:{port}",
        f"http://127.0.0.1:{port}/",
        f"http://127.0.0.1:{port}@evil.example",
        f"http://user@127.0.0.1:{port}",
        f"http://xn--127-0-0-1-evil:{port}",
        f"http://127.1:{port}",
        f"http://[::1]:{port}",
        f"HTTP://127.0.0.1:{port}",
        f"http://127.0.0.1:{port} http://evil.example",
        f"http://LOCALHOST:{port}",
        f"http://127.0.0.1:0{port}",
    ]


# -- S2: sockets


@pytest.mark.proves("S2")
def test_a_handshake_from_a_foreign_page_opens_nothing_whatever_cookie_it_brings(
    gated: Gated, cookies: dict[str, list[tuple[str, str]]]
):
    tried = {
        (origin, held, path): gated.served.shake(filled(path), [("Origin", origin), *cookies[held]])
        for origin in foreign(gated.served.port)
        for held in cookies
        for path, _ in SOCKETS
    }

    assert len(tried) >= 400
    assert {each: status for each, status in tried.items() if status != 403} == {}


@pytest.mark.proves("S2")
@pytest.mark.parametrize("origin", ["http://127.0.0.1:{port}", "http://localhost:{port}"])
def test_a_handshake_from_our_own_page_opens_what_the_cookie_opens(
    gated: Gated, cookies: dict[str, list[tuple[str, str]]], origin: str
):
    own = ("Origin", origin.format(port=gated.served.port))
    opened = {
        (held, path)
        for held in cookies
        for path, _ in SOCKETS
        if gated.served.shake(filled(path), [own, *cookies[held]]) == 101
    }

    public = {"/{sitting}/live", "/receipt/{token}/live", "/{sitting}/chat"}
    staff = {("staff", "/{sitting}/desk/live"), ("party", "/{sitting}/party/{code}/live")}
    assert opened == {(held, path) for held in cookies for path in public} | staff


@pytest.mark.proves("S2")
def test_a_program_without_origin_comes_in_only_without_a_cookie(
    gated: Gated, cookies: dict[str, list[tuple[str, str]]]
):
    opened = {
        (held, path)
        for held in cookies
        for path, _ in SOCKETS
        if gated.served.shake(filled(path), cookies[held]) == 101
    }

    assert opened == {
        ("none", path) for path in ("/{sitting}/live", "/receipt/{token}/live", "/{sitting}/chat")
    }


def test_an_origin_that_comes_twice_opens_nothing(gated: Gated):
    own = ("Origin", gated.served.origin)

    assert gated.served.shake("/budget/live", [own, own]) in (400, 403)
    assert not Origins.listed([PUBLIC]).welcome_socket([(b"origin", PUBLIC.encode())] * 2)
    assert gated.served.ask("POST", "/budget/questions", [own, own], b"").status == 403


def filled(path: str) -> str:
    return path.format(sitting="budget", code="C", number=1, token="t")


# -- S3: forms


def unsafe(gated: Gated) -> list[tuple[str, str]]:
    """Every unsafe route of the program, read from the program itself."""
    return [
        (method, filled(each.path))
        for each in check_every_route(gated.program)
        for method in each.methods - SAFE
    ]


@pytest.mark.proves("S3")
@pytest.mark.parametrize(
    ("site", "origin"),
    [
        (None, None),
        ("cross-site", None),
        ("same-site", None),
        ("cross-site", "own"),
        ("same-site", "own"),
        ("nonsense", "own"),
        ("", None),
        ("same-origin", "null"),
        (None, "null"),
        ("same-origin", "http://evil.example"),
        (None, "http://evil.example"),
        ("none", "http://evil.example"),
    ],
)
def test_no_unsafe_route_takes_what_another_page_began(
    gated: Gated, cookies: dict[str, list[tuple[str, str]]], site: str | None, origin: str | None
):
    said = [("Sec-Fetch-Site", site)] if site is not None else []
    said += [("Origin", gated.served.origin if origin == "own" else origin)] if origin is not None else []

    answers = {
        each: gated.served.ask(*each, [*said, *cookies["staff"]], b"x=1").status for each in unsafe(gated)
    }

    assert len(answers) >= 9
    assert set(answers.values()) == {403}


@pytest.mark.proves("S3")
def test_no_unsafe_route_takes_what_a_look_alike_of_us_began(gated: Gated):
    answers = [
        gated.served.ask(*each, [("Origin", origin)], b"").status
        for each in unsafe(gated)
        for origin in foreign(gated.served.port)
    ]

    assert set(answers) == {403}


@pytest.mark.proves("S3")
@pytest.mark.parametrize(
    ("site", "origin"), [("same-origin", True), ("same-origin", False), (None, True), ("none", True)]
)
def test_what_our_own_page_began_is_let_in(gated: Gated, site: str | None, origin: bool):
    said = [("Sec-Fetch-Site", site)] if site else []
    said += [("Origin", gated.served.origin)] if origin else []

    assert gated.served.ask("POST", "/budget/questions", said, b"q=1").status == 200


def test_links_from_anywhere_may_be_followed(gated: Gated):
    said = [("Sec-Fetch-Site", "cross-site"), ("Origin", "http://evil.example")]

    assert gated.served.ask("GET", "/budget", said).status == 200


# -- Host, scheme


@pytest.mark.proves("S19")
@pytest.mark.parametrize(
    "host", ["", "evil.example", "127.0.0.1", "127.0.0.1:1", "127.0.0.1:{port}.evil.example"]
)
def test_a_request_to_another_host_is_misdirected(gated: Gated, host: str):
    host = host.format(port=gated.served.port)

    answer = gated.served.ask("GET", "/budget", [], host=host)

    # Without any Host the server itself may refuse before the gate does.
    assert answer.status in ((400, 421) if host == "" else (421,))
    assert gated.served.shake("/budget/live", host=host or "evil.example") == 403


def test_a_host_that_comes_twice_is_misdirected(gated: Gated):
    assert gated.served.ask("GET", "/budget", [("Host", "evil.example")]).status in (400, 421)


def test_health_is_told_to_whoever_asks_by_address(gated: Gated):
    gated.production()

    assert gated.served.ask("GET", "/healthz", host="10.0.0.7:8000").status == 200


@pytest.mark.proves("S19")
def test_production_refuses_plain_http_unless_a_trusted_proxy_says_https(gated: Gated):
    host = "fragestund.example.se"
    https = ("X-Forwarded-Proto", "https")

    gated.production()
    assert gated.served.ask("GET", "/budget", [https], host=host).status == 200
    assert gated.served.ask("GET", "/budget", host=host).status == 403
    assert gated.served.shake("/budget/live", [https, ("Origin", PUBLIC)], host=host) == 101
    assert gated.served.shake("/budget/live", [("Origin", PUBLIC)], host=host) == 403
    gated.production(proxies=Proxies.named(["10.0.0.1"]))
    assert gated.served.ask("GET", "/budget", [https], host=host).status == 403


def test_behind_a_proxy_the_cookie_is_that_of_https(gated: Gated):
    gated.production()
    token = gated.house.sign_in(gated.house.account("proxied", Role.MODERATOR))
    said = [("X-Forwarded-Proto", "https"), ("Accept", "application/json")]
    host = "fragestund.example.se"

    def desk(name: str) -> int:
        return gated.served.ask(
            "GET", "/budget/desk", [*said, ("Cookie", f"{name}={token}")], host=host
        ).status

    assert desk("__Host-fragestund") == 200
    assert desk(f"fragestund-{gated.served.port}") == 401


# -- S5: headers


@pytest.mark.proves("S5")
def test_every_answer_carries_the_shields_also_refusals_and_failures(gated: Gated):
    paths = [filled(path) for method, path, _ in ROUTES if method == "GET"]
    answers = [gated.served.ask("GET", path) for path in [*paths, "/no/such/page/here", "/crash/now"]]
    answers.append(gated.served.ask("POST", "/budget/questions", [], b""))
    answers.append(gated.served.own("POST", "/budget/questions", [], b"x" * 70_000))

    assert {answer.status for answer in answers} == {200, 303, 403, 404, 413, 500}
    for answer in answers:
        assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        assert "camera=()" in answer.headers["permissions-policy"]
        assert answer.headers["cache-control"] == "no-store"
        assert "strict-transport-security" not in answer.headers


def test_the_policy_allows_nothing_inline_and_one_policy_of_our_own():
    said = dict(part.strip().split(" ", 1) for part in CONTENT_SECURITY_POLICY.split(";"))

    assert said == {
        "default-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "object-src": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "live",
    }


def test_on_https_the_browser_is_told_to_stay_there(gated: Gated):
    gated.production()

    answer = gated.served.ask(
        "GET", "/budget", [("X-Forwarded-Proto", "https")], host="fragestund.example.se"
    )

    assert answer.headers["strict-transport-security"].startswith("max-age=31536000")


# -- S8: sizes


@pytest.mark.proves("S8")
def test_64_kib_pass_and_one_byte_more_does_not(gated: Gated):
    assert gated.served.own("POST", "/budget/questions", [], b"x" * 65_536).facts["bytes"] == 65_536

    answer = gated.served.own("POST", "/budget/questions", [], b"x" * 65_537)

    assert (answer.status, answer.facts) == (413, {"code": "too_large", "detail": "body", "limit": 65_536})


@pytest.mark.proves("S8")
@pytest.mark.parametrize("size", [65_537, 300_000, 3_000_000, 50_000_000])
def test_a_browser_that_sends_far_too_much_can_read_why_it_was_refused(gated: Gated, size: int):
    line = socket.create_connection(("127.0.0.1", gated.served.port), timeout=10)
    head = (
        f"POST /budget/questions HTTP/1.1\r\nHost: {gated.served.host}\r\nOrigin: {gated.served.origin}\r\n"
    )
    line.sendall(f"{head}Content-Length: {size}\r\n\r\n".encode())
    if size < 4_000_000:
        line.sendall(b"x" * size)

    assert line.recv(4096).startswith(b"HTTP/1.1 413 ")
    line.close()


@pytest.mark.proves("S8")
def test_a_body_in_chunks_is_counted_while_it_is_read(gated: Gated):
    line = socket.create_connection(("127.0.0.1", gated.served.port), timeout=10)
    head = (
        f"POST /budget/questions HTTP/1.1\r\nHost: {gated.served.host}\r\nOrigin: {gated.served.origin}\r\n"
    )
    line.sendall(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode())
    for _ in range(70):
        line.sendall(b"400\r\n" + b"x" * 1024 + b"\r\n")
    line.sendall(b"0\r\n\r\n")

    assert line.recv(4096).startswith(b"HTTP/1.1 413 ")
    line.close()


@pytest.mark.proves("S8")
def test_headers_have_a_number_and_a_size(gated: Gated):
    few = [(f"X-{number}", "y") for number in range(60)]
    many = [(f"X-{number}", "y") for number in range(70)]

    assert gated.served.ask("GET", "/budget", few).status == 200
    assert gated.served.ask("GET", "/budget", many).status == 431
    assert gated.served.ask("GET", "/budget", [("X-Big", "y" * 15_000)]).status == 200
    assert gated.served.ask("GET", "/budget", [("X-Big", "y" * 16_384)]).status == 431
    assert gated.served.ask("GET", "/budget?" + "q" * 16_384).status == 431
    assert gated.served.shake("/budget/live", many) == 403


# -- S11: how fast


@pytest.mark.proves("S11")
def test_the_eleventh_post_from_one_address_is_turned_away_unread_until_there_is_room(gated: Gated):
    seconds = [1000.0]
    gated.demo(limits=PostLimits(), ticking=lambda: seconds[0])

    answers = [gated.served.own("POST", "/budget/questions", [], b"q=1") for _ in range(11)]

    assert [answer.status for answer in answers] == [200] * 10 + [429]
    assert answers[-1].facts == {"code": "too_fast", "detail": "posts", "wait": 60}
    assert answers[-1].headers["retry-after"] == "60"
    assert gated.served.own("GET", "/budget").status == 200
    seconds[0] += 60
    assert gated.served.own("POST", "/budget/questions", [], b"q=1").status == 200
    assert gated.served.own("POST", "/budget/questions", [], b"q=1").status == 429


@pytest.mark.proves("S11", "S13")
def test_the_address_is_the_clients_own_also_behind_a_proxy_and_cannot_be_made_up(gated: Gated):
    limits = PostLimits(Rate(1, 600.0), None)
    host, https = "fragestund.example.se", ("X-Forwarded-Proto", "https")

    def post(told: str) -> int:
        said = [https, ("X-Forwarded-For", told), ("Origin", PUBLIC)]
        return gated.served.ask("POST", "/budget/questions", said, b"", host=host).status

    gated.production(limits=limits, ticking=lambda: 1.0)
    assert [post("203.0.113.1"), post("203.0.113.2"), post("203.0.113.1")] == [200, 200, 429]
    assert post("198.51.100.77, 203.0.113.1") == 429
    assert post("203.0.113.3") == 200


def test_a_page_elsewhere_cannot_use_up_its_readers_posts(gated: Gated):
    gated.demo(limits=PostLimits(Rate(1, 600.0), None), ticking=lambda: 1.0)

    for _ in range(3):
        assert (
            gated.served.ask("POST", "/budget/questions", [("Origin", "http://evil.example")], b"").status
            == 403
        )
    assert gated.served.own("POST", "/budget/questions", [], b"").status == 200


# -- S12, S17: what is never written down


@pytest.mark.proves("S12", "S17", "M37")
def test_neither_address_nor_words_nor_token_reach_log_or_database(
    gated: Gated, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    gated.production(limits=PostLimits(Rate(1, 600.0), None))
    token = gated.house.sign_in(gated.house.account("logged", Role.MODERATOR))
    said = [
        ("X-Forwarded-For", "203.0.113.9"),
        ("X-Forwarded-Proto", "https"),
        ("Origin", PUBLIC),
        ("Cookie", f"__Host-fragestund={token}"),
    ]
    host = "fragestund.example.se"
    for method, path in [
        ("GET", "/budget/desk"),
        *[("POST", "/budget/questions")] * 3,
        ("GET", "/crash/now"),
    ]:
        gated.served.ask(method, path + "?q=kanarie", said, b"min canary", host=host)

    written = caplog.text
    assert "fragestund.gate" in written
    assert re.findall(rf"203\.0\.113\.9|canary|kanarie|{re.escape(token)}|citizen who lives", written) == []
    for secret in (b"203.0.113.9", b"canary", token.encode()):
        assert_nowhere(gated.house.file.parent, secret)


@pytest.mark.proves("S17")
def test_a_failure_shows_a_number_to_look_for_and_nothing_of_what_happened(
    gated: Gated, caplog: pytest.LogCaptureFixture
):
    answer = gated.served.ask("GET", "/crash/now", [("Accept", "application/json")])

    assert answer.status == 500
    assert answer.facts["request"] in caplog.text
    assert b"citizen" not in answer.body
    assert b"Traceback" not in answer.body
    assert "RuntimeError at " in caplog.text


# -- S7: slow


@pytest.mark.proves("S7")
async def test_a_body_that_does_not_come_is_waited_for_only_so_long():
    async def never() -> Any:
        await asyncio.Event().wait()

    with pytest.raises(Refusal, match="slow"):
        await whole_body(never, None, slowest=0.01)


def test_a_client_that_goes_away_in_the_middle_troubles_nobody(
    gated: Gated, caplog: pytest.LogCaptureFixture
):
    line = socket.create_connection(("127.0.0.1", gated.served.port), timeout=10)
    head = (
        f"POST /budget/questions HTTP/1.1\r\nHost: {gated.served.host}\r\nOrigin: {gated.served.origin}\r\n"
    )
    line.sendall(f"{head}Content-Length: 100\r\n\r\nhalf".encode())
    line.close()

    assert gated.served.own("GET", "/budget").status == 200
    assert caplog.text == ""


# -- what the program is told


def test_the_program_is_told_when_a_request_arrived(gated: Gated):
    seen: list[Any] = []

    async def program(scope: Any, receive: Any, send: Any) -> None:
        seen.append((scope["type"], scope["state"]["arrived"]))

    gate = Gate(program, Origins.listed(["http://a:1"], plain_http=True), gated.house.clock, plain_http=True)
    for kind in ("http", "websocket"):
        scope = {"type": kind, "method": "GET", "path": "/", "headers": [(b"host", b"a:1")], "scheme": "http"}
        asyncio.run(gate(scope, None, None))  # type: ignore[arg-type] # nothing is read or sent

    assert seen == [("http", gated.house.clock()), ("websocket", gated.house.clock())]


def test_a_page_can_say_a_refusal_in_the_readers_words(gated: Gated):
    gated.demo(page=lambda _scope, refusal, status: f"<p>{refusal.code} {status}</p>".encode())

    answer: Answer = gated.served.ask("POST", "/budget/questions", [("Accept", "text/html")], b"")

    assert (answer.status, answer.headers["content-type"]) == (403, "text/html; charset=utf-8")
    assert answer.body == b"<p>not_yours 403</p>"


def test_a_script_is_given_the_same_in_a_sentence(gated: Gated):
    gated.demo(sentence=lambda _scope, refusal: f"För långt: {refusal.facts['limit']}")

    answer = gated.served.own("POST", "/budget/questions", [], b"x" * 65_537)

    assert answer.facts["message"] == "För långt: 65536"


@pytest.mark.proves("S19")
@pytest.mark.parametrize(
    "origins",
    [
        [],
        [""],
        ["*"],
        ["http://fragestund.example.se"],
        ["https://*.example.se"],
        ["https://a/b"],
        ["a.example"],
        ["https://å.se"],
    ],
)
def test_production_does_not_start_with_unsafe_origins(origins: list[str]):
    with pytest.raises(ValueError, match=r"."):
        Origins.listed(origins)


def test_origins_are_kept_as_browsers_write_them():
    own = Origins.listed(["https://Fraga.example.SE/", "https://b.example:443", "https://c.example:8443"])

    assert own.own == {"https://fraga.example.se", "https://b.example", "https://c.example:8443"}
    assert own.hosts == {"fraga.example.se", "b.example", "c.example:8443"}
