"""The check that whoever a statement lets speak says that in the sentences it cites."""

import re
from collections.abc import Iterator, Sequence

from bot.answering.checks.claim import Claim
from bot.answering.checks.flaws import Flaw, FlawKind
from bot.answering.checks.meanings import Clause, Meanings
from bot.answering.checks.speaking import (
    Part,
    Spoken,
    Voice,
    is_outweighed,
    part_of,
    scope,
    voice_of,
)
from bot.answering.sayings.reading import sayings
from retrieval.languages import fold, has_han

_UNSAID = re.compile(
    r"(?:没有?|并未|未曾|尚未|不曾|从未)[^,。;]{1,6}$"
    r"|(?:(?<![a-z])(?:not|never)|n['’]t)\s(?:[a-z]+\s)?(?:told|tell|said|say|disclosed|revealed)$"
)  # 他没有断言…: no words of his

_ADVERBIAL = "tdcpfux"  # tags of words before a verb


def check_voices(claim: Claim) -> Iterator[Flaw]:
    """Find words that a statement gives to somebody and its evidence to somebody else."""
    said = sayings(claim.folded)
    if not said:
        return
    spoken = [Spoken(evidence, claim.knowledge) for evidence in claim.evidence]
    for number, saying in enumerate(said):
        voice = voice_of(saying.subject, claim.knowledge)
        if voice.outlets or not (voice.is_known and voice.may_speak):
            continue
        told = claim.folded[saying.start : saying.end]
        if _UNSAID.search(told):
            continue
        if "," in told and _acts(saying.subject, claim.knowledge.meanings):
            continue
        first, last = scope(said, number)
        part = part_of(claim.folded, claim.said, first, last)
        if part.words and (others := _others(voice, part, spoken)) is not None:
            yield Flaw(
                FlawKind.SPEAKER, f"{saying.subject} · {others}" if others else saying.subject
            )


def _acts(subject: str, meanings: Meanings) -> bool:
    """Tell whether an earlier clause has no subject either: 次日又会晤了孙正义,宣布…."""
    if not has_han(subject):
        return False
    tags = (tag[0] for _, tag in meanings.lexicon.tagged(subject))
    return next((tag for tag in tags if tag not in _ADVERBIAL), "") == "v"


def _others(voice: Voice, part: Part, spoken: Sequence[Spoken]) -> str | None:
    """Return who says it instead, None where the voice does."""
    theirs, others = set[int](), set[int]()
    names = dict[str, None]()
    speaks = False
    for piece in spoken:
        for clause in piece.clauses:
            found = part.covered(clause)
            if _is_by(voice, piece, clause):
                speaks, theirs = True, theirs | found
            elif found:
                others |= found
                names.update((v.phrase, None) for v in piece.chain(clause.words[0].start)[:1])
    if speaks and not is_outweighed(theirs, others):
        return None
    return "/".join(names)


def _is_by(voice: Voice, piece: Spoken, clause: Clause) -> bool:
    """Tell whether a voice may say a clause."""
    place = clause.words[0].start
    chain = piece.chain(place)
    if any(voice.is_same(other) for other in chain):
        return True
    if any(other.is_known or other.is_unnamed for other in chain):
        return False
    earlier = piece.before(place)
    if any(voice.is_same(other) for other in earlier):
        return True
    if chain:
        return not earlier and not piece.speaks_in_sentence(voice, place)
    told = f"{piece.sentence(place)}\n{fold(piece.evidence.source.author or '')}"
    return voice.is_same(voice_of(told, piece.knowledge))
