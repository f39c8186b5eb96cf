"""What to call a visitor, and where to write to them."""

from __future__ import annotations

from flask_babel import gettext as _

from portal.api import User

from ..models import Visitor


def name_of(visitor: Visitor) -> str:
    """What to call a visitor."""
    if visitor.user is not None:
        return visitor.user.name
    return visitor.name or _("Guest")


def mail_target(visitor: Visitor) -> User | None:
    """Whom `send_mail` can write to: the account, or for a guest with an address a stand-in of
    one that is in no session; None where there is no address."""
    if visitor.user is not None:
        return visitor.user if visitor.user.active else None
    if not visitor.email:
        return None
    return User(email=visitor.email, name=visitor.name, language=visitor.language)
