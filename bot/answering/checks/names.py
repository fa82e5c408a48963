"""The check that people and organisations a statement names stand in the sentences it cites."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from retrieval.languages import fold, has_han
from retrieval.terms import Alias

_KINDS = ("person", "organisation")


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


def _stands_in(name: str, text: str) -> bool:
    return name in text and (has_han(name) or _whole(name).search(text) is not None)


@lru_cache(maxsize=5_000)
def _whole(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])")


def _is_part_of_another(name: str, names: Iterable[str]) -> bool:
    return any(name != other and name in other for other in names)
