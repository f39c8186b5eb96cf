"""How many messages a person may send to colleagues in a short time: no form here is a mail gun."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.access.actors import Actor
from portal.accounts.throttle import MESSAGES, count_try
from portal.accounts.words import clock
from portal.errors import PortalError


def count_message(session: Session, actor: Actor) -> None:
    """Call before a message of `actor`'s is sent, in the transaction that sends it. Raises
    PortalError, which says when to go on, after ten within an hour; show it at the field, with
    the text still in it. Messages of the portal itself are not counted."""
    if actor.user_id is None:
        return
    until = count_try(session, MESSAGES, str(actor.user_id))
    if until is not None:
        raise PortalError(
            _(
                "That is many messages in a short time. Your text is still here. "
                "Send it after %(clock)s.",
                clock=clock(until),
            )
        )
