"""What this area answers to the hooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.api import Actor, NavigationItem, Panel

from ..permissions import PLAN
from ..vocabulary import SHEET_KIND
from .outcomes import outcomes_of as wish_outcomes
from .outcomes import own_wishes as wishes
from .services import erase_user, export_user, move_unit_things


def blueprints() -> Iterable[Blueprint]:
    """One's own wishes, and everyone's."""
    from . import views

    return [views.bp]


def navigation(actor: Actor) -> Iterable[NavigationItem]:
    """One's own, in the menu of one's own things."""
    if actor.is_signed_in:
        url = url_for("workshops_wishes.mine")
        yield NavigationItem(_l("My wishes"), url, "heart", "me", 60, ("workshops_wishes.",))


def page_slots(session: Session, slot: str, actor: Actor, obj: object) -> Iterable[Panel]:
    """The button beside a fact sheet; the way to all wishes, at the head of the list of series."""
    if slot == "workshops.list" and PLAN in actor.permissions:
        url = url_for("workshops_wishes.everything")
        return [Panel("workshops/wishes/way.html", {"url": url}, order=50)]
    if slot == "factsheet.side":
        from .panels import of_sheet

        return of_sheet(session, actor, obj)
    return []


def object_deleted(session: Session, kind: str, object_id: int) -> None:
    """The wishes for a sheet go with it."""
    if kind == SHEET_KIND:
        from .services import follow_deleted

        follow_deleted(session, object_id)


def trail_actions() -> Mapping[str, Any]:
    """The entries of the audit trail."""
    return {"workshop_wish.convened": _l("Made a series out of wishes")}
