"""Which plugins an organisation shows, under which address; and who printed an edition."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "office",
        sa.Column("org", sa.Integer(), sa.ForeignKey("organisation.id"), primary_key=True),
        sa.Column("host", sa.String(200), unique=True),
        sa.Column("plugins", sa.JSON()),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.add_column("edition", sa.Column("office", sa.String(200)))


def downgrade() -> None:
    op.drop_column("edition", "office")
    op.drop_table("office")
