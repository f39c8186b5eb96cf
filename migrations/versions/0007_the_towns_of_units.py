"""the towns of units

Revision: 0007
Follows: 0006
Made: 2026-11-21 12:16:00.000000
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("portal_unit", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("town", sa.String(length=80), server_default="", nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("portal_unit", schema=None) as batch_op:
        batch_op.drop_column("town")
