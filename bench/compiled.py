"""Compiles the bench's own C programs when they have changed. Knows not what they do."""

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

from bench.places import HERE, KEPT

APT = {"DEBIAN_FRONTEND": "noninteractive"}


class CannotMeasure(Exception):
    """Something that a measurement needs is not on this machine; the sentence says what."""


def installed(*packages: str) -> bool:
    """Whether Debian's packages could be installed: only as root, and only where there is apt."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    for before in ([], ["apt-get", "update", "-qq"]):
        if before:
            subprocess.run(before, check=False, capture_output=True, timeout=120)
        done = subprocess.run(
            command, check=False, capture_output=True, timeout=300, env={**os.environ, **APT}
        )
        if done.returncode == 0:
            return True
    return False


@cache
def program(name: str) -> Path:
    """The program made of ``bench/<name>.c``. Raises ``CannotMeasure`` where there is no compiler."""
    source, made = HERE / f"{name}.c", KEPT / "bin" / name
    newest = max(source.stat().st_mtime, (HERE / "net.h").stat().st_mtime)
    if made.exists() and made.stat().st_mtime >= newest:
        return made
    compiler = _compiler()
    made.parent.mkdir(parents=True, exist_ok=True)
    fresh = made.with_name(f"{name}-{os.getpid()}")
    subprocess.run(
        [compiler, "-O2", "-std=gnu11", "-Wall", "-Wextra", "-o", str(fresh), str(source)], check=True
    )
    fresh.replace(made)  # whoever runs the old one keeps it
    return made


def _compiler() -> str:
    for attempt in range(2):
        found = shutil.which("cc") or shutil.which("gcc")
        if found is not None:
            return found
        if attempt == 0 and not installed("gcc", "libc6-dev"):
            break
    raise CannotMeasure("there is no C compiler (Debian: gcc, libc6-dev)")
