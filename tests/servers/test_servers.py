"""The servers, proven with the real clients."""

import asyncio
import json
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any, TypeVar

import httpx
import pytest
from langchain_core.messages import AIMessage
from langchain_openai import ChatOpenAI, OpenAIEmbeddings
from openai import (
    APIConnectionError,
    APITimeoutError,
    BadRequestError,
    InternalServerError,
    LengthFinishReasonError,
    OpenAI,
    RateLimitError,
)
from pydantic import BaseModel
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyParameters,
    Update,
)
from telegram.error import (
    BadRequest,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from tests.servers.bot_api import BotApiServer
from tests.servers.chats import BOT_ID
from tests.servers.contract import check_request, check_result, contract
from tests.servers.openai_api import (
    Cut,
    Drop,
    NoSchema,
    OpenAIServer,
    Reply,
    Stall,
    Status,
)
from tests.servers.telegram_html import parse, read
from tests.servers.telegram_rules import found_entities

SOON = 0.3

T = TypeVar("T")


class City(BaseModel):
    """A city to be named."""

    name: str


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
def telegram() -> Iterator[BotApiServer]:
    with BotApiServer() as server:
        yield server


def as_bot(server: BotApiServer, act: Callable[[Bot], Awaitable[T]], token: str = "") -> T:
    async def run() -> T:
        async with Bot(token or server.token, base_url=server.url) as bot:
            return await act(bot)

    return asyncio.run(run())


# The contract


def test_the_contract_names_the_field_at_fault() -> None:
    assert contract().version == "Bot API 10.1"
    assert check_request("sendMessage", {"chat_id": "1", "text": "5"}) == []
    assert check_request("sendMessage", {"chat": 1, "text": 5}) == [
        "sendMessage lacks chat_id",
        "sendMessage has no field chat",
        "sendMessage.text should be String, not int 5",
    ]
    keyboard = '{"inline_keyboard": [[{"txt": "a"}]]}'
    faults = check_request("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": keyboard})
    assert "sendMessage.reply_markup.inline_keyboard[0][0] lacks text" in faults
    assert check_result("getMe", {"id": 1, "first_name": "x"}) == ["getMe result lacks is_bot"]


# Telegram's HTML


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("🏟 &lt;<i>b</i>", "🏟 <b", [{"type": "italic", "offset": 4, "length": 1}]),
        ("<b></b>a &copy; & b ", "a &copy; & b", []),
        ("\n <b> x </b>", "x", [{"type": "bold", "offset": 0, "length": 1}]),
        (
            "<blockquote expandable>q<b>b</></blockquote>",
            "qb",
            [
                {"type": "expandable_blockquote", "offset": 0, "length": 2},
                {"type": "bold", "offset": 1, "length": 1},
            ],
        ),
        (
            "<a href='HTTPS://a.org?x=1&amp;y'>谁</a>",
            "谁",
            [
                {
                    "type": "text_link",
                    "offset": 0,
                    "length": 1,
                    "url": "https://a.org/?x=1&y",
                }
            ],
        ),
        (
            '<pre><code class="language-py">x</code></pre>',
            "x",
            [{"type": "pre", "offset": 0, "length": 1, "language": "py"}],
        ),
        (
            '<span class="tg-spoiler">s</span>',
            "s",
            [{"type": "spoiler", "offset": 0, "length": 1}],
        ),
    ],
)
def test_html_reads_as_telegram_reads_it(
    html: str, text: str, entities: list[dict[str, Any]]
) -> None:
    assert parse(html) == (text, entities)


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("🏟 🏟&lt;<abac aba>", 'Unsupported start tag "abac" at byte offset 13'),
        ("🏟 🏟&lt;<abacaba", "Unclosed start tag at byte offset 13"),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("a<br>", 'Unsupported start tag "br" at byte offset 1'),
        ("<i   =aba>", 'Empty attribute name in the tag "i" at byte offset 0'),
        ("<i  aba  =  ", 'Unclosed start tag "i" at byte offset 0'),
        ("<i aba=x", "Unclosed start tag at byte offset 0"),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ('<i aba  =  "&lt;&gt;>', "Unclosed start tag at byte offset 0"),
        ("<a href=x/>y</a>", "Unexpected end of name token at byte offset 8"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<i>a</i   ", "Unclosed end tag at byte offset 4"),
        (
            "<i>a</em >",
            'Unmatched end tag at byte offset 4, expected "</i>", found "</em>"',
        ),
        (
            "<b><i>x</b></i>",
            'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
        ),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        (
            '<tg-emoji emoji-id="x">y</tg-emoji>',
            "Invalid custom emoji identifier specified",
        ),
        (
            "&#xDFDF;",
            (
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            ),
        ),
    ],
)
def test_broken_html_is_refused_in_telegrams_words(html: str, reason: str) -> None:
    with pytest.raises(ValueError) as refusal:
        parse(html)
    assert str(refusal.value) == f"can't parse entities: {reason}"


