"""Whether a sitting has a moderator: by sockets and requests, and only from when one is needed."""

from datetime import UTC, datetime, timedelta

import pytest

from app.access.staffed import Staffed

PATIENCE = timedelta(minutes=2)
T0 = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def staffed() -> Staffed:
    return Staffed()


def test_nobody_is_missed_before_the_patience_has_passed_since_one_was_needed(staffed: Staffed) -> None:
    assert not staffed.is_deserted("sundmark", T0, PATIENCE)
    assert not staffed.is_deserted("sundmark", T0 + PATIENCE - SECOND, PATIENCE)
    assert staffed.is_deserted("sundmark", T0 + PATIENCE, PATIENCE)


def test_a_request_counts_for_as_long_as_the_patience(staffed: Staffed) -> None:
    staffed.is_deserted("sundmark", T0, PATIENCE)
    staffed.seen("sundmark", T0 + 60 * SECOND)

    assert not staffed.is_deserted("sundmark", T0 + PATIENCE, PATIENCE)
    assert staffed.is_deserted("sundmark", T0 + 60 * SECOND + PATIENCE, PATIENCE)
    assert not staffed.is_staffed("sundmark", T0 + 60 * SECOND + PATIENCE, PATIENCE)


def test_an_open_socket_counts_however_quiet_and_its_end_is_a_sign_too(staffed: Staffed) -> None:
    later = T0 + 10 * PATIENCE
    closed = staffed.opened("sundmark", lambda: later)
    assert staffed.is_staffed("sundmark", later, PATIENCE)

    closed()

    assert staffed.is_staffed("sundmark", later + PATIENCE - SECOND, PATIENCE)
    assert not staffed.is_staffed("sundmark", later + PATIENCE, PATIENCE)


def test_one_sitting_does_not_stand_for_another(staffed: Staffed) -> None:
    staffed.seen("sundmark", T0)

    assert not staffed.is_staffed("kommun", T0, PATIENCE)


def test_a_sitting_that_needs_nobody_begins_anew_when_it_does(staffed: Staffed) -> None:
    staffed.is_deserted("sundmark", T0, PATIENCE)
    staffed.forget("sundmark")

    assert not staffed.is_deserted("sundmark", T0 + 10 * PATIENCE, PATIENCE)
