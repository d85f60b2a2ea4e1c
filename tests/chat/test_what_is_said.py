"""Byte for byte what a client may say, and what ends its socket with which code: the same table for every kind of socket.

The groups are Autobahn's (1-7, 9, 10, 12, 13), as far as they apply to sockets that echo nothing: a stream is for listening, a
talk takes small texts, and neither agrees to take compressed ones. ``tools/autobahn.py`` runs Autobahn itself.
"""

import asyncio
import json
import zlib
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from app.chat.handover import MOST_FRAGMENTS
from app.records import channels, queries
from tests.chat.doors import CHAT, DOORS, HANDED, LEAN, PLAIN, Doors
from tests.chat.raw import BINARY, CLOSE, MORE, PING, PONG, TEXT, Raw, masked
from tests.chat.serving import serving
from tests.routing.stage import SLUG

pytestmark = pytest.mark.asyncio(loop_scope="module")

DEFLATE = "permessage-deflate; client_max_window_bits"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def doors(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Doors]:
    async with (
        serving(tmp_path_factory.mktemp("own")) as own,
        serving(tmp_path_factory.mktemp("plain"), lean=False) as plain,
    ):
        await own.house.hub.reached(channels.public(SLUG), 0, None)  # in memory: the threshold decides
        yield Doors(own, plain)


