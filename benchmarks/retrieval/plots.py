"""Plots as SVG, drawn by hand: intervals in rows, and curves."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

COLOURS = ("#b3261e", "#2f6fb0", "#6aa5d8", "#3d7d4e", "#8a8f98", "#c09030")

_ROW, _GAP, _LABELS, _WIDTH = 15, 12, 300, 1030
_HEIGHT, _MARGIN = 300, 56


@dataclass(frozen=True, slots=True)
class Mark:
    """A mean with its interval, of one series."""

    series: int
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Curve:
    """One series of points."""

    label: str
    points: tuple[tuple[float, float], ...]


def intervals(
    rows: Sequence[tuple[str, Sequence[Mark]]], series: Mapping[int, str], ticks: Sequence[float]
) -> str:
    """Return a plot with a block of marks for each row, one line for each series.

    `series` are names by number, which tells the colour; `ticks` span the plot.
    """
    low, high = ticks[0], ticks[-1]
    height = 30 + sum(len(marks) * _ROW + _GAP for _, marks in rows)
    parts = [*_legend(series)]

    def x(value: float) -> float:
        share = (min(max(value, low), high) - low) / (high - low)
        return _LABELS + share * (_WIDTH - _LABELS - 30)

    parts += (_line(x(tick), 24, x(tick), height, "grid") for tick in ticks)
    parts += (_text(x(tick), height + 14, f"{tick:g}", "middle") for tick in ticks)
    if low < 0 < high:
        parts.append(_line(x(0), 24, x(0), height, "axis"))
    top = 30.0
    for label, marks in rows:
        middle = top + len(marks) * _ROW / 2
        parts.append(_text(_LABELS - 12, middle + 4, label, "end"))
        for number, mark in enumerate(marks):
            parts += _mark(mark, top + (number + 0.5) * _ROW, x)
        top += len(marks) * _ROW + _GAP
    return _svg(_WIDTH, height + 24, parts)


def curves(
    lines: Sequence[Curve], x_title: str, y_title: str, x_ticks: Sequence[float], y_most: float
) -> str:
    """Return a plot of curves from nought; `x_ticks` span it."""
    right, bottom = 720, _HEIGHT - 40
    most = x_ticks[-1]

    def place(point: tuple[float, float]) -> tuple[float, float]:
        share, level = min(point[0] / most, 1), min(point[1] / y_most, 1)
        return _MARGIN + share * (right - _MARGIN), bottom - level * (bottom - 30)

    parts = [*_legend(dict(enumerate(line.label for line in lines)))]
    for tick in x_ticks:
        left, _ = place((tick, 0))
        parts += [_line(left, 30, left, bottom, "grid")]
        parts += [_text(left, bottom + 16, f"{tick:,g}" if most <= 1 else f"{tick:,.0f}", "middle")]
    for step in range(6):
        _, level = place((0, y_most * step / 5))
        parts += [_line(_MARGIN, level, right, level, "grid")]
        parts += [_text(_MARGIN - 6, level + 4, f"{y_most * step / 5:.3g}", "end")]
    for number, line in enumerate(lines):
        path = " ".join(f"{a:.1f},{b:.1f}" for a, b in map(place, _within(line.points, most)))
        parts.append(
            f'<polyline points="{path}" fill="none" stroke="{COLOURS[number]}" stroke-width="2"/>'
        )
        if len(line.points) < 10:
            parts += (
                f'<circle cx="{a:.1f}" cy="{b:.1f}" r="4" fill="{COLOURS[number]}"/>'
                for a, b in map(place, line.points)
            )
    parts.append(_text(right, bottom + 34, x_title, "end"))
    parts.append(_text(right + 10, 34, y_title, "start"))
    return _svg(_WIDTH, _HEIGHT, parts)


def _within(points: Sequence[tuple[float, float]], most: float) -> list[tuple[float, float]]:
    """Return the points up to `most`, and the last height again at it."""
    kept = [point for point in points if point[0] <= most]
    return [*kept, (most, kept[-1][1])]


def _mark(mark: Mark, y: float, x: Callable[[float], float]) -> Iterator[str]:
    colour = COLOURS[mark.series]
    ends = f'x1="{x(mark.low):.1f}" y1="{y:.1f}" x2="{x(mark.high):.1f}" y2="{y:.1f}"'
    yield f'<line {ends} stroke="{colour}" stroke-width="2"/>'
    yield f'<circle cx="{x(mark.mean):.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>'


def _legend(series: Mapping[int, str]) -> Iterator[str]:
    left = 20.0
    for number, label in series.items():
        yield f'<circle cx="{left}" cy="10" r="5" fill="{COLOURS[number]}"/>'
        yield _text(left + 10, 14, label, "start")
        left += 40 + 7.2 * len(label)


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _svg(width: float, height: float, parts: Sequence[str]) -> str:
    return f'<svg viewBox="0 0 {width:.0f} {height:.0f}" role="img">{"".join(parts)}</svg>'
