"""What of a question is covered, what is not, and how one message that asks twice is parted."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.answering.answers import Answer, Reply
from retrieval.languages import Language, fold, has_han, in_script
from retrieval.search import WeighedTerm
from retrieval.terms import Folded, Term
from retrieval.tokens import latin_words

_HAN_AND = r"(?:以及|还有|[和与跟及、])"
_AND = rf"(?:{_HAN_AND}|\band\b|\bas well as\b|\bplus\b|&)"
_WITHIN = r"[^,，。?？!！;；]{0,12}?"
_PART = re.compile(r"[^?？\n]*[?？]+|[^?？\n]+")
_LIVE = re.compile(r"[@/\\:#<>]|(?<=\w)\.(?=\w)")
_LONGEST_ECHO = 60  # characters
_MOST_PARTS = 3
_LEAST_OF_A_PART = 4  # characters


def uncovered(terms: Iterable[WeighedTerm], answer: Answer) -> list[Term]:
    """Return the things asked about that no article holds and nothing in an answer tells."""
    told = Folded.of("\n".join(_told(answer)))
    return [
        weighed.term
        for weighed in terms
        if not (weighed.known or weighed.term.is_action or told.covers(weighed.term))
    ]


def unknown(terms: Iterable[WeighedTerm]) -> list[Term]:
    """Return the words that no article holds."""
    return [weighed.term for weighed in terms if not weighed.known]


def as_written(terms: Iterable[Term], question: str, language: Language) -> tuple[str, ...]:
    """Return terms in the question's own words, for a reader of a language."""
    written = {stem: word for word, stem in latin_words(question)}
    return tuple(dict.fromkeys(in_script(_written(t.text, written), language) for t in terms))


def parted(terms: Sequence[WeighedTerm], question: str) -> tuple[str, str] | None:
    """Return a question without what it asks besides, and that, where no article holds that.

    "cost and headcount" asks for both; without the headcount there is a question left. A known
    word may not go with it, and a thing that is known must be left.
    """
    folded, missing = fold(question), unknown(terms)
    if not missing or len(folded) != len(question):
        return None
    word = f"(?:{'|'.join(_looks_like(form) for term in missing for form in term.forms)})"
    words = rf"{word}(?:\W?的?{word})*"
    behind, before = rf"\s*{_AND}{_WITHIN}{words}", rf"{words}{_WITHIN}{_AND}"
    found = re.search(behind, folded) or re.search(before, folded)
    if not found:
        return None
    gone, left = found.group(), folded[: found.start()] + folded[found.end() :]
    known = [weighed.term for weighed in terms if weighed.known]
    things = [term for term in known if not (term.is_name or term.is_action)]
    if _holds_any(gone, known) or not _holds_any(left, things):
        return None
    besides = re.sub(rf"^\s*{_AND}|{_AND}$", "", question[found.start() : found.end()])
    return question[: found.start()] + question[found.end() :], _echoed(besides)


def _holds_any(folded: str, terms: Iterable[Term]) -> bool:
    text = Folded(folded)
    return any(text.covers(term) for term in terms)


def parts_of(question: str) -> tuple[str, ...]:
    """Return the questions that one message asks, each as it stands; most ask one."""
    parts = [part.strip() for part in _PART.findall(question)]
    asked = [part for part in parts if len(part.strip("?？ ")) >= _LEAST_OF_A_PART]
    asks = all(part.endswith(("?", "？")) for part in asked)
    return tuple(asked) if asks and 1 < len(asked) <= _MOST_PARTS else (question,)


def put_together(parts: Sequence[str], replies: Sequence[Reply]) -> Reply:
    """Return one reply to the parts of a message: all that is told, and which part is not."""
    told = [reply for reply in replies if isinstance(reply, Answer)]
    if not told:
        return replies[0]
    untold = (
        part for part, reply in zip(parts, replies, strict=True) if not isinstance(reply, Answer)
    )
    statements = dict.fromkeys(s for answer in told for s in answer.statements)
    missing = (*map(_echoed, untold), *(words for answer in told for words in answer.uncovered))
    failed = any(answer.model_failed for answer in told)
    if len(told) == 1:
        return replace(told[0], uncovered=tuple(missing), model_failed=failed)
    author = told[0].answered_by
    return Answer(tuple(statements), author, model_failed=failed, uncovered=tuple(missing))


def _echoed(part: str) -> str:
    """Return a reader's own words without what Telegram makes tappable, not longer than a line."""
    text = " ".join(_LIVE.sub(" ", part).split())
    return text if len(text) <= _LONGEST_ECHO else f"{text[:_LONGEST_ECHO]}…"


def _told(answer: Answer) -> Iterator[str]:
    for statement in answer.statements:
        yield statement.text
        for evidence in statement.evidence:
            yield from (evidence.quote, evidence.source.title, evidence.speaker or "")


def _written(text: str, words: dict[str, str]) -> str:
    return text if has_han(text) else " ".join(words.get(stem, stem) for stem in text.split())


def _looks_like(form: str) -> str:
    return re.escape(form) if has_han(form) else rf"\b{re.escape(form)}[a-z]*"
