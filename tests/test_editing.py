"""What editors send, over HTTP: the bot's own `Application` against the strict Bot API."""

import asyncio
import logging
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.answering.answerer import Answerer
from bot.newsroom import Newsroom
from bot.settings import Settings
from bot.telegram.application import App, build_application
from bot.telegram.conversation import Conversation
from bot.telegram.editing import Editing
from retrieval.holdings import holdings_of
from retrieval.ingest.intake import Intake
from retrieval.pages.page import Unfit
from retrieval.search import ServedSearch
from retrieval.web.fetching import Fetched
from tests.replay.editors import Web, own_desk
from tests.replay.transcript import Section
from tests.servers.bot_api import DOWNLOAD, TOKEN, BotApiServer
from tests.servers.chats import from_channel, from_hidden_user, from_user, written
from tests.test_end_to_end import running_bot

EDITOR, READER = 1, 2
URL = "https://harbour-post.example/a"
HTML = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Harbour library opens at
night | The Harbour Post</title><meta property="og:site_name" content="The Harbour Post"></head>
<body><article><h1>Harbour library opens at night</h1><p>The harbour library will stay open until
two in the morning from March on, the city council decided on Thursday.</p><p>Four librarians will
be hired for the night shift, said councillor Ines Whitlock.</p></article></body></html>"""
TEXT = (
    "海港地铁三号线推迟到明年通车\n来源：海港日报 2025-02-10\n\n海港地铁公司周一宣布，"
    "三号线的通车时间从今年九月推迟到明年三月，原因是过江隧道渗水。\n隧道还要加固约400米，追加投资2.6亿元。\n"
)
POST = (
    "海港碼頭罷工結束\n\n海港碼頭工會週三宣佈，會員以七成二的票數通過新合約，"
    "為期九天的罷工當晚結束。"
)
PHOTO = [{"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}]
APOLOGY = "抱歉，出了点问题"
GREETING = "你好，我是「谁说的」"


class SlowWeb(Web):
    """Answers when it is told to."""

    def __init__(self) -> None:
        self.fetched: list[str] = []
        super().__init__(self.fetched.append)
        self.put(Section(("page", URL), HTML))
        self.go_on = asyncio.Event()
        self.go_on.set()
        self.trouble: Exception | None = None

    async def fetch(
        self, url: str, etag: str | None = None, modified: str | None = None
    ) -> Fetched | Unfit:
        found = await super().fetch(url, etag, modified)
        await self.go_on.wait()
        if self.trouble:
            raise self.trouble
        return found


class Desk:
    """The bot at work, and what a test asks of it."""

    def __init__(self, telegram: BotApiServer, web: SlowWeb, newsroom: Newsroom) -> None:
        self.telegram = telegram
        self.web = web
        self.store = newsroom.store
        self._greetings: Counter[int] = Counter()
        self._held = {article.id for article in self.store.articles()}

    @property
    def taken(self) -> list[str]:
        """The titles of what was taken in."""
        articles = self.store.articles()
        return [article.source.title for article in articles if article.id not in self._held]

    async def replies(self, count: int, chat: int = EDITOR) -> list[str]:
        """The bot's messages in a chat, which are so many and no more."""
        self._greetings[chat] += 1
        kind = "private" if chat > 0 else "supergroup"
        self.telegram.say("/start", chat=chat, chat_type=kind)  # a chat is answered in order
        said = await asyncio.to_thread(
            self.telegram.wait_for_messages, count + self._greetings[chat], chat
        )
        texts = [sent.text for sent in said]
        assert texts[-1].startswith(GREETING)
        return [text for text in texts if not text.startswith(GREETING)]


@pytest.fixture
def telegram() -> Iterator[BotApiServer]:
    with BotApiServer() as server:
        yield server
        assert not server.violations


@pytest.fixture
async def desk(telegram: BotApiServer, answerer: Answerer) -> AsyncIterator[Desk]:
    web = SlowWeb()
    with own_desk(answerer, web) as (own_answerer, newsroom):
        search = own_answerer.search
        assert isinstance(search, ServedSearch)
        conversation = Conversation(own_answerer, lambda: holdings_of(search.store))
        editing = Editing(newsroom, frozenset([EDITOR]))
        application = build_application(TOKEN, conversation, telegram.url, editing=editing)
        async with _polling(application):
            yield Desk(telegram, web, newsroom)
            web.go_on.set()


@asynccontextmanager
async def _polling(application: App) -> AsyncIterator[None]:
    assert application.updater
    async with application:
        await application.start()
        await application.updater.start_polling(allowed_updates=["message"])
        try:
            yield
        finally:
            await application.updater.stop()
            await application.stop()


