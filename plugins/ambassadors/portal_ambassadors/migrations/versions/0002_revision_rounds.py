"""revision rounds

Revision: 0002
Follows: 0001
Made: 2026-11-21 12:27:25.247365
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ambassadors_round_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("months", sa.JSON(), nullable=False),
        sa.Column("remind_days", sa.JSON(), nullable=False),
        sa.Column("escalate_days", sa.Integer(), nullable=False),
        sa.Column("close_days", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ambassadors_round_plan")),
        info={"plugin": "ambassadors"},
        sqlite_autoincrement=True,
    )
    op.create_table(
        "ambassadors_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.String(length=10), nullable=True),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("started_by_id", sa.Integer(), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["started_by_id"],
            ["portal_user.id"],
            name=op.f("fk_ambassadors_round_started_by_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ambassadors_round")),
        sa.UniqueConstraint("turn", name=op.f("uq_ambassadors_round_turn")),
        info={"plugin": "ambassadors"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("ambassadors_round", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ambassadors_round_closed_at"), ["closed_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_ambassadors_round_started_by_id"), ["started_by_id"], unique=False
        )

    op.create_table(
        "ambassadors_round_reply",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("ambassador_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=True),
        sa.Column("reminded_at", sa.DateTime(), nullable=True),
        sa.Column("escalated_at", sa.DateTime(), nullable=True),
        sa.Column("leaders_told_at", sa.DateTime(), nullable=True),
        sa.Column("extended_until", sa.Date(), nullable=True),
        sa.Column("extensions", sa.Integer(), nullable=False),
        sa.Column("doubted_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["ambassador_id"],
            ["ambassadors_ambassador.id"],
            name=op.f("fk_ambassadors_round_reply_ambassador_id_ambassadors_ambassador"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["doubted_by_id"],
            ["portal_user.id"],
            name=op.f("fk_ambassadors_round_reply_doubted_by_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["ambassadors_round.id"],
            name=op.f("fk_ambassadors_round_reply_round_id_ambassadors_round"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "round_id", "ambassador_id", name=op.f("pk_ambassadors_round_reply")
        ),
        info={"plugin": "ambassadors"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("ambassadors_round_reply", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ambassadors_round_reply_ambassador_id"), ["ambassador_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_ambassadors_round_reply_doubted_by_id"), ["doubted_by_id"], unique=False
        )
        batch_op.create_index("ix_ambassadors_round_reply_due", ["state", "next_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("ambassadors_round_reply", schema=None) as batch_op:
        batch_op.drop_index("ix_ambassadors_round_reply_due")
        batch_op.drop_index(batch_op.f("ix_ambassadors_round_reply_doubted_by_id"))
        batch_op.drop_index(batch_op.f("ix_ambassadors_round_reply_ambassador_id"))

    op.drop_table("ambassadors_round_reply")
    with op.batch_alter_table("ambassadors_round", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ambassadors_round_started_by_id"))
        batch_op.drop_index(batch_op.f("ix_ambassadors_round_closed_at"))

    op.drop_table("ambassadors_round")
    op.drop_table("ambassadors_round_plan")
