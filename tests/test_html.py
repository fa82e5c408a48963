"""HTML pages: every visible word stands in `raw`, and only the article is left without a zone."""

import re
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.articles import Kind
from retrieval.pages.formats import mainpart
from retrieval.pages.formats.blocks import Block, blocks_of, parse
from retrieval.pages.formats.html import read_html
from retrieval.pages.page import Page, Unfit, Why

FIRST = "国家统计局周一表示，今年上半年的经济增长了百分之五，比去年同期快了一些，但是出口有所下降。"
SECOND = "该局发言人在北京的记者会上说，下半年的形势仍然复杂，各地要做好准备，不能掉以轻心。"
THIRD = "多位分析人士认为，这个数字比市场的预期略好，不过房地产的投资还在减少，消费也没有恢复。"
ENGLISH = [
    "The government said on Monday that the economy grew by five percent, faster than last year.",
    "A spokesman told reporters in Beijing that the rest of the year would still be difficult.",
    "Analysts said the figure was a little better than expected, but investment is still falling.",
]
ARTICLE = "".join(f"<p>{text}</p>" for text in (FIRST, SECOND, THIRD))


def page(inside: str = "", *, before: str = "", after: str = "", article: str = ARTICLE) -> Page:
    found = read_html(
        "<html><head><title>上半年经济增长百分之五 - 某某网</title></head><body>"
        f"{before}<div class='story'><h1>上半年经济增长百分之五</h1>{article}{inside}</div>{after}"
        "</body></html>"
    )
    assert isinstance(found, Page)
    return found


def kind_of(found: Page, text: str) -> Kind:
    """What the page says of a text that it holds once."""
    assert found.raw.count(text) == 1, found.raw
    start = found.raw.index(text)
    around = (zone for zone in found.zones if zone.start <= start < zone.end)
    return next((zone.kind for zone in around), Kind.BODY)


def body_of(found: Page) -> list[str]:
    taken = {zone.start for zone in found.zones}
    kept, position = [], 0
    for block in found.raw.split("\n\n"):
        if position not in taken:
            kept.append(block)
        position += len(block) + 2
    return kept


def texts(html: str) -> list[str]:
    tree = parse(html)
    return [] if tree is None else [block.text for block in blocks_of(tree)]


def test_the_paragraphs_are_the_body_and_the_headline_is_named_once() -> None:
    found = page()
    assert body_of(found) == [FIRST, SECOND, THIRD]
    assert kind_of(found, "上半年经济增长百分之五") is Kind.HEADLINE


def test_an_english_article() -> None:
    paragraphs = "".join(f"<p>{text}</p>" for text in ENGLISH)
    menu = "<nav><a href='/'>Home</a> <a href='/w'>World</a></nav>"
    found = read_html(f"<body>{menu}<article><h1>Economy grows</h1>{paragraphs}</article></body>")
    assert isinstance(found, Page)
    assert body_of(found) == ENGLISH
    assert kind_of(found, "Home World") is Kind.NAVIGATION
    assert kind_of(found, "Economy grows") is Kind.HEADLINE


LONG = "我觉得这篇文章写得很好，希望以后能多看到这样的报道，谢谢作者的辛苦，也谢谢大家的支持。"


@pytest.mark.parametrize(
    "comments",
    [
        "<div id='comments'><p>{}</p></div>",
        "<section class='article-comments'><div><p>{}</p></div></section>",
        "<div class='hotComment'><p>{}</p></div>",
        "<ul class='pinglun'><li>{}</li></ul>",
        "<div itemprop='comment'><p>{}</p></div>",
        "<div itemscope itemtype='https://schema.org/Comment'><p>{}</p></div>",
        "<div id='disqus_thread'><div>{}</div></div>",
    ],
)
@pytest.mark.parametrize("times", [1, 12])
def test_comments_are_never_body_however_long(comments: str, times: int) -> None:
    said = "".join(comments.format(f"#{number}楼：{LONG}") for number in range(times))
    for found in (page(said), page(after=said)):
        assert body_of(found) == [FIRST, SECOND, THIRD]
        assert kind_of(found, f"#0楼：{LONG}") is Kind.COMMENT


