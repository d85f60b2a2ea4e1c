"""What the repository holds, for the tests that hold it to its habits."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_BINARY = {".woff2", ".png", ".ico", ".gz", ".zip", ".mo", ".webp"}
_GENERATED = ("app/records/migrations/",)


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the program: where it stands, its lines from its name to its end, and those of what it does."""

    place: str
    lines: int
    body: int


@cache
def paths() -> tuple[Path, ...]:
    """Every file of the repository that stands in the working tree, tracked or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found = {ROOT / line for line in listed.stdout.splitlines()}
    return tuple(sorted(path for path in found if path.is_file()))


def texts(*suffixes: str, under: str = "") -> Iterator[tuple[str, str]]:
    """Name and text of every text file below ``under``, of the given suffixes if any are given."""
    for path in paths():
        name = path.relative_to(ROOT).as_posix()
        if (
            name.startswith(under)
            and path.suffix not in _BINARY
            and (not suffixes or path.suffix in suffixes)
        ):
            yield name, path.read_text(encoding="utf-8")


def program() -> Iterator[tuple[str, ast.Module]]:
    """Name and syntax tree of every module of app/ that is written by hand."""
    for name, text in texts(".py", under="app/"):
        if not name.startswith(_GENERATED):
            yield name, ast.parse(text)


def functions() -> list[Function]:
    """Every function and method of app/."""
    return [
        _measured(name, node)
        for name, tree in program()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def _measured(name: str, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Function:
    end = node.end_lineno or node.lineno
    doing = node.body[1:] if ast.get_docstring(node) else node.body
    body = end - doing[0].lineno + 1 if doing else 0
    return Function(f"{name}:{node.lineno} {node.name}", end - node.lineno + 1, body)
