"""sessions that were signed out

Revision: 0003
Follows: 0002
Made: 2026-11-21 11:57:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "portal_ended_session",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_portal_ended_session")),
        info={"plugin": "core"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("portal_ended_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_ended_session_until"), ["until"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("portal_ended_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_ended_session_until"))

    op.drop_table("portal_ended_session")
