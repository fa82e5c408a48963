"""The sentences that come nearest to what no article tells, for a refusal: they are no answer."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.answering.answers import Evidence, Question, Reason, Refusal
from bot.answering.coverage import as_written, unknown
from bot.answering.fields import fields_of
from bot.answering.quoting import quote_to_read
from bot.answering.refusing import is_only_commented
from retrieval.articles import Article
from retrieval.passages import sentences_of
from retrieval.search import Findings, WeighedTerm
from retrieval.terms import Folded, Term

_NEAR = 0.35  # of the weight of all words asked about, known or not
_AROUND = 0.5  # what a word counts that stands in the two sentences before, or in the title
_OF_FIELD = 0.5  # what it counts that another word of its field stands for
_BEFORE = 2
_MOST = 2
_HALF = 0.5
_TELLING = 0.5  # the weight from which a name tells what a text is about
_FEWEST = 2  # words asked about; near to one alone is anything
_MOST_WORDS = 3  # that are named as standing nowhere; with more, the question is none of the news
_SHORTEST = 15  # characters; shorter sentences are headings


@dataclass(frozen=True, slots=True)
class _Near:
    article: Article
    number: int
    score: float


def helped(
    refusal: Refusal, question: Question, findings: Findings, people: Sequence[str]
) -> Refusal:
    """Return a refusal with what helps its reader on: near sentences, words that stand nowhere."""
    if is_only_commented(findings):
        return replace(refusal, reason=Reason.ONLY_COMMENTS)
    if refusal.reason is Reason.OFF_TOPIC:
        return refusal
    missing = [t for t in unknown(findings.terms) if t.is_name or fields_of(t)]
    words = as_written(missing, question.text, question.language)
    return replace(
        refusal,
        sentences=nearest_sentences(findings, people),
        unmentioned=words if len(words) <= _MOST_WORDS else (),
    )


def nearest_sentences(findings: Findings, people: Sequence[str]) -> tuple[Evidence, ...]:
    """Return what comes near to an answer, at most two sentences, each of another outlet.

    `people` are folded names that tell who speaks.
    """
    near = sorted(_near(findings), key=lambda n: (-n.score, n.article.id, n.number))
    by_outlet: dict[str, _Near] = {}
    for one in near:
        by_outlet.setdefault(one.article.source.outlet.id, one)
    return tuple(
        quote_to_read(one.article, sentences_of(one.article), one.number, people)
        for one in list(by_outlet.values())[:_MOST]
    )


def _near(findings: Findings) -> Iterator[_Near]:
    fields = [fields_of(weighed.term) for weighed in findings.terms]
    found: dict[str, set[int]] = defaultdict(set)
    for match in findings.matches:
        found[match.passage.article].update(s.number for s in match.passage.sentences)
    for id, numbers in found.items():
        article = findings.articles[id]
        written = [article.words_of(sentence) for sentence in sentences_of(article)]
        texts = [Folded.again(" ".join(text.split())) for text in written]
        for number in (n for n in numbers if len(written[n]) >= _SHORTEST):
            score = _score(findings.terms, fields, _Place.of(article, texts, number))
            if score >= _NEAR:
                yield _Near(article, number, score)


@dataclass(frozen=True, slots=True)
class _Place:
    itself: Folded
    around: Folded

    @classmethod
    def of(cls, article: Article, texts: Sequence[Folded], number: int) -> "_Place":
        before = (text.folded for text in texts[max(0, number - _BEFORE) : number + 1])
        title = Folded.of(article.source.title).folded
        return cls(texts[number], Folded("\n".join([title, *before])))


def _score(terms: Sequence[WeighedTerm], fields: Sequence[Sequence[Term]], place: _Place) -> float:
    """Return the share of the words' weight that stands here; 0 where that tells nothing."""
    total = sum(weighed.weight for weighed in terms) or 1.0
    shares = [_share(weighed, field, place) for weighed, field in zip(terms, fields, strict=True)]
    names = [(w.weight, share) for w, share in zip(terms, shares, strict=True) if w.term.is_name]
    things = [(w.weight, s) for w, s in zip(terms, shares, strict=True) if not w.term.is_name]
    if len(terms) < _FEWEST or not _is_of(names) or not _tells(names, things):
        return 0.0
    return sum(w.weight * share for w, share in zip(terms, shares, strict=True)) / total


def _is_of(names: Sequence[tuple[float, float]]) -> bool:
    """Tell whether all names stand here or near, and one that tells, or any in the sentence."""
    far = bool(names) and max(share for _, share in names) < 1
    return all(share for _, share in names) and not (
        far and max(weight for weight, _ in names) < _TELLING
    )


def _tells(names: Sequence[tuple[float, float]], things: Sequence[tuple[float, float]]) -> bool:
    """Tell whether half of the things are told; where only names are asked, all in the sentence."""
    if not things:
        return all(share == 1 for _, share in names)
    told = sum(weight for weight, share in things if share >= _OF_FIELD)
    return told >= _HALF * sum(weight for weight, _ in things)


def _share(weighed: WeighedTerm, field: Sequence[Term], place: _Place) -> float:
    if place.itself.covers(weighed.term):
        return 1.0
    if any(place.itself.covers(word) for word in field):
        return _OF_FIELD
    return _AROUND if place.around.covers(weighed.term) else 0.0
