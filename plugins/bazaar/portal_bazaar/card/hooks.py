"""What this area answers to the hooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.api import Actor

from ..frame import Tab
from ..models import Bazaar


def blueprints() -> Iterable[Blueprint]:
    """The card, what a stand's code opens, and the organisers' pages."""
    from . import views, views_install, views_plain, views_stand

    del views_install, views_plain, views_stand  # add their pages to the same blueprint
    return [views.bp]


def tabs(session: Session, actor: Actor, bazaar: Bazaar) -> Iterable[Tab]:
    """One's own card."""
    from ..attendance.visitors import current_visitor

    if current_visitor(session, bazaar) is not None:
        url = url_for("bazaar_card.card", bazaar_id=bazaar.id)
        yield Tab(_l("Your card"), url, "clipboard-check", 60, ("bazaar_card.card",))


def trail_actions() -> Mapping[str, Any]:
    """The entries of the audit trail."""
    return {"bazaar.code_renewed": _l("Gave a stand new codes")}


def trail_kinds() -> Mapping[str, Any]:
    """What entries are about."""
    return {"bazaar_stand": _l("Stand")}
