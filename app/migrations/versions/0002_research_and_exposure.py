"""Scope, exposure draw and research attributes of attempts; exposure counts; calibrations. Revision 0002, after 0001.

What stands in the tables keeps its meaning: an attempt of before had no scope, nothing was drawn out of it, and its
items are not in the counts.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WIDE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""Ids of 64 bits; SQLite counts only a plain integer by itself."""


def added() -> tuple[sa.Column, ...]:
    """Give what an attempt has more."""
    return (
        sa.Column("scope", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("barred", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("about", sa.JSON(), nullable=False, server_default="{}"),
        sa.Column("counted", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def upgrade() -> None:
    """Add the columns and the two tables."""
    for column in added():
        op.add_column("attempt", column)
    op.create_table(
        "exposure",
        sa.Column("framework", sa.String(length=64), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("framework", name=op.f("pk_exposure")),
    )
    op.create_table(
        "calibration",
        sa.Column("id", WIDE, nullable=False),
        sa.Column("framework", sa.String(length=64), nullable=False),
        sa.Column("bank_version", sa.String(length=16), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration")),
    )
    op.create_index("ix_calibration_framework", "calibration", ["framework"])


def downgrade() -> None:
    """Take them away again."""
    op.drop_index("ix_calibration_framework", table_name="calibration")
    op.drop_table("calibration")
    op.drop_table("exposure")
    for column in reversed(added()):
        op.drop_column("attempt", column.name)
