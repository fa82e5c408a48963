"""How an answer came about: everything that is needed to see why, and to do it again."""

import time
from dataclasses import dataclass, field

from bot.answering.answers import Evidence, Question, Reply
from bot.answering.interpreting import Rendering
from bot.answering.labels import Cited
from bot.answering.models import Call, Usage
from bot.answering.verdicts import Verdict
from retrieval.languages import Language
from retrieval.search import Findings


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that stands alone, and the outlets that it is kept to; none: all.

    `compares`: what outlets say is wanted side by side, whatever the question's words. `into`:
    the language that quotes are to be translated into. `quotes`: those that are to be told again.
    """

    question: Question
    outlets: frozenset[str] = frozenset()
    compares: bool = False
    into: Language | None = None
    quotes: tuple[Evidence, ...] = ()


@dataclass
class Trace:
    """What happened while one message was answered, written down step by step."""

    message: str  # as the reader put it
    asked: Asked  # as it is searched for
    version: str = ""  # of all else that an answer is made from
    started: float = field(default_factory=time.perf_counter)
    findings: list[Findings] = field(default_factory=list)  # of each question in the message
    cited: dict[str, Cited] = field(default_factory=dict)  # what a model could cite, by id
    calls: list[Call] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    renderings: list[Rendering] = field(default_factory=list)
    reply: Reply | None = None
    is_from_cache: bool = False
    known: frozenset[str] = frozenset()  # outlets found when what is from the cache was written

    @property
    def outlets(self) -> frozenset[str]:
        """The outlets of all passages found."""
        matches = (match for findings in self.findings for match in findings.matches)
        return self.known | {match.passage.outlet for match in matches}

    @property
    def usage(self) -> Usage:
        """The tokens of all calls together, as far as providers tell."""
        return sum((call.usage for call in self.calls if call.usage), Usage())
