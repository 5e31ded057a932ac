"""Editions of printed sheets, and how many were printed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "edition",
        sa.Column("code", sa.String(10), primary_key=True),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("stage", sa.String(64), nullable=False),
        sa.Column("lang", sa.String(16), nullable=False),
        sa.Column("nation", sa.String(32), nullable=False),
        sa.Column("audiences", sa.JSON(), nullable=False),
        sa.Column("claimed", sa.String(32), nullable=False),
        sa.Column("granted", sa.String(32), nullable=False),
        sa.Column("large", sa.Boolean(), nullable=False),
        sa.Column("plain", sa.Boolean(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("first_printed", sa.Date(), nullable=False),
    )
    op.create_table(
        "sheet_count",
        sa.Column("month", sa.String(7), primary_key=True),
        sa.Column("stage", sa.String(64), primary_key=True),
        sa.Column("lang", sa.String(16), primary_key=True),
        sa.Column("printed", sa.Integer(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("sheet_count")
    op.drop_table("edition")
