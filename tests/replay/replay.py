"""One conversation replayed: the readers' side is said again, everything else is written anew."""

import json
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from telegram import Update

from bot.answering.answerer import Answerer
from bot.answering.answers import Reply
from bot.answering.labels import Cited, label
from bot.answering.models import ChatModel, Completion, Hear, ModelFault, unheard
from bot.answering.traces import Asked, Trace
from bot.telegram.application import build_application
from bot.telegram.conversation import Conversation
from bot.telegram.editing import Editing
from prompts.templates import Prompt
from retrieval.articles import Article
from retrieval.glossary.glossary import Glossary
from retrieval.holdings import holdings_of
from retrieval.outlets import Registry
from retrieval.passages import sentences_of
from retrieval.search import Findings, ServedSearch
from retrieval.terms import Lexicon
from tests.replay.editors import EDITOR, Web, own_desk, sent_by_editor
from tests.replay.telegram import StrictTelegram, put_off
from tests.replay.transcript import Section, Transcript
from tests.servers.chats import BOT_ID, Chats, chat_of, person
from tests.servers.contract import check_result

SALT = b"transcripts"
LIVE_MODEL = "WHOSAID_CHAT_MODEL"

_PRIVATE, _GROUP = chat_of(1, "private"), chat_of(-100, "supergroup")
_PLACE = re.compile(r'"(?P<outlet>[a-z0-9-]+):(?P<number>\d+)"')
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

    @property
    def registry(self) -> Registry:
        return self.search.registry

    @property
    def everyone(self) -> Registry:
        return self.search.everyone

    @property
    def lexicon(self) -> Lexicon:
        return self.search.lexicon

    @property
    def version(self) -> str:
        return self.search.version

    @property
    def glossary(self) -> Glossary:
        return self.search.glossary

    def asked(self, question: str) -> Collection[str]:
        return self.search.asked(question)

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
    places: Callable[[], Mapping[str, str]]  # of all articles there are by then
    record: Record
    name: str = "scripted"

    async def complete(
        self, prompt: Prompt, schema: Mapping[str, object], hear: Hear = unheard
    ) -> Completion:
        said = self._next(prompt.name)
        same = said.head[1:] == (prompt.name, prompt.fingerprint)
        kind = "model" if said.kind == "model" and same else "scripted"
        self.record.add(said.body, kind, prompt.name, prompt.fingerprint)
        if said.body in _FAULTS:
            raise _FAULTS[said.body]
        places = self.places()
        reply = _PLACE.sub(lambda m: f'"{places[m[0].strip(chr(34))]}"', said.body)
        hear(reply)
        return Completion(reply)

    def _next(self, name: str) -> Section:
        if not self.replies or self.replies[0].head[1] != name:
            raise AssertionError(f"the transcript has no reply to the prompt `{name}` here")
        return self.replies.pop(0)


@dataclass
class RecordingModel:
    """Asks a real model, and writes its replies down with sentences named by place."""

    model: ChatModel
    places: Callable[[], Mapping[str, str]]
    record: Record

    @property
    def name(self) -> str:
        return self.model.name

    async def complete(
        self, prompt: Prompt, schema: Mapping[str, object], hear: Hear = unheard
    ) -> Completion:
        reply = await self.model.complete(prompt, schema, hear)
        named = reply.text
        for place, id in self.places().items():
            named = named.replace(f'"{id}"', f'"{place}"')
        self.record.add(
            json.dumps(json.loads(named), ensure_ascii=False, indent=1),
            "model",
            prompt.name,
            prompt.fingerprint,
        )
        return reply


@dataclass
class Notebook:
    """Remembers what was asked, for the buttons, and gives no answer again."""

    written: dict[str, Asked] = field(default_factory=dict)

    def recall(self, trace: Trace) -> Reply | None:
        return None

    def keep(self, trace: Trace) -> str:
        id = f"a{len(self.written) + 1}"
        self.written[id] = trace.asked
        return id

    def asked(self, id: str) -> Asked | None:
        return self.written.get(id)


async def replay(
    transcript: Transcript, answerer: Answerer, live: ChatModel | None = None
) -> Transcript:
    """Return the transcript as the bot has it now; `live` is asked in place of the script."""
    record = Record([])
    web = Web(lambda url: record.add(url, "fetch"))
    if not any(section.is_editors for section in transcript.sections):
        return await _replay(transcript, answerer, live, record, None)
    with own_desk(answerer, web) as (own_answerer, newsroom):
        editing = Editing(newsroom, frozenset([EDITOR]))
        return await _replay(transcript, own_answerer, live, record, _Desk(editing, web))


@dataclass(frozen=True)
class _Desk:
    editing: Editing
    web: Web


async def _replay(
    transcript: Transcript,
    answerer: Answerer,
    live: ChatModel | None,
    record: Record,
    desk: _Desk | None,
) -> Transcript:
    search = answerer.search
    assert isinstance(search, ServedSearch)
    replies = [section for section in transcript.sections if section.is_reply_of_model]

    def places() -> Mapping[str, str]:
        return places_of(findable(answerer))

    model: ChatModel | None = ScriptedModel(list(replies), places, record) if replies else None
    if replies and live:
        model = RecordingModel(live, places, record)
    recorded = replace(
        answerer,
        search=RecordedSearch(search, record),
        model=model,
        salt=SALT,
        journal=Notebook(),
    )
    conversation = Conversation(recorded, lambda: holdings_of(search.store))
    await _say_all(transcript, conversation, record, desk)
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


async def _say_all(
    transcript: Transcript, conversation: Conversation, record: Record, desk: _Desk | None
) -> None:
    chats = Chats()

    def sent(parameters: Mapping[str, Any]) -> None:
        head = ("bot", "reply") if parameters.get("reply_parameters") else ("bot",)
        record.add(str(parameters["text"]), *head)

    telegram = StrictTelegram(chats, sent)
    editing = desk.editing if desk else None
    application = build_application(
        f"{BOT_ID}:token", conversation, request=telegram, editing=editing
    )
    async with application:
        for section in transcript.sections:
            if not section.is_input:
                continue
            record.sections.append(section)
            if section.kind == "telegram":
                telegram.refusals.append(put_off(1))
                continue
            if section.kind == "page" and desk:
                desk.web.put(section)
                continue
            _say(chats, section)
            updates = chats.take_updates({})
            assert not check_result("getUpdates", updates)
            for wire in updates:
                await application.process_update(Update.de_json(wire, application.bot))
            chats.updates.clear()


def _say(chats: Chats, section: Section) -> None:
    if section.kind == "editor":
        sent_by_editor(chats, section)
        return
    if section.kind == "button":
        _press(chats, " ".join(section.head[1:]))
        return
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


def _press(chats: Chats, label: str) -> None:
    """Press the newest button of a label."""
    having = (
        sent for id, sent in sorted(chats.sent.items(), reverse=True) if label in sent.buttons
    )
    sent = next(having)
    chats.press(sent.id, sent.buttons[label], None)


def _short(passage: str) -> str:
    article, _, number = passage.partition("#")
    return f"{article[:3]}#{number}"


Opener = Callable[[], ChatModel | None]
