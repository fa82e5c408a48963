"""Passages: neighbouring sentences of one article, of a size worth ranking."""

from collections.abc import Iterator
from functools import lru_cache

from retrieval.articles import Article, Passage, Sentence, id_of
from retrieval.languages import LANGUAGES
from retrieval.sentences import split_sentences

TARGET = 320  # characters; a passage is closed once the next sentence would pass it


def sentences_of(article: Article) -> tuple[Sentence, ...]:
    """Return the sentences of an article, numbered from 0."""
    return _numbered(article.id, article.text)


@lru_cache(maxsize=256)
def _numbered(article: str, text: str) -> tuple[Sentence, ...]:
    spans = split_sentences(text)
    return tuple(Sentence(article, number, *span) for number, span in enumerate(spans))


def passages_of(article: Article) -> tuple[Passage, ...]:
    """Return an article's passages; together they hold every sentence once, in order."""
    header = header_of(article)
    return tuple(
        Passage(
            id=id_of(article.id, number),
            article=article.id,
            outlet=article.source.outlet.id,
            sentences=tuple(group),
            header=header,
            text=article.text[group[0].start : group[-1].end],
        )
        for number, group in enumerate(grouped(sentences_of(article), TARGET))
    )


def header_of(article: Article) -> str:
    """Return what is indexed with every passage: who published it, its title and its date."""
    source = article.source
    names = dict.fromkeys(source.outlet.name(language) for language in LANGUAGES)
    parts = (*names, source.title, source.author, source.day)
    return " ".join(part for part in parts if part)


def grouped(sentences: tuple[Sentence, ...], target: int) -> Iterator[list[Sentence]]:
    """Yield neighbouring sentences together, a group closed once the next would pass the target."""
    group: list[Sentence] = []
    for sentence in sentences:
        if group and sentence.end - group[0].start > target:
            yield group
            group = []
        group.append(sentence)
    if group:
        yield group
