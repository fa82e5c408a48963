"""Kinds of question, and how a sentence looks that tells what is asked."""

import re
from dataclasses import dataclass

from retrieval.languages import fold


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of question: how it asks, what a sentence that tells it has, what lacking it costs."""

    asks: re.Pattern[str]
    tells: re.Pattern[str]
    without: float  # 0: a sentence that lacks it tells nothing

    def worth(self, sentence: str) -> float:
        """Return what a folded sentence is worth to such a question."""
        return 1 if self.tells.search(sentence) else self.without


_NUMERAL = r"(?:\d[\d.,]*|[两三四五六七八九十百千几数半]+|一(?=[万亿成倍半]))\s*"
_QUANTITY = re.compile(
    rf"{_NUMERAL}(?:[万亿%块张片颗倍个家名人元多成]|分之|美元|人民币|million|billion|gpu)|[多翻]倍|一半|多年"
    rf"|{_NUMERAL}(?:小时|天|hours?|days?)"
)
_WORDS = re.compile(
    r"怎[么样][说看评回解]|如何(?:看|评价|回应)|反应|[说写发]了?些?(?:什么|啥)|看法|评价|回应|观点|立场"
    r"|\b(?:says?|said|thinks?|comment(?:ed)?|views?|reactions?|reacts?|wrote|posted|tweet(?:ed)?)\b"
)
_COMPARES = re.compile(
    r"各(?:家|方|媒体|报)|(?:哪些|不同|几家)媒体|说法(?:一致|一样|有何不同)"
    r"|\bcompar|\b(?:each|different|the|all) (?:outlet|source|media)|\boutlets\b"
)
_QUOTED = re.compile(r"[“「『\"]([^“”「」『』\"]{5,80})[”」』\"]")
_SAYING = re.compile(r"说(?![法明服])|认为|表示")
_FOLLOWED_BY = r"(?:多少|几)(?:个)?(?:{})|how many (?:{})\\b"
_UNITS = (  # as questions write them, in Chinese and English; as sentences do
    ("家|间|企业", "compan(?:y|ies)|firms?", "家|companies|firms"),
    ("年", "years?", "年|years?"),
    ("月", "months?", "月|months?"),
    ("天|日", "days?", "天|日|days?"),
    ("小时|钟头", "(?:\\w+ )?hours?", "小时|hours?"),
)
_MONEY = re.compile(r"美元|人民币|日元|欧元|港元|[\d万亿] ?元|\$|\b(?:dollars?|usd|yuan|euros?)\b")


def _counting(asks_chinese: str, asks_english: str, unit: str) -> Kind:
    asks = re.compile(_FOLLOWED_BY.format(asks_chinese, asks_english))
    return Kind(asks, re.compile(rf"{_NUMERAL}[万亿mk]*[ 个多gpu]*(?:{unit})"), 0)


_CHIPS = Kind(
    re.compile(
        r"(?:多少|几)[^,?的]{0,6}(?:芯片|晶片|gpu|显卡)|how many (?:\w+ ){0,2}(?:chips|gpus|cards)"
    ),
    re.compile(rf"{_NUMERAL}[万亿]*(?:块|张|片|颗|枚|gpu|h\d00|芯片)"),
    0.5,
)


_COSTS = Kind(re.compile(r"成本|费用|花费|价格|预算|\bcosts?\b|\bprice|\bspend"), _QUANTITY, 0.6)
_TIME = re.compile(
    r"\d(?:年|月|日|号|点)|[一二三四五六七八九十]月|[昨今前后][天日年晨晚]|[去前]年|[上本下这]周|周[一二三四五六日末]|星期"
    r"|[日近]日|日前|最近|[当同]天|第[一二三\d]天|个月|未来|之后|之前|以来|期间|[前后][,，]|季度?|\b[12]\d{3}\b"
    r"|\b(?:yesterday|today|tomorrow|last|ago|since|after|before|during|recently)\b"
    r"|\b(?:in|on|of) (?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\b"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
)
_WHO_ELSE = re.compile(
    r"(?:谁|哪[个位些家]人?|有人)(?:不同意|不认同|不赞成|反对|反驳|质疑|同意|赞同|支持|附和)"
    r"|\bwho (?:else )?(?:dis)?agrees?\b"
    r"|\bwho (?:else )?(?:opposes?|contradicts?|backs?|supports?|disputes?)\b"
)
_WHO = re.compile(r"谁|哪位|\bwho(?:se)?\b")
_KINDS = (
    _CHIPS,
    *(_counting(*unit) for unit in _UNITS),
    Kind(
        re.compile(r"多少(?:钱|美元|人民币|资金|元)|how (?:much|many) (?:money|dollars)"),
        _MONEY,
        0,
    ),
    Kind(
        re.compile(r"百分之几|percentage|per ?cent"),
        re.compile(rf"\d%|百分之|{_NUMERAL}成(?!本)"),
        0,
    ),
    Kind(
        re.compile(
            r"明年|后年|明天|下个?月|\b(?:next (?:year|month|week)|tomorrow|in 20[3-9]\d)\b"
        ),
        re.compile(r"明年|后年|明天|未来|今后|将|预计|预测|\b(?:will|next|expect)"),
        0,
    ),
    Kind(re.compile(r"多少|几[个家名张块成]|how (?:much|many)|percentage"), _QUANTITY, 0),
    Kind(re.compile(r"几岁|年龄|how old"), re.compile(r"\d岁|出生|生于|years? old|born"), 0),
    _COSTS,
    Kind(re.compile(r"多[大久高]|how (?:long|big|far|large)"), _QUANTITY, 0.5),
    Kind(
        re.compile(r"什么时候|何时|哪一?[天年月]|\bwhen (?:did|was|were)\b|what (?:date|day|year)"),
        _TIME,
        0,
    ),
    Kind(re.compile(r"\bwhen\b"), _TIME, 0.5),
    Kind(
        re.compile(r"最[早先初]|首[先次个]|第一个|\bwho (?:was )?first\b|\bfirst to\b"),
        re.compile(
            r"最[早先初]|首[先次创]|率先|第一个|发明|[12]\d{3}年|\b(?:first|invented|[12]\d{3})\b"
        ),
        0.5,
    ),
    Kind(
        re.compile(r"为什么|为何|为啥|怎么会|原因|\bwhy\b"),
        re.compile(r"因为|由于|原因|所以|因此|缘于|源于|源自|目的|关键|才会"),
        0.8,
    ),
    Kind(
        re.compile(r"什么是|是什么|何谓|what (?:is|are)\b"),
        re.compile(r"所谓|是指|就是|[,，]即|名为|称为|是一种|意思是"),
        0.8,
    ),
    Kind(
        _WHO,
        re.compile(r"[说称]|表示|指出|认为|提出|创办|创始|发明"),
        0.8,
    ),
    Kind(re.compile(r"\btold\b|告诉|告知"), re.compile(r"告诉|告知|\btold\b"), 0.7),
)


def compares(question: str) -> bool:
    """Tell whether a question asks what several say."""
    return _COMPARES.search(fold(question)) is not None


def mentions_words(question: str) -> bool:
    """Tell whether a question mentions that somebody says or thinks something."""
    return _SAYING.search(fold(question)) is not None or asks_for_words(question)


def asks_for_words(question: str) -> bool:
    """Tell whether a question asks what somebody says or thinks."""
    return _WORDS.search(fold(question)) is not None


def asks_who(question: str) -> bool:
    """Tell whether a question asks who it is."""
    return _WHO.search(fold(question)) is not None


def asks_who_else(question: str) -> bool:
    """Tell whether a question asks who holds with or against what somebody says."""
    return _WHO_ELSE.search(fold(question)) is not None


def quoted_in(question: str) -> tuple[str, ...]:
    """Return the words that a question quotes to the letter, folded, without blanks."""
    found = _QUOTED.findall(fold(question))
    return tuple("".join(words.split()) for words in found)


def kinds_of(question: str, of_words: bool = False) -> tuple[Kind, ...]:
    """Return the kinds of question that a text asks: how much, when, why, what, who.

    Who doubts a budget is no question of how much it is, and neither is what somebody says of it
    (`of_words`).
    """
    folded = fold(question)
    asked = tuple(kind for kind in _KINDS if kind.asks.search(folded))
    return tuple(k for k in asked if k is not _COSTS) if of_words or asks_who(question) else asked
