"""what plugins brought

Revision: 0002
Follows: 0001a
Made: 2026-11-21 11:55:08.756107
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001a"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "portal_plugin_record",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("version", sa.String(length=60), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("tables", sa.JSON(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("purged_at", sa.DateTime(), nullable=True),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_portal_plugin_record")),
        info={"plugin": "core"},
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("portal_plugin_record")
