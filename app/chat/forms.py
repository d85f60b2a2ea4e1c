"""Reading what a form or a script sent, strictly: what cannot be read is refused, never replaced. Knows no field by name."""

import json
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import Depends, Request

from app.records.vocabulary import Malformed

MOST_FIELDS = 1000

Fields = dict[str, str]


def parse(content_type: str, body: bytes) -> Fields:
    """The fields of an urlencoded form or a flat JSON object, as strings. The last of a repeated field counts.

    Raises ``Malformed`` on what is not UTF-8, not JSON, or more than 1000 fields. The size is the gate's matter.
    """
    if content_type.partition(";")[0].strip().lower() == "application/json":
        return _from_json(body)
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict"
        )
    except ValueError as error:  # UnicodeDecodeError is one
        raise Malformed("form") from error
    return dict(pairs)


def _from_json(body: bytes) -> Fields:
    try:
        value = json.loads(body.decode())
    except ValueError as error:
        raise Malformed("json") from error
    if not isinstance(value, dict) or len(value) > MOST_FIELDS:
        raise Malformed("json")
    return {name: _text(given) for name, given in value.items() if given is not None}


def _text(given: Any) -> str:
    if isinstance(given, bool) or not isinstance(given, str | int):
        raise Malformed("json")
    text = str(given)
    if not _is_unicode(text):
        raise Malformed("encoding")
    return text


def _is_unicode(text: str) -> bool:
    """Whether it is text at all: JSON can spell half a sign, which no UTF-8 says."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


async def _fields(request: Request) -> Fields:
    return parse(request.headers.get("content-type", ""), await request.body())


FieldsDep = Annotated[Fields, Depends(_fields)]
