"""Fields of the news: words that come near to one another."""

import tomllib
from dataclasses import replace
from functools import cache
from importlib import resources

from retrieval.search import WeighedTerm
from retrieval.terms import Alias, Term

_HELD = 0.3  # of its weight: who tells of a theft need not say that it is alleged


def fields_of(term: Term) -> tuple[Term, ...]:
    """Return the words of the fields that a term is of; none for a name."""
    if term.is_name:
        return ()
    own = frozenset(term.forms)
    return tuple(field for field in _fields().values() if not own.isdisjoint(field.forms))


def loosened(weighed: WeighedTerm) -> WeighedTerm:
    """Return a word with all of its field, and with less weight if it only says "allegation"."""
    term = weighed.term
    near = (form for field in fields_of(term) for form in field.forms)
    forms = tuple(dict.fromkeys((*term.forms, *near)))
    share = 1 if _claims().isdisjoint(term.forms) else _HELD
    return WeighedTerm(replace(term, forms=forms), weighed.weight * share, weighed.known)


@cache
def _claims() -> frozenset[str]:
    return frozenset(_fields()["claims"].forms)


@cache
def _fields() -> dict[str, Term]:
    text = resources.files("bot.answering").joinpath("fields.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    return {name: Term(name, Alias.of(name, words).forms) for name, words in table.items()}
