"""What Telegram keeps between two requests of a bot: chats, messages, updates, its rules."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from tests.servers.telegram_html import Entity, Reading, utf16
from tests.servers.telegram_rules import (
    ACTIONS,
    MAX_FILE,
    MAX_TOAST,
    MAX_UNITS,
    Malformed,
    Parameters,
    Refused,
    Wire,
    check_commands,
    check_reactions,
    checked_markup,
    formatted,
    found_entities,
    scope_of,
)

BOT_ID = 123456
BOT_NAME = "whosaid_bot"
POSTED = 1_739_350_800  # when forwarded posts were first sent: 12 February 2025, 09:00 UTC
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
_QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass(frozen=True)
class SentMessage:
    """A message of the bot as it stands now, after its edits."""

    id: int
    chat: int
    text: str
    html: str
    entities: tuple[Entity, ...]
    reply_markup: Wire | None
    reply_to: int | None
    edits: int = 0
    deleted: bool = False

    @property
    def buttons(self) -> dict[str, str]:
        """The inline buttons: label to callback data, or to the link."""
        rows = (self.reply_markup or {}).get("inline_keyboard", [])
        return {
            button["text"]: button.get("callback_data", button.get("url", ""))
            for row in rows
            for button in row
        }


class Chats:
    """The chats of one bot; every method of the Bot API it implements is in ``methods``."""

    def __init__(self) -> None:
        self.sent: dict[int, SentMessage] = {}
        self.updates: list[Wire] = []
        self.commands: dict[tuple[str, str], list[Wire]] = {}
        self.files: dict[str, bytes] = {}
        self._dropped: list[str] = []
        self._chats: dict[int, Wire] = {1: chat_of(1, "private")}
        self._messages: dict[tuple[int, int], Wire] = {}
        self._queries: set[str] = set()
        self._numbers = count(1)
        self._query_ids = count(10**15)
        self._update_ids = count(1001)
        self.methods: Mapping[str, Callable[[Parameters], Any]] = {
            "answerCallbackQuery": self._answer_callback_query,
            "deleteMessage": self._delete_message,
            "deleteMyCommands": self._delete_my_commands,
            "deleteWebhook": _done,
            "editMessageReplyMarkup": self._edit_message_reply_markup,
            "editMessageText": self._edit_message_text,
            "getFile": self._get_file,
            "getMe": _get_me,
            "getMyCommands": lambda parameters: self.commands.get(scope_of(parameters), []),
            "sendChatAction": self._send_chat_action,
            "sendMessage": self._send_message,
            "sendMessageDraft": self._send_message_draft,
            "setMessageReaction": self._set_message_reaction,
            "setMyCommands": self._set_my_commands,
            "setMyDescription": _done,
            "setMyShortDescription": _done,
        }

    # What people do.

    def say(
        self,
        text: str,
        chat: Wire,
        user: Wire,
        *,
        reply_to: int | None,
        edit_of: int | None,
    ) -> int:
        """The number of the message a person wrote, or wrote anew."""
        if not 0 < utf16(text) <= MAX_UNITS:
            raise ValueError("no Telegram client lets a person send this text")
        content = written(text)
        if reply_to:
            content["reply_to_message"] = self._quoted(chat["id"], reply_to)
        return self.send(content, chat, user, edit_of=edit_of)

    def send(self, content: Wire, chat: Wire, user: Wire, *, edit_of: int | None = None) -> int:
        """The number of a message of any content: a document, a picture, something forwarded."""
        self._chats[chat["id"]] = chat
        number = edit_of or next(self._numbers)
        message = {"message_id": number, "date": _now(), "chat": chat, "from": user, **content}
        if edit_of:
            message["date"] = self._messages[chat["id"], edit_of]["date"]
            message["edit_date"] = _now()
        self._messages[chat["id"], number] = message
        self._push("edited_message" if edit_of else "message", message)
        return number

    def upload(self, body: bytes, name: str, media_type: str) -> Wire:
        """A document as a message shows it; ``getFile`` tells where its bytes are."""
        number = len(self.files) + 1
        path = f"documents/file_{number}"
        self.files[path] = body
        return {
            "file_id": f"id-of-{path}",
            "file_unique_id": f"unique-{number}",
            "file_name": name,
            "mime_type": media_type,
            "file_size": len(body),
        }

    def press(self, message_id: int, data: str, user: Wire | None) -> str:
        """The id of the callback query that a person's press on a button made."""
        sent = self.sent[message_id]
        if sent.deleted or data not in sent.buttons.values():
            raise ValueError(f"message {message_id} has no button {data!r}, only {sent.buttons}")
        query = {
            "id": str(next(self._query_ids)),
            "from": user or person(sent.chat if sent.chat > 0 else 1),
            "chat_instance": f"{sent.chat}-instance",
            "message": dict(self._messages[sent.chat, message_id]),
            "data": data,
        }
        self._queries.add(str(query["id"]))
        self._push("callback_query", query)
        return str(query["id"])

    def take_updates(self, parameters: Parameters) -> list[Wire]:
        """The updates from ``offset`` on; those before it are confirmed and gone."""
        offset = parameters.get("offset", 0)
        start = offset if offset >= 0 else self._update_id_from_end(-offset)
        self.updates = [update for update in self.updates if update["update_id"] >= start]
        wanted = parameters.get("allowed_updates")
        if wanted:
            self.updates = [update for update in self.updates if set(update) & set(wanted)]
        return self.updates[: parameters.get("limit", 100)]

    def take_dropped(self) -> list[str]:
        """The formatting that Telegram dropped without a word since the last time."""
        dropped, self._dropped = self._dropped, []
        return dropped

    def _update_id_from_end(self, number: int) -> int:
        tail = self.updates[-number:]
        return int(tail[0]["update_id"]) if tail else 0

    def _push(self, kind: str, content: Wire) -> None:
        self.updates.append({"update_id": next(self._update_ids), kind: content})

    # What the bot does.

    def _send_message(self, parameters: Parameters) -> Wire:
        chat = self._chat(parameters["chat_id"])
        reading = self._formatted(parameters, "message is too long")
        markup = checked_markup(parameters.get("reply_markup"))
        reply_to = self._reply_to(chat["id"], parameters.get("reply_parameters"))
        number = next(self._numbers)
        message = {"message_id": number, "date": _now(), "chat": chat, "from": _bot()}
        if reply_to:
            message["reply_to_message"] = self._quoted(chat["id"], reply_to)
        self._messages[chat["id"], number] = message
        sent = SentMessage(number, chat["id"], "", "", (), None, reply_to)
        return self._write(sent, parameters["text"], reading, markup)

    def _edit_message_text(self, parameters: Parameters) -> Wire:
        sent = self._own_message(parameters, "message to edit not found")
        reading = self._formatted(parameters, "MESSAGE_TOO_LONG")
        markup = checked_markup(parameters.get("reply_markup"))
        content = (reading.text, tuple(reading.entities), markup)
        if content == (sent.text, sent.entities, sent.reply_markup):
            raise Refused(_NOT_MODIFIED)
        return self._write(replace(sent, edits=sent.edits + 1), parameters["text"], reading, markup)

    def _edit_message_reply_markup(self, parameters: Parameters) -> Wire:
        sent = self._own_message(parameters, "message to edit not found")
        markup = checked_markup(parameters.get("reply_markup"))
        if markup == sent.reply_markup:
            raise Refused(_NOT_MODIFIED)
        reading = Reading(sent.text, list(sent.entities), [])
        return self._write(replace(sent, edits=sent.edits + 1), sent.html, reading, markup)

    def _write(self, sent: SentMessage, html: str, reading: Reading, markup: Wire | None) -> Wire:
        """The message on the wire once its content is as given."""
        sent = replace(
            sent,
            text=reading.text,
            html=html,
            entities=tuple(reading.entities),
            reply_markup=markup,
        )
        self.sent[sent.id] = sent
        message = self._messages[sent.chat, sent.id]
        shown = markup if markup and "inline_keyboard" in markup else None
        for name, value in (
            ("text", reading.text),
            ("entities", reading.entities),
            ("reply_markup", shown),
        ):
            message.pop(name, None)
            if value:
                message[name] = value
        if sent.edits:
            message["edit_date"] = _now()
        return message

    def _send_message_draft(self, parameters: Parameters) -> bool:
        chat = self._chat(parameters["chat_id"])
        if chat["type"] != "private":
            raise Malformed("TEXTDRAFT_PEER_INVALID")
        if not parameters["draft_id"]:
            raise Malformed("draft identifier must be non-zero")
        if parameters.get("text"):
            self._formatted(parameters, "message is too long")
        return True

    def _send_chat_action(self, parameters: Parameters) -> bool:
        self._chat(parameters["chat_id"])
        if parameters["action"] not in ACTIONS:
            raise Malformed("wrong parameter action in request")
        return True

    def _set_message_reaction(self, parameters: Parameters) -> bool:
        self._any_message(parameters, "message to react not found")
        check_reactions(parameters.get("reaction", []))
        return True

    def _delete_message(self, parameters: Parameters) -> bool:
        key = self._any_message(parameters, "message to delete not found")
        del self._messages[key]
        if sent := self.sent.get(key[1]):
            self.sent[sent.id] = replace(sent, deleted=True)
        return True

    def _answer_callback_query(self, parameters: Parameters) -> bool:
        if utf16(parameters.get("text", "")) > MAX_TOAST:
            raise Malformed("MESSAGE_TOO_LONG")
        if parameters["callback_query_id"] not in self._queries:
            raise Refused(_QUERY_TOO_OLD)
        self._queries.remove(parameters["callback_query_id"])
        return True

    def _set_my_commands(self, parameters: Parameters) -> bool:
        check_commands(parameters["commands"])
        self.commands[scope_of(parameters)] = parameters["commands"]
        return True

    def _delete_my_commands(self, parameters: Parameters) -> bool:
        self.commands.pop(scope_of(parameters), None)
        return True

    def _get_file(self, parameters: Parameters) -> Wire:
        path = str(parameters["file_id"]).removeprefix("id-of-")
        if path not in self.files:
            raise Malformed("wrong file_id or the file is temporarily unavailable")
        size = len(self.files[path])
        if size > MAX_FILE:
            raise Refused("file is too big")
        return {
            "file_id": parameters["file_id"],
            "file_unique_id": f"unique-{path.rpartition('_')[2]}",
            "file_size": size,
            "file_path": path,
        }

    # What a request may name.

    def _chat(self, chat_id: int | str) -> Wire:
        if not isinstance(chat_id, int) or chat_id not in self._chats:
            raise Refused("chat not found")
        return self._chats[chat_id]

    def _own_message(self, parameters: Parameters, otherwise: str) -> SentMessage:
        _, number = self._any_message(parameters, otherwise)
        if number not in self.sent:
            raise Malformed("message can't be edited")
        return self.sent[number]

    def _any_message(self, parameters: Parameters, otherwise: str) -> tuple[int, int]:
        chat = self._chat(parameters.get("chat_id", ""))
        key = (chat["id"], parameters.get("message_id", 0))
        if key not in self._messages:
            raise Refused(otherwise)
        return key

    def _reply_to(self, chat: int, reply: Parameters | None) -> int | None:
        if reply is None:
            return None
        if (chat, reply["message_id"]) in self._messages:
            return int(reply["message_id"])
        if reply.get("allow_sending_without_reply"):
            return None
        raise Refused("message to be replied not found")

    def _quoted(self, chat: int, number: int) -> Wire:
        message = self._messages[chat, number]
        return {name: value for name, value in message.items() if name != "reply_to_message"}

    def _formatted(self, parameters: Parameters, too_long: str) -> Reading:
        reading = formatted(parameters, too_long)
        self._dropped.extend(reading.dropped)
        return reading


