"""Frames as bytes, against an independent reader and writer of them (the ``websockets`` library, without any socket)."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.client import ClientProtocol
from websockets.extensions.permessage_deflate import PerMessageDeflate
from websockets.frames import Close, Frame, Opcode
from websockets.protocol import OPEN
from websockets.uri import parse_uri

from app.chat import wire
from app.chat.wire import BINARY, CLOSE, PING, PONG, TEXT, Said, Wrong

texts = st.text(st.characters(codec="utf-8"), max_size=400)
long_texts = st.builds(lambda text, times: text * times, texts, st.sampled_from([1, 2, 40, 400]))
payloads = st.binary(max_size=125)
codes = st.sampled_from([1000, 1001, 1002, 1003, 1007, 1011, 1012, 1014, 3000, 4999])


def peer(*, deflate: bool = False) -> ClientProtocol:
    """A client whose socket has just opened."""
    client = ClientProtocol(parse_uri("ws://localhost/"), state=OPEN, max_size=2**24)
    if deflate:
        client.extensions = [PerMessageDeflate(True, True, 15, 15)]
    return client


def read(client: ClientProtocol, data: bytes) -> list[Frame]:
    client.receive_data(data)
    assert client.parser_exc is None
    return [event for event in client.events_received() if isinstance(event, Frame)]


def cut(data: bytes, places: list[int]) -> list[bytes]:
    """The bytes in the segments that a network might make of them."""
    ends = sorted({0, len(data), *(place % (len(data) + 1) for place in places)})
    return [data[first:last] for first, last in pairwise(ends)]


def masked(first: int, payload: bytes, *, size: int | None = None, mask: bytes = b"abcd") -> bytes:
    """A client's frame, made by hand so that it can be wrong."""
    said = len(payload) if size is None else size
    body = bytes(byte ^ mask[place % 4] for place, byte in enumerate(payload))
    return bytes((first, 0x80 | said)) + mask + body


@given(st.lists(long_texts, min_size=1, max_size=5), st.booleans())
def test_what_we_frame_is_read_as_it_was_written(said: list[str], deflate: bool):
    framed = wire.deflated_frame if deflate else wire.text_frame

    told = read(peer(deflate=deflate), b"".join(map(framed, said)))

    assert [(frame.opcode, bytes(frame.data).decode()) for frame in told] == [
        (Opcode.TEXT, text) for text in said
    ]


