"""What was measured as tables, for the page, for Markdown and for the JSON."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.retrieval import peers
from benchmarks.retrieval.costs import FIGURES, Size, on_paper
from benchmarks.retrieval.ours import OURS
from benchmarks.retrieval.running import Asked, Sheet
from benchmarks.retrieval.scoring import LOSSES, Interval, difference, interval

_ORDER = (OURS, *peers.CHAINS, *peers.KEYWORDS)


@dataclass(frozen=True, slots=True)
class Table:
    """A title, what there is to know beside it, a head and rows."""

    title: str
    note: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def recalls(sheets: Sequence[Sheet]) -> Table:
    """Return each measure of each sheet by system."""
    systems = [name for name in _ORDER if any(name in sheet.values for sheet in sheets)]
    note = (
        "Share of the questions, ± half of the 95 % interval by bootstrap over them. A result is "
        "what a system returns: a passage of ours, a chunk of LangChain's, an article of bm25s's; "
        "of several right articles k results are to hold as many as they can."
    )
    rows = [
        (
            sheet.name,
            str(len(sheet.values[OURS][measure])),
            measure,
            *(_cell(sheet, system, measure) for system in systems),
        )
        for sheet in sheets
        for measure in sheet.values[OURS]
    ]
    return Table("Recall", note, ("asked of", "questions", "", *systems), tuple(rows))


def differences(sheets: Sequence[Sheet]) -> Table:
    """Return ours less each peer, in points."""
    rows = [
        (sheet.name, measure, *(_lead(sheet, peer, measure) for peer in peers.COMPARED))
        for sheet in sheets
        for measure in sheet.values[OURS]
        if any(peer in sheet.values for peer in peers.COMPARED)
    ]
    note = "Points of a hundred, paired by question, with the 95 % interval."
    head = ("asked of", "", *(f"less {peer}" for peer in peers.COMPARED))
    return Table("Ours less the peers", note, head, tuple(rows))


def refusals(sheets: Sequence[Sheet]) -> Table:
    """Return what a floor of the score refuses of the questions that have no answer."""
    note = (
        "A floor of the first result's score that loses at most so many of the questions that have "
        "an answer: the share of those without one that falls under it. bm25s's score is divided "
        "by the tokens of the question; LangChain's fused ranks carry none."
    )
    head = ("asked of", "", *(f"at {loss:.0%} lost" for loss in LOSSES))
    rows = [
        (sheet.name, some.system, *(f"{some.at_losses[loss]:.3f}" for loss in LOSSES))
        for sheet in sheets
        for some in sheet.refusals
    ]
    return Table("Refusal", note, head, tuple(rows))


def costs_by_size(sizes: Sequence[Size]) -> Table:
    """Return what each size of the same articles took, and the sizes on paper."""
    paper = on_paper(sizes)
    head = ["", *(f"{size.articles:,}" for size in sizes), *(f"{n:,} (on paper)" for n in paper)]
    rows = [
        (name, *(_number(read(size)) for size in sizes), *(_number(paper[n][name]) for n in paper))
        for name, read in FIGURES.items()
    ]
    passages = ("passages", *(f"{size.built.passages:,}" for size in sizes), *("" for _ in paper))
    note = "Articles of crud; keywords and vectors both on; a process that only opens and searches."
    return Table("Cost by the number of articles", note, tuple(head), (passages, *rows))


def costs_of_all(asked: Sequence[Asked], ours: Mapping[str, Size]) -> Table:
    """Return what each system took over each corpus."""
    note = "Whole call in this process; ours in one of its own, its index on disk."
    rows = [
        (corpus, OURS, *map(_number, (size.built.seconds, size.speed.p50, size.speed.p95)))
        for corpus, size in ours.items()
    ]
    rows += [
        (cost.corpus, cost.system, *map(_number, (cost.index_seconds, cost.p50, cost.p95)))
        for cost in asked
    ]
    rows.sort(key=lambda row: (row[0], _ORDER.index(row[1])))
    head = ("corpus", "", "to index, s", "p50, ms", "p95, ms")
    return Table("Time", note, head, tuple(rows))


def as_record(sheet: Sheet) -> dict[str, Any]:
    """Return a sheet for the JSON."""
    return {
        "name": sheet.name,
        "questions": sheet.questions,
        "systems": {
            system: {name: _rounded(interval(values)) for name, values in measures.items()}
            for system, measures in sheet.values.items()
        },
        "ours_less": {
            peer: {
                name: _rounded(difference(values, sheet.values[peer][name]))
                for name, values in sheet.values[OURS].items()
            }
            for peer in peers.COMPARED
            if peer in sheet.values
        },
        "refused": {
            some.system: {f"{loss:.2f}": round(of, 4) for loss, of in some.at_losses.items()}
            for some in sheet.refusals
        },
    }


def as_markdown(table: Table) -> Iterator[str]:
    """Yield a table's lines."""
    yield f"**{table.title}.** {table.note}"
    yield ""
    yield f"| {' | '.join(table.head)} |"
    yield f"|{'---|' * len(table.head)}"
    for row in _without_repetition(table.rows):
        yield f"| {' | '.join(row)} |"
    yield ""


def _without_repetition(rows: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    former = ""
    for row in rows:
        yield ("" if row[0] == former else row[0], *row[1:])
        former = row[0]


def _cell(sheet: Sheet, system: str, measure: str) -> str:
    values = sheet.values.get(system, {}).get(measure)
    if values is None:
        return ""
    found = interval(values)
    return f"{found.mean:.3f} ± {(found.high - found.low) / 2:.3f}"


def _lead(sheet: Sheet, peer: str, measure: str) -> str:
    if peer not in sheet.values:
        return ""
    found = difference(sheet.values[OURS][measure], sheet.values[peer][measure])
    return f"{_points(found.mean)} ({_points(found.low)} … {_points(found.high)})"


def _points(share: float) -> str:
    return f"{share * 100:+.1f}".replace("-", "−")


def _number(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _rounded(found: Interval) -> list[float]:
    return [round(share, 4) for share in (found.mean, found.low, found.high)]