@pytest.mark.parametrize(
    ("html", "text", "kind"),
    [
        ("<div class='related-posts'><p>别的新闻</p></div>", "别的新闻", Kind.RELATED),
        ("<div class='tuijian'><p>别的新闻</p></div>", "别的新闻", Kind.RELATED),
        ("<ul><li><a href='/1'>别的新闻</a></li></ul>", "别的新闻", Kind.NAVIGATION),
        ("<div class='shareBar'>微博 微信</div>", "微博 微信", Kind.NAVIGATION),
        ("<div class='tags'>经济 数据</div>", "经济 数据", Kind.NAVIGATION),
        ("<footer>关于某某网</footer>", "关于某某网", Kind.NAVIGATION),
        ("<div role='navigation'>频道</div>", "频道", Kind.NAVIGATION),
        ("<div class='adBox ad'>买一送一</div>", "买一送一", Kind.ADVERT),
        ("<div class='newsletter'>每天早上的邮件</div>", "每天早上的邮件", Kind.ADVERT),
        (
            "<div><h4>每天早上的邮件</h4><form><input type='email'></form></div>",
            "每天早上的邮件",
            Kind.ADVERT,
        ),
        ("<div class='disclaimer'>内容不作建议</div>", "内容不作建议", Kind.DISCLAIMER),
        ("<div class='byline'>某某记者</div>", "某某记者", Kind.NOISE),
        ("<div class='cookie-notice'>本站用小饼</div>", "本站用小饼", Kind.NOISE),
        ("<button>展开</button>", "展开", Kind.NOISE),
        ("<p>责任编辑：张三</p>", "责任编辑：张三", Kind.NOISE),
        ("<p>（原标题：增长五个点）</p>", "（原标题：增长五个点）", Kind.NOISE),
        ("<p>打开APP阅读全文</p>", "打开APP阅读全文", Kind.ADVERT),
    ],
)
def test_what_markup_or_its_own_words_name_is_not_body(html: str, text: str, kind: Kind) -> None:
    found = page(html)
    assert kind_of(found, text) is kind
    assert body_of(found) == [FIRST, SECOND, THIRD]


def test_lists_of_links_inside_the_article_are_not_body() -> None:
    inside = (
        "<p><strong>延伸阅读：</strong></p>"
        "<ul><li><a href='/1'>第一条别的新闻</a></li><li><a href='/2'>第二条别的新闻</a></li></ul>"
        "<p><a href='/3'>相关阅读：第三条别的新闻</a></p>"
    )
    article = f"<p>{FIRST}</p>{inside}<p>{SECOND}</p><p>{THIRD}</p>"
    assert body_of(page(article=article)) == [FIRST, SECOND, THIRD]


def test_links_inside_a_sentence_stay() -> None:
    linked = FIRST.replace("国家统计局", "<a href='/x'>国家统计局</a>")
    assert body_of(page(article=f"<p>{linked}</p><p>{SECOND}</p><p>{THIRD}</p>"))[0] == FIRST


def test_captions_and_quotations_inside_the_article() -> None:
    inside = (
        "<figure><img src='a.jpg'><figcaption>资料图：记者会现场</figcaption></figure>"
        f"<blockquote><p>“{LONG}”</p></blockquote>"
    )
    article = f"<p>{FIRST}</p>{inside}<p>{SECOND}</p><p>{THIRD}</p>"
    found = page(article=article)
    assert kind_of(found, "资料图：记者会现场") is Kind.CAPTION
    assert kind_of(found, LONG) is Kind.QUOTE
    assert body_of(found) == [FIRST, SECOND, THIRD]