def test_formatting_that_telegram_drops_is_told() -> None:
    assert read("<b>a</b>" * 100).dropped == []
    assert read("<b>a</b>" * 101).dropped == ["entities after the first 100 of 101"]
    assert read('<a href="nowhere">a</a>').dropped == ["a link to 'nowhere'"]
    assert read("<blockquote><code>a</code></blockquote>").dropped == []
    quotes = "<blockquote>a<blockquote>b</blockquote></blockquote>"
    assert read(quotes).dropped == ["blockquote within blockquote at 1"]
    assert read("<code>a<b>b</b></code>").dropped == ["bold within code at 1"]


def test_commands_and_mentions_are_marked_in_utf16() -> None:
    assert found_entities("/ask@whosaid_bot 🏟 @whosaid_bot 谁说的") == [
        {"type": "bot_command", "offset": 0, "length": 16},
        {"type": "mention", "offset": 20, "length": 12},
    ]
    assert found_entities("/ask今天 @whosaid_bot今天 a@b.cc http://x/y") == []


# The Bot API


def test_a_message_arrives_as_readers_see_it(telegram: BotApiServer) -> None:
    asked = telegram.say("谁说的？")

    async def act(bot: Bot) -> int:
        keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("更多", callback_data="more:1")]])
        sent = await bot.send_message(
            1,
            "<b>路透社</b>：&lt;降息&gt;",
            parse_mode="HTML",
            reply_markup=keyboard,
            reply_parameters=ReplyParameters(asked),
        )
        assert sent.reply_to_message and sent.reply_to_message.text == "谁说的？"
        assert await bot.set_message_reaction(1, asked, "👀")
        assert await bot.send_chat_action(1, "typing")
        assert await bot.send_message_draft(1, 7, "<i>草稿</i>", parse_mode="HTML")
        return sent.message_id

    number = as_bot(telegram, act)
    [sent] = telegram.wait_for_messages(1, chat=1)
    assert (sent.id, sent.chat, sent.reply_to) == (number, 1, asked)
    assert (sent.text, sent.html) == ("路透社：<降息>", "<b>路透社</b>：&lt;降息&gt;")
    assert sent.entities == ({"type": "bold", "offset": 0, "length": 3},)
    assert sent.buttons == {"更多": "more:1"}
    assert telegram.violations == []


def test_an_edit_changes_the_message_once(telegram: BotApiServer) -> None:
    async def act(bot: Bot) -> None:
        sent = await bot.send_message(1, "一")
        await bot.edit_message_text("<b>二</b>", 1, sent.message_id, parse_mode="HTML")
        with pytest.raises(BadRequest, match="Message is not modified"):
            await bot.edit_message_text("<b>二</b>", 1, sent.message_id, parse_mode="HTML")
        with pytest.raises(BadRequest, match="Message to edit not found"):
            await bot.edit_message_text("三", 1, 999)
        await bot.delete_message(1, sent.message_id)

    as_bot(telegram, act)
    [sent] = telegram.messages
    assert (sent.text, sent.edits, sent.deleted) == ("二", 1, True)
    assert telegram.violations == []


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("<b>x", "Can't parse entities: can't find end tag corresponding to start tag"),
        ("<b> </b>", "Message text is empty"),
        ("🏟" * 2049, "Message is too long"),
    ],
)
def test_a_text_telegram_refuses_is_a_violation(
    telegram: BotApiServer, text: str, refusal: str
) -> None:
    with pytest.raises(BadRequest) as refused:
        as_bot(telegram, lambda bot: bot.send_message(1, text, parse_mode="HTML"))
    assert str(refused.value).lower().startswith(refusal.lower())
    assert len(telegram.violations) == 1
    assert telegram.messages == []


def test_the_longest_text_passes(telegram: BotApiServer) -> None:
    longest = "🏟" * 2048
    assert as_bot(telegram, lambda bot: bot.send_message(1, longest)).text == longest


