"""How an answer came about: everything that is needed to see why, and to do it again."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.answering.answers import Question, Reply
from bot.answering.labels import Cited
from bot.answering.models import Call, Usage
from bot.answering.verdicts import Verdict
from retrieval.search import Findings


@dataclass
class Trace:
    """What happened while one question was answered, written down step by step."""

    asked: str = ""  # as the reader put it
    question: Question | None = None  # as it was searched for
    outlets: frozenset[str] = frozenset()
    findings: Findings | None = None
    cited: dict[str, Cited] = field(default_factory=dict)  # what the model could cite, by id
    calls: list[Call] = field(default_factory=list)
    verdicts: Sequence[Verdict] = ()
    reply: Reply | None = None
    seconds: float = 0.0
    is_from_cache: bool = False

    @property
    def usage(self) -> Usage:
        """The tokens of all calls together, as far as providers tell."""
        return sum((call.usage for call in self.calls if call.usage), Usage())
