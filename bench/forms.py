"""Reads a form off a page, so that it can be sent back with one thing changed. Knows no page."""

from html.parser import HTMLParser


class Form(HTMLParser):
    """The fields of the form with this action, as the page has filled them in."""

    def __init__(self, page: str, action: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._action = action
        self._inside = False
        self._writing: str | None = None
        self._choosing: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        name, value = given.get("name"), given.get("value") or ""
        if tag == "form":
            self._inside = given.get("action") == self._action
        elif not self._inside:
            return
        elif (
            tag == "input" and name and (given.get("type") not in ("checkbox", "radio") or "checked" in given)
        ):
            self.fields[name] = value
        elif tag == "textarea" and name:
            self.fields[name], self._writing = "", name
        elif tag == "select":
            self._choosing = name
        elif tag == "option" and self._choosing and "selected" in given:
            self.fields[self._choosing] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "textarea":
            self._writing = None
        elif tag == "select":
            self._choosing = None

    def handle_data(self, data: str) -> None:
        if self._writing is not None:
            self.fields[self._writing] += data
