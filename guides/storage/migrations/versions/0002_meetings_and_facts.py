"""Tallies of sessions, checks and versions of facts, mistakes that were reported."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "session_tally",
        sa.Column("save_id", sa.String(32), primary_key=True),
        sa.Column("month", sa.String(7), nullable=False, index=True),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("lang", sa.String(16), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
    )
    op.create_table(
        "fact_check",
        sa.Column("fact", sa.String(120), primary_key=True),
        sa.Column("version", sa.String(12), nullable=False),
        sa.Column("checked_by", sa.String(120), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
    )
    op.create_table(
        "fact_version",
        sa.Column("fact", sa.String(120), primary_key=True),
        sa.Column("version", sa.String(12), primary_key=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("first_seen", sa.Date(), nullable=False),
    )
    op.create_table(
        "mistake_count",
        sa.Column("month", sa.String(7), primary_key=True),
        sa.Column("page", sa.String(200), primary_key=True),
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("reports", sa.Integer(), nullable=False),
    )


def downgrade() -> None:
    for table in ("mistake_count", "fact_version", "fact_check", "session_tally"):
        op.drop_table(table)
