"""The headers that every answer carries, so that a browser helps to keep content harmless (S5). Knows no page.

A route may say another ``Referrer-Policy`` or ``Cache-Control``; the rest is the same everywhere, but for the few pages that
are shown in a frame or show one: these say a policy of their own (``policy``), and whether other sites may use what they send.
"""

from collections.abc import Iterable


class Shielded(list[tuple[bytes, bytes]]):
    """Headers that carry ours: made once for an answer that is given many times, they are not gone through again."""


CONTENT_SECURITY_POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'; "
    "require-trusted-types-for 'script'; trusted-types live"
)


def policy(*, ancestors: Iterable[str] = (), frames: Iterable[str] = ()) -> str:
    """The policy of a page that pages of these origins may show in a frame, or that shows such pages in one."""
    said = CONTENT_SECURITY_POLICY.replace(
        "frame-ancestors 'none'", f"frame-ancestors {' '.join(ancestors) or NOBODY}"
    )
    shown = " ".join(frames)
    return f"{said}; frame-src {shown}" if shown else said


NOBODY = "'none'"
INERT = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""Of a file that somebody has handed in: whatever is in it, it runs nothing and fetches nothing."""

_UNUSED = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "microphone",
    "payment",
    "usb",
)

_ALWAYS = {
    b"x-content-type-options": b"nosniff",
    b"cross-origin-opener-policy": b"same-origin",
    b"permissions-policy": ", ".join(f"{feature}=()" for feature in _UNUSED).encode(),
}
_FRAMED = b"x-frame-options"
_UNLESS_TOLD = {
    b"content-security-policy": CONTENT_SECURITY_POLICY.encode(),
    b"cross-origin-resource-policy": b"same-origin",
    b"referrer-policy": b"same-origin",
    # What says nothing else about itself may hold what is not for everybody.
    b"cache-control": b"no-store",
}
_SECURE = {b"strict-transport-security": b"max-age=31536000; includeSubDomains"}
_OURS = {False: _ALWAYS, True: {**_ALWAYS, **_SECURE}}


def shielded(headers: Iterable[tuple[bytes, bytes]], *, secure: bool) -> Shielded:
    """The answer's headers with ours. ``secure``: the browser speaks https, and shall go on doing so."""
    if isinstance(headers, Shielded):
        return headers
    ours = _OURS[secure]
    kept = Shielded((name, value) for name, value in headers if name.lower() not in ours)
    told = {name.lower() for name, _ in kept}
    kept.extend(ours.items())
    kept.extend((name, value) for name, value in _UNLESS_TOLD.items() if name not in told)
    if b"content-security-policy" not in told:
        # For browsers that do not read policies. Who says another policy says there who may show the page in a frame.
        kept.append((_FRAMED, b"DENY"))
    return kept
