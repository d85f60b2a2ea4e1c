"""The load client: what it lets pass, and what it does not."""

import time
from typing import Any

import pytest

from bench import compiled
from bench.contenders import speaking
from bench.processes import free_port, started
from bench.viewers import Viewers, Way, Wrong, viewers
from tests.bench.saying import saying, text

PATIENCE = 10.0


def seen(audience: Viewers, frames: int) -> dict[str, Any]:
    """What the viewers have seen, once they have got so many frames."""
    until = time.monotonic() + PATIENCE
    while (found := audience.count())["frames"] < frames:
        assert time.monotonic() < until, found
    return found


def checked(port: int, viewing: int, frames: int) -> dict[str, Any]:
    with viewers(Way(port, "/live")) as audience:
        audience.open(viewing)
        seen(audience, frames)
        return audience.check()


def test_viewers_that_get_the_same_in_order_have_nothing_to_say():
    script = [text(1), text(2), text(3)]
    with saying(script, script) as port:
        found = checked(port, 2, 6)

    assert (found["open"], found["frames"], found["least"], found["largest"]) == (2, 6, 3, 3)


def test_a_frame_with_a_single_other_byte_is_noticed():
    scripts = [text(1), text(2, "hej")], [text(1), text(2, "hoj")]
    with saying(*scripts) as port, pytest.raises(Wrong, match="'differing': 1"):
        checked(port, 2, 4)


def test_a_frame_out_of_order_is_noticed():
    with saying([text(1), text(3), text(2)]) as port, pytest.raises(Wrong, match="'disordered': 1"):
        checked(port, 1, 3)


def test_a_frame_that_comes_twice_is_noticed():
    with saying([text(1), text(1)]) as port, pytest.raises(Wrong, match="'disordered': 1"):
        checked(port, 1, 2)


def test_a_frame_that_was_left_out_is_noticed():
    with saying([text(1), text(4)]) as port, pytest.raises(Wrong, match="'skipped': 2"):
        checked(port, 1, 2)


def test_a_frame_that_comes_in_pieces_is_put_together():
    whole = text(1) + text(2)
    with saying([whole[:1], whole[1:9], whole[9:]]) as port:
        assert checked(port, 1, 2)["largest"] == 2


def test_a_viewer_that_is_sent_off_is_counted_with_the_code():
    with saying([text(1), b"\x88\x02\x03\xf4"]) as port, viewers(Way(port, "/live")) as audience:
        audience.open(1)
        until = time.monotonic() + PATIENCE
        while (found := audience.count())["open"]:
            assert time.monotonic() < until, found

    assert (found["closed"], found["codes"]) == (1, {"1012": 1})


def test_somebody_who_is_not_let_in_is_no_viewer():
    with pytest.raises(Wrong, match="0 of 1"), viewers(Way(free_port(), "/live")) as audience:
        audience.open(1)


def test_the_frames_can_be_looked_at(tmp_path):
    with saying([text(7, "hej"), text(8, "hå")]) as port, viewers(Way(port, "/live")) as audience:
        audience.open(1)
        seen(audience, 2)
        frames = audience.frames(tmp_path)

    assert frames == {7: b'{"seq":7,"html":"hej"}', 8: '{"seq":8,"html":"hå"}'.encode()}


def test_the_loop_in_c_tells_every_viewer_and_the_delay_is_measured():
    port = free_port()
    with started([compiled.program("loop"), str(port)], port=port), viewers(Way(port, "/live")) as audience:
        audience.open(20)
        audience.tell("record 1")
        with speaking(port) as publish, audience.expecting(2) as facts:
            at = time.monotonic_ns()
            publish([text(number)[2:].decode() for number in (1, 2)])
        audience.tell(f"sent 1 {at}")
        audience.tell(f"sent 2 {at}")
        delays = audience.tell("latencies")

    assert facts["lacking"] == 0
    assert delays["samples"] == 40
    assert 0 < delays["p50"] <= delays["p99"] <= delays["max"] < 5000


def test_a_stalled_viewer_keeps_nobody_waiting_and_gets_everything_when_it_wakes():
    port = free_port()
    with started([compiled.program("loop"), str(port)], port=port), viewers(Way(port, "/live")) as audience:
        audience.open(3)
        audience.tell("stall 1")
        with speaking(port) as publish, audience.expecting(1) as facts:
            publish([text(1)[2:].decode()])
        asleep = audience.count()
        audience.tell("wake")
        awake = seen(audience, 3)

    assert facts["lacking"] == 0
    assert (asleep["frames"], awake["frames"]) == (2, 3)
