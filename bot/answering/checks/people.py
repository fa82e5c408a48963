"""Chinese names that no table has, by how they are written: with a title, a role, a dot."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bot.answering.checks.naming import Names
from bot.answering.checks.wordlists import word_list
from retrieval.languages import HAN
from retrieval.sounding.sounding import foreign

_ENDS = rf"(?=[^{HAN}]|$|的|和|与|及|在|于|对|就|也|还|则|又|曾|已|将|是|为|向|以|从|因|有)"
_STARTS = rf"(?:(?<=[^{HAN}])|^|(?<=[据由对和与及是向]))"
_ADVERBS = "自又还也都再未没不曾"  # 曾自|称, 万都|说: of the verb that follows
_DOT = "[·・•‧]"


@dataclass(frozen=True, slots=True)
class Person:
    """A person in Chinese; `names` is what may be the name, since it may run on into a verb.

    Of a title with a family name alone, it is that.
    """

    names: tuple[str, ...]
    text: str


def people_in(folded: str, names: Names) -> Iterator[Person]:
    """Yield the people whom a folded text names with a title, a role, speaking, or with a dot."""
    for match in _dotted().finditer(folded):
        last = match["last"]
        yield Person(tuple(last[:size] for size in range(len(last), 1, -1)), match.group())
    for pattern in (_after_role(), _before_title(), _speaking()):
        for match in pattern.finditer(folded):
            if not (match["name"][-1] in _ADVERBS or _is_word(match["name"], names)):
                yield Person((match["name"],), match["name"])
    for match in _family_and_title().finditer(folded):
        if not names.meanings.lexicon.is_listed(match.group()):
            yield Person((match["name"],), match.group())


def roles_pattern() -> str:
    """Return a pattern of the roles that stand before a name."""
    return _any_of("roles")


def _is_word(form: str, names: Names) -> bool:
    """Tell whether what looks like a name holds a word of the dictionary that is none."""
    lexicon = names.meanings.lexicon
    words = [word for word in lexicon.words(form) if len(word) > 1]
    if any(word != form and names.of(word) for word in words):
        return True
    found = [word for word in words if not names.of(word)]
    return any(
        lexicon.is_listed(word) and not any(term.is_name for term in lexicon.terms(word))
        for word in found
    )


@cache
def _dotted() -> re.Pattern[str]:
    first = rf"[{HAN}]{{1,6}}(?:{_DOT}[{HAN}]{{1,6}})*"
    return re.compile(rf"{first}{_DOT}(?P<last>[{foreign()}]{{2,8}})")


@cache
def _after_role() -> re.Pattern[str]:
    return re.compile(rf"{_any_of('roles')}(?P<name>{_full()}){_after()}")


@cache
def _before_title() -> re.Pattern[str]:
    return re.compile(rf"{_STARTS}(?P<name>{_full()}){_any_of('titles')}")


@cache
def _speaking() -> re.Pattern[str]:
    return re.compile(rf"{_STARTS}(?P<name>{_full()}){_any_of('speaking')}")


@cache
def _family_and_title() -> re.Pattern[str]:
    verbs = word_list("names").characters("surnames_and_words")
    return re.compile(rf"{_STARTS}(?P<name>(?![{verbs}]){_family()}){_any_of('titles')}")


def _full() -> str:
    return rf"{_family()}[{HAN}]{{1,2}}?"


@cache
def _family() -> str:
    listed = word_list("names")
    return rf"(?:{_any_of('compound_surnames')}|[{listed.characters('surnames')}])"


def _after() -> str:
    return rf"(?:{_ENDS}|(?={_any_of('speaking')}))"


@cache
def _any_of(key: str) -> str:
    longest_first = sorted(word_list("names").words(key), key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(re.escape, longest_first))})"
