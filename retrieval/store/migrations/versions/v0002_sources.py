"""Zones, versions, redactions, reprints, feeds; how each fact is known."""

import uuid
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.drop_table("schema")
    _create_state()
    _extend_articles()
    _create_beside_articles()
    _create_feeds()


def _create_state() -> None:
    state = op.create_table(
        "state",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("store", sa.String, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
    )
    op.bulk_insert(state, [{"id": 1, "store": uuid.uuid4().hex, "revision": 1}])


def _extend_articles() -> None:
    """Give the articles their new columns; all there are came from seeds, read anew at next use.

    So their removals become zones of kind noise, and their digests match nothing any more.
    """
    now = datetime.now(UTC).isoformat(timespec="seconds")
    op.execute("ALTER TABLE articles RENAME COLUMN removals TO zones")
    for name, default in (("via", "seed"), ("read_from", ""), ("origin", ""), ("added", now)):
        op.add_column(
            "articles", sa.Column(name, sa.String, nullable=False, server_default=default)
        )
    op.add_column("articles", sa.Column("revision", sa.Integer, nullable=False, server_default="1"))
    for name in ("outlet", "read_from", "origin", "revision"):
        op.create_index(f"ix_articles_{name}", "articles", [name])
    _rewrite_articles()


def _rewrite_articles() -> None:
    connection = op.get_bind()
    articles = sa.table(
        "articles",
        sa.column("id", sa.String),
        sa.column("source", sa.JSON),
        sa.column("zones", sa.JSON),
        sa.column("origin", sa.String),
        sa.column("digest", sa.String),
    )
    for row in connection.execute(sa.select(articles)).all():
        source = dict(row.source)
        source["known"] = dict.fromkeys(source.pop("inferred", []), "inferred")
        zones = [[start, end, "noise", reason] for start, end, reason in row.zones]
        connection.execute(
            sa.update(articles)
            .where(articles.c.id == row.id)
            .values(source=source, zones=zones, origin=row.id, digest="")
        )


def _create_beside_articles() -> None:
    op.create_table(
        "versions",
        sa.Column("article", sa.String, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("outlet", sa.String, nullable=False),
        sa.Column("source", sa.JSON, nullable=False),
        sa.Column("raw", sa.Text, nullable=False),
        sa.Column("zones", sa.JSON, nullable=False),
        sa.Column("ended", sa.String, nullable=False),
        sa.Column("why", sa.String, nullable=False),
    )
    op.create_table(
        "originals",
        sa.Column("article", sa.String, primary_key=True),
        sa.Column("media", sa.String, nullable=False),
        sa.Column("told", sa.JSON, nullable=False),
        sa.Column("fetched", sa.String, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "redactions",
        sa.Column("article", sa.String, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("record", sa.JSON, nullable=False),
        sa.Column("made", sa.String, nullable=False),
    )
    op.create_table(
        "removed",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("at", sa.String, nullable=False),
    )
    op.create_table(
        "bands",
        sa.Column("band", sa.BigInteger, primary_key=True),
        sa.Column("article", sa.String, primary_key=True),
        sqlite_with_rowid=False,
    )


def _create_feeds() -> None:
    op.create_table(
        "feeds",
        sa.Column("url", sa.String, primary_key=True),
        sa.Column("state", sa.JSON, nullable=False),
    )
    op.create_table(
        "entries",
        sa.Column("feed", sa.String, primary_key=True),
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("seen", sa.String, nullable=False),
        sa.Column("outcome", sa.String, nullable=False),
    )
