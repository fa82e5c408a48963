"""Whose a thing is, where everybody knows it: OpenAI's ChatGPT, the Chinese start-up DeepSeek."""

import re
from collections.abc import Callable, Iterable
from functools import cache

from bot.answering.checks.wordlists import word_list
from retrieval.languages import has_han
from retrieval.tokens import stems

_BETWEEN_HAN = (
    r"\s*(?:ai|人工智能|科技|芯片|电商|互联网|搜索|社交)?(?:初创|新创|巨头|龙头)?(?:公司|企业|集团|巨头)?"
    r"(?:旗下的?|推出的?|开发的?|研发的?|的)?\s*"
)


def owned_by(forms: Iterable[str], after: str) -> str:
    """Return what of an owner's follows its name in a folded text; "" where nothing does.

    `forms` are what the owner is called, `after` the text behind its name.
    """
    for form in forms:
        pattern = _things().get(form)
        if pattern and (found := pattern.match(after)):
            return found["thing"]
    return ""


def is_held(thing: str, is_told: Callable[[str], bool]) -> bool:
    """Tell whether the evidence has what is somebody's, under the name it is given or another."""
    forms = (form if has_han(form) else " ".join(stems(form)) for form in _called(thing))
    return any(map(is_told, forms))


@cache
def _things() -> dict[str, re.Pattern[str]]:
    owners = word_list("names").mapping("owners")
    return {owner: _pattern(things) for names, things in owners.items() for owner in names.split()}


def _pattern(things: Iterable[str]) -> re.Pattern[str]:
    every = "|".join(re.escape(x) for group in things for x in group.split("|"))
    between = "|".join(word_list("names").words("descriptive"))
    english = rf"(?:['’]s?)?[\s-]+(?:(?:{between})[\s-]+)*"
    return re.compile(rf"(?:{english}|{_BETWEEN_HAN})(?P<thing>{every})(?![a-z\d])")


@cache
def _called(thing: str) -> frozenset[str]:
    groups = (
        group.split("|") for x in word_list("names").mapping("owners").values() for group in x
    )
    return frozenset(form for group in groups if thing in group for form in group)
