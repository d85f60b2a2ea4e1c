"""What stands on a sitting's public page, read in one snapshot with the number it was read at. Knows no request."""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from markupsafe import Markup

from app.chat import audience, render
from app.chat.content import MOST_THINGS, questions_of
from app.chat.frames import is_long
from app.chat.seen import PublicQuestion, Withdrawal
from app.records import channels, pieces, queries
from app.records.materials import MaterialView, materials
from app.records.reading import Snapshot
from app.records.views import AnnouncementView, News, SittingView

Item = PublicQuestion | Withdrawal
T = TypeVar("T", PublicQuestion, Withdrawal)


@dataclass(frozen=True, slots=True)
class Standing:
    """The page's content: ``head`` is read before the content and in the same snapshot, so a frame after it is never lost."""

    sitting: SittingView
    head: int
    epoch: str
    questions: tuple[PublicQuestion, ...]
    withdrawals: tuple[Withdrawal, ...]
    announcements: tuple[AnnouncementView, ...]
    materials: tuple[MaterialView, ...] = ()


def standing(session: Snapshot, slug: str, before: Standing | None = None) -> Standing:
    """Everything on the public page. Raises ``Unknown``.

    ``before``: how it stood at some number before. What the page shows of a question is told on its channel when it
    changes, or no open page would be right: so only what has been told of since is read again.
    """
    sitting = queries.sitting(session, slug)
    channel = channels.public(slug)
    told = queries.news(session, channel, queries.head(session, channel) if before is None else before.head)
    numbers = None if before is None else _told_since(before, sitting, told)
    views = queries.questions(session, slug, numbers, published_only=True)
    gone = queries.withdrawn(session, slug, numbers)
    seen = [question for view in views if (question := audience.public_question(view, sitting))]
    lines = [line for view in gone if (line := audience.withdrawal(view))]
    if before is not None and numbers is not None:
        seen = sorted([*seen, *_without(before.questions, numbers)], key=_number)
        lines = sorted([*lines, *_without(before.withdrawals, numbers)], key=_number)
    return Standing(
        sitting,
        told.head,
        told.epoch,
        tuple(seen),
        tuple(lines),
        tuple(queries.announcements(session, slug)),
        tuple(materials(session, slug)),
    )


def _told_since(before: Standing, sitting: SittingView, told: News) -> set[int] | None:
    """The questions that may have changed since; None where all are to be read."""
    if told.epoch != before.epoch or told.head < before.head or sitting.version != before.sitting.version:
        return None
    numbers = {number for _, thing in told.things for number in questions_of(thing)}
    return numbers if len(numbers) <= MOST_THINGS else None


def _without(items: tuple[T, ...], numbers: set[int]) -> list[T]:
    return [item for item in items if item.number not in numbers]


def _number(item: Item) -> int:
    return item.number


class Parts:
    """The threads of a page as they were rendered in one language: what has not changed since is not rendered again."""

    def __init__(self, before: "Parts | None" = None) -> None:
        self._before = before.now if before else {}
        self.now: dict[Hashable, Markup] = {}

    def part(self, shows: Hashable, render_it: Callable[[], Markup]) -> Markup:
        """The part that ``shows`` this, all of it: two that show the same are the same."""
        known = self._before.get(shows)
        self.now[shows] = html = render_it() if known is None else known
        return html

    def done(self) -> None:
        """The page is complete: parts of the one before are not needed any more."""
        self._before = {}


def threads(
    page: Standing, lang: str, parts: Parts | None = None, *, only: int | None = None
) -> list[Markup]:
    """Every thread and dated line in the order of its position: the same HTML as in the frames, with follow-ups in place.

    ``parts``: of this language, with what was rendered before. A sitting's version changes with all that threads show of it.
    ``only``: the thread of this question alone, where it is given.
    """
    items: list[Item] = [*page.questions, *page.withdrawals]
    under: dict[int | None, list[Item]] = {}
    for item in sorted(items, key=lambda item: item.position):
        under.setdefault(item.follow_up_to, []).append(item)
    parts = parts or Parts()
    version = page.sitting.version
    return [
        parts.part((version, item, *follow_ups), partial(_item, page, item, follow_ups, lang))
        for item in under.get(None, [])
        if only is None or item.number == only
        for follow_ups in [under.get(item.number, [])]
    ]


def beside(page: Standing, lang: str) -> Markup:
    """What stands beside the conversation: pictures and plans, and the live stream."""
    html = render.part("beside", lang, sitting=page.sitting, materials=page.materials)
    return Markup(html)  # noqa: S704 - rendered with autoescape


def announcements(page: Standing, lang: str) -> Iterator[Markup]:
    """What the moderator has told everybody, in the order it was told."""
    for announcement in page.announcements:
        long = bool(pieces.announcement_parts(announcement.number, announcement.body))
        facts = {"announcement": announcement, "sitting": page.sitting, "in_parts": long, "fill": True}
        yield Markup(render.part("announcement", lang, **facts))  # noqa: S704 - rendered with autoescape


def _item(page: Standing, item: Item, follow_ups: list[Item], lang: str) -> Markup:
    if isinstance(item, Withdrawal):
        html = render.part("withdrawn", lang, withdrawal=item, sitting=page.sitting)
    else:
        nested = [_item(page, follow_up, [], lang) for follow_up in follow_ups]
        facts = {"question": item, "sitting": page.sitting, "follow_ups": nested, "in_parts": is_long(item)}
        html = render.part("thread", lang, fill=True, **facts)
    return Markup(html)  # noqa: S704 - rendered with autoescape
