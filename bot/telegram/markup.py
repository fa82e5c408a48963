"""Replies as Telegram HTML: outlets in bold, quotes as blockquotes, split between statements."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape, unescape
from itertools import chain, groupby

from bot.answering.answers import Answer, Evidence, Refusal, Reply, Statement, Translation
from bot.answering.attributions import attribution_of
from bot.answering.composing import visible
from bot.answering.parting import sections_of, silence_of
from bot.answering.wording import (
    citing,
    naming_its_outlet,
    nearest_heading,
    outlets_of,
    provenance,
    reason_of,
    sentences_heading,
    uncovered_of,
    unmentioned_of,
    untranslated_of,
)
from prompts.phrases import phrases
from retrieval.articles import Article
from retrieval.languages import Language, in_script
from retrieval.sentences import split_sentences

LIMIT = 4_096  # UTF-16 units of a message, after its tags are read
ENTITIES = 100  # what Telegram reads of a message's tags

_PART = 1_500  # characters of a quote in one blockquote, at most two UTF-16 units each
_TAG = re.compile(r"<(/?)[a-z]+[^>]*>")
_GAP = "\n\n"
_WEB = re.compile(r"https?://\S+\Z", re.IGNORECASE)

Translations = Mapping[Evidence, Translation]


def messages_of(reply: Reply, language: Language) -> list[str]:
    """Return a reply as one or more messages of Telegram HTML, each within Telegram's limits."""
    if isinstance(reply, Refusal):
        return pack(_refusal(reply, language))
    return pack(_blocks(reply, language))


def pack(blocks: Iterable[str]) -> list[str]:
    """Put blocks into as few messages as hold them, never parting a block."""
    messages: list[str] = []
    for block in blocks:
        joined = f"{messages[-1]}{_GAP}{block}" if messages else ""
        if messages and _fits(joined):
            messages[-1] = joined
        else:
            messages.append(block)
    return messages


def _fits(html: str) -> bool:
    return units(html) <= LIMIT and _entities(html) <= ENTITIES


def units(html: str) -> int:
    """Return a message's length as Telegram counts it: UTF-16 units without tags."""
    return len(unescape(_TAG.sub("", html)).encode("utf-16-le")) // 2


def _entities(html: str) -> int:
    return sum(1 for tag in _TAG.finditer(html) if not tag[1])


def _blocks(answer: Answer, language: Language) -> Iterator[str]:
    yield from filter(None, (phrases(language).say(key) for key in _notes(answer)))
    said = {translation.evidence: translation for translation in answer.translations}
    for head, statements in sections_of(answer, language):
        blocks = list(_told(statements, language, said))
        first = f"{_titled(head)}{_GAP}{blocks[0]}" if head else blocks[0]
        yield from (first, *blocks[1:]) if _fits(first) else (_titled(head), *blocks)
    if answer.silent:
        yield f"<i>{safe(silence_of(answer, language))}</i>"
    if answer.uncovered:
        yield f"<i>{safe(uncovered_of(answer, language))}</i>"
    if answer.untranslated:
        yield f"<i>{safe(untranslated_of(answer, language))}</i>"


def _titled(head: Sequence[str]) -> str:
    title, *lines = map(safe, head)
    return "\n".join([f"<b>{title}</b>", *lines])


def _told(told: Iterable[Statement], language: Language, said: Translations) -> Iterator[str]:
    for _, together in groupby(told, _whose_words):
        statements = list(together)
        first = statements[0]
        if first.is_quotation:
            quotes = (statement.evidence[0] for statement in statements)
            under = ([*_quotes(e), *_translated(e, language, said)] for e in quotes)
            yield from _under(_heading(first.evidence[0], language), under)
        else:
            held_by = [
                [*_quotes(e, _source(e, language)), *_translated(e, language, said)]
                for e in first.evidence
            ]
            yield from _under(_sentence(first, language), held_by)


def _whose_words(statement: Statement) -> object:
    """Return what neighbouring quotations share that stand under one heading."""
    evidence = statement.evidence[0]
    if not statement.is_quotation:
        return statement
    return evidence.article.id, evidence.speaker, attribution_of(evidence).cited


