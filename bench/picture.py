"""The figures as bars (docs/pictures/benchmarks.svg): readable on light and dark, without a script. Measures nothing."""

from collections.abc import Iterator, Sequence
from html import escape

from bench.figures import Measurement, Row, written
from bench.paper import in_order
from bench.product import NAME

WIDTH, LEFT, RIGHT = 760, 190, 130
BAR, GAP, TITLE, ROOM = 18, 8, 34, 22

STYLE = """\
text{font:14px system-ui,sans-serif;fill:#1f2328}
.title{font-weight:600;font-size:15px}
.bar{fill:#8c959f}
.ours{fill:#0a6c74}
@media (prefers-color-scheme:dark){text{fill:#e6edf3}.bar{fill:#6e7681}.ours{fill:#3fb6c0}}"""


def drawn(measurements: Sequence[Measurement]) -> str:
    """An SVG with a panel of bars for each measurement in which somebody is compared."""
    shown = [each for each in measurements if len(each.rows) > 1]
    body: list[str] = []
    top = 0
    for each in shown:
        body += _panel(each, top)
        top += _height(each)
    words = "; ".join(f"{each.title}: {_summary(each)}" for each in shown)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top or 1}" role="img" aria-label="{escape(words)}">\n'
        f"<style>{STYLE}</style>\n" + "\n".join(body) + "\n</svg>\n"
    )


def _height(measured: Measurement) -> int:
    return TITLE + len(measured.rows) * (BAR + GAP) + ROOM


def _panel(measured: Measurement, top: int) -> Iterator[str]:
    better = "less" if measured.less_is_better else "more"
    yield f'<text class="title" x="0" y="{top + 20}">{escape(measured.title)}, {escape(measured.unit)} ({better} is better)</text>'
    longest = max(row.figure.median for row in measured.rows) or 1
    for place, row in enumerate(in_order(measured)):
        yield from _bar(row, longest, top + TITLE + place * (BAR + GAP))


def _bar(row: Row, longest: float, y: int) -> Iterator[str]:
    length = max(1.0, row.figure.median / longest * (WIDTH - LEFT - RIGHT))
    kind = "bar ours" if row.name.startswith(NAME) else "bar"
    yield f'<text x="{LEFT - 10}" y="{y + 14}" text-anchor="end">{escape(row.name)}</text>'
    yield f'<rect class="{kind}" x="{LEFT}" y="{y}" width="{length:.1f}" height="{BAR}" rx="2"/>'
    yield f'<text x="{LEFT + length + 8:.1f}" y="{y + 14}">{escape(written(row.figure.median))}</text>'


def _summary(measured: Measurement) -> str:
    return ", ".join(f"{row.name} {written(row.figure.median)} {measured.unit}" for row in in_order(measured))
