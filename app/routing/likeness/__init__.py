"""How alike two questions are, and which of many are most like one. Pure: knows no sitting, no record and no decision.

The same measure stands in web/js/likeness.js; tests/cases/likeness.json holds both to the same scores and says how good it is
(docs/likeness.md).
"""

from app.routing.likeness.index import Index
from app.routing.likeness.profiles import ALIKE, VERY_ALIKE, Profile, likeness, profile

__all__ = ["ALIKE", "VERY_ALIKE", "Index", "Profile", "likeness", "profile"]
