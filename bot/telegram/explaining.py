"""How an answer came about, from the journal's record, in the reader's words."""

from collections import Counter
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from bot.answering.composing import visible
from bot.telegram.markup import pack
from prompts.phrases import phrases
from retrieval.articles import article_of
from retrieval.languages import Language, in_script

_LONGEST = 700  # characters shown of a draft or a reply


def explanation_of(
    record: Mapping[str, Any], language: Language, outlets: Mapping[str, str]
) -> list[str]:
    """Return messages of Telegram HTML: what was looked through, who was asked, what was kept.

    `outlets` names outlets by their own ids and by those of their articles.
    """
    return pack(_blocks(record, language, outlets))


def _blocks(
    record: Mapping[str, Any], language: Language, outlets: Mapping[str, str]
) -> Iterator[str]:
    say = phrases(language).say
    yield say("why_title", question=_safe(record["question"]), id=record["id"])
    yield _looked_through(record, language, outlets)
    for call in record["calls"]:
        yield _asked(call, language, outlets)
    for draft in (*record["drafts"], *record.get("renderings", ())):
        yield _verdict(draft, language)
    if not record["calls"]:
        yield say("why_declined" if record["reply"]["refusal"] else "why_no_model")
    if record["cost"] is not None:
        yield say("why_cost", cost=f"{record['cost']:.6f}")


def _looked_through(
    record: Mapping[str, Any], language: Language, outlets: Mapping[str, str]
) -> str:
    passages = record["passages"]
    ids = [article_of(passage["passage"]) for passage in passages]
    counts = Counter(outlets.get(id, id) for id in ids)
    say = phrases(language).say
    listed = say("outlets_and").join(f"{_safe(name)} {n}" for name, n in counts.most_common())
    return say("why_found", passages=str(len(passages)), outlets=listed)


def _asked(call: Mapping[str, Any], language: Language, outlets: Mapping[str, str]) -> str:
    say = phrases(language).say
    task = say(f"why_task_{call['prompt']['name']}")
    if outlet := call.get("outlet"):
        task = say("why_of_outlet", outlet=_safe(outlets.get(outlet, outlet)))
    told = {"task": task, "model": _safe(call["model"]), "seconds": f"{call['seconds']:.1f}"}
    if call["fault"]:
        return say("why_fault", fault=_safe(call["fault"]), **told)
    usage = call["usage"] or {}
    tokens = {key: str(usage.get(key, "?")) for key in ("sent", "cached", "written")}
    return say("why_asked", **told, **tokens)


def _verdict(draft: Mapping[str, Any], language: Language) -> str:
    say = phrases(language).say
    text = in_script(_safe(draft["text"][:_LONGEST]), language)
    if draft["kept"]:
        return say("why_kept", text=text)
    reasons = (_reason(reason, language) for reason in draft["reasons"])
    return say("why_dropped", text=text, reasons=say("why_and").join(reasons))


def _reason(reason: Mapping[str, str], language: Language) -> str:
    say = phrases(language).say
    name = say(f"flaw_{reason['kind']}")
    detail = in_script(_safe(reason["detail"][:_LONGEST]), language)
    return say("why_detail", reason=name, detail=detail) if detail else name


def _safe(text: str) -> str:
    return escape(visible(text), quote=False)
