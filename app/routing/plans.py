"""What an organiser plans: a sitting (M1, M2) and its seats (M4), checked before anything is kept. Knows no row."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from app.records.texts import NAME, WORDS, received
from app.records.vocabulary import Distribution, Malformed, TooLarge
from app.routing.rules import CURRENT, rules_of
from app.routing.times import zone_of

LONGEST_ADVISED: Final = 8000

RESERVED: Final = frozenset(
    {
        *(
            "account",
            "accounts",
            "admin",
            "announcement",
            "api",
            "archive",
            "arkiv",
            "ask",
            "asyncapi",
            "calendar",
        ),
        *(
            "chat",
            "cookies",
            "datasets",
            "demo",
            "desk",
            "docs",
            "embed",
            "export",
            "favicon",
            "feed",
            "healthz",
        ),
        *(
            "help",
            "invitation",
            "kvitto",
            "language",
            "live",
            "login",
            "logout",
            "manifest",
            "metrics",
            "new",
            "news",
        ),
        *(
            "openapi",
            "organiser",
            "parties",
            "party",
            "patterns",
            "privacy",
            "profile",
            "public",
            "question",
            "questions",
            "receipt",
        ),
        *("register", "registrar", "regler", "rehearsal", "robots", "rules", "search", "sign-in", "sign-out"),
        *("sitemap", "sitting", "sittings", "static", "stats", "tillganglighet", "well-known"),
    }
)
"""What an address can begin with that is no sitting."""

_SLUG = re.compile(r"[a-z0-9-]{3,60}")
_CODE = re.compile(r"[A-ZÅÄÖ0-9]{1,6}")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_SITE = re.compile(r"https?://[^\s\"<>]+")
_TIMES = ("opens_at", "live_at", "intake_ends_at", "ends_at")
_SAID_BEFORE_WRITING = ("title", "commission", "afterwards", "official", "contact")
_LEFT_OUT_OR_READABLE = ("site", "member", "substitute", "helper")
_LIMITS: Final = {
    "title": NAME,
    "commission": WORDS,
    "afterwards": WORDS,
    "official": NAME,
    "contact": NAME,
    "case_number": NAME,
    **dict.fromkeys(("name", "site", "member", "substitute", "helper"), NAME),
}
"""In bytes: a sitting is shown in one frame."""
_YEARS: Final = range(2000, 3000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A sitting as planned. Times are moments in UTC; ``zone`` is where they are entered and shown."""

    slug: str
    title: str
    commission: str
    afterwards: str
    official: str
    contact: str
    opens_at: datetime
    live_at: datetime
    intake_ends_at: datetime
    ends_at: datetime
    feedback_by: date | None = None
    zone: str = "Europe/Stockholm"
    advised_length: int = 500
    publish_at_once: bool = False
    approval: bool = False
    distribution: Distribution = Distribution.TURN_ORDER
    wishes: bool = True
    names: bool = True
    rules_version: str = CURRENT
    case_number: str | None = None
    rehearsal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatPlan:
    """A party's chair as planned. Its order is its place among the seats planned."""

    code: str
    name: str
    colour: str
    site: str = ""
    member: str = ""
    substitute: str = ""
    helper: str = ""


def check(plan: Plan) -> None:
    """Raises ``Malformed`` (facts: ``field``) for the first thing in the plan that cannot be."""
    check_slug(plan.slug)
    for field in _SAID_BEFORE_WRITING:
        _readable(field, getattr(plan, field))
    if plan.case_number is not None:
        _readable("case_number", plan.case_number)
    if plan.feedback_by is not None and plan.feedback_by.year not in _YEARS:
        raise Malformed("date", field="feedback_by")
    zone_of(plan.zone)
    rules_of(plan.rules_version)
    if not 1 <= plan.advised_length <= LONGEST_ADVISED:
        raise Malformed("advised_length", field="advised_length", longest=LONGEST_ADVISED)
    in_order(plan.opens_at, plan.live_at, plan.intake_ends_at, plan.ends_at)


def check_slug(slug: str) -> None:
    """Raises ``Malformed`` for what cannot be a sitting's address."""
    if not _SLUG.fullmatch(slug) or slug in RESERVED:
        raise Malformed("slug", field="slug")


def in_order(opens_at: datetime, live_at: datetime, intake_ends_at: datetime, ends_at: datetime) -> None:
    """It opens, goes live, closes its intake and ends, in that order. Raises ``Malformed`` naming the first out of order."""
    times = (opens_at, live_at, intake_ends_at, ends_at)
    for field, at in zip(_TIMES, times, strict=True):
        a_moment(field, at)
    if live_at < opens_at:
        raise Malformed("order", field="live_at")
    if intake_ends_at <= live_at:
        raise Malformed("order", field="intake_ends_at")
    if ends_at < intake_ends_at:
        raise Malformed("order", field="ends_at")


def a_moment(field: str, at: datetime) -> None:
    """Raises ``Malformed`` for a time without a zone, or one that no calendar of ours reaches."""
    if at.tzinfo is None or at.year not in _YEARS:
        raise Malformed("time", field=field)


def check_seats(seats: Sequence[SeatPlan]) -> None:
    """Raises ``Malformed`` or ``TooLarge`` (facts: ``field``, ``seat``) for the first seat that cannot be, or is there twice.

    A party's card links to the party's own site; anything but an address of the web could run in the reader's browser.
    """
    codes: set[str] = set()
    for seat in seats:
        if not _CODE.fullmatch(seat.code):
            raise Malformed("code", field="code")
        if seat.code in codes:
            raise Malformed("code_twice", field="code", seat=seat.code)
        codes.add(seat.code)
        _check_seat(seat)


def _check_seat(seat: SeatPlan) -> None:
    _readable("name", seat.name, seat=seat.code)
    for field in _LEFT_OUT_OR_READABLE:
        if getattr(seat, field):
            _readable(field, getattr(seat, field), seat=seat.code)
    if not _COLOUR.fullmatch(seat.colour):
        raise Malformed("colour", field="colour", seat=seat.code)
    if seat.site and not _SITE.fullmatch(seat.site):
        raise Malformed("site", field="site", seat=seat.code)


def _readable(field: str, value: str, **where: str) -> None:
    """Raises ``Malformed`` or ``TooLarge`` for a text that is blank, too long, or more than a column of text can hold."""
    limit = _LIMITS[field]
    try:
        received(value, limit)
    except TooLarge:
        raise TooLarge("too_large", field=field, limit=limit, **where) from None
    except Malformed as refused:
        raise Malformed(refused.detail, field=field, **where) from None
    if "\0" in value:
        raise Malformed("encoding", field=field, **where)