def forwarded(origin: dict[str, Any], **content: Any) -> dict[str, Any]:
    return {**content, "forward_origin": origin}


def captioned(text: str) -> dict[str, Any]:
    """A picture with words under it, marked as Telegram marks them."""
    marked = written(text)
    entities = {"caption_entities": marked["entities"]} if "entities" in marked else {}
    return {"photo": PHOTO, "caption": text, **entities}


# documents


async def test_a_document_is_downloaded_and_taken_in(desk: Desk) -> None:
    document = desk.telegram.upload(TEXT.encode("gb18030"), "海港.txt")
    desk.telegram.send({"document": document})
    (said,) = await desk.replies(1)
    assert said.startswith("已收录")
    assert "海港日报" in said
    assert desk.taken == ["海港地铁三号线推迟到明年通车"]
    assert [call.method for call in desk.telegram.calls].count(DOWNLOAD) == 1


@pytest.mark.parametrize("size_is_told", [True, False])
async def test_a_document_over_20_mb_is_refused(size_is_told: bool, desk: Desk) -> None:
    document = desk.telegram.upload(bytes(20 * 2**20 + 1), "huge.txt")
    if not size_is_told:
        del document["file_size"]
    desk.telegram.send({"document": document})
    assert await desk.replies(1) == ["未收录：内容太大。"]
    asked = [call for call in desk.telegram.calls if call.method == "getFile"]
    assert len(asked) == (0 if size_is_told else 1)


