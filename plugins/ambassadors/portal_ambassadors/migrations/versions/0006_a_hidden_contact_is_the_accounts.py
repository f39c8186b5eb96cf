"""a hidden contact is the account's

Whoever hid 'how to reach me' hid it in the profile only, and the address stood on the page of the
person. It is one setting from now on, the account's; the core's migrations have run before.

Revision: 0006
Follows: 0005
Made: 2026-11-21 18:58:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

USER = sa.table("portal_user", sa.column("id"), sa.column("contact_hidden", sa.Boolean()))
AMBASSADOR = sa.table("ambassadors_ambassador", sa.column("id"), sa.column("user_id"))
HIDDEN = sa.table("ambassadors_hidden", sa.column("ambassador_id"), sa.column("part"))


def upgrade() -> None:
    hiding = sa.select(AMBASSADOR.c.user_id).join(
        HIDDEN, (HIDDEN.c.ambassador_id == AMBASSADOR.c.id) & (HIDDEN.c.part == "contact")
    )
    op.execute(USER.update().where(USER.c.id.in_(hiding)).values(contact_hidden=True))
    op.execute(HIDDEN.delete().where(HIDDEN.c.part == "contact"))


def downgrade() -> None:
    hiding = (
        sa.select(AMBASSADOR.c.id, sa.literal("contact"))
        .join(USER, USER.c.id == AMBASSADOR.c.user_id)
        .where(USER.c.contact_hidden)
    )
    op.execute(HIDDEN.insert().from_select(["ambassador_id", "part"], hiding))
