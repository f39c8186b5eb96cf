"""what was searched in vain and words that mean the same

Revision: 0001a
Follows: 0001
Made: 2026-11-21 14:40:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0001a"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # For a short while 0001 brought these tables itself.
    there = sa.inspect(op.get_bind()).get_table_names()
    if "portal_search_miss" not in there:
        op.create_table(
            "portal_search_miss",
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("query", sa.String(length=80), nullable=False),
            sa.Column("day", sa.Date(), nullable=False),
            sa.Column("people", sa.Integer(), nullable=False),
            sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_search_miss")),
            sa.UniqueConstraint("query", "day", name=op.f("uq_portal_search_miss_query_day")),
            info={"plugin": "core"},
            sqlite_autoincrement=True,
        )
        with op.batch_alter_table("portal_search_miss", schema=None) as batch_op:
            batch_op.create_index(batch_op.f("ix_portal_search_miss_day"), ["day"], unique=False)

        op.create_table(
            "portal_search_miss_mark",
            sa.Column("mark", sa.String(length=64), nullable=False),
            sa.Column("day", sa.Date(), nullable=False),
            sa.PrimaryKeyConstraint("mark", name=op.f("pk_portal_search_miss_mark")),
            info={"plugin": "core"},
            sqlite_autoincrement=True,
        )
        with op.batch_alter_table("portal_search_miss_mark", schema=None) as batch_op:
            batch_op.create_index("ix_portal_search_miss_mark_day", ["day"], unique=False)

        op.create_table(
            "portal_search_miss_salt",
            sa.Column("day", sa.Date(), nullable=False),
            sa.Column("salt", sa.String(length=64), nullable=False),
            sa.PrimaryKeyConstraint("day", name=op.f("pk_portal_search_miss_salt")),
            info={"plugin": "core"},
            sqlite_autoincrement=True,
        )
    if "portal_synonym_set" not in there:
        op.create_table(
            "portal_synonym_set",
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("words", sa.JSON(), nullable=False),
            sa.Column("updated_at", sa.DateTime(), nullable=False),
            sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_synonym_set")),
            info={"plugin": "core"},
            sqlite_autoincrement=True,
        )
        with op.batch_alter_table("portal_synonym_set", schema=None) as batch_op:
            batch_op.create_index(
                batch_op.f("ix_portal_synonym_set_updated_at"), ["updated_at"], unique=False
            )


def downgrade() -> None:
    with op.batch_alter_table("portal_synonym_set", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_synonym_set_updated_at"))

    op.drop_table("portal_synonym_set")
    op.drop_table("portal_search_miss_salt")
    with op.batch_alter_table("portal_search_miss_mark", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_search_miss_mark_day")

    op.drop_table("portal_search_miss_mark")
    with op.batch_alter_table("portal_search_miss", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_search_miss_day"))

    op.drop_table("portal_search_miss")
