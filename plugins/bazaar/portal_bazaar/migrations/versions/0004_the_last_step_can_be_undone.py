"""the last step for many stands can be undone

Revision: 0004
Follows: 0003
Made: 2026-11-21 19:34:48.458167
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("bazaar_standplan", schema=None) as batch_op:
        batch_op.add_column(sa.Column("undo", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("bazaar_standplan", schema=None) as batch_op:
        batch_op.drop_column("undo")
