"""lists of people and units

Revision: 0006
Follows: 0005
Made: 2026-11-21 12:11:00.000000
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "portal_roster_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("moved_at", sa.DateTime(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("table", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["portal_user.id"],
            name=op.f("fk_portal_roster_import_created_by_portal_user"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_roster_import")),
        info={"plugin": "core"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("portal_roster_import", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_portal_roster_import_created_by"), ["created_by"], unique=False
        )

    op.create_table(
        "portal_roster_unit_code",
        sa.Column("unit_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("unit_id", name=op.f("pk_portal_roster_unit_code")),
        sa.UniqueConstraint("code", name=op.f("uq_portal_roster_unit_code_code")),
        info={"plugin": "core"},
    )
    op.create_table(
        "portal_roster_step",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["portal_roster_import.id"],
            name=op.f("fk_portal_roster_step_import_id_portal_roster_import"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("import_id", "position", name=op.f("pk_portal_roster_step")),
        info={"plugin": "core"},
    )
    op.create_table(
        "portal_roster_period",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("function", sa.String(length=20), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("started", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["portal_unit.id"],
            name=op.f("fk_portal_roster_period_unit_id_portal_unit"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["portal_user.id"],
            name=op.f("fk_portal_roster_period_user_id_portal_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_roster_period")),
        sa.UniqueConstraint(
            "user_id",
            "unit_id",
            "function",
            name=op.f("uq_portal_roster_period_user_id_unit_id_function"),
        ),
        info={"plugin": "core"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("portal_roster_period", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_portal_roster_period_unit_id"), ["unit_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("portal_roster_period", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_roster_period_unit_id"))
    op.drop_table("portal_roster_period")
    op.drop_table("portal_roster_step")
    op.drop_table("portal_roster_unit_code")
    with op.batch_alter_table("portal_roster_import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_roster_import_created_by"))
    op.drop_table("portal_roster_import")
