"""Who speaks in a sentence, where the article names them."""

import re
from collections.abc import Sequence

from retrieval.languages import to_simplified

_SAYS = re.compile(
    r"表示|指出|认为|坦言|强调|回应|谈到|写道|透露|反问|不讳言|告诉|说(?![明法服])|称(?![为作号霸赞])"
    r"|\b(?:said|says|told|argued|warned|wrote|added)\b"
)
_HE = re.compile(r"^[^,:。“]{0,6}?[他她][^们]|^“.*[”,]\s*[他她](?:说|表示|指出)|^(?:s?he|she)\b")
_SOMEBODY_ELSE = re.compile(r"政府|团队|公司|阵营|的")  # "the Trump government said"
_REACH = 4  # sentences back to look for whom "he" stands for


def speaker_of(sentence: str, before: Sequence[str], people: Sequence[str]) -> str | None:
    """Return the person whose speech a sentence reports, as the article writes the name.

    `people` are folded names, `before` the sentences that precede in the same article, nearest
    last: a sentence in which "he" speaks is given to the last speaker named there.
    """
    found = _speaker(sentence, people)
    if found or not _HE.search(_aligned(sentence)) or not _SAYS.search(_aligned(sentence)):
        return found
    earlier = (_speaker(other, people) for other in reversed(before[-_REACH:]))
    return next((name for name in earlier if name), None)


def _speaker(sentence: str, people: Sequence[str]) -> str | None:
    aligned = _aligned(sentence)
    verb = _SAYS.search(aligned)
    if verb is None:
        return None
    span = _last_name(aligned[: verb.start()], people) or _after_quotation(aligned, people)
    return sentence[slice(*span)] if span else None


def _last_name(text: str, people: Sequence[str]) -> tuple[int, int] | None:
    spans = [_span(text, name) for name in people if name in text]
    themselves = [span for span in spans if _stands_for_a_person(text, *span)]
    return max(themselves, key=lambda span: (span[1], -span[0]), default=None)


def _stands_for_a_person(text: str, start: int, end: int) -> bool:
    in_brackets = max(text.rfind("(", 0, start), text.rfind("（", 0, start)) > max(
        text.rfind(")", 0, start), text.rfind("）", 0, start)
    )
    return not in_brackets and not _SOMEBODY_ELSE.match(text, end)


def _span(text: str, name: str) -> tuple[int, int]:
    start = text.rfind(name)
    return start, start + len(name)


def _after_quotation(text: str, people: Sequence[str]) -> tuple[int, int] | None:
    close = max(text.rfind("”"), text.rfind("」"))
    tail = text[close + 1 :]
    if close < 0 or not _SAYS.search(tail):
        return None
    span = _last_name(tail, people)
    return (close + 1 + span[0], close + 1 + span[1]) if span else None


def _aligned(text: str) -> str:
    """Return the text simplified and in lower case, every character at its old place."""
    simplified = to_simplified(text).lower()
    return simplified if len(simplified) == len(text) else text
