"""what was searched in vain by the window

Revision: 0009
Follows: 0008
Made: 2026-11-21 12:22:54.084353
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    found = (
        op.get_bind()
        .execute(sa.text("SELECT query, day, people FROM portal_search_miss WHERE people >= 3"))
        .all()
    )
    op.drop_table("portal_search_miss_salt")
    with op.batch_alter_table("portal_search_miss", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_search_miss_day"))
    op.drop_table("portal_search_miss")
    op.execute("DELETE FROM portal_search_miss_mark")
    with op.batch_alter_table("portal_search_miss_mark", schema=None) as batch_op:
        batch_op.add_column(sa.Column("query", sa.String(length=80), nullable=False))
        batch_op.create_index(
            batch_op.f("ix_portal_search_miss_mark_query"), ["query"], unique=False
        )
    # What was shown stays: as many marks as there were people, of nobody.
    for query, day, people in found:
        for _ in range(people):
            op.get_bind().execute(
                sa.text(
                    "INSERT INTO portal_search_miss_mark (mark, query, day)"
                    " VALUES (:mark, :query, :day)"
                ),
                {"mark": secrets.token_hex(32), "query": query, "day": day},
            )


def downgrade() -> None:
    op.execute("DELETE FROM portal_search_miss_mark")
    with op.batch_alter_table("portal_search_miss_mark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_search_miss_mark_query"))
        batch_op.drop_column("query")
    op.create_table(
        "portal_search_miss",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("query", sa.String(length=80), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_search_miss")),
        sa.UniqueConstraint("query", "day", name=op.f("uq_portal_search_miss_query_day")),
    )
    with op.batch_alter_table("portal_search_miss", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_search_miss_day"), ["day"], unique=False)
    op.create_table(
        "portal_search_miss_salt",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_portal_search_miss_salt")),
    )
