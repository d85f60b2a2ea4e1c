"""Memory is read when it has kept still, not while the server is still learning that somebody has gone."""

from collections.abc import Callable, Iterator

from bench.crowd import settled

MB = 1024 * 1024


def reading(values: Iterator[int]) -> Callable[[], int]:
    """Reads one value after another, and then the last one again and again."""
    last = [0]

    def read() -> int:
        last[0] = next(values, last[0])
        return last[0]

    return read


def test_memory_is_not_read_before_it_has_kept_still_for_long_enough():
    falling = reading(iter([100 * MB, 100 * MB, 90 * MB, 80 * MB]))

    assert settled(falling, still=0.004, step=0.001) == 80 * MB


def test_a_little_up_and_down_is_still_enough():
    steady = reading(iter([100 * MB, 100 * MB + 4096, 100 * MB] * 2))

    assert abs(settled(steady, still=0.002, step=0.001) - 100 * MB) <= 4096


def test_what_never_keeps_still_is_read_when_patience_is_out():
    growing = reading(iter(range(0, 10_000 * MB, MB)))

    assert settled(growing, still=0.002, patience=0.02, step=0.001) > 0
