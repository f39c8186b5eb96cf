"""What is said of badges that lead nowhere."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

BADGE_PROBLEMS: dict[str, Any] = {
    "forged": _l("That code was not made by this portal."),
    "renewed": _l("That badge is void: a new one was printed."),
    "foreign": _l("That badge belongs to another bazaar."),
    "over": _l("That bazaar is over."),
}
