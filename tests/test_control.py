"""Commands reach the running server through the data folder, however long its path is."""

import asyncio
import os
import stat

from app import control


async def test_a_command_is_answered_by_the_running_server_under_a_path_longer_than_a_socket_may_have(
    tmp_path,
):
    folder = tmp_path / ("å" * 100)
    folder.mkdir()

    async def answer(command, arguments):
        return {"command": command, "arguments": dict(arguments)}

    server = await control.serve(folder, answer)
    reply = await asyncio.to_thread(control.ask, folder, "sitting.open", {"slug": "varden"})
    mode = stat.S_IMODE(os.stat(folder / control.NAME).st_mode)
    server.close()

    assert reply == {"command": "sitting.open", "arguments": {"slug": "varden"}}
    assert mode == 0o600


async def test_a_socket_left_by_a_killed_server_is_replaced(tmp_path):
    first = await control.serve(tmp_path, lambda command, arguments: asyncio.sleep(0, {"who": "first"}))
    os.rename(tmp_path / control.NAME, tmp_path / "kept")
    first.close()
    os.rename(tmp_path / "kept", tmp_path / control.NAME)

    second = await control.serve(tmp_path, lambda command, arguments: asyncio.sleep(0, {"who": "second"}))
    reply = await asyncio.to_thread(control.ask, tmp_path, "who", {})
    second.close()

    assert reply == {"who": "second"}


def test_without_a_server_there_is_no_answer(tmp_path):
    assert control.ask(tmp_path, "who", {}) is None
    assert control.ask(tmp_path / "missing", "who", {}) is None
