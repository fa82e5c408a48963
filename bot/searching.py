"""`whosaid search`: what was found for a question, without an answer."""

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

import typer

from bot.console import AsJson, Data, decoded, prepared, print_json, printable
from retrieval.articles import Match
from retrieval.faults import Fault
from retrieval.outlets import Registry
from retrieval.scope import Scope
from retrieval.search import Findings, ServedSearch, Slots

_MOST = 200  # passages
_SHOWN = 240  # characters of one


def search(
    query: Annotated[str, typer.Argument(help="What to look for; - reads one query a line.")],
    outlet: Annotated[
        list[str] | None,
        typer.Option(metavar="OUTLET", help="Only this outlet, by id or name; may be repeated."),
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DAY", help="Published that day or later: 2025-01-31.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DAY", help="Published that day or earlier.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=_MOST, help="How many passages.")] = 10,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Find passages, best first, without answering.

    Outlets that a query asks ("大公报怎么说") have half of the places, and one that names the days
    of publication keeps to those; --outlet, --since and --until keep to what they say. Scores go
    from 0 to 1 and can be compared between queries.
    """
    bounds = Scope(since=_day("--since", since), until=_day("--until", until))
    settings = prepared(data, only_if_missing=True)
    from bot.workspace import opened_search

    queries = (line.rstrip("\r\n") for line in sys.stdin) if query == "-" else [query]
    with opened_search(settings) as opened:
        named = frozenset(_outlet_id(opened.everyone, name) for name in outlet or ())
        finder = _Finder(opened, replace(bounds, outlets=named), Slots.listing(limit))
        for text in map(decoded, queries):
            findings = finder.find(text)
            if as_json:
                print_json([{"query": text, "matches": _matches(findings)}])
            else:
                _show(findings)


@dataclass(frozen=True, slots=True)
class _Finder:
    search: ServedSearch
    scope: Scope
    slots: Slots

    def find(self, query: str) -> Findings:
        """Return what is found; outlets that the query asks have half of the places."""
        asked = frozenset() if self.scope.outlets else self.search.asked(query)
        anywhere = self._find(query, self.scope)
        if not asked:
            return anywhere
        theirs = self._find(query, replace(self.scope, outlets=asked))
        return joined(theirs, anywhere, self.slots.limit)

    def _find(self, query: str, scope: Scope) -> Findings:
        if scope.since or scope.until:
            return self.search.within(query, scope, self.slots)
        return self.search.find(query, scope.outlets, self.slots)


def joined(theirs: Findings, anywhere: Findings, limit: int) -> Findings:
    """Return what was found anywhere, half of the places given to outlets that were asked."""
    outlets = {match.passage.outlet for match in theirs.matches}
    each = max(1, limit // (2 * max(1, len(outlets))))
    taken: Counter[str] = Counter()
    chosen: dict[str, Match] = {}
    for match in theirs.matches:
        taken[match.passage.outlet] += 1
        if taken[match.passage.outlet] <= each:
            chosen[match.passage.id] = match
    for match in anywhere.matches:
        if len(chosen) < limit:
            chosen.setdefault(match.passage.id, match)
    best_first = sorted(chosen.values(), key=lambda match: -match.score)[:limit]
    articles = {**anywhere.articles, **theirs.articles}
    return replace(anywhere, matches=tuple(best_first), articles=articles)


def _matches(findings: Findings) -> list[dict[str, Any]]:
    records = []
    for match in findings.matches:
        passage, source = match.passage, findings.articles[match.passage.article].source
        records.append(
            {
                "article": passage.article,
                "outlet": passage.outlet,
                "outlet_names": dict(source.outlet.names),
                "title": source.title,
                "published": source.published,
                "passage": passage.id,
                "text": passage.text,
                "score": round(match.score, 4),
                "start": passage.sentences[0].start,
                "end": passage.sentences[-1].end,
            }
        )
    return records


def _show(findings: Findings) -> None:
    if not findings.matches:
        print("nothing found")
    for match in findings.matches:
        source = findings.articles[match.passage.article].source
        told = (source.outlet.name(source.language), source.title, source.day)
        print(printable(f"{match.score:.2f}  {' · '.join(part for part in told if part)}"))
        print(printable(f"      {_shortened(' '.join(match.passage.text.split()))}"))


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _day(option: str, written: str | None) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise Fault(f"{option} {written!r} is no day: write it as 2025-01-31") from None


def _outlet_id(outlets: Registry, written: str) -> str:
    if written in {outlet.id for outlet in outlets}:
        return written
    named: Sequence[str] = [outlet.id for outlet in outlets.named_in(written)]
    if len(named) != 1:
        raise Fault(f"no outlet is called {written!r}: `whosaid sources` lists them")
    return named[0]
