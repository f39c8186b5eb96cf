"""A bazaar from plan to effect

Revision: 0001
Follows:
Made: 2026-11-21 15:59:35.462681
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bazaar_bazaar",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("registration_until", sa.DateTime(), nullable=True),
        sa.Column("cards_until", sa.DateTime(), nullable=True),
        sa.Column("follow_up_months", sa.Integer(), nullable=False),
        sa.Column("follow_up_on", sa.Date(), nullable=True),
        sa.Column("copied_from_id", sa.Integer(), nullable=True),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("visibility", sa.String(length=10), nullable=False),
        sa.Column("visible_units", sa.JSON(), nullable=False),
        sa.Column("visible_people", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["copied_from_id"],
            ["bazaar_bazaar.id"],
            name=op.f("fk_bazaar_bazaar_copied_from_id_bazaar_bazaar"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bazaar_bazaar")),
        info={"plugin": "bazaar"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("bazaar_bazaar", schema=None) as batch_op:
        batch_op.create_index("ix_bazaar_bazaar_status", ["status", "starts_at"], unique=False)

    op.create_table(
        "bazaar_attendance",
        sa.Column("bazaar_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("guest_months", sa.Integer(), nullable=False),
        sa.Column("links_sent_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["bazaar_id"],
            ["bazaar_bazaar.id"],
            name=op.f("fk_bazaar_attendance_bazaar_id_bazaar_bazaar"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("bazaar_id", name=op.f("pk_bazaar_attendance")),
        info={"plugin": "bazaar"},
        sqlite_autoincrement=True,
    )
    op.create_table(
        "bazaar_box",
        sa.Column("bazaar_id", sa.Integer(), nullable=False),
        sa.Column("wish", sa.String(length=36), nullable=False),
        sa.Column("kinds", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("wished_at", sa.DateTime(), nullable=False),
        sa.Column("wished_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["bazaar_id"],
            ["bazaar_bazaar.id"],
            name=op.f("fk_bazaar_box_bazaar_id_bazaar_bazaar"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["wished_by_id"],
            ["portal_user.id"],
            name=op.f("fk_bazaar_box_wished_by_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("bazaar_id", name=op.f("pk_bazaar_box")),
        info={"plugin": "bazaar"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("bazaar_box", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bazaar_box_wished_by_id"), ["wished_by_id"], unique=False
        )

    op.create_table(
        "bazaar_collecting",
        sa.Column("bazaar_id", sa.Integer(), nullable=False),
        sa.Column("thanks", sa.Text(), nullable=False),
        sa.Column("thanked_at", sa.DateTime(), nullable=True),
        sa.Column("thanked_by_id", sa.Integer(), nullable=True),
        sa.Column("reminded_at", sa.DateTime(), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bazaar_id"],
            ["bazaar_bazaar.id"],
            name=op.f("fk_bazaar_collecting_bazaar_id_bazaar_bazaar"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["thanked_by_id"],
            ["portal_user.id"],
            name=op.f("fk_bazaar_collecting_thanked_by_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("bazaar_id", name=op.f("pk_bazaar_collecting")),
        info={"plugin": "bazaar"},
        sqlite_autoincrement=True,
    )
    op.create_table(
        "bazaar_device",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bazaar_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("pair_until", sa.DateTime(), nullable=False),
        sa.Column("paired_at", sa.DateTime(), nullable=True),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["bazaar_id"],
            ["bazaar_bazaar.id"],
            name=op.f("fk_bazaar_device_bazaar_id_bazaar_bazaar"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"],
            ["portal_user.id"],
            name=op.f("fk_bazaar_device_made_by_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bazaar_device")),
        sa.UniqueConstraint("digest", name=op.f("uq_bazaar_device_digest")),
        info={"plugin": "bazaar"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("bazaar_device", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bazaar_device_bazaar_id"), ["bazaar_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_bazaar_device_made_by_id"), ["made_by_id"], unique=False
        )

    op.create_table(
        "bazaar_education",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bazaar_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("invited_at", sa.DateTime(), nullable=True),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("delegate_id", sa.Integer(), nullable=True),
        sa.Column("reminded_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"],
            ["portal_user.id"],
            name=op.f("fk_bazaar_education_answered_by_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["bazaar_id"],
            ["bazaar_bazaar.id"],
            name=op.f("fk_bazaar_education_bazaar_id_bazaar_bazaar"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["delegate_id"],
            ["portal_user.id"],
            name=op.f("fk_bazaar_education_delegate_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["portal_unit.id"],
            name=op.f("fk_bazaar_education_unit_id_portal_unit"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bazaar_education")),
        sa.UniqueConstraint(
            "bazaar_id", "unit_id", name=op.f("uq_bazaar_education_bazaar_id_unit_id")
        ),
        info={"plugin": "bazaar"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("bazaar_education", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bazaar_education_bazaar_id"), ["bazaar_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_bazaar_education_delegate_id"), ["delegate_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_bazaar_education_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "bazaar_effect_plan",
        sa.Column("bazaar_id", sa.Integer(), nullable=False),
        sa.Column("remind_days", sa.JSON(), nullable=False),
        sa.Column("close_days", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bazaar_id"],
            ["bazaar_bazaar.id"],
            name=op.f("fk_bazaar_effect_plan_bazaar_id_bazaar_bazaar"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("bazaar_id", name=op.f("pk_bazaar_effect_plan")),
        info={"plugin": "bazaar"},
        sqlite_autoincrement=True,
    )
    op.create_table(
        "bazaar_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bazaar_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("moved_at", sa.DateTime(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("table", sa.JSON(), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bazaar_id"],
            ["bazaar_bazaar.id"],
            name=op.f("fk_bazaar_import_bazaar_id_bazaar_bazaar"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["portal_user.id"],
            name=op.f("fk_bazaar_import_created_by_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bazaar_import")),
        info={"plugin": "bazaar"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("bazaar_import", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bazaar_import_bazaar_id"), ["bazaar_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_bazaar_import_created_by_id"), ["created_by_id"], unique=False
        )

    op.create_table(
        "bazaar_lesson",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bazaar_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bazaar_id"],
            ["bazaar_bazaar.id"],
            name=op.f("fk_bazaar_lesson_bazaar_id_bazaar_bazaar"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["by_id"],
            ["portal_user.id"],
            name=op.f("fk_bazaar_lesson_by_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bazaar_lesson")),
        info={"plugin": "bazaar"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("bazaar_lesson", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bazaar_lesson_bazaar_id"), ["bazaar_id"], unique=False)

    op.create_table(
        "bazaar_organiser",
        sa.Column("bazaar_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["bazaar_id"],
            ["bazaar_bazaar.id"],
            name=op.f("fk_bazaar_organiser_bazaar_id_bazaar_bazaar"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["portal_user.id"],
            name=op.f("fk_bazaar_organiser_user_id_portal_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("bazaar_id", "user_id", name=op.f("pk_bazaar_organiser")),
        info={"plugin": "bazaar"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("bazaar_organiser", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bazaar_organiser_user_id"), ["user_id"], unique=False)

    op.create_table(
        "bazaar_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bazaar_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bazaar_id"],
            ["bazaar_bazaar.id"],
            name=op.f("fk_bazaar_part_bazaar_id_bazaar_bazaar"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bazaar_part")),
        info={"plugin": "bazaar"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("bazaar_part", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bazaar_part_bazaar_id"), ["bazaar_id"], unique=False)

    op.create_table(
        "bazaar_printed",
        sa.Column("bazaar_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("thing_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bazaar_id"],
            ["bazaar_bazaar.id"],
            name=op.f("fk_bazaar_printed_bazaar_id_bazaar_bazaar"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("bazaar_id", "kind", "thing_id", name=op.f("pk_bazaar_printed")),
        info={"plugin": "bazaar"},
        sqlite_autoincrement=True,
    )
    op.create_table(
        "bazaar_reminder_date",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bazaar_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["bazaar_id"],
            ["bazaar_bazaar.id"],
            name=op.f("fk_bazaar_reminder_date_bazaar_id_bazaar_bazaar"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bazaar_reminder_date")),
        sa.UniqueConstraint("bazaar_id", "on", name=op.f("uq_bazaar_reminder_date_bazaar_id_on")),
        info={"plugin": "bazaar"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("bazaar_reminder_date", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bazaar_reminder_date_bazaar_id"), ["bazaar_id"], unique=False
        )

    op.create_table(
        "bazaar_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bazaar_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("responsible_id", sa.Integer(), nullable=True),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("reminded_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bazaar_id"],
            ["bazaar_bazaar.id"],
            name=op.f("fk_bazaar_task_bazaar_id_bazaar_bazaar"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["done_by_id"],
            ["portal_user.id"],
            name=op.f("fk_bazaar_task_done_by_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["responsible_id"],
            ["portal_user.id"],
            name=op.f("fk_bazaar_task_responsible_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bazaar_task")),
        info={"plugin": "bazaar"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("bazaar_task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bazaar_task_bazaar_id"), ["bazaar_id"], unique=False)
        batch_op.create_index("ix_bazaar_task_due", ["due_on", "done_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_bazaar_task_responsible_id"), ["responsible_id"], unique=False
        )

    op.create_table(
        "bazaar_theme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bazaar_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bazaar_id"],
            ["bazaar_bazaar.id"],
            name=op.f("fk_bazaar_theme_bazaar_id_bazaar_bazaar"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bazaar_theme")),
        sa.UniqueConstraint("bazaar_id", "name", name=op.f("uq_bazaar_theme_bazaar_id_name")),
        info={"plugin": "bazaar"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("bazaar_theme", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bazaar_theme_bazaar_id"), ["bazaar_id"], unique=False)

    op.create_table(
        "bazaar_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("education_id", sa.Integer(), nullable=False),
        sa.Column("to_key", sa.String(length=40), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("missing", sa.String(length=10), nullable=False),
        sa.Column("wave", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"],
            ["portal_user.id"],
            name=op.f("fk_bazaar_reminder_by_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["education_id"],
            ["bazaar_education.id"],
            name=op.f("fk_bazaar_reminder_education_id_bazaar_education"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["portal_user.id"],
            name=op.f("fk_bazaar_reminder_user_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bazaar_reminder")),
        sa.UniqueConstraint(
            "education_id",
            "to_key",
            "wave",
            name=op.f("uq_bazaar_reminder_education_id_to_key_wave"),
        ),
        info={"plugin": "bazaar"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("bazaar_reminder", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bazaar_reminder_education_id"), ["education_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_bazaar_reminder_user_id"), ["user_id"], unique=False)

    op.create_table(
        "bazaar_stand",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bazaar_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("invitation", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("hands_on", sa.Text(), nullable=False),
        sa.Column("needs", sa.Text(), nullable=False),
        sa.Column("x", sa.Integer(), nullable=True),
        sa.Column("y", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("moved_at", sa.DateTime(), nullable=True),
        sa.Column("short_code", sa.String(length=8), nullable=True),
        sa.Column("code_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bazaar_id"],
            ["bazaar_bazaar.id"],
            name=op.f("fk_bazaar_stand_bazaar_id_bazaar_bazaar"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"],
            ["portal_user.id"],
            name=op.f("fk_bazaar_stand_proposed_by_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"],
            ["bazaar_theme.id"],
            name=op.f("fk_bazaar_stand_theme_id_bazaar_theme"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["portal_unit.id"],
            name=op.f("fk_bazaar_stand_unit_id_portal_unit"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bazaar_stand")),
        sa.UniqueConstraint("bazaar_id", "number", name=op.f("uq_bazaar_stand_bazaar_id_number")),
        sa.UniqueConstraint(
            "bazaar_id", "short_code", name=op.f("uq_bazaar_stand_bazaar_id_short_code")
        ),
        info={"plugin": "bazaar"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("bazaar_stand", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bazaar_stand_bazaar_id"), ["bazaar_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_bazaar_stand_sheet_id"), ["sheet_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_bazaar_stand_theme_id"), ["theme_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_bazaar_stand_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "bazaar_standplan",
        sa.Column("bazaar_id", sa.Integer(), nullable=False),
        sa.Column("picture_id", sa.Integer(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("change_over", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bazaar_id"],
            ["bazaar_bazaar.id"],
            name=op.f("fk_bazaar_standplan_bazaar_id_bazaar_bazaar"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["picture_id"],
            ["portal_file.id"],
            name=op.f("fk_bazaar_standplan_picture_id_portal_file"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("bazaar_id", name=op.f("pk_bazaar_standplan")),
        info={"plugin": "bazaar"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("bazaar_standplan", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bazaar_standplan_picture_id"), ["picture_id"], unique=False
        )

    op.create_table(
        "bazaar_visitor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bazaar_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("education_id", sa.Integer(), nullable=True),
        sa.Column("organisation", sa.String(length=160), nullable=False),
        sa.Column("function", sa.String(length=10), nullable=False),
        sa.Column("came_as", sa.String(length=12), nullable=False),
        sa.Column("substitute_for_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(), nullable=True),
        sa.Column("badge", sa.Integer(), nullable=True),
        sa.Column("badge_version", sa.Integer(), nullable=False),
        sa.Column("checked_in_at", sa.DateTime(), nullable=True),
        sa.Column("shares_name", sa.Boolean(), nullable=False),
        sa.Column("card_handed_in_at", sa.DateTime(), nullable=True),
        sa.Column("forgotten_at", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bazaar_id"],
            ["bazaar_bazaar.id"],
            name=op.f("fk_bazaar_visitor_bazaar_id_bazaar_bazaar"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["education_id"],
            ["bazaar_education.id"],
            name=op.f("fk_bazaar_visitor_education_id_bazaar_education"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["substitute_for_id"],
            ["bazaar_visitor.id"],
            name=op.f("fk_bazaar_visitor_substitute_for_id_bazaar_visitor"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["portal_user.id"],
            name=op.f("fk_bazaar_visitor_user_id_portal_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bazaar_visitor")),
        sa.UniqueConstraint("bazaar_id", "badge", name=op.f("uq_bazaar_visitor_bazaar_id_badge")),
        sa.UniqueConstraint(
            "bazaar_id", "user_id", name=op.f("uq_bazaar_visitor_bazaar_id_user_id")
        ),
        info={"plugin": "bazaar"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("bazaar_visitor", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bazaar_visitor_bazaar_id"), ["bazaar_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_bazaar_visitor_education_id"), ["education_id"], unique=False
        )
        batch_op.create_index("ix_bazaar_visitor_email", ["bazaar_id", "email"], unique=False)
        batch_op.create_index(batch_op.f("ix_bazaar_visitor_user_id"), ["user_id"], unique=False)

    op.create_table(
        "bazaar_card_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visitor_id", sa.Integer(), nullable=False),
        sa.Column("stand_id", sa.Integer(), nullable=True),
        sa.Column("field", sa.String(length=16), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"],
            ["portal_user.id"],
            name=op.f("fk_bazaar_card_change_by_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["stand_id"],
            ["bazaar_stand.id"],
            name=op.f("fk_bazaar_card_change_stand_id_bazaar_stand"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["visitor_id"],
            ["bazaar_visitor.id"],
            name=op.f("fk_bazaar_card_change_visitor_id_bazaar_visitor"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bazaar_card_change")),
        info={"plugin": "bazaar"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("bazaar_card_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bazaar_card_change_by_id"), ["by_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_bazaar_card_change_stand_id"), ["stand_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_bazaar_card_change_visitor_id"), ["visitor_id"], unique=False
        )

    op.create_table(
        "bazaar_card_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visitor_id", sa.Integer(), nullable=False),
        sa.Column("stand_id", sa.Integer(), nullable=False),
        sa.Column("visited_at", sa.DateTime(), nullable=False),
        sa.Column("interest", sa.Integer(), nullable=True),
        sa.Column("expectation", sa.Text(), nullable=False),
        sa.Column("wants_workshop", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("edits", sa.JSON(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["stand_id"],
            ["bazaar_stand.id"],
            name=op.f("fk_bazaar_card_entry_stand_id_bazaar_stand"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["visitor_id"],
            ["bazaar_visitor.id"],
            name=op.f("fk_bazaar_card_entry_visitor_id_bazaar_visitor"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bazaar_card_entry")),
        sa.UniqueConstraint(
            "visitor_id", "stand_id", name=op.f("uq_bazaar_card_entry_visitor_id_stand_id")
        ),
        info={"plugin": "bazaar"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("bazaar_card_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bazaar_card_entry_stand_id"), ["stand_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_bazaar_card_entry_visitor_id"), ["visitor_id"], unique=False
        )

    op.create_table(
        "bazaar_card_operation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visitor_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("stand_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["visitor_id"],
            ["bazaar_visitor.id"],
            name=op.f("fk_bazaar_card_operation_visitor_id_bazaar_visitor"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bazaar_card_operation")),
        sa.UniqueConstraint(
            "visitor_id", "client_id", name=op.f("uq_bazaar_card_operation_visitor_id_client_id")
        ),
        info={"plugin": "bazaar"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("bazaar_card_operation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bazaar_card_operation_visitor_id"), ["visitor_id"], unique=False
        )

    op.create_table(
        "bazaar_commitment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("education_id", sa.Integer(), nullable=False),
        sa.Column("stand_id", sa.Integer(), nullable=True),
        sa.Column("practice", sa.Text(), nullable=False),
        sa.Column("who", sa.String(length=300), nullable=False),
        sa.Column("by_when", sa.Date(), nullable=True),
        sa.Column("wants_workshop", sa.Boolean(), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(), nullable=True),
        sa.Column("handed_in_by_id", sa.Integer(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["portal_user.id"],
            name=op.f("fk_bazaar_commitment_created_by_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["education_id"],
            ["bazaar_education.id"],
            name=op.f("fk_bazaar_commitment_education_id_bazaar_education"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["handed_in_by_id"],
            ["portal_user.id"],
            name=op.f("fk_bazaar_commitment_handed_in_by_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["stand_id"],
            ["bazaar_stand.id"],
            name=op.f("fk_bazaar_commitment_stand_id_bazaar_stand"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bazaar_commitment")),
        info={"plugin": "bazaar"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("bazaar_commitment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bazaar_commitment_education_id"), ["education_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_bazaar_commitment_stand_id"), ["stand_id"], unique=False
        )

    op.create_table(
        "bazaar_curiosity",
        sa.Column("visitor_id", sa.Integer(), nullable=False),
        sa.Column("stand_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["stand_id"],
            ["bazaar_stand.id"],
            name=op.f("fk_bazaar_curiosity_stand_id_bazaar_stand"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["visitor_id"],
            ["bazaar_visitor.id"],
            name=op.f("fk_bazaar_curiosity_visitor_id_bazaar_visitor"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("visitor_id", "stand_id", name=op.f("pk_bazaar_curiosity")),
        info={"plugin": "bazaar"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("bazaar_curiosity", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bazaar_curiosity_stand_id"), ["stand_id"], unique=False
        )

    op.create_table(
        "bazaar_day_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visitor_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["visitor_id"],
            ["bazaar_visitor.id"],
            name=op.f("fk_bazaar_day_link_visitor_id_bazaar_visitor"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bazaar_day_link")),
        sa.UniqueConstraint("digest", name=op.f("uq_bazaar_day_link_digest")),
        info={"plugin": "bazaar"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("bazaar_day_link", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bazaar_day_link_visitor_id"), ["visitor_id"], unique=False
        )

    op.create_table(
        "bazaar_effect_ask",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bazaar_id", sa.Integer(), nullable=False),
        sa.Column("visitor_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("education_ids", sa.JSON(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=True),
        sa.Column("reminded_at", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bazaar_id"],
            ["bazaar_bazaar.id"],
            name=op.f("fk_bazaar_effect_ask_bazaar_id_bazaar_bazaar"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["portal_user.id"],
            name=op.f("fk_bazaar_effect_ask_user_id_portal_user"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["visitor_id"],
            ["bazaar_visitor.id"],
            name=op.f("fk_bazaar_effect_ask_visitor_id_bazaar_visitor"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bazaar_effect_ask")),
        sa.UniqueConstraint(
            "bazaar_id", "user_id", name=op.f("uq_bazaar_effect_ask_bazaar_id_user_id")
        ),
        sa.UniqueConstraint(
            "bazaar_id", "visitor_id", name=op.f("uq_bazaar_effect_ask_bazaar_id_visitor_id")
        ),
        info={"plugin": "bazaar"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("bazaar_effect_ask", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bazaar_effect_ask_bazaar_id"), ["bazaar_id"], unique=False
        )
        batch_op.create_index("ix_bazaar_effect_ask_next_at", ["next_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_bazaar_effect_ask_user_id"), ["user_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_bazaar_effect_ask_visitor_id"), ["visitor_id"], unique=False
        )

    op.create_table(
        "bazaar_keeper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stand_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.ForeignKeyConstraint(
            ["stand_id"],
            ["bazaar_stand.id"],
            name=op.f("fk_bazaar_keeper_stand_id_bazaar_stand"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["portal_user.id"],
            name=op.f("fk_bazaar_keeper_user_id_portal_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bazaar_keeper")),
        sa.UniqueConstraint("stand_id", "user_id", name=op.f("uq_bazaar_keeper_stand_id_user_id")),
        info={"plugin": "bazaar"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("bazaar_keeper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bazaar_keeper_stand_id"), ["stand_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_bazaar_keeper_user_id"), ["user_id"], unique=False)

    op.create_table(
        "bazaar_paper_card",
        sa.Column("visitor_id", sa.Integer(), nullable=False),
        sa.Column("keyed_at", sa.DateTime(), nullable=False),
        sa.Column("keyed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["keyed_by_id"],
            ["portal_user.id"],
            name=op.f("fk_bazaar_paper_card_keyed_by_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["visitor_id"],
            ["bazaar_visitor.id"],
            name=op.f("fk_bazaar_paper_card_visitor_id_bazaar_visitor"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("visitor_id", name=op.f("pk_bazaar_paper_card")),
        info={"plugin": "bazaar"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("bazaar_paper_card", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bazaar_paper_card_keyed_by_id"), ["keyed_by_id"], unique=False
        )

    op.create_table(
        "bazaar_card_difference",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=16), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("origin", sa.String(length=8), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["bazaar_card_entry.id"],
            name=op.f("fk_bazaar_card_difference_entry_id_bazaar_card_entry"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bazaar_card_difference")),
        info={"plugin": "bazaar"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("bazaar_card_difference", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bazaar_card_difference_entry_id"), ["entry_id"], unique=False
        )

    op.create_table(
        "bazaar_commitment_person",
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"],
            ["bazaar_commitment.id"],
            name=op.f("fk_bazaar_commitment_person_commitment_id_bazaar_commitment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["portal_user.id"],
            name=op.f("fk_bazaar_commitment_person_user_id_portal_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "commitment_id", "user_id", name=op.f("pk_bazaar_commitment_person")
        ),
        info={"plugin": "bazaar"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("bazaar_commitment_person", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bazaar_commitment_person_user_id"), ["user_id"], unique=False
        )

    op.create_table(
        "bazaar_effect",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("commitment_id", sa.Integer(), nullable=True),
        sa.Column("became", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("visitor_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"],
            ["portal_user.id"],
            name=op.f("fk_bazaar_effect_answered_by_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["commitment_id"],
            ["bazaar_commitment.id"],
            name=op.f("fk_bazaar_effect_commitment_id_bazaar_commitment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["bazaar_card_entry.id"],
            name=op.f("fk_bazaar_effect_entry_id_bazaar_card_entry"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["visitor_id"],
            ["bazaar_visitor.id"],
            name=op.f("fk_bazaar_effect_visitor_id_bazaar_visitor"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bazaar_effect")),
        sa.UniqueConstraint("commitment_id", name=op.f("uq_bazaar_effect_commitment_id")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_bazaar_effect_entry_id")),
        info={"plugin": "bazaar"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("bazaar_effect", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bazaar_effect_answered_by_id"), ["answered_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_bazaar_effect_visitor_id"), ["visitor_id"], unique=False
        )

    op.create_table(
        "bazaar_pitch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("part_id", sa.Integer(), nullable=False),
        sa.Column("stand_id", sa.Integer(), nullable=False),
        sa.Column("keeper_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["keeper_id"],
            ["bazaar_keeper.id"],
            name=op.f("fk_bazaar_pitch_keeper_id_bazaar_keeper"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["part_id"],
            ["bazaar_part.id"],
            name=op.f("fk_bazaar_pitch_part_id_bazaar_part"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["stand_id"],
            ["bazaar_stand.id"],
            name=op.f("fk_bazaar_pitch_stand_id_bazaar_stand"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bazaar_pitch")),
        sa.UniqueConstraint("stand_id", name=op.f("uq_bazaar_pitch_stand_id")),
        info={"plugin": "bazaar"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("bazaar_pitch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bazaar_pitch_keeper_id"), ["keeper_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_bazaar_pitch_part_id"), ["part_id"], unique=False)

    op.create_table(
        "bazaar_shift",
        sa.Column("keeper_id", sa.Integer(), nullable=False),
        sa.Column("part_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["keeper_id"],
            ["bazaar_keeper.id"],
            name=op.f("fk_bazaar_shift_keeper_id_bazaar_keeper"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["part_id"],
            ["bazaar_part.id"],
            name=op.f("fk_bazaar_shift_part_id_bazaar_part"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("keeper_id", "part_id", name=op.f("pk_bazaar_shift")),
        info={"plugin": "bazaar"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("bazaar_shift", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bazaar_shift_part_id"), ["part_id"], unique=False)

    op.create_table(
        "bazaar_effect_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("became", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("visitor_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answer_id"],
            ["bazaar_effect.id"],
            name=op.f("fk_bazaar_effect_version_answer_id_bazaar_effect"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["by_id"],
            ["portal_user.id"],
            name=op.f("fk_bazaar_effect_version_by_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["visitor_id"],
            ["bazaar_visitor.id"],
            name=op.f("fk_bazaar_effect_version_visitor_id_bazaar_visitor"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bazaar_effect_version")),
        sa.UniqueConstraint(
            "answer_id", "number", name=op.f("uq_bazaar_effect_version_answer_id_number")
        ),
        info={"plugin": "bazaar"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("bazaar_effect_version", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bazaar_effect_version_answer_id"), ["answer_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_bazaar_effect_version_by_id"), ["by_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_bazaar_effect_version_visitor_id"), ["visitor_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("bazaar_effect_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bazaar_effect_version_visitor_id"))
        batch_op.drop_index(batch_op.f("ix_bazaar_effect_version_by_id"))
        batch_op.drop_index(batch_op.f("ix_bazaar_effect_version_answer_id"))

    op.drop_table("bazaar_effect_version")
    with op.batch_alter_table("bazaar_shift", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bazaar_shift_part_id"))

    op.drop_table("bazaar_shift")
    with op.batch_alter_table("bazaar_pitch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bazaar_pitch_part_id"))
        batch_op.drop_index(batch_op.f("ix_bazaar_pitch_keeper_id"))

    op.drop_table("bazaar_pitch")
    with op.batch_alter_table("bazaar_effect", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bazaar_effect_visitor_id"))
        batch_op.drop_index(batch_op.f("ix_bazaar_effect_answered_by_id"))

    op.drop_table("bazaar_effect")
    with op.batch_alter_table("bazaar_commitment_person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bazaar_commitment_person_user_id"))

    op.drop_table("bazaar_commitment_person")
    with op.batch_alter_table("bazaar_card_difference", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bazaar_card_difference_entry_id"))

    op.drop_table("bazaar_card_difference")
    with op.batch_alter_table("bazaar_paper_card", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bazaar_paper_card_keyed_by_id"))

    op.drop_table("bazaar_paper_card")
    with op.batch_alter_table("bazaar_keeper", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bazaar_keeper_user_id"))
        batch_op.drop_index(batch_op.f("ix_bazaar_keeper_stand_id"))

    op.drop_table("bazaar_keeper")
    with op.batch_alter_table("bazaar_effect_ask", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bazaar_effect_ask_visitor_id"))
        batch_op.drop_index(batch_op.f("ix_bazaar_effect_ask_user_id"))
        batch_op.drop_index("ix_bazaar_effect_ask_next_at")
        batch_op.drop_index(batch_op.f("ix_bazaar_effect_ask_bazaar_id"))

    op.drop_table("bazaar_effect_ask")
    with op.batch_alter_table("bazaar_day_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bazaar_day_link_visitor_id"))

    op.drop_table("bazaar_day_link")
    with op.batch_alter_table("bazaar_curiosity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bazaar_curiosity_stand_id"))

    op.drop_table("bazaar_curiosity")
    with op.batch_alter_table("bazaar_commitment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bazaar_commitment_stand_id"))
        batch_op.drop_index(batch_op.f("ix_bazaar_commitment_education_id"))

    op.drop_table("bazaar_commitment")
    with op.batch_alter_table("bazaar_card_operation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bazaar_card_operation_visitor_id"))

    op.drop_table("bazaar_card_operation")
    with op.batch_alter_table("bazaar_card_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bazaar_card_entry_visitor_id"))
        batch_op.drop_index(batch_op.f("ix_bazaar_card_entry_stand_id"))

    op.drop_table("bazaar_card_entry")
    with op.batch_alter_table("bazaar_card_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bazaar_card_change_visitor_id"))
        batch_op.drop_index(batch_op.f("ix_bazaar_card_change_stand_id"))
        batch_op.drop_index(batch_op.f("ix_bazaar_card_change_by_id"))

    op.drop_table("bazaar_card_change")
    with op.batch_alter_table("bazaar_visitor", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bazaar_visitor_user_id"))
        batch_op.drop_index("ix_bazaar_visitor_email")
        batch_op.drop_index(batch_op.f("ix_bazaar_visitor_education_id"))
        batch_op.drop_index(batch_op.f("ix_bazaar_visitor_bazaar_id"))

    op.drop_table("bazaar_visitor")
    with op.batch_alter_table("bazaar_standplan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bazaar_standplan_picture_id"))

    op.drop_table("bazaar_standplan")
    with op.batch_alter_table("bazaar_stand", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bazaar_stand_unit_id"))
        batch_op.drop_index(batch_op.f("ix_bazaar_stand_theme_id"))
        batch_op.drop_index(batch_op.f("ix_bazaar_stand_sheet_id"))
        batch_op.drop_index(batch_op.f("ix_bazaar_stand_bazaar_id"))

    op.drop_table("bazaar_stand")
    with op.batch_alter_table("bazaar_reminder", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bazaar_reminder_user_id"))
        batch_op.drop_index(batch_op.f("ix_bazaar_reminder_education_id"))

    op.drop_table("bazaar_reminder")
    with op.batch_alter_table("bazaar_theme", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bazaar_theme_bazaar_id"))

    op.drop_table("bazaar_theme")
    with op.batch_alter_table("bazaar_task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bazaar_task_responsible_id"))
        batch_op.drop_index("ix_bazaar_task_due")
        batch_op.drop_index(batch_op.f("ix_bazaar_task_bazaar_id"))

    op.drop_table("bazaar_task")
    with op.batch_alter_table("bazaar_reminder_date", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bazaar_reminder_date_bazaar_id"))

    op.drop_table("bazaar_reminder_date")
    op.drop_table("bazaar_printed")
    with op.batch_alter_table("bazaar_part", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bazaar_part_bazaar_id"))

    op.drop_table("bazaar_part")
    with op.batch_alter_table("bazaar_organiser", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bazaar_organiser_user_id"))

    op.drop_table("bazaar_organiser")
    with op.batch_alter_table("bazaar_lesson", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bazaar_lesson_bazaar_id"))

    op.drop_table("bazaar_lesson")
    with op.batch_alter_table("bazaar_import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bazaar_import_created_by_id"))
        batch_op.drop_index(batch_op.f("ix_bazaar_import_bazaar_id"))

    op.drop_table("bazaar_import")
    op.drop_table("bazaar_effect_plan")
    with op.batch_alter_table("bazaar_education", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bazaar_education_unit_id"))
        batch_op.drop_index(batch_op.f("ix_bazaar_education_delegate_id"))
        batch_op.drop_index(batch_op.f("ix_bazaar_education_bazaar_id"))

    op.drop_table("bazaar_education")
    with op.batch_alter_table("bazaar_device", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bazaar_device_made_by_id"))
        batch_op.drop_index(batch_op.f("ix_bazaar_device_bazaar_id"))

    op.drop_table("bazaar_device")
    op.drop_table("bazaar_collecting")
    with op.batch_alter_table("bazaar_box", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bazaar_box_wished_by_id"))

    op.drop_table("bazaar_box")
    op.drop_table("bazaar_attendance")
    with op.batch_alter_table("bazaar_bazaar", schema=None) as batch_op:
        batch_op.drop_index("ix_bazaar_bazaar_status")

    op.drop_table("bazaar_bazaar")
