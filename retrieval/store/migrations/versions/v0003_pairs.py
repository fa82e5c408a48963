"""Names that articles give in two scripts."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "pairs",
        sa.Column("article", sa.String, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("names", sa.Text, nullable=False),
        sa.Column("forms", sa.Text, nullable=False),
    )
