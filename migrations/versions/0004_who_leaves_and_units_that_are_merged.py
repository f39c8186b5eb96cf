"""who leaves and units that are merged

Revision: 0004
Follows: 0003
Made: 2026-11-21 12:03:38.339793
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "portal_departure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("leaves_on", sa.Date(), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("ended", sa.JSON(), nullable=False),
        sa.Column("unasked", sa.JSON(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("drafts_until", sa.DateTime(), nullable=True),
        sa.Column("forgotten_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["portal_user.id"],
            name=op.f("fk_portal_departure_decided_by_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["portal_user.id"],
            name=op.f("fk_portal_departure_user_id_portal_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_departure")),
        info={"plugin": "core"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("portal_departure", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_portal_departure_decided_by_id"), ["decided_by_id"], unique=False
        )
        batch_op.create_index("ix_portal_departure_state", ["state", "leaves_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_portal_departure_user_id"), ["user_id"], unique=False)

    op.create_table(
        "portal_unit_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"],
            ["portal_user.id"],
            name=op.f("fk_portal_unit_merge_by_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["into_id"],
            ["portal_unit.id"],
            name=op.f("fk_portal_unit_merge_into_id_portal_unit"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["portal_unit.id"],
            name=op.f("fk_portal_unit_merge_unit_id_portal_unit"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_unit_merge")),
        sa.UniqueConstraint("unit_id", name=op.f("uq_portal_unit_merge_unit_id")),
        info={"plugin": "core"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("portal_unit_merge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_unit_merge_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_portal_unit_merge_into_id"), ["into_id"], unique=False)

    op.create_table(
        "portal_left_thing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("departure_id", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("words", sa.String(length=80), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("given_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["departure_id"],
            ["portal_departure.id"],
            name=op.f("fk_portal_left_thing_departure_id_portal_departure"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"],
            ["portal_user.id"],
            name=op.f("fk_portal_left_thing_successor_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_left_thing")),
        sa.UniqueConstraint(
            "departure_id",
            "kind",
            "object_id",
            "part",
            name=op.f("uq_portal_left_thing_departure_id_kind_object_id_part"),
        ),
        info={"plugin": "core"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("portal_left_thing", schema=None) as batch_op:
        batch_op.create_index("ix_portal_left_thing_object", ["kind", "object_id"], unique=False)
        batch_op.create_index(
            "ix_portal_left_thing_successor", ["successor_id", "departure_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_portal_left_thing_unit_id"), ["unit_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("portal_left_thing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_left_thing_unit_id"))
        batch_op.drop_index("ix_portal_left_thing_successor")
        batch_op.drop_index("ix_portal_left_thing_object")

    op.drop_table("portal_left_thing")
    with op.batch_alter_table("portal_unit_merge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_unit_merge_into_id"))
        batch_op.drop_index(batch_op.f("ix_portal_unit_merge_by_id"))

    op.drop_table("portal_unit_merge")
    with op.batch_alter_table("portal_departure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_departure_user_id"))
        batch_op.drop_index("ix_portal_departure_state")
        batch_op.drop_index(batch_op.f("ix_portal_departure_decided_by_id"))

    op.drop_table("portal_departure")
