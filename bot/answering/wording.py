"""Sources and reasons in the reader's words: who said it, and where it stood."""

import re
from collections.abc import Iterable

from bot.answering.answers import LONGEST_QUESTION, Answer, Evidence, Reason, Refusal, Statement
from bot.answering.attributions import attribution_of
from bot.answering.composing import visible
from prompts.phrases import phrases
from retrieval.articles import Known, Source
from retrieval.languages import Language, in_script, to_simplified, to_traditional
from retrieval.outlets import UNNAMED_SITE, Outlet, names_of

_BEFORE = r"(?:根?[据據])?《?|(?:according to )?(?:the )?"
_SAYS = (
    r"[》\s]*(?:[:：,，]|[说說称稱]|表示|指出|[写寫]道|[认認][为為]|提到|[报報][道导導]|援引|[转轉]?引[述用]|的?(?:[报報][道导導]|文章)"
    r"|在(?:文章|[报報][道导導]|[评評][论論])|(?:says?|said|reports?|reported|writes?|wrote|notes?|noted|cites?|cited"
    r"|quotes?|quoted|argues?|argued|claims?|claimed|states?|stated|adds?|added)\b)"
)


def outlets_of(statement: Statement, language: Language) -> str:
    """Return the names of all outlets that a statement cites."""
    names = dict.fromkeys(e.source.outlet.name(language) for e in statement.evidence)
    return phrases(language).say("outlets_and").join(names)


def attributed(statement: Statement, language: Language) -> str:
    """Return a statement with its outlets in the sentence."""
    if naming := naming_its_outlet(statement, language):
        return "".join(naming)
    say = phrases(language).say
    return say("attributed", outlet=outlets_of(statement, language), text=statement.text)


def naming_its_outlet(statement: Statement, language: Language) -> tuple[str, str, str] | None:
    """Return a statement that begins by telling who says it, parted around the outlet's name.

    None where it does not, or is a quote; the name is the one that readers of the language know.
    """
    outlets = {evidence.source.outlet for evidence in statement.evidence}
    if statement.is_quotation or len(outlets) != 1:
        return None
    (outlet,) = outlets
    found = _opening(outlet).match(visible(statement.text))
    return (found["before"], outlet.name(language), found["behind"]) if found else None


def _opening(outlet: Outlet) -> re.Pattern[str]:
    forms = {f for n in names_of(outlet) for f in (n, to_simplified(n), to_traditional(n))}
    names = "|".join(map(re.escape, sorted(forms, key=lambda name: (-len(name), name))))
    pattern = rf"(?P<before>{_BEFORE})(?:{names})(?P<behind>{_SAYS}.*)"
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)


def citing(outlet: str, evidence: Evidence, language: Language) -> str:
    """Return an outlet's name, given as it is shown, with whom it cites there, if it does."""
    cited = attribution_of(evidence).cited
    if cited is None:
        return outlet
    return phrases(language).say("citing", outlet=outlet, cited=cited.name(language))


def provenance(source: Source, language: Language) -> str:
    """Return, in brackets, the way a text took to us: republisher, date, what was inferred."""
    say = phrases(language).say
    details = list(_details(source, language))
    return say("brackets", details=say("separator").join(details)) if details else ""


def reason_of(refusal: Refusal, language: Language) -> str:
    """Return why there is no answer, as one sentence."""
    phrase = phrases(language).say
    names = phrase("outlets_and").join(outlet.name(language) for outlet in refusal.asked)
    of_outlets = refusal.asked and refusal.reason in (Reason.NOT_COVERED, Reason.OFF_TOPIC)
    key = "refusal_by_outlet" if of_outlets else f"refusal_{refusal.reason.value}"
    return phrase(key, limit=str(LONGEST_QUESTION), outlets=names)


def nearest_heading(refusal: Refusal, language: Language) -> str:
    """Return how the nearest articles of a refusal are introduced."""
    if refusal.told_by_others:
        return phrases(language).say("others_tell")
    key = "held" if refusal.reason is Reason.OFF_TOPIC else "nearest"
    return phrases(language).say(key)


def sentences_heading(refusal: Refusal, language: Language) -> str:
    """Return how the sentences of a refusal are introduced: as no answer, or as another's."""
    if refusal.told_by_others:
        return phrases(language).say("others_say")
    if refusal.reason is Reason.NOT_HELD:
        return phrases(language).say("nearest_words")
    key = "nearest_sentence" if len(refusal.sentences) == 1 else "nearest_sentences"
    return phrases(language).say(key)


def unmentioned_of(refusal: Refusal, language: Language) -> str:
    """Return which words of the question no article holds, as one sentence; "" if none."""
    if not refusal.unmentioned:
        return ""
    return phrases(language).say("unmentioned", words=_listed(refusal.unmentioned, language))


def uncovered_of(answer: Answer, language: Language) -> str:
    """Return which parts of the question an answer leaves open, as one line; "" if none."""
    if not answer.uncovered:
        return ""
    return phrases(language).say("uncovered", parts=_listed(answer.uncovered, language))


def untranslated_of(answer: Answer, language: Language) -> str:
    """Return why quotes are not translated, as one sentence; "" if there is nothing to say."""
    if answer.untranslated is None:
        return ""
    return phrases(language).say(f"untranslated_{answer.untranslated}")


def _listed(words: Iterable[str], language: Language) -> str:
    say = phrases(language).say
    return say("outlets_and").join(say("mentioned_word", word=word) for word in words)


def _details(source: Source, language: Language) -> Iterable[str]:
    say = phrases(language).say
    if source.republished_by == UNNAMED_SITE:
        yield say("republished_unnamed")
    elif source.republished_by:
        yield say("republished_by", site=in_script(source.republished_by, language))
    if source.day:
        about = "published" in source.inferred
        yield say("about", date=source.day) if about else source.day
    match source.known.get("outlet"):
        case Known.INFERRED:
            yield say("outlet_inferred")
        case Known.EDITOR:
            yield say("outlet_by_editor")
