"""The check that a statement neither denies what its evidence says nor says what it denies."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from bot.answering.checks.claim import Claim
from bot.answering.checks.flaws import Flaw, FlawKind
from bot.answering.checks.meanings import Clause, Meanings, Word
from bot.answering.checks.nearness import Bond, bond
from bot.answering.checks.signs import UNSURE, Mark, Reading, read_all
from bot.answering.checks.vocabulary import Pole, Token, Vocabulary, vocabulary
from retrieval.languages import has_han

_NEAR_HAN, _NEAR_LATIN = 14, 50  # characters to either side of a word
_DEGREES = frozenset({"比较", "更加", "非常", "十分", "相当", "特别", "越来越", "进一步"})
_TURNS = re.compile(r"\s*(?:但|却|可是|然而|不过)(?:[^不没未无]{0,3})[不没未无]")
_COMPARES = re.compile(
    r"比|不如|不及|于|较|过|(?<![a-z])(?:than|to|versus|compared|beside|against)(?![a-z])"
)
_LATIN_WEIGHT = 4  # characters, among Chinese words
_SAME = 0.5  # of the words of a clause that denies
_WHOLLY = re.compile(
    r"完整|全部|全面|充分|彻底|详尽|详细|完全|全都|都|所有|悉数|已|了"
    r"|(?<![a-z])(?:full|fully|complete(?:ly)?|entire(?:ly)?|all|has|have|[a-z]+ed)(?![a-z])"
)
_SURE = 2  # rank of a support that is told as what is so
_ABOUT = 0.6  # of what the nearest clause shares


Sides = tuple[bool, bool]  # whether a word stands before, in the statement, in the evidence


def check_polarity(claim: Claim) -> Iterator[Flaw]:
    """Find words that a statement says and its evidence denies, or the other way round."""
    words = vocabulary()
    meanings = claim.knowledge.meanings
    said = read_all(claim.said, meanings, words)
    held = read_all(claim.held, meanings, words)
    for reading in said:
        for _, marks in groupby(reading.marks, key=lambda mark: mark.start):
            yield from _turned(list(marks), reading, held, words, meanings)
    if not any(_denies(reading, words) for reading in held):
        yield from _rejected(said)
    for at, reading in enumerate(said):
        yield from _unheld(reading, held, words)
        if not any(_denies(near, words) for near in said[at : at + 2]):
            yield from _dropped(reading, held)


def _rejected(said: Sequence[Reading]) -> Iterator[Flaw]:
    """Find that somebody denies what nothing in the evidence denies."""
    sure = (r for r in said if not r.is_open and all(t.role == "refuse" for t in r.negators))
    for token in (token for reading in sure for token in reading.tokens):
        if token.role == "refuse" and Pole("admit", -1) in token.poles:
            yield Flaw(FlawKind.POLARITY, token.text)


def _unheld(reading: Reading, held: Sequence[Reading], words: Vocabulary) -> Iterator[Flaw]:
    """Find a word that is denied where the evidence about the same has nothing to deny it."""
    if _is_told(reading, held) or not any(t.role != "refuse" for t in reading.negators):
        return
    for mark in reading.marks:
        if mark.sign >= UNSURE or mark.is_pole or _is_open(mark, held) or _is_denied(mark, held):
            continue
        if _is_said_otherwise(mark, reading):
            continue
        if not _may_deny(mark, reading, held, words):
            yield Flaw(FlawKind.POLARITY, mark.text)


def _dropped(reading: Reading, held: Sequence[Reading]) -> Iterator[Flaw]:
    """Find a denial in the evidence that a statement of the same words is without."""
    weights = [_shared(reading.clause, other.clause) for other in held]
    for other, weight in zip(held, weights, strict=True):
        denied = [m for m in other.marks if m.sign < UNSURE and not m.is_pole]
        if not denied or weight < max(weights) or _is_told(reading, held):
            continue
        if _stops_before(reading, other):
            continue
        shared = _shared(other.clause, reading.clause)
        if shared >= _SAME * _covered(other.clause.words, other.clause):
            yield Flaw(FlawKind.POLARITY, f"{reading.clause.text.strip()} · {denied[0].text}")


def _stops_before(reading: Reading, other: Reading) -> bool:
    """Tell whether a clause only names what the evidence then denies something of."""
    said = reading.clause.text.strip()
    end = other.clause.text.find(said) + len(said)
    return end >= len(said) and all(end <= token.start for token in other.negators)


def _is_said_otherwise(mark: Mark, reading: Reading) -> bool:
    """Tell whether a clause says as well what its denial comes to: increase, not reduce."""
    if mark.poles and all(pole.side < 0 for pole in mark.poles):  # does not deny, is no worse
        return True
    denied = {(pole.axis, -pole.side) for pole in mark.poles}
    said = (m for m in reading.marks if m.sign > UNSURE and not m.is_pole)
    return any((pole.axis, pole.side) in denied for m in said for pole in m.poles)


def _is_open(mark: Mark, held: Sequence[Reading]) -> bool:
    """Tell whether the evidence has a word, and not as what is so."""
    found = [(m, other) for other in held for m in other.marks if _meets(mark, m)]
    if mark.text.startswith("no "):  # none at all, where some are told of
        found = [(m, other) for m, other in found if other.negators or other.is_open]
    return bool(found) and all(m.sign <= UNSURE for m, _ in found)


def _is_denied(mark: Mark, held: Sequence[Reading]) -> bool:
    """Tell whether the evidence denies a word, too, be it elsewhere."""
    return any(_meets(mark, m) and m.sign < UNSURE for other in held for m in other.marks)


def _may_deny(mark: Mark, reading: Reading, held: Sequence[Reading], words: Vocabulary) -> bool:
    """Tell whether a clause of the evidence that is about what stands near a word wants it."""
    near = _NEAR_HAN if has_han(mark.text) else _NEAR_LATIN
    window = [w for w in reading.clause.words if mark.start - near < w.start < mark.end + near]
    around = replace(reading.clause, words=tuple(window))
    weights = [_shared(around, other.clause) for other in held]
    least = max(weights, default=0) * _ABOUT
    about = [place for place, weight in enumerate(weights) if weight >= least]
    wider = [at + 1 for at in about if at + 1 < len(held) and _is_topic(held[at], words)]
    turned = [at + 1 for at in about if at + 1 < len(held) and _turns(held[at + 1])]
    return any(_is_wanting(held[at], words) for at in about + wider + turned)


def _turns(reading: Reading) -> bool:
    """Tell whether a clause tells what came of the one before: 早该有人作证,但至今没有人出面."""
    return _TURNS.match(reading.clause.text) is not None


def _is_topic(reading: Reading, words: Vocabulary) -> bool:
    """Tell whether a clause only says of what, or when, the next one tells."""
    last = reading.tokens[-1] if reading.tokens else None
    return last is not None and last.text in words.sets["topic"]


@dataclass(frozen=True, slots=True)
class _Meeting:
    """Where the evidence has a word of the statement: how near, and whether on its side."""

    weight: int
    rank: int  # as a support; sure ones before others
    clash: Mark | None
    bond: int  # more than 0 where it is said of the same


def _turned(
    marks: Sequence[Mark],
    reading: Reading,
    held: Sequence[Reading],
    words: Vocabulary,
    meanings: Meanings,
) -> Iterator[Flaw]:
    """Find the word of the evidence that says the opposite, where none says the same as near."""
    signed = [mark for mark in marks if mark.sign]
    met = [m for mark in signed for m in _meetings(mark, reading, held, words, meanings)]
    clashes = [meeting for meeting in met if meeting.clash]
    supports = [meeting for meeting in met if not meeting.clash]
    worst = max(clashes, key=lambda meeting: (meeting.bond, meeting.weight), default=None)
    if not worst or not worst.clash:
        return
    if any(m.weight > worst.weight and m.rank == _SURE and not m.bond for m in supports):
        return  # a clause that tells more of the statement, and says it of nothing else
    near = [m for m in supports if m.bond >= worst.bond]
    if worst.clash.is_possible and any(m.rank == _SURE for m in near):
        return
    best = max(((m.bond, m.weight, m.rank) for m in near), default=(0, -1, 0))
    if (worst.bond, worst.weight, 1) > best:
        yield Flaw(FlawKind.POLARITY, f"{marks[0].text} · {worst.clash.text}")


def _meetings(
    mark: Mark,
    reading: Reading,
    held: Sequence[Reading],
    words: Vocabulary,
    meanings: Meanings,
) -> Iterator[_Meeting]:
    weights = [_weight(mark, reading.clause, other.clause) for other in held]
    for place, other in enumerate(held):
        found = [m for m in other.marks if _meets(mark, m) and (m.sign or _may_be(mark, m))]
        if not found and _is_wrapped(mark, other):
            yield _Meeting(weights[place], 1, None, 0)
        if not found:
            continue
        of_same = _bound(mark, reading, found, other, meanings) if mark.is_pole else None
        told = [of_same.mark] if of_same else found
        near = _is_about(place, weights) or (_is_bare(other) and any(weights[place - 1 : place]))
        clash = _clash(mark, reading.clause, told, other.clause, words)
        if clash and clash.text != mark.text and not (of_same or near):
            continue
        sure = any(m.sign == mark.sign and m.is_possible <= mark.is_possible for m in told)
        yield _Meeting(
            weights[place], _SURE if sure else 0, clash, of_same.strength if of_same else 0
        )


def _bound(
    mark: Mark, reading: Reading, found: Sequence[Mark], other: Reading, meanings: Meanings
) -> Bond | None:
    """Return the side of an opposition that the evidence takes about the same thing."""
    if same := next((m for m in found if m.text == mark.text), None):
        return Bond(same, 2)
    pairs = reading.clause.shared(other.clause)
    telling = [p for p in pairs if p[0].text not in _DEGREES and not meanings.is_name(p[0].text)]
    signed = [m for m in found if m.sign]
    return bond(mark, reading.clause, signed, other.clause, telling) if signed else None


def _may_be(mark: Mark, other: Mark) -> bool:
    """Tell whether a word neither said nor denied is the same, or the same in other letters."""
    return mark.form == other.form or has_han(mark.form) != has_han(other.form)


def _is_wrapped(mark: Mark, other: Reading) -> bool:
    """Tell whether a clause that denies has a denied word inside another: 创新 in 技术创新."""
    is_denied = mark.sign < UNSURE and not mark.is_pole and bool(other.negators)
    return is_denied and mark.form in other.clause.text


def _meets(mark: Mark, other: Mark) -> bool:
    """Tell whether two words may be the same; 击败 and 输给 both translate defeat."""
    if mark.is_pole != other.is_pole or mark.keys.isdisjoint(other.keys):
        return False
    return all(Pole(pole.axis, -pole.side) not in other.poles for pole in mark.poles)


def _is_about(place: int, weights: Sequence[int]) -> bool:
    """Tell whether a clause, with the one before it, is about what the statement's is about."""
    near = sum(weights[max(0, place - 1) : place + 1])
    return near * 2 >= max(weights)


