"""What an organiser plans: a sitting (M1, M2) and its seats (M4), checked before anything is kept. Knows no row."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from app.records.vocabulary import Distribution, Malformed
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
            "privacy",
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
    if not _SLUG.fullmatch(plan.slug) or plan.slug in RESERVED:
        raise Malformed("slug", field="slug")
    for field in _SAID_BEFORE_WRITING:
        if not getattr(plan, field).strip():
            raise Malformed("empty", field=field)
    zone_of(plan.zone)
    rules_of(plan.rules_version)
    if not 1 <= plan.advised_length <= LONGEST_ADVISED:
        raise Malformed("advised_length", field="advised_length", longest=LONGEST_ADVISED)
    in_order(plan.opens_at, plan.live_at, plan.intake_ends_at, plan.ends_at)


def in_order(opens_at: datetime, live_at: datetime, intake_ends_at: datetime, ends_at: datetime) -> None:
    """It opens, goes live, closes its intake and ends, in that order. Raises ``Malformed`` naming the first out of order."""
    times = (opens_at, live_at, intake_ends_at, ends_at)
    for field, at in zip(_TIMES, times, strict=True):
        if at.tzinfo is None:
            raise Malformed("zone", field=field)
    if live_at < opens_at:
        raise Malformed("order", field="live_at")
    if intake_ends_at <= live_at:
        raise Malformed("order", field="intake_ends_at")
    if ends_at < intake_ends_at:
        raise Malformed("order", field="ends_at")


def check_seats(seats: Sequence[SeatPlan]) -> None:
    """Raises ``Malformed`` (facts: ``field``, ``seat``) for the first seat that cannot be, or that is there twice.

    A party's card links to the party's own site; anything but an address of the web could run in the reader's browser.
    """
    codes: set[str] = set()
    for seat in seats:
        wrong = {
            "code": not _CODE.fullmatch(seat.code) or seat.code in codes,
            "name": not seat.name.strip(),
            "colour": not _COLOUR.fullmatch(seat.colour),
            "site": seat.site != "" and not _SITE.fullmatch(seat.site),
        }
        for field in (field for field, is_wrong in wrong.items() if is_wrong):
            raise Malformed(field, field=field, seat=seat.code if field != "code" else None)
        codes.add(seat.code)
