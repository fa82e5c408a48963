"""`whosaid check`: the gate by itself, as answers use it."""

import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from bot.answering.answers import Evidence
from bot.answering.checking import Checked, Checker, Quoted
from bot.answering.checks.flaws import Flaw
from bot.console import (
    AsJson,
    Data,
    complain,
    decoded,
    no_such_article,
    prepared,
    print_json,
    printable,
)
from retrieval.articles import Article
from retrieval.faults import Fault
from retrieval.store import Store

Show = Callable[[Checked, object], None]

_FORM = 'one JSON object, {"statement": "…", "evidence": [{"outlet": "…", "quote": "…"}]}'


def check(
    statement: Annotated[
        str, typer.Argument(help="A statement; - reads one JSON object a line.")
    ] = "-",
    article: Annotated[
        str | None, typer.Argument(help="The article that should hold it, by its id.")
    ] = None,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Tell whether outlets' words hold a statement, and if not, why.

    A line read is {"id", "statement", "evidence": [{"outlet", "quote"}]}, a line written {"id",
    "supported", "reasons": [{"kind", "detail"}]}. With an article's id: which of its sentences
    hold the statement, and what is missing.
    """
    settings = prepared(data, only_if_missing=True)
    from bot.workspace import opened_checker

    show = _print_record if as_json else _print_verdict
    with opened_checker(settings) as (checker, store):
        if statement == "-":
            _check_rows(sys.stdin, checker, show)
        elif article is None:
            raise Fault("name the article that should hold it: `whosaid sources --json` lists them")
        else:
            show(checker.within(decoded(statement), _article(store, article)))


def _check_rows(lines: Iterable[str], checker: Checker, show: Show) -> None:
    """Check each line; one of another shape is told on standard error and keeps no other back."""
    is_whole = True
    for number, line in enumerate(map(decoded, lines), 1):
        if not line.strip():
            continue
        try:
            row = _row(line, number)
        except Fault as fault:
            complain(str(fault))
            is_whole = False
        else:
            show(checker.beside(row.statement, row.quotes), row.id)
    if not is_whole:
        raise typer.Exit(2)


@dataclass(frozen=True, slots=True)
class _Row:
    id: Any
    statement: str
    quotes: tuple[Quoted, ...]


def _row(line: str, number: int) -> _Row:
    try:
        match json.loads(line):
            case {"statement": str(statement), "evidence": [*pieces], **rest}:
                return _Row(rest.get("id", number), statement, tuple(map(_quoted, pieces)))
    except (ValueError, RecursionError):
        pass
    raise Fault(f"line {number} is not what is read here: {_FORM}")


def _quoted(piece: object) -> Quoted:
    match piece:
        case {"outlet": str(outlet), "quote": str(words)}:
            return Quoted(outlet, words)
        case _:
            raise ValueError(piece)


def _article(store: Store, id: str) -> Article:
    try:
        return store.article(id)
    except KeyError:
        raise no_such_article(id, store.article_ids()) from None


def _print_record(checked: Checked, id: object = None) -> None:
    reasons = [{"kind": flaw.kind, "detail": flaw.detail} for flaw in checked.flaws]
    record = {} if id is None else {"id": id}
    print_json([record | {"supported": checked.supported, "reasons": reasons}])


def _print_verdict(checked: Checked, id: object = None) -> None:
    """Write for people: the words that hold a statement, then what they do not hold."""
    known = [] if id is None else [str(id)]
    print(printable(" · ".join((*known, "held" if checked.supported else "not held"))))
    for evidence in checked.evidence:
        print(printable(f"  {_named(evidence)}: {' '.join(evidence.quote.split())}"))
    for flaw in checked.flaws:
        print(printable(f"  – {' · '.join(part for part in (_said(flaw), flaw.detail) if part)}"))


def _named(evidence: Evidence) -> str:
    source = evidence.source
    return source.outlet.name(source.language)


def _said(flaw: Flaw) -> str:
    return flaw.kind.replace("_", " ")
