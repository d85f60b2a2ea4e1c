"""Whether a page's HTML is valid: parsed as browsers do, and held to what may stand in what. Knows no page."""

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_PHRASING = _set(
    "a abbr b bdi bdo br button cite code data datalist del dfn em i iframe img input ins kbd label map mark math meter"
    " noscript object output picture progress q ruby s samp script select slot small span strong sub sup svg template"
    " textarea time u var video wbr"
)
_ONLY_PHRASING = _set(
    "p h1 h2 h3 h4 h5 h6 span b i em strong small abbr bdi button label kbd mark time code pre sub sup"
)
_INTERACTIVE = _set("a button details iframe label select textarea input")
_CHILDREN = {
    "ul": _set("li script template"),
    "ol": _set("li script template"),
    "dl": _set("dt dd div script template"),
    "select": _set("option optgroup hr"),
    "tr": _set("th td"),
    "thead": _set("tr"),
    "tbody": _set("tr"),
}
_GLOBAL = _set(
    "id class lang dir hidden tabindex title role autofocus inert popover contenteditable spellcheck autocapitalize"
    " itemprop slot"
)
_OWN = {
    "html": "",
    "head": "",
    "title": "",
    "meta": "charset name content http-equiv",
    "link": "rel href type as crossorigin media sizes hreflang",
    "script": "type src",
    "a": "href rel target hreflang download type",
    "form": "action method enctype novalidate autocomplete target name",
    "input": "type name value required readonly disabled checked min max step maxlength minlength pattern placeholder"
    " autocomplete inputmode list size form formaction multiple accept",
    "textarea": "name rows cols required readonly disabled maxlength minlength placeholder autocomplete",
    "select": "name required disabled multiple size form autocomplete",
    "optgroup": "label disabled",
    "option": "value selected disabled label",
    "button": "type name value form formaction formmethod formnovalidate disabled popovertarget",
    "label": "for",
    "fieldset": "disabled form name",
    "details": "open name",
    "dialog": "open",
    "time": "datetime",
    "data": "value",
    "th": "scope colspan rowspan headers abbr",
    "td": "colspan rowspan headers",
    "ol": "start reversed type",
    "li": "value",
    "img": "src alt width height loading decoding srcset sizes",
    "iframe": "src allow loading width height",
    "abbr": "",
}
_SVG = {"svg", "use", "path", "circle", "rect", "g", "line", "symbol", "title"}
_REFERS = (
    "for",
    "form",
    "list",
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "aria-owns",
    "headers",
)


def faults(text: str) -> list[str]:
    """Everything that is wrong with a page."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(text)
    lines = text.splitlines()
    parsed = [f"{code}: {lines[place[0] - 1][:120]}" for place, code, _ in parser.errors]
    return [*parsed, *_twice(tree), *_leading_nowhere(tree), *_misplaced(tree), *_unheard_of(tree)]


def _elements(tree: Element) -> Iterator[Element]:
    return filter(_is_element, tree.iter())


def _is_element(node: Element) -> bool:
    """A comment's tag is the function that makes it."""
    return not str(node.tag).startswith("<")


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _named(element: Element) -> str:
    return f"<{_local(element)} {' '.join(f'{key}={value!r}' for key, value in list(element.attrib.items())[:3])}>"


def _ids(tree: Element) -> Counter[str]:
    return Counter(each.attrib["id"] for each in _elements(tree) if "id" in each.attrib)


def _twice(tree: Element) -> list[str]:
    return [f"id twice: {name}" for name, times in _ids(tree).items() if times > 1]


def _leading_nowhere(tree: Element) -> Iterator[str]:
    known = {*_ids(tree), ""}
    for each in _elements(tree):
        named = [name for key in _REFERS for name in each.attrib.get(key, "").split()]
        if _local(each) == "a" and each.attrib.get("href", "").startswith("#"):
            named.append(each.attrib["href"][1:])
        yield from (f"leads nowhere: {name} in {_named(each)}" for name in named if name not in known)


def _misplaced(tree: Element) -> Iterator[str]:
    for parent in _elements(tree):
        inside = [_local(child) for child in filter(_is_element, parent)]
        tag = _local(parent)
        if tag in _ONLY_PHRASING:
            yield from (f"<{child}> in {_named(parent)}" for child in inside if child not in _PHRASING)
        if tag in _CHILDREN:
            yield from (f"<{child}> in {_named(parent)}" for child in inside if child not in _CHILDREN[tag])
        if tag in ("a", "button"):
            within = [_local(each) for each in _elements(parent) if each is not parent]
            yield from (f"<{each}> in {_named(parent)}" for each in within if each in _INTERACTIVE)


def _unheard_of(tree: Element) -> Iterator[str]:
    for each in _elements(tree):
        tag = _local(each)
        if "-" in tag or tag in _SVG:
            continue
        known = _GLOBAL | set(_OWN.get(tag, "").split())
        yield from (
            f"{key} on {_named(each)}"
            for key in each.attrib
            if key not in known and not re.fullmatch(r"data-[^A-Z]+|aria-[a-z]+", str(key))
        )
