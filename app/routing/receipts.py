"""The receipt that a citizen gets at once (M9). Pure: the token is derived, never stored; the database holds its hash."""

import hashlib
from dataclasses import dataclass
from functools import cache
from uuid import UUID

_TOKEN_BYTES = 16
_BASE32 = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = [first + second for first in _BASE32 for second in _BASE32]
_PADDING = 2  # 128 bits are thirteen pairs of signs less two bits
_SHIFTS = range(120, -1, -10)
_CODE_SIGNS = 6
_CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without 0, 1, I and O: it is read aloud


@dataclass(frozen=True, slots=True)
class Receipt:
    """What shows that a post was received: the secret ``token`` of its link, its hash, and the code for talking to staff."""

    token: str
    token_hash: str
    code: str


def receipt(key: bytes, sitting: str, ticket: UUID, body: bytes) -> Receipt:
    """The receipt of a post: the same ticket with the same text in the same sitting always gives the same.

    ``key``: the installation's receipt key. ``body``: the post's bytes as they are kept. The token is 128 bits of
    HMAC-SHA256(key, sitting ‖ 0 ‖ ticket ‖ SHA-256(body)); the code is taken from its other half, so it opens nothing.
    """
    about = sitting.encode() + b"\0" + ticket.bytes + hashlib.sha256(body).digest()
    digest = _hmac(key, about)
    token = _base32(digest[:_TOKEN_BYTES])
    return Receipt(token, token_hash(token), _code(digest[_TOKEN_BYTES:]))


def token_hash(token: str) -> str:
    """What the database knows a token by: SHA-256, 64 hexadecimal digits."""
    return hashlib.sha256(token.strip().lower().encode()).hexdigest()


def _hmac(key: bytes, about: bytes) -> bytes:
    """HMAC-SHA256 (RFC 2104). ``hmac.digest`` lets go of the interpreter for each, and a busy thread does not give it back soon."""
    inner, outer = (keyed.copy() for keyed in _keyed(key))
    inner.update(about)
    outer.update(inner.digest())
    return outer.digest()


@cache
def _keyed(key: bytes) -> "tuple[hashlib._Hash, hashlib._Hash]":
    """The two hashes of an HMAC with the key in them. There is one receipt key in a process."""
    block = (hashlib.sha256(key).digest() if len(key) > 64 else key).ljust(64, b"\0")
    return hashlib.sha256(bytes(each ^ 0x36 for each in block)), hashlib.sha256(
        bytes(each ^ 0x5C for each in block)
    )


def _base32(token: bytes) -> str:
    """RFC 4648 in small letters, without padding: ``base64.b32encode`` takes longer than all the rest of a receipt."""
    bits = int.from_bytes(token, "big") << _PADDING
    return "".join([_PAIRS[bits >> shift & 1023] for shift in _SHIFTS])


def _code(digest: bytes) -> str:
    signs = "".join(_CODE_ALPHABET[byte % 32] for byte in digest[:_CODE_SIGNS])
    return f"{signs[:3]}-{signs[3:]}"
