"""Which checked statements are on one point: a model puts ids together, code holds it to that."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from bot.answering.answers import Point, Position, Relation, Statement
from bot.answering.checks.flaws import FlawKind
from bot.answering.checks.gate import flaws_of
from bot.answering.comparing import Inquiry, by_figures
from bot.answering.composing import visible
from bot.answering.drafts import Malformed, read_json
from bot.answering.figures import clash, measured
from bot.answering.labels import Cited, label
from bot.answering.schemas import TEXT, every, fields, one_of, titled
from prompts.phrases import phrases
from prompts.templates import Prompt, fill
from retrieval.languages import fold, in_script
from retrieval.passages import sentences_of

GROUPS = titled(
    "group",
    points=every(
        fields(
            label=TEXT,
            relation=one_of("agree", "differ", "update"),
            positions=every(every(TEXT)),
        )
    ),
)

_LONGEST_LABEL = 40  # characters; a label says what the point is, not what holds there
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Group:
    """A point as a model wrote it, its statements by id, not yet checked."""

    label: str
    relation: Relation
    positions: tuple[tuple[str, ...], ...]


def with_ids(statements: Sequence[Statement], salt: bytes) -> dict[str, Statement]:
    """Return statements by opaque ids: that of the first sentence cited, where it has no other."""
    found: dict[str, Statement] = {}
    for statement in statements:
        evidence = statement.evidence[0]
        sentence = next(s for s in sentences_of(evidence.article) if s.end > evidence.start)
        ids = (
            id
            for more in range(len(statements))
            for id in label([Cited(evidence.article, sentence)], salt + b"+" * more)
        )
        found[next(id for id in ids if id not in found)] = statement
    return found


def group_prompt(inquiry: Inquiry, statements: Mapping[str, Statement]) -> Prompt:
    """Return the prompt that asks which statements are on one point, outlets under letters."""
    outlets = dict.fromkeys(s.evidence[0].source.outlet.id for s in statements.values())
    letters = dict(zip(outlets, _LETTERS, strict=False))
    lines = [
        f"[{id}] {letters[s.evidence[0].source.outlet.id]}{_day(s)}: {visible(s.text)}"
        for id, s in statements.items()
    ]
    return fill(
        "group",
        language=phrases(inquiry.question.language).say("language_name"),
        question=visible(inquiry.question.text),
        statements="\n".join(lines),
    )


def parse_groups(reply: str) -> tuple[Group, ...]:
    """Return the groups in a model's reply. Raises `Malformed`."""
    match read_json(reply):
        case {"points": [*entries]}:
            return tuple(map(_group, entries))
        case _:
            raise Malformed("no points")


def grouped(
    inquiry: Inquiry, groups: Sequence[Group], statements: Mapping[str, Statement]
) -> list[Point]:
    """Return the points that stand up to the statements; what is left is compared by its figures.

    Raises `Malformed` for ids that were not given or are given twice.
    """
    ids = Counter(id for group in groups for side in group.positions for id in side)
    if not statements.keys() >= ids.keys() or max(ids.values(), default=1) > 1:
        raise Malformed("ids that are not statements', or twice")
    points = [point for group in groups if (point := _point(inquiry, group, statements))]
    placed = {s for point in points for side in point.positions for s in side.statements}
    return [*points, *by_figures(inquiry, [s for s in statements.values() if s not in placed])]


def _group(entry: object) -> Group:
    match entry:
        case {"label": str(label), "relation": str(relation), "positions": [*sides]}:
            if relation in ("agree", "differ", "update"):
                return Group(label, Relation(relation), tuple(_ids(side) for side in sides))
    raise Malformed("a point without label, relation or positions")


def _ids(side: object) -> tuple[str, ...]:
    match side:
        case [_, *_] as ids if all(isinstance(id, str) for id in ids):
            return tuple(map(str, ids))
        case _:
            raise Malformed("a position without statements")


def _point(inquiry: Inquiry, group: Group, statements: Mapping[str, Statement]) -> Point | None:
    """Return a point if code finds nothing against it."""
    sides = tuple(Position(tuple(statements[id] for id in side)) for side in group.positions)
    holds = {
        Relation.AGREE: _may_agree,
        Relation.DIFFER: _may_differ,
        Relation.UPDATE: _may_update,
    }[group.relation]
    try:
        point = Point(group.relation, sides, _label(inquiry, group.label, sides))
    except ValueError:  # one side that differs, one outlet that agrees with itself
        return None
    return point if holds(inquiry, sides) else None


def _label(inquiry: Inquiry, written: str, sides: Sequence[Position]) -> str:
    """Return a label that passes the gate as a statement does and names no outlet, or none.

    It says nothing by itself, which is what a statement must do and a label need not.
    """
    text = in_script(visible(written), inquiry.question.language)
    evidence = tuple(piece for side in sides for piece in side.evidence)
    if not text or len(text) > _LONGEST_LABEL or inquiry.knowledge.registry.named_in(text):
        return ""
    flaws = flaws_of(Statement(text, evidence), inquiry.question.language, inquiry.knowledge)
    return "" if any(flaw.kind is not FlawKind.BARE for flaw in flaws) else text


def _may_agree(inquiry: Inquiry, sides: Sequence[Position]) -> bool:
    """Tell that no two figures on the point clash."""
    found = measured(sides[0].statements, inquiry.findings.terms, inquiry.knowledge.meanings)
    return not any(clash(one, other) for one, other in combinations(found, 2))


def _may_differ(inquiry: Inquiry, sides: Sequence[Position]) -> bool:
    """Tell that all sides speak of one thing: the question's names apart, they share words."""
    words = [_words(inquiry, side) for side in sides]
    return all(not one.isdisjoint(other) for one, other in combinations(words, 2))


def _may_update(inquiry: Inquiry, sides: Sequence[Position]) -> bool:
    """Tell that every side is by its page's own date later than the one before, on one thing."""
    days = [[_stated_day(side_of) for side_of in side.statements] for side in sides]
    known = all(day for side in days for day in side)
    ordered = all(max(early) < min(late) for early, late in pairwise(days))
    return known and ordered and _may_differ(inquiry, sides)


def _words(inquiry: Inquiry, side: Position) -> frozenset[str]:
    """Return the senses of a side's words, less the names that the question has."""
    meanings = inquiry.knowledge.meanings
    names = {form for w in inquiry.findings.terms if w.term.is_name for form in w.term.forms}
    words = (word for s in side.statements for word in meanings.words(fold(s.text)))
    return frozenset(sense for word in words for sense in word.senses) - names


def _stated_day(statement: Statement) -> str:
    source = statement.evidence[0].source
    return "" if "published" in source.inferred else source.day or ""


def _day(statement: Statement) -> str:
    day = _stated_day(statement)
    return f" {day}" if day else ""
