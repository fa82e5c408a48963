"""The tables of the store, in any database that SQLAlchemy speaks to."""

import sqlalchemy as sa

HEAD = "0003"  # the newest of migrations/versions

metadata = sa.MetaData()

state = sa.Table(
    "state",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),  # one row
    sa.Column("store", sa.String, nullable=False),  # tells this store from any other
    sa.Column("revision", sa.Integer, nullable=False),  # grows with every change of an article
)
outlets = sa.Table(
    "outlets",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("record", sa.JSON, nullable=False),
)
articles = sa.Table(
    "articles",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("outlet", sa.ForeignKey("outlets.id"), nullable=False, index=True),
    sa.Column("source", sa.JSON, nullable=False),
    sa.Column("raw", sa.Text, nullable=False),
    sa.Column("zones", sa.JSON, nullable=False),
    sa.Column("digest", sa.String, nullable=False),
    sa.Column("via", sa.String, nullable=False),  # seed, file, web, feed, telegram
    sa.Column(
        "read_from", sa.String, nullable=False, index=True
    ),  # digest of what it was read from
    sa.Column("origin", sa.String, nullable=False, index=True),  # the article it reprints, or id
    sa.Column("revision", sa.Integer, nullable=False, index=True),
    sa.Column("added", sa.String, nullable=False),  # ISO 8601, UTC
)
versions = sa.Table(
    "versions",
    metadata,
    sa.Column("article", sa.String, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("outlet", sa.String, nullable=False),
    sa.Column("source", sa.JSON, nullable=False),
    sa.Column("raw", sa.Text, nullable=False),
    sa.Column("zones", sa.JSON, nullable=False),
    sa.Column("ended", sa.String, nullable=False),
    sa.Column("why", sa.String, nullable=False),
)
originals = sa.Table(
    "originals",
    metadata,
    sa.Column("article", sa.String, primary_key=True),
    sa.Column("media", sa.String, nullable=False),
    sa.Column("told", sa.JSON, nullable=False),  # what was known of it beside its bytes
    sa.Column("fetched", sa.String, nullable=False),  # ISO 8601 date
    sa.Column("body", sa.LargeBinary, nullable=False),  # zlib
)
redactions = sa.Table(
    "redactions",
    metadata,
    sa.Column("article", sa.String, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("record", sa.JSON, nullable=False),
    sa.Column("made", sa.String, nullable=False),
)
removed = sa.Table(
    "removed",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("at", sa.String, nullable=False),
)
bands = sa.Table(
    "bands",
    metadata,
    sa.Column("band", sa.BigInteger, primary_key=True),
    sa.Column("article", sa.String, primary_key=True),
    sqlite_with_rowid=False,
)
passages = sa.Table(
    "passages",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("article", sa.ForeignKey("articles.id"), nullable=False, index=True),
    sa.Column("outlet", sa.ForeignKey("outlets.id"), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("header", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("sentences", sa.JSON, nullable=False),
    sa.Column("digest", sa.String, nullable=False),
)
embeddings = sa.Table(
    "embeddings",
    metadata,
    sa.Column("digest", sa.String, primary_key=True),
    sa.Column("embedder", sa.String, primary_key=True),
    sa.Column("vector", sa.LargeBinary, nullable=False),
)
aliases = sa.Table(
    "aliases",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("names", sa.Text, nullable=False),  # one a line, as the forms
    sa.Column("forms", sa.Text, nullable=False),
)
pairs = sa.Table(
    "pairs",
    metadata,
    sa.Column("article", sa.String, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("names", sa.Text, nullable=False),  # as of the aliases
    sa.Column("forms", sa.Text, nullable=False),
)
feeds = sa.Table(
    "feeds",
    metadata,
    sa.Column("url", sa.String, primary_key=True),  # as the editors wrote it
    sa.Column("state", sa.JSON, nullable=False),
)
entries = sa.Table(
    "entries",
    metadata,
    sa.Column("feed", sa.String, primary_key=True),
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("seen", sa.String, nullable=False),
    sa.Column("outcome", sa.String, nullable=False),  # an article's id, or why there is none
)
