"""Facts: who published, on whose site, under which title, by whom and when, and how it is known."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.articles import Kind, Known, Source, Zone
from retrieval.faults import Fault
from retrieval.outlets import UNNAMED_SITE, Registry
from retrieval.pages.facts.directory import Directory
from retrieval.pages.facts.facts import Facts, settle
from retrieval.pages.page import Clues, Page, Unfit, Why

SEEDS = Path(__file__).parents[1] / "seeds"
TODAY = date(2025, 3, 1)
BODY = "周五上午，公司在会上公布了新的计划，称将在三年内完成全部改造工程，并且不会涨价。" * 4
ENGLISH = "The company said on Friday that it would finish the work within three years. " * 4


@pytest.fixture(scope="module")
def directory() -> Directory:
    return Directory.load(Registry.load(SEEDS / "outlets.toml"))


def page(*blocks: str, body: str = BODY, **clues: str) -> Page:
    return Page("\n\n".join([*blocks, body]), clues=Clues(**clues))  # type: ignore[arg-type]


def source(
    directory: Directory, page: Page, url: str | None = None, given: Mapping[str, str] | None = None
) -> Source:
    facts = settle(page, url, given or {}, directory, TODAY)
    assert isinstance(facts, Facts)
    return facts.source


@pytest.mark.parametrize(
    ("seed", "outlet", "author", "day", "republisher", "known"),
    [
        ("000", "rfa", "凯迪", "2025-01-31", "蒙城华人网", Known.STATED),
        ("001", "takungpao", "苏雨润", None, None, Known.STATED),
        ("002", "bingchuan", "关不羽", "2025-02-17", UNNAMED_SITE, Known.STATED),
        ("003", "leige", "雷歌", "2025-01-27", None, Known.STATED),
        ("004", "voa", None, None, None, Known.INFERRED),
    ],
)
def test_the_seeds_say_it_themselves(
    directory: Directory,
    seed: str,
    outlet: str,
    author: str | None,
    day: str | None,
    republisher: str | None,
    known: Known,
) -> None:
    raw = next((SEEDS / "articles").glob(f"{seed}_*.txt")).read_text(encoding="utf-8")
    title = next((SEEDS / "articles").glob(f"{seed}_*.toml")).read_text(encoding="utf-8")
    found = source(directory, Page(raw))
    assert (found.outlet.id, found.author, found.day) == (outlet, author, day)
    assert (found.republished_by, found.known["outlet"]) == (republisher, known)
    assert f'title = {{ value = "{found.title}"' in title
    assert found.language == ("zh-Hant" if seed == "004" else "zh-Hans")
    assert found.url == ("https://blog.creaders.net/u/31182/" if seed == "003" else None)


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("2025-02-07 13:43 来源: 新京报 举报", "新京报"),
        ("來源：新京報", "新京报"),
        ("（本文来源：新京报）", "新京报"),
        ("转载自：新京报", "新京报"),
        ("稿源：證券市場紅週刊 作者：", "证券市场红周刊"),
        ("新京报记者 张三", "新京报"),
        ("新京报讯（记者 张三）今天的会议在上午举行，与会者讨论了工程的进度。", "新京报"),
        ("【大公報訊】今天的會議在上午舉行，與會者討論了工程的進度，並無結論。", "大公报"),
        ("新华社北京1月30日电 今天的会议在上午举行，与会者讨论了工程的进度。", "新华社"),
        ("（中央社記者王小明台北30日電）今天的會議在上午舉行，討論了工程的進度。", "中央社"),
        ("LONDON (AP) — The company said on Friday that it would finish the work.", "美联社"),
        ("(Reuters) - The company said on Friday that it would finish the work.", "路透社"),
    ],
)
def test_an_origin_is_the_outlet_and_the_site_its_republisher(
    directory: Directory, line: str, outlet: str
) -> None:
    told = page("一个够长的标题在这里", line, site="某某华人网")
    found = source(directory, told)
    assert found.outlet.names["zh-Hans"] == outlet
    assert found.republished_by == "某某华人网"
    assert found.known["outlet"] is Known.STATED


@pytest.mark.parametrize(
    "line",
    [
        "据新京报报道，今天的会议在上午举行，与会者讨论了工程的进度，并无结论。",
        "新京报1月30日报道称，今天的会议在上午举行，与会者讨论了工程的进度。",
        "他在接受新京报采访时表示，今天的会议在上午举行，讨论了工程的进度。",
        "新京报记者请他找出其中的漏洞，今天的会议在上午举行，讨论了工程的进度。",
        "《新京报》：今天的会议在上午举行，与会者讨论了工程的进度，并无结论。",
        "图片来源：新京报",
        "资料图：市民出行。新京报记者 张三 摄",
        "来源：网络",
        "来源：本站原创 作者：佚名",
    ],
)
def test_whom_a_text_only_mentions_is_no_origin(directory: Directory, line: str) -> None:
    found = source(directory, page("一个够长的标题在这里", line, site="某某华人网"))
    assert found.outlet.names["zh-Hans"] == "某某华人网"
    assert found.republished_by is None


def test_a_site_that_names_itself_as_the_origin_is_no_republisher(directory: Directory) -> None:
    for origin in ("人民网-文化频道", "人民网", "www.people.com.cn"):
        found = source(directory, page("标题在这里", site="人民网", source=origin))
        assert (found.outlet.id, found.republished_by) == ("people", None)
    own = page("标题在这里", site="某某学会官网", source="某某学会")
    assert source(directory, own).republished_by is None


def test_an_agencys_report_is_the_agencys_though_the_site_calls_itself_the_source(
    directory: Directory,
) -> None:
    wire = "新华社北京1月30日电 今天的会议在上午举行，与会者讨论了工程的进度。"
    told = page("标题在这里的", "来源：凤凰网", wire, site="凤凰网")
    assert (found := source(directory, told)).outlet.id == "xinhua"
    assert found.republished_by == "凤凰网"


def test_an_origin_without_a_named_site(directory: Directory) -> None:
    labelled = source(directory, page("标题在这里的", "来源：新京报"))
    assert labelled.republished_by == UNNAMED_SITE
    assert labelled.known["republished_by"] is Known.INFERRED
    said = source(directory, page("标题在这里的", "来源：新京报", "声明:本文转载自其它媒体"))
    assert said.known["republished_by"] is Known.STATED
    assert source(directory, page("标题在这里的", "新京报记者 张三")).republished_by is None


def test_comments_and_related_lists_name_no_origin(directory: Directory) -> None:
    raw = f"标题在这里的\n\n{BODY}\n\n来源：新京报"
    for kind in (Kind.COMMENT, Kind.RELATED, Kind.ADVERT):
        zone = Zone(raw.index("来源"), len(raw), kind, "test")
        found = settle(Page(raw, (zone,)), None, {}, directory, TODAY)
        assert isinstance(found, Unfit)
    assert source(directory, Page(raw)).outlet.id == "thebeijingnews"


@pytest.mark.parametrize(
    ("account", "outlet", "author", "republisher"),
    [
        ("爱否科技", "wechat", "爱否科技", None),
        ("冰川思享号", "bingchuan", None, "微信公众平台"),
        ("环球时报", "globaltimes", None, "微信公众平台"),
    ],
)
def test_on_a_platform_the_account_is_the_author_unless_it_is_a_known_outlet(
    directory: Directory, account: str, outlet: str, author: str | None, republisher: str | None
) -> None:
    told = page("标题在这里的", site="微信公众平台", author=account)
    found = source(directory, told, "https://mp.weixin.qq.com/s/abc")
    assert (found.outlet.id, found.author) == (outlet, author)
    assert found.republished_by == republisher


def test_a_page_elsewhere_that_claims_to_be_another_site_is_a_reprint(directory: Directory) -> None:
    claimed = page("A headline of some length", body=ENGLISH, site="Reuters")
    found = source(directory, claimed, "https://copies.example/a/1")
    assert (found.outlet.id, found.republished_by) == ("reuters", "copies.example")
    own = source(directory, claimed, "https://www.reuters.com/a/1")
    assert (own.outlet.id, own.republished_by) == ("reuters", None)


def test_a_canonical_address_elsewhere_is_the_origin(directory: Directory) -> None:
    copied = page("A headline of some length", body=ENGLISH, url="https://www.cnn.com/a/1")
    found = source(directory, copied, "https://www.msn.com/a/1")
    assert (found.outlet.id, found.republished_by) == ("cnn", "MSN")


def test_an_address_alone_is_inferred_and_a_name_makes_it_stated(directory: Directory) -> None:
    url = "https://news.163.com/19/0907/1.html"
    assert source(directory, page("标题在这里的"), url).known["outlet"] is Known.INFERRED
    named = source(directory, page("标题在这里的", site="网易新闻"), url)
    assert (named.outlet.id, named.known["outlet"]) == ("netease", Known.STATED)
    unlisted = source(directory, page("标题在这里的"), "https://www.a-b.example/x/1")
    assert (unlisted.outlet.id, unlisted.outlet.kind) == ("a-b-example", "unlisted")
    assert unlisted.known["outlet"] is Known.INFERRED


def test_the_root_of_a_site_is_no_address_of_an_article(directory: Directory) -> None:
    found = source(directory, page("标题在这里的", url="https://news.163.com/"))
    assert (found.outlet.id, found.url) == ("netease", None)
    found = source(directory, page("标题在这里的", url="https://news.163.com/1.html"))
    assert found.url == "https://news.163.com/1.html"


def test_an_own_reporter_and_a_bylined_one(directory: Directory) -> None:
    for line, author in (
        ("撰文丨关不羽", "关不羽"),
        ("【文/观察者网专栏作者 王文】", "王文"),
        ("作者：余毅菁 向雪妮", "余毅菁 向雪妮"),
        ("〔記者王小明／台北報導〕今天的會議在上午舉行，與會者討論了工程的進度。", "王小明"),
        ("以下请听本台记者凯迪的报道。会议在上午举行，与会者讨论了工程的进度。", "凯迪"),
        ("By Jane Doe", "Jane Doe"),
        ("Jane Doe | 31 January 2025", "Jane Doe"),
        ("责任编辑：张三", None),
        ("作者：未知 责任编辑：李四", None),
        ("Published 31 January 2025", None),
    ):
        assert source(directory, page("标题在这里的", line, site="某网")).author == author, line


def test_the_outlet_itself_is_no_author(directory: Directory) -> None:
    for author in ("网易", "网易科技", "网易新闻"):
        assert source(directory, page("标题", site="网易", author=author)).author is None


@pytest.mark.parametrize(
    ("line", "clue", "url", "expected"),
    [
        ("发布时间：2025年1月31日 07:12", None, None, ("2025-01-31T07:12", Known.STATED)),
        ("2025-01-31", "2025-01-30T07:12Z", None, ("2025-01-30T07:12+00:00", Known.STATED)),
        ("无", None, "https://a.example/2025/01/31/x", ("2025-01-31", Known.INFERRED)),
        ("1月30日", None, "https://a.example/2024/01/30/x", ("2024-01-30", Known.INFERRED)),
        ("3小时前", None, "https://a.example/x", ("2025-03-01", Known.INFERRED)),
        ("发布于昨天", None, "https://a.example/x", ("2025-02-28", Known.INFERRED)),
        ("发布于昨天", None, None, None),
        ("1月30日", None, None, None),
        ("2025-09-09", "2026-01-01", None, None),
        ("Today", None, None, None),
        ("该模型于2025年1月20日发布以来引起了广泛的讨论和关注", None, None, None),
        ("© 2024-01-02 某网版权所有", None, None, None),
    ],
)
def test_the_date(
    directory: Directory,
    line: str,
    clue: str | None,
    url: str | None,
    expected: tuple[str, Known] | None,
) -> None:
    clues = Clues(site="某网", published=clue)
    found = source(directory, Page(f"标题在这里的\n\n{line}\n\n{BODY}", clues=clues), url)
    assert (found.published and (found.published, found.known["published"])) == expected


def test_the_title_is_marked_said_twice_or_above_the_byline(directory: Directory) -> None:
    told_in = (
        page("首页 新闻 登录", "广告在这里卖东西", "真正的标题", "来源：某报", site="某网"),
        page("卖房卖车找我们", "真正的标题", "别的短句子", "真正的标题", site="某网"),
        page("真正的标题", site="某网"),
        page("别的标题在此", site="某网", title="真正的标题"),
    )
    for told in told_in:
        assert source(directory, told).title == "真正的标题"
    raw = f"别的标题在此\n\n真正的标题\n\n{BODY}"
    zone = Zone(raw.index("真正"), raw.index("真正") + 5, Kind.HEADLINE, "h1")
    assert source(directory, Page(raw, (zone,), Clues(site="某网"))).title == "真正的标题"
    without = source(directory, page(site="某网"))
    assert BODY.startswith(without.title)
    assert without.known["title"] is Known.INFERRED


def test_an_interview_of_a_programme_is_its_outlets_as_inferred(directory: Directory) -> None:
    text = "為此，《縱深視角》專訪了人工智能專家，請他詳解技術的細節與競爭的新趨勢。" + BODY
    found = source(directory, page("專訪杜先生：競爭格局會改變？", body=text))
    assert (found.outlet.id, found.known["outlet"]) == ("voa", Known.INFERRED)
    for title, body in (
        ("競爭格局會改變嗎？", text),
        ("專訪杜先生：會改變？", text.replace("為此，", "他接受")),
    ):
        told = settle(page(title, body=body.replace("他接受", "據")), None, {}, directory, TODAY)
        assert isinstance(told, Unfit)


def test_without_an_outlet_it_is_unfit(directory: Directory) -> None:
    found = settle(page("标题在这里的"), None, {}, directory, TODAY)
    assert isinstance(found, Unfit)
    assert (found.why, "--outlet" in found.detail) == (Why.NO_OUTLET, True)


def test_an_editors_values_win(directory: Directory) -> None:
    given = {
        "outlet": "路透社",
        "title": "另一个标题",
        "author": "李四",
        "published": "2025年1月2日",
        "url": "https://a.example/1",
        "republished_by": "某站",
        "language": "zh-Hant",
    }
    told = page("标题在这里的", "来源：新京报", site="网易", published="2025-01-31")
    found = source(directory, told, "https://news.163.com/1.html", given)
    assert (found.outlet.id, found.title, found.author) == ("reuters", "另一个标题", "李四")
    assert (found.published, found.url) == ("2025-01-02", "https://a.example/1")
    assert (found.republished_by, found.language) == ("某站", "zh-Hant")
    assert set(found.known.values()) == {Known.EDITOR}


def test_an_editors_outlet_may_be_an_id_or_unlisted(directory: Directory) -> None:
    assert source(directory, page("标题"), given={"outlet": "voa"}).outlet.id == "voa"
    new = source(directory, page("标题"), given={"outlet": "某某小报"}).outlet
    assert (new.names["zh-Hant"], new.kind) == ("某某小報", "unlisted")
    menu = page("某某华人网 首页 新闻", "标题在这里的")
    assert source(directory, menu, given={"outlet": "voa"}).republished_by == "某某华人网"
    placed = source(directory, page("标题"), "https://x.example/1", {"outlet": "某某小报"})
    assert (placed.outlet, placed.republished_by) == (new, None)


@pytest.mark.parametrize(
    "given",
    [
        {"published": "2025-13-01"},
        {"published": "昨天"},
        {"published": "2025-09-01"},
        {"language": "fr"},
        {"url": "file:///etc/passwd"},
        {"url": "example.com"},
        {"outlet": " "},
        {"title": "长" * 301},
        {"colour": "red"},
    ],
)
def test_a_value_that_cannot_be_is_a_fault_of_one_line(
    directory: Directory, given: dict[str, str]
) -> None:
    with pytest.raises(Fault) as raised:
        settle(page("标题"), None, {"outlet": "voa"} | given, directory, TODAY)
    assert "\n" not in str(raised.value)


def test_the_language_is_that_of_the_text_not_of_the_menu(directory: Directory) -> None:
    menu = "Home News World Sport and more of the same"
    assert source(directory, page(menu, "标题在这里的", site="某网")).language == "zh-Hans"
    traditional = "週五上午，公司在會上公佈了新的計劃，稱將在三年內完成全部改造工程，並且不會漲價。"
    told = page("标题在这里的", body=traditional, site="某网", language="zh-Hans")
    assert source(directory, told).language == "zh-Hant"
    assert source(directory, page("A headline", body=ENGLISH, site="X Post")).language == "en"


LINES = [
    "来源：",
    "新华社",
    "记者 ",
    "（",
    "）",
    "电",
    "2025年1月1日",
    "\n\n",
    "By ",
    "首页",
    "©",
    "字" * 95,
]


@settings(deadline=None)  # our machines may be busy
@given(st.lists(st.one_of(st.sampled_from([*LINES, "字" * 95]), st.text(max_size=12)), max_size=25))
def test_no_text_is_a_fault_and_no_fact_is_empty(directory: Directory, pieces: list[str]) -> None:
    found = settle(Page("".join(pieces)), None, {"outlet": "voa"}, directory, TODAY)
    assert isinstance(found, Facts)
    fields = (found.source.author, found.source.published, found.source.republished_by)
    assert all(value is None or value.strip() for value in fields)
