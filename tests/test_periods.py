"""The days that questions ask about, asked on Wednesday, 5 February 2025."""

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.periods import Period, periods_in, published_in

TODAY = date(2025, 2, 5)


def told(question: str) -> str:
    """Return the days of a question: `first/last`, `..` for an open end, `~` for soft."""
    return " ".join(map(shown, periods_in(question, TODAY)))


def shown(period: Period) -> str:
    first = ".." if period.first == date.min else period.first.isoformat()
    last = ".." if period.last == date.max else period.last.isoformat()
    return ("~" if period.is_soft else "") + (first if first == last else f"{first}/{last}")


def part(question: str) -> list[str]:
    return [period.words for period in periods_in(question, TODAY)]


CHINESE = [
    ("2025年1月发生了什么", "2025-01-01/2025-01-31"),
    ("2025 年 1 月 28 日", "2025-01-28"),
    ("２０２５年１月２８日", "2025-01-28"),
    ("二〇二四年三月", "2024-03-01/2024-03-31"),
    ("二〇二五年一月二十八日", "2025-01-28"),
    ("民國113年1月", "2024-01-01/2024-01-31"),
    ("24年12月", "2024-12-01/2024-12-31"),
    ("1月28日", "2025-01-28"),
    ("1月28號", "2025-01-28"),
    ("十二月三十一日", "2024-12-31"),
    ("一月", "2025-01-01/2025-01-31"),
    ("十一月的股价", "2024-11-01/2024-11-30"),
    ("3月份", "2024-03-01/2024-03-31"),
    ("2月29日", "2024-02-29"),
    ("一月底大公报怎么说", "~2025-01-21/2025-01-31"),
    ("1月中旬", "~2025-01-11/2025-01-20"),
    ("2月末", "~2025-02-21/2025-02-28"),
    ("2024年12月初", "~2024-12-01/2024-12-10"),
    ("今年", "2025-01-01/2025-12-31"),
    ("去年美国", "2024-01-01/2024-12-31"),
    ("前年", "2023-01-01/2023-12-31"),
    ("明年", "2026-01-01/2026-12-31"),
    ("2024年", "2024-01-01/2024-12-31"),
    ("去年12月", "2024-12-01/2024-12-31"),
    ("去年的12月25日", "2024-12-25"),
    ("上周", "2025-01-27/2025-02-02"),
    ("上週", "2025-01-27/2025-02-02"),
    ("上上周", "2025-01-20/2025-01-26"),
    ("上星期", "2025-01-27/2025-02-02"),
    ("上個禮拜", "2025-01-27/2025-02-02"),
    ("上礼拜天", "2025-02-02"),
    ("上星期三", "2025-01-29"),
    ("上周末", "2025-02-01/2025-02-02"),
    ("本周", "2025-02-03/2025-02-09"),
    ("这周", "2025-02-03/2025-02-09"),
    ("這週五", "2025-02-07"),
    ("下周", "2025-02-10/2025-02-16"),
    ("周一", "2025-02-03"),
    ("星期天", "2025-02-02"),
    ("周三", "2025-02-05"),
    ("周末", "2025-02-01/2025-02-02"),
    ("上个月", "2025-01-01/2025-01-31"),
    ("上月28日", "2025-01-28"),
    ("本月", "2025-02-01/2025-02-28"),
    ("這個月", "2025-02-01/2025-02-28"),
    ("上个月底", "~2025-01-21/2025-01-31"),
    ("今天", "2025-02-05"),
    ("今日", "2025-02-05"),
    ("昨天", "2025-02-04"),
    ("昨日", "2025-02-04"),
    ("前天", "2025-02-03"),
    ("大前天", "2025-02-02"),
    ("最近", "~2025-01-06/2025-02-05"),
    ("近日", "~2025-01-06/2025-02-05"),
    ("近期", "~2025-01-06/2025-02-05"),
    ("日前", "~2025-01-06/2025-02-05"),
    ("这几天", "~2025-01-29/2025-02-05"),
    ("近年来", "~2020-02-07/2025-02-05"),
    ("过去三天", "2025-02-02/2025-02-05"),
    ("過去30天", "2025-01-06/2025-02-05"),
    ("近一周", "2025-01-29/2025-02-05"),
    ("最近两个月", "2024-12-05/2025-02-05"),
    ("过去半年", "2024-08-07/2025-02-05"),
    ("最近24小时", "2025-02-04/2025-02-05"),
    ("三天前", "2025-02-02"),
    ("两周前", "~2025-01-20/2025-01-26"),
    ("3个月前", "~2024-11-01/2024-11-30"),
    ("十年前", "~2015-01-01/2015-12-31"),
    ("2025年初", "~2025-01-01/2025-03-31"),
    ("去年底", "~2024-10-01/2024-12-31"),
    ("2024年年底", "~2024-10-01/2024-12-31"),
    ("上半年", "2025-01-01/2025-06-30"),
    ("2024年下半年", "2024-07-01/2024-12-31"),
    ("第一季度", "2025-01-01/2025-03-31"),
    ("去年第四季度", "2024-10-01/2024-12-31"),
    ("2024年Q1", "2024-01-01/2024-03-31"),
    ("2024Q3", "2024-07-01/2024-09-30"),
    ("今年前7个月", "2025-01-01/2025-07-31"),
    ("去年前三季度", "2024-01-01/2024-09-30"),
    ("上季度", "2024-10-01/2024-12-31"),
    ("1月28日以来", "2025-01-28/.."),
    ("今年以來", "2025-01-01/.."),
    ("从去年开始", "2024-01-01/.."),
    ("1月28日之后", "2025-01-29/.."),
    ("1月28日後的報導", "2025-01-29/.."),
    ("1月28日之前", "../2025-01-27"),
    ("2月以前", "../2025-01-31"),
    ("截至1月28日", "../2025-01-28"),
    ("2023年11月1日至12月3日", "2023-11-01/2023-12-03"),
    ("2023年12月30日到1月2日", "2023-12-30/2024-01-02"),
    ("11月1日至7日", "2024-11-01/2024-11-07"),
    ("2023年1至6月", "2023-01-01/2023-06-30"),
    ("1月和2月之间", "2025-01-01/2025-02-28"),
    ("去年到今年", "2024-01-01/2025-12-31"),
    ("上周五和昨天", "2025-01-31 2025-02-04"),
]
ENGLISH = [
    ("in January", "2025-01-01/2025-01-31"),
    ("in March", "2024-03-01/2024-03-31"),
    ("last January", "2025-01-01/2025-01-31"),
    ("last February", "2024-02-01/2024-02-29"),
    ("in January 2025", "2025-01-01/2025-01-31"),
    ("January 2025", "2025-01-01/2025-01-31"),
    ("on January 28", "2025-01-28"),
    ("January 28th, 2025", "2025-01-28"),
    ("28 January 2025", "2025-01-28"),
    ("the 28th of January", "2025-01-28"),
    ("Jan. 28", "2025-01-28"),
    ("28-Jan-2025", "2025-01-28"),
    ("Sept. 5", "2024-09-05"),
    ("2023-11-24", "2023-11-24"),
    ("2023/11/24", "2023-11-24"),
    ("12/25/2024", "2024-12-25"),
    ("25.12.2024", "2024-12-25"),
    ("last week", "2025-01-27/2025-02-02"),
    ("this week", "2025-02-03/2025-02-09"),
    ("next week", "2025-02-10/2025-02-16"),
    ("this month", "2025-02-01/2025-02-28"),
    ("last month", "2025-01-01/2025-01-31"),
    ("last year", "2024-01-01/2024-12-31"),
    ("last quarter", "2024-10-01/2024-12-31"),
    ("last weekend", "2025-02-01/2025-02-02"),
    ("yesterday", "2025-02-04"),
    ("the day before yesterday", "2025-02-03"),
    ("last night", "2025-02-04"),
    ("today", "2025-02-05"),
    ("on Monday", "2025-02-03"),
    ("What happened Monday?", "2025-02-03"),
    ("last Wednesday", "2025-01-29"),
    ("Friday's news", "2025-01-31"),
    ("since Monday", "2025-02-03/.."),
    ("since last year", "2024-01-01/.."),
    ("from January on", "2025-01-01/.."),
    ("before February", "../2025-01-31"),
    ("before 2025", "../2024-12-31"),
    ("after January 28", "2025-01-29/.."),
    ("until yesterday", "../2025-02-04"),
    ("by the end of January", "~../2025-01-31"),
    ("between 2024-11-01 and 2024-11-07", "2024-11-01/2024-11-07"),
    ("between October and December 2024", "2024-10-01/2024-12-31"),
    ("from January 5 to February 3, 2025", "2025-01-05/2025-02-03"),
    ("from December 20 to January 3, 2025", "2024-12-20/2025-01-03"),
    ("from 2020 to 2023", "2020-01-01/2023-12-31"),
    ("November 1-7, 2024", "2024-11-01/2024-11-07"),
    ("1-7 November 2024", "2024-11-01/2024-11-07"),
    ("the past three days", "2025-02-02/2025-02-05"),
    ("past 7 days", "2025-01-29/2025-02-05"),
    ("over the last month", "2025-01-05/2025-02-05"),
    ("in the past year", "2024-02-05/2025-02-05"),
    ("last few days", "~2025-01-31/2025-02-05"),
    ("three days ago", "2025-02-02"),
    ("three weeks ago", "~2025-01-13/2025-01-19"),
    ("a year ago", "~2024-01-01/2024-12-31"),
    ("recently", "~2025-01-06/2025-02-05"),
    ("in recent months", "~2024-10-08/2025-02-05"),
    ("in 2024", "2024-01-01/2024-12-31"),
    ("during 2023", "2023-01-01/2023-12-31"),
    ("early 2025", "~2025-01-01/2025-03-31"),
    ("late last year", "~2024-10-01/2024-12-31"),
    ("late January", "~2025-01-21/2025-01-31"),
    ("at the beginning of January 2025", "~2025-01-01/2025-01-10"),
    ("Q1 2025", "2025-01-01/2025-03-31"),
    ("2024 Q4", "2024-10-01/2024-12-31"),
    ("the first quarter of 2024", "2024-01-01/2024-03-31"),
    ("first half of 2025", "2025-01-01/2025-06-30"),
    ("the first six months of 2024", "2024-01-01/2024-06-30"),
    ("last summer", "~2024-06-01/2024-08-31"),
    ("in May", "2024-05-01/2024-05-31"),
    ("May 5", "2024-05-05"),
    ("May 2025", "2025-05-01/2025-05-31"),
    ("what did 大公报 say in January", "2025-01-01/2025-01-31"),
    ("在January 28发生了什么", "2025-01-28"),
]
NONE = [
    "",
    "2.5 亿",
    "557.6万美元",
    "GPT-4 2024",
    "v2024.11.24.1",
    "三个一月",
    "一月一次",
    "2月30日",
    "2024年2月30日",
    "13月",
    "2024年13月",
    "February 30, 2024",
    "2024-02-30",
    "20世纪",
    "1990年代",
    "in the 1990s",
    "2000年历史",
    "训练了两个月",
    "3天",
    "五月天的演唱会",
    "二月河的小说",
    "十月革命",
    "日本月球探测",
    "日本周边国家",
    "目前天气如何",
    "目前年产多少",
    "如今年轻人怎么看",
    "发明年份不明",
    "聪明天真",
    "最后天气转冷",
    "网上周边商品",
    "天下周刊",
    "黑色星期五",
    "每周一",
    "周一鸣是谁",
    "今日头条裁员",
    "明日方舟",
    "接近日落",
    "1号线",
    "DeepSeek may deny this",
    "they march on",
    "in a May-December romance",
    "Theresa May resigned",
    "April O'Neil",
    "Monday.com",
    "USA Today",
    "Black Friday sales",
    "on Sunday Night Football",
    "on Saturday Night Live",
    "September 11 attacks",
    "March Madness",
    "in 2000 cities",
    "after 2000 people died",
    "2048 GPUs",
    "the fall of FTX",
    "a second opinion",
    "H100",
    "Sunday Times",
]
PUBLICATION = [
    ("the report from 'The Verge' on 2023-11-24", True),
    ("报道 on 2023-11-24", True),
    ("published in January", True),
    ("an article dated January 28", True),
    ("Polygon reported on October 18th that sales fell", True),
    ("last week's coverage", True),
    ("the January 28 article", True),
    ("yesterday's headlines", True),
    ("latest coverage of DeepSeek", True),
    ("the article published on 2023-10-20", True),
    ("as reported by Wired on 2023-10-20", True),
    ("the one on 2023-11-06", True),
    ("上周的报道", True),
    ("上週的報導", True),
    ("11月的新闻", True),
    ("11月24日大家怎么看", False),
    ("上周媒体怎么报道DeepSeek", True),
    ("1月28日刊登的文章", True),
    ("发表于1月28日", True),
    ("上周以来的报道", True),
    ("最新的报道", True),
    ("昨天的社论", True),
    ("1月20日发布的报道", True),
    ("DeepSeek1月20日发布的R1", False),
    ("上周裁员的公司", False),
    ("去年的收入", False),
    ("What happened in January?", False),
    ("the model released on January 20", False),
    ("a report that DeepSeek was hacked on January 27", False),
    ("the paper published in January", False),
    ("last month's inflation", False),
]


