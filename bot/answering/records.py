"""Replies and articles as JSON: a contract that others script against."""

import time
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from bot.answering.answers import (
    Answer,
    Evidence,
    Position,
    Question,
    Refusal,
    Reply,
    Statement,
    Translation,
    Untranslated,
)
from bot.answering.attributions import attribution_of
from bot.answering.checks.flaws import Flaw
from bot.answering.interpreting import Rendering
from bot.answering.labels import Cited
from bot.answering.models import Call
from bot.answering.traces import Trace
from bot.answering.verdicts import Verdict
from bot.answering.wording import attributed, reason_of
from retrieval.articles import Article, Source, Zone
from retrieval.languages import Language
from retrieval.outlets import UNNAMED_SITE


def reply_record(question: Question, reply: Reply) -> dict[str, Any]:
    """Return a reply as `whosaid ask --json` writes it."""
    language = question.language
    return {
        "question": question.text,
        "language": language,
        **(_answer(reply, language) if isinstance(reply, Answer) else _refusal(reply, language)),
    }


def article_record(article: Article) -> dict[str, Any]:
    """Return an article as `whosaid show --json` writes it."""
    return source_record(article) | {
        "text": article.text,
        "raw": article.raw,
        "zones": [_zone(article, zone) for zone in article.zones],
        "removed": [_zone(article, zone) for zone in article.removals],
    }


def _zone(article: Article, zone: Zone) -> dict[str, Any]:
    """Return a zone of the page as it came: `start` and `end` count its characters."""
    words = article.raw[zone.start : zone.end]
    told = {"start": zone.start, "end": zone.end, "kind": zone.kind, "reason": zone.reason}
    return told | ({} if zone in article.removals else {"text": words})


def source_record(article: Article) -> dict[str, Any]:
    """Return where an article comes from, as `whosaid sources --json` lists it."""
    source = article.source
    return {
        "article": article.id,
        "outlet": source.outlet.id,
        "outlet_names": dict(source.outlet.names),
        "title": source.title,
        "published": source.published,
        "author": source.author,
        **_republisher(source),
        "language": source.language,
        "url": source.url,
        "inferred": sorted(source.inferred),
        "known": dict(source.known),
        "reprint_of": article.reprint_of,
    }


def _answer(answer: Answer, language: Language) -> dict[str, Any]:
    return {
        "kind": "answer",
        "answered_by": answer.answered_by.value,
        "model_failed": answer.model_failed,
        "statements": [_statement(statement, language) for statement in answer.statements],
        "uncovered": list(answer.uncovered),
        "wants_opinion": answer.wants_opinion,
        "positions": [
            _position(answer, number, position)
            for number, point in enumerate(answer.points)
            for position in point.positions
        ],
        "silent": [outlet.id for outlet in answer.silent],
        "translations": list(map(_translation, answer.translations)),
        "untranslated": answer.untranslated,
        "refusal": None,
    }


def _translation(translation: Translation) -> dict[str, Any]:
    """Return a translation with the slice that it is of; `text` is null where none would do."""
    said = {"language": translation.language, "text": translation.text or None}
    return _slice(translation.evidence) | said


def _position(answer: Answer, number: int, position: Position) -> dict[str, Any]:
    """Return a position; those with the same `point` stand to each other as `relation` says."""
    point = answer.points[number]
    return {
        "point": number,
        "relation": point.relation.value,
        "label": point.label,
        "outlets": [outlet.id for outlet in position.outlets],
        "origins": position.origins,
        "figures": [
            {"outlet": figure.evidence.source.outlet.id, "text": figure.text}
            for figure in position.figures
        ],
        "statements": [answer.statements.index(statement) for statement in position.statements],
    }


def _statement(statement: Statement, language: Language) -> dict[str, Any]:
    return {
        "text": attributed(statement, language),
        "evidence": [_evidence(evidence, language) for evidence in statement.evidence],
    }


