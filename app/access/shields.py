"""The headers that every answer carries, so that a browser helps to keep content harmless (S5). Knows no page.

A route may say another ``Referrer-Policy`` or ``Cache-Control``; the rest is the same everywhere.
"""

from collections.abc import Iterable


class Shielded(list[tuple[bytes, bytes]]):
    """Headers that carry ours: made once for an answer that is given many times, they are not gone through again."""


CONTENT_SECURITY_POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'; "
    "require-trusted-types-for 'script'; trusted-types live"
)
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
    b"content-security-policy": CONTENT_SECURITY_POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"permissions-policy": ", ".join(f"{feature}=()" for feature in _UNUSED).encode(),
}
_UNLESS_TOLD = {
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
    return kept
