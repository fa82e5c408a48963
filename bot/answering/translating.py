"""What a question's words are called in the other language, where no article has them as asked."""

from collections.abc import Sequence
from dataclasses import replace

from retrieval.glossary.glossary import Glossary
from retrieval.languages import has_han
from retrieval.search import Findings, WeighedTerm
from retrieval.terms import Folded, Term

_LOOSELY = 0.5  # of its weight, of a word that may be meant in another sense


def translated(findings: Findings, glossary: Glossary) -> Findings:
    """Return findings whose unknown words, names apart, have the forms of the glossary, too.

    A word is known then if an article that was found has such a form. It counts for half, as what
    is one word in one language is several in the other, and so does one that is in no glossary:
    it is rather a turn of phrase than what is asked about.
    """
    if all(weighed.known or weighed.term.is_name for weighed in findings.terms):
        return findings
    texts = [Folded.of(article.text) for article in findings.articles.values()]
    return replace(findings, terms=tuple(_looked_up(w, texts, glossary) for w in findings.terms))


def _looked_up(weighed: WeighedTerm, texts: Sequence[Folded], glossary: Glossary) -> WeighedTerm:
    if weighed.known or weighed.term.is_name:
        return weighed
    term = _with_forms(weighed.term, glossary)
    known = any(text.covers(term) for text in texts)
    if not known and term.forms != weighed.term.forms:
        return weighed
    return WeighedTerm(term, weighed.weight * _LOOSELY, known)


def _with_forms(term: Term, glossary: Glossary) -> Term:
    others = [
        other
        for form in term.forms
        for other in (glossary.english_of(form) if has_han(form) else glossary.chinese_of(form))
    ]
    return replace(term, forms=tuple(dict.fromkeys((*term.forms, *others))))


def as_one(findings: Findings) -> Findings:
    """Return findings in which words that share a form are one: evidence that proves."""
    kept: list[WeighedTerm] = []
    for weighed in findings.terms:
        at = next((n for n, other in enumerate(kept) if _are_one(other, weighed)), None)
        if at is None:
            kept.append(weighed)
        else:
            kept[at] = _both(kept[at], weighed)
    return replace(findings, terms=tuple(kept))


def _are_one(one: WeighedTerm, other: WeighedTerm) -> bool:
    is_same_kind = one.term.is_name == other.term.is_name
    return is_same_kind and not set(one.term.forms).isdisjoint(other.term.forms)


def _both(one: WeighedTerm, other: WeighedTerm) -> WeighedTerm:
    forms = tuple(dict.fromkeys((*one.term.forms, *other.term.forms)))
    weight = max(one.weight, other.weight)
    return WeighedTerm(replace(one.term, forms=forms), weight, one.known or other.known)
