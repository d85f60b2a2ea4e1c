"""Reads a post for what its writer may regret and the moderator should see. Pure advice: knows no decision, blocks nothing.

The same detectors stand in web/js/advice.js; tests/cases/advice.json holds both to the same findings (M8, R-09, R-10).
"""

from app.routing.advice.findings import Finding, Kind
from app.routing.advice.flags import Flag, find, flags
from app.routing.advice.spans import Marked, Span, marked, spans
from app.routing.advice.tone import shouting, shouting_spans

__all__ = [
    "Finding",
    "Flag",
    "Kind",
    "Marked",
    "Span",
    "find",
    "flags",
    "marked",
    "shouting",
    "shouting_spans",
    "spans",
]