def test_a_caption_outside_the_article_is_not_the_outlets_own() -> None:
    found = page(after="<figure><figcaption>别的新闻的图</figcaption></figure>")
    assert not kind_of(found, "别的新闻的图").is_reporting


def test_an_article_that_is_all_quotation_is_body() -> None:
    found = page(article=f"<blockquote>{ARTICLE}</blockquote>")
    assert body_of(found) == [FIRST, SECOND, THIRD]


def test_a_wrapper_named_like_furniture_does_not_hide_the_article() -> None:
    for name in ("page with-comments", "share-content", "story-footer"):
        found = page(article=f"<div class='{name}'>{ARTICLE}</div>")
        assert body_of(found) == [FIRST, SECOND, THIRD]


def test_paragraphs_in_containers_of_the_same_make_are_taken_in() -> None:
    chunks = "".join(
        f"<div class='chunk'><p>{text}</p><p>{text}二</p></div><div class='ad'>广告</div>"
        for text in (FIRST, SECOND, THIRD)
    )
    assert body_of(page(article=chunks)) == [
        text for one in (FIRST, SECOND, THIRD) for text in (one, f"{one}二")
    ]


def test_an_article_inside_the_article_is_another() -> None:
    other = f"<article class='post'><p>{LONG}</p></article>"
    found = read_html(f"<body><article><h1>增长百分之五</h1>{ARTICLE}{other}</article></body>")
    assert isinstance(found, Page)
    assert body_of(found) == [FIRST, SECOND, THIRD]


def test_a_link_that_was_never_closed_does_not_hide_the_article() -> None:
    assert body_of(page(article=f"<a href='/'>{ARTICLE}")) == [FIRST, SECOND, THIRD]


def test_lists_and_headings_in_an_article_stay() -> None:
    article = (
        f"<p>{FIRST}</p><h2>三个原因</h2><ul><li>出口下降得比预期的快</li><li>投资还在减少</li></ul>"
        f"<p>{SECOND}</p><p>{THIRD}</p>"
    )
    assert body_of(page(article=article)) == [
        FIRST,
        "三个原因",
        "出口下降得比预期的快",
        "投资还在减少",
        SECOND,
        THIRD,
    ]


@pytest.mark.parametrize(
    "article",
    [
        f"{FIRST}<br><br>{SECOND}<br/>{THIRD}",
        f"<div>{FIRST}</div><div>{SECOND}</div><div>{THIRD}</div>",
        f"<p>{FIRST}<p>{SECOND}<p>{THIRD}",
        f"<span style='display:block'>{FIRST}</span><span style='display: block'>{SECOND}</span>"
        f"<p>{THIRD}",
        f"<table><tr><td><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></td></tr></table>",
        f"<div><div><p>{FIRST}</div><p>{SECOND}</b></i></div></span><p>{THIRD}",
    ],
)
def test_paragraphs_of_any_make(article: str) -> None:
    assert body_of(page(article=article)) == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>A <b>wo</b>rd in <i>two</i> parts.</p>", ["A word in two parts."]),
        ("<p>中<a href='#'>国</a>人</p>", ["中国人"]),
        ("<p>a&nbsp;&amp;&#32;b&#x2014;c&hellip;</p>", ["a & b—c…"]),
        ("<p> one\n\t two\u3000 three </p>", ["one two three"]),
        ("<p>soft\u00adhyphen, zero\u200bwidth</p>", ["softhyphen, zerowidth"]),
        ("<div>before<p>inside</p>after</div>", ["before", "inside", "after"]),
        ("<p>a<!-- no -->b<?php no ?></p>", ["ab"]),
        ("<p>a<script>no()</script>b</p><style>no</style><template>no</template>", ["ab"]),
        ("<p hidden>no</p><p style='color:red; DISPLAY : none'>no</p><p>yes</p>", ["yes"]),
        ("<p>one<span style='display:none'>no</span>two</p>", ["onetwo"]),
        ("<dialog>no</dialog><dialog open>yes</dialog>", ["yes"]),
        ("<p style='visibility:hidden'>shown by a script</p>", ["shown by a script"]),
        ("<p>One line<br>goes on here.</p>", ["One line goes on here."]),
        ("<p>One line.<br>another one</p>", ["One line.", "another one"]),
        ("<p>One line<br><br>another one</p>", ["One line", "another one"]),
        ("<p>题目<br>作者</p>", ["题目", "作者"]),
        ("<table><tr><th>年<th>增长<tr><td>2024<td><b>5</b>%</table>", ["年 | 增长", "2024 | 5%"]),
        ("<table><tr><td>A<td><td>C</table>", ["A | C"]),
        ("<table><tr><td><p>a<td>b</table>", ["a", "b"]),
        ("<ul><li>one<li>two</ul>", ["one", "two"]),
        ("<iframe>no</iframe><object>no</object><noscript>no</noscript><p>yes", ["yes"]),
        ("<frameset><frame src='a.html'></frameset>", []),
        ("a < b and <unknown>c</unknown>", ["a < b and c"]),
        ("<p>one</p></div></p></table><p>two", ["one", "two"]),
        ("plain", ["plain"]),
        ("", []),
        ("<!-- -->", []),
        ("\x00\ud800<p>a\x00b</p>", ["ab"]),
    ],
)
def test_blocks(html: str, expected: list[str]) -> None:
    assert texts(html) == expected


