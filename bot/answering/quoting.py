"""From a sentence to evidence: who speaks in it, and what it needs to be understood."""

import re
from collections.abc import Sequence

from bot.answering.answers import Evidence
from bot.answering.speakers import speaker_of
from retrieval.articles import Article, Sentence
from retrieval.languages import fold
from retrieval.passages import sentences_of

_BEFORE = 4  # sentences that may tell who speaks
_LONGEST = 320  # characters of a quotation that was widened

_QUOTATION = re.compile(rf"\s*[“「][^”」]{{1,{_LONGEST}}}[”」]")
_POINTS_BACK = re.compile(
    r"(?:但|而|不过|并且|同时|此外|对此|因此|所以|[,， ])*"
    r"(?:他|她|它|该|这|此|其|he |she |it |they |this |that )"
)


def quote(
    article: Article, sentences: Sequence[Sentence], number: int, people: Sequence[str]
) -> Evidence:
    """Return one sentence of an article as evidence; `sentences` are all of that article's."""
    sentence = sentences[number]
    before = [article.words_of(earlier) for earlier in sentences[max(0, number - _BEFORE) : number]]
    end = sentences[number - 1].end if number else 0
    opens = "\n" in article.text[end : sentence.start]
    speaker = speaker_of(article.words_of(sentence), before, people, opens)
    return Evidence(article, sentence.start, sentence.end, speaker)


def evidence_at(article: Article, start: int, end: int, people: Sequence[str]) -> Evidence:
    """Return a slice of an article's text as evidence, its speaker that of its first sentence."""
    sentences = sentences_of(article)
    first = next((s.number for s in sentences if s.end > start), None)
    speaker = None if first is None else quote(article, sentences, first, people).speaker
    return Evidence(article, start, end, speaker)


def quote_to_read(
    article: Article, sentences: Sequence[Sentence], number: int, people: Sequence[str]
) -> Evidence:
    """Return the same, widened to what a reader needs who sees nothing else.

    A sentence that begins by pointing back has the one before it, unless what it points to is the
    speaker, who is named anyway; one that announces a quotation has that quotation.
    """
    evidence = quote(article, sentences, number, people)
    end = _with_announced(article, sentences[number])
    is_he = evidence.speaker is not None and evidence.speaker not in evidence.quote
    start = evidence.start if is_he else _with_antecedent(article, sentences, number)
    speaker = evidence.speaker if start == evidence.start else None  # of this sentence alone
    return Evidence(article, start, end, speaker)


def joined(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return evidence in the order of its articles, what overlaps made one."""
    whole: list[Evidence] = []
    for piece in sorted(evidence, key=lambda e: (e.article.id, e.start, e.end)):
        last = whole[-1] if whole else None
        if last and last.article.id == piece.article.id and piece.start < last.end:
            speaker = last.speaker if last.speaker == piece.speaker else None
            end = max(last.end, piece.end)
            whole[-1] = Evidence(piece.article, last.start, end, speaker)
        else:
            whole.append(piece)
    return whole


def points_back(folded: str) -> bool:
    """Tell whether a folded sentence begins with a word for what stands before it."""
    return _POINTS_BACK.match(folded) is not None


def _with_antecedent(article: Article, sentences: Sequence[Sentence], number: int) -> int:
    sentence = sentences[number]
    if number == 0 or not points_back(fold(article.words_of(sentence))):
        return sentence.start
    before = sentences[number - 1]
    same_paragraph = "\n" not in article.text[before.end : sentence.start]
    fits = sentence.end - before.start <= _LONGEST
    return before.start if same_paragraph and fits else sentence.start


def _with_announced(article: Article, sentence: Sentence) -> int:
    announced = _QUOTATION.match(article.text, sentence.end)
    announces = article.words_of(sentence).endswith((":", "："))
    return announced.end() if announced and announces else sentence.end
