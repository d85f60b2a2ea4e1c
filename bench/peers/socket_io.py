"""python-socketio as in its manual, under uvicorn: ``emit`` to everybody. Run by the bench's own environment."""

import json
from typing import Any

import socketio  # type: ignore[import-not-found]  # lives in an environment of its own

sockets = socketio.AsyncServer(async_mode="asgi", ping_interval=900, ping_timeout=900)


async def publish(scope: Any, receive: Any, send: Any) -> None:
    """Whatever is said at ``/publish`` is sent to everybody as an event."""
    if scope["type"] != "websocket":
        return
    await receive()
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] == "websocket.receive":
        await sockets.emit("news", json.loads(message["text"]))
        await send({"type": "websocket.send", "text": "done"})


program = socketio.ASGIApp(sockets, publish)
