"""how often a notice counts

Revision: 0010
Follows: 0009
Made: 2026-11-21 12:28:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("portal_notice", schema=None) as batch_op:
        batch_op.add_column(sa.Column("count", sa.Integer(), server_default="1", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("portal_notice", schema=None) as batch_op:
        batch_op.drop_column("count")
