"""What Telegram refuses, and in which words."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from tests.servers.telegram_html import Entity, Reading, read, trim, utf16

MAX_UNITS = 4096
MAX_CALLBACK_BYTES = 64
MAX_TOAST = 200
MAX_COMMANDS = 100
MAX_DESCRIPTION = 256
MAX_FILE = 20 * 2**20  # bytes that a bot may download
_EMOJI = """
❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡
🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈
😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿
🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡
"""
_ACTIVITIES = """
typing upload_photo record_video upload_video record_voice upload_voice upload_document
choose_sticker find_location record_video_note upload_video_note
"""
REACTIONS = frozenset(_EMOJI.split())
ACTIONS = frozenset(_ACTIVITIES.split())

_COMMAND = re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])")
_MENTION = re.compile(r"(?<!\w)@[A-Za-z0-9_]{2,32}(?!\w)")
_URL = re.compile(
    r"https?://[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?#][^\s<>\"]*)?(?<![.:;,('?!`])", re.I
)

Parameters = Mapping[str, Any]
Wire = dict[str, Any]


class Refused(Exception):
    """An answer other than "ok" that any bot may get through no fault of its own."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"Bad Request: {reason}")


class Malformed(Refused):
    """An answer other than "ok" to a request that no correct bot sends."""


def formatted(parameters: Parameters, too_long: str = "message is too long") -> Reading:
    """The text of a request as readers would see it."""
    try:
        reading = _reading(parameters)
    except ValueError as error:
        raise Malformed(str(error)) from error
    if not reading.text:
        raise Malformed("message text is empty")
    if utf16(reading.text) > MAX_UNITS:
        raise Malformed(too_long)
    return reading


def _reading(parameters: Parameters) -> Reading:
    text = parameters.get("text", "")
    mode = parameters.get("parse_mode", "")
    if mode.lower() == "html":
        return read(text)
    if mode:
        raise ValueError("unsupported parse_mode")
    return Reading(*trim(text, parameters.get("entities", [])), [])


def checked_markup(markup: Wire | None) -> Wire | None:
    """The keyboard of a request, or nothing for an empty one."""
    rows = (markup or {}).get("inline_keyboard")
    if markup is None or rows == []:
        return None
    for button in (button for row in rows or [] for button in row):
        _check_button(button)
    return markup


def _check_button(button: Wire) -> None:
    if not set(button) - {"text", "icon_custom_emoji_id", "style"}:
        raise Malformed("Text buttons are unallowed in the inline keyboard")
    if not button["text"].strip():
        raise Malformed("BUTTON_TEXT_INVALID")
    size = len(button.get("callback_data", "-").encode())
    if not 1 <= size <= MAX_CALLBACK_BYTES:
        raise Malformed("BUTTON_DATA_INVALID")


def check_reactions(reactions: Sequence[Wire]) -> None:
    """Passes what a bot may react with: one of Telegram's own emoji, or none."""
    if len(reactions) > 1:
        raise Malformed("REACTIONS_TOO_MANY")
    if any(reaction.get("emoji") not in REACTIONS for reaction in reactions):
        raise Malformed("REACTION_INVALID")


def check_commands(commands: Sequence[Wire]) -> None:
    """Passes commands that Telegram would show in its menu."""
    if len(commands) > MAX_COMMANDS:
        raise Malformed("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
            raise Malformed("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= MAX_DESCRIPTION:
            raise Malformed("BOT_COMMAND_DESCRIPTION_INVALID")


def scope_of(parameters: Parameters) -> tuple[str, str]:
    """For whom commands are: the scope, and a two-letter language or none."""
    language = parameters.get("language_code", "")
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise Malformed("invalid language code specified")
    return parameters.get("scope", {}).get("type", "default"), language


def found_entities(text: str) -> list[Entity]:
    """The commands, mentions and web addresses that Telegram marks in what people write."""
    urls = [match.span() for match in _URL.finditer(text)]
    found = [
        {
            "type": kind,
            "offset": utf16(text[: match.start()]),
            "length": utf16(match.group()),
        }
        for kind, pattern in (("bot_command", _COMMAND), ("mention", _MENTION), ("url", _URL))
        for match in pattern.finditer(text)
        if kind == "url" or not any(start <= match.start() < end for start, end in urls)
    ]
    return sorted(found, key=lambda entity: entity["offset"])
