"""Who speaks, in the terms of the checks: people, organisations and outlets under any name."""

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import cache, cached_property

from bot.answering.answers import Evidence
from bot.answering.checks.claim import Knowledge
from bot.answering.checks.meanings import Clause, Meanings, Word, places
from bot.answering.sayings.reading import sayings, sentences
from bot.answering.sayings.saying import Saying, alternatives, words
from retrieval.languages import HAN, fold, has_han
from retrieval.tokens import stems

_WHO = frozenset({"person", "organisation"})
_PAIR = re.compile(rf"[{HAN}]{{2}}")
_WHEN = re.compile(r"(?:\d{1,4}[年月日号]|[今昨前]天|近日|日前|周[一二三四五六日])")  # he spoke
_REPORT = re.compile(
    r"(?:该|这[篇份则]?|此)?(?:报[道导告]?|文章)(?:还|又|也|则|进一步)?(?:指出|称|说|认为|提到|写道|表示|援引|引述)"
)
_SHARE = 0.5  # of what the evidence holds of somebody's words, that must be theirs
_MOST = 0.8  # of it, from which others' words do not matter
_SHORTEST = 2
_BEFORE = 400  # characters of the article that tell who goes on speaking


@dataclass(frozen=True)
class Voice:
    """Somebody who speaks: `names` are all that are named there, each by everything it is called.

    The last of them is who speaks: OpenAI首席执行官奥特曼.
    """

    phrase: str
    names: tuple[frozenset[str], ...] = ()
    outlets: frozenset[str] = frozenset()
    proper: str = ""  # what looks like a name and no table knows
    tail: str = ""  # what follows the last name

    def is_same(self, other: "Voice") -> bool:
        """Tell whether two may be the same."""
        if not self.outlets.isdisjoint(other.outlets):
            return True
        mine, its = self.names, other.names
        if self.proper or other.proper:
            return self._is_alike(other)
        if not mine or not its:
            return False
        return _stands_in(mine[-1], its) or _stands_in(its[-1], mine)

    def _is_alike(self, other: "Voice") -> bool:
        """Tell whether a name stands in the other phrase; in another script it may."""
        name = self.proper or other.proper
        phrase = other.phrase if self.proper else self.phrase
        if has_han(name) != has_han(phrase):
            return True
        return any(part in phrase for part in (name, *name.split()))

    @property
    def is_known(self) -> bool:
        """Whether it is somebody in particular, with a name."""
        return bool(self.names or self.outlets or self.proper)

    @property
    def may_speak(self) -> bool:
        """Whether it is somebody or somebody's words, not a thing of theirs: OpenAI的成本."""
        tail = self.tail.strip(" 》”」\")'’的")
        if len(tail) < _SHORTEST or tail[0] in "(（," or _WHEN.match(tail):
            return True
        if has_han(tail):
            return _chinese_offices().search(tail) is not None
        return not _english_offices().isdisjoint(stems(tail))

    @property
    def is_unnamed(self) -> bool:
        """Whether it is somebody whom the text leaves without a name: 一名分析师, an insider."""
        return not self.is_known and any(p.search(self.phrase) for p in _unnamed())


def _stands_in(name: frozenset[str], names: Iterable[frozenset[str]]) -> bool:
    return any(not name.isdisjoint(other) for other in names)


@cache
def _unnamed() -> tuple[re.Pattern[str], ...]:
    lists = words()["nobody"]
    return tuple(map(re.compile, (*lists["unnamed_chinese"], *lists["unnamed_english"])))


def voice_of(phrase: str, knowledge: Knowledge) -> Voice:
    """Return whom a folded phrase names."""
    lexicon = knowledge.meanings.lexicon
    found = [word for word in knowledge.meanings.words(phrase) if lexicon.kinds(word.text) & _WHO]
    named = tuple(word.senses for word in _whole(found))
    placed = list(knowledge.names.find(phrase))
    outlets = frozenset(name.outlet.id for name in placed)
    ends = [*(word.end for word in found), *(name.end for name in placed)]
    end = max(ends, default=len(phrase))
    proper = "" if named or outlets else _proper(phrase, knowledge.meanings)
    return Voice(phrase, named, outlets, proper, phrase[end:])


def _proper(phrase: str, meanings: Meanings) -> str:
    """Return what looks like a person's name at the end of a phrase that no table knows."""
    if not has_han(phrase):
        parts = phrase.split()
        unknown = [w for w in meanings.words(phrase) if len(w.senses) == 1 and w.text.isalpha()]
        is_name = len(parts) in (1, 2, 3) and len(unknown) == len(parts)
        return phrase if is_name and not _english_offices() & set(stems(phrase)) else ""
    found = _chinese_name().search(phrase)
    name = found["name"] if found else ""
    is_word = meanings.glossary.holds(name) or _chinese_offices().search(name)
    return "" if is_word else name


@cache
def _chinese_name() -> re.Pattern[str]:
    surnames = words()["names"]["surnames"]
    offices = alternatives(words()["names"]["offices"])
    return re.compile(
        rf"(?:^|{offices}|[家师员长者工商民生介])(?P<name>[{surnames}][{HAN}]{{1,2}}|"
        rf"[{HAN}]{{1,5}}·[{HAN}·]{{1,9}}|[a-z]+(?: [a-z]+){{0,2}})$"
    )


@cache
def _chinese_offices() -> re.Pattern[str]:
    return re.compile(alternatives(words()["names"]["offices"]))