def _evidence(evidence: Evidence, language: Language) -> dict[str, Any]:
    source, cited = evidence.source, attribution_of(evidence).cited
    return {
        "outlet": source.outlet.id,
        "outlet_name": source.outlet.name(language),
        "article": evidence.article.id,
        "title": source.title,
        "published": source.published,
        "quote": evidence.quote,
        "start": evidence.start,
        "end": evidence.end,
        "speaker": evidence.speaker,
        "citing": cited.name(language) if cited else None,
        **_republisher(source),
        "inferred": sorted(source.inferred),
    }


def _republisher(source: Source) -> dict[str, Any]:
    unnamed = source.republished_by == UNNAMED_SITE
    return {
        "republished_by": None if unnamed else source.republished_by,
        "republished_unnamed": unnamed,
    }


def _refusal(refusal: Refusal, language: Language) -> dict[str, Any]:
    nearest = [
        {"outlet": a.source.outlet.id, "article": a.id, "title": a.source.title}
        for a in refusal.nearest
    ]
    return {
        "kind": "refusal",
        "answered_by": refusal.answered_by.value,
        "model_failed": refusal.model_failed,
        "statements": [],
        "positions": [],
        "silent": [],
        "translations": [],
        "untranslated": None,
        "refusal": {
            "reason": reason_of(refusal, language),
            "code": refusal.reason.value,
            "nearest": nearest,
            "citing": [_evidence(evidence, language) for evidence in refusal.citing],
            "sentences": [_evidence(evidence, language) for evidence in refusal.sentences],
            "told_by_others": refusal.told_by_others,
            "unmentioned": list(refusal.unmentioned),
        },
    }


def trace_record(trace: Trace) -> dict[str, Any]:
    """Return how an answer came about, complete enough to examine its drafts again."""
    question = trace.asked.question
    return {
        "message": trace.message,
        "question": question.text,
        "language": question.language,
        "outlets": sorted(trace.asked.outlets),
        "compares": trace.asked.compares,
        "into": trace.asked.into,
        "found": sorted(trace.outlets),
        "passages": [
            {"passage": match.passage.id, "score": round(match.score, 4)}
            for findings in trace.findings
            for match in findings.matches
        ],
        "sentences": {id: _place(cited) for id, cited in trace.cited.items()},
        "calls": [_call(call) for call in trace.calls],
        "drafts": [_draft(verdict) for verdict in trace.verdicts],
        "renderings": list(map(_rendering, trace.renderings)),
        "kept": [
            {"text": statement.text, "evidence": list(map(_slice, statement.evidence))}
            for statement in _given_again(trace.reply)
        ],
        "usage": asdict(trace.usage),
        "seconds": round(time.perf_counter() - trace.started, 4),
    }


def _given_again(reply: Reply | None) -> tuple[Statement, ...]:
    """Return the statements of a reply that they are the whole of; comparisons are more."""
    if not isinstance(reply, Answer) or reply.points or reply.silent:
        return ()
    failed = reply.model_failed or reply.untranslated is Untranslated.MODEL_FAILED
    return () if failed else reply.statements


def _place(cited: Cited) -> dict[str, Any]:
    sentence = cited.sentence
    place = {"number": sentence.number, "start": sentence.start, "end": sentence.end}
    return {"article": cited.article.id, **place}


def _slice(evidence: Evidence) -> dict[str, Any]:
    return {"article": evidence.article.id, "start": evidence.start, "end": evidence.end}


def _call(call: Call) -> dict[str, Any]:
    return asdict(call) | {"fingerprint": call.prompt.fingerprint}


def _draft(verdict: Verdict) -> dict[str, Any]:
    return {
        "text": verdict.draft.text,
        "sentences": list(verdict.draft.sentences),
        "kept": verdict.held is not None,
        "reasons": _reasons(verdict.flaws),
    }


def _rendering(rendering: Rendering) -> dict[str, Any]:
    said = {"text": rendering.text, "kept": not rendering.flaws}
    return _slice(rendering.evidence) | said | {"reasons": _reasons(rendering.flaws)}


def _reasons(flaws: Iterable[Flaw]) -> list[dict[str, str]]:
    return [{"kind": flaw.kind, "detail": flaw.detail} for flaw in flaws]