@pytest.mark.parametrize("html", ["", "   ", "<script>x</script>", "<p hidden>x</p>", "<p> </p>"])
def test_a_page_that_shows_nothing(html: str) -> None:
    found = read_html(html)
    assert isinstance(found, Unfit)
    assert found.why is Why.EMPTY


def test_a_page_of_links_alone_holds_no_article() -> None:
    links = "".join(f"<li><a href='/{n}'>第{n}条新闻的标题在这里</a></li>" for n in range(40))
    found = read_html(f"<body><ul>{links}</ul></body>")
    assert isinstance(found, Unfit)
    assert found.why is Why.NO_ARTICLE


@pytest.mark.parametrize("opening", ["<div>", "<b>", "<ul><li>", "<table><tr><td>", "<article>"])
def test_ten_thousand_levels(opening: str) -> None:
    html = opening * 10_000 + ARTICLE if opening == "<div>" else opening * 1_000 + ARTICLE
    found = read_html(html)
    assert isinstance(found, Page)
    assert all(text in found.raw for text in (FIRST, SECOND, THIRD))


def test_a_page_of_a_hundred_thousand_tags_is_read_in_seconds() -> None:
    found = read_html("<p>x</p>" * 50_000 + "<br>" * 50_000 + ARTICLE)
    assert isinstance(found, Page)
    assert THIRD in found.raw


def test_braille_in_an_article_is_kept() -> None:
    assert "⠁⠃⠉" in body_of(page(article=f"<p>⠁⠃⠉{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"))[0]


def test_the_same_page_twice_is_the_same() -> None:
    assert page() == page()


