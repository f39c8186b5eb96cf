"""the first tables

Revision: 0001
Follows:
Made: 2026-11-21 09:59:16.004748
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "portal_audience",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("kind", "object_id", "label", name=op.f("pk_portal_audience")),
        info={"plugin": "core"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("portal_audience", schema=None) as batch_op:
        batch_op.create_index("ix_portal_audience_label", ["label", "kind"], unique=False)

    op.create_table(
        "portal_index_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("conceals", sa.Boolean(), nullable=False),
        sa.Column("queued_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_index_entry")),
        info={"plugin": "core"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("portal_index_entry", schema=None) as batch_op:
        batch_op.create_index("ix_portal_index_entry_object", ["kind", "object_id"], unique=False)

    op.create_table(
        "portal_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=True),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("leased_until", sa.DateTime(), nullable=True),
        sa.Column("lease", sa.String(length=40), nullable=True),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("failed_at", sa.DateTime(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_job")),
        sa.UniqueConstraint("topic", "key", name=op.f("uq_portal_job_topic_key")),
        info={"plugin": "core"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("portal_job", schema=None) as batch_op:
        batch_op.create_index("ix_portal_job_due", ["done_at", "failed_at", "due_at"], unique=False)

    op.create_table(
        "portal_known_permission",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_portal_known_permission")),
        info={"plugin": "core"},
        sqlite_autoincrement=True,
    )
    op.create_table(
        "portal_plugin_failure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plugin", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("error_id", sa.String(length=20), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("trace", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_plugin_failure")),
        info={"plugin": "core"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("portal_plugin_failure", schema=None) as batch_op:
        batch_op.create_index("ix_portal_plugin_failure_plugin", ["plugin", "at"], unique=False)

    op.create_table(
        "portal_plugin_state",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("quarantined_at", sa.DateTime(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_portal_plugin_state")),
        info={"plugin": "core"},
        sqlite_autoincrement=True,
    )
    op.create_table(
        "portal_read_count",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "object_id", "day", name=op.f("pk_portal_read_count")),
        info={"plugin": "core"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("portal_read_count", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_read_count_day"), ["day"], unique=False)

    op.create_table(
        "portal_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("description", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_role")),
        sa.UniqueConstraint("key", name=op.f("uq_portal_role_key")),
        info={"plugin": "core"},
        sqlite_autoincrement=True,
    )
    op.create_table(
        "portal_sign_in_failure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_sign_in_failure")),
        info={"plugin": "core"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("portal_sign_in_failure", schema=None) as batch_op:
        batch_op.create_index("ix_portal_sign_in_failure_account", ["account", "at"], unique=False)

    op.create_table(
        "portal_tombstone",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "object_id", name=op.f("pk_portal_tombstone")),
        info={"plugin": "core"},
        sqlite_autoincrement=True,
    )
    op.create_table(
        "portal_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["portal_unit.id"],
            name=op.f("fk_portal_unit_parent_id_portal_unit"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_unit")),
        info={"plugin": "core"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("portal_unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_unit_name"), ["name"], unique=False)
        batch_op.create_index(batch_op.f("ix_portal_unit_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "portal_user",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("theme", sa.String(length=5), nullable=False),
        sa.Column("session_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("invited_at", sa.DateTime(), nullable=True),
        sa.Column("last_seen_at", sa.DateTime(), nullable=True),
        sa.Column("last_visit_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_user")),
        sa.UniqueConstraint("email", name=op.f("uq_portal_user_email")),
        info={"plugin": "core"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("portal_user", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_user_name"), ["name"], unique=False)

    op.create_table(
        "portal_audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=True),
        sa.Column("object_id", sa.Integer(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["portal_user.id"],
            name=op.f("fk_portal_audit_entry_actor_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_audit_entry")),
        info={"plugin": "core"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("portal_audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_audit_entry_action"), ["action"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_portal_audit_entry_actor_id"), ["actor_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_portal_audit_entry_at"), ["at"], unique=False)
        batch_op.create_index("ix_portal_audit_entry_object", ["kind", "object_id"], unique=False)

    op.create_table(
        "portal_calendar_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["portal_user.id"],
            name=op.f("fk_portal_calendar_feed_user_id_portal_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_calendar_feed")),
        sa.UniqueConstraint("digest", name=op.f("uq_portal_calendar_feed_digest")),
        sa.UniqueConstraint("user_id", name=op.f("uq_portal_calendar_feed_user_id")),
        info={"plugin": "core"},
        sqlite_autoincrement=True,
    )
    op.create_table(
        "portal_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("load", sa.String(length=40), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("base_version", sa.String(length=40), nullable=False),
        sa.Column("page", sa.String(length=500), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["portal_user.id"],
            name=op.f("fk_portal_draft_user_id_portal_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_draft")),
        sa.UniqueConstraint(
            "user_id", "key", "load", name=op.f("uq_portal_draft_user_id_key_load")
        ),
        info={"plugin": "core"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("portal_draft", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_portal_draft_updated_at"), ["updated_at"], unique=False
        )

    op.create_table(
        "portal_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=200), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("timezone", sa.String(length=60), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("organiser_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organiser_id"],
            ["portal_user.id"],
            name=op.f("fk_portal_event_organiser_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_event")),
        sa.UniqueConstraint("uid", name=op.f("uq_portal_event_uid")),
        info={"plugin": "core"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("portal_event", schema=None) as batch_op:
        batch_op.create_index("ix_portal_event_object", ["kind", "object_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_portal_event_organiser_id"), ["organiser_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_portal_event_starts_at"), ["starts_at"], unique=False)

    op.create_table(
        "portal_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("original_name", sa.String(length=200), nullable=False),
        sa.Column("uploader_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["uploader_id"],
            ["portal_user.id"],
            name=op.f("fk_portal_file_uploader_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_file")),
        sa.UniqueConstraint("digest", name=op.f("uq_portal_file_digest")),
        info={"plugin": "core"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("portal_file", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_portal_file_uploader_id"), ["uploader_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_portal_file_used_at"), ["used_at"], unique=False)

    op.create_table(
        "portal_follow",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["portal_user.id"],
            name=op.f("fk_portal_follow_user_id_portal_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_follow")),
        sa.UniqueConstraint(
            "user_id",
            "kind",
            "object_id",
            "tag",
            name=op.f("uq_portal_follow_user_id_kind_object_id_tag"),
        ),
        info={"plugin": "core"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("portal_follow", schema=None) as batch_op:
        batch_op.create_index("ix_portal_follow_target", ["kind", "object_id", "tag"], unique=False)

    op.create_table(
        "portal_membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("function", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["portal_unit.id"],
            name=op.f("fk_portal_membership_unit_id_portal_unit"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["portal_user.id"],
            name=op.f("fk_portal_membership_user_id_portal_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_membership")),
        sa.UniqueConstraint(
            "user_id",
            "unit_id",
            "function",
            name=op.f("uq_portal_membership_user_id_unit_id_function"),
        ),
        info={"plugin": "core"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("portal_membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_membership_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_portal_membership_user_id"), ["user_id"], unique=False)

    op.create_table(
        "portal_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        sa.Column("mailed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["portal_user.id"],
            name=op.f("fk_portal_notice_actor_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["portal_user.id"],
            name=op.f("fk_portal_notice_user_id_portal_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_notice")),
        info={"plugin": "core"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("portal_notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_notice_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(
            "ix_portal_notice_mailed", ["mailed_at", "read_at", "created_at"], unique=False
        )
        batch_op.create_index("ix_portal_notice_object", ["kind", "object_id"], unique=False)
        batch_op.create_index("ix_portal_notice_user", ["user_id", "read_at"], unique=False)

    op.create_table(
        "portal_notice_choice",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=80), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["portal_user.id"],
            name=op.f("fk_portal_notice_choice_user_id_portal_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", "topic", name=op.f("pk_portal_notice_choice")),
        info={"plugin": "core"},
        sqlite_autoincrement=True,
    )
    op.create_table(
        "portal_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("source", sa.Integer(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["portal_user.id"],
            name=op.f("fk_portal_revision_actor_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_revision")),
        sa.UniqueConstraint(
            "kind", "object_id", "number", name=op.f("uq_portal_revision_kind_object_id_number")
        ),
        info={"plugin": "core"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("portal_revision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_revision_actor_id"), ["actor_id"], unique=False)

    op.create_table(
        "portal_role_permission",
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.Column("permission", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["role_id"],
            ["portal_role.id"],
            name=op.f("fk_portal_role_permission_role_id_portal_role"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("role_id", "permission", name=op.f("pk_portal_role_permission")),
        info={"plugin": "core"},
        sqlite_autoincrement=True,
    )
    op.create_table(
        "portal_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["portal_user.id"],
            name=op.f("fk_portal_token_user_id_portal_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_token")),
        sa.UniqueConstraint("digest", name=op.f("uq_portal_token_digest")),
        info={"plugin": "core"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("portal_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_token_user_id"), ["user_id"], unique=False)

    op.create_table(
        "portal_user_role",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["role_id"],
            ["portal_role.id"],
            name=op.f("fk_portal_user_role_role_id_portal_role"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["portal_user.id"],
            name=op.f("fk_portal_user_role_user_id_portal_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", "role_id", name=op.f("pk_portal_user_role")),
        info={"plugin": "core"},
        sqlite_autoincrement=True,
    )
    op.create_table(
        "portal_attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["added_by_id"],
            ["portal_user.id"],
            name=op.f("fk_portal_attachment_added_by_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["portal_file.id"],
            name=op.f("fk_portal_attachment_file_id_portal_file"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_attachment")),
        info={"plugin": "core"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("portal_attachment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_portal_attachment_added_by_id"), ["added_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_portal_attachment_file_id"), ["file_id"], unique=False)
        batch_op.create_index("ix_portal_attachment_object", ["kind", "object_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_portal_attachment_removed_at"), ["removed_at"], unique=False
        )

    op.create_table(
        "portal_event_guest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["portal_event.id"],
            name=op.f("fk_portal_event_guest_event_id_portal_event"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["portal_user.id"],
            name=op.f("fk_portal_event_guest_user_id_portal_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_event_guest")),
        sa.UniqueConstraint(
            "event_id", "user_id", name=op.f("uq_portal_event_guest_event_id_user_id")
        ),
        info={"plugin": "core"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("portal_event_guest", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_portal_event_guest_user_id"), ["user_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("portal_event_guest", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_event_guest_user_id"))

    op.drop_table("portal_event_guest")
    with op.batch_alter_table("portal_attachment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_attachment_removed_at"))
        batch_op.drop_index("ix_portal_attachment_object")
        batch_op.drop_index(batch_op.f("ix_portal_attachment_file_id"))
        batch_op.drop_index(batch_op.f("ix_portal_attachment_added_by_id"))

    op.drop_table("portal_attachment")
    op.drop_table("portal_user_role")
    with op.batch_alter_table("portal_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_token_user_id"))

    op.drop_table("portal_token")
    op.drop_table("portal_role_permission")
    with op.batch_alter_table("portal_revision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_revision_actor_id"))

    op.drop_table("portal_revision")
    op.drop_table("portal_notice_choice")
    with op.batch_alter_table("portal_notice", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_notice_user")
        batch_op.drop_index("ix_portal_notice_object")
        batch_op.drop_index("ix_portal_notice_mailed")
        batch_op.drop_index(batch_op.f("ix_portal_notice_actor_id"))

    op.drop_table("portal_notice")
    with op.batch_alter_table("portal_membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_membership_user_id"))
        batch_op.drop_index(batch_op.f("ix_portal_membership_unit_id"))

    op.drop_table("portal_membership")
    with op.batch_alter_table("portal_follow", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_follow_target")

    op.drop_table("portal_follow")
    with op.batch_alter_table("portal_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_file_used_at"))
        batch_op.drop_index(batch_op.f("ix_portal_file_uploader_id"))

    op.drop_table("portal_file")
    with op.batch_alter_table("portal_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_event_starts_at"))
        batch_op.drop_index(batch_op.f("ix_portal_event_organiser_id"))
        batch_op.drop_index("ix_portal_event_object")

    op.drop_table("portal_event")
    with op.batch_alter_table("portal_draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_draft_updated_at"))

    op.drop_table("portal_draft")
    op.drop_table("portal_calendar_feed")
    with op.batch_alter_table("portal_audit_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_audit_entry_object")
        batch_op.drop_index(batch_op.f("ix_portal_audit_entry_at"))
        batch_op.drop_index(batch_op.f("ix_portal_audit_entry_actor_id"))
        batch_op.drop_index(batch_op.f("ix_portal_audit_entry_action"))

    op.drop_table("portal_audit_entry")
    with op.batch_alter_table("portal_user", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_user_name"))

    op.drop_table("portal_user")
    with op.batch_alter_table("portal_unit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_unit_parent_id"))
        batch_op.drop_index(batch_op.f("ix_portal_unit_name"))

    op.drop_table("portal_unit")
    op.drop_table("portal_tombstone")
    with op.batch_alter_table("portal_sign_in_failure", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_sign_in_failure_account")

    op.drop_table("portal_sign_in_failure")
    op.drop_table("portal_role")
    with op.batch_alter_table("portal_read_count", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_read_count_day"))

    op.drop_table("portal_read_count")
    op.drop_table("portal_plugin_state")
    with op.batch_alter_table("portal_plugin_failure", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_plugin_failure_plugin")

    op.drop_table("portal_plugin_failure")
    op.drop_table("portal_known_permission")
    with op.batch_alter_table("portal_job", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_job_due")

    op.drop_table("portal_job")
    with op.batch_alter_table("portal_index_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_index_entry_object")

    op.drop_table("portal_index_entry")
    with op.batch_alter_table("portal_audience", schema=None) as batch_op:
        batch_op.drop_index("ix_portal_audience_label")

    op.drop_table("portal_audience")
