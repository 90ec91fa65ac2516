"""First tables: attempts, catalogues, consents, visits. Revision 0001, the first."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

WIDE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""Ids of 64 bits; SQLite counts only a plain integer by itself."""


def upgrade() -> None:
    """Make all tables."""
    op.create_table(
        "bank_version",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("framework", sa.String(length=64), nullable=False),
        sa.Column("numbers", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_version")),
    )
    op.create_table(
        "bucket",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("tokens", sa.Float(), nullable=False),
        sa.Column("filled_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_bucket")),
    )
    op.create_index("ix_bucket_filled_at", "bucket", ["filled_at"])
    op.create_table(
        "consent",
        sa.Column("id", WIDE, nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("wording", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index("ix_consent_subject", "consent", ["subject"])
    op.create_table(
        "folder",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("subject_key", sa.String(length=64), nullable=False),
        sa.Column("link_digest", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=False),
        sa.Column("erase_after", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_folder")),
        sa.UniqueConstraint("link_digest", name=op.f("uq_folder_link_digest")),
    )
    op.create_index("ix_folder_erase_after", "folder", ["erase_after"])
    op.create_table(
        "member",
        sa.Column("id", WIDE, nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("demonstration", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
        sa.UniqueConstraint("slug", name=op.f("uq_member_slug")),
    )
    op.create_table(
        "web_session",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("folder", sa.String(length=24), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_web_session")),
    )
    op.create_index("ix_web_session_folder", "web_session", ["folder"])
    op.create_index("ix_web_session_seen_at", "web_session", ["seen_at"])
    op.create_table(
        "attempt",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("folder_id", sa.String(length=24), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=True),
        sa.Column("framework", sa.String(length=64), nullable=False),
        sa.Column("bank_version", sa.String(length=16), nullable=False),
        sa.Column("route", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("open_item", sa.String(length=64), nullable=True),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("last_answer_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["bank_version"],
            ["bank_version.id"],
            name=op.f("fk_attempt_bank_version_bank_version"),
        ),
        sa.ForeignKeyConstraint(
            ["folder_id"],
            ["folder.id"],
            name=op.f("fk_attempt_folder_id_folder"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_attempt_token_digest")),
    )
    op.create_index("ix_attempt_folder_id", "attempt", ["folder_id"])
    op.create_table(
        "catalogue",
        sa.Column("id", WIDE, nullable=False),
        sa.Column("member_id", WIDE, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("imported_at", sa.DateTime(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["member.id"],
            name=op.f("fk_catalogue_member_id_member"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue")),
        sa.UniqueConstraint("number", name=op.f("uq_catalogue_number")),
    )
    op.create_index("ix_catalogue_member_id", "catalogue", ["member_id"])
    op.create_index("ix_catalogue_state", "catalogue", ["state"])
    op.create_table(
        "answer",
        sa.Column("id", WIDE, nullable=False),
        sa.Column("attempt_id", sa.String(length=24), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=64), nullable=False),
        sa.Column("response", sa.JSON(), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attempt_id"],
            ["attempt.id"],
            name=op.f("fk_answer_attempt_id_attempt"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("attempt_id", "item", name=op.f("uq_answer_attempt_id_item")),
    )
    op.create_index("ix_answer_attempt_id_position", "answer", ["attempt_id", "position"])
    op.create_table(
        "training",
        sa.Column("id", WIDE, nullable=False),
        sa.Column("catalogue_id", WIDE, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("training", sa.String(length=200), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["catalogue_id"],
            ["catalogue.id"],
            name=op.f("fk_training_catalogue_id_catalogue"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training")),
        sa.UniqueConstraint(
            "catalogue_id", "training", name=op.f("uq_training_catalogue_id_training")
        ),
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("training")
    op.drop_index("ix_answer_attempt_id_position", table_name="answer")
    op.drop_table("answer")
    op.drop_index("ix_catalogue_state", table_name="catalogue")
    op.drop_index("ix_catalogue_member_id", table_name="catalogue")
    op.drop_table("catalogue")
    op.drop_index("ix_attempt_folder_id", table_name="attempt")
    op.drop_table("attempt")
    op.drop_index("ix_web_session_seen_at", table_name="web_session")
    op.drop_index("ix_web_session_folder", table_name="web_session")
    op.drop_table("web_session")
    op.drop_table("member")
    op.drop_index("ix_folder_erase_after", table_name="folder")
    op.drop_table("folder")
    op.drop_index("ix_consent_subject", table_name="consent")
    op.drop_table("consent")
    op.drop_index("ix_bucket_filled_at", table_name="bucket")
    op.drop_table("bucket")
    op.drop_table("bank_version")
