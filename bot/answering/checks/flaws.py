"""What can be wrong with a statement."""

from dataclasses import dataclass
from enum import StrEnum


class FlawKind(StrEnum):
    """Why a statement is dropped."""

    ID = "id"  # cites a sentence that was not given, or none
    LONG = "long"
    LIVE = "live"  # a link, a mention or a command
    LANGUAGE = "language"
    NUMBER = "number"
    DATE = "date"
    NAME = "name"  # of a person, an organisation, a place or a product
    UNMATCHED_NAME = "unmatched_name"  # one that no table knows in the evidence's language
    OUTLET = "outlet"  # names an outlet that it does not cite
    POLARITY = "polarity"  # denies what the evidence says, or says what it denies
    MODALITY = "modality"  # is surer than the evidence
    SPEAKER = "speaker"
    QUOTATION = "quotation"  # in quotation marks, but nobody's words
    SCOPE = "scope"  # all where the evidence says most or some
    CAUSE = "cause"
    ORDER = "order"  # in time
    PARTIES = "parties"  # turns round who did something to whom
    BARE = "bare"  # says nothing by itself: a yes, a year
    UNRELATED = "unrelated"  # speaks of something else than its evidence
    VOICE = "voice"  # speaks for the bot, or of its instructions
    JUDGED = "judged"  # a second model finds that it does not follow


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that is wrong with a statement; `detail` is for people, in the words concerned."""

    kind: FlawKind
    detail: str = ""


DOUBTS = frozenset({FlawKind.UNMATCHED_NAME})
"""What code cannot settle, and a judge can."""
