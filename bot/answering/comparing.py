"""What outlets say on one thing, side by side: who agrees, who differs, who is silent."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.answering.answers import (
    Answer,
    Author,
    Point,
    Position,
    Question,
    Relation,
    Reply,
    Statement,
)
from bot.answering.checks.claim import Knowledge
from bot.answering.extractive import answer_by_extract
from bot.answering.figures import measured, points_of
from bot.answering.refusing import refuse
from bot.answering.silence import covering_outlets, heard_outlets
from retrieval.articles import Article
from retrieval.languages import fold
from retrieval.outlets import Outlet
from retrieval.search import Findings, WeighedTerm
from retrieval.terms import Folded, Lexicon

_SAYINGS = r"说法|报道|报导|看法|观点|立场|口径|态度|评价|叙述|描述"
_ASKS_ALL = re.compile(
    r"各家|各方|各大?媒体|各媒|各报|[两几三四五多][家个](?:媒体|报纸|的?(?:说法|报道|立场|看法|观点))|不同(?:的)?媒体|媒体之间|众说纷纭"
    rf"|(?:{_SAYINGS})(?:上|方面)?(?:有何|有什么|有哪些|有没有|是否|都|到底|之间|彼此|互相|相互|[是有])*"
    r"(?:不同|不一|一致|一样|分歧|矛盾|出入|区别|差异|冲突)"
    rf"|(?:比较|对比|对照|比对|分歧|不同)[^。?？]{{0,24}}(?:{_SAYINGS})|(?:{_SAYINGS})的?(?:比较|对比|对照)"
    r"|谁(?:不同意|反对|不认同|持不同|有不同|唱反调)|有(?:什么|哪些|何)分歧|分歧在哪"
    r"|\b(?:the|all|each|every|different|various|both|other|do|how|these|between|among)\s(?:\w+\s)?"
    r"(?:outlets?|papers|newspapers|media|broadcasters)\b"
    r"|\bwho\s(?:dis)?agrees?\b|\bcompare\s(?:\w+\s){0,3}(?:outlets?|coverage|reports?|reporting|positions?|views|accounts|versions)\b"
    r"|\b(?:accounts|reports|outlets|sources|versions)\s(?:\w+\s){0,3}(?:differ|disagree|agree|conflict|contradict|vary)"
)
_ASKS_OF_NAMED = re.compile(
    r"一致|不同|区别|比较|对比|对照|分歧|矛盾|差异|一样|相同|出入|立场|分别|各自"
    r"|\b(?:differ|compar|consisten|inconsisten|agree|disagree|contrast|same|contradict|discrepan|versus|vs)\w*"
)
_ASKS_STANCES = re.compile(r"立场(?!坚定)|\bpositions\b|\bstances\b")
_DIFFER = r"(?:不同|不一致?|一致|一样|分歧|矛盾|出入|区别|差异|冲突)"
_ONLY_ASKS = re.compile(
    r"各(?:[方家报媒]|大?媒体)[对的就在怎么都有是说]*|(?:不同|几家)的?媒体|媒体之间"
    rf"|(?:{_SAYINGS})[^,。?？]{{0,8}}?{_DIFFER}|(?:是否|有没有|有何|有什么|有哪些){_DIFFER}"
    r"|\b(?:outlets?|papers|newspapers|media|broadcasters|accounts|reports|sources|versions)\b"
    r"(?:(?:\s\w+){0,2}?\s(?:(?:dis)?agree|differ|contradict|conflict|vary|compare)\b)?"
    r"|\b(?:how|what) do (?:\w+ ){0,2}?(?:outlets|papers|newspapers|media|broadcasters) \w+"
    r"|\bwho\s(?:dis)?agrees?\b|\bcompare\b"
)
_EITHER = re.compile(r"还是|抑或|或者|\bor\b")


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question that compares, and what was found for it; `asked` are outlets that it names."""

    question: Question
    findings: Findings
    asked: tuple[Outlet, ...]
    knowledge: Knowledge

    @classmethod
    def of(
        cls, question: Question, findings: Findings, asked: tuple[Outlet, ...], knowledge: Knowledge
    ) -> "Inquiry":
        """Return the inquiry without the words that only say that outlets are to be compared."""
        text = fold(question.text)
        only_asks = [*_ONLY_ASKS.findall(text), *(_ASKS_OF_NAMED.findall(text) if asked else ())]
        said = Folded("\n".join(only_asks))
        kept = tuple(w for w in findings.terms if w.term.is_name or not said.covers(w.term))
        return cls(question, replace(findings, terms=kept or findings.terms), asked, knowledge)

    def silent(self, told: Sequence[Article]) -> tuple[Outlet, ...]:
        """Return those asked that do not tell; else those that cover the story that is told."""
        cited = {article.source.outlet for article in told}
        if self.asked:
            return tuple(outlet for outlet in self.asked if outlet not in cited)
        covering = covering_outlets(self.findings, told, self.knowledge.meanings.lexicon) - cited
        rest = [a for a in self.findings.articles.values() if a.source.outlet in covering]
        one_will_do = is_either_or(self.question.text)
        heard = heard_outlets(rest, self.findings.terms, one_will_do, self.knowledge)
        return tuple(o for o in outlets_of(self.findings) if o in covering - heard)


