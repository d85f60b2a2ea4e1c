"""Why a move was not made, as codes and facts. Knows no reader's words: the pages put them in those."""


class Refusal(Exception):
    """A move that was not made and left no trace. ``code`` and ``facts`` are put in words by the pages.

    Codes: ``out_of_turn``, ``not_yours``, ``stale``, ``too_fast``, ``too_large``, ``malformed``, ``closed``, ``unknown``,
    ``unavailable``.
    """

    code = "malformed"

    def __init__(self, detail: str = "", **facts: str | int | bool | None) -> None:
        super().__init__(detail or self.code)
        self.detail = detail
        self.facts = facts


class OutOfTurn(Refusal):
    """The question or sitting is not in a state where this move exists."""

    code = "out_of_turn"


class NotYours(Refusal):
    """This actor does not make this move, or not on this question."""

    code = "not_yours"


class Stale(Refusal):
    """Decided on a version that is no longer the latest. ``number`` tells which question to look at again."""

    code = "stale"


class TooFast(Refusal):
    """More posts than the limit lets in. Nothing was received (facts: ``wait``, in whole seconds)."""

    code = "too_fast"


class TooLarge(Refusal):
    """A text over its technical limit (facts: ``limit``, in bytes)."""

    code = "too_large"


class Malformed(Refusal):
    """Not readable as what it should be: nothing is kept of it."""

    code = "malformed"


class Closed(Refusal):
    """The sitting takes no questions now (facts: ``state``, ``paused``)."""

    code = "closed"


class Unknown(Refusal):
    """There is no such sitting, question, seat or account."""

    code = "unknown"


class Unavailable(Refusal):
    """Nothing could be stored now (full or read-only disk, lost database)."""

    code = "unavailable"
