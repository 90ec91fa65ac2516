"""What people settled of the tagger's suggestions. Revision 0004, after 0003."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

WIDE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""Ids of 64 bits; SQLite counts only a plain integer by itself."""


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "tag_decision",
        sa.Column("id", WIDE, nullable=False),
        sa.Column("member_id", WIDE, nullable=False),
        sa.Column("text", sa.String(length=32), nullable=False),
        sa.Column("competence", sa.String(length=64), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("outcomes", sa.JSON(), nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("description", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["member.id"],
            name=op.f("fk_tag_decision_member_id_member"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag_decision")),
        sa.UniqueConstraint(
            "member_id",
            "text",
            "competence",
            name=op.f("uq_tag_decision_member_id_text_competence"),
        ),
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("tag_decision")
