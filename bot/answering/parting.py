"""A comparison in the reader's words: where outlets meet, where they part, who is silent."""

from collections.abc import Iterator, Sequence

from bot.answering.answers import Answer, Figure, Point, Relation, Statement
from prompts.phrases import phrases
from retrieval.languages import Language, fold, in_script


def sections_of(
    answer: Answer, language: Language
) -> Iterator[tuple[Sequence[str], tuple[Statement, ...]]]:
    """Yield an answer's statements in order, each lot with the lines of its heading, if any."""
    met = [point for point in answer.points if point.relation is not Relation.ALONE]
    for point in met:
        yield list(_heading(point, language)), _statements([point])
    rest = _statements([p for p in answer.points if p.relation is Relation.ALONE])
    if met and rest:
        yield [phrases(language).say("point_beside")], rest
    elif not met:
        yield [], answer.statements


def silence_of(answer: Answer, language: Language) -> str:
    """Return which outlets do not tell, as one sentence."""
    say = phrases(language).say
    names = say("outlets_and").join(outlet.name(language) for outlet in answer.silent)
    return say("silent", outlets=names)


def _statements(points: Sequence[Point]) -> tuple[Statement, ...]:
    return tuple(s for point in points for side in point.positions for s in side.statements)


def _heading(point: Point, language: Language) -> Iterator[str]:
    say = phrases(language).say
    sides = _sides(point, language)
    figures = [figure for side in point.positions for figure in side.figures]
    told = _figures(point, figures, language) if figures else sides
    head = say(f"{'figures' if figures else 'point'}_{point.relation}")
    if len(told) == 1 and figures:
        head = say("figures_same")
    yield say("point_labelled", head=head, label=point.label) if point.label else head
    if figures or len(sides) > 1:
        yield say(f"{point.relation}_sign").join(told)
    if point.relation is Relation.AGREE:
        yield _counted(point, language)


def _sides(point: Point, language: Language) -> list[str]:
    """Return the outlets of each side of a point."""
    comma = phrases(language).say("outlets_and")
    return [comma.join(o.name(language) for o in side.outlets) for side in point.positions]


def _figures(point: Point, figures: Sequence[Figure], language: Language) -> list[str]:
    """Return each figure with the outlets that write it so."""
    by_text: dict[str, list[Figure]] = {}
    for figure in figures:
        by_text.setdefault("".join(fold(figure.text).split()), []).append(figure)
    return [_figure(point, alike, language) for alike in by_text.values()]


def _figure(point: Point, alike: Sequence[Figure], language: Language) -> str:
    say = phrases(language).say
    sources = [figure.evidence.source for figure in alike]
    names = say("outlets_and").join(dict.fromkeys(s.outlet.name(language) for s in sources))
    days = sorted({source.day for source in sources if source.day})
    dated = point.relation is Relation.UPDATE and days
    details = say("separator").join([names, *(days if dated else ())])
    text = in_script(alike[0].text, language)
    return say("figure", text=text, details=details)


def _counted(point: Point, language: Language) -> str:
    """Return how many outlets agree, and how many of them on their own account."""
    (side,) = point.positions
    counts = {"outlets": str(len(side.outlets)), "origins": str(side.origins)}
    return phrases(language).say(
        "origins" if side.origins == len(side.outlets) else "origins_fewer", **counts
    )
