"""Figures that outlets give for the same thing: which agree and which surely differ."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from itertools import combinations, pairwise

from bot.answering.answers import Evidence, Figure, Point, Position, Relation, Statement
from bot.answering.checks.meanings import Clause, Meanings, Word
from bot.answering.quantities.hedges import hedge_at
from bot.answering.quantities.quantity import Quantity
from bot.answering.quantities.reading import read
from retrieval.languages import fold
from retrieval.search import WeighedTerm
from retrieval.terms import Folded

_MEASURED = frozenset({"usd", "cny", "hkd", "twd", "jpy", "eur", "gbp", "%", "card", "people"})
_NEAR = Decimal("0.1")  # of the greater: within it, figures said to be inexact are one
_ROUNDED = Decimal("0.05")  # likewise, where neither says that it is inexact
_EXACT = 3  # digits; two figures that are so exact differ where they are not the same
_WIDEST = 8  # characters of a hedge
_UNSURE = re.compile(
    r"[?？]|不是|并非|并不|没有|未必|未曾|从未|否认|是否|传言|传闻|谣言|如果|假设|假如|若是|原先|此前|曾经|预计|预测|目标"
    r"|\b(?:not|never|no|denie[sd]|deny|whether|if|rumou?r|would|could|expect|target|previous|earlier)"
)
_RISES = re.compile(r"[涨升增高]|上调|\b(?:rise|rose|risen|gain|up|grow|grew|increase|climb|jump)")
_FALLS = re.compile(
    r"[跌降减低缩]|下调|蒸发|\b(?:fall|fell|fallen|drop|down|declin|decreas|slump|lost)"
)
_REVISES = re.compile(
    r"[升增降减]至|上升到|上调|下调|修正|更正|更新|已达|最新|\b(?:risen?|rose|climbed|revised|updated|corrected)\b"
)
_EMPTY_WORDS = (
    "估计 大约 约为 仅为 只有 只是 仅仅 高达 达到 需要 花费 花掉 约合 合计 共计 一共 已经 目前 "
    "超过 超出 不到 不足 低于 高于 至少 最多 接近 将近 大概 逼近 "
    "如今 为止 左右 媒体 据悉 报道 消息 公布 estim cost about total amount reach stand report"
)
_EMPTY = frozenset(_EMPTY_WORDS.split())  # words that do not narrow down what a figure measures


@dataclass(frozen=True)
class Measured:
    """A figure in a statement's evidence, and the clause that says what it measures."""

    statement: Statement
    figure: Figure
    quantity: Quantity
    clause: Clause
    about: frozenset[str]  # senses of the question's words

    @property
    def outlet(self) -> str:
        """The id of the outlet that gives it."""
        return self.figure.evidence.source.outlet.id

    @property
    def narrowing(self) -> tuple[Word, ...]:
        """The words of its clause that the question does not have: they narrow what is measured."""
        start, end = self.quantity.start, self.quantity.end
        return tuple(
            word
            for word in self.clause.words
            if not (start <= word.start < end or word.text in _EMPTY)
            and self.about.isdisjoint(word.senses)
            and not word.text.isdigit()
        )


def measured(
    statements: Iterable[Statement], terms: Sequence[WeighedTerm], meanings: Meanings
) -> tuple[Measured, ...]:
    """Return the figures that tell what a question asks, where a quote has only one such."""
    things = [w.term for w in terms if not w.term.is_name]
    names = [w.term for w in terms if w.term.is_name]
    about = frozenset(
        sense for w in terms for form in w.term.forms for sense in meanings.senses(form)
    )
    wanted = frozenset(s for t in things for form in t.forms for s in meanings.senses(form))
    return tuple(
        one
        for statement in statements
        for evidence in statement.evidence
        if all(_folded(evidence).covers(name) for name in names)
        for one in _alone(_in(statement, evidence, wanted, about, meanings))
    )


def agree(one: Measured, other: Measured) -> bool:
    """Tell whether two figures are one: 560万, 557.6万 and 不到600万."""
    a, b = one.quantity, other.quantity
    if not _comparable(one, other) or abs(a.value - b.value) > _NEAR * max(a.value, b.value):
        return False
    if a.value == b.value:
        return {a.hedge, b.hedge} != {"over", "under"}
    if any(_is_beyond(x, y) for x, y in ((a, b), (b, a))):
        return False
    digits = min(_digits(a.value), _digits(b.value))
    bounded = any(q.hedge in ("under", "over", "near", "about") for q in (a, b))
    close = abs(a.value - b.value) <= _ROUNDED * max(a.value, b.value)
    return bounded or (close and _rounded(a.value, digits) == _rounded(b.value, digits))


def clash(one: Measured, other: Measured) -> bool:
    """Tell whether two figures surely measure the same and cannot both be right."""
    a, b = one.quantity, other.quantity
    if not _comparable(one, other) or agree(one, other) or "vague" in (a.hedge, b.hedge):
        return False
    if any(_allows(x, y) for x, y in ((a, b), (b, a))):
        return False
    far = abs(a.value - b.value) > _NEAR * max(a.value, b.value)
    exact = min(_digits(a.value), _digits(b.value)) >= _EXACT and not (a.hedge or b.hedge)
    return (far or exact) and _measure_the_same(one, other)


def points_of(found: Sequence[Measured]) -> list[Point]:
    """Return the points on which figures of several outlets agree, surely differ or are updated."""
    points: list[Point] = []
    for unit in dict.fromkeys(item.quantity.unit for item in found):
        sides = _sides([item for item in found if item.quantity.unit == unit])
        points += _contested(sides) or _agreed(sides)
    return points