def written(text: str) -> Wire:
    """The text of a message, with what Telegram marks in it."""
    entities = found_entities(text)
    return {"text": text, **({"entities": entities} if entities else {})}


def from_channel(title: str, username: str | None = None, number: int = 1) -> Wire:
    """Where a forwarded post comes from; a channel without a user name is not public."""
    chat = {"id": -1001, "type": "channel", "title": title}
    named = {"username": username} if username else {}
    return {"type": "channel", "date": POSTED, "chat": chat | named, "message_id": number}


def from_hidden_user(name: str) -> Wire:
    """Where a message comes from that was forwarded from a person who does not show himself."""
    return {"type": "hidden_user", "date": POSTED, "sender_user_name": name}


def from_user(number: int) -> Wire:
    """Where a message comes from that was forwarded from a person."""
    return {"type": "user", "date": POSTED, "sender_user": person(number)}


def person(number: int, language: str = "zh-hans") -> Wire:
    """A user as Telegram shows one to a bot."""
    return {
        "id": number,
        "is_bot": False,
        "first_name": "Reader",
        "language_code": language,
    }


def chat_of(number: int, kind: str) -> Wire:
    """A chat as Telegram shows one to a bot."""
    name = {"first_name": "Reader"} if kind == "private" else {"title": "Readers"}
    return {"id": number, "type": kind, **name}


def _bot() -> Wire:
    return {"id": BOT_ID, "is_bot": True, "first_name": "whosaid", "username": BOT_NAME}


def _get_me(parameters: Parameters) -> Wire:
    abilities = (
        "can_join_groups",
        "can_read_all_group_messages",
        "supports_inline_queries",
    )
    return {
        **_bot(),
        **{ability: ability == "can_join_groups" for ability in abilities},
    }


def _done(parameters: Parameters) -> bool:
    return True


def _now() -> int:
    return int(time.time())
