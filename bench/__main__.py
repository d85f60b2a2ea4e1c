"""``python -m bench``: measures, prints the tables, writes docs/benchmarks.md and its picture; ``--quick`` asserts ratios alone."""

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from bench import delivery, intake, paper, picture, places
from bench.compiled import CannotMeasure
from bench.figures import Measurement
from bench.processes import end_all_when_told
from bench.viewers import Wrong

BOUND, QUICK_BOUND = 600.0, 60.0
"""Seconds after which nothing more is begun."""

Measuring = Callable[[], Measurement]

WHOLE: dict[str, Measuring] = {
    "delivery": lambda: delivery.measure(delivery.Extent()),
    "intake": lambda: intake.measure(intake.Extent()),
}
QUICK: dict[str, Measuring] = {
    "delivery": lambda: delivery.measure(delivery.QUICK),
    "intake": lambda: intake.measure(intake.QUICK),
}


def main() -> int:
    """Run what was asked for. Returns 1 when the quick run saw a ratio that cannot be noise, or anybody got wrong frames."""
    asked = _arguments()
    end_all_when_told()
    chosen = QUICK if asked.quick else WHOLE
    names = asked.only or list(chosen)
    measured, missing, wrong = _run(
        {name: chosen[name] for name in names}, QUICK_BOUND if asked.quick else BOUND
    )
    if not asked.quick and not asked.only:
        _write(measured, missing)
    failed = [goal for each in measured for goal in each.floors if goal.held is False]
    if asked.quick:
        print("\nIn this run:", *paper.verdicts(goal for each in measured for goal in each.floors), sep="\n")
    return 1 if wrong or (asked.quick and failed) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="in under a minute, ratios only")
    parser.add_argument("only", nargs="*", help=f"of {', '.join(WHOLE)}; without any: all")
    return parser.parse_args()


def _run(chosen: dict[str, Measuring], bound: float) -> tuple[list[Measurement], list[str], list[str]]:
    """What was measured, what could not be and why, and what went wrong."""
    began, measured, missing, wrong = time.monotonic(), list[Measurement](), list[str](), list[str]()
    print(paper.machine(datetime.now(UTC).date()), f"Load before: {os.getloadavg()[0]:.1f}.", flush=True)
    for name, measure in chosen.items():
        if time.monotonic() - began > bound:
            missing.append(f"{name}: the time was up")
            continue
        try:
            measured.append(measure())
        except CannotMeasure as lacking:
            missing.append(f"{name}: {lacking}")
        except Wrong as false:
            wrong.append(f"{name}: {false}")
            print(f"\n{name}: WRONG: {false}", flush=True)
        else:
            _say(measured[-1], time.monotonic() - began)
    print(*missing, sep="\n")
    return measured, missing + wrong, wrong


def _say(measured: Measurement, seconds: float) -> None:
    print(f"\n{measured.title} ({seconds:.0f} s): {measured.how}")
    print("\n".join(paper.table(measured)))
    print("\n".join(paper.verdicts(measured.goals)), flush=True)


def _write(measured: Sequence[Measurement], missing: Sequence[str]) -> None:
    today = datetime.now(UTC).date()
    (places.DOCS / "benchmarks.md").write_text(paper.report(measured, missing, today=today), encoding="utf-8")
    (places.DOCS / "pictures" / "benchmarks.svg").write_text(picture.drawn(measured), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
