"""Statements beside evidence, and the seeds beside themselves, for the checks of strength."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

from bot.answering.answers import Evidence, Statement
from bot.answering.checks.claim import Claim, Knowledge
from bot.answering.checks.flaws import Flaw
from bot.answering.checks.meanings import Meanings
from retrieval.articles import Article, Source
from retrieval.glossary.glossary import Glossary
from retrieval.ingest.aliases import read_aliases
from retrieval.ingest.seeds import read_seeds
from retrieval.languages import language_of
from retrieval.passages import sentences_of
from retrieval.terms import Lexicon

Check = Callable[[Claim], Iterable[Flaw]]

_SEEDS = Path(__file__).parents[1] / "seeds"


@cache
def knowledge() -> Knowledge:
    """Return what the checks know over the seeds."""
    registry, _ = read_seeds(_SEEDS)
    aliases = read_aliases(_SEEDS / "aliases.toml")
    return Knowledge(registry, Meanings(Lexicon.of(aliases, registry), Glossary.load()))


def claim(statement: str, *quotes: str) -> Claim:
    """Return a statement that cites quotes of an outlet."""
    outlet = knowledge().registry["rfa"]
    evidence = tuple(
        Evidence(Article("x", Source(outlet, "", language_of(quote)), quote), 0, len(quote))
        for quote in quotes
    )
    return Claim(Statement(statement, evidence), language_of(statement), knowledge())


def stops(check: Check, statement: str, *quotes: str) -> bool:
    """Tell whether a check finds a flaw."""
    return any(True for _ in check(claim(statement, *quotes)))


def stopped_seeds(check: Check) -> Iterator[tuple[str, list[Flaw]]]:
    """Check every sentence of the seeds beside itself; return those that are stopped."""
    for article in read_seeds(_SEEDS)[1]:
        for sentence in sentences_of(article):
            evidence = Evidence(article, sentence.start, sentence.end)
            language = language_of(evidence.quote)
            statement = Statement(evidence.quote, (evidence,))
            if flaws := list(check(Claim(statement, language, knowledge()))):
                yield evidence.quote, flaws
