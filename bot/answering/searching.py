"""The seam to the search: what answering asks of it."""

from collections.abc import Collection
from typing import Protocol

from bot.answering.checks.claim import Knowledge
from bot.answering.checks.meanings import Meanings
from retrieval.glossary.glossary import Glossary
from retrieval.outlets import Registry
from retrieval.search import Findings
from retrieval.terms import Lexicon


class Search(Protocol):
    """Finds passages, and knows the words and outlets that questions name."""

    @property
    def registry(self) -> Registry: ...

    @property
    def everyone(self) -> Registry: ...

    @property
    def lexicon(self) -> Lexicon: ...

    @property
    def glossary(self) -> Glossary: ...

    @property
    def version(self) -> str:
        """What the same question finds the same by."""
        ...

    def asked(self, question: str) -> Collection[str]:
        """Return ids of the outlets whose words a question asks for."""
        ...

    def find(self, question: str, outlets: Collection[str] = ()) -> Findings:
        """Return what was found for a question; `outlets` (ids) keeps to those."""
        ...


class Knowing:
    """What the checks know of a search: made again only where its words or outlets changed."""

    def __init__(self) -> None:
        self._last: Knowledge | None = None

    def of(self, search: Search) -> Knowledge:
        """Return what the checks know."""
        registry, lexicon, last = search.registry, search.lexicon, self._last
        if last and last.meanings.lexicon is lexicon and last.registry == registry:
            return last
        self._last = Knowledge(registry, Meanings(lexicon, search.glossary))
        return self._last
