"""articles

Revision: 0004
Follows: 0003
Made: 2026-11-21 13:13:51.638983
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ambassadors_article",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("lead", sa.String(length=400), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ambassadors_article")),
        info={"plugin": "ambassadors"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("ambassadors_article", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ambassadors_article_published_at"), ["published_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_ambassadors_article_status"), ["status"], unique=False)

    op.create_table(
        "ambassadors_article_author",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["ambassadors_article.id"],
            name=op.f("fk_ambassadors_article_author_article_id_ambassadors_article"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["portal_user.id"],
            name=op.f("fk_ambassadors_article_author_user_id_portal_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "article_id", "user_id", name=op.f("pk_ambassadors_article_author")
        ),
        info={"plugin": "ambassadors"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("ambassadors_article_author", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ambassadors_article_author_user_id"), ["user_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("ambassadors_article_author", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ambassadors_article_author_user_id"))

    op.drop_table("ambassadors_article_author")
    with op.batch_alter_table("ambassadors_article", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ambassadors_article_status"))
        batch_op.drop_index(batch_op.f("ix_ambassadors_article_published_at"))

    op.drop_table("ambassadors_article")