def _is_bare(other: Reading) -> bool:
    """Tell whether a clause is but a verb whose subject is in the one before: 并没有超越."""
    return len({mark.start for mark in other.marks}) == 1


def _clash(
    mark: Mark, clause: Clause, found: Sequence[Mark], other: Clause, words: Vocabulary
) -> Mark | None:
    if any(m.sign == mark.sign for m in found):
        return None
    is_whole = _WHOLLY.search(clause.text) is not None
    opposed = (m for m in found if m.sign == -mark.sign and (is_whole or not m.is_partly))
    opposite = next((m for m in opposed if not (m.is_denied and mark.is_denied)), None)
    if opposite is None:
        return None
    axes = words.converse if _COMPARES.search(clause.text) else words.converse - words.measured
    is_converse = any(f"@{axis}" in mark.keys for axis in axes)
    if is_converse and _is_swapped(mark, clause, opposite, other):
        return None
    return opposite


def _weight(mark: Mark, clause: Clause, other: Clause) -> int:
    """Return how many characters beside the word itself two clauses share."""
    words = (mine for mine, _ in clause.shared(other))
    near = [w for w in words if w.text not in _DEGREES and not _overlap(w, mark)]
    return _covered(near, clause)


def _shared(clause: Clause, other: Clause) -> int:
    return _covered((mine for mine, _ in clause.shared(other)), clause)


