"""The marks and figures of a run as one page that needs nothing from elsewhere."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from bot.answering.answers import Answer, Author
from bot.answering.evaluating.figures import Figure, groups, managed
from bot.answering.evaluating.marking import Marked
from bot.answering.evaluating.plots import intervals
from retrieval.languages import LANGUAGES

_STYLE = """
:root { color-scheme: light dark }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 1000px; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; font-size: 13px; margin: .5rem 0 2rem }
th, td { padding: .3rem .6rem; text-align: left; vertical-align: top }
td { border-bottom: 1px solid #8884 }
svg { width: 100%; height: auto; font-size: 12px } svg text { fill: currentColor }
.grid { stroke: #8883 } .range { stroke-width: 2 } .goal { stroke: currentColor; stroke-width: 2 }
.share { fill: #2f6fb0; stroke: #2f6fb0 } .errors { fill: #c09030; stroke: #c09030 }
.missed { fill: #b3261e; stroke: #b3261e } q { display: block; opacity: .8 }
"""
_SHOWN = 120  # characters of a quote


def page(
    name: str, replies: Sequence[Marked], measured: Sequence[Figure], goals: Mapping[str, float]
) -> str:
    """Return the page of a run; `name` is the file's, `goals` are shares by a figure's name."""
    return "\n".join(_page(name, replies, measured, goals)) + "\n"


def _page(
    name: str, replies: Sequence[Marked], measured: Sequence[Figure], goals: Mapping[str, float]
) -> Iterator[str]:
    yield '<!doctype html><html lang="en"><meta charset="utf-8">'
    yield f"<title>{escape(name)}</title><style>{_STYLE}</style><h1>{escape(name)}</h1>"
    yield f"<p>{escape(_authors(replies))}</p>"
    yield f"<h2>Figures</h2>{intervals(measured, goals)}"
    yield "<p>A point is a share, the stroke through it its 95 % interval (Wilson); blue is better "
    yield "to the right, ochre to the left. An upright stroke is a goal, red a goal that is missed."
    yield f"</p>{_table(('figure', 'counts'), [(f.name, f.told) for f in measured])}"
    kinds = groups(replies, lambda marked: marked.expected.kind)
    yield f"<h2>Managed, by kind of question</h2>{_plot(kinds)}"
    languages = groups(replies, lambda marked: marked.expected.question.language)
    in_order = {str(each): languages[each] for each in LANGUAGES if each in languages}
    yield f"<h2>Managed, by language</h2>{_plot(in_order)}"
    failed = [marked for marked in replies if marked.faults]
    yield f"<h2>Not managed: {len(failed)} of {len(replies)}</h2>"
    yield _table(("question", "kind", "fault", "told"), map(_failure, failed), is_html=True)


def _authors(replies: Sequence[Marked]) -> str:
    by_model = sum(marked.reply.answered_by is Author.MODEL for marked in replies)
    failed = sum(marked.reply.model_failed for marked in replies)
    if not by_model + failed:
        return f"{len(replies)} questions, answered without a model."
    return f"{len(replies)} questions; {by_model} replies by a model, which failed {failed} times."


def _plot(some: Mapping[str, Sequence[Marked]]) -> str:
    return intervals([managed(name, each) for name, each in some.items()], {})


def _failure(marked: Marked) -> tuple[str, ...]:
    expected = marked.expected
    asked = " → ".join(question.text for question in (*expected.after, expected.question))
    return escape(asked), escape(expected.kind), escape("; ".join(marked.faults)), _told(marked)


def _told(marked: Marked) -> str:
    if not isinstance(marked.reply, Answer):
        return escape(marked.reply.reason.replace("_", " "))
    return "".join(
        f"<q>{escape(evidence.source.outlet.id)}: {escape(_shortened(evidence.quote))}</q>"
        for evidence in marked.evidence
    )


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]], is_html: bool = False) -> str:
    body = [[cell if is_html else escape(cell) for cell in row] for row in rows]
    lines = (_line(head, "th"), *(_line(row, "td") for row in body))
    return f"<table>{''.join(lines)}</table>"


def _line(cells: Iterable[str], tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{cell}</{tag}>' for cell in cells)}</tr>"
