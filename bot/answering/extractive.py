"""Answers without a model: the sentences that answer best, outlet by outlet, as they stand."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.answering.answers import (
    Answer,
    Author,
    Evidence,
    Question,
    Reason,
    Refusal,
    Reply,
    Statement,
)
from bot.answering.speakers import speaker_of
from retrieval.articles import Article, Sentence
from retrieval.languages import fold
from retrieval.passages import sentences_of
from retrieval.search import Findings, WeighedTerm
from retrieval.terms import Folded

_COVERED = 0.5  # of the weight of a question's content words, in a sentence and its surroundings
_COVERED_OF_UNKNOWN = 0.6  # the same, where a word stands in no article
_IN_SENTENCE = 0.4  # of that weight, in the sentence itself
_NEARBY = 0.5  # what a word counts that stands next to the sentence
_IN_TITLE = 0.3
_OF_BEST = 0.5  # how near the best score another outlet's sentence must come
_A_SENTENCE_MORE = 0.9  # how near its outlet's best score a second sentence must come
_PER_OUTLET = 2
_NEAREST = 3
_BEFORE = 4  # sentences that may tell who speaks
_TELLING_WORD = 0.5  # the weight from which a word says what a text is about
_PER_CHARACTER = 0.0003  # of two sentences that cover as much, the shorter is to the point
_TELLING = 24  # characters; shorter sentences at an article's start are headings
_QUESTION = 0.7  # what a sentence is worth that asks instead of telling
_LONGEST_QUOTE = 320  # characters, with the sentence that a pronoun points to

_QUOTATION = re.compile(rf"\s*[“「][^”」]{{1,{_LONGEST_QUOTE}}}[”」]")
_ASKS = re.compile(r"[?？]$")
_POINTS_BACK = re.compile(
    r"(?:但|而|不过|并且|同时|此外|对此|因此|所以|[,， ])*"
    r"(?:他|她|它|该|这|此|其|he |she |it |they |this |that )"
)


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of question: how it asks, what a sentence that tells it has, what lacking it costs."""

    asks: re.Pattern[str]
    tells: re.Pattern[str]
    without: float


