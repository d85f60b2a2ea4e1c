"""Reads a form that carries a file (multipart/form-data, RFC 7578), strictly: what cannot be read is refused. Knows no field by name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from app.chat.forms import MOST_FIELDS, Fields
from app.records.vocabulary import Malformed

_BOUNDARY = re.compile(
    r"""multipart/form-data;.*\bboundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))""", re.IGNORECASE | re.DOTALL
)
_NAME = re.compile(r'\bname="([^"]*)"')
_FILE = re.compile(r'\bfilename="')


@dataclass(frozen=True, slots=True)
class Handed:
    """What a form handed in: its fields as texts, and its files by their fields' names. Names of files are nobody's business."""

    fields: Fields
    files: dict[str, bytes]


def parse(content_type: str, body: bytes) -> Handed:
    """The form. The last of a repeated field counts. Raises ``Malformed``."""
    found = _BOUNDARY.match(content_type)
    if found is None:
        raise Malformed("form")
    boundary = (found[1] or found[2]).encode("latin-1", "replace")
    fields: Fields = {}
    files: dict[str, bytes] = {}
    for name, is_file, value in _parts(boundary, body):
        if is_file:
            files[name] = value
        else:
            fields[name] = _text(value)
        if len(fields) + len(files) > MOST_FIELDS:
            raise Malformed("form")
    return Handed(fields, files)


def _parts(boundary: bytes, body: bytes) -> Iterator[tuple[str, bool, bytes]]:
    """Each part's name, whether it is a file, and its bytes exactly."""
    first, *rest = (b"\r\n" + body).split(b"\r\n--" + boundary)
    if first or not rest or not rest[-1].startswith(b"--"):
        raise Malformed("form")
    for part in rest[:-1]:
        head, line, value = part.partition(b"\r\n\r\n")
        if not line or not head.startswith(b"\r\n"):
            raise Malformed("form")
        said = _disposition(head)
        name = _NAME.search(said)
        if name is None:
            raise Malformed("form")
        yield name[1], _FILE.search(said) is not None, value


def _disposition(head: bytes) -> str:
    """What the part says it is."""
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-disposition":
            return _text(value)
    raise Malformed("form")


def _text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError as error:
        raise Malformed("encoding") from error


async def _handed(request: Request) -> Handed:
    return parse(request.headers.get("content-type", ""), await request.body())


HandedDep = Annotated[Handed, Depends(_handed)]
