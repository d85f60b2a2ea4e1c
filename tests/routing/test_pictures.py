"""What a file is, by its own bytes: pictures with their size, plans, and nothing else."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.records.vocabulary import Malformed, Refusal, TooLarge
from app.routing.pictures import LARGEST, Kind, Recognised, recognised
from tests.routing.files import PDF, jpeg, png, webp

SHOWN = {
    "png": (png(), Recognised(Kind.PNG, 30, 20)),
    "jpeg": (jpeg(), Recognised(Kind.JPEG, 30, 20)),
    "webp, lossy": (webp("VP8"), Recognised(Kind.WEBP, 30, 20)),
    "webp, lossless": (webp("VP8L"), Recognised(Kind.WEBP, 30, 20)),
    "webp, extended": (webp("VP8X"), Recognised(Kind.WEBP, 30, 20)),
    "pdf": (PDF, Recognised(Kind.PDF)),
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_file_is_known_by_its_own_bytes(name):
    content, what = SHOWN[name]

    assert recognised(content) == what


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        (b"", "no_file"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "kind_of_file"),
        (b"<!doctype html><script>alert(1)</script>", "kind_of_file"),
        (b"GIF89a" + bytes(20), "kind_of_file"),
        (png()[:18], "kind_of_file"),
        (jpeg()[:20], "kind_of_file"),
        (webp("VP8")[:22], "kind_of_file"),
        (png(0, 20), "picture"),
        (png(1, 1)[:16] + b"\x00\x01\x00\x00\x00\x01\x00\x00" + png(1, 1)[24:], "picture"),
        (b" " + PDF, "kind_of_file"),
    ],
    ids=[
        "nothing",
        "svg",
        "html",
        "gif",
        "half a png",
        "half a jpeg",
        "half a webp",
        "no width",
        "a bomb",
        "not at first",
    ],
)
def test_whatever_else_there_is_is_refused(content, detail):
    with pytest.raises(Malformed) as refused:
        recognised(content)

    assert (refused.value.detail, refused.value.facts["field"]) == (detail, "file")


def test_a_file_that_is_too_large_is_refused():
    with pytest.raises(TooLarge):
        recognised(PDF + bytes(LARGEST))


@given(
    st.sampled_from([b"\xff\xd8\xff", b"RIFF0000WEBP", b"\x89PNG\r\n\x1a\n0000IHDR", b""]),
    st.binary(max_size=80),
)
def test_no_file_is_a_mishap(start, rest):
    with suppress(Refusal):
        assert recognised(start + rest).kind in Kind
