"""Markdown: what a reader would see of it, what is marked, and what its front matter says."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.articles import Kind
from retrieval.pages.formats.markdown import read_markdown
from retrieval.pages.formats.plain import joined, read_plain
from retrieval.pages.page import Clues, Page


def raw(text: str) -> str:
    return read_markdown(text).raw


def zones(page: Page) -> list[tuple[Kind, str]]:
    return [(zone.kind, page.raw[zone.start : zone.end]) for zone in page.zones]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("他**说**了，_没有_。", "他说了，没有。"),
        ("他说**“可以。”**然后走了。", "他说“可以。”然后走了。"),
        ("[灯塔](https://example.org 'x')亮了。", "灯塔亮了。"),
        ("[灯塔][1]亮了。\n\n[1]: https://example.org", "灯塔亮了。"),
        ("见 <https://example.org>。", "见 https://example.org。"),
        ("第一行\n第二行，\nthird line\nfourth", "第一行第二行，third line fourth"),
        ("一行  \n另一行\\\n又一行", "一行\n另一行\n又一行"),
        ("- 一\n- 二\n  - 三\n\n1. 四", "一\n\n二\n\n三\n\n四"),
        ("    缩进的一段。\n\n\t另一段。", "缩进的一段。\n\n另一段。"),
        ("甲<!-- 藏 -->乙\n\n<!-- 藏\n\n藏 -->\n\n丙", "甲乙\n\n丙"),
        ("甲<b>乙</b><br>丙", "甲乙\n丙"),
        ("甲 <script>藏</script>乙", "甲 乙"),
        ("<div>甲 &amp; 乙<p>丙</p></div>", "甲 & 乙\n丙"),
        ("<script>\n藏\n</script>\n\n乙", "乙"),
        ("| 年 | 数 |\n|---|---|\n| 2024 | 5.6 |", "年 数\n\n2024 5.6"),
        ("涨了 3 \\* 5 &lt; 20", "涨了 3 * 5 < 20"),
        ("甲\n\n---\n\n乙", "甲\n\n乙"),
        ("~~旧~~新 `代码`", "旧新 代码"),
        ("甲\r\n\r\n乙\r\n丙", "甲\n\n乙丙"),
        ("", ""),
    ],
)
def test_raw_is_what_a_reader_sees(text: str, shown: str) -> None:
    assert raw(text) == shown


def test_headline_quotation_caption_and_code_are_marked() -> None:
    page = read_markdown(
        "# 灯塔*亮了*\n\n导语![塔身](a.png)。\n\n## 经过\n\n> 我看见了。\n>\n> - 真的\n\n"
        "```\nx = 1\n```\n\n尾。"
    )
    assert zones(page) == [
        (Kind.HEADLINE, "灯塔亮了"),
        (Kind.CAPTION, "塔身"),
        (Kind.QUOTE, "我看见了。"),
        (Kind.QUOTE, "真的"),
        (Kind.NOISE, "x = 1"),
    ]
    assert page.raw.startswith("灯塔亮了\n\n导语。\n\n塔身\n\n经过\n\n")
    assert page.clues.title == "灯塔亮了"


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("## 二级\n\n文。", "二级"),
        ("站名\n\n# 标题\n\n# 另一个", "标题"),
        ("标题\n===\n\n文。", "标题"),
        ("文。\n\n## 小标题\n\n文。", None),
        ("很长的一段。" * 60 + "\n---\n\n文。", None),
        ("> # 引文里的\n\n文。", None),
    ],
)
def test_which_heading_is_the_headline(text: str, headline: str | None) -> None:
    assert read_markdown(text).clues.title == headline


@pytest.mark.parametrize(
    ("front", "clues"),
    [
        (
            "---\ntitle: \"AI: 蒸馏\"\nauthor:\n  - '[[李四]]'\n  - Jane Roe\n"
            "date: 2025-01-30 10:05\nsource: 某某社\nurl: https://example.org/1\n"
            "lang: zh-TW\ntags: [a, b]\n---\n",
            Clues(
                title="AI: 蒸馏",
                author="李四, Jane Roe",
                source="某某社",
                published="2025-01-30T10:05",
                url="https://example.org/1",
                language="zh-Hant",
            ),
        ),
        (
            "+++\ntitle = 'Light'\nauthors = ['A', 'B']\ndate = 2025-01-30T10:05:00Z\n+++\n",
            Clues(title="Light", author="A, B", published="2025-01-30T10:05:00+00:00"),
        ),
        (
            "---\n标题: 灯塔\n媒体: 甲报\n来源: https://example.org/2\n---\n",
            Clues(title="灯塔", site="甲报", url="https://example.org/2"),
        ),
        ("---\ntitle: ''\ndate: soon\nurl: javascript:x\nlang: klingon\n---\n", Clues()),
    ],
)
def test_front_matter_gives_clues_and_is_not_shown(front: str, clues: Clues) -> None:
    page = read_markdown(f"{front}正文。")
    assert page.clues == clues
    assert page.raw == "正文。"


@pytest.mark.parametrize("text", ["---\n\n问：为什么\n\n---\n\n文。", "---\n一段话。\n---\n文。"])
def test_a_rule_at_the_top_is_not_front_matter(text: str) -> None:
    assert "文。" in raw(text) and len(raw(text)) > 5


@pytest.mark.parametrize("text", ["![" * 100_000, "[a](" * 100_000, "*a " * 100_000, "> " * 9_000])
def test_marks_without_end_do_not_hold_it_up(text: str) -> None:
    read_markdown(text)


@settings(deadline=None)  # our machines may be busy
@given(
    st.lists(
        st.sampled_from(
            [
                "# ",
                "> ",
                "- ",
                "\n",
                "\n\n",
                "字",
                "word ",
                "**",
                "_",
                "[",
                "](u)",
                "![",
                "```\n",
                "<!--",
                "-->",
                "<br>",
                "|",
                "---\n",
                "    ",
                "`",
                "\\",
                "&amp;",
                "\x00",
                "1. ",
                "<p>",
            ]
        ),
        max_size=30,
    ).map("".join)
)
def test_zones_are_in_order_and_no_chinese_body_is_lost(text: str) -> None:
    page = read_markdown(text)
    assert all(0 <= zone.start < zone.end <= len(page.raw) for zone in page.zones)
    assert all(one.end <= two.start for one, two in pairwise(page.zones))
    if "<!--" not in text:
        assert page.raw.count("字") == text.count("字") or "](u)" in text or ":" in text


def test_plain_text_is_left_as_it_came() -> None:
    assert read_plain("甲\r\n\u3000乙 ") == Page("甲\r\n\u3000乙 ")


@pytest.mark.parametrize(
    ("lines", "one"),
    [
        (["第一行", "第二行"], "第一行第二行"),
        (["one line", "and more"], "one line and more"),
        (["用了OpenAI", "的数据,", "Claude也是"], "用了OpenAI的数据,Claude也是"),
        (["训练花了557.6", "万美元"], "训练花了557.6万美元"),
        (["", " a ", "", "b"], "a b"),
        ([], ""),
    ],
)
def test_broken_lines_are_joined(lines: list[str], one: str) -> None:
    assert joined(lines) == one
