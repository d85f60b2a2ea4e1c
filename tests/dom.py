"""A page as a tree, strict about its mark-up, and what the pages' script does with live frames: the same as web/js/live-list.js."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from typing import Any

_INLINE = frozenset({"a", "abbr", "b", "bdi", "em", "kbd", "small", "span", "strong", "sub", "sup", "time"})
_VOID = frozenset({"base", "br", "hr", "img", "input", "link", "meta", "source", "wbr"})


@dataclass(eq=False)
class Node:
    """An element. ``children`` are elements and texts."""

    tag: str
    attrs: dict[str, str]
    children: list["Node | str"] = field(default_factory=list)
    parent: "Node | None" = None

    def every(self) -> Iterator["Node"]:
        """This element and all inside it, in the order of the page."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.every()

    def where(self, holds: Callable[["Node"], bool]) -> list["Node"]:
        return [each for each in self.every() if holds(each)]

    def find(self, name: str) -> "Node | None":
        """The element with this id."""
        found = self.where(lambda each: each.attrs.get("id") == name)
        assert len(found) <= 1, f"{name} is there twice"
        return found[0] if found else None

    def at(self, name: str) -> "Node":
        """The element with this id, which is there."""
        found = self.find(name)
        assert found is not None, f"there is no {name}"
        return found

    def all(self, tag: str, kind: str | None = None) -> list["Node"]:
        """Every element of this tag and class."""
        return self.where(lambda each: each.tag == tag and (kind is None or kind in each.classes))

    def first(self, tag: str, kind: str | None = None) -> "Node":
        return self.all(tag, kind)[0]

    @property
    def classes(self) -> list[str]:
        return self.attrs.get("class", "").split()

    @property
    def elements(self) -> list["Node"]:
        return [child for child in self.children if isinstance(child, Node)]

    @property
    def raw(self) -> str:
        """The text inside, as it is."""
        return "".join(child if isinstance(child, str) else child.raw for child in self.children)

    def read(self, *, but: str) -> str:
        """The text inside as it is, without what stands in elements of one tag."""
        kept = (child if isinstance(child, str) else child.read(but=but) for child in self.children)
        return "" if self.tag == but else "".join(kept)

    @property
    def typed(self) -> str:
        """What stands in a text field. A line end right after the tag is not part of it."""
        return self.raw.removeprefix("\n")

    @property
    def text(self) -> str:
        """What a reader reads inside, on one line."""
        return " ".join(self._read().split())

    def _read(self) -> str:
        inside = "".join(child if isinstance(child, str) else child._read() for child in self.children)
        return inside if self.tag in _INLINE else f" {inside} "

    def written(self) -> str:
        """The element in one form, so that two can be compared: attributes in order, no space between elements."""
        attrs = "".join(f' {name}="{escape(value)}"' for name, value in sorted(self.attrs.items()))
        inside = "".join(
            escape(child) if isinstance(child, str) else child.written()
            for child in self.children
            if isinstance(child, Node) or child.strip()
        )
        return f"<{self.tag}{attrs}>{inside}</{self.tag}>\n"

    # -- changes

    def put(self, place: int, child: "Node") -> None:
        child.remove()
        self.children.insert(place, child)
        child.parent = self

    def place_of(self, child: "Node") -> int:
        return next(place for place, each in enumerate(self.children) if each is child)

    def remove(self) -> None:
        if self.parent is not None:
            del self.parent.children[self.parent.place_of(self)]
            self.parent = None

    def replace(self, fresh: "Node") -> None:
        assert self.parent is not None
        parent = self.parent
        place = parent.place_of(self)
        self.remove()
        parent.put(place, fresh)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("#page", {})
        self._at = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice: {names}"
        node = Node(tag, {name: value or "" for name, value in attrs})
        self._at.put(len(self._at.children), node)
        if tag not in _VOID:
            self._at = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._at.tag == tag, f"</{tag}> ends <{self._at.tag}>"
        assert self._at.parent is not None
        self._at = self._at.parent

    def handle_data(self, data: str) -> None:
        self._at.children.append(data)

    def whole(self) -> Node:
        assert self._at is self.root, f"<{self._at.tag}> has no end"
        return self.root


