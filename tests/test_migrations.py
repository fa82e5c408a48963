"""The store's tables, from the first version to this one."""

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from retrieval.articles import Article, Kind, Known, Source, Zone
from retrieval.faults import Fault
from retrieval.outlets import Outlet, Registry
from retrieval.store import Changes, Store
from retrieval.store import tables as t

JIA = Outlet("jia", {"zh-Hans": "甲报", "zh-Hant": "甲報", "en": "Jia"}, "daily")

FIRST = """
CREATE TABLE schema (version INTEGER NOT NULL, PRIMARY KEY (version));
CREATE TABLE outlets (id VARCHAR NOT NULL, record JSON NOT NULL, PRIMARY KEY (id));
CREATE TABLE embeddings (digest VARCHAR NOT NULL, embedder VARCHAR NOT NULL, vector BLOB NOT NULL,
    PRIMARY KEY (digest, embedder));
CREATE TABLE aliases (number INTEGER NOT NULL, kind VARCHAR NOT NULL, names TEXT NOT NULL,
    forms TEXT NOT NULL, PRIMARY KEY (number));
CREATE TABLE articles (id VARCHAR NOT NULL, outlet VARCHAR NOT NULL, source JSON NOT NULL,
    raw TEXT NOT NULL, removals JSON NOT NULL, digest VARCHAR NOT NULL,
    PRIMARY KEY (id), FOREIGN KEY(outlet) REFERENCES outlets (id));
CREATE TABLE passages (id VARCHAR NOT NULL, article VARCHAR NOT NULL, outlet VARCHAR NOT NULL,
    number INTEGER NOT NULL, header TEXT NOT NULL, text TEXT NOT NULL, sentences JSON NOT NULL,
    digest VARCHAR NOT NULL, PRIMARY KEY (id),
    FOREIGN KEY(article) REFERENCES articles (id), FOREIGN KEY(outlet) REFERENCES outlets (id));
CREATE INDEX ix_passages_article ON passages (article);
INSERT INTO schema VALUES (1);
INSERT INTO outlets VALUES ('jia', '{"id": "jia", "names": {"zh-Hans": "甲报", "zh-Hant": "甲報",
    "en": "Jia"}, "kind": "daily", "aliases": [], "domains": []}');
INSERT INTO articles VALUES ('1', 'jia', '{"title": "天气", "language": "zh-Hans",
    "published": "2025-01-31", "author": null, "republished_by": null, "url": null,
    "inferred": ["published"]}', '广告天气很好。', '[[0, 2, "advert"]]', 'old');
INSERT INTO passages VALUES ('1#0', '1', 'jia', 0, 'h', '天气很好。', '[[0, 0, 5]]', 'd');
INSERT INTO embeddings VALUES ('d', 'local', x'00000000');
"""


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A data folder as the first version left it."""
    connection = sqlite3.connect(tmp_path / "store.sqlite")
    connection.executescript(FIRST)
    connection.close()
    return tmp_path


def test_migrations_make_the_tables_that_the_store_reads(tmp_path: Path) -> None:
    store = Store.in_folder(tmp_path)
    with store.database.reading() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), t.metadata)
    store.close()
    assert differences == []


def test_the_newest_migration_is_the_version_that_is_asked_for() -> None:
    config = Config()
    config.set_main_option("script_location", "retrieval.store:migrations")
    assert ScriptDirectory.from_config(config).get_current_head() == t.HEAD


def test_a_first_store_keeps_its_articles_and_vectors(first: Path) -> None:
    store = Store.in_folder(first)
    source = Source(JIA, "天气", "zh-Hans", "2025-01-31", known={"published": Known.INFERRED})
    kept = Article("1", source, "广告天气很好。", (Zone(0, 2, Kind.NOISE, "advert"),))
    assert list(store.articles()) == [kept]
    assert store.embedded("local") == {"d"}
    with store.database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), t.metadata) == []
    assert store.sync(Registry((JIA,)), [kept]) == Changes(updated=("1",))
    assert store.sync(Registry((JIA,)), []) == Changes(removed=("1",))
    store.close()


def test_a_migrated_store_opens_again_without_more_ado(first: Path) -> None:
    Store.in_folder(first).close()
    (first / "store.lock").unlink()
    Store.in_folder(first).close()
    assert not (first / "store.lock").exists()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", "was made by a newer whosaid"),
        ("DROP TABLE alembic_version", "holds tables that are not whosaid's"),
    ],
)
def test_a_store_of_another_kind_is_a_fault(tmp_path: Path, change: str, told: str) -> None:
    Store.in_folder(tmp_path).close()
    connection = sqlite3.connect(tmp_path / "store.sqlite")
    connection.execute(change)
    connection.commit()
    connection.close()
    with pytest.raises(Fault, match=told) as caught:
        Store.in_folder(tmp_path)
    assert "\n" not in str(caught.value)


def test_a_migration_that_fails_leaves_the_store_as_it_was(first: Path) -> None:
    connection = sqlite3.connect(first / "store.sqlite")
    connection.execute("CREATE TABLE entries (mine TEXT)")
    before = list(connection.iterdump())
    with pytest.raises(Fault, match="cannot open the store"):
        Store.in_folder(first)
    assert list(connection.iterdump()) == before
    connection.close()