def test_what_no_correct_bot_sends_is_a_violation(telegram: BotApiServer) -> None:
    async def act(bot: Bot) -> None:
        button = InlineKeyboardButton("x", callback_data="谁" * 22)
        with pytest.raises(BadRequest, match="Button_data_invalid"):
            await bot.send_message(1, "x", reply_markup=InlineKeyboardMarkup([[button]]))
        with pytest.raises(BadRequest, match="lacks rich_message"):
            await bot.do_api_request("sendRichMessage", {"chat_id": 1})
        with pytest.raises(BadRequest, match="Reaction_invalid"):
            await bot.set_message_reaction(1, (await bot.send_message(1, "x")).message_id, "✅")
        with pytest.raises(BadRequest, match="Invalid language code"):
            await bot.set_my_commands([("ask", "x")], language_code="zh-hans")
        with pytest.raises(TelegramError):
            await bot.do_api_request("sendNothing")
        await bot.send_message(1, "<code>a<b>b</b></code>", parse_mode="HTML")

    as_bot(telegram, act)
    assert telegram.violations == [
        "sendMessage: Bad Request: BUTTON_DATA_INVALID",
        "sendRichMessage lacks rich_message",
        "setMessageReaction: Bad Request: REACTION_INVALID",
        "setMyCommands: Bad Request: invalid language code specified",
        "unknown method sendNothing",
        "sendMessage loses bold within code at 1",
    ]


def test_an_unknown_chat_and_a_wrong_token_are_refused(telegram: BotApiServer) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        as_bot(telegram, lambda bot: bot.send_message(99, "x"))
    with pytest.raises(InvalidToken):
        as_bot(telegram, lambda bot: bot.get_me(), token=f"{BOT_ID}:wrong")
    assert telegram.violations == []


def test_failures_come_once_and_as_told(telegram: BotApiServer) -> None:
    telegram.fail_next("sendMessage", 429, "Too Many Requests: retry after 7", retry_after=7)
    telegram.fail_next("sendMessage", drop=True)
    telegram.fail_next("sendMessage", drop=True, applied=True)

    async def act(bot: Bot) -> None:
        with pytest.raises(RetryAfter) as wait:
            await bot.send_message(1, "a")
        assert wait.value.retry_after == timedelta(seconds=7)
        for text in ("b", "c"):
            with pytest.raises(NetworkError):
                await bot.send_message(1, text)
        await bot.send_message(1, "d")

    as_bot(telegram, act)
    assert [sent.text for sent in telegram.messages] == ["c", "d"]
    assert [call.method for call in telegram.calls].count("sendMessage") == 4


def test_plain_http_clients_are_served_too(telegram: BotApiServer) -> None:
    url = telegram.url + telegram.token
    sent = httpx.post(f"{url}/sendMessage", json={"chat_id": 1, "text": "x"}).json()
    assert sent["ok"] and sent["result"]["text"] == "x"
    assert httpx.get(f"{url}/getMe").json()["result"]["username"] == "whosaid_bot"
    unknown = httpx.get(f"{url}/getNothing")
    assert (unknown.status_code, unknown.json()["error_code"]) == (404, 404)
    headers = {"Content-Type": "application/json"}
    assert httpx.post(f"{url}/getMe", content="{", headers=headers).status_code == 400


def test_a_later_poll_ends_the_earlier_one(telegram: BotApiServer) -> None:
    url = f"{telegram.url}{telegram.token}/getUpdates"

    async def act() -> tuple[httpx.Response, httpx.Response]:
        async with httpx.AsyncClient() as client:
            first = asyncio.create_task(client.get(url, params={"timeout": 9}))
            await asyncio.to_thread(telegram.wait_for, lambda: telegram.calls)
            return await client.get(url), await first

    second, first = asyncio.run(act())
    assert (first.status_code, second.json()) == (409, {"ok": True, "result": []})


def test_an_update_comes_again_until_it_is_confirmed(telegram: BotApiServer) -> None:
    url = f"{telegram.url}{telegram.token}/getUpdates"
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(url, params={"timeout": 9}, timeout=SOON)
    telegram.say("谁说的？")
    for _ in range(2):
        [update] = httpx.get(url).json()["result"]
        assert update["message"]["text"] == "谁说的？"
    assert httpx.get(url, params={"offset": update["update_id"] + 1}).json()["result"] == []