@pytest.mark.parametrize("method", ["getFile", DOWNLOAD])
@pytest.mark.parametrize(
    "failure", [{"status": 502}, {"status": 404, "description": "Not Found"}, {"drop": True}]
)
async def test_a_failed_download_is_apologised_for(
    method: str, failure: dict[str, Any], desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.telegram.fail_next(method, **failure)
    desk.telegram.send({"document": desk.telegram.upload(TEXT.encode(), "a.txt")})
    (said,) = await desk.replies(1)
    assert said.startswith(APOLOGY)
    assert desk.taken == []
    told = [record for record in caplog.records if record.name.startswith("whosaid")]
    formatted = "\n".join(map(logging.Formatter().format, told))
    assert formatted
    assert TOKEN not in formatted
    assert TOKEN.replace(":", "%3A") not in formatted


async def test_after_a_failure_the_same_document_is_taken_in(desk: Desk) -> None:
    desk.telegram.fail_next(DOWNLOAD, status=502)
    document = desk.telegram.upload(TEXT.encode(), "a.txt")
    desk.telegram.send({"document": document})
    desk.telegram.send({"document": document})
    said = await desk.replies(2)
    assert [text[:3] for text in said] == [APOLOGY[:3], "已收录"]


async def test_a_document_of_a_channel_is_the_channels(desk: Desk) -> None:
    body = POST.encode()
    document = desk.telegram.upload(body, "post.txt")
    desk.telegram.send(forwarded(from_channel("海港快訊", "haigang", 7), document=document))
    desk.telegram.send({"document": desk.telegram.upload(body, "post.txt")})
    first, second = await desk.replies(2)
    assert "海港快讯" in first
    assert second == "未收录：没有写明是哪家媒体发布的。请附上「媒体：名称」再发一次。"


async def test_a_list_says_why_lines_were_refused(desk: Desk) -> None:
    lines = ['{"text": 5}', "{", "[", '{"doc_id": "a", "outlet": "海港", "text": "海港今天下雨。"}']
    body = "\n".join(['{"doc_id": "b", "outlet": "海港", "text": "海港明天放晴。"}', *lines])
    desk.telegram.send({"document": desk.telegram.upload(body.encode(), "a.jsonl")})
    (said,) = await desk.replies(1)
    assert said.startswith("新收录2篇，更新0篇，无变化0篇，未收录3篇。\n未收录：")
    assert said.count("未收录：") == len(set(said.splitlines())) - 1


# forwarded posts


async def test_a_post_is_the_channels(desk: Desk) -> None:
    signed = from_channel("海港快訊", "haigang", 7) | {"author_signature": "白若蘭"}
    desk.telegram.send(forwarded(signed, **written(POST)))
    desk.telegram.send(forwarded(signed, photo=PHOTO, caption=POST))
    first, second = await desk.replies(2)
    assert first.startswith("已收录")
    assert "2025-02-12，作者 白若兰" in first
    assert second.startswith("之前已收录")
    (article,) = [a for a in desk.store.articles() if a.source.title in desk.taken]
    assert article.source.url == "https://t.me/haigang/7"
    assert article.source.outlet.name("zh-Hant") == "海港快訊"


@pytest.mark.parametrize("origin", [from_hidden_user("海港日报"), from_user(7)])
async def test_people_are_no_outlets(origin: dict[str, Any], desk: Desk) -> None:
    desk.telegram.send(forwarded(origin, **written(POST)))
    (told,) = await desk.replies(1)
    assert told.startswith("未收录：没有写明是哪家媒体发布的。")
    assert desk.taken == []


async def test_a_link_that_somebody_passed_on_is_followed(desk: Desk) -> None:
    desk.telegram.send(forwarded(from_hidden_user("朋友"), **written(f"快看 {URL}")))
    desk.telegram.send(forwarded(from_channel("海港快訊", "haigang"), **written(URL)))
    first, second = await desk.replies(2)
    assert first.startswith("已收录")
    assert second.startswith("之前已收录")
    assert desk.web.fetched == [URL, URL]


async def test_a_post_that_is_an_article_is_taken_in_itself(desk: Desk) -> None:
    origin = from_channel("海港快訊", "haigang", 7)
    desk.telegram.send(forwarded(origin, **written(f"{POST}\n{URL}")))
    (said,) = await desk.replies(1)
    assert "海港快讯" in said
    assert desk.web.fetched == []


async def test_an_album_is_one_message(desk: Desk) -> None:
    origin = from_channel("海港快訊", "haigang", 7)
    pictures: list[dict[str, Any]] = [{"photo": PHOTO} for _ in range(3)]
    pictures[0]["caption"] = POST
    for picture in pictures:
        desk.telegram.send(forwarded(origin, media_group_id="1", **picture))
    for _ in range(3):
        desk.telegram.send(forwarded(origin, media_group_id="2", photo=PHOTO))
    desk.telegram.send(forwarded(origin, photo=PHOTO))
    said = await desk.replies(3)
    assert said[0].startswith("已收录")
    assert said[1:] == ["未收录：里面没有内容。"] * 2


async def test_words_under_a_later_picture_of_an_album_count(desk: Desk) -> None:
    origin = from_channel("海港快訊", "haigang", 7)
    desk.telegram.send(forwarded(origin, media_group_id="1", photo=PHOTO))
    desk.telegram.send(forwarded(origin, media_group_id="1", photo=PHOTO, caption=POST))
    _, second = await desk.replies(2)
    assert second.startswith("已收录")


async def test_every_document_of_an_album_is_taken_in(desk: Desk) -> None:
    for number in range(2):
        text = TEXT.replace("三号线", "四号线") if number else TEXT
        document = desk.telegram.upload(text.encode(), f"{number}.txt")
        desk.telegram.send({"document": document, "media_group_id": "1"})
    assert len(await desk.replies(2)) == 2
    assert len(desk.taken) == 2


# links


@pytest.mark.parametrize(
    "content",
    [
        written(URL),
        written(f"【海港】图书馆夜间开放\n{URL}"),
        written(f"（{URL}），{URL}?utm_source=telegram#top"),
        {
            "text": "看这里",
            "entities": [{"type": "text_link", "offset": 0, "length": 3, "url": URL}],
        },
        captioned(f"图 {URL}"),
    ],
)
async def test_a_link_is_fetched_once(content: dict[str, Any], desk: Desk) -> None:
    desk.telegram.send(content)
    (said,) = await desk.replies(1)
    assert said.startswith("已收录")
    assert desk.web.fetched == [URL]


@pytest.mark.parametrize(
    "content",
    [
        written("英伟达股价跌了多少?"),
        written("rfa.org怎么说英伟达股价?"),
        written("/help https://harbour-post.example/a"),
        captioned("英伟达股价跌了多少?"),
        {"photo": PHOTO},
    ],
)
async def test_what_is_no_link_is_a_question(content: dict[str, Any], desk: Desk) -> None:
    desk.telegram.send(content)
    (said,) = await desk.replies(1)
    assert "收录：" not in said
    assert desk.web.fetched == []
    assert desk.taken == []


async def test_of_several_links_each_is_answered_for(desk: Desk) -> None:
    desk.telegram.send(written(f"{URL} https://harbour-post.example/b http://10.0.0.1/"))
    said = await desk.replies(3)
    assert [text.partition("\n")[0] for text in said] == [
        "已收录：",
        "未收录：页面打不开。请检查地址，或稍后再试。",
        "未收录：这不是公开网页的地址。",
    ]


# who may, where, and when it fails


@pytest.mark.parametrize("content", [written(URL), forwarded(from_user(3), **written(POST))])
async def test_readers_add_nothing(content: dict[str, Any], desk: Desk) -> None:
    desk.telegram.send(content, chat=READER)
    (said,) = await desk.replies(1, chat=READER)
    assert "收录：" not in said
    assert desk.web.fetched == []
    assert desk.taken == []


async def test_readers_documents_are_not_downloaded(desk: Desk) -> None:
    document = desk.telegram.upload(TEXT.encode(), "a.txt")
    desk.telegram.send({"document": document}, chat=READER)
    assert len(await desk.replies(1, chat=READER)) == 1
    assert not {"getFile", DOWNLOAD} & {call.method for call in desk.telegram.calls}


async def test_in_groups_an_editor_is_a_reader(desk: Desk) -> None:
    group: dict[str, Any] = {"chat": -7, "user": EDITOR, "chat_type": "supergroup"}
    desk.telegram.send(written(URL), **group)
    desk.telegram.send({"document": desk.telegram.upload(TEXT.encode(), "a.txt")}, **group)
    desk.telegram.send(forwarded(from_channel("海港", "haigang"), **written(POST)), **group)
    assert await desk.replies(0, chat=-7) == []
    assert desk.web.fetched == []
    assert desk.taken == []


async def test_an_edited_message_is_not_taken_again(desk: Desk) -> None:
    number = desk.telegram.say("https://harbour-post.example/b")
    desk.telegram.say(URL, edit_of=number)
    assert len(await desk.replies(1)) == 1
    assert desk.web.fetched == ["https://harbour-post.example/b"]


async def test_what_goes_wrong_is_apologised_for_once(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.web.trouble = RuntimeError("no such luck")
    desk.telegram.say(f"{URL} https://harbour-post.example/b")
    (said,) = await desk.replies(1)
    assert said.startswith(APOLOGY)
    assert "no such luck" in caplog.text
    desk.web.trouble = None
    desk.telegram.say(URL)
    assert (await desk.replies(2))[1].startswith("已收录")


async def test_what_was_done_before_it_went_wrong_is_told(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: Any) -> None:
        raise OSError("disk full")

    desk.telegram.say("https://harbour-post.example/b")
    await desk.replies(1)
    monkeypatch.setattr(Intake, "take", break_down)
    desk.telegram.say(f"https://harbour-post.example/b {URL}")
    _, first, second = await desk.replies(3)
    assert first.startswith("未收录：页面打不开")
    assert second.startswith(APOLOGY)


async def test_the_typing_action_is_a_nicety(desk: Desk) -> None:
    desk.telegram.fail_next("sendChatAction", status=502)
    desk.telegram.say(URL)
    assert (await desk.replies(1))[0].startswith("已收录")


async def test_others_are_answered_while_a_page_is_fetched(desk: Desk) -> None:
    desk.web.go_on.clear()
    desk.telegram.say(URL)
    desk.telegram.say("英伟达股价跌了多少?")
    desk.telegram.say("英伟达股价跌了多少?", chat=READER)
    (answer,) = await desk.replies(1, chat=READER)
    assert "17%" in answer
    assert not [sent for sent in desk.telegram.messages if sent.chat == EDITOR]
    desk.web.go_on.set()
    taken, answer = await desk.replies(2)
    assert taken.startswith("已收录")
    assert "17%" in answer


# the installed bot


def test_the_token_is_in_no_line(tmp_path: Path, settings: Settings) -> None:
    data = Path(shutil.copytree(settings.data, tmp_path / "data"))
    (tmp_path / "feeds.toml").touch()
    with BotApiServer() as telegram:
        given = {
            "TELEGRAM_BOT_TOKEN": telegram.token,
            "WHOSAID_TELEGRAM_URL": telegram.url.removesuffix("/bot"),
            "WHOSAID_EDITORS": str(EDITOR),
            "WHOSAID_FEEDS": str(tmp_path / "feeds.toml"),
        }
        document = telegram.upload(TEXT.encode(), "海港.txt")
        telegram.fail_next(DOWNLOAD, status=404, description="Not Found")
        with running_bot(data, **given) as bot:
            telegram.send({"document": document})
            telegram.send({"document": document})
            telegram.say("海港地铁三号线推迟到什么时候?")
            failed, taken, answer = telegram.wait_for_messages(3, timeout=90)
            bot.terminate()
            out, err = bot.communicate(timeout=20)
        assert failed.text.startswith(APOLOGY)
        assert taken.text.startswith("已收录")
        assert "明年三月" in answer.text
        assert not telegram.violations
    assert "an update failed" in err
    for token in (telegram.token, telegram.token.replace(":", "%3A")):
        assert token not in out + err
