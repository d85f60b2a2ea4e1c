"""Every move on a sitting by name: planning it (``planning``) and its course from opening to archive (``course``)."""

from app.routing.course import (
    SittingOutcome,
    archive,
    close,
    close_intake,
    extend,
    go_live,
    open_,
    pause,
    remove_rehearsal,
    reopen,
    resume,
)
from app.routing.planning import change, copy, create, plan_of

__all__ = [
    "SittingOutcome",
    "archive",
    "change",
    "close",
    "close_intake",
    "copy",
    "create",
    "extend",
    "go_live",
    "open_",
    "pause",
    "plan_of",
    "remove_rehearsal",
    "reopen",
    "resume",
]
