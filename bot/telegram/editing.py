"""What editors send the bot: links, forwarded posts and documents become articles."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from telegram import Document, Message, MessageEntity, MessageOriginChannel, Update
from telegram.constants import FileSizeLimit
from telegram.error import BadRequest
from telegram.ext import filters

from bot.newsroom import Newsroom
from bot.telegram.conversation import Context, locale_of, send, show_typing
from bot.telegram.listing import outcome_of
from retrieval.ingest.intake import Taken, Tally
from retrieval.ingest.reading import Handed
from retrieval.languages import Language
from retrieval.pages.media import Media, media_of
from retrieval.pages.page import Clues, Unfit, Why
from retrieval.web.addresses import canonical_url

VIA = "telegram"

_MARKED: list[str | None] = [MessageEntity.URL, MessageEntity.TEXT_LINK]
_LINK = re.compile(r"https?://[^\s，。、；！？（）「」《》“”]+", re.IGNORECASE)
_OUTLET = re.compile(r"(?:^|\s)(?:outlet|媒体|媒體)\s*[:：]\s*([^\n]{1,80})", re.IGNORECASE)
_TOO_LARGE = Unfit(Why.TOO_LARGE, "Telegram hands bots files of up to 20 MB: add it as a file")

Outcome = Taken | Tally | Unfit


class _HoldsLinks(filters.MessageFilter):
    def filter(self, message: Message) -> bool:
        return bool(links_in(message))


@dataclass(frozen=True)
class Editing:
    """The bot's side of what editors send in private."""

    newsroom: Newsroom
    editors: frozenset[int]
    _albums: dict[int, str] = field(default_factory=dict, init=False)  # the last of each chat

    @property
    def filter(self) -> filters.BaseFilter:
        """Which messages are an editor's articles, and not his questions."""
        links = _HoldsLinks() & ~filters.COMMAND
        handed = filters.Document.ALL | filters.FORWARDED | links
        return filters.ChatType.PRIVATE & filters.User(self.editors) & handed

    async def take(self, update: Update, context: Context) -> None:
        """Take in what an editor sent, and say of each thing at once what became of it."""
        message = update.effective_message
        if message is None or self._is_rest_of_album(message):
            return
        await show_typing(message)
        language = locale_of(update)
        async for outcome in self._outcomes(message):
            await send(update, [_told(outcome, language)])

    def _is_rest_of_album(self, message: Message) -> bool:
        """Tell whether a picture without words belongs to an album that was replied to."""
        album, chat = message.media_group_id, message.chat.id
        if album is None or message.document:
            return False
        seen = self._albums.get(chat) == album
        self._albums[chat] = album
        return seen and not message.caption

    async def _outcomes(self, message: Message) -> AsyncIterator[Outcome]:
        """Yield what becomes of a document, of a post, or where it is none, of the links in it."""
        links = links_in(message)
        if message.document:
            yield await self._document(message.document, message)
            return
        if message.forward_origin and (_words_beside_links(message) or not links):
            post = await self.newsroom.take(_post(message), VIA)
            if isinstance(post, Taken) or not links:
                yield post
                return
        for link in links:
            yield await self.newsroom.from_web(link, VIA, _given(message))

    async def _document(self, document: Document, message: Message) -> Outcome:
        body = await _downloaded(document)
        if body is None:
            return _TOO_LARGE
        media = media_of(body, document.mime_type, document.file_name)
        if media is Media.JSONL:
            return await self.newsroom.take_list(body, VIA, _given(message))
        name, declared = document.file_name, document.mime_type
        clues, given = _origin(message), _given(message)
        handed = Handed(body, name=name, declared=declared, given=given, clues=clues)
        return await self.newsroom.take(handed, VIA)


def links_in(message: Message) -> list[str]:
    """Return the web addresses in a message, in view or behind its words, each once."""
    marked = message.parse_entities(_MARKED) | message.parse_caption_entities(_MARKED)
    shown = (entity.url or text for entity, text in marked.items())
    return [*dict.fromkeys(canonical_url(link) for text in shown for link in _LINK.findall(text))]


def _told(outcome: Outcome, language: Language) -> str:
    """Return what became of something; of a list also why lines were refused, each reason once."""
    first = outcome.first if isinstance(outcome, Tally) else ()
    reasons = {unfit.why: unfit for unfit in first}.values()
    return "\n".join(outcome_of(one, language) for one in (outcome, *reasons))


async def _downloaded(document: Document) -> bytes | None:
    """Return a document's bytes, None where there are more than Telegram hands a bot."""
    if (document.file_size or 0) > FileSizeLimit.FILESIZE_DOWNLOAD:
        return None
    try:
        file = await document.get_file()
    except BadRequest as refused:
        if "too big" not in refused.message:
            raise
        return None
    return bytes(await file.download_as_bytearray())


def _words_beside_links(message: Message) -> str:
    return _LINK.sub("", message.text or message.caption or "").strip()


def _post(message: Message) -> Handed:
    text = message.text or message.caption or ""
    clues = _origin(message)
    return Handed(text.encode(), declared="text/plain", charset="utf-8", clues=clues)


def _given(message: Message) -> dict[str, str]:
    """Return the outlet that an editor names beside what he sends, as “媒体：海港日报”."""
    named = _OUTLET.search(message.text or message.caption or "")
    return {"outlet": named[1].strip()} if named and not message.forward_origin else {}


def _origin(message: Message) -> Clues:
    """Return what is known of something forwarded: the channel it comes from published it."""
    origin = message.forward_origin
    if not isinstance(origin, MessageOriginChannel):
        return Clues()
    name, channel = origin.chat.title, origin.chat.username
    return Clues(
        site=name,
        author=origin.author_signature,
        published=origin.date.isoformat(),
        url=f"https://t.me/{channel}/{origin.message_id}" if channel else None,
    )
