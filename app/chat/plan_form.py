"""The form of a sitting's plan (M1, M2): filled in from a sitting, and read back as a plan. Makes no move and knows no page."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from app.chat.filled import Filled
from app.chat.shown import local_input
from app.records.views import SittingView
from app.records.vocabulary import Distribution, Malformed
from app.routing.plans import LONGEST_ADVISED, Plan, check_slug, in_order
from app.routing.rules import CURRENT, rules_of
from app.routing.times import local_time, zone_of

TIMES: Final = ("opens_at", "live_at", "intake_ends_at", "ends_at")
FIELDS: Final = (
    *("title", "slug", "commission", "afterwards", "feedback_by", "official", "contact", "case_number"),
    *(*TIMES, "zone", "advised_length", "names", "wishes", "rules_version"),
    *("distribution", "publish_at_once", "approval", "rehearsal"),
)
"""In the order of the page."""

_LINES: Final = {"title": 200, "official": 200, "contact": 300}
_PARAGRAPHS: Final = {"commission": 2000, "afterwards": 2000}
_LONGEST_ZONE: Final = 60

Typed = dict[str, str]


def empty(now: datetime, zone: str = "Europe/Stockholm") -> Typed:
    """What a new sitting is filled in with: an evening in two weeks, and what most will want."""
    evening = local_time(now, zone).replace(hour=18, minute=0, second=0, microsecond=0) + timedelta(weeks=2)
    hours = {"opens_at": timedelta(days=-7), "live_at": timedelta(), "intake_ends_at": timedelta(minutes=45)}
    times = {**hours, "ends_at": timedelta(hours=1)}
    return {
        **dict.fromkeys(FIELDS, ""),
        **{name: (evening + after).strftime("%Y-%m-%dT%H:%M") for name, after in times.items()},
        "zone": zone,
        "advised_length": "500",
        "distribution": Distribution.TURN_ORDER.value,
        "wishes": "1",
        "names": "1",
        "rules_version": CURRENT,
    }


def of_sitting(sitting: SittingView) -> Typed:
    """The form as the sitting is planned now."""
    return {name: _written(sitting, name) for name in FIELDS}


def as_typed(fields: Mapping[str, str]) -> Typed:
    """The form as somebody filled it in, right or wrong: nothing typed is lost."""
    folds = [f"{name}_fold" for name in TIMES]
    return {name: fields.get(name, "") for name in (*FIELDS, *folds)}


def read(filled: Filled, stands: SittingView | None = None) -> Plan | None:
    """The plan in the form, or None with what was wrong in ``filled.errors``. ``stands``: the sitting that is changed.

    Its address, and whether it is a rehearsal, are decided when it is made.
    """
    zone = _zone(filled)
    values: dict[str, Any] = {
        "slug": stands.slug if stands else filled.line("slug", 100),
        "rehearsal": stands.rehearsal if stands else filled.ticked("rehearsal"),
        **{name: filled.line(name, most) for name, most in _LINES.items()},
        **{name: filled.lines(name, most) for name, most in _PARAGRAPHS.items()},
        **{name: filled.moment(name, zone, getattr(stands, name, None)) for name in TIMES if zone},
        "feedback_by": filled.day("feedback_by"),
        "zone": zone,
        "advised_length": filled.number("advised_length", most=LONGEST_ADVISED),
        "publish_at_once": filled.ticked("publish_at_once"),
        "approval": filled.ticked("approval"),
        "distribution": filled.one_of("distribution", Distribution),
        "wishes": filled.ticked("wishes"),
        "names": filled.ticked("names"),
        "rules_version": filled.line("rules_version", 100),
        "case_number": filled.line("case_number", 100, needed=False) or None,
    }
    _check(filled, values)
    return None if filled.errors else Plan(**values)


def _check(filled: Filled, values: Mapping[str, Any]) -> None:
    """Note everything that cannot be planned so, and not only the first of it."""
    times = [values[name] for name in TIMES if values.get(name) is not None]
    checks: list[Callable[[], object]] = [
        lambda: check_slug(values["slug"]),
        lambda: rules_of(values["rules_version"]),
    ]
    if len(times) == len(TIMES):
        checks.append(lambda: in_order(*times))
    for check in checks:
        try:
            check()
        except Malformed as refusal:
            filled.wrong(str(refusal.facts["field"]), refusal)


def _zone(filled: Filled) -> str:
    zone = filled.line("zone", _LONGEST_ZONE)
    try:
        zone_of(zone)
    except Malformed as refusal:
        filled.wrong("zone", refusal)
        return ""
    return zone


def _written(sitting: SittingView, name: str) -> str:
    value = getattr(sitting, name)
    match value:
        case None | False:
            return ""
        case True:
            return "1"
        case datetime():
            return local_input(value, sitting.zone)
    return str(value)