@pytest.mark.parametrize(("question", "days"), [*CHINESE, *ENGLISH])
def test_days_are_read(question: str, days: str) -> None:
    assert told(question) == days


@pytest.mark.parametrize("question", NONE)
def test_what_only_looks_like_days_is_none(question: str) -> None:
    assert told(question) == ""


@pytest.mark.parametrize(("question", "is_about"), PUBLICATION)
def test_the_words_beside_tell_whether_the_report_is_meant(question: str, is_about: bool) -> None:
    (period,) = periods_in(question, TODAY)
    assert period.is_about_publication is is_about


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("大公報上週怎麼說", ["上週"]),
        ("２０２５年１月発表", ["２０２５年１月"]),
        ("what happened since Monday?", ["since Monday"]),
        ("1月28日以來", ["1月28日以來"]),
        ("in January and on March 5", ["January", "March 5"]),
        ("between 2024-11-01 and 2024-11-07?", ["2024-11-01 and 2024-11-07"]),
    ],
)
def test_the_words_are_those_of_the_question(question: str, words: list[str]) -> None:
    assert part(question) == words


@pytest.mark.parametrize(
    ("today", "question", "days"),
    [
        (date(2025, 1, 1), "昨天", "2024-12-31"),
        (date(2025, 1, 15), "last January", "2024-01-01/2024-01-31"),
        (date(2025, 1, 1), "上个月", "2024-12-01/2024-12-31"),
        (date(2024, 3, 31), "过去一个月", "2024-02-29/2024-03-31"),
        (date(2025, 2, 3), "on Monday", "2025-02-03"),
        (date(2025, 2, 3), "last Monday", "2025-01-27"),
        (date(2025, 1, 1), "上周", "2024-12-23/2024-12-29"),
        (date.min, "昨天", ""),
        (date.max, "tomorrow", ""),
        (date.max, "after today", "9999-12-31"),
        (date.min, "before today", "0001-01-01"),
    ],
)
def test_days_are_counted_from_today(today: date, question: str, days: str) -> None:
    periods = periods_in(question, today)
    spans = (dict.fromkeys((p.first.isoformat(), p.last.isoformat())) for p in periods)
    assert " ".join("/".join(span) for span in spans) == days


