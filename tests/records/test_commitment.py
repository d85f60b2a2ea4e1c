"""What the log holds instead of words: nothing can be read from it, and nothing can be changed behind it."""

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.records.commitment import commit, segment_salt, segments, word_tree_root

SALT = bytes(range(32))
salts = st.binary(min_size=32, max_size=32)


@given(st.binary())
def test_segments_join_to_the_value(value: bytes):
    assert b"".join(segments(value)) == value
    assert all(segments(value))


def test_a_text_is_cut_at_spaces_and_signs_but_not_within_numbers_and_addresses():
    value = "Min granne Kalle (19900101-0017), kalle@exempel.se!\r\n Åsa..å".encode()

    assert [segment.decode() for segment in segments(value)] == [
        *("Min", " ", "granne", " ", "Kalle", " ", "(", "19900101-0017", ")", ",", " "),
        *("kalle@exempel.se", "!", "\r\n ", "Åsa", ".", ".", "å"),
    ]


def test_bytes_alone_decide_where_a_text_is_cut():
    nonbreaking_space = "a\u00a0b".encode()

    assert segments(nonbreaking_space) == [nonbreaking_space]
    assert segments(b"a\x00b\x1f_") == [b"a", b"\x00", b"b", b"\x1f", b"_"]


def _root(leaves: list[bytes]) -> bytes:
    """The tree as the definition has it, one step at a time."""
    if len(leaves) == 1:
        return leaves[0]
    above = []
    for i in range(0, len(leaves), 2):
        pair = leaves[i : i + 2]
        above.append(hashlib.sha256(b"\1" + b"".join(pair)).digest() if len(pair) == 2 else pair[0])
    return _root(above)


@given(st.binary(min_size=1), salts)
def test_the_root_is_the_tree_over_the_salted_segments(value: bytes, salt: bytes):
    leaves = []
    for i, segment in enumerate(segments(value)):
        own_salt = hmac.new(salt, b"seg%d" % i, hashlib.sha256).digest()[:16]
        assert segment_salt(salt, i) == own_salt
        leaves.append(hashlib.sha256(b"\0" + own_salt + segment).digest())

    assert word_tree_root(value, salt) == _root(leaves)


def test_roots_never_change_from_one_version_to_the_next():
    assert (
        commit("body", "Hej på dig!".encode(), SALT)
        == _root(
            [
                hashlib.sha256(b"\0" + hmac.digest(SALT, b"seg%d" % i, "sha256")[:16] + part).digest()
                for i, part in enumerate([b"Hej", b" ", "på".encode(), b" ", b"dig", b"!"])
            ]
        ).hex()
    )
    assert commit("name", b"Kim", SALT) == hmac.digest(SALT, b"name\0Kim", "sha256").hex()
    assert word_tree_root(b"", SALT) == hashlib.sha256(b"").digest()


@given(st.binary(min_size=1, max_size=300), salts, st.data())
def test_any_changed_byte_changes_the_commitment(value: bytes, salt: bytes, data: st.DataObject):
    at = data.draw(st.integers(0, len(value) - 1))
    other = bytearray(value)
    other[at] ^= data.draw(st.integers(1, 255))

    for field in ("body", "wording", "answer/C", "name"):
        assert commit(field, bytes(other), salt) != commit(field, value, salt)
        assert commit(field, value + b"x", salt) != commit(field, value, salt)


@given(st.binary(max_size=300), salts, salts)
def test_another_salt_gives_another_commitment(value: bytes, salt: bytes, other: bytes):
    assert (commit("name", value, salt) == commit("name", value, other)) == (salt == other)


def test_the_field_is_part_of_the_commitment():
    assert commit("name", b"Kim", SALT) != commit("words", b"Kim", SALT)


@pytest.mark.parametrize("length", [0, 16, 31, 33, 64])
def test_a_salt_is_exactly_thirty_two_bytes(length: int):
    with pytest.raises(ValueError, match="32"):
        commit("body", b"text", b"s" * length)