def _in(
    statement: Statement,
    evidence: Evidence,
    wanted: frozenset[str],
    about: frozenset[str],
    meanings: Meanings,
) -> Iterator[Measured]:
    reading = read(evidence.quote)
    clauses = meanings.clauses(reading.folded)
    for quantity in reading.quantities:
        clause = next((c for c in clauses if _stands_in(quantity, c)), None)
        figure = _figure(evidence, reading.folded, quantity)
        told = clause and any(not wanted.isdisjoint(word.senses) for word in clause.words)
        if clause and told and figure and not _UNSURE.search(clause.text):
            yield Measured(statement, figure, quantity, clause, about)


def _alone(found: Iterable[Measured]) -> Iterator[Measured]:
    """Pass over the figures of a quote that gives several of one unit: versions, steps, a range."""
    every = list(found)
    for item in every:
        if sum(1 for other in every if other.quantity.unit == item.quantity.unit) == 1:
            yield item


def _stands_in(quantity: Quantity, clause: Clause) -> bool:
    return clause.start <= quantity.start < clause.start + len(clause.text)


def _figure(evidence: Evidence, folded: str, quantity: Quantity) -> Figure | None:
    quote = evidence.quote
    if quantity.unit not in _MEASURED or quantity.loose or len(folded) != len(quote):
        return None
    start, end = _with_hedge(folded, quantity)
    if quantity.text not in quote[start:end]:
        return None
    return Figure(evidence, start, end)


def _with_hedge(folded: str, quantity: Quantity) -> tuple[int, int]:
    """Return where a figure stands with the word that says how exact it is."""
    first, end = quantity.start, quantity.end
    while folded[first - 1 : first] in ("$", "€", "£", "¥"):
        first -= 1
    for wider in range(_WIDEST if quantity.hedge else 0):
        if first >= wider and hedge_at(folded[first - wider : end], wider, end - first + wider):
            return first - wider, end
        if hedge_at(folded[first : end + wider], 0, end - first):
            return first, end + wider
    return first, end


def _folded(evidence: Evidence) -> Folded:
    return Folded.of(f"{evidence.quote}\n{evidence.source.title}")


def _comparable(one: Measured, other: Measured) -> bool:
    """Tell whether two figures count in the same unit and in the same direction."""
    directions = [
        (bool(_RISES.search(text)), bool(_FALLS.search(text)))
        for text in (one.clause.text, other.clause.text)
    ]
    opposite = directions[0] == directions[1][::-1] and directions[0][0] != directions[0][1]
    return one.quantity.unit == other.quantity.unit and not opposite


def _measure_the_same(one: Measured, other: Measured) -> bool:
    """Tell whether neither clause narrows down what is measured in a way the other does not."""
    return all(
        any(word.meets(its) for its in b.narrowing)
        for a, b in ((one, other), (other, one))
        for word in a.narrowing
    )


def _is_beyond(bound: Quantity, value: Quantity) -> bool:
    """Tell whether a value breaks a bound: 610万 that of 不到600万."""
    if bound.hedge in ("under", "near"):
        return value.value > bound.value
    return bound.hedge == "over" and value.value < bound.value


def _allows(bound: Quantity, value: Quantity) -> bool:
    """Tell whether a bound leaves room for a value, however far off."""
    return bound.hedge in ("over", "under") and not _is_beyond(bound, value)


def _digits(value: Decimal) -> int:
    return len(value.normalize().as_tuple().digits)


def _rounded(value: Decimal, digits: int) -> Decimal:
    return Context(prec=digits, rounding=ROUND_HALF_EVEN).create_decimal(value)


def _sides(found: Iterable[Measured]) -> list[list[Measured]]:
    """Return the figures in groups that agree throughout, one of each outlet in each."""
    sides: list[list[Measured]] = []
    for item in found:
        side = next((s for s in sides if all(agree(item, other) for other in s)), None)
        if side is None:
            sides.append([item])
        elif item.outlet not in {other.outlet for other in side}:
            side.append(item)
    return sides


def _contested(sides: Sequence[Sequence[Measured]]) -> list[Point]:
    """Return the point on which all sides surely differ, oldest first if the later replace it."""
    pairs = [pair for a, b in combinations(sides, 2) for pair in ((x, y) for x in a for y in b)]
    if len(sides) < 2 or not all(clash(one, other) for one, other in pairs):
        return []
    ordered = sorted(sides, key=lambda side: max(_day(item) or "" for item in side))
    if all(_replaces(late, early) for early, late in pairwise(ordered)):
        return [Point(Relation.UPDATE, tuple(map(_position, ordered)))]
    outlets = [item.outlet for side in sides for item in side]
    if len(set(outlets)) < len(outlets):
        return []
    return [Point(Relation.DIFFER, tuple(map(_position, sides)))]


def _agreed(sides: Iterable[Sequence[Measured]]) -> list[Point]:
    several = [side for side in sides if len(side) > 1]
    return [Point(Relation.AGREE, (_position(side),)) for side in several]


def _position(side: Sequence[Measured]) -> Position:
    statements = dict.fromkeys(item.statement for item in side)
    return Position(tuple(statements), tuple(item.figure for item in side))


def _replaces(late: Sequence[Measured], early: Sequence[Measured]) -> bool:
    """Tell whether later reports replace a figure: the same outlet's, or by their own words."""
    days = [[_day(item) for item in side] for side in (early, late)]
    if any(day is None for side in days for day in side):
        return False
    if max(day for day in days[0] if day) >= min(day for day in days[1] if day):
        return False
    same = {item.outlet for item in early} == {item.outlet for item in late}
    revised = all(_REVISES.search(fold(item.figure.evidence.quote)) for item in late)
    return (same and len(late) == 1) or revised


def _day(item: Measured) -> str | None:
    """Return the day of publication, where the page states it."""
    source = item.figure.evidence.source
    return None if "published" in source.inferred else source.day
