"""`whosaid eval`: replies to questions, measured by what is expected of them."""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.console import AsJson, Data, complain, prepared, print_json, printable
from bot.settings import Settings
from retrieval.faults import Fault

if TYPE_CHECKING:
    from bot.answering.evaluating.figures import Figure
    from bot.answering.evaluating.marking import Marked


def evaluate(
    file: Annotated[Path, typer.Argument(help="Questions and what is expected, as YAML.")],
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a page with plots there.")
    ] = None,
    require: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=SHARE", help="End with 1 where a figure is worse than that."),
    ] = None,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Ask the questions of a file and measure the replies, with a model or without.

    --json writes a reply a line, and the figures last. --require right_outlet=0.97 asks for that
    much or more, of figures that count errors for that much or less; it may be repeated.
    """
    from bot.answering.evaluating.asking import figure_record
    from bot.answering.evaluating.figures import figures

    goals = dict(map(_goal, require or ()))
    _refuse_unknown(goals, figures([]))
    replies = _replies(file, prepared(data, only_if_missing=True), as_json)
    measured = figures(replies)
    if html:
        _write_page(html, file.name, replies, measured, goals)
    if as_json:
        print_json([{"figures": {each.name: figure_record(each) for each in measured}}])
    else:
        _show(replies, measured)
    _end(measured, goals)


def _goal(written: str) -> tuple[str, float]:
    name, _, share = written.partition("=")
    try:
        value = float(share)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise Fault(f"--require {written!r}: write a figure and a share, right_outlet=0.97")
    return name.strip(), value


def _refuse_unknown(goals: Mapping[str, float], known: Sequence["Figure"]) -> None:
    names = [figure.name for figure in known]
    for unknown in goals.keys() - set(names):
        raise Fault(f"--require {unknown!r}: no such figure; there are {', '.join(names)}")


def _replies(file: Path, settings: Settings, as_json: bool) -> list["Marked"]:
    from bot.answering.evaluating.asking import ask, mark_record
    from bot.answering.evaluating.questions import read_questions
    from bot.workspace import opened_answerer

    replies = []
    with opened_answerer(settings) as answerer, asyncio.Runner() as runner:
        for expected in read_questions(file, [each.id for each in answerer.search.everyone]):
            replies.append(runner.run(ask(answerer, expected)))
            if as_json:
                print_json([mark_record(replies[-1])])
    return replies


def _write_page(
    path: Path,
    name: str,
    replies: Sequence["Marked"],
    measured: Sequence["Figure"],
    goals: Mapping[str, float],
) -> None:
    from bot.answering.evaluating.page import page

    path.write_text(page(name, replies, measured, goals), encoding="utf-8")


def _show(replies: Sequence["Marked"], measured: Sequence["Figure"]) -> None:
    """Write for people: what is not managed, then the figures."""
    for mark in replies:
        if mark.faults:
            print(printable(f"– {mark.expected.question.text}  {'; '.join(mark.faults)}"))
    for figure in measured:
        share = "   none" if figure.value is None else f"{figure.value:7.1%}"
        print(f"{figure.name:<20}{share}  of {len(figure.values):>4}  {figure.told}")


def _end(measured: Sequence["Figure"], goals: Mapping[str, float]) -> None:
    missed = [f.name for f in measured if f.name in goals and not f.meets(goals[f.name])]
    if missed:
        complain(f"worse than required: {', '.join(missed)}")
        raise typer.Exit(1)
