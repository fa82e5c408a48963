"""The editors' table of names and words that mean the same."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from retrieval.faults import Fault
from retrieval.outlets import read_toml
from retrieval.terms import NAME_KINDS, Alias

_KINDS = (*NAME_KINDS, "term")


def read_aliases(path: Path) -> tuple[Alias, ...]:
    """Read an alias table; a missing file is an empty one. Raises `Fault` on a bad entry."""
    if not path.is_file():
        return ()
    return tuple(_alias(kind, entry, path) for kind, entry in _entries(read_toml(path), path))


def _entries(table: Mapping[str, object], path: Path) -> Iterator[tuple[str, object]]:
    for kind, entries in table.items():
        if kind not in _KINDS or not isinstance(entries, list):
            raise Fault(f"{path}: [[{kind}]] is not one of {', '.join(_KINDS)}")
        for entry in entries:
            yield kind, entry


def _alias(kind: str, entry: object, path: Path) -> Alias:
    match entry:
        case {"zh": [*zh], "en": [*en]} if all(isinstance(form, str) for form in (*zh, *en)):
            return Alias.of(kind, (*zh, *en))
        case _:
            raise Fault(f"{path}: an alias needs zh = [...] and en = [...]: {entry}")
