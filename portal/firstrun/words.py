"""What the first steps are called in the trail."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.audit.words import name_actions


def name_things() -> None:
    """Words for the trail."""
    name_actions(
        {
            "setup.seen": _l("Looked at a page of the first steps"),
            "setup.dismissed": _l("Put the first steps away"),
            "setup.restored": _l("Took the first steps out again"),
            "setup.mail": _l("Sent a test mail"),
        }
    )
