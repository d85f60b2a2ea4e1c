"""Local times and UTC: the hour that does not exist and the hour that comes twice are asked about."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.records.vocabulary import Malformed
from app.routing.times import later_by_weeks, local_date, local_time, to_utc

STOCKHOLM = "Europe/Stockholm"


def wall(text: str) -> datetime:
    """What a clock on the wall shows: a time without a zone."""
    return datetime.fromisoformat(text)


def test_a_time_is_read_on_the_zones_clocks():
    assert to_utc(wall("2026-11-24T18:00"), STOCKHOLM) == datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
    assert to_utc(wall("2026-07-01T18:00"), STOCKHOLM) == datetime(2026, 7, 1, 16, 0, tzinfo=UTC)


def test_an_hour_that_does_not_exist_is_asked_about_with_the_two_that_may_be_meant():
    with pytest.raises(Malformed) as refused:
        to_utc(wall("2026-03-29T02:30"), STOCKHOLM, field="opens_at")

    assert refused.value.detail == "no_such_hour"
    assert refused.value.facts == {
        "field": "opens_at",
        "first": "2026-03-29T00:30:00+00:00",
        "second": "2026-03-29T01:30:00+00:00",
    }


def test_an_hour_that_comes_twice_is_asked_about_with_both():
    with pytest.raises(Malformed) as refused:
        to_utc(wall("2026-10-25T02:30"), STOCKHOLM)

    assert refused.value.detail == "hour_comes_twice"
    assert refused.value.facts == {
        "field": "",
        "first": "2026-10-25T00:30:00+00:00",
        "second": "2026-10-25T01:30:00+00:00",
    }


@pytest.mark.parametrize("local", [wall("2026-03-29T02:30"), wall("2026-10-25T02:30")])
def test_the_one_who_was_asked_chooses_one_of_the_two(local):
    with pytest.raises(Malformed) as refused:
        to_utc(local, STOCKHOLM)

    chosen = [to_utc(local, STOCKHOLM, fold=fold).isoformat() for fold in (0, 1)]
    assert chosen == [refused.value.facts["first"], refused.value.facts["second"]]


def test_the_clock_of_the_machine_does_not_matter(monkeypatch):
    monkeypatch.setenv("TZ", "Pacific/Auckland")

    assert to_utc(wall("2026-11-24T18:00"), STOCKHOLM) == datetime(2026, 11, 24, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../../etc/passwd", "/etc/localtime", "Europe/\0"])
def test_an_unknown_zone_is_malformed(zone):
    with pytest.raises(Malformed) as refused:
        to_utc(wall("2026-01-01T12:00"), zone)

    assert refused.value.facts == {"field": "zone"}


def test_a_time_that_brings_a_zone_of_its_own_is_malformed():
    with pytest.raises(Malformed):
        to_utc(datetime(2026, 1, 1, 12, 0, tzinfo=UTC), STOCKHOLM)


@given(st.datetimes(wall("2020-01-01"), wall("2040-01-01"), timezones=st.just(UTC)))
def test_what_the_zones_clocks_show_is_read_back_as_the_same_moment(at):
    assert at in read_back(local_time(at, STOCKHOLM))


def read_back(local: datetime) -> list[datetime]:
    """The moments that may be meant by what the clocks show."""
    return [to_utc(local, STOCKHOLM, fold=fold) for fold in (0, 1)]


def test_the_day_is_the_zones_day():
    assert local_date(datetime(2026, 11, 24, 23, 30, tzinfo=UTC), STOCKHOLM).isoformat() == "2026-11-25"


def test_weeks_later_is_the_same_time_of_day_over_a_change_of_clocks():
    before = datetime(2026, 10, 20, 16, 0, tzinfo=UTC)

    assert later_by_weeks(before, 1, STOCKHOLM) == before + timedelta(days=7, hours=1)
