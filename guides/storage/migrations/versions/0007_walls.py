"""Row-level security for tables that hold words about people. SQLite has none."""

from __future__ import annotations

from alembic import op

from guides.storage.rows import no_wall, wall

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _run(wall("note"))


def downgrade() -> None:
    _run(no_wall("note"))


def _run(statements: tuple[str, ...]) -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in statements:
            op.execute(statement)
