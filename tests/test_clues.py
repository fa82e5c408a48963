"""Clues: what markup says of a page, in JSON-LD, metas, titles, links and around the headline."""

import json

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.pages.facts.clues import clues_of
from retrieval.pages.facts.sites import holder, split_title
from retrieval.pages.page import Clues


def clues(head: str = "", body: str = "", url: str | None = None, lang: str = "") -> Clues:
    html = f"<html{lang}><head>{head}</head><body>{body}<p>正文。</p></body></html>"
    return clues_of(lxml.html.document_fromstring(html), url)


def json_ld(**described: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(described)}</script>'


ARTICLE = {
    "@type": "NewsArticle",
    "headline": "Ships &amp; trains",
    "author": [{"@type": "Person", "name": "Jane Doe"}, {"name": "Li Lei"}],
    "publisher": {"@type": "Organization", "name": "Example Post"},
    "datePublished": "2025-01-31T07:12:00+08:00",
    "mainEntityOfPage": {"@id": "https://example.com/a/1"},
}


def test_json_ld_tells_title_authors_publisher_date_and_address() -> None:
    found = clues(json_ld(**ARTICLE))
    assert found == Clues(
        title="Ships & trains",
        author="Jane Doe, Li Lei",
        site="Example Post",
        published="2025-01-31T07:12:00+08:00",
        url="https://example.com/a/1",
    )


@pytest.mark.parametrize(
    "head",
    [
        json_ld(**{"@graph": [{"@type": "Organization", "name": "X"}, ARTICLE]}),
        f'<script type="application/ld+json">[{{}}, {json.dumps(ARTICLE)}]</script>',
        '<script type="application/ld+json">{broken</script>' + json_ld(**ARTICLE),
    ],
)
def test_json_ld_in_a_graph_in_a_list_or_beside_a_broken_one(head: str) -> None:
    assert clues(head).title == "Ships & trains"


@pytest.mark.parametrize(
    "described",
    [
        {"@type": "NewsArticle", "headline": 7, "author": {"name": {}}, "publisher": [[]]},
        {"@type": ["NewsArticle"], "author": [None, 3], "datePublished": 20250131, "url": {}},
        {"@type": {}, "@graph": "x"},
    ],
)
def test_json_ld_of_wrong_types_says_nothing(described: dict[str, object]) -> None:
    assert clues(json_ld(**described)) == Clues()


def test_metas_tell_what_json_ld_does_not() -> None:
    found = clues(
        '<meta property="og:title" content="一个标题">'
        '<meta property="og: site_name" content="某某网">'
        '<meta name="source" content="来源：新京报">'
        '<meta name="author" content="张三"><meta name="PubDate" content="2025-01-31 07:12">'
        '<meta property="og:url" content="https://example.com/a/1">'
    )
    assert found == Clues(
        title="一个标题",
        author="张三",
        site="某某网",
        source="新京报",
        published="2025-01-31T07:12",
        url="https://example.com/a/1",
    )


@pytest.mark.parametrize(
    ("title", "headline", "after"),
    [
        ("标题在这里很长_财经_腾讯网", "标题在这里很长", ["财经", "腾讯网"]),
        ("标题在这里很长--文化--人民网", "标题在这里很长", ["文化", "人民网"]),
        ("法国大罢工影响交通-新华网", "法国大罢工影响交通", ["新华网"]),
        ("京津冀打造交通网络-股票频道-和讯网", "京津冀打造交通网络", ["股票频道", "和讯网"]),
        ("Ships sink - The Guardian", "Ships sink", ["The Guardian"]),
        ("Ships sink | World | News | Express", "Ships sink", ["World", "News", "Express"]),
        ("Bike-friendly towns win", "Bike-friendly towns win", []),
        ("The Space Review: a bigger role", "The Space Review: a bigger role", []),
        (
            "棱镜|数据业大整顿：用户信息几元不等_腾讯网",
            "棱镜|数据业大整顿：用户信息几元不等",
            ["腾讯网"],
        ),
        ("COVID-19 in 2020", "COVID-19 in 2020", []),
        ("", "", []),
    ],
)
def test_a_title_is_parted_from_the_site(title: str, headline: str, after: list[str]) -> None:
    assert split_title(title) == (headline, after)
    found = clues(f"<title>{title}</title>")
    assert (found.title, found.site) == (headline or None, after[-1] if after else None)


@pytest.mark.parametrize(
    ("title", "site"),
    [
        ("一个够长的标题_12", None),
        ("一个够长的标题_长江网_cjn.cn", "长江网"),
        ("Ships sink | News | Express.co.uk", "Express.co.uk"),
    ],
)
def test_a_number_is_no_site_and_a_chinese_name_comes_before_a_host(
    title: str, site: str | None
) -> None:
    assert clues(f"<title>{title}</title>").site == site


def test_a_heading_mends_a_title_that_was_cut_short() -> None:
    found = clues(
        '<meta property="og:title" content="奖金七百万元！"><title>别的_某某网</title>',
        '<h1>某某网首页</h1><h1>奖金七百万元！"首位获奖女性"是谁?</h1>',
    )
    assert found.title == '奖金七百万元！"首位获奖女性"是谁?'