_DIGITS = r"(?:\d[\d.,]*|[一二两三四五六七八九十百千几数]+)\s*"
_KINDS = (
    _Kind(
        re.compile(
            r"多少|几[个家名张块岁]|多[大久高]|how (?:much|many|long|big|far|large)|percentage"
        ),
        re.compile(
            rf"{_DIGITS}(?:[万亿%块张片颗倍个家名人元多]|分之|美元|人民币|million|billion|gpu)"
        ),
        0.5,
    ),
    _Kind(
        re.compile(r"什么时候|何时|哪一?[天年月]|\bwhen\b|what (?:date|day|year)"),
        re.compile(r"\d+(?:年|月|日)|昨[天日]|今[天年]|去年|本周|个月内"),
        0.5,
    ),
    _Kind(
        re.compile(r"为什么|为何|为啥|怎么会|原因|\bwhy\b"),
        re.compile(r"因为|由于|原因|所以|因此|缘于|源于|源自|目的|关键|才会"),
        0.8,
    ),
    _Kind(
        re.compile(r"什么是|是什么|何谓|what (?:is|are)\b"),
        re.compile(r"所谓|是指|就是|[,，]即|名为|称为|是一种|意思是"),
        0.8,
    ),
    _Kind(
        re.compile(r"谁|哪位|\bwho(?:se)?\b"),
        re.compile(r"[说称]|表示|指出|认为|提出|创办|创始|发明"),
        0.8,
    ),
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    article: Article
    sentences: Sequence[Sentence]
    number: int
    score: float
    covered: float
    direct: float
    has_names: bool

    @property
    def sentence(self) -> Sentence:
        return self.sentences[self.number]

    @property
    def text(self) -> str:
        return self.article.text[self.sentence.start : self.sentence.end]

    @property
    def before(self) -> list[str]:
        """The few sentences before this one, nearest last."""
        earlier = self.sentences[max(0, self.number - _BEFORE) : self.number]
        return [self.article.text[s.start : s.end] for s in earlier]


def answer_by_extract(question: Question, findings: Findings, people: Sequence[str]) -> Reply:
    """Return the sentences that cover a question's content words, or a refusal where none do."""
    chosen = _choose(_candidates(question, findings), _enough(findings.terms))
    if not chosen:
        return refuse(findings)
    statements = tuple(_statement(candidate, people) for candidate in chosen)
    return Answer(statements, Author.EXTRACTIVE)


def lead(articles: Iterable[Article]) -> Answer | None:
    """Return how each article opens, for a reader who asks only what an outlet wrote."""
    statements = [
        Statement(evidence.quote, (evidence,))
        for article in articles
        for evidence in _opening(article)
    ]
    return Answer(tuple(statements), Author.EXTRACTIVE) if statements else None


def _opening(article: Article) -> list[Evidence]:
    told = [
        sentence
        for sentence in sentences_of(article)
        if not _ASKS.search(article.text[sentence.start : sentence.end])
        and sentence.end - sentence.start >= _TELLING
    ]
    return [Evidence(article, s.start, s.end) for s in told[:_PER_OUTLET]]


def _enough(terms: Sequence[WeighedTerm]) -> float:
    """Return the share of the words' weight that must be covered; over 1 where nothing can be."""
    if not terms or any(w.term.is_name and not w.known for w in terms):
        return math.inf
    all_known = all(w.known or w.term.is_action for w in terms)
    return _COVERED if all_known else _COVERED_OF_UNKNOWN


def articles_of(answer: Answer) -> tuple[Article, ...]:
    """Return the articles that an answer cites, at most three, one an outlet, in its order."""
    by_outlet: dict[str, Article] = {}
    for statement in answer.statements:
        for evidence in statement.evidence:
            by_outlet.setdefault(evidence.source.outlet.id, evidence.article)
    return tuple(by_outlet.values())[:_NEAREST]


def refuse(findings: Findings) -> Refusal:
    """Return a refusal with the articles that come nearest, one an outlet, best first."""
    by_outlet: dict[str, Article] = {}
    for match in findings.matches:
        by_outlet.setdefault(match.passage.outlet, findings.articles[match.passage.article])
    near = tuple(a for a in by_outlet.values() if _touches(a, findings.terms))
    if near:
        return Refusal(Reason.NOT_COVERED, near[:_NEAREST])
    return Refusal(Reason.OFF_TOPIC, tuple(by_outlet.values())[:_NEAREST])


def _touches(article: Article, terms: Sequence[WeighedTerm]) -> bool:
    text = Folded.of(article.text)
    telling = (w.term for w in terms if w.known and (w.term.is_name or w.weight >= _TELLING_WORD))
    return any(text.covers(term) for term in telling)


def _candidates(question: Question, findings: Findings) -> list[_Candidate]:
    asked = [kind for kind in _KINDS if kind.asks.search(fold(question.text))]
    numbers: dict[str, set[int]] = defaultdict(set)
    for match in findings.matches:
        numbers[match.passage.article].update(s.number for s in match.passage.sentences)
    return [
        candidate
        for id, found in numbers.items()
        for candidate in _in_article(findings.articles[id], sorted(found), findings.terms, asked)
    ]


def _in_article(
    article: Article,
    numbers: Sequence[int],
    terms: Sequence[WeighedTerm],
    asked: Sequence[_Kind],
) -> list[_Candidate]:
    sentences = sentences_of(article)
    read = sorted({n for number in numbers for n in (number - 1, number) if n >= 0})
    written = [article.text[sentences[n].start : sentences[n].end] for n in read]
    texts = dict(zip(read, Folded.lines(written), strict=True))
    title = Folded.of(article.source.title)
    return [
        _candidate(article, sentences, _Surroundings(texts, number, title), terms, asked)
        for number in numbers
    ]


@dataclass(frozen=True, slots=True)
class _Surroundings:
    texts: Mapping[int, Folded]
    number: int
    title: Folded

    @property
    def itself(self) -> Folded:
        return self.texts[self.number]

    def share(self, weighed: WeighedTerm) -> float:
        """Return how well a term is covered here, from 0 to 1."""
        if self.itself.covers(weighed.term):
            return 1.0
        before = self.texts.get(self.number - 1)
        if before and before.covers(weighed.term):
            return _NEARBY
        return _IN_TITLE if self.title.covers(weighed.term) else 0.0


def _candidate(
    article: Article,
    sentences: Sequence[Sentence],
    here: _Surroundings,
    terms: Sequence[WeighedTerm],
    asked: Sequence[_Kind],
) -> _Candidate:
    shares = [(weighed, here.share(weighed)) for weighed in terms]
    total = sum(weighed.weight for weighed in terms) or 1.0
    covered = sum(weighed.weight * share for weighed, share in shares) / total
    direct = sum(weighed.weight for weighed, share in shares if share == 1) / total
    lacking = [kind.without for kind in asked if not kind.tells.search(here.itself.folded)]
    asks = _QUESTION if _ASKS.search(here.itself.folded) else 1
    length = len(here.itself.folded)
    return _Candidate(
        article,
        sentences,
        here.number,
        score=covered * min(lacking, default=1) * asks - length * _PER_CHARACTER,
        covered=covered,
        direct=direct,
        has_names=all(share > 0 for weighed, share in shares if weighed.term.is_name),
    )


def _choose(candidates: Iterable[_Candidate], enough: float) -> list[_Candidate]:
    fit = [
        candidate
        for candidate in candidates
        if candidate.covered >= enough and candidate.direct >= _IN_SENTENCE and candidate.has_names
    ]
    best = max((candidate.score for candidate in fit), default=0.0)
    by_outlet: dict[str, list[_Candidate]] = defaultdict(list)
    for candidate in sorted(fit, key=lambda c: -c.score):
        by_outlet[candidate.article.source.outlet.id].append(candidate)
    return [
        candidate
        for group in by_outlet.values()
        if group[0].score >= best * _OF_BEST
        for candidate in _of_outlet(group)
    ]


def _of_outlet(group: Sequence[_Candidate]) -> list[_Candidate]:
    good = [c for c in group if c.score >= group[0].score * _A_SENTENCE_MORE][:_PER_OUTLET]
    return sorted(good, key=lambda c: (c.article.id, c.sentence.number))


def _statement(candidate: _Candidate, people: Sequence[str]) -> Statement:
    start, end = _with_antecedent(candidate), _with_announced(candidate)
    speaker = speaker_of(candidate.text, candidate.before, people)
    evidence = Evidence(candidate.article, start, end, speaker)
    return Statement(evidence.quote, (evidence,))


def _with_antecedent(candidate: _Candidate) -> int:
    """Return where to begin so that a leading pronoun has the sentence it points to."""
    start = candidate.sentence.start
    if not candidate.before or not _POINTS_BACK.match(fold(candidate.text)):
        return start
    before = candidate.article.text.rfind(candidate.before[-1], 0, start)
    between = candidate.article.text[before + len(candidate.before[-1]) : start]
    near = before >= 0 and "\n" not in between
    return before if near and candidate.sentence.end - before <= _LONGEST_QUOTE else start


def _with_announced(candidate: _Candidate) -> int:
    """Return where to end so that a closing colon has the quotation it announces."""
    end = candidate.sentence.end
    announced = _QUOTATION.match(candidate.article.text, end)
    return announced.end() if announced and candidate.text.endswith((":", "：")) else end
