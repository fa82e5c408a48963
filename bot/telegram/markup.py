"""Replies as Telegram HTML: outlets in bold, quotes as blockquotes, split between statements."""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape, unescape
from itertools import groupby

from bot.answering.answers import Answer, Evidence, Refusal, Reply, Statement
from bot.answering.composing import visible
from bot.answering.wording import nearest_heading, outlets_of, provenance, reason_of
from prompts.phrases import phrases
from retrieval.articles import Article
from retrieval.languages import Language

LIMIT = 4_096  # UTF-16 units of a message, after its tags are read
ENTITIES = 100  # what Telegram reads of a message's tags

_TAG = re.compile(r"<(/?)[a-z]+[^>]*>")
_GAP = "\n\n"


def messages_of(reply: Reply, language: Language) -> list[str]:
    """Return a reply as one or more messages of Telegram HTML, each within Telegram's limits."""
    if isinstance(reply, Refusal):
        return [_refusal(reply, language)]
    return pack(_blocks(reply, language))


def pack(blocks: Iterable[str]) -> list[str]:
    """Put blocks into as few messages as hold them, never parting a block."""
    messages: list[str] = []
    for block in blocks:
        joined = f"{messages[-1]}{_GAP}{block}" if messages else ""
        if messages and units(joined) <= LIMIT and _entities(joined) <= ENTITIES:
            messages[-1] = joined
        else:
            messages.append(block)
    return messages


def units(html: str) -> int:
    """Return a message's length as Telegram counts it: UTF-16 units without tags."""
    return len(unescape(_TAG.sub("", html)).encode("utf-16-le")) // 2


def _entities(html: str) -> int:
    return sum(1 for tag in _TAG.finditer(html) if not tag[1])


def _blocks(answer: Answer, language: Language) -> list[str]:
    notes = [phrases(language).say(key) for key in _notes(answer)]
    said = [
        _block(list(together), language) for _, together in groupby(answer.statements, _whose_words)
    ]
    return [*filter(None, notes), *said]


def _whose_words(statement: Statement) -> object:
    """Return what neighbouring quotations share that stand under one heading."""
    evidence = statement.evidence[0]
    return (evidence.article.id, evidence.speaker) if statement.is_quotation else statement


def _notes(answer: Answer) -> Iterator[str]:
    if answer.model_failed:
        yield "model_failed"
    elif all(statement.is_quotation for statement in answer.statements):
        yield "original_words"


def _block(together: Sequence[Statement], language: Language) -> str:
    first = together[0]
    if first.is_quotation:
        quotes = [f"<blockquote expandable>{_quoted(s.evidence[0])}</blockquote>" for s in together]
        return "\n".join((_heading(first.evidence[0], language), *quotes))
    outlets = f"<b>{_safe(outlets_of(first, language))}</b>"
    text = phrases(language).say("attributed", outlet=outlets, text=_safe(first.text))
    return "\n".join((text, *(_held_by(evidence, language) for evidence in first.evidence)))


def _heading(evidence: Evidence, language: Language) -> str:
    say = phrases(language).say
    where = escape(provenance(evidence.source, language), quote=False)
    outlet = f"{_outlet(evidence, language)}{where}"
    if evidence.speaker:
        return say("quoting", outlet=outlet, speaker=f"<b>{_safe(evidence.speaker)}</b>")
    return say("writing", outlet=outlet)


def _held_by(evidence: Evidence, language: Language) -> str:
    name = evidence.source.outlet.name(language)
    source = phrases(language).say(
        "quote_source", source=name + provenance(evidence.source, language)
    )
    return f"<blockquote expandable>{_quoted(evidence)}\n{_safe(source)}</blockquote>"


def _outlet(evidence: Evidence, language: Language) -> str:
    name = f"<b>{_safe(evidence.source.outlet.name(language))}</b>"
    url = evidence.source.url
    return f'<a href="{escape(url)}">{name}</a>' if url else name


def _quoted(evidence: Evidence) -> str:
    """Return the quote's words; only white space and unseen characters may differ."""
    return "\n".join(_safe(line) for line in evidence.quote.splitlines() if line.strip())


def _refusal(refusal: Refusal, language: Language) -> str:
    lines = [_safe(reason_of(refusal, language))]
    if refusal.nearest:
        lines += ["", nearest_heading(refusal, language)]
        lines += [f"· {_nearest(article, language)}" for article in refusal.nearest]
    return "\n".join(lines)


def _nearest(article: Article, language: Language) -> str:
    source = article.source
    return phrases(language).say(
        "nearest_item",
        outlet=f"<b>{_safe(source.outlet.name(language))}</b>",
        title=_safe(source.title),
    )


def listing(articles: Sequence[Article], language: Language) -> list[str]:
    """Return the answer to /sources: every outlet with its articles."""
    say = phrases(language).say
    if not articles:
        return [say("sources_none")]
    outlets = dict.fromkeys(article.source.outlet.id for article in articles)
    head = say("sources", articles=str(len(articles)), outlets=str(len(outlets)))
    blocks = [_listed(article, language) for article in articles]
    notes = [f"<i>{say('inferred_note')}</i>"] if any(a.source.inferred for a in articles) else []
    return pack((head, *blocks, *notes))


def _listed(article: Article, language: Language) -> str:
    source, say = article.source, phrases(language).say
    details = [provenance(source, language).strip(" （）()")]
    details += [say("author", author=source.author)] if source.author else []
    line = say("separator").join(detail for detail in details if detail) or say("undated")
    name = source.outlet.name(language)
    return f"<b>{_safe(name)}</b>\n{_safe(source.title)}\n{_safe(line)}"


def _safe(text: str) -> str:
    return escape(visible(text), quote=False)
