"""The prompt for an answer: the sentences that a model may cite, and as many as it may read."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.answering.answers import Question
from bot.answering.labels import Cited, label
from bot.answering.quoting import points_back
from bot.answering.tokens import TokenCounter
from prompts.phrases import phrases
from prompts.templates import Prompt, fill
from retrieval.articles import Article, Match, Passage
from retrieval.languages import Language, fold
from retrieval.passages import sentences_of
from retrieval.search import Findings

_COSTLY_ID = "a2a2a2"  # no id costs more tokens
_NEIGHBOURS = 2  # sentences before a passage, where it begins by pointing back
_UNSEEN = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ud800-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U000e0000-\U000e0fff\U000f0000-\U0010ffff]+"
)


@dataclass(frozen=True, slots=True)
class Material:
    """The sentences a model may cite, by id, and the prompt that shows them."""

    cited: Mapping[str, Cited]
    prompt: Prompt


def compose(
    question: Question,
    findings: Findings,
    salt: bytes,
    count: TokenCounter,
    budget: int,
) -> Material:
    """Return the prompt for a question with as many of the findings as `budget` tokens hold."""
    bare = _prompt(question, "")
    afford = _Afford(count, budget - count(bare.system) - count(bare.user), question.language)
    sentences = label(afford.sentences(findings), salt)
    return Material(sentences, _prompt(question, _shown(sentences, question.language)))


def _prompt(question: Question, articles: str) -> Prompt:
    return fill(
        "answer",
        language=phrases(question.language).say("language_name"),
        articles=articles,
        question=visible(question.text),
    )


def visible(text: str) -> str:
    """Return a text on one line, without control, bidirectional or invisible characters."""
    return " ".join(_UNSEEN.sub(" ", unicodedata.normalize("NFC", text)).split())


@dataclass
class _Afford:
    """Takes in passages, the best first, until their price is more than what is left."""

    count: TokenCounter
    left: int
    language: Language

    def sentences(self, findings: Findings) -> list[Cited]:
        """Return the sentences that can be afforded, in the order of the articles."""
        chosen: dict[tuple[str, int], Cited] = {}
        headed: set[str] = set()
        for match in _in_turns(findings.matches):
            article = findings.articles[match.passage.article]
            read = _read_with(article, match.passage)
            new = {place: cited for place, cited in read.items() if place not in chosen}
            self.left -= self._price(new.values()) + self._heading(article, headed)
            if self.left < 0:
                break
            chosen |= new
        order = {id: n for n, id in enumerate(dict.fromkeys(id for id, _ in chosen))}
        return [chosen[place] for place in sorted(chosen, key=lambda at: (order[at[0]], at[1]))]

    def _price(self, sentences: Iterable[Cited]) -> int:
        return sum(self.count(f"[{_COSTLY_ID}] {visible(cited.text)}\n") for cited in sentences)

    def _heading(self, article: Article, headed: set[str]) -> int:
        if article.id in headed:
            return 0
        headed.add(article.id)
        return self.count(f"\n# {_heading(article, self.language)}\n")


def _read_with(article: Article, passage: Passage) -> dict[tuple[str, int], Cited]:
    """Return a passage's sentences, and those before it that say who its first "he" is."""
    every = sentences_of(article)
    start = passage.sentences[0].number
    for _ in range(_NEIGHBOURS):
        if start == 0 or not points_back(fold(article.words_of(every[start]))):
            break
        start -= 1
    read = every[start : passage.sentences[-1].number + 1]
    return {(article.id, sentence.number): Cited(article, sentence) for sentence in read}


def _in_turns(matches: Sequence[Match]) -> list[Match]:
    """Return the matches so that every outlet has its best in before any has its second best."""
    seen: Counter[str] = Counter()
    turns: list[tuple[int, Match]] = []
    for match in matches:
        turns.append((seen[match.passage.outlet], match))
        seen[match.passage.outlet] += 1
    return [match for _, match in sorted(turns, key=lambda turn: turn[0])]


def _shown(sentences: Mapping[str, Cited], language: Language) -> str:
    lines: list[str] = []
    current: Article | None = None
    for id, cited in sentences.items():
        if cited.article is not current:
            current = cited.article
            lines.append(f"\n# {_heading(current, language)}")
        lines.append(f"[{id}] {visible(cited.text)}")
    return "\n".join(lines).strip()


def _heading(article: Article, language: Language) -> str:
    source = article.source
    parts = (
        source.outlet.name(language),
        source.title,
        source.author,
        source.day,
    )
    return " | ".join(visible(part) for part in parts if part)
