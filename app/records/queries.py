"""Every read by name, each a plain ``fn(session, ...)`` to be run through ``Reading``. Reads only; decides nothing."""

from app.records.bodies import received_texts
from app.records.counting import counts
from app.records.drafting import draft
from app.records.news import (
    entries,
    entries_about,
    epoch,
    head,
    heads,
    last_entries,
    news,
)
from app.records.questions import question, question_by_receipt, questions, withdrawn
from app.records.register import register, texts
from app.records.sittings import announcements, loads, sitting, sittings

__all__ = [
    "announcements",
    "counts",
    "draft",
    "entries",
    "entries_about",
    "epoch",
    "head",
    "heads",
    "last_entries",
    "loads",
    "news",
    "question",
    "question_by_receipt",
    "questions",
    "received_texts",
    "register",
    "sitting",
    "sittings",
    "texts",
    "withdrawn",
]
