"""What the stretches of a page are, and that nothing of an article is taken off."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.articles import Article, Kind, Source, Zone
from retrieval.faults import Fault
from retrieval.outlets import Outlet
from retrieval.pages.zones.zoning import Edit, find_zones, with_edit

PARAGRAPH = (
    "本周,科技圈都在关注一则消息,即一款开源推理模型在多项测试中的表现与对手相当,成本却低得多。"
)
SECOND = (
    "截至发稿,该公司尚未回复本台的置评请求,记者将继续关注此事的发展,并在第一时间带来消息和分析。"
)
LONG = PARAGRAPH.removesuffix("。") + "," + SECOND
ENGLISH = (
    "The company said on Monday that it had trained the model for less than six million dollars, "
    "a claim that analysts doubt."
)
OUTLET = Outlet("x", {"zh-Hans": "某", "zh-Hant": "某", "en": "X"}, "daily")

NAVIGATION = "navigation: navigation"
METADATA, BYLINE, NOISE = "noise: metadata", "noise: byline", "noise: noise"
PLAYER, PAGER, SHARE = "noise: player", "noise: pager", "noise: share bar"
AGAIN, BLANK = "noise: headline again", "noise: blank"
COMMENT, DISCLAIMER = "comment: comment", "disclaimer: disclaimer"
RELATED, ADVERT = "related: related", "advert: advert"


def article(raw: str, *edits: Edit) -> Article:
    source = Source(outlet=OUTLET, title="t", language="zh-Hans")
    return Article("a", source, raw, find_zones(raw, edits))


def page(*lines: str) -> str:
    return "\n\n".join(lines)


def removed(raw: str, *edits: Edit) -> list[str]:
    """What is taken off, as `kind: reason`."""
    return [f"{zone.kind}: {zone.reason}" for zone in article(raw, *edits).removals]


def words(raw: str, kind: Kind, title: str | None = None) -> list[str]:
    return [
        raw[zone.start : zone.end] for zone in find_zones(raw, title=title) if zone.kind is kind
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("某某网 首页 新闻 综合新闻 查看内容", NAVIGATION),
        ("首  頁 新  聞 視  頻 博  客 論  壇", NAVIGATION),
        ("無障礙鏈接", NAVIGATION),
        ("Home | World | Business | Opinion | Log in", NAVIGATION),
        ("Home > World > Asia", NAVIGATION),
        ("您现在的位置：首页 > 新闻 > 正文", NAVIGATION),
        ("https://blog.example.org/u/1/ > 复制 > 收藏本页", NAVIGATION),
        ("发布时间: 2025-1-31 07:12| 查看: 864| 评论: 0|来自: 某社", METADATA),
        ("來源:某某號 作者: 日期:2025-02-17", METADATA),
        ("深度:标题 2025-01-28 01:46:53", METADATA),
        ("2025年1月28日 星期二 08:30", METADATA),
        ("Updated: January 28, 2025 at 10:15 am EST", METADATA),
        ("4 min read", METADATA),
        ("撰文丨关不羽", BYLINE),
        ("雷歌 2025年1月27日", BYLINE),
        ("By Jane Q. Doe and John Roe", BYLINE),
        ("責任編輯:李四 校對:王五", BYLINE),
        ("please wait", PLAYER),
        ("0:00 0:06:39 0:00", PLAYER),
        ("A+", NOISE),
        ("图/AI配图", NOISE),
        ("廣告", NOISE),
        ("分享到: 微信 微博 QQ空间", SHARE),
        ("Share this article on Facebook / Twitter", SHARE),
        ("上一页 1 2 3 下一页", PAGER),
        ("扫码关注某某公众号,看更多", ADVERT),
        ("立即下载某某新闻APP", ADVERT),
        ("Sign up for our free weekly newsletter", ADVERT),
        ("Read more: Another story", RELATED),
    ],
)
def test_a_line_that_is_not_the_article_goes(line: str, expected: str) -> None:
    raw = page("某个标题", line, PARAGRAPH)
    assert removed(raw) == [expected]
    assert article(raw).text == page("某个标题", PARAGRAPH)


@pytest.mark.parametrize(
    "line",
    [
        "记者:你怎么看?",
        "记者:很好",
        "编辑:你怎么看?",
        "01",
        "3",
        "1 2 3",
        "2025年1月28日,该公司发布了新的模型。",
        "一、横空出世",
        "(注:计算成本的方法和包括的范围可能不同。)",
        "有评论指它依靠蒸馏。 (Dado Ruvic/路透社)",
        "新闻界对此议论纷纷",
        "他说,首页和新闻都要改。",
        "声明:我们没有这样做",
        "该公司发表声明称,本文作者转载了它的内容。",
        "他下载了一款APP,又打开看了看。",
        "Copyright law protects the words of an article.",
        "Related work was done in Beijing.",
        "By Monday, the model was gone.",
        "He said: read more books.",
        "Comments were not allowed.",
    ],
)
def test_a_line_of_the_article_stays(line: str) -> None:
    raw = page("某个标题", PARAGRAPH, line, SECOND)
    assert article(raw).text == raw


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        ("标签: AI", [METADATA]),
        ("最新评论", [COMMENT]),
        ("網友評論(12)", [COMMENT]),
        ("3 comments", [COMMENT]),
        ("浏览(1769) (9) 评论(3)", [METADATA, COMMENT]),
        ("免责声明:本文仅代表作者个人观点。", [DISCLAIMER, RELATED]),
        ("（本文僅代表作者觀點）", [DISCLAIMER, RELATED]),
        ("- 最近发表", [RELATED]),
        ("延伸閱讀", [RELATED]),
        ("【相关阅读】", [RELATED]),
        ("Most read", [RELATED]),
        ("More from The Daily", [RELATED]),
        ("更多精彩内容请看:", [ADVERT]),
        ("Copyright © 1999 - 2025 by Somebody", [DISCLAIMER]),
        ("© 2025 The Daily. All rights reserved.", [DISCLAIMER]),
        ("未经许可,不得转载", [DISCLAIMER]),
    ],
)
def test_what_follows_an_ending_goes_too(opening: str, expected: list[str]) -> None:
    raw = page("某个标题", PARAGRAPH, opening, SECOND)
    assert removed(raw) == expected
    assert article(raw).text == page("某个标题", PARAGRAPH)


def test_an_ending_above_the_first_paragraph_ends_nothing() -> None:
    raw = page("某个标题", "最新评论", PARAGRAPH)
    assert PARAGRAPH in article(raw).text


def test_a_disclaimer_above_the_first_paragraph_goes_alone() -> None:
    raw = page("某个标题", "免责声明:" + PARAGRAPH, SECOND)
    assert removed(raw) == [DISCLAIMER]
    assert article(raw).text == page("某个标题", SECOND)


def test_a_list_of_others_inside_an_article_does_not_end_it() -> None:
    raw = page("某个标题", PARAGRAPH, "相关阅读", "别的一篇文章", LONG, "最后一句。")
    assert article(raw).text == page("某个标题", PARAGRAPH, LONG, "最后一句。")


@pytest.mark.parametrize("opening", ["最新评论", "免责声明:本文仅代表作者个人观点。"])
def test_comments_and_what_follows_a_disclaimer_are_never_the_article(opening: str) -> None:
    assert LONG not in article(page("某个标题", PARAGRAPH, opening, LONG)).text


def test_the_headline_stays_once() -> None:
    raw = page("專訪某人:某事?", PARAGRAPH, "專訪某人:某事?", SECOND)
    assert removed(raw) == [AGAIN]
    assert words(raw, Kind.HEADLINE) == ["專訪某人:某事?"]
    assert article(raw).text == page("專訪某人:某事?", PARAGRAPH, SECOND)


def test_what_stands_above_the_sites_menu_is_not_the_headline() -> None:
    raw = page("买房卖房上某某", "首页 新闻 视频 论坛", "正文", "一个真正的文章标题", PARAGRAPH)
    assert removed(raw) == [NAVIGATION]
    assert article(raw).text == page("一个真正的文章标题", PARAGRAPH)


def test_the_headline_may_stand_above_the_menu() -> None:
    raw = page("一个真正的文章标题", "首页 新闻 视频 论坛", PARAGRAPH)
    assert words(raw, Kind.HEADLINE) == ["一个真正的文章标题"]


def test_a_known_title_tells_the_headline_in_either_width() -> None:
    raw = page("某某频道", "某事:“为什么”?", PARAGRAPH)
    assert words(raw, Kind.HEADLINE) == ["某某频道"]
    assert words(raw, Kind.HEADLINE, "某事：「為什麼」？") == ["某事:“为什么”?"]
    assert words(raw, Kind.NAVIGATION, "某事：「為什麼」？") == ["某某频道\n\n"]


def test_sentences_above_a_known_title_stay() -> None:
    raw = page("这是一句话。", "某个标题", PARAGRAPH)
    assert words(raw, Kind.NAVIGATION, "某个标题") == []


def test_a_sentence_is_no_headline() -> None:
    raw = page("情况很糟糕。", PARAGRAPH, "情况很糟糕。", SECOND)
    assert find_zones(raw) == ()


def test_an_english_page() -> None:
    head = ["Home | World | Business", "A model for six million dollars?", "By Jane Doe"]
    tail = ["Related stories", "Something else happened", "Another thing happened"]
    raw = page(*head, ENGLISH, "Sign up to our newsletter", ENGLISH[::-1], *tail)
    text = page("A model for six million dollars?", ENGLISH, ENGLISH[::-1])
    assert article(raw).text == text


@pytest.mark.parametrize(
    "line",
    [
        "图:展台上的机器狗。",
        "圖為展台上的機器狗",
        "资料照片：去年的大会",
        "一台机器在展台上。 (Dado Ruvic/路透社)",
        "一台机器在展台上。（张三摄）",
    ],
)
def test_a_caption_with_its_credit_is_a_zone_that_can_be_cited(line: str) -> None:
    raw = page("某个标题", PARAGRAPH, line, SECOND)
    assert words(raw, Kind.CAPTION) == [line]
    assert article(raw).text == raw


def test_a_caption_may_open_a_paragraph_and_its_bare_credit_goes() -> None:
    caption = "图:展台上的机器狗。"
    raw = page("某个标题", caption + "新华社 " + LONG)
    assert words(raw, Kind.CAPTION) == [caption]
    assert article(raw).text == page("某个标题", caption + LONG)
    bare = page("某个标题", caption + LONG)
    assert words(bare, Kind.CAPTION) == [caption]


@pytest.mark.parametrize(
    ("line", "left"),
    [
        (PARAGRAPH + "返回某网，查看更多责任编辑：", PARAGRAPH),
        (PARAGRAPH + "（責任編輯：張三）", PARAGRAPH),
        (PARAGRAPH + "编辑/周超", PARAGRAPH),
        (PARAGRAPH + "他是责任编辑：周超", PARAGRAPH + "他是责任编辑：周超"),
        ("前句。 \\& 某报记者 苏雨\\& \\& " + SECOND, "前句。 " + SECOND),
        ("前句\\&后句。" + SECOND, "前句后句。" + SECOND),
        ("路径是 C:\\Users\\记者 张三。" + SECOND, "路径是 C:\\Users\\记者 张三。" + SECOND),
    ],
)
def test_what_stands_inside_a_line_and_is_not_the_article(line: str, left: str) -> None:
    assert article(page("某个标题", line)).text == page("某个标题", left)


def test_known_zones_are_never_undone() -> None:
    raw = page("某个标题", "A+", PARAGRAPH, "最新评论", SECOND)
    quote = raw.index("A+"), raw.index("A+") + 2
    advert = raw.index("科技圈"), raw.index("关注")
    given = [Zone(*quote, Kind.QUOTE, "blockquote"), Zone(*advert, Kind.ADVERT, "class")]
    found = find_zones(raw, given=given)
    assert [zone for zone in found if zone in given] == given
    assert Kind.COMMENT in {zone.kind for zone in found}


def test_an_editors_line_is_not_taken_for_the_headline() -> None:
    raw = page("租房上iU91", "某个标题", "某个标题", PARAGRAPH)
    edit = Edit("advert", "租房上iU91")
    assert removed(raw, edit) == ["advert: editor: advert", AGAIN]


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("advert", Kind.ADVERT),
        ("navigation", Kind.NAVIGATION),
        ("related", Kind.RELATED),
        ("scraper watermark", Kind.NOISE),
    ],
)
def test_an_editors_reason_tells_the_kind(reason: str, kind: Kind) -> None:
    raw = page("某个标题", PARAGRAPH)
    zone = Zone(7, 8, kind, f"editor: {reason}")
    assert zone in find_zones(raw, [Edit(reason, raw[7], within=raw[6:9])])


def test_one_more_edit_goes_before_what_was_known() -> None:
    raw = page("某个标题", "A+", PARAGRAPH)
    known = find_zones(raw)
    zones = with_edit(raw, known, Edit("advert", "\n\nA+\n\n本周,"))
    assert Zone(4, 13, Kind.ADVERT, "editor: advert") in zones
    assert not any(zone.reason == "noise" for zone in zones)
    assert zones[0] == known[0]


def test_paragraphs_stay_apart_as_they_were() -> None:
    raw = f"某个标题\n\n\n{PARAGRAPH}\nA+\n\n{SECOND}\n\nA+\n{PARAGRAPH}"
    assert article(raw).text == f"某个标题\n\n\n{PARAGRAPH}\n\n{SECOND}\n\n{PARAGRAPH}"


def test_blank_edges_go_and_windows_line_ends_stay() -> None:
    raw = f"\ufeff\r\n某个标题\r\n\r\n{PARAGRAPH}\r\n"
    assert removed(raw) == [BLANK, BLANK]
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
        find_zones("甲[广告一]乙[广告二]丙", [edit])
    assert "\n" not in str(caught.value)


def test_overlapping_marks_are_settled() -> None:
    raw = page("某个标题", "please wait", PARAGRAPH)
    edits = (Edit("advert", "标题\n\nplease"), Edit("noise", "题\n\nplease wa"))
    zones = find_zones(raw, edits)
    assert all(one.end <= two.start for one, two in pairwise(zones))
    assert article(raw, *edits).text.startswith("某个")


def test_neighbours_with_one_reason_are_one_zone() -> None:
    raw = page("某个标题", "please wait", "0:00", PARAGRAPH)
    player = Zone(4, 4 + len("\n\nplease wait\n\n0:00"), Kind.NOISE, "player")
    assert find_zones(raw) == (Zone(0, 4, Kind.HEADLINE, "headline"), player)


@pytest.mark.parametrize("raw", ["", "\n \n", "\ufeff", "A+", "please wait\n\nA+"])
def test_a_page_without_an_article_is_removed_whole(raw: str) -> None:
    assert article(raw).text == ""


LINES = st.sampled_from(
    [
        *("", " ", "A+", "首页 新闻 视频", "标签: AI", "最新评论", "相关阅读", "图:一只狗。"),
        *("某个标题", PARAGRAPH, SECOND, LONG, ENGLISH, "By Jane Doe", "0:00", "\ufeff"),
        *("前句。\\& 记者 张三\\& 后句", "\r", "\u2028", "。编辑/周超"),
    ]
)
PAGES = st.one_of(st.text(max_size=60), st.lists(LINES, max_size=12).map("\n".join))
GIVEN = st.lists(st.tuples(st.integers(0, 80), st.integers(1, 9)), max_size=5)
KINDS = st.sampled_from(list(Kind))


@settings(deadline=None)  # our machines may be busy
@given(PAGES, GIVEN, KINDS, st.sampled_from([None, "某个标题"]))
def test_zones_are_in_order_apart_and_inside_the_page(
    raw: str, spans: list[tuple[int, int]], kind: Kind, title: str | None
) -> None:
    known = [Zone(a, min(a + b, len(raw)), kind, "given") for a, b in spans if a < len(raw)]
    zones = find_zones(raw, given=known, title=title)
    assert all(0 <= zone.start < zone.end <= len(raw) for zone in zones)
    assert all(one.end <= two.start for one, two in pairwise(zones))
    for zone in known:
        of_kind = {n for z in zones if z.kind is kind for n in range(z.start, z.end)}
        assert all(n in of_kind or raw[n].isspace() for n in range(zone.start, zone.end))


HOSTILE = {
    "blanks": "a" + " " * 500_000 + "b",
    "blank lines": ("标题\n" + "\n" * 50) * 5_000,
    "short lines": "标题短行\n" * 20_000,
    "menu": ("新闻国际" * 70 + "x\n") * 1_500,
    "digits": ("1" * 290 + "x\n") * 1_500,
    "names": ("编辑:" + "张 " * 140 + "\n") * 1_500,
    "labels": ("编辑:" * 95 + "\n") * 1_500,
    "pager": ("<" * 290 + "x\n") * 1_500,
    "times": ("1:00 " * 58 + "x\n") * 1_500,
    "brackets": ("(" * 295 + "\n") * 1_500,
    "captions": ("图:" + "新华社" * 90 + "\n") * 1_500,
    "residue": "\\&记者 " * 80_000,
    "quotations": "。”" * 250_000,
    "title": ",美国总统,对华人,加征收,关税后" * 30_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_take_no_longer_than_long_ones(name: str) -> None:
    started = time.process_time()
    find_zones(HOSTILE[name], title="美国对华加征关税")
    assert time.process_time() - started < 10  # a pattern that blows up takes hours
