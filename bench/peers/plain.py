"""What one writes in an afternoon with FastAPI: a set of sockets and a loop, a session with a commit, a query and a template.

Run by uvicorn as everybody runs it: ``uvicorn bench.peers.plain:program``. Where it keeps its posts is in ``PLAIN_DATABASE``.
"""

import os
from collections.abc import Iterator
from contextlib import asynccontextmanager
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, FastAPI, Request, WebSocket, WebSocketDisconnect
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader
from sqlalchemy import event
from sqlmodel import Field, Session, SQLModel, create_engine, select

from bench.places import HERE

engine = create_engine(
    f"sqlite:///{os.environ.get('PLAIN_DATABASE', ':memory:')}",
    connect_args={"check_same_thread": False, "timeout": 30},
    # With the pool's own 15, FastAPI's 40 threads wait for each other until they time out: that is not what is compared here.
    pool_size=64,
)
templates = Environment(loader=FileSystemLoader(HERE / "peers"), autoescape=True)
viewers: set[WebSocket] = set()


class Post(SQLModel, table=True):
    """A question, and its answer once there is one."""

    id: int | None = Field(default=None, primary_key=True)
    ticket: UUID = Field(unique=True)
    body: str
    answer: str | None = None


class Asked(SQLModel):
    """What a citizen sends."""

    ticket: UUID
    body: str


@event.listens_for(engine, "connect")
def _durable(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")


def session() -> Iterator[Session]:
    """A session for each request."""
    with Session(engine) as opened:
        yield opened


SessionDep = Annotated[Session, Depends(session)]


@asynccontextmanager
async def _tables(_program: FastAPI) -> Any:
    SQLModel.metadata.create_all(engine)
    yield


program = FastAPI(lifespan=_tables)


@program.websocket("/live")
async def live(socket: WebSocket) -> None:
    """Listen to what is published."""
    await socket.accept()
    viewers.add(socket)
    try:
        while True:
            await socket.receive_text()
    except WebSocketDisconnect:
        viewers.discard(socket)


@program.websocket("/publish")
async def publish(socket: WebSocket) -> None:
    """Whatever is said here goes to every viewer."""
    await socket.accept()
    try:
        while True:
            text = await socket.receive_text()
            for viewer in list(viewers):
                await viewer.send_text(text)
            await socket.send_text("done")
    except WebSocketDisconnect:
        return


@program.post("/questions", status_code=201)
def ask(asked: Asked, session: SessionDep) -> dict[str, int | None]:
    """Keep a question, durably, and say its number."""
    post = Post(ticket=asked.ticket, body=asked.body)
    session.add(post)
    session.commit()
    return {"number": post.id}


@program.post("/answered", status_code=201)
def fill(asked: Asked, session: SessionDep) -> dict[str, int | None]:
    """Keep a question with an answer: a thread of the page."""
    post = Post(ticket=asked.ticket, body=asked.body, answer=asked.body)
    session.add(post)
    session.commit()
    return {"number": post.id}


@program.get("/page", response_class=HTMLResponse)
def page(session: SessionDep) -> HTMLResponse:
    """Every answered question, read and rendered for each reader."""
    threads = session.exec(select(Post).where(Post.answer != None).order_by(Post.id)).all()  # type: ignore[arg-type]  # noqa: E711 - SQL's "is not null"
    return HTMLResponse(templates.get_template("page.html").render(threads=threads))


@program.api_route("/ready", methods=["GET"])
async def ready(_request: Request) -> Response:
    """The page as bytes that lie ready: the most that FastAPI itself can hand out."""
    return Response(_ready(), media_type="text/html")


_made: list[bytes] = []


def _ready() -> bytes:
    if not _made:
        with Session(engine) as opened:
            _made.append(bytes(page(opened).body))
    return _made[0]
