"""imports under way and heading profiles

Revision: 0002
Follows: 0001
Made: 2026-11-21 12:12:56.523368
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "factsheets_heading_profile",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factsheets_heading_profile")),
        sa.UniqueConstraint("key", name=op.f("uq_factsheets_heading_profile_key")),
        info={"plugin": "factsheets"},
        sqlite_autoincrement=True,
    )
    op.create_table(
        "factsheets_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("touched_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["portal_user.id"],
            name=op.f("fk_factsheets_import_user_id_portal_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factsheets_import")),
        info={"plugin": "factsheets"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("factsheets_import", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_factsheets_import_touched_at"), ["touched_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_factsheets_import_user_id"), ["user_id"], unique=False)

    op.create_table(
        "factsheets_import_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("truncated", sa.Boolean(), nullable=False),
        sa.Column("headings", sa.JSON(), nullable=False),
        sa.Column("profile", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["factsheets_import.id"],
            name=op.f("fk_factsheets_import_file_run_id_factsheets_import"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factsheets_import_file")),
        info={"plugin": "factsheets"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("factsheets_import_file", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_factsheets_import_file_run_id"), ["run_id"], unique=False
        )

    op.create_table(
        "factsheets_import_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("remarks", sa.JSON(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=True),
        sa.Column("made_version", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["factsheets_import_file.id"],
            name=op.f("fk_factsheets_import_sheet_file_id_factsheets_import_file"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["factsheets_import.id"],
            name=op.f("fk_factsheets_import_sheet_run_id_factsheets_import"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"],
            ["factsheets_sheet.id"],
            name=op.f("fk_factsheets_import_sheet_sheet_id_factsheets_sheet"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factsheets_import_sheet")),
        info={"plugin": "factsheets"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("factsheets_import_sheet", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_factsheets_import_sheet_file_id"), ["file_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_factsheets_import_sheet_run_id"), ["run_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_factsheets_import_sheet_sheet_id"), ["sheet_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("factsheets_import_sheet", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_factsheets_import_sheet_sheet_id"))
        batch_op.drop_index(batch_op.f("ix_factsheets_import_sheet_run_id"))
        batch_op.drop_index(batch_op.f("ix_factsheets_import_sheet_file_id"))

    op.drop_table("factsheets_import_sheet")
    with op.batch_alter_table("factsheets_import_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_factsheets_import_file_run_id"))

    op.drop_table("factsheets_import_file")
    with op.batch_alter_table("factsheets_import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_factsheets_import_user_id"))
        batch_op.drop_index(batch_op.f("ix_factsheets_import_touched_at"))

    op.drop_table("factsheets_import")
    op.drop_table("factsheets_heading_profile")
