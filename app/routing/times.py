"""Local times as people plan them, and UTC as they are kept. Knows no clock: what an hour means is the zone's business."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.records.vocabulary import Malformed


def zone_of(name: str) -> ZoneInfo:
    """The zone of that name. Raises ``Malformed`` (facts: ``field``)."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Malformed("zone", field="zone") from None


def to_utc(local: datetime, zone: str, *, fold: int | None = None, field: str = "") -> datetime:
    """A time on the zone's clocks, without a zone of its own, as UTC.

    An hour that does not exist or comes twice is asked about: raises ``Malformed`` (``no_such_hour``, ``hour_comes_twice``;
    facts: ``field`` and ``first``, ``second``, the two moments that may be meant, in UTC). ``fold`` answers: 0 the first
    of them, 1 the second.
    """
    if local.tzinfo is not None:
        raise Malformed("local_time", field=field)
    first, second = sorted(_read(local, zone, each) for each in (0, 1))
    if first == second:
        return first
    if fold is None:
        exists = first.astimezone(zone_of(zone)).replace(tzinfo=None) == local
        detail = "hour_comes_twice" if exists else "no_such_hour"
        raise Malformed(detail, field=field, first=first.isoformat(), second=second.isoformat())
    return second if fold else first


def local_time(at: datetime, zone: str) -> datetime:
    """A moment as the zone's clocks show it, without a zone of its own: what a form is filled in with."""
    return at.astimezone(zone_of(zone)).replace(tzinfo=None)


def local_date(at: datetime, zone: str) -> date:
    """What day it is in the zone at a moment."""
    return local_time(at, zone).date()


def later_by_weeks(at: datetime, weeks: int, zone: str) -> datetime:
    """The same time on the zone's clocks, some weeks later, as UTC."""
    return (at.astimezone(zone_of(zone)) + timedelta(weeks=weeks)).astimezone(UTC)


def _read(local: datetime, zone: str, fold: int) -> datetime:
    return local.replace(tzinfo=zone_of(zone), fold=fold).astimezone(UTC)
