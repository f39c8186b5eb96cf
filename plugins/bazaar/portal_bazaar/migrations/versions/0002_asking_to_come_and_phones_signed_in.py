"""Asking to come for an education, and phones that are signed in

Revision: 0002
Follows: 0001
Made: 2026-11-21 18:54:45.910715
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bazaar_sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visitor_id", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("device", sa.String(length=10), nullable=False),
        sa.Column("badge_version", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["visitor_id"],
            ["bazaar_visitor.id"],
            name=op.f("fk_bazaar_sign_in_visitor_id_bazaar_visitor"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bazaar_sign_in")),
        info={"plugin": "bazaar"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("bazaar_sign_in", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bazaar_sign_in_visitor_id"), ["visitor_id"], unique=False
        )

    with op.batch_alter_table("bazaar_day_link", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("how", sa.String(length=10), server_default="mail", nullable=False)
        )
        batch_op.add_column(
            sa.Column("address", sa.String(length=64), server_default="", nullable=False)
        )

    with op.batch_alter_table("bazaar_visitor", schema=None) as batch_op:
        batch_op.add_column(sa.Column("wish_education_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("wish_refused_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("link_asked_at", sa.DateTime(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_bazaar_visitor_wish_education_id"), ["wish_education_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_bazaar_visitor_wish_education_id_bazaar_education"),
            "bazaar_education",
            ["wish_education_id"],
            ["id"],
            ondelete="SET NULL",
        )


def downgrade() -> None:
    with op.batch_alter_table("bazaar_visitor", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_bazaar_visitor_wish_education_id_bazaar_education"), type_="foreignkey"
        )
        batch_op.drop_index(batch_op.f("ix_bazaar_visitor_wish_education_id"))
        batch_op.drop_column("link_asked_at")
        batch_op.drop_column("wish_refused_at")
        batch_op.drop_column("wish_education_id")

    with op.batch_alter_table("bazaar_day_link", schema=None) as batch_op:
        batch_op.drop_column("address")
        batch_op.drop_column("how")

    with op.batch_alter_table("bazaar_sign_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bazaar_sign_in_visitor_id"))

    op.drop_table("bazaar_sign_in")
