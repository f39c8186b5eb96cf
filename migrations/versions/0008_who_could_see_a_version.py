"""who could see a version

Revision: 0008
Follows: 0007
Made: 2026-11-21 12:25:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("portal_revision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("audience", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("portal_revision", schema=None) as batch_op:
        batch_op.drop_column("audience")
