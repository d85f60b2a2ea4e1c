"""A chat frame before anything is believed of it: what is kept of it while it waits for its turn, and what is refused unread."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.chat.hearing import LARGEST_FRAME, Heard, ticket_in, understand
from app.records.vocabulary import Malformed, TooLarge

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
TICKET = "5b0f0c3e-8e52-4d62-9d0e-000000000001"


def let_in() -> None:
    """Anything."""


@pytest.mark.proves("S9", "S10")
@given(st.integers(0, 3 * LARGEST_FRAME), st.booleans(), st.booleans())
def test_of_a_frame_that_is_too_large_little_waits_and_its_ticket_is_known(
    size: int, at_the_end: bool, as_bytes: bool
):
    ticket, body = f'"ticket": "{TICKET}"', f'"body": "{"x" * size}"'
    text = "{" + ", ".join([body, ticket] if at_the_end else [ticket, body]) + "}"

    heard = Heard.noted(text.encode() if as_bytes else text, NOW)

    assert len(heard.raw) <= (8192 if heard.too_large else LARGEST_FRAME)
    assert heard.too_large is (len(text) > LARGEST_FRAME)
    assert ticket_in(heard.raw) == TICKET
    with pytest.raises(TooLarge if heard.too_large else Malformed):
        understand(heard, let_in)


def test_a_lone_half_of_a_pair_is_kept_as_it_was_said():
    assert Heard.noted("\ud800", NOW).raw == b"\xed\xa0\x80"
