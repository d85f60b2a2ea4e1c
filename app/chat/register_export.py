"""The register as files: JSON Lines and CSV, streamed, each taking out entered in the log (M23, R-30). Holds no draft and no note."""

from collections.abc import Iterable, Iterator

from fastapi import APIRouter
from starlette.responses import StreamingResponse

from app.chat import register_terms
from app.chat.house import HouseDep
from app.chat.office import Registering
from app.chat.visitor import VisitorDep
from app.records import export, spreadsheet
from app.routing import exporting

router = APIRouter()

PIECE = 32 * 1024


@router.get("/{sitting}/register.jsonl")
async def as_json_lines(by: Registering, house: HouseDep, sitting: str) -> StreamingResponse:
    """The sitting with its posts, announcements and entries, one JSON object a line, in codes."""
    await house.journal.write(exporting.export, sitting, "jsonl", by=by)
    lines = export.json_lines(house.reading, sitting, at=house.clock())
    return _file(lines, "application/x-ndjson", f"{sitting}.jsonl")


@router.get("/{sitting}/register.csv")
async def as_csv(by: Registering, house: HouseDep, visitor: VisitorDep, sitting: str) -> StreamingResponse:
    """Every post on a row of its own, in the reader's words, safe to open in a spreadsheet."""
    await house.journal.write(exporting.export, sitting, "csv", by=by)
    rows = spreadsheet.posts(house.reading, sitting, say=register_terms.say(visitor.lang))
    return _file(rows, "text/csv; charset=utf-8; header=present", f"{sitting}.csv")


def _file(lines: Iterable[bytes], kind: str, name: str) -> StreamingResponse:
    headers = {
        "Content-Type": kind,
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
    return StreamingResponse(_pieces(lines), headers=headers)


def _pieces(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The lines some at a time: each piece is fetched on another thread."""
    held: list[bytes] = []
    size = 0
    for line in lines:
        held.append(line)
        size += len(line)
        if size >= PIECE:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)
