"""The role profile of an attempt; the official texts of a framework. Revision 0003, after 0002.

An attempt of before was begun for no role.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

WIDE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""Ids of 64 bits; SQLite counts only a plain integer by itself."""


def upgrade() -> None:
    """Add the column and the table."""
    role = sa.Column("role", sa.String(length=64), nullable=False, server_default="")
    op.add_column("attempt", role)
    op.create_table(
        "official_text",
        sa.Column("id", WIDE, nullable=False),
        sa.Column("framework", sa.String(length=64), nullable=False),
        sa.Column("competence", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("level", sa.String(length=32), nullable=False),
        sa.Column("facet", sa.String(length=16), nullable=False),
        sa.Column("ai", sa.String(length=16), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official_text")),
    )
    op.create_index(
        "ix_official_text_framework_competence", "official_text", ["framework", "competence"]
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_index("ix_official_text_framework_competence", table_name="official_text")
    op.drop_table("official_text")
    op.drop_column("attempt", "role")
