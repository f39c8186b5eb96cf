"""From a wish to a practice of one's own

Revision: 0001
Follows:
Made: 2026-11-21 15:34:16.324781
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "workshops_room",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshops_room")),
        sa.UniqueConstraint("name", name=op.f("uq_workshops_room_name")),
        info={"plugin": "workshops"},
        sqlite_autoincrement=True,
    )
    op.create_table(
        "workshops_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("planner_id", sa.Integer(), nullable=True),
        sa.Column("size_min", sa.Integer(), nullable=False),
        sa.Column("size_max", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("poll_until", sa.Date(), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=True),
        sa.Column("input", sa.JSON(), nullable=False),
        sa.Column("proposal", sa.JSON(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("progress", sa.String(length=200), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["planner_id"],
            ["portal_user.id"],
            name=op.f("fk_workshops_plan_planner_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshops_plan")),
        info={"plugin": "workshops"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("workshops_plan", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_workshops_plan_planner_id"), ["planner_id"], unique=False
        )

    op.create_table(
        "workshops_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=True),
        sa.Column("origin_title", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("prepare_able", sa.Text(), nullable=False),
        sa.Column("prepare_gain", sa.Text(), nullable=False),
        sa.Column("prepare_aim", sa.Text(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("decide_on", sa.Date(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("open_signup", sa.Boolean(), nullable=False),
        sa.Column("signup_until", sa.DateTime(), nullable=True),
        sa.Column("quota", sa.Integer(), nullable=True),
        sa.Column("wait_hours", sa.Integer(), nullable=False),
        sa.Column("last_turn", sa.Integer(), nullable=False),
        sa.Column("planner_id", sa.Integer(), nullable=True),
        sa.Column("cancelled_why", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["planner_id"],
            ["portal_user.id"],
            name=op.f("fk_workshops_series_planner_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshops_series")),
        info={"plugin": "workshops"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("workshops_series", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_workshops_series_decide_on"), ["decide_on"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_workshops_series_planner_id"), ["planner_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_workshops_series_sheet_id"), ["sheet_id"], unique=False
        )
        batch_op.create_index("ix_workshops_series_status", ["status"], unique=False)

    op.create_table(
        "workshops_wish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("title_key", sa.String(length=400), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["portal_unit.id"],
            name=op.f("fk_workshops_wish_unit_id_portal_unit"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["portal_user.id"],
            name=op.f("fk_workshops_wish_user_id_portal_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshops_wish")),
        sa.UniqueConstraint(
            "user_id",
            "sheet_id",
            "title_key",
            name=op.f("uq_workshops_wish_user_id_sheet_id_title_key"),
        ),
        info={"plugin": "workshops"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("workshops_wish", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_workshops_wish_created_at"), ["created_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_workshops_wish_sheet_id"), ["sheet_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_workshops_wish_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "workshops_half_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["room_id"],
            ["workshops_room.id"],
            name=op.f("fk_workshops_half_day_room_id_workshops_room"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["workshops_series.id"],
            name=op.f("fk_workshops_half_day_series_id_workshops_series"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshops_half_day")),
        sa.UniqueConstraint(
            "series_id", "number", name=op.f("uq_workshops_half_day_series_id_number")
        ),
        info={"plugin": "workshops"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("workshops_half_day", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_workshops_half_day_room_id"), ["room_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_workshops_half_day_series_id"), ["series_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_workshops_half_day_starts_at"), ["starts_at"], unique=False
        )

    op.create_table(
        "workshops_participation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("leader_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["leader_id"],
            ["portal_user.id"],
            name=op.f("fk_workshops_participation_leader_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["workshops_series.id"],
            name=op.f("fk_workshops_participation_series_id_workshops_series"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["portal_unit.id"],
            name=op.f("fk_workshops_participation_unit_id_portal_unit"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshops_participation")),
        sa.UniqueConstraint(
            "series_id", "unit_id", name=op.f("uq_workshops_participation_series_id_unit_id")
        ),
        info={"plugin": "workshops"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("workshops_participation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_workshops_participation_leader_id"), ["leader_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_workshops_participation_series_id"), ["series_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_workshops_participation_unit_id"), ["unit_id"], unique=False
        )

    op.create_table(
        "workshops_plan_date",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("first_starts", sa.DateTime(), nullable=False),
        sa.Column("first_ends", sa.DateTime(), nullable=False),
        sa.Column("second_starts", sa.DateTime(), nullable=False),
        sa.Column("second_ends", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"],
            ["workshops_plan.id"],
            name=op.f("fk_workshops_plan_date_plan_id_workshops_plan"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshops_plan_date")),
        info={"plugin": "workshops"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("workshops_plan_date", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_workshops_plan_date_plan_id"), ["plan_id"], unique=False
        )

    op.create_table(
        "workshops_plan_facilitator",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("dates", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"],
            ["workshops_plan.id"],
            name=op.f("fk_workshops_plan_facilitator_plan_id_workshops_plan"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["portal_user.id"],
            name=op.f("fk_workshops_plan_facilitator_user_id_portal_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("plan_id", "user_id", name=op.f("pk_workshops_plan_facilitator")),
        info={"plugin": "workshops"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("workshops_plan_facilitator", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_workshops_plan_facilitator_user_id"), ["user_id"], unique=False
        )

    op.create_table(
        "workshops_plan_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("function", sa.String(length=12), nullable=False),
        sa.Column("together", sa.Boolean(), nullable=False),
        sa.Column("wishes", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["plan_id"],
            ["workshops_plan.id"],
            name=op.f("fk_workshops_plan_person_plan_id_workshops_plan"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["portal_unit.id"],
            name=op.f("fk_workshops_plan_person_unit_id_portal_unit"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["portal_user.id"],
            name=op.f("fk_workshops_plan_person_user_id_portal_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshops_plan_person")),
        sa.UniqueConstraint(
            "plan_id", "user_id", name=op.f("uq_workshops_plan_person_plan_id_user_id")
        ),
        info={"plugin": "workshops"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("workshops_plan_person", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_workshops_plan_person_plan_id"), ["plan_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_workshops_plan_person_user_id"), ["user_id"], unique=False
        )

    op.create_table(
        "workshops_plan_practice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("series", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"],
            ["workshops_plan.id"],
            name=op.f("fk_workshops_plan_practice_plan_id_workshops_plan"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshops_plan_practice")),
        info={"plugin": "workshops"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("workshops_plan_practice", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_workshops_plan_practice_plan_id"), ["plan_id"], unique=False
        )

    op.create_table(
        "workshops_plan_room",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("dates", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"],
            ["workshops_plan.id"],
            name=op.f("fk_workshops_plan_room_plan_id_workshops_plan"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["room_id"],
            ["workshops_room.id"],
            name=op.f("fk_workshops_plan_room_room_id_workshops_room"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("plan_id", "room_id", name=op.f("pk_workshops_plan_room")),
        info={"plugin": "workshops"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("workshops_plan_room", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_workshops_plan_room_room_id"), ["room_id"], unique=False
        )

    op.create_table(
        "workshops_run_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=True),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("done", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["workshops_series.id"],
            name=op.f("fk_workshops_run_sheet_series_id_workshops_series"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshops_run_sheet")),
        sa.UniqueConstraint(
            "series_id", "number", name=op.f("uq_workshops_run_sheet_series_id_number")
        ),
        info={"plugin": "workshops"},
        sqlite_autoincrement=True,
    )
    op.create_table(
        "workshops_series_adviser",
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("help", sa.String(length=10), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["workshops_series.id"],
            name=op.f("fk_workshops_series_adviser_series_id_workshops_series"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["portal_user.id"],
            name=op.f("fk_workshops_series_adviser_user_id_portal_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("series_id", "user_id", name=op.f("pk_workshops_series_adviser")),
        info={"plugin": "workshops"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("workshops_series_adviser", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_workshops_series_adviser_user_id"), ["user_id"], unique=False
        )

    op.create_table(
        "workshops_series_facilitator",
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["workshops_series.id"],
            name=op.f("fk_workshops_series_facilitator_series_id_workshops_series"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["portal_user.id"],
            name=op.f("fk_workshops_series_facilitator_user_id_portal_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "series_id", "user_id", name=op.f("pk_workshops_series_facilitator")
        ),
        info={"plugin": "workshops"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("workshops_series_facilitator", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_workshops_series_facilitator_user_id"), ["user_id"], unique=False
        )

    op.create_table(
        "workshops_adoption",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("origin_id", sa.Integer(), nullable=True),
        sa.Column("sheet_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("status_at", sa.DateTime(), nullable=False),
        sa.Column("responsible_id", sa.Integer(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["workshops_participation.id"],
            name=op.f("fk_workshops_adoption_participation_id_workshops_participation"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["responsible_id"],
            ["portal_user.id"],
            name=op.f("fk_workshops_adoption_responsible_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["portal_unit.id"],
            name=op.f("fk_workshops_adoption_unit_id_portal_unit"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshops_adoption")),
        sa.UniqueConstraint(
            "participation_id", name=op.f("uq_workshops_adoption_participation_id")
        ),
        sa.UniqueConstraint("sheet_id", name=op.f("uq_workshops_adoption_sheet_id")),
        info={"plugin": "workshops"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("workshops_adoption", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_workshops_adoption_origin_id"), ["origin_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_workshops_adoption_responsible_id"), ["responsible_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_workshops_adoption_review_on"), ["review_on"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_workshops_adoption_unit_id"), ["unit_id"], unique=False
        )

    op.create_table(
        "workshops_canvas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("pulse", sa.Integer(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["workshops_participation.id"],
            name=op.f("fk_workshops_canvas_participation_id_workshops_participation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshops_canvas")),
        sa.UniqueConstraint("participation_id", name=op.f("uq_workshops_canvas_participation_id")),
        info={"plugin": "workshops"},
        sqlite_autoincrement=True,
    )
    op.create_table(
        "workshops_plan_answer",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("date_id", sa.Integer(), nullable=False),
        sa.Column("can", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["date_id"],
            ["workshops_plan_date.id"],
            name=op.f("fk_workshops_plan_answer_date_id_workshops_plan_date"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["workshops_plan_person.id"],
            name=op.f("fk_workshops_plan_answer_person_id_workshops_plan_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", "date_id", name=op.f("pk_workshops_plan_answer")),
        info={"plugin": "workshops"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("workshops_plan_answer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_workshops_plan_answer_date_id"), ["date_id"], unique=False
        )

    op.create_table(
        "workshops_plan_pair",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["other_id"],
            ["workshops_plan_person.id"],
            name=op.f("fk_workshops_plan_pair_other_id_workshops_plan_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["workshops_plan_person.id"],
            name=op.f("fk_workshops_plan_pair_person_id_workshops_plan_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", "other_id", name=op.f("pk_workshops_plan_pair")),
        info={"plugin": "workshops"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("workshops_plan_pair", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_workshops_plan_pair_other_id"), ["other_id"], unique=False
        )

    op.create_table(
        "workshops_seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("seat_number", sa.Integer(), nullable=True),
        sa.Column("turn", sa.Integer(), nullable=True),
        sa.Column("offered_until", sa.DateTime(), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("substitute_id", sa.Integer(), nullable=True),
        sa.Column("offer", sa.Integer(), nullable=False),
        sa.Column("signed_up_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by_id"],
            ["portal_user.id"],
            name=op.f("fk_workshops_seat_asked_by_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["workshops_participation.id"],
            name=op.f("fk_workshops_seat_participation_id_workshops_participation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["workshops_series.id"],
            name=op.f("fk_workshops_seat_series_id_workshops_series"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["substitute_id"],
            ["portal_user.id"],
            name=op.f("fk_workshops_seat_substitute_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["portal_user.id"],
            name=op.f("fk_workshops_seat_user_id_portal_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshops_seat")),
        sa.UniqueConstraint(
            "series_id", "user_id", name=op.f("uq_workshops_seat_series_id_user_id")
        ),
        info={"plugin": "workshops"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("workshops_seat", schema=None) as batch_op:
        batch_op.create_index(
            "ix_workshops_seat_offered", ["status", "offered_until"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_workshops_seat_participation_id"), ["participation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_workshops_seat_user_id"), ["user_id"], unique=False)
        batch_op.create_index("uq_workshops_seat_number", ["series_id", "seat_number"], unique=True)
        batch_op.create_index("uq_workshops_seat_turn", ["series_id", "turn"], unique=True)

    op.create_table(
        "workshops_adoption_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("adoption_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=500), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("told_at", sa.DateTime(), nullable=True),
        sa.Column("reminded_at", sa.DateTime(), nullable=True),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["adoption_id"],
            ["workshops_adoption.id"],
            name=op.f("fk_workshops_adoption_action_adoption_id_workshops_adoption"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["done_by_id"],
            ["portal_user.id"],
            name=op.f("fk_workshops_adoption_action_done_by_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["portal_user.id"],
            name=op.f("fk_workshops_adoption_action_user_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshops_adoption_action")),
        info={"plugin": "workshops"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("workshops_adoption_action", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_workshops_adoption_action_adoption_id"), ["adoption_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_workshops_adoption_action_done_by_id"), ["done_by_id"], unique=False
        )
        batch_op.create_index("ix_workshops_adoption_action_due", ["due_on"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_workshops_adoption_action_user_id"), ["user_id"], unique=False
        )

    op.create_table(
        "workshops_adoption_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("adoption_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["adoption_id"],
            ["workshops_adoption.id"],
            name=op.f("fk_workshops_adoption_change_adoption_id_workshops_adoption"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["by_id"],
            ["portal_user.id"],
            name=op.f("fk_workshops_adoption_change_by_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshops_adoption_change")),
        info={"plugin": "workshops"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("workshops_adoption_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_workshops_adoption_change_adoption_id"), ["adoption_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_workshops_adoption_change_by_id"), ["by_id"], unique=False
        )

    op.create_table(
        "workshops_adoption_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("adoption_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=True),
        sa.Column("reminded_at", sa.DateTime(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("answer", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["adoption_id"],
            ["workshops_adoption.id"],
            name=op.f("fk_workshops_adoption_review_adoption_id_workshops_adoption"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["asked_id"],
            ["portal_user.id"],
            name=op.f("fk_workshops_adoption_review_asked_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshops_adoption_review")),
        sa.UniqueConstraint(
            "adoption_id", "due_on", name=op.f("uq_workshops_adoption_review_adoption_id_due_on")
        ),
        info={"plugin": "workshops"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("workshops_adoption_review", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_workshops_adoption_review_asked_id"), ["asked_id"], unique=False
        )
        batch_op.create_index(
            "ix_workshops_adoption_review_open", ["answered_at", "due_on"], unique=False
        )

    op.create_table(
        "workshops_attendance",
        sa.Column("half_day_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("came", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["half_day_id"],
            ["workshops_half_day.id"],
            name=op.f("fk_workshops_attendance_half_day_id_workshops_half_day"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["seat_id"],
            ["workshops_seat.id"],
            name=op.f("fk_workshops_attendance_seat_id_workshops_seat"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("half_day_id", "seat_id", name=op.f("pk_workshops_attendance")),
        info={"plugin": "workshops"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("workshops_attendance", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_workshops_attendance_seat_id"), ["seat_id"], unique=False
        )

    op.create_table(
        "workshops_canvas_item",
        sa.Column("canvas_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["canvas_id"],
            ["workshops_canvas.id"],
            name=op.f("fk_workshops_canvas_item_canvas_id_workshops_canvas"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("canvas_id", "item", name=op.f("pk_workshops_canvas_item")),
        info={"plugin": "workshops"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("workshops_canvas_item", schema=None) as batch_op:
        batch_op.create_index("ix_workshops_canvas_item_seq", ["canvas_id", "seq"], unique=False)

    op.create_table(
        "workshops_canvas_operation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("canvas_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("client", sa.String(length=36), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("what", sa.JSON(), nullable=False),
        sa.Column("result", sa.String(length=12), nullable=False),
        sa.Column("folded", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["canvas_id"],
            ["workshops_canvas.id"],
            name=op.f("fk_workshops_canvas_operation_canvas_id_workshops_canvas"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["portal_user.id"],
            name=op.f("fk_workshops_canvas_operation_user_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshops_canvas_operation")),
        sa.UniqueConstraint(
            "canvas_id", "seq", name=op.f("uq_workshops_canvas_operation_canvas_id_seq")
        ),
        sa.UniqueConstraint(
            "canvas_id", "uid", name=op.f("uq_workshops_canvas_operation_canvas_id_uid")
        ),
        info={"plugin": "workshops"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("workshops_canvas_operation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_workshops_canvas_operation_user_id"), ["user_id"], unique=False
        )

    op.create_table(
        "workshops_canvas_presence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("canvas_id", sa.Integer(), nullable=False),
        sa.Column("client", sa.String(length=36), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("page", sa.String(length=16), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("field", sa.String(length=24), nullable=False),
        sa.Column("held_until", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["canvas_id"],
            ["workshops_canvas.id"],
            name=op.f("fk_workshops_canvas_presence_canvas_id_workshops_canvas"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["portal_user.id"],
            name=op.f("fk_workshops_canvas_presence_user_id_portal_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshops_canvas_presence")),
        sa.UniqueConstraint(
            "canvas_id", "client", name=op.f("uq_workshops_canvas_presence_canvas_id_client")
        ),
        info={"plugin": "workshops"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("workshops_canvas_presence", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_workshops_canvas_presence_user_id"), ["user_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("workshops_canvas_presence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_workshops_canvas_presence_user_id"))

    op.drop_table("workshops_canvas_presence")
    with op.batch_alter_table("workshops_canvas_operation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_workshops_canvas_operation_user_id"))

    op.drop_table("workshops_canvas_operation")
    with op.batch_alter_table("workshops_canvas_item", schema=None) as batch_op:
        batch_op.drop_index("ix_workshops_canvas_item_seq")

    op.drop_table("workshops_canvas_item")
    with op.batch_alter_table("workshops_attendance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_workshops_attendance_seat_id"))

    op.drop_table("workshops_attendance")
    with op.batch_alter_table("workshops_adoption_review", schema=None) as batch_op:
        batch_op.drop_index("ix_workshops_adoption_review_open")
        batch_op.drop_index(batch_op.f("ix_workshops_adoption_review_asked_id"))

    op.drop_table("workshops_adoption_review")
    with op.batch_alter_table("workshops_adoption_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_workshops_adoption_change_by_id"))
        batch_op.drop_index(batch_op.f("ix_workshops_adoption_change_adoption_id"))

    op.drop_table("workshops_adoption_change")
    with op.batch_alter_table("workshops_adoption_action", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_workshops_adoption_action_user_id"))
        batch_op.drop_index("ix_workshops_adoption_action_due")
        batch_op.drop_index(batch_op.f("ix_workshops_adoption_action_done_by_id"))
        batch_op.drop_index(batch_op.f("ix_workshops_adoption_action_adoption_id"))

    op.drop_table("workshops_adoption_action")
    with op.batch_alter_table("workshops_seat", schema=None) as batch_op:
        batch_op.drop_index("uq_workshops_seat_turn")
        batch_op.drop_index("uq_workshops_seat_number")
        batch_op.drop_index(batch_op.f("ix_workshops_seat_user_id"))
        batch_op.drop_index(batch_op.f("ix_workshops_seat_participation_id"))
        batch_op.drop_index("ix_workshops_seat_offered")

    op.drop_table("workshops_seat")
    with op.batch_alter_table("workshops_plan_pair", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_workshops_plan_pair_other_id"))

    op.drop_table("workshops_plan_pair")
    with op.batch_alter_table("workshops_plan_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_workshops_plan_answer_date_id"))

    op.drop_table("workshops_plan_answer")
    op.drop_table("workshops_canvas")
    with op.batch_alter_table("workshops_adoption", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_workshops_adoption_unit_id"))
        batch_op.drop_index(batch_op.f("ix_workshops_adoption_review_on"))
        batch_op.drop_index(batch_op.f("ix_workshops_adoption_responsible_id"))
        batch_op.drop_index(batch_op.f("ix_workshops_adoption_origin_id"))

    op.drop_table("workshops_adoption")
    with op.batch_alter_table("workshops_series_facilitator", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_workshops_series_facilitator_user_id"))

    op.drop_table("workshops_series_facilitator")
    with op.batch_alter_table("workshops_series_adviser", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_workshops_series_adviser_user_id"))

    op.drop_table("workshops_series_adviser")
    op.drop_table("workshops_run_sheet")
    with op.batch_alter_table("workshops_plan_room", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_workshops_plan_room_room_id"))

    op.drop_table("workshops_plan_room")
    with op.batch_alter_table("workshops_plan_practice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_workshops_plan_practice_plan_id"))

    op.drop_table("workshops_plan_practice")
    with op.batch_alter_table("workshops_plan_person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_workshops_plan_person_user_id"))
        batch_op.drop_index(batch_op.f("ix_workshops_plan_person_plan_id"))

    op.drop_table("workshops_plan_person")
    with op.batch_alter_table("workshops_plan_facilitator", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_workshops_plan_facilitator_user_id"))

    op.drop_table("workshops_plan_facilitator")
    with op.batch_alter_table("workshops_plan_date", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_workshops_plan_date_plan_id"))

    op.drop_table("workshops_plan_date")
    with op.batch_alter_table("workshops_participation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_workshops_participation_unit_id"))
        batch_op.drop_index(batch_op.f("ix_workshops_participation_series_id"))
        batch_op.drop_index(batch_op.f("ix_workshops_participation_leader_id"))

    op.drop_table("workshops_participation")
    with op.batch_alter_table("workshops_half_day", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_workshops_half_day_starts_at"))
        batch_op.drop_index(batch_op.f("ix_workshops_half_day_series_id"))
        batch_op.drop_index(batch_op.f("ix_workshops_half_day_room_id"))

    op.drop_table("workshops_half_day")
    with op.batch_alter_table("workshops_wish", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_workshops_wish_unit_id"))
        batch_op.drop_index(batch_op.f("ix_workshops_wish_sheet_id"))
        batch_op.drop_index(batch_op.f("ix_workshops_wish_created_at"))

    op.drop_table("workshops_wish")
    with op.batch_alter_table("workshops_series", schema=None) as batch_op:
        batch_op.drop_index("ix_workshops_series_status")
        batch_op.drop_index(batch_op.f("ix_workshops_series_sheet_id"))
        batch_op.drop_index(batch_op.f("ix_workshops_series_planner_id"))
        batch_op.drop_index(batch_op.f("ix_workshops_series_decide_on"))

    op.drop_table("workshops_series")
    with op.batch_alter_table("workshops_plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_workshops_plan_planner_id"))

    op.drop_table("workshops_plan")
    op.drop_table("workshops_room")
