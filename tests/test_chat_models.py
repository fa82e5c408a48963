"""The real LangChain client against a server that does what real ones do, and worse."""

import asyncio
import json
import time
from collections.abc import Mapping

import pytest

from bot.answering.chat_models import LangChainModel, start_chat_model
from bot.answering.drafts import SCHEMA
from bot.answering.models import ModelFault
from bot.answering.rewriting import REWRITE_SCHEMA
from prompts.templates import Prompt
from retrieval.faults import Fault
from tests.servers.openai_api import Cut, Drop, NoSchema, OpenAIServer, Reply, Stall, Status
from tests.servers.openai_wire import said, wants_schema

KEY = "sk-proj-hush-0123456789"
PROMPT = Prompt("answer", "You answer.", "Question: 跌了多少?")
ANSWER = '{"statements": [{"text": "跌了17%。", "sentences": ["abc123"]}]}'


def model(server: OpenAIServer, timeout: float = 10, name: str = "openai:m-1") -> LangChainModel:
    return start_chat_model(name, KEY, server.url, timeout)


async def complete(asked: LangChainModel, schema: Mapping[str, object] = SCHEMA) -> object:
    return json.loads((await asked.complete(PROMPT, schema)).text)


async def fault_of(*replies: Reply, patience: float = 10) -> tuple[ModelFault, OpenAIServer]:
    with OpenAIServer(replies) as server, pytest.raises(ModelFault) as raised:
        await model(server, patience).complete(PROMPT, SCHEMA)
    _tells_no_secret(raised.value)
    return raised.value, server


def _tells_no_secret(fault: ModelFault) -> None:
    for shown in (str(fault), repr(fault)):
        assert KEY not in shown
        assert "跌了多少" not in shown
        assert "\n" not in shown


