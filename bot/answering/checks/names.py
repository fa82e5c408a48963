"""The check that people and organisations a statement names stand in the sentences it cites."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from bot.answering.checks.claim import Claim
from bot.answering.checks.flaws import Flaw, FlawKind
from retrieval.languages import fold, has_han
from retrieval.terms import Alias

_KINDS = ("person", "organisation")


def check_names(claim: Claim) -> Iterator[Flaw]:
    """Find people and organisations that a statement names and its evidence does not."""
    aliases = claim.knowledge.meanings.lexicon.aliases
    for name in unsupported_names(claim.text, _told(claim), aliases):
        yield Flaw(FlawKind.NAME, name)


def unsupported_names(
    statement: str, evidence: Sequence[str], aliases: Iterable[Alias]
) -> tuple[str, ...]:
    """Return who a statement names, by folded first names, that the evidence does not name.

    Only people and organisations of the alias table are seen; any of an entry's forms, in either
    script or language, holds any other.
    """
    said, held = fold(statement), fold("\n".join(evidence))
    named = {
        name: alias
        for alias in aliases
        if alias.kind in _KINDS
        for name in alias.names
        if _stands_in(name, said)
    }
    missing = dict.fromkeys(
        alias.names[0]
        for name, alias in named.items()
        if not _is_part_of_another(name, named)
        and not any(_stands_in(other, held) for other in alias.names)
    )
    return tuple(missing)


def _told(claim: Claim) -> list[str]:
    """Return what tells who and what the cited sentences are about."""
    return [
        text
        for e in claim.evidence
        for text in (e.quote, e.source.title, e.speaker or "", *e.source.outlet.names.values())
    ]


def _stands_in(name: str, text: str) -> bool:
    return name in text and (has_han(name) or _whole(name).search(text) is not None)


@lru_cache(maxsize=5_000)
def _whole(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])")


def _is_part_of_another(name: str, names: Iterable[str]) -> bool:
    return any(name != other and name in other for other in names)