PIECES = (
    *"年月日号上这周三个天前后至到和今去半初底近一十两的,-/. ",
    *("2025", "1", "28", "5", "以来", "之前", "季度", "过去", "报道", "last ", "this ", "in "),
    *("since ", "before ", "after ", "until ", "between ", " and ", " to ", "January ", "May "),
    *("Monday", "week", "month", "Q1 ", "early ", "the ", "ago", " days ", "three "),
    *(
        "published ",
        "Report from ",
        "the one ",
        "'s coverage",
        "刊登",
        "發表於",
        "新闻",
        "最新消息",
    ),
)


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=14).map("".join)),
    st.dates(),
)
def test_any_question_can_be_read(question: str, today: date) -> None:
    end = 0
    periods = periods_in(question, today)
    published = [period for period in periods if period.is_about_publication]
    assert list(published_in(question, today)) == published
    for period in periods:
        assert period.first <= period.last
        assert question[period.start : period.end] == period.words != ""
        assert period.start >= end
        end = period.end


@pytest.mark.parametrize(
    "piece",
    ["1", "年", "一", "1月", "20", "今天", "2025年", "May 5, ", "since ", " ", "last ", "-"],
)
def test_a_long_question_is_read_in_time_that_grows_with_it(piece: str) -> None:
    begun = time.perf_counter()
    periods_in((piece * 100_000)[:100_000], TODAY)
    assert time.perf_counter() - begun < 8