def asks_to_compare(
    text: str, outlets: Collection[str], terms: Iterable[WeighedTerm], lexicon: Lexicon
) -> bool:
    """Tell whether a question wants what outlets say side by side.

    `outlets` are those that it asks: of a single one there is nothing to compare. A stance is
    the outlets' where no person is named whose it may be.
    """
    if len(outlets) == 1:
        return False
    folded = fold(text)
    if _ASKS_ALL.search(folded) or (outlets and _ASKS_OF_NAMED.search(folded)):
        return True
    people = frozenset(lexicon.people)
    of_somebody = any(not people.isdisjoint(w.term.forms) for w in terms)
    return not of_somebody and _ASKS_STANCES.search(folded) is not None


def is_either_or(text: str) -> bool:
    """Tell whether a question asks which of two things is so."""
    return _EITHER.search(fold(text)) is not None


def compare_by_extract(inquiry: Inquiry) -> Reply:
    """Return what each outlet found tells best in its own words; figures are compared by code."""
    outlets = outlets_of(inquiry.findings)
    told = {outlet: extracts(inquiry, outlet) for outlet in outlets}
    if not any(told.values()):
        return refuse(inquiry.findings)
    besides = (told[outlet] or extracts(inquiry, outlet, beside=True) for outlet in outlets)
    statements = [statement for of_outlet in besides for statement in of_outlet]
    return compared(inquiry, by_figures(inquiry, statements), Author.EXTRACTIVE)


def extracts(inquiry: Inquiry, outlet: Outlet, beside: bool = False) -> tuple[Statement, ...]:
    """Return the sentences of an outlet that tell best; of an either-or, one side will do.

    `beside` others that tell enough, less will do.
    """
    lexicon = inquiry.knowledge.meanings.lexicon
    of_outlet = only(inquiry.findings, outlet.id)
    for part in (of_outlet, *_sides_of(inquiry.question, of_outlet)):
        told = answer_by_extract(
            inquiry.question,
            part,
            lexicon.people,
            lexicon.organisations,
            inquiry.knowledge.meanings.glossary,
            beside,
        )
        if isinstance(told, Answer):
            return told.statements
    return ()


def compared(inquiry: Inquiry, points: Sequence[Point], author: Author) -> Answer:
    """Return the answer that these points make, with the outlets that are silent."""
    statements = tuple(s for point in points for side in point.positions for s in side.statements)
    told = {e.article.id: e.article for s in statements for e in s.evidence}
    silent = inquiry.silent(list(told.values()))
    return Answer(statements, author, points=tuple(points), silent=silent)


def by_figures(inquiry: Inquiry, statements: Sequence[Statement]) -> list[Point]:
    """Return the statements in points: those whose figures can be compared, then each outlet's."""
    points: list[Point] = []
    placed: set[Statement] = set()
    meanings = inquiry.knowledge.meanings
    for point in points_of(measured(statements, inquiry.findings.terms, meanings)):
        here = [s for position in point.positions for s in position.statements]
        if max(Counter(here).values()) == 1 and placed.isdisjoint(here):
            points.append(point)
            placed.update(here)
    return [*points, *each_alone(s for s in statements if s not in placed)]


def each_alone(statements: Iterable[Statement]) -> list[Point]:
    """Return the statements outlet by outlet; each cites one outlet only."""
    by_outlet: dict[str, list[Statement]] = {}
    for statement in statements:
        by_outlet.setdefault(statement.evidence[0].source.outlet.id, []).append(statement)
    return [Point(Relation.ALONE, (Position(tuple(group)),)) for group in by_outlet.values()]


def outlets_of(findings: Findings) -> tuple[Outlet, ...]:
    """Return the outlets of all passages found, that of the best first."""
    articles = (findings.articles[match.passage.article] for match in findings.matches)
    return tuple(dict.fromkeys(article.source.outlet for article in articles))


def only(findings: Findings, outlet: str) -> Findings:
    """Return what was found of one outlet, as if there were no others."""
    matches = tuple(match for match in findings.matches if match.passage.outlet == outlet)
    kept = {match.passage.article for match in matches}
    articles = {id: article for id, article in findings.articles.items() if id in kept}
    return replace(findings, matches=matches, articles=articles)


def _sides_of(question: Question, findings: Findings) -> Iterator[Findings]:
    """Yield the findings as if only one of the things in an either-or had been asked."""
    things = [w for w in findings.terms if not w.term.is_name]
    if len(things) < 2 or not is_either_or(question.text):
        return
    names = tuple(w for w in findings.terms if w.term.is_name)
    for thing in things:
        yield replace(findings, terms=(*names, thing))
