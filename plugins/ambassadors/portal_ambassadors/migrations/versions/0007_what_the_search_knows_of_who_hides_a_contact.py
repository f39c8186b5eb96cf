"""what the search knows of who hides a contact

0006 made their hidden contact the account's; the search still had the address of each as it was
before, and nothing would have told it until the account was changed for another reason.

Revision: 0007
Follows: 0006
Made: 2026-11-21 20:08:00
"""

import datetime as dt

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

USER = sa.table("portal_user", sa.column("id"), sa.column("contact_hidden", sa.Boolean()))
QUEUE = sa.table(
    "portal_index_entry",
    sa.column("kind", sa.String()),
    sa.column("object_id", sa.Integer()),
    sa.column("conceals", sa.Boolean()),
    sa.column("queued_at", sa.DateTime()),
)


def upgrade() -> None:
    moment = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    hiding = sa.select(
        sa.literal("person"),
        USER.c.id,
        sa.true(),
        sa.literal(moment, sa.DateTime()),
    ).where(USER.c.contact_hidden)
    op.execute(QUEUE.insert().from_select(["kind", "object_id", "conceals", "queued_at"], hiding))


def downgrade() -> None:
    pass
