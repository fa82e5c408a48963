"""The check that words in quotation marks inside a statement are somebody's words."""

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.answering.checks.claim import Claim
from bot.answering.checks.flaws import Flaw, FlawKind
from bot.answering.checks.meanings import Meanings, places
from retrieval.languages import has_han
from retrieval.terms import NAME_KINDS

_QUOTED = re.compile(
    r"“([^“”]+)”|「([^「」]+)」|『([^『』]+)』|\"([^\"]+)\"|(?<!\w)‘([^‘’]+)’(?!\w)|《([^《》]+)》"
)
_NO_WORDS = re.compile(r"[\W_]+")
_ELLIPSIS = re.compile(r"\.{2,}|\[[^\]]*\]")
_LATIN = re.compile(r"[a-z0-9][a-z0-9'’-]*")
_NAMES = frozenset(NAME_KINDS)
_LONGEST_HAN = 6  # characters of a word or name that is marked rather than quoted
_LONGEST_LATIN = 3  # words of one
_SHARE = 0.5  # of a longer one, that a term of the evidence must mean


def check_quotations(claim: Claim) -> Iterator[Flaw]:
    """Find words in quotation marks that no quote holds, to the letter but for script and width."""
    told = [_bare(text) for text in _told(claim)]
    for found in _QUOTED.finditer(claim.folded):
        words = next(group for group in found.groups() if group)
        is_title = found.lastindex == len(found.groups())
        written = _otherwise_named(words, claim.knowledge.meanings)
        if not (
            any(_is_slice(form, told) for form in written) or _is_marked(words, claim, is_title)
        ):
            yield Flaw(FlawKind.QUOTATION, found.group())


def _otherwise_named(words: str, meanings: Meanings) -> list[str]:
    """Return a quotation with each of its names in every form that the alias table has: 輝達."""
    forms = [words]
    for word in meanings.words(words):
        if has_han(word.text) and meanings.lexicon.kinds(word.text) & _NAMES:
            forms += [words.replace(word.text, form) for form in word.senses if has_han(form)]
    return forms


def _told(claim: Claim) -> Iterator[str]:
    yield from claim.quotes
    yield from (evidence.source.title for evidence in claim.evidence)


def _is_slice(words: str, told: list[str]) -> bool:
    """Tell whether the parts of a quotation, left-out words apart, stand in one text in order."""
    parts = [bare for part in _ELLIPSIS.split(words) if (bare := _bare(part))]
    return any(_stand_in_order(parts, text) for text in told)


def _stand_in_order(parts: list[str], text: str) -> bool:
    at = 0
    for part in parts:
        at = text.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True


def _is_marked(words: str, claim: Claim, is_title: bool) -> bool:
    """Tell whether a word or a name is only set off, and the evidence has it in some form."""
    if not _is_short(words):
        return _is_translated(words, claim)
    if is_title:
        return True  # the name of an outlet, which is checked as that
    meanings = claim.knowledge.meanings
    said = meanings.words(words)
    held = [word for clause in claim.held for word in clause.words]
    missing = [word for word in said if not any(word.meets(other) for other in held)]
    if not missing:
        return True
    return all(_is_foreign(word.text, claim) for word in missing) or _is_mixed(words, claim)


def _is_translated(words: str, claim: Claim) -> bool:
    """Tell whether a term is set off in the other language where a quote sets one off, too."""
    if has_han(words) or not _LONGEST_LATIN < len(_LATIN.findall(words)) <= 2 * _LONGEST_LATIN:
        return False
    meanings = claim.knowledge.meanings
    said = meanings.words(words)
    for term in _terms(claim):
        held = meanings.words(term)
        met = [word for word in said if any(word.meets(other) for other in held)]
        if has_han(term) and len(places(met)) >= _SHARE * len(places(said)):
            return True
    return False


def _terms(claim: Claim) -> Iterator[str]:
    for quote in claim.quotes:
        for found in _QUOTED.finditer(quote):
            yield next(group for group in found.groups() if group)


def _is_short(words: str) -> bool:
    if has_han(words):
        return len(_bare(words)) <= _LONGEST_HAN
    return len(_LATIN.findall(words)) <= _LONGEST_LATIN


def _is_foreign(word: str, claim: Claim) -> bool:
    """Tell whether no quote is in a word's language: a short one may be translated."""
    return all(has_han(word) != has_han(quote) for quote in claim.quotes)


def _is_mixed(words: str, claim: Claim) -> bool:
    """Tell whether every pair of characters stands in a quote: 盗窃技术 of 盗窃了技术."""
    bare, told = _bare(words), "".join(map(_bare, claim.quotes))
    return has_han(bare) and all(one in told and other in told for one, other in pairwise(bare))


def _bare(text: str) -> str:
    same = text.casefold().replace("著", "着")  # which scripts convert in one direction only
    return _NO_WORDS.sub("", same)
