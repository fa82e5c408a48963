"""The newsroom: what is taken in beside the running bot, and when that is worth a build."""

import json
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot import workspace
from bot.newsroom import Newsroom, opened_newsroom
from bot.settings import Settings
from bot.workspace import is_index_due
from retrieval.ingest.intake import Taken
from retrieval.ingest.reading import Handed
from retrieval.pages.page import Unfit

STORY = (
    "蓝湖市政府周二宣布,将投资三亿六千万元修建跨湖大桥,工程预计于2027年完工。"
    "市长陈立群在新闻发布会上说,这座桥将把南岸居民的通勤时间缩短一半。"
    "反对者林秀英批评这座大桥没有公开招标,要求审计署介入调查。"
)


@dataclass
class Desk:
    """A newsroom on a copy of the built store; `builds` counts the builds that it asked for."""

    settings: Settings
    newsroom: Newsroom
    builds: list[object] = field(default_factory=list)

    async def settled(self) -> int:
        """How often a build was asked for by now."""
        if self.newsroom._building:
            await self.newsroom._building
        return len(self.builds)

    @property
    def is_due(self) -> bool:
        return is_index_due(self.settings, self.newsroom.store)


@pytest.fixture
async def desk(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Desk]:
    shutil.copytree(settings.data, tmp_path / "data")
    own = settings.model_copy(update={"data": tmp_path / "data"})
    with opened_newsroom(own) as newsroom:
        desk = Desk(own, newsroom)
        monkeypatch.setattr(
            workspace, "ensure_index", lambda *given, **_: desk.builds.append(given)
        )
        yield desk


def handed(text: str = STORY) -> Handed:
    given = {"outlet": "蓝湖日报", "title": "蓝湖将建跨湖大桥"}
    return Handed(text.encode(), declared="text/plain", given=given)


def lines(count: int) -> bytes:
    records = (
        {
            "doc_id": f"lake-{n}",
            "outlet": "蓝湖日报",
            "title": f"第{n}号",
            "text": f"第{n}号。{STORY}",
        }
        for n in range(count)
    )
    return "\n".join(json.dumps(record, ensure_ascii=False) for record in records).encode()


async def test_a_few_articles_are_no_reason_to_look_at_the_index(desk: Desk) -> None:
    taken = await desk.newsroom.take(handed(), "telegram")
    assert isinstance(taken, Taken) and taken.what == "added"
    await desk.newsroom.take_list(lines(3), "telegram")
    assert await desk.settled() == 0
    assert not desk.is_due


async def test_what_changes_nothing_asks_for_nothing(desk: Desk) -> None:
    asked: list[None] = []

    def is_due() -> bool:
        asked.append(None)
        return False

    desk.newsroom.is_due = is_due
    await desk.newsroom.take(handed(), "telegram")
    await desk.settled()
    assert len(asked) == 1
    await desk.newsroom.take(handed(), "telegram")
    assert isinstance(await desk.newsroom.take(handed(""), "telegram"), Unfit)
    await desk.newsroom.take_list(b"{}", "telegram")
    await desk.settled()
    assert len(asked) == 1


async def test_many_articles_are_built_once_they_are_all_in(desk: Desk) -> None:
    await desk.newsroom.take_list(lines(51), "telegram")
    assert await desk.settled() == 1
    assert desk.is_due


@pytest.mark.parametrize("content", [None, "{"])
async def test_an_index_that_cannot_be_read_is_due(content: str | None, desk: Desk) -> None:
    manifest = desk.settings.data / "index" / "current.json"
    manifest.unlink() if content is None else manifest.write_text(content)
    assert desk.is_due
