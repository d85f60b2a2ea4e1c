"""A form with a file is read exactly, or refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.chat.multipart import parse
from app.records.vocabulary import Malformed
from tests.chat.handing import BOUNDARY, KIND, form


@given(st.binary(max_size=300), st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_bytes_and_texts_come_out_as_they_went_in(content, said):
    if f"\r\n--{BOUNDARY}" in said:
        return
    handed = parse(KIND, form({"title": said, "act": ""}, file=content))

    assert handed.fields == {"title": said, "act": ""}
    assert handed.files == {"file": content}


def test_line_ends_around_a_file_belong_to_it():
    content = b"\r\n\r\n--\r\n" + BOUNDARY.encode() + b"\r\n--"

    assert parse(KIND, form({}, file=content)).files == {"file": content}


def test_a_boundary_may_stand_in_quotes():
    quoted = f'Multipart/Form-Data; charset=utf-8; boundary="{BOUNDARY}"'

    assert parse(quoted, form({"a": "b"})).fields == {"a": "b"}


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b"{}"),
        ("multipart/form-data", form({"a": "b"})),
        (KIND, b""),
        (KIND, b"x" + form({"a": "b"})),
        (KIND, form({"a": "b"})[:-4]),
        (KIND, form({"a": "b"}).replace(b"\r\n\r\n", b"\r\n")),
        (KIND, form({"a": "b"}).replace(b"Content-Disposition", b"X-Disposition")),
        (KIND, form({"a": "b"}).replace(b'name="a"', b"")),
        (KIND, form({"a": "b"}).replace(b"b\r\n--", b"\xff\r\n--")),
        (KIND, form({f"f{number}": "" for number in range(1001)})),
    ],
    ids=[
        *("not this kind", "no boundary", "nothing", "something before", "cut off", "no line between"),
        *("no disposition", "no name", "no text", "too many"),
    ],
)
def test_what_cannot_be_read_is_refused(kind, body):
    with pytest.raises(Malformed):
        parse(kind, body)
