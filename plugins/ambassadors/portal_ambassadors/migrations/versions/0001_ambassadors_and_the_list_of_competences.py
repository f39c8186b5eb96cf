"""ambassadors and the list of competences

Revision: 0001
Follows:
Made: 2026-11-21 12:10:08.396387
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ambassadors_competence_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ambassadors_competence_group")),
        sa.UniqueConstraint("key", name=op.f("uq_ambassadors_competence_group_key")),
        info={"plugin": "ambassadors"},
        sqlite_autoincrement=True,
    )
    op.create_table(
        "ambassadors_ambassador",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("help_text", sa.Text(), nullable=False),
        sa.Column("reach", sa.String(length=10), nullable=False),
        sa.Column("reach_note", sa.String(length=300), nullable=False),
        sa.Column("chosen_how", sa.String(length=20), nullable=False),
        sa.Column("chosen_by_id", sa.Integer(), nullable=True),
        sa.Column("chosen_on", sa.Date(), nullable=True),
        sa.Column("chosen_why", sa.Text(), nullable=False),
        sa.Column("mandate", sa.Text(), nullable=False),
        sa.Column("mandate_from", sa.Date(), nullable=True),
        sa.Column("mandate_until", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chosen_by_id"],
            ["portal_user.id"],
            name=op.f("fk_ambassadors_ambassador_chosen_by_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["portal_user.id"],
            name=op.f("fk_ambassadors_ambassador_user_id_portal_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ambassadors_ambassador")),
        sa.UniqueConstraint("user_id", name=op.f("uq_ambassadors_ambassador_user_id")),
        info={"plugin": "ambassadors"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("ambassadors_ambassador", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ambassadors_ambassador_chosen_by_id"), ["chosen_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_ambassadors_ambassador_status"), ["status"], unique=False
        )

    op.create_table(
        "ambassadors_competence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("synonyms", sa.JSON(), nullable=False),
        sa.Column("description", sa.String(length=300), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["ambassadors_competence_group.id"],
            name=op.f("fk_ambassadors_competence_group_id_ambassadors_competence_group"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ambassadors_competence")),
        sa.UniqueConstraint("key", name=op.f("uq_ambassadors_competence_key")),
        info={"plugin": "ambassadors"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("ambassadors_competence", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ambassadors_competence_group_id"), ["group_id"], unique=False
        )

    op.create_table(
        "ambassadors_community",
        sa.Column("ambassador_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["ambassador_id"],
            ["ambassadors_ambassador.id"],
            name=op.f("fk_ambassadors_community_ambassador_id_ambassadors_ambassador"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("ambassador_id", "key", name=op.f("pk_ambassadors_community")),
        info={"plugin": "ambassadors"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("ambassadors_community", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ambassadors_community_key"), ["key"], unique=False)

    op.create_table(
        "ambassadors_hidden",
        sa.Column("ambassador_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["ambassador_id"],
            ["ambassadors_ambassador.id"],
            name=op.f("fk_ambassadors_hidden_ambassador_id_ambassadors_ambassador"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("ambassador_id", "part", name=op.f("pk_ambassadors_hidden")),
        info={"plugin": "ambassadors"},
        sqlite_autoincrement=True,
    )
    op.create_table(
        "ambassadors_language",
        sa.Column("ambassador_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["ambassador_id"],
            ["ambassadors_ambassador.id"],
            name=op.f("fk_ambassadors_language_ambassador_id_ambassadors_ambassador"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("ambassador_id", "code", name=op.f("pk_ambassadors_language")),
        info={"plugin": "ambassadors"},
        sqlite_autoincrement=True,
    )
    op.create_table(
        "ambassadors_level",
        sa.Column("ambassador_id", sa.Integer(), nullable=False),
        sa.Column("competence_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "level BETWEEN 1 AND 5", name=op.f("ck_ambassadors_level_level_on_the_scale")
        ),
        sa.ForeignKeyConstraint(
            ["ambassador_id"],
            ["ambassadors_ambassador.id"],
            name=op.f("fk_ambassadors_level_ambassador_id_ambassadors_ambassador"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["competence_id"],
            ["ambassadors_competence.id"],
            name=op.f("fk_ambassadors_level_competence_id_ambassadors_competence"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint(
            "ambassador_id", "competence_id", name=op.f("pk_ambassadors_level")
        ),
        info={"plugin": "ambassadors"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("ambassadors_level", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ambassadors_level_competence_id"), ["competence_id"], unique=False
        )

    op.create_table(
        "ambassadors_photo",
        sa.Column("ambassador_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("focus_x", sa.Integer(), nullable=False),
        sa.Column("focus_y", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=20), nullable=False),
        sa.Column("large", sa.LargeBinary(), nullable=False),
        sa.Column("small", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ambassador_id"],
            ["ambassadors_ambassador.id"],
            name=op.f("fk_ambassadors_photo_ambassador_id_ambassadors_ambassador"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["portal_file.id"],
            name=op.f("fk_ambassadors_photo_file_id_portal_file"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("ambassador_id", name=op.f("pk_ambassadors_photo")),
        info={"plugin": "ambassadors"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("ambassadors_photo", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ambassadors_photo_file_id"), ["file_id"], unique=False)

    op.create_table(
        "ambassadors_role",
        sa.Column("ambassador_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["ambassador_id"],
            ["ambassadors_ambassador.id"],
            name=op.f("fk_ambassadors_role_ambassador_id_ambassadors_ambassador"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("ambassador_id", "role", name=op.f("pk_ambassadors_role")),
        info={"plugin": "ambassadors"},
        sqlite_autoincrement=True,
    )
    op.create_table(
        "ambassadors_work",
        sa.Column("ambassador_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ambassador_id"],
            ["ambassadors_ambassador.id"],
            name=op.f("fk_ambassadors_work_ambassador_id_ambassadors_ambassador"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "ambassador_id", "kind", "object_id", name=op.f("pk_ambassadors_work")
        ),
        info={"plugin": "ambassadors"},
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("ambassadors_work")
    op.drop_table("ambassadors_role")
    with op.batch_alter_table("ambassadors_photo", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ambassadors_photo_file_id"))

    op.drop_table("ambassadors_photo")
    with op.batch_alter_table("ambassadors_level", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ambassadors_level_competence_id"))

    op.drop_table("ambassadors_level")
    op.drop_table("ambassadors_language")
    op.drop_table("ambassadors_hidden")
    with op.batch_alter_table("ambassadors_community", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ambassadors_community_key"))

    op.drop_table("ambassadors_community")
    with op.batch_alter_table("ambassadors_competence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ambassadors_competence_group_id"))

    op.drop_table("ambassadors_competence")
    with op.batch_alter_table("ambassadors_ambassador", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ambassadors_ambassador_status"))
        batch_op.drop_index(batch_op.f("ix_ambassadors_ambassador_chosen_by_id"))

    op.drop_table("ambassadors_ambassador")
    op.drop_table("ambassadors_competence_group")
