"""``python -m bench``: measures, prints the tables, writes docs/benchmarks.md and its picture; ``--quick`` asserts ratios alone."""

import argparse
import os
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from types import FrameType

from bench import (
    burst,
    compression,
    crowd,
    delivery,
    desk,
    growth,
    intake,
    pages,
    paper,
    picture,
    places,
    reconnects,
    stalled,
)
from bench.compiled import CannotMeasure
from bench.contenders import ALWAYS, PERHAPS, Starting, available
from bench.figures import Measurement
from bench.processes import end_all_when_told
from bench.viewers import Wrong

BOUND, QUICK_BOUND = 580.0, 120.0
"""Seconds after which nothing goes on: what is not measured by then is said to be missing."""


class TimeUp(Exception):
    """The run has taken as long as it may."""


Others = Mapping[str, Starting]
Measuring = Callable[[Others], "Measurement | list[Measurement]"]

WHOLE: dict[str, Measuring] = {
    "delivery": lambda others: delivery.measure(delivery.Extent(), others),
    "crowd": lambda others: crowd.measure(crowd.Extent(), others),
    "burst": lambda others: burst.measure(burst.Extent(), others),
    "intake": lambda _: intake.measure(intake.Extent()),
    "pages": lambda _: pages.measure(pages.Extent()),
    "reconnects": lambda _: reconnects.measure(reconnects.Extent()),
    "stalled": lambda _: stalled.measure(stalled.Extent()),
    "compression": lambda _: compression.measure(compression.Extent()),
    "growth": lambda _: growth.measure(growth.Extent()),
    "desk": lambda _: desk.measure(desk.Extent()),
}
QUICK: dict[str, Measuring] = {
    "delivery": lambda others: delivery.measure(delivery.QUICK, others),
    "crowd": lambda others: crowd.measure(crowd.QUICK, others),
    "burst": lambda others: burst.measure(burst.QUICK, others),
    "pages": lambda _: pages.measure(pages.QUICK),
    "reconnects": lambda _: reconnects.measure(reconnects.QUICK),
    "intake": lambda _: intake.measure(intake.QUICK),
}


def main() -> int:
    """Run what was asked for. Returns 1 when the quick run saw a ratio that cannot be noise, or anybody got wrong frames."""
    asked = _arguments()
    end_all_when_told()
    _many_files()
    chosen = QUICK if asked.quick else WHOLE
    names = asked.only or list(chosen)
    others, lacking = available(ALWAYS if asked.quick else {**ALWAYS, **PERHAPS})
    bound = asked.bound or (QUICK_BOUND if asked.quick else BOUND)
    busy = os.getloadavg()[0]
    measured, missing, wrong = _run({name: chosen[name] for name in names}, others, bound)
    missing = lacking + missing
    if not asked.quick and not asked.only:
        _write(measured, missing, busy)
    failed = [goal for each in measured for goal in each.floors if goal.held is False]
    if asked.quick:
        print("\nIn this run:", *paper.verdicts(goal for each in measured for goal in each.floors), sep="\n")
    return 1 if wrong or (asked.quick and failed) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="in two minutes at most, ratios only")
    parser.add_argument("--bound", type=float, help="seconds after which nothing goes on")
    parser.add_argument("only", nargs="*", help=f"of {', '.join(WHOLE)}; without any: all")
    return parser.parse_args()


def _many_files() -> None:
    """Whatever is started here may hold as many connections as the machine lets it."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _run(
    chosen: dict[str, Measuring], others: Others, bound: float
) -> tuple[list[Measurement], list[str], list[str]]:
    """What was measured, what could not be and why, and what went wrong."""
    began, measured, missing, wrong = time.monotonic(), list[Measurement](), list[str](), list[str]()
    signal.signal(signal.SIGALRM, _up)
    signal.setitimer(signal.ITIMER_REAL, bound)
    print(paper.machine(datetime.now(UTC).date(), os.getloadavg()[0]), flush=True)
    for name, measure in chosen.items():
        if time.monotonic() - began > bound:
            missing.append(f"{name}: the time was up")
            continue
        try:
            found = measure(others)
        except TimeUp:
            missing.append(f"{name}: the time was up")
        except CannotMeasure as lacking:
            missing.append(f"{name}: {lacking}")
        except Wrong as false:
            wrong.append(f"{name}: {false}")
            print(f"\n{name}: WRONG: {false}", flush=True)
        except Exception as error:  # noqa: BLE001 - one that fails must not keep the others from being written down
            wrong.append(f"{name}: {type(error).__name__}: {error}")
            traceback.print_exc()
        else:
            for each in found if isinstance(found, list) else [found]:
                measured.append(each)
                _say(each, time.monotonic() - began)
    signal.setitimer(signal.ITIMER_REAL, 0)
    print(*missing, sep="\n")
    return measured, missing + wrong, wrong


def _up(_number: int, _frame: FrameType | None) -> None:
    raise TimeUp


def _say(measured: Measurement, seconds: float) -> None:
    print(f"\n{measured.title} ({seconds:.0f} s): {measured.how}")
    print("\n".join(paper.table(measured)))
    print("\n".join([*paper.verdicts(measured.goals), *measured.remarks]), flush=True)


def _write(measured: Sequence[Measurement], missing: Sequence[str], busy: float) -> None:
    today = datetime.now(UTC).date()
    (places.DOCS / "benchmarks.md").write_text(
        paper.report(measured, missing, today=today, busy=busy), encoding="utf-8"
    )
    (places.DOCS / "pictures" / "benchmarks.svg").write_text(picture.drawn(measured), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
