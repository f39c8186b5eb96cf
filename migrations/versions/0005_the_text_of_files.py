"""the text of files

Revision: 0005
Follows: 0004
Made: 2026-11-21 12:07:47.754496
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "portal_file_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["portal_file.id"],
            name=op.f("fk_portal_file_part_file_id_portal_file"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_file_part")),
        info={"plugin": "core"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("portal_file_part", schema=None) as batch_op:
        batch_op.create_index("ix_portal_file_part_file", ["file_id", "number"], unique=True)

    op.create_table(
        "portal_file_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("characters", sa.Integer(), nullable=False),
        sa.Column("truncated", sa.Boolean(), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["portal_file.id"],
            name=op.f("fk_portal_file_reading_file_id_portal_file"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_file_reading")),
        sa.UniqueConstraint("file_id", name=op.f("uq_portal_file_reading_file_id")),
        info={"plugin": "core"},
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("portal_file_reading")
    with op.batch_alter_table("portal_file_part", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_file_part_file")

    op.drop_table("portal_file_part")