def _covered(words: Iterable[Word], clause: Clause) -> int:
    """Return how many characters words cover; Latin ones little in Chinese text."""
    most = _LATIN_WEIGHT if has_han(clause.text) else len(clause.text)
    ends = ((w.start, w.end if has_han(w.text) else min(w.end, w.start + most)) for w in words)
    return len({place for start, end in ends for place in range(start, end)})


def _overlap(word: Word, mark: Mark) -> bool:
    return word.start < mark.end and mark.start < word.end


def _is_swapped(mark: Mark, clause: Clause, opposite: Mark, other: Clause) -> bool:
    """Tell whether the two who are compared have changed places: A beats B, B loses to A."""
    pivot, turned = _pivot(mark, clause), _pivot(opposite, other)
    sides: dict[str, set[Sides]] = defaultdict(set)
    for mine, its in clause.shared(other):
        if not _overlap(mine, mark) and not _overlap(its, opposite):
            sides[mine.text].add((mine.start < pivot, its.start < turned))
    told = [side for side, *others in sides.values() if not others]
    both = {(True, False), (False, True)}  # what is bought stays behind bought, and behind sold
    return both <= set(told) or (bool(told) and all(side in both for side in told))


def _pivot(mark: Mark, clause: Clause) -> int:
    places = [clause.text.find("比"), clause.text.find("不如")]
    found = [clause.start + place for place in places if place >= 0]
    return min(found, default=mark.start)


def _is_told(reading: Reading, held: Sequence[Reading]) -> bool:
    """Tell whether the evidence has an opposition that a clause names on the same side."""
    told = {(mark.keys, mark.sign) for other in held for mark in other.marks if mark.is_pole}
    mine = {(mark.keys, mark.sign) for mark in reading.marks if mark.is_pole and mark.sign}
    return reading.is_open or not mine.isdisjoint(told)


def _denies(reading: Reading, words: Vocabulary) -> bool:
    return _is_wanting(reading, words) or any(token.role == "affirm" for token in reading.tokens)


def _is_wanting(reading: Reading, words: Vocabulary) -> bool:
    if reading.negators or reading.is_open:
        return True
    return any(_wants(token, words) for token in reading.tokens)


def _wants(token: Token, words: Vocabulary) -> bool:
    if token.role in ("rhetorical", "open") or any(pole.side < 0 for pole in token.poles):
        return True
    if token.role == "affirm":
        return False
    if token.text in words.sets["before"]:
        return True
    if token.tag == "latin":
        return token.text in words.wanting
    return token.text in words.wanting or any(c in words.wanting for c in token.text)
