"""Follow-ups by rule: corrections, another name or time in the same question, "why?"."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.answering.conversation import Chat, Turn, before_pointing, leans_back, stand_alone
from bot.answering.coverage import parts_of
from bot.answering.kinds import kinds_of
from retrieval.languages import fold, has_han, language_of
from retrieval.outlets import Outlet
from retrieval.periods.period import periods_in
from retrieval.terms import Lexicon, Term

_SAME_LENGTH = date(2000, 1, 1)  # any day will do: only the words of a period are wanted
_STOP = r"[\s,，.。!！?？;；]*"
_SAY = r"(?:[说說]|[问問]|指)"
_MEAN = rf"我(?:是|要|想)?{_SAY}的?(?:是)?"
_LATIN_MEAN = r"i (?:meant?|was asking|am asking|asked|ask)\b(?: about| for)?"
_NO = r"(?P<no>[^,，。;；?？]{1,30}?)"
_YES = r"(?P<yes>[^,，。?？]{1,40}?)"
_WRONG = r"(?:(?:不是?|不?[对對]|[错錯]了?)[,，.。!！\s]+|(?:no|sorry|wrong)[,. ]+)*"
_NOT_BUT = re.compile(
    rf"{_WRONG}我?(?:不是|[没沒]有?)(?:{_SAY}|在{_SAY})?{_NO}[,，。;；\s]*(?:而?是|{_MEAN}){_YES}"
    rf"[呢啊呀]?{_STOP}"
)
_MEANT = re.compile(
    rf"{_WRONG}(?:(?<=[,，.。!！\s])(?:[应應][该該])?是|{_MEAN}|{_LATIN_MEAN})\s*{_YES}的?"
    rf"(?:[,，]?\s*(?:(?:and )?not|不是|(?:rather|instead) (?:of|than))\s*{_NO})?{_STOP}",
    re.IGNORECASE,
)
_NOT_LATIN = re.compile(
    rf"{_WRONG}not\s+{_NO}[,.;]?\s+(?:but|{_LATIN_MEAN}|rather)\s+{_YES}{_STOP}", re.IGNORECASE
)
_AND_OF = re.compile(
    r"(?:那么?|那麼|而|可是|但)*(?P<yes>[^,，。?？]{1,20}?)(?:呢|又?如何|怎[么麼][样樣])[\s?？!！。]*"
    r"|(?:and|so|but)?\s*(?:what about|how about|and)\s+"
    r"(?!(?:how|what|why|when|who|where|which|did|does|do|is|are|was|were|has|have|can|could|will)\b)"
    r"(?P<latin>[^?,.]{1,40}?)[\s?!.]*",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"多少|[几幾][个個家名张張块塊]|什[么麼][时時]候|何[时時]|[谁誰]|哪[里裡一]?[个個家年天]?|多[大久高长長]|[吗嗎呢]?[?？]"
    r"|\b(?:how (?:much|many|long|big|far|large)|when|who|where|which)\b",
    re.IGNORECASE,
)
_YES_NO = re.compile(
    r"[吗嗎么麼][\s?？]*$|是否|是不是|有[没沒]有"
    r"|^(?:did|does|do|is|are|was|were|has|have|had|can|could|will|would)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"还是|還是|或|各家|各方|(?:[两兩几幾]家)|说法|說法"
    r"|(?:or|and do|and are|is it|are they|do (?:they|the))\b",
    re.IGNORECASE,
)
_IT_ALONE = re.compile(  # "how much did it cost to train X": it points nowhere
    r"\bit\s(?:(?:true|false|possible|likely|clear|known|said|reported)\sthat\b"
    r"|(?:costs?|takes?|took|possible|legal|illegal|necessary)\b(?=[^?.!]*\bto\b))",
    re.IGNORECASE,
)
_MOST_TERMS = 2  # of what another is put in place of; more is a question of its own

OutletsOf = Callable[[str], frozenset[str]]
UnheldOf = Callable[[str], Sequence[Outlet]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A message as it is searched for, the outlets it keeps to, and how it is remembered.

    `leans`: it was made to stand alone by rule, and a model may do that better.
    """

    question: str
    outlets: frozenset[str]
    about: str
    leans: bool = False


def follow(
    text: str, chat: Chat, lexicon: Lexicon, outlets_of: OutletsOf, unheld_of: UnheldOf
) -> Asked:
    """Return what a message asks, given what was asked before; an empty one asks that again.

    `outlets_of` gives the ids of our outlets that a text asks, `unheld_of` others that it asks.
    """
    if not chat.turns:
        return Asked(text, outlets_of(text), text)
    last = chat.turns[-1]
    if not text:
        return Asked(last.question, last.outlets, last.question)
    unheld = unheld_of(text)
    if unheld and len(lexicon.terms(text)) <= len(unheld) and not outlets_of(text):
        named = ", ".join(outlet.name(language_of(last.question)) for outlet in unheld)
        return Asked(f"{named}: {last.question}", frozenset(), last.question)
    put = _corrected(text, last, lexicon, outlets_of) or _put(text, last, lexicon, outlets_of)
    return put or _leaning(text, last, lexicon, outlets_of)