def parse(html: str) -> Node:
    """The page as a tree. Fails on mark-up that a browser would have to guess at."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.whole()


class LivePage:
    """An open page: what stands in its ``<live-list>`` after the frames it was told."""

    def __init__(self, html: str) -> None:
        self.page = parse(html)
        [self.live] = self.page.all("live-list")
        self.seq = int(self.live.attrs["after"])
        self.epoch = self.live.attrs["epoch"]
        self._early: dict[str, dict[str, Any]] = {}

    @property
    def _list(self) -> Node:
        return next(iter(self.live.where(lambda each: each.attrs.get("data-items") == "root")), self.live)

    @property
    def _newest_first(self) -> bool:
        return self.live.attrs.get("order") == "newest"

    def take(self, frame: dict[str, Any]) -> None:
        """Do with a frame what the script does."""
        assert "reload" not in frame, "the page was told to reload"
        if frame.get("seq", 0) <= self.seq:
            return
        if "put" in frame:
            self._put(frame)
        elif "drop" in frame:
            self._early.pop(frame["drop"], None)
            found = self.live.find(frame["drop"])
            if found is not None:
                found.remove()
        self.seq = frame["seq"]

    def shown(self) -> str:
        """The live part of the page in one form, with what the script keeps current beside the frames."""
        empty = not any("data-at" in each.attrs for each in self._list.elements)
        state = self.live.find("sitting")
        if state is not None:
            self._stage(state)
        for each in self.live.every():
            if "data-when-empty" in each.attrs:
                _hide(each, not empty)
        self.live.attrs["after"] = ""
        return self.live.written()

    def _stage(self, state: Node) -> None:
        """Each state of the sitting has its own sentences, and an archive is read from its beginning."""
        intake, now = state.attrs.get("data-intake"), state.attrs.get("data-state", "")
        now = "paused" if intake == "paused" else now
        for each in self.live.every():
            if "data-while" in each.attrs:
                _hide(each, now not in each.attrs["data-while"].split())
        if now == "archived" and self._newest_first:
            self.live.attrs["order"] = "oldest"
            for item in [each for each in self._list.elements if "data-at" in each.attrs]:
                _insert(item, self._list)
            for choice in self.live.where(lambda each: "data-order" in each.attrs):
                choice.attrs["aria-current"] = "true" if choice.attrs["data-order"] == "oldest" else "false"

    def _put(self, frame: dict[str, Any]) -> None:
        name, into, at = frame["put"], frame["in"], frame["at"]
        old = self.live.find(name)
        place = self.live.find(into) if into else self._list
        if old is None and place is None:
            self._early[name] = frame
            return
        self._early.pop(name, None)
        [item] = parse(frame["html"]).elements
        assert item.attrs.get("id") == name
        placed = isinstance(at, int) and (old is None or "data-at" in old.attrs)
        if placed:
            item.attrs["data-at"] = str(at)
        if old is not None:
            moved = placed and place is not None
            moved = moved and (old.parent is not place or old.attrs["data-at"] != str(at))
            _keep_items(old, item)
            old.replace(item)
            if moved and place is not None:
                _insert(item, place, newest_first=not into and self._newest_first)
        elif placed and place is not None:
            _insert(item, place, newest_first=not into and self._newest_first)
        else:
            return
        for early in list(self._early.values()):
            if self.live.find(early["in"]) is not None:
                self._put(early)


def _insert(item: Node, place: Node, *, newest_first: bool = False) -> None:
    item.remove()
    others = [each for each in place.elements if "data-at" in each.attrs]
    at = int(item.attrs["data-at"])
    after = [
        each
        for each in others
        if (int(each.attrs["data-at"]) < at) == newest_first and int(each.attrs["data-at"]) != at
    ]
    if after:
        place.put(place.place_of(after[0]), item)
    elif others:
        place.put(place.place_of(others[-1]) + 1, item)
    else:
        place.put(len(place.children), item)


def _keep_items(old: Node, fresh: Node) -> None:
    for items in old.where(lambda each: "data-items" in each.attrs and "id" in each.attrs):
        heir = fresh.find(items.attrs["id"])
        if heir is None or "data-items" not in heir.attrs:
            continue
        for item in items.elements:
            if "id" in item.attrs and heir.find(item.attrs["id"]) is None:
                _insert(item, heir)


def _hide(node: Node, hidden: bool) -> None:
    node.attrs.pop("hidden", None)
    if hidden:
        node.attrs["hidden"] = ""
