"""The referral directory, with its index of words: FTS5 on SQLite, GIN on PostgreSQL."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from guides.storage.moments import Moment

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_TABLES = (
    *("directory_state", "directory_heading", "directory_pair", "directory_event"),
    *("directory_row", "directory_import", "directory_slot", "directory_listing"),
    "directory_source",
)
_COMPARED = [
    *(
        "id",
        "org",
        "status",
        "visibility",
        "held",
        "source",
        "latitude",
        "longitude",
        "minimum_age",
    ),
    *("maximum_age", "room", "room_on", "room_until", "checked_on", "name"),
]
_SLOT = [
    *("listing", "weekday", "opens", "closes", "nth", "every", "counted_from"),
    *("from_day", "to_day"),
]
_TRIGGERS = (
    "CREATE TRIGGER directory_search_new AFTER INSERT ON directory_listing BEGIN "
    "INSERT INTO directory_search(rowid, search) VALUES (new.id, new.search); END",
    "CREATE TRIGGER directory_search_gone AFTER DELETE ON directory_listing BEGIN "
    "INSERT INTO directory_search(directory_search, rowid, search) "
    "VALUES ('delete', old.id, old.search); END",
    # Only when it really is another: most updates leave the words as they are.
    "CREATE TRIGGER directory_search_other AFTER UPDATE OF search ON directory_listing "
    "WHEN old.search <> new.search BEGIN "
    "INSERT INTO directory_search(directory_search, rowid, search) "
    "VALUES ('delete', old.id, old.search); "
    "INSERT INTO directory_search(rowid, search) VALUES (new.id, new.search); END",
)


def upgrade() -> None:
    op.create_table(
        "directory_source",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("org", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("licence", sa.String(300), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("etag", sa.String(200), nullable=False),
        sa.Column("read_at", Moment()),
        sa.UniqueConstraint("org", "kind", "name"),
    )
    op.create_table(
        "directory_listing",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("org", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(36), nullable=False),
        sa.Column("source", sa.Integer(), sa.ForeignKey("directory_source.id"), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("edits", sa.JSON(), nullable=False),
        sa.Column("room", sa.String(20), nullable=False),
        sa.Column("room_on", sa.Date()),
        sa.Column("room_until", sa.Date()),
        sa.Column("room_note", sa.String(300), nullable=False),
        sa.Column("checked_on", sa.Date()),
        sa.Column("checked_by", sa.String(200), nullable=False),
        sa.Column("checked_how", sa.String(10), nullable=False),
        sa.Column("held", sa.String(10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("visibility", sa.String(10), nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("risky", sa.Boolean(), nullable=False),
        sa.Column("minimum_age", sa.Integer(), nullable=False),
        sa.Column("maximum_age", sa.Integer(), nullable=False),
        sa.Column("latitude", sa.Double()),
        sa.Column("longitude", sa.Double()),
        sa.Column("search", sa.Text(), nullable=False),
        sa.UniqueConstraint("org", "uuid"),
        sa.UniqueConstraint("source", "key"),
    )
    op.create_index("ix_directory_listing_due", "directory_listing", ["org", "due_on"])
    op.create_index("ix_directory_listing_compared", "directory_listing", _COMPARED)
    op.create_table(
        "directory_slot",
        sa.Column("id", sa.Integer(), primary_key=True),
        _of_listing(),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Integer(), nullable=False),
        sa.Column("closes", sa.Integer(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("counted_from", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date()),
        sa.Column("to_day", sa.Date()),
    )
    op.create_index("ix_directory_slot_whole", "directory_slot", _SLOT)
    op.create_table(
        "directory_import",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("org", sa.Integer(), nullable=False, index=True),
        sa.Column("source", sa.Integer(), sa.ForeignKey("directory_source.id"), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("actor", sa.String(40), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
    )
    op.create_table(
        "directory_row",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "imported",
            sa.Integer(),
            sa.ForeignKey("directory_import.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("line", sa.String(100), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("action", sa.String(10), nullable=False),
        sa.Column("take", sa.Boolean(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
    )
    op.create_table(
        "directory_event",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("org", sa.Integer(), nullable=False),
        _of_listing(index=True),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("actor", sa.String(40), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("done_at", Moment()),
    )
    op.create_index("ix_directory_event_open", "directory_event", ["org", "done_at"])
    op.create_table(
        "directory_pair",
        _of_listing("first", primary_key=True),
        _of_listing("second", primary_key=True, index=True),
        sa.Column("org", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(10), nullable=False),
        sa.Column("actor", sa.String(40), nullable=False),
        sa.Column("at", Moment(), nullable=False),
    )
    op.create_table(
        "directory_heading",
        sa.Column("org", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("heading", sa.String(200), primary_key=True),
        sa.Column("means", sa.String(40), nullable=False),
    )
    op.create_table(
        "directory_state",
        sa.Column("org", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("revision", sa.Integer(), nullable=False),
    )
    _index_words()


def _of_listing(
    name: str = "listing", *, primary_key: bool = False, index: bool = False
) -> sa.Column[int]:
    return sa.Column(
        name,
        sa.Integer(),
        sa.ForeignKey("directory_listing.id", ondelete="CASCADE"),
        nullable=False,
        primary_key=primary_key,
        index=index,
    )


def _index_words() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE INDEX directory_search ON directory_listing "
            # Otherwise what was put in last lies unsorted beside it, and every search reads that.
            "USING gin (to_tsvector('simple', search)) WITH (fastupdate = off)"
        )
        return
    # The words stand in the listing's own row; the index keeps none of them twice.
    op.execute(
        "CREATE VIRTUAL TABLE directory_search USING fts5("
        "search, content='directory_listing', content_rowid='id', tokenize='ascii')"
    )
    for trigger in _TRIGGERS:
        op.execute(trigger)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP INDEX directory_search")
    else:
        for name in ("new", "gone", "other"):
            op.execute(f"DROP TRIGGER directory_search_{name}")
        op.execute("DROP TABLE directory_search")
    for table in _TABLES:
        op.drop_table(table)
