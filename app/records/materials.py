"""Keeps and reads the pictures and plans that are shown with a sitting (M34). Opens no file and knows no rule."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from app.records.exhibits import Material
from app.records.plain import MATERIAL, TEXT
from app.records.prepared import Prepared
from app.records.sittings import sitting_id
from app.records.tables import Sitting
from app.records.vocabulary import Unknown

_ENDINGS: Final = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", "application/pdf": "pdf"}

_TITLE, _ALTERNATIVE = TEXT.alias("title"), TEXT.alias("alternative")
_OF_SITTING = (
    select(MATERIAL, _TITLE.c.value.label("title"), _ALTERNATIVE.c.value.label("alternative"))
    .join(_TITLE, _TITLE.c.id == MATERIAL.c.title_id)
    .join(_ALTERNATIVE, _ALTERNATIVE.c.id == MATERIAL.c.alternative_id)
    .where(MATERIAL.c.sitting_id == bindparam("sitting"))
    .order_by(MATERIAL.c.place, MATERIAL.c.number)
)
_EVERY, _SHOWN = Prepared(_OF_SITTING), Prepared(_OF_SITTING.where(MATERIAL.c.removed_at.is_(None)))


@dataclass(frozen=True, slots=True)
class MaterialView:
    """A picture or a plan, without its bytes. ``alternative``: in words what it shows. ``width``, ``height`` in pixels, 0 for a plan."""

    number: int
    kind: str
    width: int
    height: int
    size: int
    title: str
    alternative: str
    added_at: datetime
    removed_at: datetime | None

    @property
    def is_picture(self) -> bool:
        return self.kind.startswith("image/")


def materials(session: Session, slug: str, *, gone: bool = False) -> list[MaterialView]:
    """What is shown with the sitting, in the organiser's order; ``gone``: what no longer is, too. Raises ``Unknown``."""
    statement = _EVERY if gone else _SHOWN
    names = ("number", "kind", "width", "height", "size", "added_at", "removed_at")
    return [
        MaterialView(
            **{name: row[name] for name in names},
            title=(row["title"] or b"").decode(),
            alternative=(row["alternative"] or b"").decode(),
        )
        for row in statement.found(session, {"sitting": sitting_id(session, slug)})
    ]


def material(session: Session, slug: str, number: int) -> MaterialView:
    """One of those that are shown. Raises ``Unknown``."""
    found = next((each for each in materials(session, slug) if each.number == number), None)
    if found is None:
        raise Unknown("material")
    return found


def content(session: Session, slug: str, number: int) -> tuple[str, bytes]:
    """The kind and the bytes of one that is shown. Raises ``Unknown``, also for bytes that were lawfully destroyed."""
    kept = (
        select(MATERIAL.c.kind, TEXT.c.value)
        .join(TEXT, TEXT.c.id == MATERIAL.c.content_id)
        .where(MATERIAL.c.sitting_id == sitting_id(session, slug), MATERIAL.c.number == number)
        .where(MATERIAL.c.removed_at.is_(None))
    )
    row = session.execute(kept).first()
    if row is None or row.value is None:
        raise Unknown("material")
    return row.kind, row.value


def digest(session: Session, slug: str, number: int) -> str | None:
    """The SHA-256 of the bytes, shown still or not, in hexadecimal; None where they were lawfully destroyed. Raises ``Unknown``."""
    kept = (
        select(TEXT.c.value)
        .join(MATERIAL, MATERIAL.c.content_id == TEXT.c.id)
        .where(MATERIAL.c.sitting_id == sitting_id(session, slug), MATERIAL.c.number == number)
    )
    row = session.execute(kept).first()
    if row is None:
        raise Unknown("material")
    return None if row.value is None else hashlib.sha256(row.value).hexdigest()


def file_name(slug: str, number: int, kind: str) -> str:
    """What the file is called when it is fetched."""
    return f"{slug}-{number}.{_ENDINGS[kind]}"


def is_shown(session: Session, sitting: Sitting, number: int) -> bool:
    """Whether there is such a material, and it still stands with the sitting."""
    wanted = (MATERIAL.c.sitting_id == sitting.id, MATERIAL.c.number == number)
    found = select(MATERIAL.c.id).where(*wanted, MATERIAL.c.removed_at.is_(None))
    return session.execute(found).first() is not None


def shown(session: Session, sitting: Sitting) -> Sequence[Material]:
    """The rows of what is shown, in order."""
    rows = select_rows(Material).where(Material.sitting_id == sitting.id, col(Material.removed_at).is_(None))
    return session.exec(rows.order_by(col(Material.place), col(Material.number))).all()
