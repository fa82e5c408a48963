"""Quotes in another language: a model's words, labelled as ours, and held to the quote by code."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.answering.answers import Evidence, Statement, Translation
from bot.answering.asking import ask
from bot.answering.checks.claim import Claim, Knowledge
from bot.answering.checks.flaws import Flaw, FlawKind
from bot.answering.checks.form import check_form
from bot.answering.checks.gate import CHECKS
from bot.answering.checks.numbers import unsupported_numbers
from bot.answering.composing import visible
from bot.answering.drafts import Malformed, read_json
from bot.answering.models import ChatModel
from bot.answering.schemas import NUMBER, TEXT, every, fields, titled
from bot.answering.tokens import TokenCounter
from bot.answering.writing import Budget
from prompts.phrases import phrases
from prompts.templates import Prompt, fill
from retrieval.languages import Language, in_script, language_of

TRANSLATIONS = titled("translate", translations=every(fields(quote=NUMBER, text=TEXT)))

_WRONG = frozenset(  # in a translation, too; who speaks, and in which order, is the quote's
    {
        FlawKind.LIVE,
        FlawKind.LANGUAGE,
        FlawKind.NUMBER,
        FlawKind.DATE,
        FlawKind.NAME,
        FlawKind.UNMATCHED_NAME,
        FlawKind.OUTLET,
        FlawKind.POLARITY,
        FlawKind.MODALITY,
        FlawKind.UNRELATED,
    }
)
_SHARE_OF_TIME = 1 / 3  # of what all calls for an answer may take
_LATIN = 3.2  # letters that say as much as one Chinese character
_SHORTEST, _LONGEST = 0.4, 2.5  # of the size of the quote
_SLACK = 6  # characters more; short sentences differ


@dataclass(frozen=True, slots=True)
class Rendering:
    """What a model made of a quote, and what is wrong with it."""

    evidence: Evidence
    language: Language
    text: str
    flaws: tuple[Flaw, ...]

    @property
    def translation(self) -> Translation:
        """What may be shown of it: nothing, where anything is wrong."""
        return Translation(self.evidence, self.language, "" if self.flaws else self.text)


@dataclass(frozen=True)
class Interpreter:
    """Translates quotes by a chat model into one language."""

    model: ChatModel
    language: Language
    knowledge: Knowledge
    count: TokenCounter
    budget: Budget

    async def render(self, quotes: Sequence[Evidence]) -> tuple[Rendering, ...]:
        """Return a rendering of each quote; one that the budget leaves out is without words.

        Raises `ModelFault`, `Malformed` or `TimeoutError` where the model does not deliver.
        """
        prompt = self._prompt(self._afforded(quotes))
        async with asyncio.timeout(self.budget.seconds * _SHARE_OF_TIME):
            said = await ask(
                self.model, prompt, TRANSLATIONS, parse_translations, self.budget.attempts
            )
        return tuple(self._rendering(e, said.get(n, "")) for n, e in enumerate(quotes, 1))

    def _afforded(self, quotes: Sequence[Evidence]) -> list[Evidence]:
        bare = self._prompt([])
        left = self.budget.tokens - self.count(bare.system) - self.count(bare.user)
        afforded: list[Evidence] = []
        for number, evidence in enumerate(quotes, 1):
            left -= self.count(_shown(number, evidence)) + 1
            if left < 0:
                break
            afforded.append(evidence)
        return afforded

    def _prompt(self, quotes: Sequence[Evidence]) -> Prompt:
        shown = (_shown(number, evidence) for number, evidence in enumerate(quotes, 1))
        language = phrases(self.language).say("language_name")
        return fill("translate", language=language, quotes="\n".join(shown))

    def _rendering(self, evidence: Evidence, said: str) -> Rendering:
        text = in_script(visible(said), self.language)
        flaws = tuple(dict.fromkeys(self._flaws(evidence, text)))
        return Rendering(evidence, self.language, text, flaws)

    def _flaws(self, evidence: Evidence, text: str) -> Iterator[Flaw]:
        if not _is_whole(text, evidence.quote):
            yield Flaw(FlawKind.UNRELATED, f"{len(text)} / {len(evidence.quote)}")
            return
        claim = Claim(Statement(text, (evidence,)), self.language, self.knowledge)
        for check in (check_form, *CHECKS):
            yield from (flaw for flaw in check(claim) if flaw.kind in _WRONG)
        published = evidence.source.published
        for number in unsupported_numbers(evidence.quote, [text], published):
            yield Flaw(FlawKind.NUMBER, number)


def foreign(quotes: Sequence[Evidence], language: Language) -> tuple[Evidence, ...]:
    """Return the quotes that are not in a language; the script they are in does not count."""
    return tuple(e for e in quotes if (_language(e) == "en") != (language == "en"))


def parse_translations(reply: str) -> dict[int, str]:
    """Return the translations in a model's reply by the quotes' numbers. Raises `Malformed`."""
    match read_json(reply):
        case {"translations": [*entries]}:
            return dict(map(_translation, entries))
        case _:
            raise Malformed("no translations")


def _translation(entry: object) -> tuple[int, str]:
    match entry:
        case {"quote": int(number), "text": str(text)}:
            return number, text
        case _:
            raise Malformed("a translation without quote or text")


def _shown(number: int, evidence: Evidence) -> str:
    return f"{number}. {visible(evidence.quote)}"


def _language(evidence: Evidence) -> Language:
    return language_of(evidence.quote, otherwise=evidence.source.language)


def _is_whole(text: str, quote: str) -> bool:
    """Tell whether a translation is about as long as what it translates."""
    said, meant = _size(text), _size(quote)
    return said > 0 and meant * _SHORTEST <= said <= meant * _LONGEST + _SLACK


def _size(text: str) -> float:
    """Return how much a text says, in Chinese characters."""
    letters = [letter for letter in text if letter.isalnum()]
    latin = sum(letter.isascii() for letter in letters)
    return len(letters) - latin + latin / _LATIN
