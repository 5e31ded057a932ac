"""Clients, their meetings, and what matching needs to know of guides. Behind the wall."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from guides.storage.moments import Moment
from guides.storage.rows import no_wall, wall

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_TABLES = (
    # What belongs to another comes after it.
    *("people_count", "client", "client_opening", "client_consent", "client_card"),
    *("client_answers", "client_measure", "client_referral", "client_sheet"),
    *("meeting", "meeting_tick", "client_step", "guide_profile", "guide_check_in"),
)


def upgrade() -> None:
    op.create_table(
        "people_count",
        _org(primary_key=True),
        sa.Column("year", sa.String(4), primary_key=True),
        sa.Column("what", sa.String(60), primary_key=True),
        sa.Column("value", sa.String(60), primary_key=True),
        sa.Column("count", sa.Integer(), nullable=False),
    )
    op.create_table(
        "client",
        sa.Column("id", sa.String(32), primary_key=True),
        _org(index=True),
        *_texts(code=40, state=10, tongue=16, lang=16, stage=64, reads=10, nation=20),
        *_texts(audiences=60, claimed=32, granted=32, contact=200, access=200, guide_wish=10),
        sa.Column("practice", sa.Boolean(), nullable=False),
        sa.Column("guide", sa.Integer(), sa.ForeignKey("account.id"), index=True),
        sa.Column("backup", sa.Integer(), sa.ForeignKey("account.id"), index=True),
        *_texts(month=7),
        sa.Column("due", sa.String(7), nullable=False, index=True),
        sa.Column("words", sa.Text(), nullable=False),
        *_saves(),
        sa.Column("goes", sa.Date(), nullable=False),
        sa.UniqueConstraint("org", "code"),
    )
    op.create_table(
        "client_opening",
        *_of_client(),
        sa.Column("account", sa.Integer(), nullable=False),
        *_texts(what=10),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("seen", sa.Boolean(), nullable=False),
    )
    op.create_table("client_consent", *_of_client(), *_texts(use=20, state=10, wording=16, lang=16))
    op.create_table("client_card", *_of_client(), *_saves())
    op.create_table(
        "client_answers",
        *_of_client(),
        *_texts(form=60, moment=16, meeting=32, month=7),
        sa.Column("form_version", sa.Integer(), nullable=False),
        *_saves(),
    )
    op.create_table(
        "client_measure",
        _belongs("answers", "client_answers.id", primary_key=True),
        sa.Column("measure", sa.String(60), primary_key=True),
        _org(),
        _belongs("client", "client.id", index=True),
        *_texts(value=40, moment=16, month=7),
    )
    op.create_table(
        "client_referral", *_of_client(), *_texts(meeting=32, state=16, month=7), *_saves()
    )
    op.create_table(
        "client_sheet",
        *_of_client(),
        sa.Column("edition", sa.String(10), nullable=False, index=True),
        *_texts(stage=64, lang=16, month=7),
    )
    op.create_table(
        "meeting",
        *_of_client(),
        sa.Column("number", sa.Integer(), nullable=False),
        *_texts(stage=64, lang=16, state=10, month=7),
        sa.Column("guide", sa.Integer(), sa.ForeignKey("account.id")),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("note_goes", sa.Date()),
        *_saves(),
        sa.UniqueConstraint("client", "number"),
    )
    op.create_table(
        "meeting_tick",
        _belongs("meeting", "meeting.id", primary_key=True),
        sa.Column("item", sa.String(160), primary_key=True),
        _org(),
        _belongs("client", "client.id", index=True),
        *_texts(state=12),
    )
    op.create_table("client_step", *_of_client(), *_texts(meeting=32, who=12, state=10))
    op.create_table(
        "guide_profile",
        sa.Column("id", sa.String(32), primary_key=True),
        _org(index=True),
        sa.Column("account", sa.Integer(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        *_saves(),
        sa.UniqueConstraint("account"),
    )
    op.create_table(
        "guide_check_in",
        sa.Column("account", sa.Integer(), sa.ForeignKey("account.id"), primary_key=True),
        sa.Column("week", sa.String(8), primary_key=True),
        _org(index=True),
        *_texts(how=10),
        sa.Column("talk", sa.Boolean(), nullable=False),
        sa.Column("goes", sa.Date(), nullable=False),
    )
    for table in _TABLES:
        _run(wall(table))


def downgrade() -> None:
    for table in reversed(_TABLES):
        _run(no_wall(table))
        op.drop_table(table)


def _run(statements: tuple[str, ...]) -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in statements:
            op.execute(statement)


def _org(**more: Any) -> sa.Column[int]:
    return sa.Column("org", sa.Integer(), sa.ForeignKey("organisation.id"), nullable=False, **more)


def _belongs(name: str, to: str, **more: Any) -> sa.Column[str]:
    key = sa.ForeignKey(to, ondelete="CASCADE")
    return sa.Column(name, sa.String(32), key, nullable=False, **more)


def _texts(**lengths: int) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(most), nullable=False) for name, most in lengths.items()]


def _of_client() -> list[sa.Column[str] | sa.Column[int]]:
    return [
        sa.Column("id", sa.String(32), primary_key=True),
        _org(),
        _belongs("client", "client.id", index=True),
        sa.Column("words", sa.Text(), nullable=False),
    ]


def _saves() -> list[sa.Column[int] | sa.Column[str]]:
    return [
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("save_id", sa.String(32), nullable=False),
    ]
