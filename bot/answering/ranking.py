"""How well each sentence that was found tells what a question asks."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from bot.answering.answers import Question
from bot.answering.kinds import Kind, asks_for_words, kinds_of
from bot.answering.quoting import points_back, quote
from retrieval.articles import Article, Sentence
from retrieval.passages import sentences_of
from retrieval.search import Findings, WeighedTerm
from retrieval.terms import Folded, Term

ASKS = re.compile(r"[?？]$")

_NEARBY = 0.5  # what a word counts that stands in the sentence before
_POINTED_AT = 0.9  # what a name counts there, when this sentence begins by pointing back
_IN_TITLE = 0.3
_EARLIER = 0.3  # what a name counts that stands shortly before a sentence about a person
_CONTEXT = 4  # sentences that are shortly before
_HEADING = 0.6  # what a heading is worth, which announces what others tell
_QUESTION = 0.7  # what a sentence is worth that asks instead of telling
_PER_CHARACTER = 0.0003  # of two sentences that cover as much, the shorter is to the point
_ENDS = re.compile(r"[。.!！?？…;；:：”’」』)）]\W*$")
_LINKS = ("的", "'s", "’s", " ")  # between a name and what is its


_NOBODY = Folded("")
_ANY = Kind(re.compile(""), re.compile(""), 1)
_Shares = Sequence[tuple[WeighedTerm, float]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence, by its number among its article's, and how well it tells what is asked.

    `covered` and `direct` are shares of the weight of the question's words, in the sentence with
    its surroundings and in itself. `is_fit`: it has the names, something said of them, and the
    kind of thing that is asked for. `is_heading`: it announces what others tell.
    """

    article: Article
    sentences: Sequence[Sentence]
    number: int
    score: float
    covered: float
    direct: float
    is_fit: bool
    is_heading: bool = False

    @property
    def text(self) -> str:
        """The sentence as it stands."""
        return self.article.words_of(self.sentences[self.number])


def rank(
    question: Question,
    findings: Findings,
    people: Sequence[str],
    organisations: Sequence[str],
    loosely: bool = False,
) -> list[Candidate]:
    """Return the sentences of all passages found, in the order of their articles.

    `people` and `organisations` are folded names: who speaks in a sentence is named in it, and a
    price that another name owns is not told. `loosely`: one of several names will do.
    """
    wants_words = asks_for_words(question.text)
    of_words = wants_words and bool(persons_of(findings.terms, people))
    kinds = kinds_of(question.text, of_words)
    asked = _Asked(findings.terms, kinds, people, organisations, wants_words, loosely)
    numbers: dict[str, set[int]] = defaultdict(set)
    for match in findings.matches:
        numbers[match.passage.article].update(s.number for s in match.passage.sentences)
    return [
        candidate
        for id, found in numbers.items()
        for candidate in _in_article(findings.articles[id], sorted(found), asked)
    ]


def persons_of(terms: Sequence[WeighedTerm], people: Sequence[str]) -> list[Term]:
    """Return the terms that name a person; `people` are folded names."""
    known = frozenset(people)
    return [weighed.term for weighed in terms if not known.isdisjoint(weighed.term.forms)]


@dataclass(frozen=True, slots=True)
class _Owned:
    """A thing that the question asks of one name, and the names it is not asked of."""

    thing: Term
    others: tuple[str, ...]

    def is_of_others_in(self, text: str) -> bool:
        """Tell whether the thing stands in a text as another name's, and nowhere as its own."""
        before = [_before(text, form) for form in self.thing.forms if form in text]
        return bool(before) and all(left.endswith(self.others) for left in before)


def _are_one(other: str, name: Term) -> bool:
    return any(form in other for form in name.forms)


@dataclass(frozen=True)
class _Asked:
    terms: Sequence[WeighedTerm]
    kinds: Sequence[Kind]
    people: Sequence[str]
    organisations: Sequence[str]
    wants_words: bool
    loosely: bool

    @cached_property
    def names(self) -> tuple[str, ...]:
        return (*self.people, *self.organisations)

    @cached_property
    def persons(self) -> list[Term]:
        """The people that the question names."""
        return persons_of(self.terms, self.people)

    @cached_property
    def owned(self) -> list[_Owned]:
        """The things that follow somebody's name in the question."""
        owners = frozenset(self.names)
        return [
            _Owned(b.term, tuple(other for other in self.names if not _are_one(other, a.term)))
            for a, b in pairwise(self.terms)
            if not b.term.is_name and not owners.isdisjoint(a.term.forms)
        ]


