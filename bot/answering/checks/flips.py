"""The check that a clause is not the evidence's own with a denial put in or left out."""

import re
from collections import defaultdict
from collections.abc import Iterator

from bot.answering.checks.claim import Claim
from bot.answering.checks.flaws import Flaw, FlawKind

_DENIALS = re.compile(
    r"[不没未无非]|否认"
    r"|(?<![a-z])(?:not|never|no|none|nobody|neither|nor|without|cannot)(?![a-z])|n['’]t(?![a-z])"
)
_AROUND = re.compile(  # what comes and goes with a denial
    r"并(?=[不没未无非])|尚(?=未)|已经?|曾经?|了|从(?=[不没未])|绝(?=[不没未非])|有(?=人|任何)|任何"
    r"|(?<![a-z])(?:do|does|did|any|ever|yet|already|has|have|had|is|are|was|were)(?![a-z])"
)
_NO_WORD = re.compile(r"[^\w]+")
_SHORTEST = 4  # letters; less is alike by chance


def check_flips(claim: Claim) -> Iterator[Flaw]:
    """Find a clause that is word for word the evidence's, but for what denies it."""
    held: dict[str, set[int]] = defaultdict(set)
    for clause in claim.held:
        held[_bare(clause.text)].add(_denials(clause.text))
    for clause in claim.said:
        told = held.get(_bare(clause.text), set())
        if told and _denials(clause.text) not in told:
            yield Flaw(FlawKind.POLARITY, clause.text.strip())


def _bare(text: str) -> str:
    """Return a clause without its denials; "" where too little is left."""
    bare = _NO_WORD.sub("", _DENIALS.sub("", _AROUND.sub("", text)))
    return bare if len(bare) >= _SHORTEST else text


def _denials(text: str) -> int:
    return len(_DENIALS.findall(text)) % 2
