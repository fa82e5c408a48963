"""Who speaks in a sentence, where the article names them."""

import re
from collections.abc import Sequence

from retrieval.languages import to_simplified

_SAYS = re.compile(
    r"表示|指出|认[为可]|否认|承认|警告|批评|宣称|坦言|强调|回应|谈到|写道|透露|反问|不讳言|告诉|说(?![明法服])|称(?![为作号霸赞])"
    r"|\b(?:said|says|told|argued|warned|wrote|added)\b"
)
_HE = re.compile(r"^[^,:。“]{0,6}?[他她][^们]|^“.*[”,]\s*[他她](?:说|表示|指出)|^(?:s?he|she)\b")
_QUOTATION = re.compile(r"\s*[“「][^“”「」]+[”」]\s*")
_ASIDE = (
    r"\s|[(（][^)）]*[)）]|先生|女士|教授|博士|本人"
    r"|则|也|还|又|并|就|都|曾|再|日前|近日|随后|当天|同日"
)
_WHEN = r"\d+[年月日号]?|[周上下][一二三四五六日午]|昨[天日]|今天"
_OPENS = r"在|对|向|于|以|接受|就|针对|谈到"
_TO_THE_VERB = re.compile(  # between a subject and its verb; anything else is another subject
    rf"(?:{_ASIDE}|{_WHEN})*(?:(?:{_OPENS}).*)?$"
    r"|(?: ?\([^)]*\))?(?: (?:also|later|then|has|had|previously|on \w+))*(?:, who)?\s*$",
    re.DOTALL,
)
_LETTER = re.compile(r"[a-z0-9]")
_REACH = 4  # sentences back to look for whom "he" stands for


def speaker_of(
    sentence: str, before: Sequence[str], people: Sequence[str], opens: bool = False
) -> str | None:
    """Return the person whose speech a sentence reports, as the article writes the name.

    `people` are folded names, `before` the sentences that precede in the same article, nearest
    last: a sentence in which "he" speaks is given to the last speaker named there, and so is a
    bare quotation that closes what somebody is reported to say, unless it `opens` a paragraph.
    """
    if not opens and _QUOTATION.fullmatch(sentence):
        return _last_to_speak(before, people)
    found = _speaker(sentence, people)
    if found or not _HE.search(_aligned(sentence)) or not _SAYS.search(_aligned(sentence)):
        return found
    earlier = (_speaker(other, people) for other in reversed(before[-_REACH:]))
    return next((name for name in earlier if name), None)


def _last_to_speak(before: Sequence[str], people: Sequence[str]) -> str | None:
    """Return who spoke last, unless somebody spoke since who is not named."""
    for sentence in reversed(before[-_REACH:]):
        if name := _speaker(sentence, people):
            return name
        if _SAYS.search(_aligned(sentence)):
            return None
    return None


def _speaker(sentence: str, people: Sequence[str]) -> str | None:
    aligned = _aligned(sentence)
    verb = _SAYS.search(aligned)
    if verb is None:
        return None
    span = _subject(aligned, 0, verb.start(), people) or _after_quotation(aligned, people)
    return sentence[slice(*span)] if span else None


def _subject(text: str, start: int, verb: int, people: Sequence[str]) -> tuple[int, int] | None:
    """Return where the person is named who is the subject of the verb that begins at `verb`."""
    ends = ((text.rfind(name, start, verb), len(name)) for name in people)
    spans = [(at, at + length) for at, length in ends if at >= 0]
    subjects = [span for span in spans if _is_subject(text, *span, verb)]
    return max(subjects, key=lambda span: (span[1], -span[0]), default=None)


def _is_subject(text: str, start: int, end: int, verb: int) -> bool:
    if _LETTER.match(text[end - 1]) and _is_part_of_a_word(text, start, end):
        return False
    opened = max(text.rfind(mark, 0, start) for mark in "(（")
    closed = max(text.rfind(mark, 0, start) for mark in ")）")
    return opened <= closed and _TO_THE_VERB.match(text[end:verb]) is not None


def _is_part_of_a_word(text: str, start: int, end: int) -> bool:
    return any(_LETTER.match(side) for side in (text[start - 1 : start], text[end : end + 1]))


def _after_quotation(text: str, people: Sequence[str]) -> tuple[int, int] | None:
    close = max(text.rfind("”"), text.rfind("」"))
    verb = _SAYS.search(text, close + 1)
    return _subject(text, close + 1, verb.start(), people) if close >= 0 and verb else None


def _aligned(text: str) -> str:
    """Return the text simplified and in lower case, every character at its old place."""
    simplified = to_simplified(text).lower()
    return simplified if len(simplified) == len(text) else text
