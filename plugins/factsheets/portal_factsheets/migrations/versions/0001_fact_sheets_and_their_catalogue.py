"""fact sheets and their catalogue

Revision: 0001
Follows:
Made: 2026-11-21
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "factsheets_concept",
        sa.Column("summary", sa.String(length=300), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("success", sa.Text(), nullable=False),
        sa.Column("attention", sa.Text(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("key", sa.String(length=320), nullable=False),
        sa.Column("other_names", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factsheets_concept")),
        sa.UniqueConstraint("key", name=op.f("uq_factsheets_concept_key")),
        info={"plugin": "factsheets"},
        sqlite_autoincrement=True,
    )
    op.create_table(
        "factsheets_lab",
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("key", sa.String(length=320), nullable=False),
        sa.Column("other_names", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factsheets_lab")),
        sa.UniqueConstraint("key", name=op.f("uq_factsheets_lab_key")),
        info={"plugin": "factsheets"},
        sqlite_autoincrement=True,
    )
    op.create_table(
        "factsheets_programme",
        sa.Column("lab_id", sa.Integer(), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("theory", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("key", sa.String(length=320), nullable=False),
        sa.Column("other_names", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lab_id"],
            ["factsheets_lab.id"],
            name=op.f("fk_factsheets_programme_lab_id_factsheets_lab"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factsheets_programme")),
        sa.UniqueConstraint("key", name=op.f("uq_factsheets_programme_key")),
        info={"plugin": "factsheets"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("factsheets_programme", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_factsheets_programme_lab_id"), ["lab_id"], unique=False
        )

    op.create_table(
        "factsheets_track",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("theory", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("key", sa.String(length=320), nullable=False),
        sa.Column("other_names", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["factsheets_programme.id"],
            name=op.f("fk_factsheets_track_programme_id_factsheets_programme"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factsheets_track")),
        sa.UniqueConstraint(
            "programme_id", "key", name=op.f("uq_factsheets_track_programme_id_key")
        ),
        info={"plugin": "factsheets"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("factsheets_track", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_factsheets_track_programme_id"), ["programme_id"], unique=False
        )

    op.create_table(
        "factsheets_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_key", sa.String(length=64), nullable=False),
        sa.Column("source_digest", sa.String(length=64), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("other_titles", sa.JSON(), nullable=False),
        sa.Column("summary", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("institution", sa.String(length=200), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("track_id", sa.Integer(), nullable=True),
        sa.Column("challenge", sa.Text(), nullable=False),
        sa.Column("hypothesis_if", sa.Text(), nullable=False),
        sa.Column("hypothesis_then", sa.Text(), nullable=False),
        sa.Column("hypothesis", sa.Text(), nullable=False),
        sa.Column("actions", sa.Text(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("elements", sa.Text(), nullable=False),
        sa.Column("attention", sa.Text(), nullable=False),
        sa.Column("target_group", sa.Text(), nullable=False),
        sa.Column("phase", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("ready", sa.Boolean(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=True),
        sa.Column("period_end", sa.Date(), nullable=True),
        sa.Column("links", sa.JSON(), nullable=False),
        sa.Column("builds_on_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("responsible_id", sa.Integer(), nullable=True),
        sa.Column("review_due", sa.Date(), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("updated_by_id", sa.Integer(), nullable=True),
        sa.Column("sort_title", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("visibility", sa.String(length=10), nullable=False),
        sa.Column("visible_units", sa.JSON(), nullable=False),
        sa.Column("visible_people", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["portal_user.id"],
            name=op.f("fk_factsheets_sheet_author_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["builds_on_id"],
            ["factsheets_sheet.id"],
            name=op.f("fk_factsheets_sheet_builds_on_id_factsheets_sheet"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["factsheets_programme.id"],
            name=op.f("fk_factsheets_sheet_programme_id_factsheets_programme"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["responsible_id"],
            ["portal_user.id"],
            name=op.f("fk_factsheets_sheet_responsible_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["track_id"],
            ["factsheets_track.id"],
            name=op.f("fk_factsheets_sheet_track_id_factsheets_track"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["portal_unit.id"],
            name=op.f("fk_factsheets_sheet_unit_id_portal_unit"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["updated_by_id"],
            ["portal_user.id"],
            name=op.f("fk_factsheets_sheet_updated_by_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factsheets_sheet")),
        sa.UniqueConstraint("source_key", name=op.f("uq_factsheets_sheet_source_key")),
        info={"plugin": "factsheets"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("factsheets_sheet", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_factsheets_sheet_author_id"), ["author_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_factsheets_sheet_builds_on_id"), ["builds_on_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_factsheets_sheet_programme_id"), ["programme_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_factsheets_sheet_responsible_id"), ["responsible_id"], unique=False
        )
        batch_op.create_index(
            "ix_factsheets_sheet_status", ["status", "published_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_factsheets_sheet_track_id"), ["track_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_factsheets_sheet_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "factsheets_outdated_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"],
            ["portal_user.id"],
            name=op.f("fk_factsheets_outdated_note_by_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"],
            ["factsheets_sheet.id"],
            name=op.f("fk_factsheets_outdated_note_sheet_id_factsheets_sheet"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factsheets_outdated_note")),
        info={"plugin": "factsheets"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("factsheets_outdated_note", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_factsheets_outdated_note_sheet_id"), ["sheet_id"], unique=False
        )

    op.create_table(
        "factsheets_sheet_concept",
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("concept_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["concept_id"],
            ["factsheets_concept.id"],
            name=op.f("fk_factsheets_sheet_concept_concept_id_factsheets_concept"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"],
            ["factsheets_sheet.id"],
            name=op.f("fk_factsheets_sheet_concept_sheet_id_factsheets_sheet"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("sheet_id", "concept_id", name=op.f("pk_factsheets_sheet_concept")),
        info={"plugin": "factsheets"},
    )
    with op.batch_alter_table("factsheets_sheet_concept", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_factsheets_sheet_concept_concept_id"), ["concept_id"], unique=False
        )

    op.create_table(
        "factsheets_tag",
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["sheet_id"],
            ["factsheets_sheet.id"],
            name=op.f("fk_factsheets_tag_sheet_id_factsheets_sheet"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("sheet_id", "name", name=op.f("pk_factsheets_tag")),
        info={"plugin": "factsheets"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("factsheets_tag", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_factsheets_tag_name"), ["name"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("factsheets_tag", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_factsheets_tag_name"))

    op.drop_table("factsheets_tag")
    with op.batch_alter_table("factsheets_sheet_concept", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_factsheets_sheet_concept_concept_id"))

    op.drop_table("factsheets_sheet_concept")
    with op.batch_alter_table("factsheets_outdated_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_factsheets_outdated_note_sheet_id"))

    op.drop_table("factsheets_outdated_note")
    with op.batch_alter_table("factsheets_sheet", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_factsheets_sheet_unit_id"))
        batch_op.drop_index(batch_op.f("ix_factsheets_sheet_track_id"))
        batch_op.drop_index("ix_factsheets_sheet_status")
        batch_op.drop_index(batch_op.f("ix_factsheets_sheet_responsible_id"))
        batch_op.drop_index(batch_op.f("ix_factsheets_sheet_programme_id"))
        batch_op.drop_index(batch_op.f("ix_factsheets_sheet_builds_on_id"))
        batch_op.drop_index(batch_op.f("ix_factsheets_sheet_author_id"))

    op.drop_table("factsheets_sheet")
    with op.batch_alter_table("factsheets_track", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_factsheets_track_programme_id"))

    op.drop_table("factsheets_track")
    with op.batch_alter_table("factsheets_programme", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_factsheets_programme_lab_id"))

    op.drop_table("factsheets_programme")
    op.drop_table("factsheets_lab")
    op.drop_table("factsheets_concept")
