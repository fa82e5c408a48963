"""The check that an outlet a statement names is the one it cites for what it says there."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.answering.attributions import well_known
from bot.answering.checks.claim import Claim
from bot.answering.checks.flaws import Flaw, FlawKind
from bot.answering.checks.numbers import unsupported_numbers
from bot.answering.checks.speaking import Part, Spoken, is_outweighed, part_of
from bot.answering.sayings.reading import sayings, sentences
from retrieval.addressing.names import Named, Names
from retrieval.languages import fold, has_han
from retrieval.outlets import Outlet
from retrieval.tokens import stems

_JOINED = re.compile(  # between outlets that say something together, or one after another
    r"\W*(?:(?:和|与|及|以及|跟|同|或|还有|都|则|也|的|援引|引述|引用|转引|转载|and|or|"
    r"both|as well as|the|citing|quoting|cited by)\W*)*"
)
_CONTENT = 4  # characters, from which words are something said
_APART = re.compile(
    r"(?:不同于|有别于|除了?|相比于?|与|和|跟|比|unlike|besides|except(?: for)?|"
    r"apart from|other than|contrast to|compared (?:to|with)|than)\s*(?:the )?[《“\"「]?$"
)
_OURSELVES = re.compile(
    r"本[台报网社刊]|this (?:newspaper|paper|station|broadcaster|outlet|website)|(?:told|"
    r"telling) us\b"
)
_MARKS = " ,:;。.“”\"「」《》'’()—-"


def check_outlets(claim: Claim) -> Iterator[Flaw]:
    """Find outlets that a statement names for what others say, or that nobody names."""
    named = list(claim.knowledge.names.find(claim.folded))
    strangers = [*_unheld(claim, named), *_strangers(claim)]
    for outlet in dict.fromkeys((*strangers, *_not_told(claim))):
        yield Flaw(FlawKind.OUTLET, outlet.name(claim.language))
    if not strangers and len(claim.evidence) > 1:
        yield from _misplaced(claim, named)


def _unheld(claim: Claim, named: Iterable[Named]) -> Iterator[Outlet]:
    """Yield outlets that are neither cited nor named in what is cited."""
    held = {evidence.source.outlet.id for evidence in claim.evidence}
    held |= {name.outlet.id for name in claim.knowledge.names.find(_told(claim))}
    yield from (name.outlet for name in named if name.outlet.id not in held)


def _told(claim: Claim) -> str:
    sources = (evidence.source for evidence in claim.evidence)
    beside = (fold(f"{source.title}\n{source.republished_by or ''}") for source in sources)
    before = (Spoken(evidence, claim.knowledge).reported for evidence in claim.evidence)
    return "\n".join((*claim.quotes, *beside, *before))


def _strangers(claim: Claim) -> Iterator[Outlet]:
    """Yield well-known outlets, not ours, that are said to report and that nothing cited names."""
    for saying in sayings(claim.folded):
        for phrase in (saying.subject, saying.told):
            for name in _well_known_in(phrase, claim.knowledge.names):
                if not _is_held(name.outlet, phrase[name.start : name.end], claim):
                    yield name.outlet


def _is_held(outlet: Outlet, written: str, claim: Claim) -> bool:
    """Tell whether the evidence names an outlet, or the name may be only a word: science, time."""
    if any(named.outlet.id == outlet.id for named in well_known().find(_told(claim))):
        return True
    meanings = claim.knowledge.meanings
    words = [word for word in meanings.words(written) if word.text == _stemmed(written)]
    if any(word.meets(other) for clause in claim.held for word in words for other in clause.words):
        return True
    return any(len(word.senses) > 1 and not meanings.lexicon.kinds(word.text) for word in words)


def _well_known_in(phrase: str, ours: Names) -> Iterator[Named]:
    known = [(name.start, name.end) for name in ours.find(phrase)]
    for name in well_known().find(phrase):
        if not any(start < name.end and name.start < end for start, end in known):
            yield name


def _stemmed(written: str) -> str:
    return written if has_han(written) else " ".join(stems(written))


def _not_told(claim: Claim) -> Iterator[Outlet]:
    """Yield outlets that somebody is said to have told where the evidence says whom else."""
    told = [o for saying in sayings(claim.folded) for o in _outlets_in(saying.told, claim)]
    if not told:
        return
    heard = {
        id
        for e, quote in zip(claim.evidence, claim.quotes, strict=True)
        for id in _heard(claim, e.source.outlet, quote)
    }
    yield from (outlet for outlet in told if heard and outlet.id not in heard)


def _heard(claim: Claim, outlet: Outlet, quote: str) -> Iterator[str]:
    if _OURSELVES.search(quote):
        yield outlet.id
    for saying in sayings(quote):
        yield from (found.id for found in _outlets_in(saying.told, claim))


def _outlets_in(phrase: str, claim: Claim) -> list[Outlet]:
    ours = claim.knowledge.names
    return [n.outlet for n in (*ours.find(phrase), *_well_known_in(phrase, ours))]


@dataclass(frozen=True, slots=True)
class _Bound:
    """Outlets and the part of a statement that they are named for."""

    outlets: tuple[Outlet, ...]
    part: Part


def _misplaced(claim: Claim, named: Sequence[Named]) -> Iterator[Flaw]:
    """Find what is said of one outlet and held by another."""
    spoken = [Spoken(evidence, claim.knowledge) for evidence in claim.evidence]
    names = claim.knowledge.names
    for bound in _bound(claim, named):
        ids = {outlet.id for outlet in bound.outlets}
        own = [s for s in spoken if s.evidence.source.outlet.id in ids]
        own = own or [s for s in spoken if ids & {n.outlet.id for n in names.find(s.quote)}]
        others = [s for s in spoken if s not in own]
        if own and others and (wrong := _held_elsewhere(bound.part, own, others)):
            who = "/".join(outlet.name(claim.language) for outlet in bound.outlets)
            yield Flaw(FlawKind.OUTLET, f"{who} · {wrong}")


def _held_elsewhere(part: Part, own: Sequence[Spoken], others: Sequence[Spoken]) -> str:
    text = part.text[part.first : part.last]
    missing = unsupported_numbers(text, [s.evidence.quote for s in own])
    whole = unsupported_numbers(text, [s.evidence.quote for s in (*own, *others)])
    if numbers := [number for number in missing if number not in whole]:
        return numbers[0]
    if len({has_han(s.quote) for s in (*own, *others)}) > 1:
        return ""  # what is in the statement's own language would weigh more
    mine, its = _covered(part, own), _covered(part, others)
    return text.strip(_MARKS) if its and is_outweighed(mine, its) else ""


def _covered(part: Part, spoken: Iterable[Spoken]) -> frozenset[int]:
    covered = (part.covered(clause) for piece in spoken for clause in piece.clauses)
    return frozenset().union(*covered)


def _bound(claim: Claim, named: Sequence[Named]) -> Iterator[_Bound]:
    for start, sentence in sentences(claim.folded):
        end = start + len(sentence)
        here = [name for name in named if start <= name.start < end]
        groups = list(_groups(claim.folded, here))
        for number, group in enumerate(groups):
            first = group[-1].end
            last = groups[number + 1][0].start if number + 1 < len(groups) else end
            in_brackets = claim.folded[: group[0].start].endswith("(")
            if in_brackets or not _says(claim.folded[first:last]):
                first, last = (groups[number - 1][-1].end if number else start), group[0].start
            if not _APART.search(claim.folded[start : group[0].start]):
                part = part_of(claim.folded, claim.said, first, _until(claim, first, last))
                yield _Bound(tuple(name.outlet for name in group), part)


def _until(claim: Claim, first: int, last: int) -> int:
    """Return where somebody else begins to speak, who is not reported by the outlet."""
    starts = (
        saying.start
        for saying in sayings(claim.folded)
        if first + _CONTENT < saying.start < last and not saying.within
    )
    return next(starts, last)


def _says(text: str) -> bool:
    said = sayings(text)
    return len(text.strip(_MARKS)) > _CONTENT and not (
        said and not text[said[-1].end :].strip(_MARKS)
    )


def _groups(text: str, named: Sequence[Named]) -> Iterator[list[Named]]:
    group: list[Named] = []
    for name in named:
        if group and not _JOINED.fullmatch(text, group[-1].end, name.start):
            yield group
            group = []
        group.append(name)
    if group:
        yield group
