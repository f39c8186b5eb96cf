"""meetings

Revision: 0005
Follows: 0004
Made: 2026-11-21 13:15:07.938139
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ambassadors_meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("type", sa.String(length=12), nullable=False),
        sa.Column("agenda", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("everyone", sa.Boolean(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ambassadors_meeting")),
        info={"plugin": "ambassadors"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("ambassadors_meeting", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ambassadors_meeting_starts_at"), ["starts_at"], unique=False
        )

    op.create_table(
        "ambassadors_meeting_guest",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("attended", sa.Boolean(), nullable=True),
        sa.Column("invited", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["ambassadors_meeting.id"],
            name=op.f("fk_ambassadors_meeting_guest_meeting_id_ambassadors_meeting"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["portal_user.id"],
            name=op.f("fk_ambassadors_meeting_guest_user_id_portal_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("meeting_id", "user_id", name=op.f("pk_ambassadors_meeting_guest")),
        sa.UniqueConstraint(
            "meeting_id", "place", name=op.f("uq_ambassadors_meeting_guest_meeting_id_place")
        ),
        info={"plugin": "ambassadors"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("ambassadors_meeting_guest", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ambassadors_meeting_guest_user_id"), ["user_id"], unique=False
        )

    op.create_table(
        "ambassadors_meeting_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=10), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["ambassadors_meeting.id"],
            name=op.f("fk_ambassadors_meeting_point_meeting_id_ambassadors_meeting"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["portal_user.id"],
            name=op.f("fk_ambassadors_meeting_point_user_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ambassadors_meeting_point")),
        info={"plugin": "ambassadors"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("ambassadors_meeting_point", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ambassadors_meeting_point_meeting_id"), ["meeting_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_ambassadors_meeting_point_user_id"), ["user_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("ambassadors_meeting_point", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ambassadors_meeting_point_user_id"))
        batch_op.drop_index(batch_op.f("ix_ambassadors_meeting_point_meeting_id"))

    op.drop_table("ambassadors_meeting_point")
    with op.batch_alter_table("ambassadors_meeting_guest", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ambassadors_meeting_guest_user_id"))

    op.drop_table("ambassadors_meeting_guest")
    with op.batch_alter_table("ambassadors_meeting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ambassadors_meeting_starts_at"))

    op.drop_table("ambassadors_meeting")
