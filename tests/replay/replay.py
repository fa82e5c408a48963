"""One conversation replayed: the readers' side is said again, everything else is written anew."""

import json
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from telegram import Update

from bot.answering.answerer import Answerer, ChatModel, ModelFault
from bot.answering.labels import Cited, label
from bot.telegram.application import build_application
from bot.telegram.conversation import Conversation
from prompts.templates import Prompt
from retrieval.articles import Article
from retrieval.passages import sentences_of
from retrieval.search import Findings, ServedSearch
from tests.replay.telegram import StrictTelegram, put_off
from tests.replay.transcript import Section, Transcript
from tests.servers.chats import BOT_ID, Chats, chat_of, person

SALT = b"transcripts"
LIVE_MODEL = "WHOSAID_CHAT_MODEL"

_PRIVATE, _GROUP = chat_of(1, "private"), chat_of(-100, "supergroup")
_PLACE = re.compile(r'"(?P<outlet>[a-z]+):(?P<number>\d+)"')
_FAULTS = {
    "(times out)": TimeoutError(),
    "(is down)": ModelFault("APIConnectionError"),
    "(is rate limited)": ModelFault("RateLimitError (HTTP 429)"),
    "(is cut off)": ModelFault("the reply was cut off"),
}


@dataclass
class Record:
    """The sections of the replayed conversation so far."""

    sections: list[Section]

    def add(self, body: str, *head: str) -> None:
        self.sections.append(Section(head, body))


@dataclass(frozen=True)
class RecordedSearch:
    """Writes down what was searched for and which passages came back."""

    search: ServedSearch
    record: Record

    def find(self, question: str, outlets: Collection[str] = ()) -> Findings:
        findings = self.search.find(question, outlets)
        kept = f" [{' '.join(sorted(outlets))}]" if outlets else ""
        found = " ".join(_short(match.passage.id) for match in findings.matches[:_SHOWN])
        self.record.add(f"{question}{kept}\n{found}".strip(), "search")
        return findings


_SHOWN = 8  # passages, of those found, that a transcript names


@dataclass
class ScriptedModel:
    """Says what the transcript holds, in order, and what it holds is written down."""

    replies: list[Section]
    places: Mapping[str, str]
    record: Record

    async def complete(self, prompt: Prompt, schema: Mapping[str, object]) -> str:
        said = self._next(prompt.name)
        same = said.head[1:] == (prompt.name, prompt.fingerprint)
        kind = "model" if said.kind == "model" and same else "scripted"
        self.record.add(said.body, kind, prompt.name, prompt.fingerprint)
        if said.body in _FAULTS:
            raise _FAULTS[said.body]
        return _PLACE.sub(lambda m: f'"{self.places[m[0].strip(chr(34))]}"', said.body)

    def _next(self, name: str) -> Section:
        if not self.replies or self.replies[0].head[1] != name:
            raise AssertionError(f"the transcript has no reply to the prompt `{name}` here")
        return self.replies.pop(0)


@dataclass
class RecordingModel:
    """Asks a real model, and writes its replies down with sentences named by place."""

    model: ChatModel
    places: Mapping[str, str]
    record: Record

    async def complete(self, prompt: Prompt, schema: Mapping[str, object]) -> str:
        reply = await self.model.complete(prompt, schema)
        named = reply
        for place, id in self.places.items():
            named = named.replace(f'"{id}"', f'"{place}"')
        self.record.add(
            json.dumps(json.loads(named), ensure_ascii=False, indent=1),
            "model",
            prompt.name,
            prompt.fingerprint,
        )
        return reply


async def replay(
    transcript: Transcript, answerer: Answerer, live: ChatModel | None = None
) -> Transcript:
    """Return the transcript as the bot has it now; `live` is asked in place of the script."""
    record = Record([])
    search = answerer.search
    assert isinstance(search, ServedSearch)
    articles = [*findable(answerer)]
    replies = [section for section in transcript.sections if section.is_reply_of_model]
    places = places_of(articles)
    model: ChatModel | None = ScriptedModel(list(replies), places, record) if replies else None
    if replies and live:
        model = RecordingModel(live, places, record)
    recorded = replace(answerer, search=RecordedSearch(search, record), model=model, salt=SALT)
    await _say_all(transcript, Conversation(recorded, lambda: articles), record)
    if isinstance(model, ScriptedModel):
        assert not model.replies, f"never asked for: {model.replies[0]}"
    return Transcript(transcript.opening, tuple(record.sections))


def findable(answerer: Answerer) -> tuple[Article, ...]:
    """Return the articles of the store that the answerer searches."""
    search = answerer.search
    assert isinstance(search, ServedSearch)
    return tuple(search.store.articles())


def places_of(articles: Collection[Article]) -> dict[str, str]:
    """Return the ids of all sentences by place: `voa:12` is the thirteenth sentence of voa's."""
    cited = [Cited(article, sentence) for article in articles for sentence in sentences_of(article)]
    return {
        f"{sentence.article.source.outlet.id}:{sentence.sentence.number}": id
        for id, sentence in label(cited, SALT).items()
    }


async def _say_all(transcript: Transcript, conversation: Conversation, record: Record) -> None:
    chats = Chats()

    def sent(parameters: Mapping[str, Any]) -> None:
        head = ("bot", "reply") if parameters.get("reply_parameters") else ("bot",)
        record.add(str(parameters["text"]), *head)

    telegram = StrictTelegram(chats, sent)
    application = build_application(f"{BOT_ID}:token", conversation, request=telegram)
    async with application:
        for section in transcript.sections:
            if not section.is_input:
                continue
            record.sections.append(section)
            if section.kind == "telegram":
                telegram.refusals.append(put_off(1))
                continue
            _say(chats, section)
            for wire in chats.take_updates({}):
                await application.process_update(Update.de_json(wire, application.bot))
            chats.updates.clear()


def _say(chats: Chats, section: Section) -> None:
    language = section.head[-1] if section.head[-1].startswith(("zh", "en")) else "zh-hans"
    chat = _GROUP if section.kind == "group" else _PRIVATE
    last_of_bot = max((id for id, sent in chats.sent.items() if sent.chat == chat["id"]), default=0)
    first_of_reader = 1
    chats.say(
        section.body,
        chat,
        person(1, language),
        reply_to=last_of_bot if "reply" in section.head else None,
        edit_of=first_of_reader if section.kind == "edit" else None,
    )


def _short(passage: str) -> str:
    article, _, number = passage.partition("#")
    return f"{article[:3]}#{number}"


Opener = Callable[[], ChatModel | None]