@pytest.fixture
def extracting(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let the extractor choose the blocks that hold one of some texts."""

    def choose(*texts: str) -> None:
        def chosen(_: Sequence[object], blocks: Sequence[Block]) -> set[int]:
            return {n for n, block in enumerate(blocks) if block.text.startswith(texts)}

        monkeypatch.setattr(mainpart, "_extracted", chosen)

    return choose


def test_what_the_extractor_missed_in_like_containers_is_taken_in(
    extracting: Callable[..., None],
) -> None:
    extracting(FIRST)
    chunks = "".join(
        f"<div class='grid'><div class='chunk'><p>{text}</p></div><div>{number}</div></div>"
        for number, text in enumerate((FIRST, SECOND, THIRD))
    )
    assert body_of(page(article=chunks)) == [FIRST, SECOND, THIRD]


def test_what_the_extractor_missed_between_paragraphs_is_taken_in(
    extracting: Callable[..., None],
) -> None:
    extracting(FIRST, THIRD)
    article = f"<p>{FIRST}</p><h3>原因</h3><p>{SECOND}</p><p>短。</p><p>{THIRD}</p>"
    assert body_of(page(article=article)) == [FIRST, "原因", SECOND, "短。", THIRD]


def test_a_list_of_others_ends_the_article(extracting: Callable[..., None]) -> None:
    extracting(FIRST, SECOND)
    article = f"<p>{FIRST}</p><p>{SECOND}</p><p>延伸阅读</p><p>{THIRD}</p>"
    assert body_of(page(article=article)) == [FIRST, SECOND]


def test_what_the_extractor_chose_far_from_the_article_is_left_out(
    extracting: Callable[..., None],
) -> None:
    extracting(FIRST, SECOND, THIRD, "实验室")
    after = "<div><div><div><h3>实验室</h3></div></div></div>"
    assert body_of(page(after=after)) == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize("choice", ["没有这样的话", "不得转载"])
def test_the_densest_prose_stands_in_for_a_wrong_choice(
    choice: str, extracting: Callable[..., None]
) -> None:
    extracting(choice)
    assert body_of(page(after="<div><p>不得转载</p></div>")) == [FIRST, SECOND, THIRD]


def test_links_labels_and_repetitions_that_the_extractor_chose_are_not_body(
    extracting: Callable[..., None],
) -> None:
    extracting("")  # everything
    article = (
        "<p>上半年经济增长百分之五</p>"
        f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p><p>此前报道</p><p><a href='/'>另一件事</a></p>"
    )
    found = page(article=article)
    assert body_of(found) == [FIRST, SECOND, THIRD]
    assert kind_of(found, "此前报道") is Kind.RELATED
    assert kind_of(found, "另一件事") is Kind.RELATED


WORDS = st.sampled_from(["字", "新闻", "word", "a&amp;b", "é", "😀", "，", "。", " ", "\n", FIRST])
TAGS = st.sampled_from(
    [
        *"div p br b ul li table tr td h1 h2 blockquote figure figcaption nav article".split(),  # noqa: SIM905
        *("form", "section", "a href='/'", "div class='comment'", "div class='related'", "select"),
    ]
)
PIECES = st.one_of(WORDS, TAGS.map("<{}>".format), TAGS.map(lambda tag: f"</{tag.split()[0]}>"))


@settings(deadline=None, max_examples=60)  # our machines may be busy
@given(st.lists(PIECES, max_size=40).map("".join))
def test_zones_are_in_order_and_apart_whatever_follows_the_article(html: str) -> None:
    found = read_html(ARTICLE + html)
    assert isinstance(found, Page)
    position = 0
    for zone in found.zones:
        assert position <= zone.start < zone.end <= len(found.raw)
        assert zone.reason
        assert "\n" not in found.raw[zone.start : zone.end]
        position = zone.end
    assert body_of(found)[:3] == [FIRST, SECOND, THIRD]


@settings(deadline=None)  # our machines may be busy
@given(st.lists(PIECES, max_size=40).map("".join))
def test_every_visible_word_is_there_in_page_order(html: str) -> None:
    shown = re.sub(r"<[^>]*>|&amp;", "", html)
    words = re.findall(r"\w", shown)
    assert re.findall(r"\w", "".join(texts(html))) == words


@pytest.mark.parametrize("head", ["<title>T</title>", "<meta charset=utf-8><link><title>T</title>"])
@pytest.mark.parametrize("element", ["article", "main", "section"])
def test_a_page_may_leave_its_body_tag_out(head: str, element: str) -> None:
    page = read_html(f"{head}<{element}><h1>T</h1>{ARTICLE}</{element}>")
    assert isinstance(page, Page)
    assert SECOND in page.raw
