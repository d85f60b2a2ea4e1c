"""Where a sitting stands in a snapshot: how far its desk has been told. Knows no page and no rule.

Every move on a post is told at the desk by the transaction that makes it. So what is worked out of a sitting's posts and answers
alone is what it was for as long as its desk stands where it stood.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Final, NamedTuple, TypeVar, cast

from sqlalchemy import bindparam, select
from sqlmodel import Session

from app.records import channels
from app.records.news import EPOCH
from app.records.plain import CHANNEL, MARK, SITTING
from app.records.prepared import Door, Prepared
from app.records.vocabulary import Unknown

T = TypeVar("T")

MOST_KEPT: Final = 64
"""Results kept, those asked for last: a few numbers for each party."""


class Stand(NamedTuple):
    """The sitting's row, how far its desk has been told, and the epoch in which that was."""

    sitting: int
    head: int
    epoch: str


_HEAD = select(CHANNEL.c.seq).where(CHANNEL.c.name == bindparam("desk")).scalar_subquery()
_EPOCH = select(MARK.c.value).where(MARK.c.name == EPOCH).scalar_subquery()
_STAND = Prepared(
    select(SITTING.c.id, _HEAD.label("head"), _EPOCH.label("epoch")).where(
        SITTING.c.slug == bindparam("slug")
    )
)


def stand(session: Session, slug: str) -> Stand:
    """Where the sitting stands. Raises ``Unknown``."""
    found = _STAND.rows(Door.of(session), {"slug": slug, "desk": channels.desk(slug)})
    if not found:
        raise Unknown("sitting")
    sitting, head, epoch = found[0]
    return Stand(sitting, head or 0, epoch or "")


def still(session: Session, slug: str, what: str, work_out: Callable[[], T]) -> T:
    """What ``work_out()`` returns: of posts and answers alone, and never changed by anybody. Raises ``Unknown``.

    ``what`` names it. In a transaction that writes it is worked out each time: nothing has been told yet of what that does.
    """
    remembered: Still | None = session.info.get(Still)
    return work_out() if remembered is None else remembered.value(stand(session, slug), slug, what, work_out)


class Still:
    """What a process has worked out. Asked from the readers' threads, each in its own snapshot."""

    def __init__(self, *, kept: int = MOST_KEPT) -> None:
        self._kept = kept
        self._values: OrderedDict[tuple[str, str], tuple[Stand, object]] = OrderedDict()
        self._turn = threading.Lock()

    def value(self, at: Stand, slug: str, what: str, work_out: Callable[[], T]) -> T:
        """As it was worked out where the sitting stands, or worked out now."""
        with self._turn:
            stood, value = self._values.get((slug, what), (None, None))
        if stood == at:
            return cast(T, value)
        made = work_out()
        with self._turn:
            self._values[slug, what] = at, made
            self._values.move_to_end((slug, what))
            if len(self._values) > self._kept:
                self._values.popitem(last=False)
        return made
