"""Who speaks in an English sentence: before or behind a verb, after "according to"."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from bot.answering.sayings.saying import (
    Found,
    Saying,
    alternatives,
    in_order,
    without_quotations,
    words,
)

_BREAK = re.compile(
    r"[,;:()“”\"\u2013\u2014]|\b(?:and|but|while|whereas|that|as|because|although|though|"
    r"which|when|if|where|so|after|before|since|than|what|how|whether|yet|or)\b"
)
_BE = frozenset(
    ["is", "was", "are", "were", "be", "been", "being", "get", "gets", "got", "widely", "also"]
)
_HELPING = _BE | frozenset(
    [
        "has",
        "had",
        "have",
        "will",
        "would",
        "may",
        "might",
        "can",
        "could",
        "should",
        "did",
        "does",
        "do",
    ]
)
_NO_NAME = frozenset(
    [
        "the",
        "a",
        "an",
        "its",
        "his",
        "her",
        "their",
        "any",
        "no",
        "such",
        "these",
        "those",
        "of",
        "in",
        "to",
        "for",
        "with",
        "on",
        "by",
        "from",
        "this",
        "that",
        "not",
        "and",
        "more",
        "most",
        "s'",
        "my",
        "our",
        "your",
    ]
)
_LITTLE = re.compile(
    r"^(?:\s|\b(?:also|then|later|however|but|and|yet|still|has|have|had|did|does|do|"
    r"would|will|once|even|meanwhile|recently|previously|earlier|on \w+|in \d{4}|"
    r"yesterday|today)\b)+"
    r"|(?:\s|\b(?:also|then|later|has|have|had|did|does|do|not|would|will|may|might|could|"
    r"further|previously|recently|repeatedly|publicly|explicitly|himself|herself|itself|"
    r"themselves|reportedly|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|on (?:january|"
    r"february|march|april|may|june|july|august|september|october|november|december) \d+|"
    r"only|never|even|merely|bluntly|once|both|all|still|simply|directly|separately|"
    r"clearly)\b)+$"
)
_NEVER_INVERTED = frozenset(["told", "tells", "called", "calls", "accused", "accuses"])
_APPOSITION = re.compile(
    r"^(?:an?|the|who|whose|formerly|former|which|founder|head|chief|ceo|speaking|writing|"
    r"asked|answering|responding|testifying|referring)\b"
)
_TOLD = re.compile(
    r"^\s*(?P<told>(?:the )?[^,.;:]{2,40}?)(?=\s(?:that|in|on|how|about|it|its|the|he|she|"
    r"they|there|was|is|deepseek|via|last|this|by)\b|[,.;:]|$)"
)
_INTERVIEW = re.compile(
    r"\b(?:interview(?:ed)? (?:with|by|to|for|on)|speaking (?:to|with)|spoke (?:to|with)|"
    r"statement to|comments? to|response to|wrote to|written (?:reply|response|"
    r"comment) to|told)\s(?P<told>[^,.;:“\"]{2,40}?)(?=\s(?:that|on|about|in)\b|[,.;:“\"]|"
    r"$)"
)


def read_english(sentence: str) -> Iterator[Saying]:
    """Yield who speaks in a folded sentence, in order."""
    text = without_quotations(sentence)
    return in_order(_merged(_found(text)), text, _joins)


def _joins(gap: str) -> bool:
    return not gap.replace("that", "").strip(' ,:"“')


def _merged(found: Iterator[Found]) -> list[Found]:
    whole: list[Found] = []
    for one in found:
        if whole and one.start < whole[-1].end and one.end <= whole[-1].end:
            continue
        whole.append(one)
    return whole


def _found(text: str) -> Iterator[Found]:
    interviewer = _INTERVIEW.search(text)
    told = interviewer["told"].strip() if interviewer else ""
    last: Found | None = None
    for match in _cue().finditer(text):
        if match["quoting"] and (outer := _outer(text, match, last)):
            last = outer
            yield last
        one = _according(text, match) if match["account"] else _by_verb(text, match, last)
        if one:
            last = replace(one, told=one.told or told)
            yield last


def _outer(text: str, match: re.Match[str], last: Found | None) -> Found | None:
    """Return who quotes somebody: Bloomberg, citing people."""
    start = last.end if last else 0
    before = text[start : match.start()].rstrip(" ,")
    here = max((m.end() for m in _BREAK.finditer(before)), default=0)
    subject = _trimmed(before[here:])
    named = bool(subject) and len(subject.split()) <= 5
    return Found(subject, start + here, match.start()) if named else None


def _according(text: str, match: re.Match[str]) -> Found:
    before = text[: match.start()].strip(" ,")
    rest = text[match.end() :].strip(" .\n")
    return Found(match["whom"].strip(), match.start(), match.end(), "", bool(before) and not rest)


def _by_verb(text: str, verb: re.Match[str], last: Found | None) -> Found | None:
    start = last.end if last and last.end <= verb.start() else 0
    between = text[start : verb.start()]
    here = max((m.end() for m in _BREAK.finditer(between)), default=0)
    segment = between[here:]
    subject = _trimmed(segment)
    if (subject.split() or [""])[-1] in _BE | _NO_NAME or re.search(
        r"\b(?:is|was|are|were|been|to)$", segment.strip()
    ):
        return None
    if verb["verb"] in _doubtful() and (
        not subject or "'s" in subject or len(subject.split()) > 4 or (start and not here)
    ):
        return None
    told = _told(text, verb)
    inverted = _behind(text, verb) if not subject else None
    if inverted:
        return inverted
    if subject and not _APPOSITION.match(subject):
        return Found(
            subject, start + here, verb.end(), told, _is_behind(text, start + here, verb, told)
        )
    if last and not last.is_behind and not subject and not _APPOSITION.match(segment.strip()):
        return replace(last, start=verb.start(), end=verb.end(), told=told)
    return _apposed(text, start, here, subject, verb, told)


def _apposed(
    text: str, start: int, here: int, subject: str, verb: re.Match[str], told: str
) -> Found:
    """Return a subject with the name before its comma: Shen, a professor, said."""
    before = text[start : start + here]
    parts = [part for part in re.split(r"[,;:“”\"()]", before) if part.strip()]
    names = [part for part in parts if not _APPOSITION.match(part.strip())] or parts
    near = before.rstrip().endswith((",", ")")) or not subject
    head = names[-1] if names and near else ""
    at = start + (before.rfind(head) if head else here)
    whole = f"{_trimmed(head)} {subject}".strip() if len(head.split()) <= 8 else subject
    is_behind = _is_behind(text, at, verb, told)
    return Found(whole, at, verb.end(), told, is_behind)


def _behind(text: str, verb: re.Match[str]) -> Found | None:
    """Return the subject of an inverted verb: “…,” said Sacks."""
    quoted = re.search(r"[”\"]\s*$", text[: verb.start()])
    if (not quoted and not re.search(r"[,?!]\s*$", text[: verb.start()])) or verb[
        "verb"
    ] in _NEVER_INVERTED:
        return None
    named = re.match(r"\s(?!that\b|it\b|he\b|she\b|they\b)([^,.;:“\"]{2,50})", text[verb.end() :])
    if not named or (not quoted and not _is_last(named[1], text[verb.end() + named.end() :])):
        return None
    return Found(named[1].strip(), verb.start(), verb.end() + named.end(), "", True)


def _is_last(name: str, rest: str) -> bool:
    parts = name.split()
    return (
        len(parts) <= 4 and rest.lstrip()[:1] in ("", ",", ".", ";") and _HELPING.isdisjoint(parts)
    )


def _trimmed(segment: str) -> str:
    return _LITTLE.sub("", _LITTLE.sub("", segment)).strip()


def _told(text: str, verb: re.Match[str]) -> str:
    if verb["verb"] not in ("told", "tells", "tell"):
        return ""
    told = _TOLD.match(text, verb.end())
    return told["told"].strip() if told else ""


def _is_behind(text: str, subject: int, verb: re.Match[str], told: str) -> bool:
    rest = text[verb.end() :].replace(told, "", 1).strip(" ,.!?;\n")
    rest = re.sub(r"^(?:in|on|at|during|to|last|this)\b[^,]*$", "", rest)
    return bool(text[:subject].strip(' “"')) and not rest


@cache
def _doubtful() -> frozenset[str]:
    return frozenset(words()["english"]["doubtful"])


@cache
def _cue() -> re.Pattern[str]:
    verbs = alternatives(words()["english"]["verbs"])
    return re.compile(
        r"(?P<account>\b(?:according to|in the words of|in the view of|in the opinion of|"
        r"(?P<quoting>citing|quoting)|as reported by|as told to|reported by|as quoted by|"
        r"cited by|per(?= (?:the )?[a-z]{3,})|by the account of|"
        r"based on)\s+(?P<whom>[^,.;:()“\"]{2,60}))"
        rf"|\b(?P<verb>{verbs})\b(?:\sthat\b)?"
    )
