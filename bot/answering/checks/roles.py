"""Whether somebody who is given a role with a body has it with that body in the evidence."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from bot.answering.checks.mentions import Mention, han_mentions
from bot.answering.checks.naming import Names
from bot.answering.checks.people import roles_pattern
from bot.answering.checks.wordlists import word_list
from retrieval.glossary.gazetteer import PERSON
from retrieval.languages import has_han

_REACH = 40  # characters before a person in which his role stands
_TAIL = 4  # characters that may follow a name: 公司, 集团
_LATIN = re.compile("[a-z0-9]")


def misplaced(mentions: Sequence[Mention], folded: str, told: str, names: Names) -> Iterator[str]:
    """Yield bodies and people, such as 百度 · 周鸿祎, whom the evidence gives another body.

    `mentions` are those of a folded statement, in order; `told` is the evidence, folded.
    """
    for body, person in pairwise(mentions):
        if _has_role(folded[body.end : person.start]) and _is_elsewhere(body, person, told, names):
            yield f"{body.text} · {person.text}"


def _has_role(between: str) -> bool:
    return _between().fullmatch(between) is not None


def _is_elsewhere(body: Mention, person: Mention, told: str, names: Names) -> bool:
    said = [found for form in _han_forms(person) for found in _bodies_of(form, told)]
    bodies = [other for other in said if _names_one(other, names)]
    mine = [form for thing in body.things for form in thing.forms]
    return bool(bodies) and not any(form in other for form in mine for other in bodies)


def _bodies_of(person: str, told: str) -> Iterator[str]:
    for found in re.finditer(re.escape(person), told):
        before = _before_role().search(told, max(0, found.start() - _REACH), found.start())
        if before:
            yield before["body"]


def _names_one(text: str, names: Names) -> bool:
    """Tell whether a body is named at the end, which 该公司 is not, nor who dismissed the man."""
    if _LATIN.search(text[-_TAIL:]):
        return True
    found = [mention for mention in han_mentions(text, names) if mention.end > len(text) - _TAIL]
    return any(thing.kind != PERSON for mention in found for thing in mention.things)


def _han_forms(mention: Mention) -> list[str]:
    return [form for thing in mention.things for form in thing.forms if has_han(form)]


@cache
def _before_role() -> re.Pattern[str]:
    return re.compile(rf"(?P<body>[^,。;:、!?“”\"\n]{{2,30}}){roles_pattern()}$")


@cache
def _between() -> re.Pattern[str]:
    english = "|".join(sorted(word_list("names").words("english_roles"), key=len, reverse=True))
    titles = rf"(?:'s|’s)?[ \-]*(?:(?:{english})[ \-]*)+"
    return re.compile(rf"(?:公司|集团)?的?{roles_pattern()}|{titles}")