@pytest.fixture(params=DOORS)
def door(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


async def reply(raw: Raw) -> dict[str, object]:
    """What the talk answers to a frame."""
    while not {"ack", "refused"} & (said := json.loads(await raw.until(TEXT))).keys():
        pass
    return dict(said)


async def test_behind_every_door_stands_what_it_is_named_after(doors: Doors, door: str):
    raw = await doors.open(door)

    held = await doors.behind(door, raw)

    assert (held, b"\r\ndate:" in raw.head.lower()) == {
        LEAN: ("Listener", False),
        HANDED: ("Listener", True),
        PLAIN: ("WebSocketsSansIOProtocol", True),
        CHAT: ("HandingOver", True),
    }[door]
    raw.abort()


# -- 2: pings and pongs


async def test_a_ping_in_as_many_segments_as_it_has_bytes_is_answered_with_its_own_payload(
    doors: Doors, door: str
):
    raw = await doors.open(door)

    for byte in masked(PING, b"hej"):
        raw.say(bytes((byte,)))
        await raw.writer.drain()
        await asyncio.sleep(0.002)  # one segment each is what is tried here

    assert await raw.until(PONG) == b"hej"
    raw.abort()


async def test_a_ping_may_carry_anything_up_to_its_limit_and_each_is_answered(doors: Doors, door: str):
    raw = await doors.open(door)
    payloads = [b"", b"\x00", bytes(range(125)), b"\xff" * 125, "å".encode(), b"\xc3"]

    raw.say(b"".join(masked(PING, payload) for payload in payloads))

    assert [await raw.until(PONG) for _ in payloads] == payloads
    raw.abort()


async def test_pongs_are_heard_and_not_answered(doors: Doors, door: str):
    raw = await doors.open(door)

    raw.say(masked(PONG, b"hej") + masked(PONG) + masked(PING, b"1"))

    assert await raw.until(PONG) == b"1"
    assert [first & 0x0F for first, _ in raw.heard].count(PONG) == 1
    raw.abort()


# -- 3, 4, 5, 7, 9, 10: what is wrong with a frame, or with its place

Codes = dict[str, int | None]


def closes(listening: int | None, plain: int | None, chat: int | None) -> Codes:
    """The code for the lean socket (whichever way it came in), for the framework's, and for the talk. None: not tried."""
    return {LEAN: listening, HANDED: listening, PLAIN: plain, CHAT: chat}


def same(code: int) -> Codes:
    return dict.fromkeys(DOORS, code)


def ending(code: int, reason: bytes = b"") -> bytes:
    return masked(CLOSE, code.to_bytes(2, "big") + reason)


BOMB = zlib.compress(bytes(50_000_000), 9, wbits=-15)

KINDS = {
    f"a frame of kind {kind:x}{', with something in it' * bool(said)}": (masked(kind, said), same(1002))
    for kind in (*range(0x3, 0x8), *range(0xB, 0x10))
    for said in (b"", b"hej")
}
BITS = {
    f"reserved bits {bits >> 4:03b} on kind {kind:x}": (masked(kind, said, bits=bits), same(1002))
    for bits in range(0x10, 0x80, 0x10)
    for kind, said in ((TEXT, b"hej"), (BINARY, b"hej"), (PING, b""), (CLOSE, b"\x03\xe8"))
}
ENDS = {
    f"a close with {code}": (ending(code, b"tack"), same(code))
    for code in (1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999)
} | {
    f"a close with {code}, which nobody may send": (ending(code), same(1002))
    for code in (0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535)
}

BYTES: dict[str, tuple[bytes, Codes]] = {
    "a close without a code": (masked(CLOSE), same(1005)),
    "a close of one byte": (masked(CLOSE, b"\x03"), same(1002)),
    "a close with as much of a reason as fits": (ending(1000, b"x" * 123), same(1000)),
    "a close with more": (ending(1000, b"x" * 124), same(1002)),
    "a close that is no UTF-8": (ending(1000, b"\xce\xba\xe1\xbd\xb9\xed\xa0\x80"), same(1007)),
    "a close in parts": (masked(CLOSE, b"\x03", fin=False), same(1002)),
    "no mask": (bytes((0x80 | PING, 0)), same(1002)),
    "no mask on a text": (bytes((0x80 | TEXT, 3)) + b"hej", closes(1002, 1002, 1002)),
    "a ping in parts": (masked(PING, fin=False), same(1002)),
    "a ping of 126 bytes": (masked(PING, b"x" * 126), same(1002)),
    "a pong of 126 bytes": (masked(PONG, b"x" * 126), same(1002)),
    "more of a message that never began": (masked(MORE, b"hej"), same(1002)),
    "the end of a message that never began": (masked(MORE, b"hej", fin=True), same(1002)),
    "a text": (masked(TEXT, b"hej"), closes(1008, 1008, None)),
    "an empty text": (masked(TEXT), closes(1008, 1008, None)),
    "bytes": (masked(BINARY, b"hej"), closes(1003, 1003, None)),
    "no bytes": (masked(BINARY), closes(1003, 1003, None)),
    "a text of 65 536 bytes": (masked(TEXT, b"x" * 65_536), closes(1008, 1008, None)),
    "a message that says it is 2 MB": (masked(TEXT, size=2**21), closes(1008, 1009, 1009)),
    "a message that says it is enormous": (masked(TEXT, size=2**62), closes(1008, 1009, 1009)),
    "a message that says it is less than nothing": (masked(TEXT, size=2**64 - 1), closes(1008, 1009, 1009)),
    "a message of 2 MB in parts": (
        masked(TEXT, b"x", fin=False) + masked(MORE, b"x" * 65_536, fin=False) * 32,
        closes(1008, 1009, 1009),
    ),
    "empty fragments": (masked(TEXT, fin=False) + masked(MORE, fin=False) * 200, closes(1008, None, 1008)),
    "tiny fragments": (
        masked(TEXT, b"x", fin=False) + masked(MORE, b"x", fin=False) * 200,
        closes(1008, None, 1008),
    ),
    "a text within a text": (masked(TEXT, b"x", fin=False) + masked(TEXT, b"x"), closes(1008, 1002, 1002)),
    "bytes within a text": (masked(TEXT, b"x", fin=False) + masked(BINARY, b"x"), closes(1008, 1002, 1002)),
    "compression that was not agreed on": (masked(TEXT, BOMB[:60_000], bits=0x40), same(1002)),
    "a flood of pings": (masked(PING, b"x") * 200, closes(1008, None, 1008)),
    "a flood of pongs": (masked(PONG, b"x") * 200, closes(1008, None, 1008)),
    "pings after the end": (ending(1000) + masked(PING) * 200, same(1000)),
    "a text after the end": (ending(1000) + masked(TEXT, b"hej"), same(1000)),
    "an end after the end": (ending(1000) + ending(1001), same(1000)),
    "nonsense after the end": (ending(1000) + bytes(range(256)), same(1000)),
    **KINDS,
    **BITS,
    **ENDS,
}


@pytest.mark.proves("S10")
@pytest.mark.parametrize(
    ("said", "door", "code"),
    [(said, door, code) for said, codes in BYTES.values() for door, code in codes.items() if code],
    ids=[f"{name} ({door})" for name, (_, codes) in BYTES.items() for door, code in codes.items() if code],
)
async def test_what_is_said_wrong_ends_every_socket_with_its_code(
    doors: Doors, said: bytes, door: str, code: int
):
    raw = await doors.open(door)

    raw.say(said)

    assert (await raw.closed())[0] == code
    raw.say(masked(CLOSE, b"\x03\xe8"))
    assert await raw.ended()


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("said", [BYTES["a text within a text"][0], ending(1001, b"tack"), masked(0x83, b"")])
async def test_it_ends_with_the_same_code_when_its_bytes_come_one_by_one(
    doors: Doors, door: str, said: bytes
):
    whole, slowly = await doors.open(door), await doors.open(door)

    whole.say(said)
    for byte in said:
        slowly.say(bytes((byte,)))
        await asyncio.sleep(0.001)  # one segment each is what is tried here

    assert await slowly.closed() == await whole.closed()
    slowly.abort()
    whole.abort()


# -- 1, 5, 6, 9: what a talk takes in


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 128, 65_535, 65_536, 65_537])
async def test_a_text_of_every_way_of_writing_its_length_is_answered(doors: Doors, size: int):
    raw = await doors.open(CHAT)

    raw.say(masked(TEXT, b"x" * size))

    assert (await reply(raw))["code"] == ("too_large" if size > 65_536 else "malformed")
    raw.abort()