@given(st.lists(long_texts, min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_compressed_frames_are_read_in_any_order_because_none_leans_on_another(said, chance):
    frames = [(text, wire.deflated_frame(text)) for text in said]
    chance.shuffle(frames)

    told = read(peer(deflate=True), b"".join(frame for _, frame in frames))

    assert [bytes(frame.data).decode() for frame in told] == [text for text, _ in frames]


def test_a_compressed_page_is_less_than_half_as_long():
    page = "<article id='q-1'><h3>När kommer bussen till Sundmark?</h3><p>Klockan tio.</p></article>" * 20

    assert len(wire.deflated_frame(page)) < len(wire.text_frame(page)) / 2


@pytest.mark.parametrize("size", [125, 126, 65_535, 65_536])
def test_every_way_of_writing_a_length_is_read(size: int):
    assert [len(frame.data) for frame in read(peer(), wire.text_frame("x" * size))] == [size]


@given(codes, texts)
def test_a_close_is_read_with_as_much_of_its_reason_as_fits(code: int, reason: str):
    client = peer()

    read(client, wire.close_frame(code, reason))

    assert client.close_rcvd is not None
    assert client.close_rcvd.code == code
    assert reason.startswith(client.close_rcvd.reason)
    assert len(client.close_rcvd.reason) == len(reason) or len(client.close_rcvd.reason.encode()) > 119


@given(st.lists(st.tuples(st.sampled_from([PING, PONG]), payloads), max_size=20), st.lists(st.integers(0)))
def test_what_a_client_says_is_heard_however_it_is_cut(said: list[tuple[int, bytes]], places: list[int]):
    client = peer()
    for kind, payload in said:
        client.send_ping(payload) if kind == PING else client.send_pong(payload)
    client.send_close(1000)

    heard: list[Said] = []
    rest = b""
    for piece in cut(b"".join(client.data_to_send()), places):
        told, rest, wrong = wire.heard(rest + piece)
        heard += told
        assert wrong is None
        assert len(rest) <= 130

    assert [(each.kind, each.payload) for each in heard] == [*said, (CLOSE, (1000).to_bytes(2, "big"))]
    assert rest == b""


@given(payloads)
def test_a_pong_carries_what_the_ping_did(payload: bytes):
    assert [(frame.opcode, bytes(frame.data)) for frame in read(peer(), wire.pong_frame(payload))] == [
        (Opcode.PONG, payload)
    ]


@given(st.binary(max_size=600), st.booleans())
def test_whatever_bytes_come_little_is_kept_and_nothing_breaks(data: bytes, deflate: bool):
    said, rest, wrong = wire.heard(data, deflate=deflate)

    assert all(each.kind in (PING, PONG, CLOSE) and len(each.payload) <= 125 for each in said)
    assert len(rest) <= 130
    assert wrong is None or (wrong.code in (1002, 1003, 1008) and rest == b"")


WRONG = {
    "text": (masked(0x80 | TEXT, b"hej"), 1008),
    "the beginning of a text": (masked(TEXT, b"hej"), 1008),
    "a text that is only announced": (bytes((0x80 | TEXT, 0xFF)), 1008),
    "bytes": (masked(0x80 | BINARY, b"hej"), 1003),
    "more of a message that never began": (masked(0x80, b"hej"), 1002),
    "a ping without a mask": (bytes((0x80 | PING, 0)), 1002),
    "a text without a mask": (bytes((0x80 | TEXT, 0)), 1002),
    "a ping in two parts": (masked(PING, b""), 1002),
    "a ping of 126 bytes": (masked(0x80 | PING, b"", size=126) + bytes(130), 1002),
    "a ping that says it is enormous": (masked(0x80 | PING, b"", size=127), 1002),
    "a compressed ping": (masked(0xC0 | PING, b""), 1002),
    "a reserved bit": (masked(0xA0 | PING, b""), 1002),
    "another reserved bit": (masked(0x90 | TEXT, b""), 1002),
    "a data frame of no known kind": (masked(0x83, b""), 1002),
    "a control frame of no known kind": (masked(0x8B, b""), 1002),
}


@pytest.mark.proves("S10")
@pytest.mark.parametrize(("data", "code"), WRONG.values(), ids=WRONG)
def test_what_no_listener_may_say_has_a_code_each(data: bytes, code: int):
    assert wire.heard(data) == ([], b"", Wrong(code))


def test_compressed_data_is_out_of_order_only_where_compression_was_not_agreed_on():
    compressed = masked(0xC0 | TEXT, b"\x00")

    assert wire.heard(compressed)[2] == Wrong(1002)
    assert wire.heard(compressed, deflate=True)[2] == Wrong(1008)


def test_what_was_said_before_something_wrong_is_still_heard():
    data = masked(0x80 | PING, b"1") + masked(0x80 | TEXT, b"hej")

    assert wire.heard(data) == ([Said(PING, b"1")], b"", Wrong(1008))


def test_nothing_is_heard_after_a_close():
    data = masked(0x80 | CLOSE, b"") + masked(0x80 | TEXT, b"hej") + b"\xff"

    assert wire.heard(data) == ([Said(CLOSE, b"")], b"", None)


@pytest.mark.proves("S9")
def test_a_flood_is_not_read_to_its_end():
    said, rest, wrong = wire.heard(masked(0x80 | PING, b"") * 40_000)

    assert (len(said), rest, wrong) == (wire.MOST_AT_ONCE, b"", Wrong(1008))


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (b"", None),
        (b"\x03", 1002),
        (Close(1000, "").serialize(), 1000),
        (Close(1000, "tack").serialize(), 1000),
        (Close(4000, "").serialize(), 4000),
        ((999).to_bytes(2, "big"), 1002),
        ((1004).to_bytes(2, "big"), 1002),
        ((1005).to_bytes(2, "big"), 1002),
        ((1006).to_bytes(2, "big"), 1002),
        ((1014).to_bytes(2, "big"), 1014),
        ((1015).to_bytes(2, "big"), 1002),
        ((1016).to_bytes(2, "big"), 1002),
        ((2999).to_bytes(2, "big"), 1002),
        ((5000).to_bytes(2, "big"), 1002),
        ((1000).to_bytes(2, "big") + b"\xff", 1007),
    ],
)
def test_a_close_is_answered_with_its_own_code_or_what_was_wrong_with_it(payload: bytes, code: int | None):
    client = peer()

    read(client, wire.farewell(payload))

    assert client.close_rcvd is not None
    assert client.close_rcvd.code == (1005 if code is None else code)


@given(st.lists(st.floats(0, 30), max_size=200))
def test_a_few_control_frames_a_second_are_never_a_flood(gaps: list[float]):
    now = until = 100.0
    for gap in gaps:
        now += 1.0 + gap
        until = wire.spoke(until, now)

        assert not wire.flood(until, now)


def test_more_at_once_than_anybody_needs_is_a_flood():
    until = 0.0
    for _ in range(wire.MOST_AT_ONCE):
        until = wire.spoke(until, 50.0)
    assert not wire.flood(until, 50.0)

    assert wire.flood(wire.spoke(until, 50.0), 50.0)
