"""Feeds read from a real server: new entries once, politely, whatever the server answers."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.newsroom import Newsroom
from retrieval.ingest.intake import Intake
from retrieval.ingest.polling import Polled, Polling
from retrieval.ingest.reading import Handed
from retrieval.outlets import Outlet, Registry
from retrieval.pages.facts.directory import Directory
from retrieval.store import Store, writing
from retrieval.store.database import Database
from retrieval.web.connecting import HostGate
from retrieval.web.fetching import Fetcher, Limits
from retrieval.web.schedule import FeedConfig
from tests.servers.web import WebServer, conditional, endless, page, redirect, status

JIA = Outlet("jia", {"zh-Hans": "甲报", "zh-Hant": "甲報", "en": "Jia"}, "daily")
QUICK = Limits(total=1, connect=0.5, read=0.3, body=200_000)
BEGAN = datetime(2025, 2, 1, 12, tzinfo=UTC)
STORIES = {
    "typhoon": "台风今晚在沿海登陆,气象台发布了红色预警。各地学校停课两天,渔船全部回港避风。"
    "铁路部门停运了一百多趟列车,机场取消了大部分航班。当地居民正在准备沙袋和饮用水。",
    "bank": "央行昨天宣布下调存款准备金率,市场普遍认为这是宽松的信号。银行股开盘后上涨,"
    "债券收益率随之下行。分析人士说,今年还有进一步降息的空间,但要看物价和汇率的走势。",
    "match": "主队昨晚在加时赛中以三比二取胜,守门员扑出了对方的点球。教练赛后表示,年轻队员"
    "的表现超出预期。下一轮的对手实力更强,球队将提前一天飞往客场,并安排两次适应训练。",
}


@pytest.fixture
async def server() -> AsyncIterator[WebServer]:
    async with WebServer() as server:
        yield server


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.in_folder(tmp_path)
    store.sync(Registry((JIA,)), [])
    yield store
    store.close()


class Clock:
    """A time that a test moves on."""

    def __init__(self) -> None:
        self.time = BEGAN

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def polling(server: WebServer, store: Store, clock: Clock) -> Polling:
    fetcher = Fetcher(frozenset({server.authority}), gate=HostGate(0), limits=QUICK)
    intake = Intake(store, Directory.load(Registry((JIA,))), lambda: date(2025, 2, 1))
    newsroom = Newsroom(intake, fetcher, lambda: None)
    feed = FeedConfig(server.url("/feed"), "jia", timedelta(minutes=30))
    return Polling([feed], store.database, fetcher, newsroom.take, clock)


def rss(server: WebServer, *names: str, content: str = "") -> bytes:
    items = "".join(
        f"<item><title>标题{name}</title><link>{server.url('/' + name)}</link>"
        f"<guid>{name}</guid><pubDate>Fri, 31 Jan 2025 08:00:00 +0800</pubDate>{content}</item>"
        for name in names
    )
    opening = '<?xml version="1.0"?><rss version="2.0" xmlns:content='
    space = '"http://purl.org/rss/1.0/modules/content/"'
    return f"{opening}{space}><channel><title>甲报</title>{items}</channel></rss>".encode()


def serve(server: WebServer, *names: str) -> None:
    """Let the server have these stories, and a feed of them that knows its ETag."""
    for name in names:
        html = f"<title>标题{name}</title><article><h1>标题{name}</h1><p>{STORIES[name]}</p>"
        server.pages[f"/{name}"] = page(html.encode())
    server.pages["/feed"] = conditional(rss(server, *names), etag=f'"{len(names)}"')


def asked(server: WebServer, path: str) -> int:
    return sum(request.path == path for request in server.requests)


async def poll(polling: Polling) -> Polled:
    (polled,) = await polling.poll(polling.feeds)
    return polled


async def test_new_entries_are_taken_in_and_the_same_feed_brings_nothing(
    server: WebServer, polling: Polling, store: Store
) -> None:
    serve(server, "typhoon", "bank")
    assert (await poll(polling)).taken == 2
    taken = list(store.articles())
    assert {article.source.title for article in taken} == {"标题typhoon", "标题bank"}
    assert {article.source.outlet for article in taken} == {JIA}
    assert {article.source.day for article in taken} == {"2025-01-31"}
    assert await poll(polling) == Polled(server.url("/feed"))
    assert server.requests[-1].headers["if-none-match"] == '"2"'
    serve(server, "typhoon", "bank", "match")
    assert (await poll(polling)).taken == 1
    assert (asked(server, "/typhoon"), asked(server, "/match")) == (1, 1)


async def test_a_feed_is_asked_when_it_is_due(
    server: WebServer, polling: Polling, clock: Clock
) -> None:
    serve(server, "typhoon")
    assert polling.seconds_to_next() == 0
    assert len(await polling.poll_due()) == 1
    assert await polling.poll_due() == []
    wait = polling.seconds_to_next()
    assert wait is not None and 27 * 60 <= wait <= 33 * 60
    clock.time += timedelta(seconds=wait)
    assert len(await polling.poll_due()) == 1


@pytest.mark.parametrize(
    ("answer", "least", "most"),
    [
        (status(429, Retry_After="7200"), 7200, 7200),
        (status(503, Retry_After="0"), 60, 60),
        (status(500), 54 * 60, 66 * 60),
        (endless([b"<rss>"] * 100, pause=0.1), 54 * 60, 66 * 60),
    ],
    ids=["429", "503", "500", "slow"],
)
async def test_trouble_makes_the_wait_longer(
    server: WebServer, polling: Polling, clock: Clock, answer: object, least: int, most: int
) -> None:
    server.pages["/feed"] = answer  # type: ignore[assignment]
    polled = await poll(polling)
    assert polled.trouble and "\n" not in polled.trouble
    wait = polling.seconds_to_next()
    assert wait is not None and least <= wait <= most


async def test_trouble_again_and_again_doubles_the_wait_and_then_it_is_forgotten(
    server: WebServer, polling: Polling, clock: Clock
) -> None:
    server.pages["/feed"] = status(500)
    waits = []
    for _ in range(3):
        await poll(polling)
        waits.append(polling.seconds_to_next() or 0)
    assert waits[1] == pytest.approx(2 * waits[0])
    assert waits[2] == pytest.approx(4 * waits[0])
    serve(server, "typhoon")
    assert (await poll(polling)).taken == 1
    assert (polling.seconds_to_next() or 0) < waits[0]


async def test_a_feed_that_is_gone_is_asked_no_more(server: WebServer, polling: Polling) -> None:
    server.pages["/feed"] = status(410)
    await poll(polling)
    assert polling.seconds_to_next() is None
    assert await polling.poll_due() == []


async def test_a_feed_that_moved_for_good_is_asked_where_it_is(
    server: WebServer, polling: Polling
) -> None:
    serve(server, "typhoon")
    server.pages["/new"] = server.pages["/feed"]
    server.pages["/feed"] = redirect("/new", 301)
    assert (await poll(polling)).taken == 1
    await poll(polling)
    assert (asked(server, "/feed"), asked(server, "/new")) == (1, 2)


@pytest.mark.parametrize("target", ["http://127.0.0.1:1/feed", "file:///etc/passwd", "/feed"])
async def test_a_feed_that_leads_astray_is_refused(
    server: WebServer, polling: Polling, target: str
) -> None:
    server.pages["/feed"] = redirect(target)
    assert (await poll(polling)).trouble


async def test_broken_xml_is_read_as_far_as_it_goes(server: WebServer, polling: Polling) -> None:
    serve(server, "typhoon", "bank")
    broken = rss(server, "typhoon", "bank").replace(b"</channel>", b"<item><title>&nbsp;<b></ch")
    server.pages["/feed"] = page(broken, "application/rss+xml")
    assert (await poll(polling)).taken == 2
    server.pages["/feed"] = page(b"<html>not a feed</html>")
    assert "no RSS or Atom feed" in str((await poll(polling)).trouble)


async def test_duplicates_in_a_feed_and_between_feeds_are_one(
    server: WebServer, polling: Polling, store: Store
) -> None:
    serve(server, "typhoon")
    server.pages["/feed"] = page(rss(server, "typhoon", "typhoon"))
    server.pages["/other"] = page(rss(server, "typhoon"))
    feeds = [*polling.feeds, replace(polling.feeds[0], url=server.url("/other"))]
    await replace(polling, feeds=feeds).poll(feeds)
    assert len(store.article_ids()) == 1


async def test_a_page_that_cannot_be_had_now_is_tried_again(
    server: WebServer, polling: Polling, store: Store
) -> None:
    serve(server, "typhoon", "bank")
    story, server.pages["/bank"] = server.pages["/bank"], status(503)
    assert await poll(polling) == Polled(server.url("/feed"), taken=1, waiting=1)
    server.pages["/bank"] = story
    assert (await poll(polling)).taken == 1
    assert len(store.article_ids()) == 2


async def test_a_page_that_is_no_article_is_not_asked_for_again(
    server: WebServer, polling: Polling, store: Store
) -> None:
    serve(server, "typhoon", "bank")
    server.pages["/bank"] = page("<title>登录</title><form><input type=password></form>".encode())
    assert await poll(polling) == Polled(server.url("/feed"), taken=1, refused=1)
    server.pages["/feed"] = page(rss(server, "typhoon", "bank"))
    assert await poll(polling) == Polled(server.url("/feed"))
    assert asked(server, "/bank") == 1


async def test_what_the_feed_carries_whole_stands_in_for_a_page_that_is_no_article(
    server: WebServer, polling: Polling, store: Store
) -> None:
    body = f"<content:encoded><![CDATA[<p>{STORIES['bank'] * 3}</p>]]></content:encoded>"
    server.pages["/feed"] = page(rss(server, "bank", content=body))
    server.pages["/bank"] = status(403)
    assert (await poll(polling)).taken == 1
    (article,) = store.articles()
    assert article.source.title == "标题bank"
    assert article.source.url == server.url("/bank")
    assert STORIES["bank"] in article.text


async def test_what_an_editor_removed_does_not_come_back(
    server: WebServer, polling: Polling, store: Store
) -> None:
    serve(server, "typhoon")
    await poll(polling)
    writing.remove(store.database, store.article_ids())
    other = replace(polling.feeds[0], url=server.url("/other"))
    server.pages["/other"] = server.pages["/feed"]
    (polled,) = await replace(polling, feeds=[other]).poll([other])
    assert (polled.taken, polled.refused) == (0, 1)
    assert store.article_ids() == ()


async def test_a_long_feed_is_taken_a_portion_at_a_time(
    server: WebServer, polling: Polling
) -> None:
    names = [f"none{number}" for number in range(40)]
    for name in names:
        server.pages[f"/{name}"] = page(b"<p>nothing")
    server.pages["/feed"] = conditional(rss(server, *names), etag='"1"')
    assert await poll(polling) == Polled(server.url("/feed"), refused=30, waiting=10)
    assert await poll(polling) == Polled(server.url("/feed"), refused=10)


async def test_where_feeds_stand_outlives_the_process(
    server: WebServer, polling: Polling, store: Store
) -> None:
    serve(server, "typhoon")
    await poll(polling)
    again = replace(polling, database=Database(store.url))
    assert again.states() == polling.states()
    assert again.states()[server.url("/feed")].etag == '"1"'


async def test_a_post_without_an_outlet_is_refused(polling: Polling) -> None:
    outcome = await polling.take(Handed((STORIES["bank"] * 2).encode()), "feed")
    assert "--outlet" in getattr(outcome, "detail", "")