ASKED = {"do": "ask", "ticket": "5b0f0c3e-8e52-4d62-9d0e-000000000001", "body": "κόσμε, 😀\u200dåäö"}


@pytest.mark.parametrize("length", [1, 2, 3, 7])
async def test_a_text_in_parts_is_one_text_wherever_it_was_cut_and_whatever_came_between(
    doors: Doors, length: int
):
    raw = await doors.open(CHAT)
    told = json.dumps(ASKED, ensure_ascii=False).encode()
    parts = [told[place : place + length] for place in range(0, len(told), length)]

    raw.say(masked(TEXT, parts[0], fin=False) + masked(PING, b"between"))
    for part in parts[1:-1]:
        raw.say(masked(MORE, part, fin=False))
    raw.say(masked(MORE, parts[-1]))

    if len(parts) > MOST_FRAGMENTS:
        assert (await raw.closed())[0] == 1008
    else:
        assert await raw.until(PONG) == b"between"
        said = await reply(raw)
        asked = await doors.served.look(queries.question, SLUG, said["number"])
        assert (said["ack"], asked.body) == (ASKED["ticket"], ASKED["body"])
    raw.abort()


NO_UTF8 = {
    "a byte that begins nothing": b"\x80",
    "one that may never come": b"\xfe",
    "another": b"\xff",
    "a sign that ends too soon": b"\xc3",
    "a longer one that ends too soon": b"\xf0\x9f\x98",
    "a slash written too long": b"\xc0\xaf",
    "and longer": b"\xe0\x80\xaf",
    "and longest": b"\xf0\x80\x80\xaf",
    "nothing written too long": b"\xc0\x80",
    "five bytes": b"\xf8\x88\x80\x80\x80",
    "half of a pair": b"\xed\xa0\x80",
    "its other half": b"\xed\xbf\xbf",
    "beyond the last": b"\xf4\x90\x80\x80",
}


@pytest.mark.proves("S10")
@pytest.mark.parametrize("said", NO_UTF8.values(), ids=NO_UTF8)
@pytest.mark.parametrize("cut", [False, True], ids=["whole", "in parts"])
async def test_a_text_that_is_no_utf_8_ends_the_talk(doors: Doors, said: bytes, cut: bool):
    raw = await doors.open(CHAT)
    told = b'{"do": "' + said + b'"}'

    if cut:
        raw.say(masked(TEXT, told[:9], fin=False) + masked(MORE, told[9:]))
    else:
        raw.say(masked(TEXT, told))

    assert (await raw.closed())[0] == 1007
    raw.abort()


@pytest.mark.parametrize(
    "said", ["", "a", "κόσμε", "\ud7ff", "\ue000", "\ufffd", "\uffff", "\U0010ffff", "\u0000"]
)
async def test_any_text_that_is_utf_8_is_heard(doors: Doors, said: str):
    raw = await doors.open(CHAT)

    raw.say(masked(TEXT, said.encode()))

    assert (await reply(raw))["code"] == "malformed"
    raw.abort()


# -- 12, 13: compression, which only the public stream agrees to, and only in what it sends


@pytest.mark.parametrize(("door", "agreed"), [(LEAN, True), (HANDED, False), (PLAIN, False), (CHAT, False)])
async def test_compression_is_agreed_on_by_the_public_stream_alone(doors: Doors, door: str, agreed: bool):
    raw = await doors.open(door, Sec_WebSocket_Extensions=DEFLATE)

    assert (b"permessage-deflate" in raw.head) is agreed
    raw.abort()


@pytest.mark.proves("S10")
@pytest.mark.parametrize(
    ("said", "code"),
    [
        (masked(TEXT, b"\xcaH\xcd\xc9\xc9\x07\x00", bits=0x40), 1008),
        (masked(TEXT, BOMB[:60_000], bits=0x40), 1008),
        (masked(BINARY, BOMB[:60_000], bits=0x40), 1003),
        (masked(TEXT, b"\xff\xff", bits=0x40), 1008),
        (masked(TEXT, b"x", bits=0x40, fin=False) + masked(MORE, b"x", bits=0x40), 1008),
        (masked(MORE, b"x", bits=0x40), 1002),
        (masked(PING, b"", bits=0x40), 1002),
        (masked(TEXT, b"x", bits=0x60), 1002),
    ],
    ids=["a text", "a bomb", "a bomb of bytes", "nonsense", "parts", "a part alone", "a ping", "more bits"],
)
async def test_where_it_was_agreed_on_what_is_said_compressed_is_never_unpacked(
    doors: Doors, said: bytes, code: int
):
    raw = await doors.open(LEAN, Sec_WebSocket_Extensions=DEFLATE)

    raw.say(said)

    assert (await raw.closed())[0] == code
    raw.abort()
