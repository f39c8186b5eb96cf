"""What is said of badges that lead nowhere."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ..attendance.names import name_of
from ..models import DaySignIn, Visitor

BADGE_PROBLEMS: dict[str, Any] = {
    "forged": _l("That code was not made by this portal."),
    "renewed": _l("That badge is void: a new one was printed."),
    "foreign": _l("That badge belongs to another bazaar."),
    "over": _l("That bazaar is over."),
}
HOWS: dict[str, Any] = {
    "badge": _l("with the badge"),
    "mail": _l("with the mail"),
    "code": _l("with a code from the door"),
}
DEVICES: dict[str, Any] = {
    "iphone": _l("iPhone or iPad"),
    "android": _l("Android phone"),
    "computer": _l("Computer"),
}


def code_words(visitor: Visitor, code: str) -> str:
    """What the door tells whoever signs in without a camera."""
    return _(
        "%(name)s types badge %(badge)s and code %(code)s on the phone, within half an hour.",
        name=name_of(visitor),
        badge=visitor.badge,
        code=code,
    )


def phone_words(phone: DaySignIn) -> str:
    """'iPhone, with the badge'."""
    device = str(DEVICES.get(phone.device, _("Phone")))
    return f"{device}, {HOWS.get(phone.how, '')}"
