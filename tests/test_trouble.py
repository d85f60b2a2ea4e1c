"""What a reader is told when something went wrong."""

import pytest
from starlette.requests import Request

from app.records.vocabulary import Malformed, Refusal, TooFast, Unavailable
from app.trouble import answer


def request() -> Request:
    class App:
        class state:  # noqa: N801 - as the framework calls it
            house = type("House", (), {"authority": None})

    headers = [(b"accept", b"application/json")]
    return Request(
        {"type": "http", "app": App, "path": "/", "query_string": b"", "headers": headers, "method": "GET"}
    )


@pytest.mark.proves("R8")
@pytest.mark.parametrize(
    ("refusal", "status", "wait"),
    [(Unavailable(), 503, "5"), (TooFast(wait=17), 429, "17"), (Malformed("form"), 400, None)],
)
def test_whoever_may_try_again_is_told_when(refusal: Refusal, status: int, wait: str | None):
    told = answer(request(), refusal)

    assert (told.status_code, told.headers.get("retry-after")) == (status, wait)