@dataclass(frozen=True, slots=True)
class _Place:
    """A sentence among those around it, all folded."""

    texts: Mapping[int, Folded]
    number: int
    title: Folded
    is_heading: bool

    @property
    def itself(self) -> Folded:
        return self.texts[self.number]

    def share(self, weighed: WeighedTerm) -> float:
        """Return how well a term is covered here, from 0 to 1."""
        if self.itself.covers(weighed.term):
            return 1.0
        before = self.texts.get(self.number - 1)
        if before and before.covers(weighed.term):
            if points_back(self.itself.folded):
                return _POINTED_AT
            if not weighed.term.is_name:
                return _NEARBY
        return _IN_TITLE if self.title.covers(weighed.term) else 0.0

    def has_shortly_before(self, term: Term) -> bool:
        """Tell whether a term stands in one of the sentences before."""
        earlier = range(self.number - _CONTEXT, self.number)
        return any(n in self.texts and self.texts[n].covers(term) for n in earlier)


def _in_article(article: Article, numbers: Sequence[int], asked: _Asked) -> list[Candidate]:
    sentences = sentences_of(article)
    reach = _CONTEXT if asked.persons else 1
    read = sorted({n for number in numbers for n in range(number - reach, number + 1) if n >= 0})
    texts = {n: Folded.again(article.words_of(sentences[n])) for n in read}
    title = Folded.of(article.source.title)
    places = (_Place(texts, n, title, _is_heading(article, sentences[n])) for n in numbers)
    return [_candidate(article, sentences, place, asked) for place in places]


def _is_heading(article: Article, sentence: Sentence) -> bool:
    """Tell whether a sentence is a line by itself that nothing ends: it announces what is told."""
    alone = article.text[: sentence.start].endswith("\n") or not sentence.start
    ends = article.text[sentence.end : sentence.end + 1] in ("", "\n")
    return alone and ends and not _ENDS.search(article.words_of(sentence))


def _candidate(
    article: Article, sentences: Sequence[Sentence], here: _Place, asked: _Asked
) -> Candidate:
    here_told = [(weighed, here.share(weighed)) for weighed in asked.terms]
    speaker = _speaker(article, sentences, here, asked, here_told)
    stated = [(w, max(share, speaker.covers(w.term) * _POINTED_AT)) for w, share in here_told]
    shares = _with_earlier_names(stated, here, asked)
    total = sum(weighed.weight for weighed in asked.terms) or 1.0
    covered = sum(weighed.weight * share for weighed, share in shares) / total
    direct = sum(weighed.weight for weighed, share in shares if share >= _POINTED_AT) / total
    text = here.itself.folded
    worth = min(kind.worth(text) for kind in (*asked.kinds, _ANY))
    score = covered * worth * _manner(here) - len(text) * _PER_CHARACTER
    is_said = asked.wants_words and any(map(speaker.covers, asked.persons))
    is_of_others = any(owned.is_of_others_in(text) for owned in asked.owned)
    is_fit = worth > 0 and _tells_of(shares, is_said, asked.loosely) and not is_of_others
    return Candidate(
        article, sentences, here.number, score, covered, direct, is_fit, here.is_heading
    )


def _speaker(
    article: Article, sentences: Sequence[Sentence], here: _Place, asked: _Asked, shares: _Shares
) -> Folded:
    """Return who speaks in a sentence, where it matters to what is asked of people; else nobody."""
    has_all = all(share >= _POINTED_AT for w, share in shares if w.term in asked.persons)
    if not asked.persons or (has_all and not asked.wants_words):
        return _NOBODY
    return Folded.of(quote(article, sentences, here.number, asked.people).speaker or "")


def _manner(here: _Place) -> float:
    """Return what a sentence is worth by how it is put: it tells, asks or announces."""
    asks = _QUESTION if ASKS.search(here.itself.folded) else 1
    return asks * (_HEADING if here.is_heading else 1)


def _with_earlier_names(shares: _Shares, here: _Place, asked: _Asked) -> _Shares:
    """Count names that stand shortly before a sentence which has the person asked about."""
    if not any(share >= _POINTED_AT and w.term in asked.persons for w, share in shares):
        return shares
    return [
        (w, _EARLIER if w.term.is_name and not share and here.has_shortly_before(w.term) else share)
        for w, share in shares
    ]


def _tells_of(shares: _Shares, is_said: bool, loosely: bool) -> bool:
    """Tell whether all names are here, and something of what is asked about them.

    `is_said`: the words of somebody are asked for, and these are. `loosely`: one name will do.
    """
    names = [share for weighed, share in shares if weighed.term.is_name]
    named = all(names) or (loosely and any(names))
    things = [share for weighed, share in shares if weighed.known and not weighed.term.is_name]
    return named and (is_said or not things or max(things) >= _NEARBY)


def _before(text: str, form: str) -> str:
    left = text[: text.index(form)]
    for link in _LINKS:
        left = left.removesuffix(link)
    return left
