"""an education takes nothing home

Revision: 0003
Follows: 0002
Made: 2026-11-21 19:23:51.519618
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bazaar_nothing_taken",
        sa.Column("education_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("said_by_id", sa.Integer(), nullable=True),
        sa.Column("said_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["education_id"],
            ["bazaar_education.id"],
            name=op.f("fk_bazaar_nothing_taken_education_id_bazaar_education"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["said_by_id"],
            ["portal_user.id"],
            name=op.f("fk_bazaar_nothing_taken_said_by_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("education_id", name=op.f("pk_bazaar_nothing_taken")),
        info={"plugin": "bazaar"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("bazaar_nothing_taken", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bazaar_nothing_taken_said_by_id"), ["said_by_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("bazaar_nothing_taken", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bazaar_nothing_taken_said_by_id"))

    op.drop_table("bazaar_nothing_taken")
