"""The check that nothing is what its evidence says it is not: 就是 beside 不等于, and back."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.answering.checks.claim import Claim
from bot.answering.checks.flaws import Flaw, FlawKind
from bot.answering.checks.meanings import Clause, Word, places
from retrieval.languages import HAN

_NOT = (
    r"(?:不(?:是(?!不)|等于|等同于|算(?:得上)?是?|属于)|(?:并|绝)非|谈不上(?:是)?|称不上(?:是)?"
    r"|\b(?:is|are|was|were)(?: not|n['’]t)\b(?! only)"
    r"|\b(?:does|do|did)(?: not|n['’]t) (?:amount to|constitute)\b)"
)
_YES = (
    r"(?:(?<![但可只于还总凡若要或正不而也都又更是])(?:就|正|便|确实|的确|当然|其实|显然)?是(?!不是|否|因|在|以|为|由|从|的)"
    r"|(?<!不)(?:等于|等同于|属于)|\b(?:is|are|was|were)\b(?! (?:not|\w+ing|\w+ed)\b)"
    r"|\bamounts? to\b)"
)
_COPULA = re.compile(rf"(?P<no>{_NOT})|(?P<yes>{_YES})")
_OPEN = re.compile(  # asked, granted, or denied only in part
    r"是不是|是否|[吗?]|如果|若|倘|没有?人?(?:说|认为)|即[便使]|就算|哪怕|虽|尽管|唯一|全|都|仅|只|完"
    r"|\b(?:if|whether|even|though|only|sole|all|every|just|merely|fully|entirely)\b"
)
_TELLING = re.compile(rf"[{HAN}]")
_MEASURE = frozenset("一个家种项件场款位名只的了")  # tell nothing of what something is
_MOST = 0.8  # of what stands behind the copula, of either text


@dataclass(frozen=True, slots=True)
class _Equation:
    """A clause that tells what something is, or is not."""

    clause: Clause
    start: int
    end: int
    is_so: bool


def check_equations(claim: Claim) -> Iterator[Flaw]:
    """Find that something is what the evidence says it is not, or the other way round."""
    said, held = _equations(claim.said), _equations(claim.held)
    for one in said:
        same = [other for other in held if _is_same(one, other)]
        if same and all(other.is_so != one.is_so for other in same):
            yield Flaw(FlawKind.POLARITY, f"{one.clause.text.strip()} · {same[0].clause.text}")


def _equations(clauses: tuple[Clause, ...]) -> list[_Equation]:
    return [found for clause in clauses if (found := _equation(clause))]


def _equation(clause: Clause) -> _Equation | None:
    found = list(_COPULA.finditer(clause.text))
    if len(found) != 1 or _OPEN.search(clause.text):
        return None
    start, end = (clause.start + place for place in found[0].span())
    return _Equation(clause, start, end, found[0]["no"] is None)


def _is_same(one: _Equation, other: _Equation) -> bool:
    """Tell whether two clauses are about the same two things, before and behind the copula."""
    shared = one.clause.shared(other.clause)
    subjects = [p for p in shared if p[0].end <= one.start and p[1].end <= other.start]
    things = [p for p in shared if p[0].start >= one.end and p[1].start >= other.end]
    return (
        bool(subjects)
        and _covers([mine for mine, _ in things], one)
        and _covers([its for _, its in things], other)
    )


def _covers(words: list[Word], of: _Equation) -> bool:
    """Tell whether words are most of what stands behind a copula, short words of it included."""
    clause = of.clause
    told = places(word for word in clause.words if word.start >= of.end)
    told |= {clause.start + found.start() for found in _TELLING.finditer(clause.text)}
    behind = {at for at in told if at >= of.end and clause.text[at - clause.start] not in _MEASURE}
    met = places(words)
    return bool(behind) and len(met & behind) >= _MOST * len(behind)
