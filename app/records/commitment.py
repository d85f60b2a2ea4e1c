"""Commitments to texts: what the log holds instead of words. Pure: knows no table, no clock, no randomness of its own."""

import hashlib
import hmac
import re

SALT_BYTES = 32
_SEGMENT_SALT_BYTES = 16

# Cut on bytes, so that no Unicode table decides (design.md, "Entries"): a run of ASCII space; a run of letters, digits
# or bytes >= 0x80, joined by single - @ . +; or one byte of anything else.
_SEGMENT = re.compile(rb"[\t-\r ]+|[A-Za-z0-9\x80-\xff]+(?:[-@.+][A-Za-z0-9\x80-\xff]+)*|.", re.DOTALL)

_TREE_FIELDS = ("body", "wording", "answer")


def commit(field: str, value: bytes, salt: bytes) -> str:
    """The commitment to ``value`` in ``field``, as 64 hexadecimal digits.

    Bodies of questions and answers are committed by the tree over their words, so that a masking can be proven later
    (R-36, R-37); all else by HMAC-SHA256(salt, field ‖ 0 ‖ value). ``salt`` is exactly 32 random bytes.
    """
    if len(salt) != SALT_BYTES:
        raise ValueError("a salt is exactly 32 bytes")
    if field.partition("/")[0] in _TREE_FIELDS:
        return word_tree_root(value, salt).hex()
    return hmac.digest(salt, field.encode() + b"\0" + value, "sha256").hex()


def segments(value: bytes) -> list[bytes]:
    """The parts that are masked or shown each by itself. Joined they are ``value``."""
    return _SEGMENT.findall(value)


def segment_salt(salt: bytes, index: int) -> bytes:
    """The salt of segment ``index``, derived so that one segment can be opened without the others."""
    return hmac.digest(salt, b"seg%d" % index, "sha256")[:_SEGMENT_SALT_BYTES]


def word_tree_root(value: bytes, salt: bytes) -> bytes:
    """The root over the salted segments of ``value``: 32 bytes. An odd node moves up as it is."""
    level = _leaves(segments(value), salt)
    sha256 = hashlib.sha256
    while len(level) > 1:
        odd = level[-1:] if len(level) % 2 else []
        pairs = iter(level)
        level = [
            sha256(b"\1" + left + right).digest() for left, right in zip(pairs, pairs, strict=False)
        ] + odd
    return level[0] if level else sha256(b"").digest()


def _leaves(values: list[bytes], salt: bytes) -> list[bytes]:
    """SHA-256(0 ‖ segment salt ‖ segment) of each. The key is put into the two hashes of the HMAC once for all of them."""
    sha256 = hashlib.sha256
    key = salt.ljust(64, b"\0")
    inner, outer = sha256(key.translate(_INNER)).copy, sha256(key.translate(_OUTER)).copy
    leaves = []
    for index, segment in enumerate(values):
        inside, outside = inner(), outer()
        inside.update(b"seg%d" % index)
        outside.update(inside.digest())
        leaves.append(sha256(b"\0" + outside.digest()[:_SEGMENT_SALT_BYTES] + segment).digest())
    return leaves


_INNER, _OUTER = (bytes(byte ^ pad for byte in range(256)) for pad in (0x36, 0x5C))