class EchoBot(threading.Thread):
    """A real ``Application`` that polls the server in a thread of its own."""

    def __init__(self, server: BotApiServer) -> None:
        super().__init__()
        self._server = server
        self._stop_asked = threading.Event()

    def __enter__(self) -> None:
        self.start()

    def __exit__(self, *_: object) -> None:
        self._stop_asked.set()
        self.join()

    def run(self) -> None:
        asyncio.run(self._work())

    async def _work(self) -> None:
        builder = Application.builder().token(self._server.token).base_url(self._server.url)
        application = builder.build()
        application.add_handler(CommandHandler("start", self._start))
        application.add_handler(CallbackQueryHandler(self._press))
        application.add_handler(MessageHandler(filters.Entity("mention"), self._echo))
        application.add_handler(MessageHandler(filters.ChatType.PRIVATE, self._echo))
        async with application:
            await application.start()
            assert application.updater
            await application.updater.start_polling(timeout=5, drop_pending_updates=False)
            await asyncio.to_thread(self._stop_asked.wait)
            await application.updater.stop()
            await application.stop()

    async def _start(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message and update.effective_user
        button = InlineKeyboardButton("按", callback_data="pressed")
        await update.message.reply_text(
            f"{update.effective_user.language_code}",
            reply_markup=InlineKeyboardMarkup([[button]]),
        )

    async def _press(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.callback_query
        await update.callback_query.answer("好")
        await update.callback_query.edit_message_text(f"{update.callback_query.data}")

    async def _echo(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.effective_message
        kind = "edited" if update.edited_message else "said"
        await update.effective_message.reply_text(f"{kind} {update.effective_message.text}")


def test_an_application_converses(telegram: BotApiServer) -> None:
    with EchoBot(telegram):
        telegram.say("/start", language_code="en")
        [greeting] = telegram.wait_for_messages(1)
        telegram.press(greeting.id, "pressed")
        telegram.wait_for(lambda: telegram.messages[0].text == "pressed")
        asked = telegram.say("一", chat=2)
        telegram.wait_for_messages(1, chat=2)
        telegram.say("二", chat=2, edit_of=asked)
        telegram.wait_for_messages(2, chat=2)
        telegram.say("unheard", chat=-100, chat_type="supergroup")
        telegram.say("三", chat=-100, chat_type="supergroup", mention=True, reply_to=None)
        telegram.wait_for_messages(1, chat=-100)
    assert [sent.text for sent in telegram.messages] == [
        "pressed",
        "said 一",
        "edited 二",
        "said @whosaid_bot 三",
    ]
    assert telegram.violations == []


def test_waiting_in_vain_tells_what_the_bot_did(telegram: BotApiServer) -> None:
    as_bot(telegram, lambda bot: bot.get_me())
    with pytest.raises(TimeoutError, match="getMe"):
        telegram.wait_for_messages(1, timeout=0.05)


# The model


def model(server: OpenAIServer, **options: Any) -> ChatOpenAI:
    settings = {
        "timeout": 5,
        "max_retries": 0,
        "stream_usage": True,
        "api_key": "none",
        **options,
    }
    return ChatOpenAI(model="scripted", base_url=server.url, **settings)


def test_a_model_says_what_is_scripted() -> None:
    with OpenAIServer(["你好", lambda body: body["messages"][-1]["content"][::-1]]) as server:
        answer = model(server).invoke("谁说的？")
        assert answer.content == "你好"
        assert answer.usage_metadata and answer.usage_metadata["output_tokens"] == 2
        assert model(server).invoke("abc").content == "cba"
        with pytest.raises(InternalServerError, match="scripted no further reply"):
            model(server).invoke("more")
        [first, *_] = server.requests
    assert first.path == "/v1/chat/completions"
    assert first.body["messages"] == [{"content": "谁说的？", "role": "user"}]
    assert first.headers["authorization"] == "Bearer none"


def test_a_stream_ends_with_usage() -> None:
    with OpenAIServer(["美联储维持利率不变"]) as server:
        parts = list(model(server).stream("?"))
    assert len([part for part in parts if part.content]) > 1
    whole = parts[0]
    for part in parts[1:]:
        whole = whole + part
    assert isinstance(whole, AIMessage)
    assert (whole.content, whole.response_metadata["finish_reason"]) == (
        "美联储维持利率不变",
        "stop",
    )
    assert whole.usage_metadata and whole.usage_metadata["output_tokens"] == 9


@pytest.mark.filterwarnings("ignore:This model does not support OpenAI's structured output")
def test_structured_answers_by_schema_by_function_and_where_schemas_are_unknown() -> None:
    city = json.dumps({"name": "北京"}, ensure_ascii=False)
    with OpenAIServer([city, city, NoSchema(), city]) as server:
        for method in ("json_schema", "function_calling"):
            asked = model(server).with_structured_output(City, method=method)
            assert asked.invoke("?") == City(name="北京")
        with pytest.raises(BadRequestError, match="json_schema"):
            model(server).with_structured_output(City).invoke("?")
        asked = model(server).with_structured_output(City, method="json_mode")
        assert asked.invoke("as json") == City(name="北京")


@pytest.mark.filterwarnings("ignore:Invalid schema for OpenAI's structured output")
def test_requests_that_openai_refuses_are_refused() -> None:
    with OpenAIServer(["{}", "{}"]) as server:
        with pytest.raises(BadRequestError, match="must contain the word 'json'"):
            model(server).with_structured_output(City, method="json_mode").invoke("?")
        optional = {
            "type": "object",
            "properties": {"a": {}},
            "additionalProperties": False,
        }
        schema = {"name": "x", "strict": True, "schema": optional}
        asked = model(server).bind(response_format={"type": "json_schema", "json_schema": schema})
        with pytest.raises(BadRequestError, match="must include every key"):
            asked.invoke("?")


def test_faults_reach_the_client() -> None:
    faults: list[Reply] = [
        Status(429, retry_after=3),
        Status(500),
        Drop(),
        Stall(9),
        Cut("北京上海", 2),
    ]
    with OpenAIServer([*faults, Cut('{"name": "北', 11)]) as server:
        with pytest.raises(RateLimitError) as limited:
            model(server).invoke("?")
        assert limited.value.response.headers["retry-after"] == "3"
        with pytest.raises(InternalServerError):
            model(server).invoke("?")
        with pytest.raises(APIConnectionError):
            model(server).invoke("?")
        with pytest.raises(APITimeoutError):
            model(server, timeout=SOON).invoke("?")
        cut = model(server).invoke("?")
        assert (cut.content, cut.response_metadata["finish_reason"]) == (
            "北京",
            "length",
        )
        with pytest.raises(LengthFinishReasonError):
            model(server).with_structured_output(City).invoke("?")


def test_a_stream_can_stall_or_drop_midway() -> None:
    with OpenAIServer([Stall(9, after="北京"), Drop(after="北京")]) as server:
        said = []
        with pytest.raises(Exception, match="(?i)time"):
            said += [part.content for part in model(server, timeout=SOON).stream("?")]
        for part in model(server).stream("?"):
            said.append(part.content)
    assert "".join(map(str, said)).startswith("北京")


def test_a_client_retries_over_a_fault() -> None:
    with OpenAIServer([Status(500, retry_after=0.01), "好"]) as server:
        assert model(server, max_retries=1).invoke("?").content == "好"
        assert len(server.wait_for_requests(2, "/chat/completions")) == 2


def embedder(server: OpenAIServer, **options: Any) -> OpenAIEmbeddings:
    settings: dict[str, Any] = {
        "max_retries": 0,
        "timeout": 5,
        "api_key": "none",
        "base_url": server.url,
        **options,
    }
    return OpenAIEmbeddings(model="m", **settings)


def test_embeddings_are_computed_from_the_text() -> None:
    with OpenAIServer(embedding_faults=[Status(500)], dimensions=64) as server:
        embed = embedder(server, check_embedding_ctx_length=False)
        with pytest.raises(InternalServerError):
            embed.embed_query("美联储")
        near, far, same = embed.embed_documents(["美联储加息", "今天天气好", "美联储加息"])
        asked = embed.embed_query("美联储")
        client = OpenAI(base_url=server.url, api_key="none")
        plain = client.embeddings.create(model="m", input="美联储", encoding_format="float")
        with pytest.raises(BadRequestError, match="no token ids"):
            client.embeddings.create(model="m", input=[[1, 2]])
    assert len(asked) == 64 and near == same
    assert _dot(asked, near) > _dot(asked, far)
    assert plain.data[0].embedding == pytest.approx(asked, abs=1e-6)


def _dot(one: list[float], other: list[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def test_servers_stop_at_once_in_the_middle_of_anything() -> None:
    with BotApiServer() as telegram, OpenAIServer([Stall(30)]) as server:
        url = f"{telegram.url}{telegram.token}/getUpdates?timeout=30"
        waiting = [
            threading.Thread(target=_quietly, args=(lambda: httpx.get(url, timeout=30),)),
            threading.Thread(target=_quietly, args=(lambda: model(server).invoke("?"),)),
        ]
        for thread in waiting:
            thread.start()
        telegram.wait_for(lambda: telegram.calls)
        server.wait_for_requests(1)
        leaving = time.monotonic()
    assert time.monotonic() - leaving < 2
    for thread in waiting:
        thread.join(5)
    names = {thread.name for thread in threading.enumerate()}
    assert not names & {"bot-api", "openai-api"}


def _quietly(act: Callable[[], object]) -> None:
    with suppress(httpx.HTTPError, APIConnectionError):
        act()