@cache
def _english_offices() -> frozenset[str]:
    return frozenset(stem for form in words()["names"]["offices_english"] for stem in stems(form))


def _whole(found: Iterable[Word]) -> list[Word]:
    """Leave out names that stand inside longer ones."""
    kept: list[Word] = []
    for word in sorted(found, key=lambda word: (word.start, -word.end)):
        if not kept or word.end > kept[-1].end:
            kept.append(word)
    return kept


@dataclass(frozen=True)
class Spoken:
    """A piece of evidence, clause by clause, with who speaks in each."""

    evidence: Evidence
    knowledge: Knowledge

    @cached_property
    def quote(self) -> str:
        """The outlet's words, folded."""
        return fold(self.evidence.quote)

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses of the quote."""
        return self.knowledge.meanings.clauses(self.quote)

    @cached_property
    def sayings(self) -> tuple[Saying, ...]:
        """Who speaks in the quote."""
        return sayings(self.quote)

    def chain(self, place: int) -> tuple[Voice, ...]:
        """Return who says what stands at a place, the innermost first; nobody is the outlet."""
        found = [n for n, saying in enumerate(self.sayings) if saying.first <= place < saying.last]
        found = found or [n for n, s in enumerate(self.sayings) if s.start <= place < s.end]
        chain: list[Voice] = []
        for number in self._outwards(found[-1]) if found else ():
            chain.append(self._voices[number])
        return tuple(voice for voice in chain if voice.may_speak)

    def _outwards(self, number: int) -> Iterator[int]:
        yield number
        while self.sayings[number].within and number:
            number -= 1
            yield number

    @cached_property
    def _voices(self) -> tuple[Voice, ...]:
        return tuple(voice_of(saying.subject, self.knowledge) for saying in self.sayings)

    def before(self, place: int) -> tuple[Voice, ...]:
        """Return who has spoken before a place, in the quote or shortly before it."""
        here = (
            voice
            for saying, voice in zip(self.sayings, self._voices, strict=True)
            if saying.end <= place
        )
        return (*self._lately, *(voice for voice in here if voice.is_known))

    @cached_property
    def _lately(self) -> tuple[Voice, ...]:
        article, start = self.evidence.article, self.evidence.start
        earlier = fold(article.text[max(0, start - _BEFORE) : start])
        heard = [saying.subject for saying in sayings(earlier)]
        if self.evidence.speaker:
            heard.append(fold(self.evidence.speaker))
        voices = (voice_of(phrase, self.knowledge) for phrase in heard)
        return tuple(voice for voice in voices if voice.is_known)

    @cached_property
    def going_on(self) -> Voice | None:
        """Who spoke last before a quote in which nobody is said to speak."""
        if not self._lately or any(voice.is_known for voice in self._voices):
            return None
        return self._lately[-1]

    @property
    def reported(self) -> str:
        """What stands shortly before a quote that goes on with a report: 报道还指出."""
        article, start = self.evidence.article, self.evidence.start
        goes_on = _REPORT.match(self.quote) is not None
        return fold(article.text[max(0, start - _BEFORE) : start]) if goes_on else ""

    def speaks_in_sentence(self, voice: Voice, place: int) -> bool:
        """Tell whether a voice is given other words in the sentence that a place is in."""
        start, text = self._sentence(place)
        return any(
            voice.is_same(other)
            for saying, other in zip(self.sayings, self._voices, strict=True)
            if start <= saying.start < start + len(text)
        )

    def sentence(self, place: int) -> str:
        """Return the sentence of the quote that a place is in."""
        return self._sentence(place)[1]

    def _sentence(self, place: int) -> tuple[int, str]:
        within = [found for found in sentences(self.quote) if found[0] <= place]
        return within[-1] if within else (0, self.quote)


def scope(said: tuple[Saying, ...], number: int) -> tuple[int, int]:
    """Return from where to where somebody speaks, others' words that are told within included."""
    first, last = said[number].first, said[number].last
    following = number + 1
    while following < len(said) and said[following].within and last - first < 4:
        last = said[following].last
        following += 1
    return first, last


@dataclass(frozen=True)
class Part:
    """What a statement lets somebody say: a stretch of its folded text with the words in it."""

    text: str
    first: int
    last: int
    words: tuple[Word, ...]

    def covered(self, clause: Clause) -> frozenset[int]:
        """Return the places that a clause of a quote holds.

        Chinese beside Chinese is compared by pairs of characters, too: not every word is in a
        table.
        """
        words = (word for word in self.words if any(word.meets(its) for its in clause.words))
        found = places(words)
        for at in range(self.first, min(self.last, len(self.text)) - 1):
            pair = self.text[at : at + 2]
            if _PAIR.fullmatch(pair) and pair in clause.text:
                found |= {at, at + 1}
        return frozenset(found)


def part_of(folded: str, clauses: Iterable[Clause], first: int, last: int) -> Part:
    """Return a part of a statement whose clauses are given."""
    words = (w for clause in clauses for w in clause.words if first <= w.start < last)
    return Part(folded, first, last, tuple(words))


def is_outweighed(theirs: Set[int], others: Set[int]) -> bool:
    """Tell whether what others hold of a part is so much more that it is not theirs."""
    held = theirs | others
    if len(theirs) < _SHARE * len(held):
        return True
    return len(theirs) <= _MOST * len(held) and len(others - theirs) > len(theirs - others)
