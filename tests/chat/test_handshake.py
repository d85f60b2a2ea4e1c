"""The opening of a socket, against an independent client (the ``websockets`` library, without any socket)."""

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.client import ClientProtocol
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory, PerMessageDeflate
from websockets.http11 import Request
from websockets.protocol import OPEN
from websockets.uri import parse_uri

from app.chat import wire
from app.chat.handshake import Headers, opening

KEY = b"dGhlIHNhbXBsZSBub25jZQ=="

PLAIN = [
    (b"host", b"localhost"),
    (b"upgrade", b"websocket"),
    (b"connection", b"Upgrade"),
    (b"sec-websocket-version", b"13"),
    (b"sec-websocket-key", KEY),
]


def client(*offers: ClientPerMessageDeflateFactory) -> ClientProtocol:
    return ClientProtocol(parse_uri("ws://localhost/live"), extensions=offers or None)


def asked(of: ClientProtocol) -> tuple[Request, Headers]:
    """The client's own handshake, and its headers as the server reads them."""
    request = of.connect()
    of.send_request(request)
    return request, [
        (name.lower().encode(), value.encode("latin-1")) for name, value in request.headers.raw_items()
    ]


def opened(of: ClientProtocol, *, deflate: bool = True) -> ClientProtocol:
    """The client after our answer, and whether we think that it takes compressed frames."""
    _, headers = asked(of)
    answer = opening(headers, deflate=deflate)
    assert answer is not None
    of.receive_data(answer.response)
    of.events_received()
    assert of.handshake_exc is None, of.handshake_exc
    assert of.state is OPEN
    assert bool(of.extensions) is answer.deflate
    return of


def without(name: bytes) -> list[tuple[bytes, bytes]]:
    return [each for each in PLAIN if each[0] != name]


def offering(*values: bytes) -> list[tuple[bytes, bytes]]:
    return [*PLAIN, *((b"sec-websocket-extensions", value) for value in values)]


def test_the_example_of_the_standard_is_answered_as_it_says():
    answer = opening(PLAIN, deflate=True)

    assert answer is not None
    assert b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n" in answer.response
    assert not answer.deflate


@given(st.binary(min_size=16, max_size=16))
def test_any_key_that_is_one_opens(nonce: bytes):
    of = client()
    of.key = b64encode(nonce).decode()

    assert opened(of).state is OPEN


bits = st.one_of(st.none(), st.integers(8, 15))


@given(
    server_takeover=st.booleans(),
    client_takeover=st.booleans(),
    server_bits=bits,
    client_bits=st.one_of(st.none(), st.integers(9, 15), st.just(True)),
    deflate=st.booleans(),
    text=st.text(st.characters(codec="utf-8"), max_size=300),
)
def test_whatever_a_client_offers_it_can_read_what_it_is_sent(
    server_takeover, client_takeover, server_bits, client_bits, deflate, text
):
    of = opened(
        client(
            ClientPerMessageDeflateFactory(
                server_no_context_takeover=server_takeover,
                client_no_context_takeover=client_takeover,
                server_max_window_bits=server_bits,
                client_max_window_bits=client_bits,
            )
        ),
        deflate=deflate,
    )

    packed = bool(of.extensions)
    of.receive_data((wire.deflated_frame if packed else wire.text_frame)(text * 20))
    told = of.events_received()[0]

    assert packed is (deflate and server_bits in (None, 15))
    assert bytes(told.data).decode() == text * 20  # type: ignore[union-attr]  # the event is a frame


def test_a_whole_window_that_was_asked_for_is_confirmed():
    answer = opening(offering(b"permessage-deflate; server_max_window_bits=15"), deflate=True)

    assert answer is not None
    assert b"; server_max_window_bits=15\r\n" in answer.response


@pytest.mark.parametrize(
    "offer",
    [
        b"permessage-deflate",
        b"permessage-deflate; client_max_window_bits",
        b"permessage-deflate;client_max_window_bits=8",
        b'permessage-deflate; server_max_window_bits="15"',
        b"permessage-deflate; server_no_context_takeover; client_no_context_takeover",
        b"x-webkit-deflate-frame, permessage-deflate",
        b"permessage-deflate; server_max_window_bits=10, permessage-deflate; client_max_window_bits",
        b"permessage-deflate; server_max_window_bits=10, permessage-deflate",
    ],
)
def test_compression_is_agreed_on_where_the_shared_frames_can_be_read(offer: bytes):
    answer = opening(offering(offer), deflate=True)

    assert answer is not None
    assert answer.deflate


@pytest.mark.parametrize(
    "offer",
    [
        b"",
        b"permessage-bzip2",
        b"permessage-deflate; server_max_window_bits=14",
        b"permessage-deflate; server_max_window_bits=8",
        b"permessage-deflate; server_max_window_bits",
        b"permessage-deflate; server_max_window_bits=015",
        b"permessage-deflate; server_max_window_bits=16",
        b"permessage-deflate; client_max_window_bits=7",
        b"permessage-deflate; client_max_window_bits=16",
        b"permessage-deflate; client_max_window_bits; client_max_window_bits",
        b"permessage-deflate; server_no_context_takeover=1",
        b"permessage-deflate; unknown",
    ],
)
def test_any_other_offer_is_declined_and_the_socket_opens_all_the_same(offer: bytes):
    answer = opening(offering(offer), deflate=True)

    assert answer is not None
    assert not answer.deflate
    assert b"Sec-WebSocket-Extensions" not in answer.response


def test_offers_in_several_lines_are_one_list():
    answer = opening(offering(b"x-other", b"permessage-deflate"), deflate=True)

    assert answer is not None
    assert answer.deflate


@pytest.mark.parametrize(
    "headers",
    [
        without(b"sec-websocket-key"),
        without(b"sec-websocket-version"),
        without(b"upgrade"),
        [*PLAIN, (b"sec-websocket-key", KEY)],
        [*PLAIN, (b"sec-websocket-version", b"13")],
        [*PLAIN, (b"upgrade", b"websocket")],
        [*without(b"sec-websocket-version"), (b"sec-websocket-version", b"8")],
        [*without(b"sec-websocket-key"), (b"sec-websocket-key", KEY[:-1])],
        [*without(b"sec-websocket-key"), (b"sec-websocket-key", b"dGhlIHNhbXBsZSBub25jZR==")],
        [*without(b"upgrade"), (b"upgrade", b"h2c")],
        [*PLAIN, (b"sec-websocket-protocol", b"chat")],
        [*PLAIN, (b"content-length", b"0")],
        [*PLAIN, (b"transfer-encoding", b"chunked")],
        [*PLAIN, (b"cookie", b"x" * 8000)],
    ],
)
def test_whatever_is_not_plainly_a_handshake_is_not_decided_here(headers: Headers):
    assert opening(headers, deflate=True) is None


def test_the_extension_that_is_named_is_the_one_the_client_uses():
    of = opened(client(ClientPerMessageDeflateFactory(client_max_window_bits=True)))

    (extension,) = of.extensions
    assert isinstance(extension, PerMessageDeflate)
    assert extension.remote_no_context_takeover
