"""Slots of the clinic. No name, no date of anybody's, no number of an account."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plugin_form_clinic_slot",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("org", sa.Integer(), nullable=False, index=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("time", sa.String(5), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("plugin_form_clinic_slot")
