"""Firefox as it is installed, driven by WebDriver BiDi over one socket. Knows no page."""

import itertools
import json
import re
import subprocess
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from websockets.sync.client import connect

PATIENCE = 30.0
"""Seconds that anything is waited for: a busy machine is slow, not wrong."""

_LISTENS = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
_PREFERENCES = {
    "intl.accept_languages": "sv",
    "network.proxy.type": 0,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "ui.prefersReducedMotion": 1,
}

# A page that is hidden gets its timers late, so changes are listened for as well.
_UNTIL = """(patience) => new Promise((done, failed) => {
  const holds = () => { try { return %s } catch { return false } }
  const stop = (how, with_what) => { watch.disconnect(); clearInterval(again); clearTimeout(late); how(with_what) }
  const look = () => { if (holds()) stop(done, true) }
  const watch = new MutationObserver(look)
  const again = setInterval(look, 100)
  const late = setTimeout(() => stop(failed, new Error("it did not come to that")), patience)
  watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
  look()
})"""

_KEYS = {"Enter": "\ue007", "Tab": "\ue004", "Escape": "\ue00c", "Space": " "}


class Refused(Exception):
    """Firefox would not, or the page threw."""


class Firefox:
    """One Firefox for several people, each with cookies of their own."""

    def __init__(self, program: str, folder: Path) -> None:
        lines = (
            f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in _PREFERENCES.items()
        )
        (folder / "user.js").write_text("\n".join(lines), encoding="utf-8")
        asked = [
            program,
            "--headless",
            "--no-remote",
            "--profile",
            str(folder),
            "--remote-debugging-port",
            "0",
        ]
        self._process = subprocess.Popen(asked, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        self._stack = ExitStack()
        dialling = connect(f"{self._address()}/session", max_size=None, compression=None, proxy=None)
        self._socket = self._stack.enter_context(dialling)
        self._ids = itertools.count(1)
        self.faults: list[str] = []
        self.version: str = self.tell("session.new", capabilities={})["capabilities"]["browserVersion"]
        self.tell("session.subscribe", events=["log.entryAdded"])

    def close(self) -> None:
        """End it, and wait until it has gone."""
        self._stack.close()
        self._process.terminate()
        self._process.wait(PATIENCE)

    def tell(self, method: str, **facts: Any) -> dict[str, Any]:
        """Give a command and return its result. What a page complains of meanwhile is kept in ``faults``.

        Raises:
            Refused: the command failed.
        """
        number = next(self._ids)
        self._socket.send(json.dumps({"id": number, "method": method, "params": facts}))
        while True:
            told = json.loads(self._socket.recv(timeout=2 * PATIENCE))
            if told.get("method") == "log.entryAdded":
                self._hear(told["params"])
            elif told.get("id") == number:
                if told["type"] == "error":
                    raise Refused(f"{method}: {told['error']}: {told['message']}")
                result: dict[str, Any] = told["result"]
                return result

    def window(self, cookie: str | None, origin: str) -> "Window":
        """A window of somebody's own, signed in by a Cookie header."""
        person = self.tell("browser.createUserContext")["userContext"]
        if cookie:
            name, _, value = cookie.partition("=")
            host = re.sub(r"^\w+://|:\d+$", "", origin)
            given = {"name": name, "value": {"type": "string", "value": value}, "domain": host}
            partition = {"type": "storageKey", "userContext": person}
            self.tell("storage.setCookie", cookie=given, partition=partition)
        made = self.tell("browsingContext.create", type="window", userContext=person)
        return Window(self, made["context"], person, origin)

    def _address(self) -> str:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            if found := _LISTENS.search(line):
                return found[1]
        raise Refused("Firefox ended before it listened")

    def _hear(self, entry: dict[str, Any]) -> None:
        if entry["level"] == "error":
            self.faults.append(str(entry.get("text")))


class Window:
    """A window with a page in it."""

    def __init__(self, firefox: Firefox, context: str, person: str, origin: str) -> None:
        self._firefox, self._context, self._person, self._origin = firefox, context, person, origin

    def close(self) -> None:
        self._firefox.tell("browser.removeUserContext", userContext=self._person)

    def go(self, path: str, *, width: int = 1280, height: int = 900) -> "Window":
        """Open a page in a window so wide, and return when all of it is there."""
        self.size(width, height)
        self._tell("browsingContext.navigate", url=f"{self._origin}{path}", wait="complete")
        return self

    def size(self, width: int, height: int) -> None:
        self._tell("browsingContext.setViewport", viewport={"width": width, "height": height})

    def value(self, expression: str) -> Any:
        """What a JavaScript expression comes to on the page."""
        return json.loads(self._run(f"() => JSON.stringify({expression}) ?? 'null'"))

    def until(self, expression: str) -> None:
        """Wait until it holds on the page, also over a navigation.

        Raises:
            Refused: it did not within the patience.
        """
        for turn in itertools.count():
            try:
                self._run(_UNTIL % f"({expression})", int(PATIENCE * 1000))
                return
            except Refused as refused:
                # The page that was asked has been left: ask the next.
                if "did not come" in str(refused) or turn == 20:
                    raise Refused(f"{expression}: {refused}") from None

    def press(self, selector: str) -> None:
        """With the mouse, where it is in sight."""
        node = self._node(selector)
        self._run("element => element.scrollIntoView({ block: 'center' })", node)
        move = {"type": "pointerMove", "x": 0, "y": 0, "origin": {"type": "element", "element": node}}
        down, up = {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}
        self._act("pointer", [move, down, up])

    def type(self, selector: str, text: str) -> None:
        self._run("element => element.focus()", self._node(selector))
        self.keys(*text)

    def keys(self, *keys: str) -> None:
        signs = [_KEYS.get(key, key) for key in keys]
        self._act("key", [{"type": kind, "value": sign} for sign in signs for kind in ("keyDown", "keyUp")])

    def _node(self, selector: str) -> dict[str, Any]:
        self.until(f"document.querySelector({json.dumps(selector)})")
        found = self._tell(
            "browsingContext.locateNodes", locator={"type": "css", "value": selector}, maxNodeCount=1
        )
        return {"sharedId": found["nodes"][0]["sharedId"]}

    def _act(self, kind: str, actions: list[dict[str, Any]]) -> None:
        self._tell("input.performActions", actions=[{"type": kind, "id": kind, "actions": actions}])
        self._tell("input.releaseActions")

    def _run(self, function: str, argument: int | dict[str, Any] | None = None) -> Any:
        given = {"type": "number", "value": argument} if isinstance(argument, int) else argument
        told = self._tell(
            "script.callFunction",
            functionDeclaration=function,
            arguments=[given] if given else [],
            awaitPromise=True,
            target={"context": self._context},
        )
        if told["type"] == "exception":
            raise Refused(told["exceptionDetails"]["text"])
        return told["result"].get("value")

    def _tell(self, method: str, **facts: Any) -> dict[str, Any]:
        where = {} if "target" in facts else {"context": self._context}
        return self._firefox.tell(method, **where, **facts)
