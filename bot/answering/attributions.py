"""How words came to us: who spoke, whom the outlet cites, the outlet, who republished it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from bot.answering.answers import Evidence
from bot.answering.sayings.reading import sayings
from bot.answering.sayings.saying import Saying
from retrieval.addressing.names import Names
from retrieval.languages import LANGUAGES, fold, in_script
from retrieval.outlets import Outlet, Registry
from retrieval.pages.facts.directory import WELL_KNOWN

_TITLE = re.compile(r"《([^《》]{2,16})》")
_PRESS = re.compile(r"(?:报|新闻|周刊|杂志|日报|晚报|时报|邮报|通讯社|电视台|电台|网|亚洲|财经)$")


@dataclass(frozen=True, slots=True)
class Attribution:
    """The chain behind a piece of evidence; `cited` is the outlet that the outlet itself cites."""

    speaker: str | None
    cited: Outlet | None
    outlet: Outlet
    republisher: str | None


def attribution_of(evidence: Evidence) -> Attribution:
    """Return how the words of a piece of evidence came to us."""
    source = evidence.source
    cited = next(_cited(evidence.quote, source.outlet), None)
    return Attribution(evidence.speaker, cited, source.outlet, source.republished_by)


@cache
def well_known() -> Names:
    """Return the names of outlets that everybody knows, ready to be found in folded texts."""
    return Names(Registry.load(WELL_KNOWN).addressable)


@lru_cache(maxsize=2_000)
def _read(quote: str) -> tuple[Saying, ...]:
    return sayings(fold(quote))


def _cited(quote: str, outlet: Outlet) -> Iterator[Outlet]:
    for saying in _read(quote):
        for phrase in (saying.subject, saying.told):
            parts = [phrase[name.start : name.end] for name in well_known().find(phrase)]
            found = (other for part in parts for other in _named_with(part, quote))
            yield from (
                other for other in (*found, *_titled(phrase)) if not _is_same(other, outlet)
            )


def _named_with(part: str, quote: str) -> Iterator[Outlet]:
    """Yield the outlets in whose names a part stands in a quote: 日经 may be of 每日经济新闻."""
    folded = fold(quote)
    for name in well_known().find(folded):
        if part in folded[name.start : name.end]:
            yield name.outlet


def _titled(phrase: str) -> Iterator[Outlet]:
    """Yield what is named as a newspaper and not well known."""
    for title in _TITLE.finditer(phrase):
        name = title[1]
        if _PRESS.search(name):
            yield Outlet("", {language: in_script(name, language) for language in LANGUAGES}, "")


def _is_same(one: Outlet, other: Outlet) -> bool:
    mine = {fold(name) for name in (*one.names.values(), *one.aliases)}
    return not mine.isdisjoint(fold(name) for name in (*other.names.values(), *other.aliases))
