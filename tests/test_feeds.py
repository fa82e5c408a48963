"""Feeds: what they hold however they are written, and when they are asked again."""

import io
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from retrieval.faults import Fault
from retrieval.pages.page import Unfit, Why
from retrieval.web.connecting import HostGate
from retrieval.web.feeds import Entry, Feed, iso_date, parse_feed
from retrieval.web.fetching import Fetched, Fetcher, Limits
from retrieval.web.schedule import FeedConfig, FeedState, after, read_feeds
from tests.servers.web import WebServer, conditional, page, redirect, status

URL = "https://news.example.com/feeds/all.xml"
ARTICLE = "<p>" + "市政府昨天宣布，新的地铁线路将在明年春天开通。" * 12 + "</p>"


def rss(*items: str, head: str = "", title: str = "要闻") -> bytes:
    spaces = (
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    )
    body = "".join(f"<item>{item}</item>" for item in items)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<rss version="2.0" {spaces}><channel>'
        f"<title>{title}</title>{body}</channel></rss>"
    ).encode()


def item(number: int, more: str = "") -> str:
    return f"<title>第{number}条</title><link>https://news.example.com/{number}</link>{more}"


ATOM = """<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://cdn.example.com/b/"><title>Atom</title>
<entry><id>tag:1</id><title type="html">甲 &amp;amp; &lt;b&gt;乙&lt;/b&gt;</title>
<link rel="self" href="self"/><link rel="alternate" href="one?utm_medium=rss&amp;id=1#top"/>
<author><name>李四</name></author><published>2025-02-03T08:00:00+08:00</published>
<updated>2025-02-04T08:00:00+08:00</updated>
<content type="html">{article}</content></entry></feed>"""

