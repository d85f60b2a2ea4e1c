"""A part of the public page shown on another page: with names of its own, because that page has questions by these names. Pure."""

import re

from markupsafe import Markup

_NAMED = re.compile(r' (id|for|aria-labelledby|aria-describedby)="([^"]*)"')
_HERE = re.compile(r' href="#q-')


def apart(html: Markup, slug: str, prefix: str = "public-") -> Markup:
    """The same, every name with the prefix, and links within the page leading to the public one. ``html``: rendered by us."""
    named = _NAMED.sub(lambda found: f' {found[1]}="{_prefixed(found[2], prefix)}"', html)
    return Markup(_HERE.sub(f' href="/{slug}#q-', named))  # noqa: S704 - rendered with autoescape


def _prefixed(names: str, prefix: str) -> str:
    return " ".join(prefix + name for name in names.split())
