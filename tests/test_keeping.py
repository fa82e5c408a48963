"""Keeping articles: versions, reprints, removals, redactions, outlets learned from pages."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from retrieval.articles import Article, Source
from retrieval.faults import Fault
from retrieval.ingest.redacting import redact
from retrieval.languages import Language, to_traditional
from retrieval.outlets import UNNAMED_SITE, Outlet, Registry
from retrieval.pages.facts.directory import new_outlet
from retrieval.pages.zones.layers import Edit
from retrieval.passages import passages_of
from retrieval.store import Changes, Draft, Original, Store, writing
from retrieval.store import tables as t

JIA = Outlet("jia", {"zh-Hans": "甲报", "zh-Hant": "甲報", "en": "Jia"}, "daily")
YI = Outlet("yi", {"zh-Hans": "乙报", "zh-Hant": "乙報", "en": "Yi"}, "blog")
REGISTRY = Registry((JIA, YI))
STORY = (
    "台风今晚在沿海登陆,气象台发布了红色预警。各地学校停课两天,渔船全部回港避风。"
    "铁路部门停运了一百多趟列车,机场取消了大部分航班。当地居民正在准备沙袋和饮用水,"
    "超市里的蔬菜很快卖空。专家提醒,台风过后还会有暴雨,山区要防范泥石流。"
    "受影响的三个省已经转移了二十万人,安置点准备了帐篷、药品和食物。"
)
OTHER = (
    "央行昨天宣布下调存款准备金率,市场普遍认为这是宽松的信号。银行股开盘后上涨,"
    "债券收益率随之下行。分析人士说,今年还有进一步降息的空间,但要看物价和汇率的走势。"
    "企业家们希望融资成本继续下降,中小企业的贷款能够更快到账,订单也能逐步恢复。"
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.in_folder(tmp_path)
    store.sync(REGISTRY, [])
    yield store
    store.close()


def article(
    id: str,
    text: str = STORY,
    outlet: Outlet = JIA,
    title: str = "台风登陆",
    published: str | None = None,
    republished_by: str | None = None,
) -> Article:
    source = Source(outlet, title, "zh-Hans", published, republished_by=republished_by)
    return Article(id, source, f"{title}\n\n{text}")


def put(store: Store, *articles: Article, has_own_id: bool = True) -> Changes:
    drafts = [Draft(article, "file", "", None, has_own_id) for article in articles]
    return writing.put(store.database, drafts)


def rows(store: Store, table: sa.Table) -> list[sa.Row[tuple[object, ...]]]:
    with store.database.reading() as connection:
        return list(connection.execute(sa.select(table)).all())


# Versions


def test_a_corrected_version_replaces_the_older_which_is_kept(store: Store) -> None:
    first, second = article("1"), article("1", STORY.replace("二十万", "三十万"))
    assert put(store, first) == Changes(added=("1",))
    assert put(store, second) == Changes(updated=("1",))
    assert store.article("1") == second
    assert store.passages_of("1") == passages_of(second)
    (version,) = rows(store, t.versions)
    assert (version.article, version.number, version.why) == ("1", 1, "updated")
    assert version.raw == first.raw
    put(store, first)
    assert [version.number for version in rows(store, t.versions)] == [1, 2]


def test_the_same_again_is_no_version_and_no_change(store: Store) -> None:
    put(store, article("1"))
    before = store.state()
    assert put(store, article("1")) == Changes(same=("1",))
    assert store.state() == before
    assert rows(store, t.versions) == []


def test_a_page_at_another_place_is_a_version_of_what_the_outlet_printed(store: Store) -> None:
    put(store, article("1", published="2025-01-01"))
    corrected = article("2", STORY.replace("二十万", "三十万"), published="2025-01-02")
    assert put(store, corrected, has_own_id=False) == Changes(updated=("1",))
    assert store.article_ids() == ("1",)
    assert "三十万" in store.article("1").text


def test_an_older_version_does_not_replace_a_newer(store: Store) -> None:
    put(store, article("1", published="2025-01-02"))
    older = article("2", STORY.replace("二十万", "十万"), published="2025-01-01")
    assert put(store, older, has_own_id=False) == Changes(same=("1",))
    assert "二十万" in store.article("1").text


@pytest.mark.parametrize(
    "other",
    [
        article("2", outlet=YI),
        article("2", STORY[:-40], title="另一个标题"),
        article("2", OTHER),
        article("2", republished_by="某站"),
    ],
    ids=["outlet", "title", "text", "republisher"],
)
def test_what_differs_in_more_than_its_place_is_another_article(
    store: Store, other: Article
) -> None:
    put(store, article("1"))
    assert put(store, other, has_own_id=False) == Changes(added=("2",))


def test_the_same_text_under_another_title_is_a_version_and_keeps_its_address(
    store: Store,
) -> None:
    there = article("1")
    put(store, replace(there, source=replace(there.source, url="https://j.org/1")))
    retitled = replace(article("2", title="改了标题"), raw=there.raw)
    assert put(store, retitled, has_own_id=False) == Changes(updated=("1",))
    source = store.article("1").source
    assert (source.title, source.url) == ("改了标题", "https://j.org/1")


def test_a_seed_is_not_replaced_by_what_a_machine_made_of_the_same_page(store: Store) -> None:
    seed = article("1")
    store.sync(REGISTRY, [seed])
    assert put(store, article("2", STORY[:-30]), has_own_id=False) == Changes(same=("1",))
    assert store.article("1") == seed
    assert store.sync(REGISTRY, [seed]) == Changes(same=("1",))


# Reprints


@pytest.mark.parametrize("text", [STORY, to_traditional(STORY), STORY[:-40], f"{OTHER}{STORY}"])
def test_a_reprint_is_one_story_with_its_original(store: Store, text: str) -> None:
    put(store, article("1", published="2025-01-01"))
    put(store, article("2", text, YI, published="2025-01-02"), article("3", OTHER, YI))
    assert [a.reprint_of for a in store.articles()][:2] == [None, "1"]


def test_other_stories_are_not_reprints(store: Store) -> None:
    put(store, article("1"), article("2", OTHER, YI))
    assert {a.reprint_of for a in store.articles()} == {None}


@pytest.mark.parametrize(
    ("days", "origin"),
    [
        (("2025-01-02", "2025-01-03", "2025-01-01"), "3"),
        (("2025-01-01", "2025-01-01", "2025-01-01T23:00"), "2"),  # the first was republished
        ((None, "2025-01-02", "2025-01-01"), "1"),  # came first, and may be the first
        (("2025-01-02", "2025-01-01", None), "1"),
    ],
)
def test_the_original_is_the_earliest(
    store: Store, days: tuple[str | None, ...], origin: str
) -> None:
    one, two, three = days
    put(store, article("1", republished_by=UNNAMED_SITE, published=one))
    put(store, article("2", outlet=YI, published=two))
    put(store, article("3", title="又一篇", outlet=YI, published=three))
    assert {a.reprint_of or a.id for a in store.articles()} == {origin}


def test_within_one_lot_reprints_are_found_too(store: Store) -> None:
    put(store, *(article(str(n), outlet=o) for n, o in enumerate((JIA, YI, JIA))))
    assert [a.reprint_of for a in store.articles()] == [None, "0", "0"]


def test_when_the_original_goes_its_reprints_have_another(store: Store) -> None:
    put(store, *(article(str(n), outlet=YI) for n in range(3)))
    writing.remove(store.database, ["0"])
    assert [a.reprint_of for a in store.articles()] == [None, "1"]
    put(store, article("1", OTHER, YI))
    assert [a.reprint_of for a in store.articles()] == [None, None]


# Removals


def test_a_removed_article_is_gone_with_all_that_was_kept_of_it(store: Store) -> None:
    original = Original("html", b"<p>", {}, "2025-01-01")
    writing.put(store.database, [Draft(article("1"), "web", "x", original)])
    put(store, article("1", OTHER))
    redact(store, "1", Edit("wrong", "央行"))
    assert writing.remove(store.database, ["1", "unknown"]) == Changes(removed=("1",))
    kept = (t.articles, t.passages, t.bands, t.versions, t.originals, t.redactions)
    assert [len(rows(store, table)) for table in kept] == [0] * len(kept)


def test_a_removed_seed_does_not_come_back_until_somebody_adds_it(store: Store) -> None:
    store.sync(REGISTRY, [article("1")])
    writing.remove(store.database, ["1"])
    assert not store.sync(REGISTRY, [article("1")])
    assert store.article_ids() == ()
    put(store, article("1"))
    assert store.article_ids() == ("1",)
    store.sync(REGISTRY, [article("1")])
    assert store.article_ids() == ("1",)


def test_seeds_and_added_articles_do_not_touch_each_other(store: Store) -> None:
    put(store, article("added"))
    assert store.sync(REGISTRY, [article("seed", OTHER)]) == Changes(added=("seed",))
    assert store.sync(REGISTRY, []) == Changes(removed=("seed",))
    assert store.article_ids() == ("added",)


def test_every_change_moves_the_revision_on(store: Store) -> None:
    seen = [store.state().revision]

    def moved() -> bool:
        seen.append(store.state().revision)
        return seen[-1] > seen[-2]

    put(store, article("1"), article("2", OTHER, YI))
    assert moved()
    assert store.changed_since(seen[0]) == ("1", "2")
    put(store, article("1", STORY + OTHER))
    assert moved()
    assert store.changed_since(seen[1]) == ("1",)
    redact(store, "2", Edit("wrong", "央行"))
    assert moved()
    writing.remove(store.database, ["1"])
    assert moved()


# Redactions


def test_redacted_words_are_out_of_the_text_and_stay_in_the_page(store: Store) -> None:
    put(store, article("1"))
    assert redact(store, "1", Edit("a name", "气象台")) == 3
    redacted = store.article("1")
    assert "气象台" not in redacted.text
    assert "气象台" in redacted.raw
    assert redacted.removals[-1].reason == "editor: a name"
    assert store.passages_of("1") == passages_of(redacted)
    assert rows(store, t.versions)[0].why == "redacted"


def test_redactions_hold_for_later_versions_where_their_words_occur(store: Store) -> None:
    put(store, article("1"))
    redact(store, "1", Edit("a name", "气象台"))
    redact(store, "1", Edit("a number", "二十万"))
    put(store, article("1", STORY.replace("二十万", "三十万")))
    text = store.article("1").text
    assert "气象台" not in text
    assert "三十万" in text


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (Edit("x", "没有的话"), "does not occur in the page"),
        (Edit("x", "台风"), "occurs 3 times"),
        (Edit("x", "台风登陆\n\n台", last="食物。"), "use `whosaid remove 1`"),
    ],
)
def test_a_redaction_that_cannot_be_is_a_fault_and_changes_nothing(
    store: Store, edit: Edit, told: str
) -> None:
    put(store, article("1"))
    before = store.state()
    with pytest.raises(Fault, match=told):
        redact(store, "1", edit)
    assert store.state() == before
    assert rows(store, t.redactions) == []


# Outlets


def test_an_outlet_learned_from_a_page_is_kept_while_it_has_articles(store: Store) -> None:
    learned = new_outlet("丙网", "bing.example")
    put(store, article("1", outlet=learned))
    assert learned in store.registry()
    writing.remove(store.database, ["1"])
    store.sync(REGISTRY, [])
    assert tuple(store.registry()) == (JIA, YI)


def test_an_outlet_of_a_name_that_is_there_is_that_one(store: Store) -> None:
    put(store, article("1", outlet=new_outlet("甲報", "jia.example")))
    assert store.article("1").source.outlet == JIA


def test_hyphens_and_spaces_do_not_make_another_outlet(store: Store) -> None:
    put(store, article("1", outlet=new_outlet("Harbour-Post", "harbour.example")))
    put(store, article("2", OTHER, new_outlet("Harbour Post", "post.example")))
    assert store.article("1").source.outlet == store.article("2").source.outlet
    assert [outlet.id for outlet in store.registry()] == ["harbour-example", "jia", "yi"]


def test_of_two_outlets_of_one_name_that_an_older_whosaid_kept_the_first_is_meant(
    store: Store,
) -> None:
    twins = [new_outlet("Harbour-Post", "a.example"), new_outlet("Harbour Post", "b.example")]
    with store.database.writing() as connection:
        rows = [{"id": twin.id, "record": asdict(twin)} for twin in twins]
        connection.execute(sa.insert(t.outlets), rows)
    assert store.registry().named_in("What does the Harbour Post say?") == (twins[0],)
    put(store, article("1", outlet=twins[1]))
    assert store.article("1").source.outlet == twins[1]


def test_editors_take_both_of_such_twins_over(store: Store) -> None:
    twins = [new_outlet("Harbour-Post", "a.example"), new_outlet("Harbour Post", "b.example")]
    with store.database.writing() as connection:
        rows = [{"id": twin.id, "record": asdict(twin)} for twin in twins]
        connection.execute(sa.insert(t.outlets), rows)
    put(store, article("1", outlet=twins[0]), article("2", OTHER, twins[1]))
    names: dict[Language, str] = {"zh-Hans": "海港邮报", "zh-Hant": "海港郵報"}
    editors = Outlet("harbour", names | {"en": "HarbourPost"}, "daily")
    store.sync(Registry((*REGISTRY, editors)), [])
    assert {held.source.outlet for held in store.articles()} == {editors}
    assert tuple(store.registry()) == (editors, JIA, YI)


def test_editors_take_an_outlet_over_with_its_articles(store: Store) -> None:
    put(store, article("1", outlet=new_outlet("丙网", "bing.example")))
    bing = Outlet("bing", {"zh-Hans": "丙网", "zh-Hant": "丙網", "en": "Bing"}, "portal")
    assert store.sync(Registry((*REGISTRY, bing)), []) == Changes(updated=("1",))
    assert tuple(store.registry()) == (bing, JIA, YI)
    assert store.article("1").source.outlet == bing
    assert store.passages_of("1") == passages_of(store.article("1"))


def test_a_failed_put_changes_nothing(store: Store) -> None:
    put(store, article("1"))
    broken = replace(article("3", OTHER), raw="\ud800")
    with pytest.raises(UnicodeEncodeError):
        put(store, article("1", OTHER), article("2", OTHER, YI), broken)
    assert list(store.articles()) == [article("1")]
    assert [row.article for row in rows(store, t.bands)].count("1") == len(rows(store, t.bands))


def test_bands_left_by_a_text_changed_by_hand_do_not_stop_the_next_version(store: Store) -> None:
    put(store, article("1"))
    with store.database.writing() as connection:
        connection.execute(sa.update(t.articles).values(raw="被人改过的一句话。"))
    assert put(store, article("1", STORY[:-10])) == Changes(updated=("1",))
    assert store.article("1").text.endswith(STORY[:-10])
