"""The receipt: derived from what was sent, secret, and of no use for anything but its own post."""

import hashlib
import hmac
from base64 import b32decode
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.routing.receipts import receipt, token_hash

KEY = b"k" * 32
TICKET = UUID(int=7)


@given(st.binary(max_size=200), st.uuids())
def test_the_same_post_always_gets_the_same_receipt(body, ticket):
    assert receipt(KEY, "bussarna", ticket, body) == receipt(KEY, "bussarna", ticket, body)


@pytest.mark.parametrize(
    "other",
    [
        receipt(b"l" * 32, "bussarna", TICKET, b"Hej"),
        receipt(KEY, "skolan", TICKET, b"Hej"),
        receipt(KEY, "bussarna", UUID(int=8), b"Hej"),
        receipt(KEY, "bussarna", TICKET, b"Hej!"),
    ],
)
def test_another_key_sitting_ticket_or_text_gives_another_receipt(other):
    one = receipt(KEY, "bussarna", TICKET, b"Hej")

    assert (one.token == other.token, one.token_hash == other.token_hash, one.code == other.code) == (
        False,
        False,
        False,
    )


def test_the_token_is_128_bits_of_the_keyed_digest():
    one = receipt(KEY, "bussarna", TICKET, b"Hej")
    about = b"bussarna\0" + TICKET.bytes + hashlib.sha256(b"Hej").digest()

    assert b32decode(one.token.upper() + "=" * 6) == hmac.new(KEY, about, hashlib.sha256).digest()[:16]


def test_a_token_is_known_by_its_hash_however_it_was_typed():
    one = receipt(KEY, "bussarna", TICKET, b"Hej")

    assert token_hash(f" {one.token.upper()} ") == one.token_hash
    assert len(one.token_hash) == 64


@given(st.uuids())
def test_the_code_can_be_read_aloud(ticket):
    code = receipt(KEY, "bussarna", ticket, b"Hej").code

    assert len(code) == 7
    assert set(code[:3] + code[4:]) <= set("23456789ABCDEFGHJKLMNPQRSTUVWXYZ")
    assert code[3] == "-"
