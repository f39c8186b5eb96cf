"""selecting and absence

Revision: 0003
Follows: 0002
Made: 2026-11-21 13:09:52.736950
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ambassadors_nomination",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("later_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["portal_user.id"],
            name=op.f("fk_ambassadors_nomination_decided_by_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"],
            ["portal_user.id"],
            name=op.f("fk_ambassadors_nomination_proposed_by_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["portal_user.id"],
            name=op.f("fk_ambassadors_nomination_user_id_portal_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ambassadors_nomination")),
        info={"plugin": "ambassadors"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("ambassadors_nomination", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ambassadors_nomination_decided_by_id"), ["decided_by_id"], unique=False
        )
        batch_op.create_index(
            "ix_ambassadors_nomination_open",
            ["user_id"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_ambassadors_nomination_proposed_by_id"), ["proposed_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_ambassadors_nomination_state"), ["state"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_ambassadors_nomination_user_id"), ["user_id"], unique=False
        )

    op.create_table(
        "ambassadors_absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ambassador_id", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(length=3), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("first <= last", name=op.f("ck_ambassadors_absence_days_in_order")),
        sa.ForeignKeyConstraint(
            ["ambassador_id"],
            ["ambassadors_ambassador.id"],
            name=op.f("fk_ambassadors_absence_ambassador_id_ambassadors_ambassador"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["deputy_id"],
            ["ambassadors_ambassador.id"],
            name=op.f("fk_ambassadors_absence_deputy_id_ambassadors_ambassador"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ambassadors_absence")),
        info={"plugin": "ambassadors"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("ambassadors_absence", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ambassadors_absence_ambassador_id"), ["ambassador_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_ambassadors_absence_deputy_id"), ["deputy_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_ambassadors_absence_last"), ["last"], unique=False)

    op.create_table(
        "ambassadors_agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ambassador_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("tasks", sa.Text(), nullable=False),
        sa.Column("time", sa.Text(), nullable=False),
        sa.Column("mandate", sa.Text(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("own_yes_at", sa.DateTime(), nullable=True),
        sa.Column("other_yes_at", sa.DateTime(), nullable=True),
        sa.Column("other_yes_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["ambassador_id"],
            ["ambassadors_ambassador.id"],
            name=op.f("fk_ambassadors_agreement_ambassador_id_ambassadors_ambassador"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["portal_user.id"],
            name=op.f("fk_ambassadors_agreement_contact_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"],
            ["portal_user.id"],
            name=op.f("fk_ambassadors_agreement_made_by_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["other_yes_by_id"],
            ["portal_user.id"],
            name=op.f("fk_ambassadors_agreement_other_yes_by_id_portal_user"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ambassadors_agreement")),
        sa.UniqueConstraint(
            "ambassador_id", "number", name=op.f("uq_ambassadors_agreement_ambassador_id_number")
        ),
        info={"plugin": "ambassadors"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("ambassadors_agreement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ambassadors_agreement_contact_id"), ["contact_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_ambassadors_agreement_made_by_id"), ["made_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_ambassadors_agreement_other_yes_by_id"),
            ["other_yes_by_id"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("ambassadors_agreement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ambassadors_agreement_other_yes_by_id"))
        batch_op.drop_index(batch_op.f("ix_ambassadors_agreement_made_by_id"))
        batch_op.drop_index(batch_op.f("ix_ambassadors_agreement_contact_id"))

    op.drop_table("ambassadors_agreement")
    with op.batch_alter_table("ambassadors_absence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ambassadors_absence_last"))
        batch_op.drop_index(batch_op.f("ix_ambassadors_absence_deputy_id"))
        batch_op.drop_index(batch_op.f("ix_ambassadors_absence_ambassador_id"))

    op.drop_table("ambassadors_absence")
    with op.batch_alter_table("ambassadors_nomination", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ambassadors_nomination_user_id"))
        batch_op.drop_index(batch_op.f("ix_ambassadors_nomination_state"))
        batch_op.drop_index(batch_op.f("ix_ambassadors_nomination_proposed_by_id"))
        batch_op.drop_index(
            "ix_ambassadors_nomination_open",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_ambassadors_nomination_decided_by_id"))

    op.drop_table("ambassadors_nomination")
