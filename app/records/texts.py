"""How a text that arrives becomes the bytes that are kept. Pure: knows no table and no page, and never judges what is said."""

from app.records.vocabulary import Malformed, TooLarge

POST = 8192
ANSWER = 16384
ANNOUNCEMENT = ANSWER
WORDS = 2048
NOTE = WORDS
NAME = 200

# Unicode's White_Space. Not str.isspace(), which counts four control characters in: a text of those is a text.
_BLANK = "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"


def received(raw: str | bytes, limit: int) -> bytes:
    """The UTF-8 to keep: line ends as LF, all else as it came, NUL and control characters too.

    ``limit`` is in bytes, after decoding and line ends. Raises ``Malformed`` (``encoding``: bytes that are not UTF-8, or lone
    surrogates; ``empty``: nothing but white space) and ``TooLarge`` (facts: ``limit``).
    """
    kept = _readable(raw).replace("\r\n", "\n").replace("\r", "\n")
    stored = kept.encode()
    if len(stored) > limit:
        raise TooLarge("too_large", limit=limit)
    if not kept.strip(_BLANK):
        raise Malformed("empty")
    return stored


def received_if_any(raw: str | bytes | None, limit: int) -> bytes | None:
    """The same for what may be left out, such as a name: None when there is nothing but white space."""
    try:
        return None if raw is None else received(raw, limit)
    except Malformed as refused:
        if refused.detail == "empty":
            return None
        raise


def _readable(raw: str | bytes) -> str:
    """What cannot be read is refused, never replaced: a replaced character would be the authority's, not the citizen's."""
    try:
        return (raw if isinstance(raw, bytes) else raw.encode()).decode()
    except UnicodeError:
        raise Malformed("encoding") from None
