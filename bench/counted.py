"""Starts the program as its command does, and counts what it should hardly do: SQL statements, and compressions begun.

``BENCH_COUNTS`` names a file of two numbers of eight bytes, least first. It is mapped into memory: counting costs little, and
who reads it costs the program nothing.
"""

import mmap
import os
import struct
import sys
import threading
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

FORM = "<QQ"
FILE = "BENCH_COUNTS"
PROGRAM: Sequence[str] = (sys.executable, "-m", "bench.counted")


@dataclass(frozen=True)
class Counts:
    """How many there have been since the program began."""

    statements: int
    compressions: int

    @classmethod
    def read(cls, file: Path) -> "Counts":
        """What stands in the file now."""
        return cls(*struct.unpack(FORM, file.read_bytes()))


def count_into(file: Path) -> None:
    """Count from now on, on every thread."""
    file.write_bytes(bytes(struct.calcsize(FORM)))
    with file.open("r+b") as opened:
        counted = mmap.mmap(opened.fileno(), 0)
    one_statement, one_more, begin = _counter(counted, 0), _counter(counted, 8), zlib.compressobj

    def connected(driver: Any, _record: Any) -> None:
        driver.set_trace_callback(one_statement)  # SQLite's own word for each: some never pass SQLAlchemy

    event.listen(Engine, "connect", connected)

    def compressobj(*how: Any, **more: Any) -> Any:
        one_more()
        return begin(*how, **more)

    zlib.compressobj = compressobj


def _counter(counted: mmap.mmap, place: int) -> Callable[..., None]:
    lock, seen = threading.Lock(), [0]

    def one_more(*_facts: Any) -> None:
        with lock:
            seen[0] += 1
            struct.pack_into("<Q", counted, place, seen[0])

    return one_more


if __name__ == "__main__":
    count_into(Path(os.environ[FILE]))

    from app.cli import main

    main()