def test_a_logo_in_a_heading_is_no_title() -> None:
    found = clues("<title>山西品牌丝路行启动 - 某某门户网站</title>", "<h1>某某政府网站</h1>")
    assert found.title == "山西品牌丝路行启动"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("© 1997-2019 网易公司版权所有", "网易公司"),
        ("Copyright © 2014~2019 The Paper All rights reserved.上海东方报业有限公司", "The Paper"),
        ("版权所有：© 2001-2012 某某学会 地址：北京市", "某某学会"),
        ("版权所有 某某研究院 Copyright © 2018 All rights reserved.", "某某研究院"),
        ("主办单位：某某大学 版权所有", "某某大学"),
        ("点击刷新 © 2019 今日头条 www.toutiao.com 京ICP证140141号", "今日头条"),
        ("©2024 BBC. All rights reserved", "BBC"),
        ("Copyright © 2008-2019备案号：粤ICP备09109218号", None),
        ("© Reuters / Pool", None),
        ("版权所有", None),
    ],
)
def test_the_owner_of_a_page(line: str, expected: str | None) -> None:
    assert holder(line) == expected
    assert clues(body=f"<div>{line}</div>").site == expected


def test_a_photo_credit_is_no_owner_and_an_owner_confirms_a_name() -> None:
    head = "<title>一篇很长的报道_长江网</title>"
    assert clues(head, "<p>© 某图片社</p>").site == "长江网"
    assert clues(head, "<p>长江网版权所有</p><p>© 2020 某某有限公司</p>").site == "长江网"


BYLINE = "<h1>一个够长的标题</h1><div><span>2025-01-31 07:12</span> {} <i>举报</i></div>"


@pytest.mark.parametrize(
    "markup",
    [
        "来源: <a>新京报</a>",
        "<span>来源：新京报</span>",
        "<span>来源：</span><span><a>新京报</a></span>",
        '<a class="source ent-source">新京报</a>',
        '<span id="media_name">新京报</span>',
        "<i>来源：</i> 新京报 <b>作者：张三</b>",
    ],
)
def test_the_origin_beside_the_headline(markup: str) -> None:
    found = clues("<title>一个够长的标题_某某网</title>", BYLINE.format(markup))
    assert found.source == "新京报"
    assert found.published == "2025-01-31T07:12"


@pytest.mark.parametrize(
    "markup",
    [
        "图片来源：新华社",
        "来源：本站原创",
        "来源：",
        '<div class="recommend_source">新京报</div>',
        '<span class="source">Photo credit: AFP</span>',
        '<div class="sourcePopwin">我已授权</div>',
    ],
)
def test_what_is_no_origin(markup: str) -> None:
    assert clues("<title>一个够长的标题_某某网</title>", BYLINE.format(markup)).source is None


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<p class="author-name">加拿大必读</p>', "加拿大必读"),
        ('<a rel="author">Jane Doe</a>', "Jane Doe"),
        ("<span>作者：李在山</span>", "李在山"),
        ('<p class="show_author">责任编辑：张迪</p>', None),
        ("<span>作者：未知</span>", None),
    ],
)
def test_the_author_beside_the_headline(markup: str, expected: str | None) -> None:
    assert clues("<title>一个够长的标题_某某网</title>", BYLINE.format(markup)).author == expected


def test_without_an_address_links_tell_the_site_and_only_its_root() -> None:
    links = '<a href="http://news.example.cn/{}">x</a>'
    body = "".join(links.format(i) for i in range(4)) + '<a href="https://weibo.com/x">y</a>' * 9
    assert clues(body=body).url == "https://news.example.cn/"
    assert clues(body=body, url="https://other.example/a/1").url == "https://other.example/a/1"
    assert clues(body='<a href="http://a.cn/">x</a><a href="http://b.cn/">y</a>').url is None


def test_a_stated_address_comes_before_where_it_was_found() -> None:
    canonical = '<link rel="canonical" href="https://example.com/a/1">'
    assert clues(canonical, url="https://m.example.com/1").url == "https://example.com/a/1"
    relative = '<link rel="canonical" href="/a/1">'
    assert clues(relative, url="https://m.example.com/1").url == "https://m.example.com/1"


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        *((' lang="zh-TW"', "zh-Hant"), (' lang="zh_CN"', "zh-Hans"), (' lang="en-GB"', "en")),
        *((' lang="fr"', None), ("", None)),
    ],
)
def test_the_language_of_the_markup(lang: str, expected: str | None) -> None:
    assert clues(lang=lang).language == expected


def test_a_date_far_from_the_headline_is_anothers() -> None:
    others = "".join(f"<li><b>别的{i}</b><i>2018-10-0{i}</i></li>" for i in range(1, 9)) * 5
    body = f"<h1>一个够长的标题</h1>{'<p><b>正</b>文</p>' * 40}{others}"
    assert clues("<title>一个够长的标题_某某网</title>", body).published is None


@settings(deadline=None)  # our machines may be busy
@given(st.text(max_size=80), st.text(max_size=80))
def test_no_markup_is_a_fault(head: str, body: str) -> None:
    page = f"<title>{head}</title><meta name=author content='{body}'><h1>{body}</h1><p>©{head}</p>"
    clues_of(lxml.html.document_fromstring(page.replace("\0", "").encode() or b"<p>"), None)
