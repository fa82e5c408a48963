"""The results of a run as one page, a small JSON, and the section of RESULTS.md."""

import json
import os
import platform
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from benchmarks.retrieval import peers, plots, tables
from benchmarks.retrieval.costs import ASSUMPTIONS, Size, on_paper
from benchmarks.retrieval.ours import OURS
from benchmarks.retrieval.running import Asked, Sheet
from benchmarks.retrieval.scoring import Interval, difference, interval
from benchmarks.retrieval.tables import Table

_PROJECT = Path(__file__).resolve().parents[2]
_SECTION = re.compile(r"<!-- retrieval -->.*?<!-- /retrieval -->\n?", re.DOTALL)
_PLOTTED = "R@5"
_SHARES = (0, 0.2, 0.4, 0.6, 0.8, 1)
_POINTS = (-20, 0, 20, 40, 60, 80, 100)
_STYLE = """
:root { color-scheme: light dark }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 1100px; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; font-size: 13px; margin: .5rem 0 2rem }
th, td { padding: .2rem .6rem; text-align: right; border-bottom: 1px solid #8884 }
td:first-child, th:first-child, td.word { text-align: left }
.wide { overflow-x: auto } td { white-space: nowrap } p { max-width: 75ch }
svg { width: 100%; height: auto; font-size: 12px } svg text { fill: currentColor }
.grid { stroke: #8883 } .axis { stroke: currentColor }
"""


@dataclass(frozen=True, slots=True)
class Run:
    """All that a run measured."""

    embedder: str
    sheets: Sequence[Sheet]
    groups: Sequence[Sheet]
    asked: Sequence[Asked]
    ours: Mapping[str, Size]  # by corpus
    sizes: Sequence[Size]
    sample: int

    @property
    def all_sheets(self) -> list[Sheet]:
        return [*self.sheets, *self.groups]

    @property
    def brief(self) -> list[Sheet]:
        """Those that no group counts, and the groups."""
        return [*(sheet for sheet in self.sheets if not sheet.groups), *self.groups]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Where and when a run was, and with what."""

    date: str
    commit: str
    machine: str
    python: str
    packages: Mapping[str, str]


def circumstances() -> Circumstances:
    """Return those of this run."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.machine()}"
    found = {name: peers.version_of(name) for name in (*peers.PACKAGES, "tantivy", "opencc")}
    return Circumstances(
        date=datetime.now(UTC).date().isoformat(),
        commit=_commit(),
        machine=cores,
        python=platform.python_version(),
        packages={name: version for name, version in found.items() if version},
    )


def write(run: Run, folder: Path, results: Path | None) -> list[Path]:
    """Write page, JSON and Markdown into a folder, and the section of `results`; return where."""
    folder.mkdir(parents=True, exist_ok=True)
    told = circumstances()
    written = {
        folder / "retrieval.html": "\n".join(_page(run, told)),
        folder / "retrieval.json": json.dumps(_record(run, told), ensure_ascii=False, indent=1),
        folder / "retrieval.md": "\n".join(_markdown(run, told)),
    }
    if results:
        written[results] = with_section(
            results.read_text(encoding="utf-8"), "\n".join(_markdown(run, told))
        )
    for path, text in written.items():
        path.write_text(text.rstrip("\n") + "\n", encoding="utf-8")
    return list(written)


def with_section(text: str, section: str) -> str:
    """Return a text with what stands between its markers replaced, or at its end."""
    marked = f"<!-- retrieval -->\n{section.strip()}\n<!-- /retrieval -->\n"
    if _SECTION.search(text):
        return _SECTION.sub(lambda _: marked, text, count=1)
    return f"{text.rstrip()}\n\n{marked}"


def _commit() -> str:
    def git(*words: str) -> str:
        ended = subprocess.run(
            ("git", *words),  # noqa: S607 -- whichever there is
            cwd=_PROJECT,
            capture_output=True,
            text=True,
            check=False,
        )
        return ended.stdout.strip()

    changed = git("status", "--porcelain", "--", "bot", "retrieval", "seeds", "benchmarks")
    return (git("rev-parse", "--short", "HEAD") or "unknown") + (" and changes" if changed else "")


def _tables(run: Run, sheets: Sequence[Sheet]) -> list[Table]:
    made = [tables.recalls(sheets), tables.differences(sheets)]
    made += [tables.refusals(run.sheets), tables.costs_of_all(run.asked, run.ours)]
    if run.sizes:
        made.append(tables.costs_by_size(run.sizes))
    return [table for table in made if table.rows]


def _told(run: Run, told: Circumstances) -> Iterator[str]:
    versions = ", ".join(f"{name} {version}" for name, version in told.packages.items())
    yield (
        f"`make bench`, {told.date}, commit {told.commit}; {told.machine}, Python {told.python}; "
        f"embedder {run.embedder}, no model. {versions}."
    )
    yield (
        "The peers read title and text of the same documents, LangChain's chains in chunks of "
        "1,000 characters with 200 of overlap, ten results of each retriever, equal weights, the "
        "same embedder. Of words that no chunk holds, as all are where Chinese is split at spaces, "
        "its BM25 returns chunks all the same, and they come before what the vectors find: hence "
        "an R@1 near nought. As rank_bm25 is slow, the chains get "
        f"{run.sample:,} of crud's articles, all that are asked for among them."
    )


