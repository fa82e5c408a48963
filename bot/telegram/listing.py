"""What is held, and what became of what an editor sent, as Telegram HTML."""

from bot.answering.wording import provenance
from bot.telegram.markup import pack, safe
from prompts.phrases import phrases
from retrieval.articles import Article
from retrieval.holdings import Holdings
from retrieval.ingest.intake import Taken, Tally
from retrieval.languages import Language, in_script
from retrieval.pages.page import Unfit

_LISTED_OUTLETS = 40


def outcome_of(outcome: Taken | Tally | Unfit, language: Language) -> str:
    """Return what became of an article that an editor sent."""
    say = phrases(language).say
    match outcome:
        case Taken(article, what):
            taken = say(f"taken_{what}", article=_listed(article, language))
            reprint = [say("taken_reprint")] if article.reprint_of else []
            return "\n".join([taken, *reprint, f"<code>{safe(article.id)}</code>"])
        case Tally(added, updated, same, refused):
            counts = {"added": added, "updated": updated, "same": same, "refused": refused}
            return say("taken_list", **{key: str(count) for key, count in counts.items()})
        case Unfit(why=why):
            return say("refused", reason=say(f"unfit_{why}"))


def listing(holdings: Holdings, language: Language) -> list[str]:
    """Return the answer to /sources: every article, or where there are many, outlets and a few."""
    say = phrases(language).say
    if not holdings.articles:
        return [say("sources_none")]
    outlets, articles = str(len(holdings.outlets)), str(holdings.count)
    head = say("sources", articles=articles, outlets=outlets)
    counts = [] if holdings.is_whole else [_counts(holdings, language), say("sources_newest")]
    shown = holdings.articles
    blocks = [_listed(article, language) for article in shown]
    notes = [f"<i>{say('inferred_note')}</i>"] if any(a.source.inferred for a in shown) else []
    return pack((head, *counts, *blocks, *notes))


def _counts(holdings: Holdings, language: Language) -> str:
    say = phrases(language).say
    lines = [
        say("sources_count", outlet=safe(outlet.name(language)), articles=str(count))
        for outlet, count in holdings.outlets[:_LISTED_OUTLETS]
    ]
    more = len(holdings.outlets) - _LISTED_OUTLETS
    return "\n".join([*lines, *([say("sources_more", outlets=str(more))] if more > 0 else [])])


def _listed(article: Article, language: Language) -> str:
    source, say = article.source, phrases(language).say
    details = [provenance(source, language).strip(" （）()")]
    details += [say("author", author=in_script(source.author, language))] if source.author else []
    line = say("separator").join(detail for detail in details if detail) or say("undated")
    name = source.outlet.name(language)
    return f"<b>{safe(name)}</b>\n{safe(source.title)}\n{safe(line)}"
