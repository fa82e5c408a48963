"""What an outlet wrote, asked without a subject: the points that it counts, or how it opens."""

import re
from collections.abc import Iterable, Sequence

from bot.answering.answers import Answer, Author, Evidence, Statement
from bot.answering.ranking import ASKS
from retrieval.articles import Article, Sentence
from retrieval.languages import fold
from retrieval.passages import sentences_of

_PER_OUTLET = 2
_MOST_POINTS = 6
_CAPTION = re.compile(r"[图圖][:：为為]")
_TELLING = 24  # characters; shorter sentences at an article's start are headings
_POINTS = re.compile(
    r"结论|论点|观点|看法|要点|理由|主张|判断|\b(?:points?|conclusions?|arguments?|reasons?|views?)\b"
)
_ANNOUNCES = re.compile(rf"(?:{_POINTS.pattern}).*:$")
_FIRST = re.compile(r"\W?(?:1|一)\W|(?:第一|其一|首先)(?![次天])|first(?:ly)?\b")
_ITEM = re.compile(
    r"\W?(?:\d|[一二三四五六七八九十])[).、,:）]|第[一二三四五六]\W|其[一二三四五六]|(?:fir|seco|thi)\w+ly\b"
)


def lead(question: str, articles: Iterable[Article]) -> Answer | None:
    """Return what each article has, for a reader who asks only what an outlet wrote.

    That is how it opens; if its conclusions, arguments or views are asked, those it counts.
    """
    wants_points = _POINTS.search(fold(question)) is not None
    statements = [
        Statement(evidence.quote, (evidence,))
        for article in articles
        for evidence in (_points(article) if wants_points else ()) or _opening(article)
    ]
    return Answer(tuple(statements), Author.EXTRACTIVE) if statements else None


def _points(article: Article) -> list[Evidence]:
    """Return the first sentence of each point that an article announces and counts, if it does."""
    sentences = sentences_of(article)
    texts = [fold(article.words_of(sentence)).strip() for sentence in sentences]
    for at, text in enumerate(texts[:-1]):
        if _ANNOUNCES.search(text) and _FIRST.match(texts[at + 1]):
            return _evidence(article, _items(sentences[at + 1 :], texts[at + 1 :]))
    return []


def _items(sentences: Sequence[Sentence], texts: Sequence[str]) -> list[Sentence]:
    """Return the sentences that begin a point, until another list begins to count."""
    found: list[Sentence] = []
    for sentence, text in zip(sentences, texts, strict=True):
        if found and _FIRST.match(text):
            break
        if _ITEM.match(text):
            found.append(sentence)
    return found[:_MOST_POINTS]


def _opening(article: Article) -> list[Evidence]:
    told = [
        sentence
        for sentence in sentences_of(article)
        if _tells(article.words_of(sentence), article)
    ]
    return _evidence(article, told[:_PER_OUTLET])


def _evidence(article: Article, sentences: Sequence[Sentence]) -> list[Evidence]:
    return [Evidence(article, s.start, s.end) for s in sentences]


def _tells(sentence: str, article: Article) -> bool:
    aside = ASKS.search(sentence) or _CAPTION.match(sentence)
    return len(sentence) >= _TELLING and sentence != article.source.title and not aside
