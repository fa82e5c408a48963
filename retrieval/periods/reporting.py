"""Whether a question's days are those of the report or of what it reports.

They are the report's where a word of publishing stands right beside them: a verb before them
(“published in January”, 发表于11月), a report before them with no more between than whose it is
(“the report from … on 2023-11-24”), a report right behind them (“last week's coverage”,
上周的报道, 11月的新闻), or a verb of reporting right behind them (上周怎么报道, 1月28日刊登).
发布 and announce are of products as often as of articles and do not tell, nor does a report with
another verb between (上周裁员的报道).
"""

import re

from retrieval.periods.rules import Span

TELLS = re.compile(
    r"[报刊写登]|发表|发文|撰文|新闻|文章|消息|社论|头条|评论|专访|访谈|专栏|稿件|最新|latest"
    r"|report|publish|print|aired|post|wr(?:ote|itten)|cover|said|appear|ran|discussed|one|other"
    r"|articl|stor|piece|news|headline|editorial|column|op-ed|interview|review|guide",
    re.IGNORECASE,
)
"""What every telling of reporting holds."""

_REACH = 72
_PIECE = (
    r"(?:reports?|articles?|coverage|stor(?:y|ies)|pieces?|news|headlines?|editorials?|columns?"
    r"|op-eds?|interviews?|posts?|reporting|reviews?|guides?)"
)
_ON = (
    r"(?:(?:back\s|early\s|late\s|only\s)?"
    r"(?:on|in|from|of|at|during|since|before|after|between|dated|around)\s)?"
)
_BEFORE = re.compile(
    rf"(?:\b(?<!paper\s)(?<!study\s)(?<!book\s)(?:published|reported|printed|aired|posted|wrote|written"
    rf"|covered|reporting|publishing|said|appeared|ran)\s{_ON}"
    rf"|\b(?:{_PIECE}|the\sone|the\sother)\s{_ON}"
    rf"|\b(?:{_PIECE}|published|reported|written|covered|discussed|one)\s(?:from|by|in|of)\s(?!\S*\s?(?:that|which|who)\b)(?:(?!\s(?:that|which|who|about|on)\s)[^,.;?!]){{1,40}}\s{_ON}"
    r"|(?:报道|报导|发表|刊登|刊发|刊载|见报|发文|撰文|刊出|写|登)(?:于|在|的|是)?\s?(?:on\s|in\s)?)(?:the\s)?$",
    re.IGNORECASE,
)
_WHOSE = r"(?:的|份的|以来的|\s|[《》“”\"「」'])*"
_SORT = (
    r"(?:最新|相关|有关|所有|全部|各家|各大|媒体|主流|外媒|港媒|台媒|中文|英文"
    r"|那篇|这篇|一篇|哪些|什么|那些|新闻|头版|的)"
)
_BEHIND = re.compile(
    rf"{_WHOSE}{_SORT}{{0,4}}(?:报道|报导|新闻|文章|消息|社论|头条|评论|专访|访谈|专栏|报纸|稿件|见报)(?!发布会|发言人|社)"
    rf"|{_WHOSE}(?:各家|各大|各|主流)?(?:媒体|外媒|港媒|各方)?(?:是|都|又)?(?:怎么|如何|怎样)?(?:报道|报导|刊登|刊发|刊载|见报|撰文|发文|发表)"
    rf"|{_WHOSE}发布的(?:报道|报导|文章|新闻)"
    rf"|(?:'s|,)?\s(?:latest\s|news\s)?{_PIECE}\b",
    re.IGNORECASE,
)
_SELF = re.compile(r"最新的?(?:报|消|新|文)|latest\s", re.IGNORECASE)


def is_of_reporting(text: str, span: Span) -> bool:
    """Tell whether the words around these days ask when something was reported."""
    before = text[max(0, span.start - _REACH) : span.start]
    return bool(
        _SELF.match(text, span.start, span.end)
        or _BEFORE.search(before)
        or _BEHIND.match(text, span.end, min(len(text), span.end + _REACH))
    )