def _markdown(run: Run, told: Circumstances) -> Iterator[str]:
    yield "## Retrieval\n"
    yield "\n\n".join(_told(run, told)) + "\n"
    for table in _tables(run, run.brief):
        yield from tables.as_markdown(table)
    if len(run.sizes) > 1:
        yield f"{ASSUMPTIONS}\n"


def _record(run: Run, told: Circumstances) -> dict[str, object]:
    return {
        **asdict(told),
        "embedder": run.embedder,
        "trials": [tables.as_record(sheet) for sheet in run.all_sheets],
        "times": [
            {
                "corpus": cost.corpus,
                "system": cost.system,
                "index_seconds": round(cost.index_seconds, 2),
                "p50_ms": round(cost.p50, 2),
                "p95_ms": round(cost.p95, 2),
            }
            for cost in run.asked
        ],
        "ours": {name: asdict(size) for name, size in run.ours.items()},
        "sizes": [asdict(size) for size in run.sizes],
        "on_paper": on_paper(run.sizes),
    }


def _page(run: Run, told: Circumstances) -> Iterator[str]:
    yield '<!doctype html><html lang="en"><meta charset="utf-8"><title>Retrieval</title>'
    yield f"<style>{_STYLE}</style><h1>Retrieval</h1>"
    yield from (f"<p>{escape(words).replace('`', '')}</p>" for words in _told(run, told))
    yield from _plots(run)
    for table in _tables(run, run.all_sheets):
        yield from _html(table)
    if len(run.sizes) > 1:
        yield f"<p>{escape(ASSUMPTIONS)}</p>"


def _plots(run: Run) -> Iterator[str]:
    sheets = [sheet for sheet in run.all_sheets if _PLOTTED in sheet.values[OURS]]
    systems = [OURS, *(p for p in peers.COMPARED if any(p in s.values for s in sheets))]
    names = dict(enumerate(systems))
    rows = [(sheet.name, _marks(sheet, names)) for sheet in sheets]
    yield f"<h2>{_PLOTTED} by system</h2>{plots.intervals(rows, names, _SHARES)}"
    theirs = {number: name for number, name in names.items() if number}
    leads = [(sheet.name, marks) for sheet in sheets if (marks := _leads(sheet, theirs))]
    if leads:
        less = {number: f"ours less {name}" for number, name in theirs.items()}
        yield f"<h2>{_PLOTTED}, points</h2>{plots.intervals(leads, less, _POINTS)}"
    for sheet in run.sheets:
        if sheet.refusals:
            yield f"<h2>Refusal by a floor of the score, {escape(sheet.name)}</h2>"
            yield _refusal_plot(sheet)
    if len(run.sizes) > 1:
        yield f"<h2>Milliseconds a search by the number of articles</h2>{_size_plot(run.sizes)}"


def _marks(sheet: Sheet, systems: Mapping[int, str]) -> list[plots.Mark]:
    return [
        _mark(number, interval(sheet.values[system][_PLOTTED]), 1)
        for number, system in systems.items()
        if system in sheet.values
    ]


def _leads(sheet: Sheet, systems: Mapping[int, str]) -> list[plots.Mark]:
    ours = sheet.values[OURS][_PLOTTED]
    return [
        _mark(number, difference(ours, sheet.values[system][_PLOTTED]), 100)
        for number, system in systems.items()
        if system in sheet.values
    ]


def _mark(series: int, found: Interval, scale: float) -> plots.Mark:
    return plots.Mark(series, found.mean * scale, found.low * scale, found.high * scale)


def _refusal_plot(sheet: Sheet) -> str:
    lines = [plots.Curve(some.system, some.curve) for some in sheet.refusals]
    ticks = (0, 0.03, 0.05, 0.1, 0.15, 0.2, 0.25)
    return plots.curves(lines, "answerable lost", "others refused", ticks, 1)


def _size_plot(sizes: Sequence[Size]) -> str:
    lines = [
        plots.Curve("p50", tuple((size.articles, size.speed.p50) for size in sizes)),
        plots.Curve("p95", tuple((size.articles, size.speed.p95) for size in sizes)),
    ]
    most = max(size.speed.p95 for size in sizes) * 1.1
    ticks = (0, *(size.articles for size in sizes))
    return plots.curves(lines, "articles", "ms", ticks, most)


def _html(table: Table) -> Iterator[str]:
    yield f"<h2>{escape(table.title)}</h2><p>{escape(table.note)}</p>"
    yield f'<div class="wide"><table><tr>{_cells(table.head, "th")}</tr>'
    yield from (f"<tr>{_cells(row, 'td')}</tr>" for row in table.rows)
    yield "</table></div>"


def _cells(row: Iterable[str], tag: str) -> str:
    return "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in row)