async def test_a_structured_reply() -> None:
    with OpenAIServer([ANSWER]) as server:
        assert await complete(model(server)) == json.loads(ANSWER)
    (request,) = server.requests
    assert wants_schema(request.body)
    assert request.body["response_format"]["json_schema"]["schema"]["required"] == ["statements"]
    assert "You answer." in said(request.body)
    assert "跌了多少?" in said(request.body)
    assert request.body["model"] == "m-1"
    assert request.headers["authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize("name", ["m-1", "openai:m-1", "org/m-1:free", "anthropic:m-1"])
async def test_with_a_url_any_name_is_a_model_of_that_server(name: str) -> None:
    with OpenAIServer([ANSWER]) as server:
        await complete(model(server, name=name))
    assert server.requests[0].body["model"] == name.removeprefix("openai:")


async def test_each_prompt_has_its_schema() -> None:
    with OpenAIServer([ANSWER, '{"question": "谁?"}']) as server:
        asked = model(server)
        await complete(asked)
        assert await complete(asked, REWRITE_SCHEMA) == {"question": "谁?"}
    formats = [request.body["response_format"]["json_schema"] for request in server.requests]
    assert [format["name"] for format in formats] == ["answer", "rewrite"]


@pytest.mark.parametrize("refusal", [NoSchema(), Status(404), Status(422), Status(501)])
async def test_a_server_without_schemas_is_asked_for_plain_json(refusal: Reply) -> None:
    with OpenAIServer([refusal, ANSWER]) as server:
        assert await complete(model(server)) == json.loads(ANSWER)
    first, second = server.requests
    assert wants_schema(first.body)
    assert not wants_schema(second.body)
    assert '"statements"' in said(second.body)  # the schema, in words
    assert "You answer." in said(second.body)


async def test_what_a_server_lacks_is_remembered() -> None:
    with OpenAIServer([NoSchema(), ANSWER, ANSWER, ANSWER]) as server:
        asked = model(server)
        for _ in range(3):
            await complete(asked)
    assert [wants_schema(r.body) for r in server.requests] == [True, False, False, False]


async def test_a_server_that_is_down_is_not_taken_for_one_without_schemas() -> None:
    with OpenAIServer([Status(500), Status(500), ANSWER]) as server:
        asked = model(server)
        with pytest.raises(ModelFault):
            await asked.complete(PROMPT, SCHEMA)
        await complete(asked)
    assert wants_schema(server.requests[-1].body)


async def test_a_hiccup_is_not_taken_for_a_lack_of_schemas() -> None:
    with OpenAIServer([Status(500), ANSWER, ANSWER]) as server:
        asked = model(server)
        await complete(asked)
        await complete(asked)
    assert wants_schema(server.requests[-1].body)


@pytest.mark.parametrize(
    ("asked_to_wait", "waits"), [(None, 1), (0, 0), (2, 2), (0.5, 0.5), (20, 20), (3_600, 3_600)]
)
async def test_a_rate_limit_says_how_long_to_wait(
    asked_to_wait: float | None, waits: float
) -> None:
    fault, server = await fault_of(Status(429, asked_to_wait))
    assert fault.wait == waits
    assert fault.is_final == (waits > 60)
    assert "429" in str(fault)
    assert len(server.requests) == 1


@pytest.mark.parametrize("code", [400, 401, 403, 408, 409, 500, 502, 503, 529])
async def test_an_error_is_a_fault(code: int) -> None:
    fault, _ = await fault_of(Status(code), Status(code))
    assert str(code) in str(fault)
    assert fault.wait == 0
    assert fault.is_final == (code in {401, 403})


async def test_a_server_that_says_nothing_is_given_up() -> None:
    started = time.monotonic()
    fault, server = await fault_of(Stall(30), patience=0.5)
    assert time.monotonic() - started < 10
    assert "Timeout" in str(fault)
    assert len(server.requests) == 1


async def test_a_connection_that_drops_is_a_fault() -> None:
    await fault_of(Drop())


async def test_a_server_that_is_not_there_is_a_fault() -> None:
    with OpenAIServer() as server:
        asked = model(server)
    with pytest.raises(ModelFault) as raised:
        await asked.complete(PROMPT, SCHEMA)
    _tells_no_secret(raised.value)


@pytest.mark.parametrize("at", [0, 1, 20, len(ANSWER) - 1, len(ANSWER)])
async def test_a_reply_that_was_cut_is_a_fault(at: int) -> None:
    await fault_of(Cut(ANSWER, at))


@pytest.mark.parametrize("at", [0, 20, len(ANSWER)])
async def test_a_plain_reply_that_was_cut_is_a_fault(at: int) -> None:
    await fault_of(NoSchema(), Cut(ANSWER, at))


@pytest.mark.parametrize("empty", ["", " \n "])
async def test_an_empty_reply_is_a_fault(empty: str) -> None:
    await fault_of(empty)
    await fault_of(NoSchema(), empty)


@pytest.mark.parametrize(
    "reply",
    ["跌了17%。", "null", "[]", '{"statements": "x"}', '{"statements": [{}]}', "```json\n{}\n```"],
)
async def test_a_reply_of_another_shape_is_handed_on_or_a_fault(reply: str) -> None:
    with OpenAIServer([reply, reply]) as server:
        try:
            assert isinstance((await model(server).complete(PROMPT, SCHEMA)).text, str)
        except ModelFault as fault:
            _tells_no_secret(fault)


async def test_fences_of_a_plain_server_are_handed_on() -> None:
    fenced = f"```json\n{ANSWER}\n```"
    with OpenAIServer([NoSchema(), fenced]) as server:
        assert (await model(server).complete(PROMPT, SCHEMA)).text == fenced


async def test_cancelling_is_not_a_fault() -> None:
    with OpenAIServer([Stall(30)]) as server, pytest.raises(TimeoutError):
        async with asyncio.timeout(0.5):
            await model(server).complete(PROMPT, SCHEMA)


async def test_many_are_asked_at_once() -> None:
    with OpenAIServer([ANSWER] * 10) as server:
        asked = model(server)
        replies = await asyncio.gather(*(complete(asked) for _ in range(10)))
    assert replies == [json.loads(ANSWER)] * 10


@pytest.mark.parametrize(
    "name", ["nosuch:m-1", "m-1", "ollama:qwen3", "anthropic:claude", ":", "google_genai:"]
)
def test_a_model_that_cannot_be_started_is_one_line(name: str) -> None:
    with pytest.raises(Fault) as raised:
        start_chat_model(name, KEY, None, 10)
    told = str(raised.value)
    assert f"WHOSAID_CHAT_MODEL={name}" in told
    assert "\n" not in told
    assert KEY not in told
