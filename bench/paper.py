"""The figures on paper: the table in the terminal and docs/benchmarks.md. Measures nothing."""

import platform
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from bench.figures import Goal, Measurement, Row, written

MARKS = {True: "yes", False: "no", None: "–"}

INTRODUCTION = """\
# Benchmarks

Written by `make bench`, which starts everything below on one machine, one after another in turns, with the same load client
({client}). Nobody's figures are quoted: whatever could not be started here is missing. Client, servers and
disk share the same cores, so the absolute figures are this machine's; the ratios within a run are what carries over.
Processor time is the kernel's count for the server's processes, medians over the rounds, with the least and most beside.

{machine}

![Bars for the measurements below](pictures/benchmarks.svg)
"""


def report(measurements: Sequence[Measurement], missing: Sequence[str], *, today: date, busy: float) -> str:
    """The whole document. ``busy``: the machine's load before anything was started."""
    client = "[`bench/load.c`](../bench/load.c), [`bench/requests.c`](../bench/requests.c)"
    opening = INTRODUCTION.format(client=client, machine=machine(today, busy))
    parts = [opening, *(section(each) for each in measurements)]
    if missing:
        parts.append("## Not measured\n\n" + "\n".join(f"- {each}" for each in missing) + "\n")
    return "\n".join(parts)


def section(measured: Measurement) -> str:
    """One measurement: how, its table, its goals."""
    lines = [f"## {measured.title}", "", f"{_sentence(measured.how)}", "", *table(measured)]
    if measured.goals:
        lines += ["", "| Goal | Held | Seen |", "|---|---|---|"]
        lines += [f"| {goal.text} | {MARKS[goal.held]} | {goal.seen} |" for goal in measured.goals]
    for remark in measured.remarks:
        lines += ["", remark]
    return "\n".join(lines) + "\n"


def table(measured: Measurement) -> list[str]:
    """The rows as Markdown, the best first."""
    notes = any(row.note for row in measured.rows)
    best = min if measured.less_is_better else max
    first = best((row.figure.median for row in measured.rows), default=0.0)
    head = ["", f"{measured.unit}, median", "least – most", "to the best"] + (["and"] if notes else [])
    lines = [_line(head), _line(["---", "--:", "--:", "--:"] + (["---"] if notes else []))]
    return lines + [_line(_cells(row, first, notes)) for row in in_order(measured)]


def in_order(measured: Measurement) -> list[Row]:
    """The rows, the best first."""
    return sorted(measured.rows, key=lambda row: row.figure.median, reverse=not measured.less_is_better)


def verdicts(goals: Iterable[Goal]) -> list[str]:
    """The goals as lines for the terminal."""
    return [f"  {MARKS[goal.held]:>3}  {goal.text}: {goal.seen}" for goal in goals]


def machine(today: date, busy: float) -> str:
    """What the figures were measured on, and what else it was doing."""
    alone = busy < _cores() / 2
    quiet = (
        ""
        if alone
        else f" The machine was busy with other things (load {busy:.1f}): times by the clock are worth little."
    )
    return (
        f"Measured {today.isoformat()} on {_processor()}, {_cores()} cores, {platform.system()} {platform.release()}, "
        f"{platform.python_implementation()} {platform.python_version()}.{quiet}"
    )


def _cells(row: Row, best: float, notes: bool) -> list[str]:
    figure = row.figure
    ratio = f"{figure.median / best:.2f} ×" if best else ""
    spread = f"{written(figure.least)} – {written(figure.most)}" if len(figure.samples) > 1 else "once"
    return [row.name, written(figure.median), spread, ratio] + ([row.note] if notes else [])


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.machine()


def _cores() -> int:
    import os

    return os.cpu_count() or 1
