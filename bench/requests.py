"""The load client's requests (bench/requests.c): one request again and again over kept connections. Knows no server."""

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bench import compiled

TICKET = "@TICKET@".ljust(36, "@")
"""Stands in a request where each one gets a UUID of its own."""


@dataclass(frozen=True)
class Answered:
    """What came of it. Times in milliseconds; ``lengths`` is the length of the first body of each status."""

    count: int
    failed: int
    seconds: float
    p50: float
    p99: float
    statuses: Mapping[int, int]
    lengths: Mapping[int, int]
    other_length: int
    last: str

    @property
    def rate(self) -> float:
        return self.count / self.seconds


def request(method: str, path: str, port: int, body: bytes = b"", **headers: str) -> bytes:
    """A request as it goes over the wire. Underscores in the headers' names become hyphens."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def sent(asked: bytes, port: int, *, connections: int, seconds: float, most: int = 0) -> Answered:
    """Send a request over and over for some seconds, or until it has been answered ``most`` times."""
    command = [compiled.program("requests"), str(port), str(connections), str(seconds), str(most)]
    done = subprocess.run(
        [str(word) for word in command], input=asked, capture_output=True, check=True, timeout=seconds + 30
    )
    facts: dict[str, Any] = json.loads(done.stdout)
    return Answered(
        facts["answered"],
        facts["failed"],
        facts["seconds"],
        facts["p50"],
        facts["p99"],
        {int(status): n for status, n in facts["statuses"].items()},
        {int(status): n for status, n in facts["lengths"].items()},
        facts["other_length"],
        done.stderr.decode(errors="replace"),
    )
