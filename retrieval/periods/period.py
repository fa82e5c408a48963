"""From a question to the days it asks about."""

from dataclasses import dataclass
from datetime import date
from itertools import islice

from retrieval.periods import chinese, english
from retrieval.periods.joining import join
from retrieval.periods.reporting import TELLS, is_of_reporting
from retrieval.periods.rules import spans

_TRADITIONAL = (
    "週這個後號間過兩來從於禮內發報導聞見寫載開終結戰幾臘裡裏說訊國歲與東華飛陣貳參進關將當聰證聲"
)
_SIMPLIFIED = (
    "周这个后号间过两来从于礼内发报导闻见写载开终结战几腊里里说讯国岁与东华飞阵二三进关将当聪证声"
)
_MOST = 64  # what names more is no question
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_BLANKS = dict.fromkeys((0x3000, 0xA0, 0x2009, 0x202F), " ")
_PLAIN = str.maketrans(_TRADITIONAL, _SIMPLIFIED) | _HALF_WIDTH | _BLANKS | {ord("’"): "'"}


_TOLD = ((chinese.TELLS, chinese.RULES), (english.TELLS, english.RULES))


@dataclass(frozen=True, slots=True)
class Period:
    """Days a question asks about, and the words that tell them, `question[start:end]`.

    An open end is `date.min` or `date.max`. `is_soft`: the words do not say where it begins and
    ends. `is_about_publication`: they ask when something was reported, not when it happened; a
    hint, see `retrieval.periods.reporting`.
    """

    first: date
    last: date
    words: str
    start: int
    end: int
    is_soft: bool = False
    is_about_publication: bool = False


def published_in(question: str, today: date) -> tuple[Period, ...]:
    """Return the days of publication that a question asks about."""
    if not TELLS.search(question.translate(_PLAIN)):
        return ()
    return tuple(p for p in periods_in(question, today) if p.is_about_publication)


def periods_in(question: str, today: date) -> tuple[Period, ...]:
    """Return the days that a question asks about, in order; `today` is when it is asked."""
    text = question.translate(_PLAIN)
    rules = [rule for tells, rules in _TOLD if tells.search(text) for rule in rules]
    joined = join(text, spans(text, today, rules))
    return tuple(
        Period(
            span.days.first,
            span.days.last,
            question[span.start : span.end],
            span.start,
            span.end,
            span.days.is_soft,
            is_of_reporting(text, span),
        )
        for span in islice(joined, _MOST)
    )
