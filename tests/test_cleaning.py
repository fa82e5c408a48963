"""What is taken off a page, and that nothing else is."""

from itertools import pairwise

import pytest

from retrieval.articles import Article, Removal, Source
from retrieval.faults import Fault
from retrieval.ingest.cleaning import Edit, find_removals
from retrieval.outlets import Outlet

PARAGRAPH = (
    "本周,科技圈都在关注一则消息,即一款开源推理模型在多项测试中的表现与对手相当,成本却低得多。"
)
SECOND = (
    "截至发稿,该公司尚未回复本台的置评请求,记者将继续关注此事的发展,并在第一时间带来消息和分析。"
)
OUTLET = Outlet("x", {"zh-Hans": "某", "zh-Hant": "某", "en": "X"}, "daily")


def article(raw: str, *edits: Edit) -> Article:
    source = Source(outlet=OUTLET, title="t", language="zh-Hans")
    return Article("a", source, raw, find_removals(raw, edits))


def page(*lines: str) -> str:
    return "\n\n".join(lines)


def reasons(raw: str, *edits: Edit) -> list[str]:
    return [removal.reason for removal in find_removals(raw, edits)]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("某某网 首页 新闻 综合新闻 查看内容", "navigation"),
        ("首  頁 新  聞 視  頻 博  客 論  壇", "navigation"),
        ("無障礙鏈接", "navigation"),
        ("https://blog.example.org/u/1/ > 复制 > 收藏本页", "navigation"),
        ("发布时间: 2025-1-31 07:12| 查看: 864| 评论: 0|来自: 某社", "metadata"),
        ("來源:某某號 作者: 日期:2025-02-17", "metadata"),
        ("深度:标题 2025-01-28 01:46:53", "metadata"),
        ("撰文丨关不羽", "byline"),
        ("雷歌 2025年1月27日", "byline"),
        ("please wait", "player"),
        ("0:00 0:06:39 0:00", "player"),
        ("A+", "noise"),
        ("图/AI配图", "noise"),
    ],
)
def test_a_line_that_is_not_the_article_goes(line: str, reason: str) -> None:
    raw = page("某个标题", line, PARAGRAPH)
    assert reasons(raw) == [reason]
    assert article(raw).text == page("某个标题", PARAGRAPH)


@pytest.mark.parametrize(
    "line",
    [
        "记者:你怎么看?",
        "记者:很好",
        "01",
        "一、横空出世",
        "(注:计算成本的方法和包括的范围可能不同。)",
        "有评论指它依靠蒸馏。 (Dado Ruvic/路透社)",
        "新闻界对此议论纷纷",
        "声明:我们没有这样做",
        "Copyright law protects the words of an article.",
    ],
)
def test_a_line_of_the_article_stays(line: str) -> None:
    raw = page("某个标题", PARAGRAPH, line, SECOND)
    assert article(raw).text == raw


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        ("标签: AI", ["metadata"]),
        ("最新评论", ["comment"]),
        ("浏览(1769) (9) 评论(3)", ["metadata", "comment"]),
        ("免责声明:本文仅代表作者个人观点。", ["disclaimer", "related"]),
        ("- 最近发表", ["related"]),
        ("更多精彩内容请看:", ["advert"]),
        ("Copyright © 1999 - 2025 by Somebody", ["disclaimer"]),
    ],
)
def test_what_follows_an_ending_goes_too(opening: str, expected: list[str]) -> None:
    raw = page("某个标题", PARAGRAPH, opening, SECOND)
    assert reasons(raw) == expected
    assert article(raw).text == page("某个标题", PARAGRAPH)


def test_an_ending_above_the_first_paragraph_ends_nothing() -> None:
    raw = page("某个标题", "最新评论", PARAGRAPH)
    assert PARAGRAPH in article(raw).text


def test_the_headline_stays_once() -> None:
    raw = page("專訪某人:某事?", PARAGRAPH, "專訪某人:某事?", SECOND)
    assert reasons(raw) == ["headline again"]
    assert article(raw).text == page("專訪某人:某事?", PARAGRAPH, SECOND)


def test_an_editors_line_is_not_taken_for_the_headline() -> None:
    raw = page("租房上iU91", "某个标题", "某个标题", PARAGRAPH)
    edit = Edit("advert", "租房上iU91")
    assert reasons(raw, edit) == ["advert", "headline again"]


def test_paragraphs_stay_apart_as_they_were() -> None:
    raw = f"某个标题\n\n\n{PARAGRAPH}\nA+\n\n{SECOND}\n\nA+\n{PARAGRAPH}"
    assert article(raw).text == f"某个标题\n\n\n{PARAGRAPH}\n\n{SECOND}\n\n{PARAGRAPH}"


def test_blank_edges_go_and_windows_line_ends_stay() -> None:
    raw = f"\ufeff\r\n某个标题\r\n\r\n{PARAGRAPH}\r\n"
    assert reasons(raw) == ["blank", "blank"]
    assert article(raw).text == f"某个标题\r\n\r\n{PARAGRAPH}"


def test_edits_inside_a_line_leave_its_blanks() -> None:
    raw = page("标题 从夸赞起", "前句。 从夸后句")
    edited = article(raw, Edit("scraper watermark", "从夸", within="从夸后句"))
    assert edited.text == page("标题 从夸赞起", "前句。 后句")


def test_an_edit_can_run_from_words_to_words_and_take_every_occurrence() -> None:
    raw = "甲[广告一]乙[广告二]丙"
    assert article(raw, Edit("advert", "[", last="]", every=True)).text == "甲乙丙"


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (Edit("advert", "没有\n的话"), "“没有 的话” does not occur in the page"),
        (Edit("advert", "丙", within="没有丙"), "“丙” does not occur in the page"),
        (Edit("advert", "[", last="}"), r"“\[ … }” does not occur in the page"),
        (
            Edit("advert", "广告"),
            "“广告” occurs 2 times: give the words it stands within",
        ),
    ],
)
def test_an_edit_that_does_not_fit_the_page_is_a_fault(edit: Edit, message: str) -> None:
    with pytest.raises(Fault, match=message) as caught:
        find_removals("甲[广告一]乙[广告二]丙", [edit])
    assert "\n" not in str(caught.value)


def test_overlapping_marks_are_settled() -> None:
    raw = page("某个标题", "please wait", PARAGRAPH)
    edits = (Edit("advert", "标题\n\nplease"), Edit("noise", "题\n\nplease wa"))
    removals = find_removals(raw, edits)
    assert all(one.end <= two.start for one, two in pairwise(removals))
    assert article(raw, *edits).text.startswith("某个")


def test_neighbours_with_one_reason_are_one_removal() -> None:
    raw = page("某个标题", "please wait", "0:00", PARAGRAPH)
    assert find_removals(raw) == (Removal(4, 4 + len("\n\nplease wait\n\n0:00"), "player"),)


@pytest.mark.parametrize("raw", ["", "\n \n", "A+", "please wait\n\nA+"])
def test_a_page_without_an_article_is_removed_whole(raw: str) -> None:
    assert article(raw).text == ""
