"""Shares with their intervals as SVG, drawn by hand."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from bot.answering.evaluating.figures import Figure

_WIDTH, _LABELS, _COUNTS = 900, 230, 150
_ROW, _TOP = 24, 16
_TICKS = (0, 0.2, 0.4, 0.6, 0.8, 1)


def intervals(rows: Sequence[Figure], goals: Mapping[str, float]) -> str:
    """Return a plot with a share a row: its 95 % interval, and its goal as an upright stroke."""
    bottom = _TOP + len(rows) * _ROW
    parts = [*_grid(bottom)]
    for number, figure in enumerate(rows):
        parts += _row(figure, goals.get(figure.name), _TOP + (number + 0.5) * _ROW)
    return f'<svg viewBox="0 0 {_WIDTH} {bottom + 26}" role="img">{"".join(parts)}</svg>'


def _grid(bottom: float) -> Iterator[str]:
    for tick in _TICKS:
        yield _line(_x(tick), _TOP, _x(tick), bottom, "grid")
        yield _text(_x(tick), bottom + 18, f"{tick:.0%}", "middle")


def _row(figure: Figure, goal: float | None, y: float) -> Iterator[str]:
    kind = _kind(figure, goal)
    yield _text(_LABELS - 12, y + 4, figure.name.replace("_", " "), "end")
    if figure.value is None:
        yield _text(_x(1) + 14, y + 4, "no case", "start")
        return
    low, high = figure.interval
    yield _line(_x(low), y, _x(high), y, f"range {kind}")
    yield f'<circle class="{kind}" cx="{_x(figure.value):.1f}" cy="{y:.1f}" r="5"/>'
    if goal is not None:
        yield _line(_x(goal), y - 9, _x(goal), y + 9, "goal")
    yield _text(_x(1) + 14, y + 4, f"{figure.value:.1%} of {len(figure.values)}", "start")


def _kind(figure: Figure, goal: float | None) -> str:
    if goal is not None and not figure.meets(goal):
        return "missed"
    return "errors" if figure.less_is_better else "share"


def _x(share: float) -> float:
    return _LABELS + share * (_WIDTH - _LABELS - _COUNTS)


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    ends = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line class="{kind}" {ends}/>'


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'
