"""The tables of the store, in any database that SQLAlchemy speaks to."""

import sqlalchemy as sa

VERSION = 1

metadata = sa.MetaData()
schema = sa.Table("schema", metadata, sa.Column("version", sa.Integer, primary_key=True))
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
    sa.Column("outlet", sa.ForeignKey("outlets.id"), nullable=False),
    sa.Column("source", sa.JSON, nullable=False),
    sa.Column("raw", sa.Text, nullable=False),
    sa.Column("removals", sa.JSON, nullable=False),
    sa.Column("digest", sa.String, nullable=False),
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
