"""Taking articles in: what is kept, what is refused, and what is left as it was."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from retrieval.faults import Fault
from retrieval.ingest import intake as intake_module
from retrieval.ingest.intake import FEED, Intake, Taken, Tally
from retrieval.ingest.reading import Handed, id_of
from retrieval.outlets import Outlet, Registry
from retrieval.pages.facts.directory import Directory
from retrieval.pages.page import Clues, Unfit, Why
from retrieval.store import Store, writing

JIA = Outlet("jia", {"zh-Hans": "甲报", "zh-Hant": "甲報", "en": "Jia"}, "daily")
STORY = (
    "台风今晚在沿海登陆,气象台发布了红色预警。各地学校停课两天,渔船全部回港避风。\n\n"
    "铁路部门停运了一百多趟列车,机场取消了大部分航班。当地居民正在准备沙袋和饮用水。\n\n"
)
TODAY = date(2026, 3, 4)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.in_folder(tmp_path)
    store.sync(Registry((JIA,)), [])
    yield store
    store.close()


@pytest.fixture
def intake(store: Store) -> Intake:
    return Intake(store, Directory.load(Registry((JIA,))), lambda: TODAY)


def handed(text: str = STORY, outlet: str | None = "jia", url: str | None = None) -> Handed:
    given = {"outlet": outlet} if outlet else {}
    return Handed(f"台风登陆\n\n{text}".encode(), url=url, name="typhoon.txt", given=given)


def taken(outcome: Taken | Unfit) -> tuple[str, str]:
    assert isinstance(outcome, Taken), outcome
    return outcome.what, outcome.article.id


def told(intake: Intake, *lines: str, **given: str) -> Tally:
    whole = Tally()
    for tally in intake.take_list([line.encode() for line in lines], given, "file"):
        whole = whole.plus(tally)
    return whole


def line(id: str, text: str = STORY, outlet: str = "甲报") -> str:
    text = text.replace("\n", " ")
    return (
        f'{{"doc_id": "{id}", "outlet": "{outlet}", "title": "台风{id}", "text": "{text}{id}"}}\n'
    )


def test_added_then_the_same_then_updated(intake: Intake) -> None:
    what, id = taken(intake.take(handed(), "file"))
    assert what == "added"
    assert taken(intake.take(handed(), "file")) == ("same", id)
    assert taken(intake.take(handed(STORY.replace("两天", "三天")), "file")) == ("updated", id)
    assert "三天" in intake.store.article(id).text


def test_what_is_refused_leaves_nothing(intake: Intake) -> None:
    before = intake.store.state()
    outcome = intake.take(handed(outlet=None), "file")
    assert isinstance(outcome, Unfit)
    assert outcome.why is Why.NO_OUTLET
    assert intake.store.article_ids() == ()
    assert intake.store.ids_of_originals() == ()
    assert intake.store.state() == before


def test_the_page_is_kept_as_it_came(intake: Intake) -> None:
    _, id = taken(intake.take(handed(), "file"))
    original = intake.store.original(id)
    assert original.body == handed().body
    assert (original.media, original.fetched) == ("plain", "2026-03-04")


def test_a_feed_does_not_bring_back_what_an_editor_removed_but_a_hand_does(intake: Intake) -> None:
    page = handed(url="https://lake.example/typhoon")
    _, id = taken(intake.take(page, FEED))
    writing.remove(intake.store.database, [id])
    outcome = intake.take(page, FEED)
    assert isinstance(outcome, Unfit)
    assert outcome.why is Why.REMOVED
    assert taken(intake.take(page, "web")) == ("added", id)
    assert taken(intake.take(page, FEED)) == ("same", id)


def test_a_list_of_articles_is_no_article(intake: Intake) -> None:
    outcome = intake.take(Handed(line("a").encode(), given={"outlet": "jia"}), "web")
    assert isinstance(outcome, Unfit)
    assert outcome.why is Why.NO_ARTICLE
    assert intake.store.article_ids() == ()


@pytest.mark.parametrize(
    "given",
    [{"outlet": " "}, {"published": "soon"}, {"language": "fr"}, {"url": "x"}, {"nosuch": "x"}],
)
def test_facts_that_cannot_be(given: dict[str, str], intake: Intake) -> None:
    with pytest.raises(Fault):
        intake.check(given)


def test_facts_that_can_be(intake: Intake) -> None:
    intake.check({})
    intake.check({"outlet": "丁报", "published": "2026-03-04", "language": "en", "title": "x"})
    assert intake.store.article_ids() == ()


# lists


def test_lots_add_up(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake_module, "_AT_ONCE", 2)
    lines = [line("a"), "x\n", line("b"), "\n", line("c"), '{"doc_id": "d"}\n']
    lots = list(intake.take_list([text.encode() for text in lines], {}, "file"))
    assert [(lot.added, lot.refused) for lot in lots] == [(1, 1), (2, 0), (0, 1)]
    whole = told(intake, *lines, line("e"))
    assert (whole.added, whole.updated, whole.same, whole.refused) == (1, 0, 3, 2)
    assert whole.count == 6
    assert [unfit.detail.split()[1] for unfit in whole.first] == ["2", "6"]


def test_of_two_lines_of_one_id_the_last_counts(intake: Intake) -> None:
    whole = told(intake, line("a"), line("a", STORY.replace("两天", "三天")))
    assert (whole.added, whole.updated) == (1, 0)
    assert "三天" in intake.store.article("a").text


def test_a_corrected_line_is_an_update_and_another_outlet_too(intake: Intake) -> None:
    told(intake, line("a"), line("b"))
    again = told(intake, line("a", STORY.replace("两天", "三天")), line("b", outlet="丁报"))
    assert (again.updated, again.same) == (2, 0)
    assert intake.store.article("b").source.outlet.name("zh-Hans") == "丁报"


def test_a_name_is_the_editors_outlet_or_a_new_one(intake: Intake) -> None:
    told(intake, line("a", outlet="甲報"), line("b", outlet="丁报"), line("c", outlet="丁报"))
    outlets = [intake.store.article(id).source.outlet for id in "abc"]
    assert outlets[0] == JIA
    assert outlets[1] == outlets[2] != JIA
    assert not any(outlet.name("en") == "" for outlet in outlets)


def test_a_list_leaves_no_more_refusals_than_are_read(intake: Intake) -> None:
    whole = told(intake, *["x\n"] * 25)
    assert (whole.refused, len(whole.first)) == (25, 10)


# reading again


def test_pages_are_read_again_by_todays_rules(intake: Intake) -> None:
    page = Handed(
        handed().body, name="typhoon.txt", given={"outlet": "jia"}, clues=Clues(author="王小明")
    )
    _, id = taken(intake.take(page, "file"))
    former = intake.store.article(id)
    assert former.source.author == "王小明"
    assert intake.read_again(lambda *_: None) == Tally(same=1)
    changed = replace(former, source=replace(former.source, author="李大山"))
    writing.reread(intake.store.database, changed)
    assert intake.read_again(lambda *_: None) == Tally(updated=1)
    assert intake.store.article(id) == former


def test_what_cannot_be_read_any_more_stays(
    intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, id = taken(intake.take(handed(), "file"))
    monkeypatch.setattr(intake_module, "read", lambda *_: Unfit(Why.NO_ARTICLE, "no"))
    assert intake.read_again(lambda *_: None) == Tally(same=1)
    assert "台风今晚" in intake.store.article(id).text


# ids


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("https://a.example/x", "jia", "t"), ("https://www.a.example/x", "yi", "u"), True),
        (("https://a.example/x?id=1", "jia", "t"), ("https://a.example/x?id=2", "jia", "t"), False),
        ((None, "jia", "台湾"), (None, "jia", "台灣"), True),
        ((None, "jia", "台湾"), (None, "yi", "台湾"), False),
    ],
)
def test_ids(
    one: tuple[str | None, str, str], other: tuple[str | None, str, str], same: bool
) -> None:
    assert (id_of(*one) == id_of(*other)) is same


@pytest.mark.parametrize("name", ["../../etc/passwd", "蓝湖.html", ".html", "a" * 300, "A b#c.txt"])
def test_an_id_is_short_and_plain_whatever_the_file_is_called(name: str) -> None:
    id = id_of(None, "jia", "题", name)
    assert 3 <= len(id) <= 60
    assert set(id) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