RDF = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>RDF</title></channel><item><title>甲</title><link>http://a.example.com/1</link>
<dc:date>2025-02-03T08:00:00Z</dc:date></item></rdf:RDF>"""


def feed(body: bytes | str, url: str = URL, charset: str | None = None) -> Feed:
    found = parse_feed(body.encode() if isinstance(body, str) else body, url, charset)
    assert isinstance(found, Feed), found
    return found


def only(body: bytes | str) -> Entry:
    (entry,) = feed(body).entries
    return entry


def test_an_rss_entry_is_read_whole() -> None:
    written = (
        "<title><![CDATA[市长 &amp; <b>市民</b>]]></title><link>/a/1?utm_source=rss&amp;id=2</link>"
        "<guid isPermaLink='false'>n-1</guid><dc:creator>张三</dc:creator>"
        "<pubDate>Mon, 03 Feb 2025 08:00:00 +0800</pubDate><description>提要</description>"
        f"<content:encoded><![CDATA[{ARTICLE}]]></content:encoded>"
    )
    assert feed(rss(written)) == Feed(
        "要闻",
        (
            Entry(
                id="n-1",
                url="https://news.example.com/a/1?id=2",
                title="市长 & 市民",
                published="2025-02-03T08:00:00+08:00",
                author="张三",
                content=ARTICLE,
            ),
        ),
    )


def test_an_atom_entry_is_read_whole() -> None:
    assert only(ATOM.replace("{article}", escape(ARTICLE))) == Entry(
        id="tag:1",
        url="https://cdn.example.com/b/one?id=1",
        title="甲 & 乙",
        published="2025-02-03T08:00:00+08:00",
        author="李四",
        content=ARTICLE,
    )


def test_an_rdf_entry_is_read() -> None:
    entry = only(RDF)
    assert (entry.id, entry.url) == ("http://a.example.com/1", "http://a.example.com/1")
    assert entry.published == "2025-02-03T08:00:00+00:00"


@pytest.mark.parametrize(
    "link",
    [
        "",
        "<link/>",
        "<link>mailto:a@b.c</link>",
        "<link>http://[</link>",
        "<link>javascript:alert(1)</link>",
        "<link>file:///etc/passwd</link>",
        "<link>http://user@a.example.com/</link>",
    ],
)
def test_an_entry_without_a_web_address_is_left_out(link: str) -> None:
    assert feed(rss(f"<title>无</title>{link}", item(2))).entries[0].title == "第2条"


def test_the_same_id_or_the_same_page_is_one_entry() -> None:
    guid = "<guid isPermaLink='false'>{}</guid>"
    entries = feed(
        rss(
            item(1, guid.format("a")),
            item(2, guid.format("a")),
            "<title>又</title><link>https://NEWS.example.com:443/1?utm_campaign=x#c</link>"
            + guid.format("b"),
            item(4, guid.format("c")),
        )
    ).entries
    assert [entry.title for entry in entries] == ["第1条", "第4条"]


@pytest.mark.parametrize(
    ("stated", "published"),
    [
        ("Mon, 03 Feb 2025 08:00:00 +0800", "2025-02-03T08:00:00+08:00"),
        ("Mon, 03 Feb 2025 08:00:00 GMT", "2025-02-03T08:00:00+00:00"),
        ("Mon, 03 Feb 2025 08:00:00 EST", "2025-02-03T08:00:00-05:00"),
        ("03 Feb 2025 08:00 +0000", "2025-02-03T08:00:00+00:00"),
        ("2025-02-03T08:00:00Z", "2025-02-03T08:00:00+00:00"),
        ("2025-02-03T08:00:00.5-05:00", "2025-02-03T08:00:00.500000-05:00"),
        ("2025-02-03", "2025-02-03"),
        ("2025-02-03 23:00:00", "2025-02-03"),  # no zone: the hour would be a guess
        ("Mon, 03 Feb 2025 08:00:00", "2025-02-03"),
        ("Mon, 03 Feb 2025 08:00:00 CST", "2025-02-03"),  # China's or America's
        ("2025年2月3日 10:30", "2025-02-03"),
        ("2025/02/03 10:30", "2025-02-03"),
        ("2025년 2월 3일 월요일 오후 5:00:00", "2025-02-03"),
        ("Monday, 3 February 2025 08:00:00 +0000", "2025-02-03T08:00:00+00:00"),
        ("Mon, 03 Feb 1925 08:00:00 GMT", None),
        ("2025年13月3日", None),
        ("31 Feb 2025 08:00:00 GMT", None),
        ("5:00:00 on day 3", None),
        ("soon", None),
        ("", None),
    ],
)
def test_dates_keep_their_zone_and_none_is_made_up(stated: str, published: str | None) -> None:
    assert iso_date(stated) == published


def test_an_entry_takes_the_date_it_has() -> None:
    updated = "<updated>2025-02-03T08:00:00Z</updated>"
    dated = ATOM.replace("<published>2025-02-03T08:00:00+08:00", "<published>soon")
    assert only(dated.replace("{article}", "")).published == "2025-02-04T08:00:00+08:00"
    assert only(rss(item(1, updated))).published == "2025-02-03T08:00:00+00:00"
    assert only(rss(item(1))).published is None


@pytest.mark.parametrize(
    ("written", "whole"),
    [
        (f"<description>{escape(ARTICLE * 4)}</description>", True),
        (f"<description>{escape(ARTICLE)}</description>", False),  # as long as a long summary
        (f"<content:encoded>{escape(ARTICLE)}</content:encoded>", True),
        ("<content:encoded>短</content:encoded>", False),
        (f"<content:encoded>{escape(ARTICLE)} 阅读全文 »</content:encoded>", False),
        (f"<content:encoded>{escape(ARTICLE)}[…]</content:encoded>", False),
        (
            f"<content:encoded>{escape(ARTICLE)}&lt;a&gt;Read more&lt;/a&gt;</content:encoded>",
            False,
        ),
        (f"<description>{escape(ARTICLE * 4)} ...</description>", False),
        ("", False),
    ],
)
def test_content_is_there_only_if_the_feed_carries_the_article(written: str, whole: bool) -> None:
    assert (only(rss(item(1, written))).content is not None) is whole


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5", "utf-16"])
def test_any_character_set_is_read_whatever_is_declared(codec: str) -> None:
    written = "<title>國家與社會的問題，人們都在說</title><link>https://a.example.com/</link>"
    text = rss(written, title="國際新聞").decode()
    for declared in ("UTF-8", "gb2312", "big5"):
        body = text.replace("UTF-8", declared).encode(codec)
        assert feed(body, charset="iso-8859-1").title == "國際新聞"


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text.replace("<title>第2条", "<title>第2条 & <b>"),
        lambda text: text.replace("第2条", "第2条&nbsp;&unknown;"),
        lambda text: text.replace("</channel></rss>", ""),
        lambda text: text.replace("</item></channel></rss>", ""),
        lambda text: "\n\n" + text,
        lambda text: text.replace("第2条", "第2条\x0b"),
        lambda text: text + "<!-- trailing <rubbish> -->",
    ],
)
def test_broken_xml_is_read_as_far_as_it_goes(damage: "object") -> None:
    assert callable(damage)
    entries = feed(damage(rss(item(1), item(2), item(3)).decode())).entries
    assert [entry.url[-1] for entry in entries][:2] == ["1", "2"]


def test_an_entry_that_the_transfer_cut_in_two_is_left_out() -> None:
    more = f"<content:encoded>{escape(ARTICLE)}</content:encoded>"
    whole = rss(item(1, more), item(2, more))
    entries = feed(whole[: whole.rindex("昨天".encode())]).entries
    assert [entry.title for entry in entries] == ["第1条"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"plain words",
        b"<html><body><p>A page about a feed.</p></body></html>",
        b'{"version": "https://jsonfeed.org/version/1"}',
        b"<rss",
        b"<rss><channel><<<<",
        b"<?xml version='1.0'?><svg></svg>",
        b"\x00\x01\x02",
        b"/etc/passwd",
        b"file:///etc/passwd",
        b"http://127.0.0.1/<rss>",
    ],
)
def test_what_is_no_feed_is_refused(body: bytes) -> None:
    found = parse_feed(body, URL)
    assert isinstance(found, Unfit), found
    assert "\n" not in found.detail


def test_a_feed_without_entries_is_a_feed() -> None:
    assert feed(rss()).entries == ()


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha" * 1000}">' for n in range(9))


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (f"<!DOCTYPE rss [{LAUGHS}]>", "&l8;"),
        (f'<!DOCTYPE rss [<!ENTITY q "{"x" * 50_000}">]>', "&q;" * 20_000),
        ('<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;"),
        ('<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>', "t"),
        ('<!DOCTYPE rss SYSTEM "file:///etc/passwd">', "t"),
        ('<!DOCTYPE rss [<!ENTITY x "a&gt;b>c"> <!ENTITY y "&x;&x;">]>', "&y;"),
    ],
)
def test_entities_neither_unfold_nor_fetch(
    head: str, title: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*_: object, **__: object) -> io.BytesIO:
        raise AssertionError("a file was opened")

    begun = time.perf_counter()
    body = rss(item(1), head=head, title=title)
    with monkeypatch.context() as patched:
        patched.setattr("builtins.open", forbidden)
        found = parse_feed(body, URL)
    assert time.perf_counter() - begun < 3
    assert isinstance(found, Unfit) or len(found.title) <= len(title)
    assert "root:" not in str(found)


@pytest.mark.parametrize(
    "body",
    [
        b"<rss><channel>" + b"<item>" * 200_000,
        b"<rss><channel>" + b"<item>" * 1_900,
        b"<rss>" + b"<" * 1_000_000,
        b"<rss>" + b"<" * 190_000,
        b"<rss><channel><item><a href='" * 60_000,
        b"<rss><channel><item><title>" + b"&amp;" * 190_000,
        b"<rss>" + b"<!ENTITY a " * 190_000,
        b"<rss>" + b"<!DOCTYPE [\n" * 190_000,
        b"<!DOCTYPE rss [\n" * 100 + b"<rss>" + b"\n" * 2_000_000,
        b"<rss>" + b"<![CDATA[" * 190_000,
        b"<rss>" + b"<!--" * 190_000,
        b"<rss><channel>" + b"x" * 5_000_000,
    ],
    ids=lambda body: f"{body[:30]!r} {len(body)}",
)
def test_a_hostile_feed_takes_seconds_at_most(body: bytes) -> None:
    begun = time.perf_counter()
    parse_feed(body, URL)
    assert time.perf_counter() - begun < 10  # 1 on a machine at rest


def test_entities_of_the_files_own_are_not_expanded() -> None:
    found = feed(
        rss(item(1), head='<!DOCTYPE rss [<!ENTITY q "unfolded">]>', title="a &q; b &lt; c")
    )
    assert "unfolded" not in found.title and found.title.endswith("b < c")


NOW = datetime(2025, 2, 3, 8, tzinfo=UTC)
EVERY = timedelta(minutes=30)
FINE = Fetched(URL, 200, "text/xml", None, b"", etag='"2"', modified="Mon")


def trouble(code: int | None = None, retry_after: float | None = None) -> Unfit:
    return Unfit(Why.UNREACHABLE, "it answers nothing", code, retry_after)


def wait(state: FeedState) -> timedelta:
    assert state.next_at is not None
    return state.next_at - NOW


def test_a_feed_that_answers_is_asked_again_in_a_while() -> None:
    state = after(FeedState(URL, failures=3, trouble="x", next_at=NOW), FINE, NOW, EVERY)
    assert state == FeedState(URL, '"2"', "Mon", state.next_at, last_status=200)
    assert EVERY * 0.9 <= wait(state) <= EVERY * 1.1


def test_waits_differ_between_feeds_and_are_the_same_every_time() -> None:
    waits = [wait(after(FeedState(f"{URL}?{n}"), FINE, NOW, EVERY)) for n in range(200)]
    assert waits == [wait(after(FeedState(f"{URL}?{n}"), FINE, NOW, EVERY)) for n in range(200)]
    assert EVERY * 0.9 <= min(waits) < EVERY * 0.92
    assert EVERY * 1.08 < max(waits) <= EVERY * 1.1


def test_an_unchanged_feed_keeps_its_validators() -> None:
    known = FeedState(URL, etag='"1"', modified="Sun", failures=2)
    same = Fetched(URL, 304, "", None, b"", not_modified=True)
    state = after(known, same, NOW, EVERY)
    assert (state.etag, state.modified, state.failures, state.last_status) == ('"1"', "Sun", 0, 304)
    bare = Fetched(URL, 200, "", None, b"")
    assert after(known, bare, NOW, EVERY).etag is None


def test_a_feed_that_moved_for_good_is_asked_there() -> None:
    moved = Fetched(
        "https://b.example.com/2", 200, "", None, b"", moved_to="https://b.example.com/"
    )
    assert after(FeedState(URL), moved, NOW, EVERY).url == "https://b.example.com/"


@pytest.mark.parametrize("code", [None, 403, 404, 500, 503, 429])
def test_trouble_doubles_the_wait_up_to_a_day(code: int | None) -> None:
    state, waits = FeedState(URL, etag='"1"'), []
    for _ in range(40):
        state = after(state, trouble(code), NOW, EVERY)
        waits.append(wait(state))
    assert EVERY * 1.8 <= waits[0] <= EVERY * 2.2
    assert waits[1] / waits[0] == pytest.approx(2) and waits[2] / waits[0] == pytest.approx(4)
    assert waits[-1] == timedelta(days=1) == max(waits)
    assert (state.failures, state.last_status, state.etag) == (40, code, '"1"')
    assert state.trouble == "it answers nothing" and not state.gone


@pytest.mark.parametrize("code", [429, 503])
@pytest.mark.parametrize(
    ("asked", "waited"), [(0, 60), (120, 120), (7200, 7200), (1e6, 86400), (999_999_999, 86400)]
)
def test_a_server_that_asks_for_time_gets_it(code: int, asked: float, waited: float) -> None:
    state = after(FeedState(URL), trouble(code, asked), NOW, EVERY)
    assert wait(state) == timedelta(seconds=waited)
    assert state.failures == 1


def test_only_a_busy_server_sets_the_wait() -> None:
    assert wait(after(FeedState(URL), trouble(500, 1e5), NOW, EVERY)) < timedelta(hours=2)


def test_a_feed_that_is_gone_is_never_asked_again() -> None:
    state = after(FeedState(URL), trouble(410), NOW, EVERY)
    assert state.gone and not state.is_due(NOW + timedelta(days=999))


def test_a_feed_is_due_when_its_time_has_come() -> None:
    assert FeedState(URL).is_due(NOW)
    assert FeedState(URL, next_at=NOW).is_due(NOW)
    assert not FeedState(URL, next_at=NOW + EVERY).is_due(NOW)


async def test_a_feed_is_polled_over_its_life() -> None:
    async with WebServer() as server:
        allowed = frozenset({server.authority})
        fetcher = Fetcher(allowed, gate=HostGate(0), limits=Limits(total=2, read=1))

        async def ask(state: FeedState) -> tuple[FeedState, Fetched | Unfit]:
            found = await fetcher.fetch(state.url, state.etag, state.modified)
            return after(state, found, NOW, EVERY), found

        server.pages["/old"] = redirect("/feed", 301)
        link = f"<title>近</title><link>{server.url('/a')}</link>"
        server.pages["/feed"] = conditional(rss(link), '"9"')
        state, found = await ask(FeedState(server.url("/old")))
        assert isinstance(found, Fetched)
        assert feed(found.body, found.url).entries[0].url == server.url("/a")
        assert (state.url, state.etag) == (server.url("/feed"), '"9"')

        state, found = await ask(state)
        assert isinstance(found, Fetched) and found.not_modified
        assert server.requests[-1].path == "/feed"

        server.pages["/feed"] = status(429, Retry_After="300")
        state, _ = await ask(state)
        assert wait(state) == timedelta(seconds=300) and state.etag == '"9"'

        server.pages["/feed"] = status(500)
        state, _ = await ask(state)
        assert state.failures == 2

        server.pages["/feed"] = page(rss(item(1), item(1)), "text/plain")
        state, found = await ask(state)
        assert isinstance(found, Fetched) and len(feed(found.body).entries) == 1
        assert (state.failures, state.etag, state.trouble) == (0, None, None)

        server.pages["/feed"] = status(410)
        assert (await ask(state))[0].gone


def written(folder: Path, text: str) -> Path:
    path = folder / "feeds.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_feeds_are_read_from_a_file(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        f'[[feed]]\nurl = "{URL}"\n[[feed]]\nurl = "http://B.example.com"\n'
        'outlet = "某报"\nevery = 5\nlanguage = "zh-Hant"\n',
    )
    assert read_feeds(path) == (
        FeedConfig(URL, None, timedelta(minutes=30), None),
        FeedConfig("http://b.example.com/", "某报", timedelta(minutes=5), "zh-Hant"),
    )


def test_without_a_file_or_entries_there_are_no_feeds(tmp_path: Path) -> None:
    assert read_feeds(tmp_path / "feeds.toml") == ()
    assert read_feeds(written(tmp_path, "")) == ()


def test_a_feed_of_ones_own_network_must_be_allowed(tmp_path: Path) -> None:
    path = written(tmp_path, '[[feed]]\nurl = "http://127.0.0.1:8080/feed"\n')
    with pytest.raises(Fault):
        read_feeds(path)
    assert len(read_feeds(path, frozenset({"127.0.0.1:8080"}))) == 1


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("feed = 1", "[[feed]]"),
        ('[feed]\nurl = "x"', "[[feed]]"),
        ('feeds = []\n[[feed]]\nurl = "http://a.example/"', "[[feed]]"),
        ("[[feed]]", "None"),
        ('[[feed]]\nurl = ""', "''"),
        ("[[feed]]\nurl = 5", "5"),
        ('[[feed]]\nurl = "ftp://a.example/"', "ftp://a.example/"),
        ('[[feed]]\nurl = "http://u:p@a.example/"', "u:p"),
        ('[[feed]]\nurl = "http://a.example/"\nevry = 5', "'evry'"),
        ('[[feed]]\nurl = "http://a.example/"\nevery = 4', "every = 4"),
        ('[[feed]]\nurl = "http://a.example/"\nevery = 30.0', "every = 30.0"),
        ('[[feed]]\nurl = "http://a.example/"\nevery = true', "every = True"),
        ('[[feed]]\nurl = "http://a.example/"\nevery = "30"', "every = '30'"),
        ('[[feed]]\nurl = "http://a.example/"\nevery = 99999', "every = 99999"),
        ('[[feed]]\nurl = "http://a.example/"\noutlet = ""', "outlet ''"),
        ('[[feed]]\nurl = "http://a.example/"\noutlet = 3', "outlet 3"),
        ('[[feed]]\nurl = "http://a.example/"\nlanguage = "zh"', "'zh'"),
        ('[[feed]]\nurl = "http://a.example/"\nlanguage = []', "[]"),
        ('[[feed]]\nurl = "http://a.example/"\n' * 2, "twice"),
        ('[[feed]]\nurl = "http://a.example"\n[[feed]]\nurl = "http://A.example/#x"', "twice"),
        ("[[feed", "TOML"),
    ],
)
def test_a_mistake_in_the_file_is_one_line_that_says_where(
    tmp_path: Path, text: str, named: str
) -> None:
    path = written(tmp_path, text)
    with pytest.raises(Fault) as caught:
        read_feeds(path)
    message = str(caught.value)
    assert message.startswith(str(path)) and named in message and "\n" not in message