def standing(parts: tuple[str, ...], lexicon: Lexicon) -> tuple[str, ...]:
    """Return the questions of one message, each standing alone; all as one where one does not."""
    first, *rest = parts
    is_named = any(term.is_name for term in lexicon.terms(first))
    stands = [first]
    for part in rest:
        terms = lexicon.terms(part)
        if all(term.is_name for term in terms) or _GOES_ON.match(part):
            return (" ".join(parts),)
        leans = leans_back(part, terms) or (is_named and not any(t.is_name for t in terms))
        stands.append(stand_alone(part, first, lexicon.terms) if leans else part)
    return tuple(stands)


def _leaning(text: str, last: Turn, lexicon: Lexicon, outlets_of: OutletsOf) -> Asked:
    terms, outlets = lexicon.terms(text), outlets_of(text)
    if not _leans(text, lexicon):
        return Asked(text, outlets, text)
    before = last.question if outlets or terms else _without_asking(last.question, text)
    is_verb = bool(terms) and all(term.is_action for term in terms)
    alone = f"{before} {text}" if is_verb else stand_alone(text, before, lexicon.terms)
    return Asked(alone, outlets or last.outlets, alone if terms else last.question, leans=True)


def _leans(text: str, lexicon: Lexicon) -> bool:
    """Tell whether a message leans back on what was asked before, and not on its own beginning."""
    first = parts_of(text)[0]
    if any(term.is_name for term in lexicon.terms(first)):
        first = _IT_ALONE.sub("", first)
    if not leans_back(first, lexicon.terms(first)):
        return False
    return not any(term.is_name for term in lexicon.terms(before_pointing(first)))


def _without_asking(last: str, text: str) -> str:
    """Return the last question without how it asks, where the follow-up asks something else."""
    return " ".join(_ASKING.sub(" ", last).split()) if kinds_of(text) else last


def _corrected(text: str, last: Turn, lexicon: Lexicon, outlets_of: OutletsOf) -> Asked | None:
    """Read "not X, I meant Y": the last question with Y in the place of X."""
    for pattern in (_NOT_BUT, _MEANT, _NOT_LATIN):
        if found := pattern.fullmatch(text.strip()):
            return _replaced(found["yes"], found["no"] or "", last, lexicon, outlets_of)
    return None


def _put(text: str, last: Turn, lexicon: Lexicon, outlets_of: OutletsOf) -> Asked | None:
    """Read "and Y?": the last question with Y in the place of what is of its kind."""
    found = _AND_OF.fullmatch(text.strip())
    other = (found["yes"] or found["latin"]) if found else ""
    if not found or not other or not 0 < len(lexicon.terms(other)) <= _MOST_TERMS:
        return None
    if leans_back(other, lexicon.terms(other)) or outlets_of(text):
        return None
    return _replaced(other, "", last, lexicon, outlets_of)


def _replaced(
    yes: str, no: str, last: Turn, lexicon: Lexicon, outlets_of: OutletsOf
) -> Asked | None:
    terms = lexicon.terms(yes)
    if not terms:
        outlets = outlets_of(yes)
        return Asked(last.question, outlets, last.question, leans=True) if outlets else None
    if len(terms) > _MOST_TERMS:
        return Asked(yes, outlets_of(yes), yes)
    question = _with(yes, no, last.question, lexicon)
    return Asked(question, last.outlets, question, leans=True)


def _with(yes: str, no: str, question: str, lexicon: Lexicon) -> str:
    """Return a question with one thing in the place of another, or behind it where none is."""
    if words := [(p.start, p.end) for p in periods_in(question, _SAME_LENGTH)]:
        told = periods_in(yes, _SAME_LENGTH)
        if told and not no:
            (start, end), *_ = words
            return f"{question[:start]}{told[0].words}{question[end:]}"
    for term in _replaceable(yes, no, question, lexicon):
        if place := _place(term, question):
            return question[: place[0]] + yes.strip() + question[place[1] :]
    if all(_place(term, question) for term in lexicon.terms(yes)):
        return question
    names = [term for term in lexicon.terms(question) if term.is_name]
    if not names or not _YES_NO.search(question):
        return f"{question} {yes.strip()}"
    places = sorted(place for term in names if (place := _place(term, question)))
    return " ".join((*(question[start:end] for start, end in places), yes.strip()))


def _replaceable(yes: str, no: str, question: str, lexicon: Lexicon) -> list[Term]:
    """Return the terms of a question that another may take the place of, the likeliest first."""
    if no:
        denied = {form for term in lexicon.terms(no) for form in term.forms}
        return [t for t in lexicon.terms(question) if not denied.isdisjoint(t.forms)]
    new = lexicon.terms(yes)[0]
    mentioned = {form for term in lexicon.terms(yes) for form in term.forms}
    others = [t for t in lexicon.terms(question) if mentioned.isdisjoint(t.forms)]
    alike = [t for t in others if _kind(t, lexicon) == _kind(new, lexicon) != ""]
    return alike or [t for t in others if not t.is_name and t.text[-2:] == new.text[-2:]]


def _kind(term: Term, lexicon: Lexicon) -> str:
    forms = frozenset(term.forms)
    if not forms.isdisjoint(lexicon.people):
        return "person"
    return "name" if term.is_name else ""


def _place(term: Term, question: str) -> tuple[int, int] | None:
    folded = fold(question)
    if len(folded) != len(question):
        return None
    for form in term.forms:
        words = re.escape(form) if has_han(form) else rf"\b{form.replace(' ', '[a-z]* ')}[a-z]*"
        if found := re.search(words, folded):
            return found.span()
    return None