def _under(head: str, quotes: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield blocks that fit a message: the head with its quotes, the head again where need be."""
    block = head
    for quote in chain.from_iterable(quotes):
        longer = f"{block}\n{quote}"
        if _fits(longer) or block == head:
            block = longer
        else:
            yield block
            block = f"{head}\n{quote}"
    yield block


def _notes(answer: Answer) -> Iterator[str]:
    if answer.wants_opinion:
        yield "no_opinion"
    if answer.model_failed:
        yield "model_failed"
    elif any(translation.text for translation in answer.translations):
        yield "translated_words"
    elif all(statement.is_quotation for statement in answer.statements):
        yield "original_words"


def _sentence(statement: Statement, language: Language) -> str:
    if naming := naming_its_outlet(statement, language):
        before, outlet, behind = (escape(part, quote=False) for part in naming)
        return f"{before}<b>{outlet}</b>{behind}"
    outlets = f"<b>{safe(outlets_of(statement, language))}</b>"
    return phrases(language).say("attributed", outlet=outlets, text=safe(statement.text))


def _quotes(evidence: Evidence, source: str = "") -> list[str]:
    """Return the quote as blockquotes; several only where it is longer than a message holds."""
    return [
        f"<blockquote expandable>{part}{source}</blockquote>" for part in _parts(evidence.quote)
    ]


def _translated(evidence: Evidence, language: Language, said: Translations) -> Iterator[str]:
    """Yield what we make of a quote in another language, where that was wanted."""
    say = phrases(language).say
    if translation := said.get(evidence):
        if not translation.text:
            yield say("translation_left_out")
        for part in _parts(translation.text):
            yield say("translation", text=part)


def _parts(quote: str) -> Iterator[str]:
    text = "\n".join(visible(line) for line in quote.splitlines() if line.strip())
    while text:
        cut = _sentence_end(text, _PART)
        yield escape(text[:cut], quote=False)
        text = text[cut:]


def _sentence_end(text: str, most: int) -> int:
    """Return where to cut a text that is longer than `most`: at the last sentence end, if any."""
    if len(text) <= most:
        return len(text)
    return max((end for _, end in split_sentences(text) if end <= most), default=most)


def _heading(evidence: Evidence, language: Language) -> str:
    say = phrases(language).say
    where = provenance(evidence.source, language)
    gap = " " if where.startswith(" ") else ""
    named = citing(_outlet(evidence, language), evidence, language)
    outlet = f"{named}{gap}{safe(where)}"
    if evidence.speaker:
        speaker = safe(in_script(evidence.speaker, language))
        return say("quoting", outlet=outlet, speaker=f"<b>{speaker}</b>")
    return say("writing", outlet=outlet)


def _source(evidence: Evidence, language: Language) -> str:
    name = citing(evidence.source.outlet.name(language), evidence, language)
    where = provenance(evidence.source, language)
    return f"\n{safe(phrases(language).say('quote_source', source=name + where))}"


def _outlet(evidence: Evidence, language: Language) -> str:
    name = f"<b>{safe(evidence.source.outlet.name(language))}</b>"
    url = evidence.source.url or ""
    return f'<a href="{escape(url)}">{name}</a>' if _WEB.match(url) else name


def _refusal(refusal: Refusal, language: Language) -> Iterator[str]:
    if refusal.model_failed:
        yield phrases(language).say("model_failed_too")
    said = (reason_of(refusal, language), unmentioned_of(refusal, language))
    yield "\n".join(safe(text) for text in said if text)
    for evidence in refusal.citing:
        yield from _under(_heading(evidence, language), [_quotes(evidence)])
    for number, evidence in enumerate(refusal.sentences):
        heading = [] if number else [sentences_heading(refusal, language)]
        yield from _under("\n".join([*heading, _heading(evidence, language)]), [_quotes(evidence)])
    quoted = {e.article.id for e in refusal.sentences} if refusal.told_by_others else set()
    near = [f"· {_nearest(a, language)}" for a in refusal.nearest if a.id not in quoted]
    if near:
        yield "\n".join([nearest_heading(refusal, language), *near])


def _nearest(article: Article, language: Language) -> str:
    source = article.source
    return phrases(language).say(
        "nearest_item",
        outlet=f"<b>{safe(source.outlet.name(language))}</b>",
        title=safe(source.title),
    )


def safe(text: str) -> str:
    """Return a text as it may stand in a message's HTML: on one line, and nothing but text."""
    return escape(visible(text), quote=False)
