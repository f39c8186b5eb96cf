"""The first steps, as a feature among the others."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, Flask, url_for
from flask_babel import lazy_gettext as _l

from portal.access.actors import Actor
from portal.plugins.spec import hookimpl
from portal.web.parts import Card, NavigationItem

#: Who gets the portal going.
PERMISSION = "accounts.manage"


class FirstRunFeature:
    """A card on the front page until everything is done or it is put away."""

    @hookimpl
    def ready(self, app: Flask) -> None:
        """Words for the trail, and an eye on the pages that are to be looked at."""
        from portal.firstrun.seen import watch
        from portal.firstrun.words import name_things

        name_things()
        watch(app)

    @hookimpl
    def blueprints(self) -> Iterable[Blueprint]:
        """The pages."""
        from portal.firstrun import views

        return [views.bp]

    @hookimpl
    def navigation(self, actor: Actor) -> Iterable[NavigationItem]:
        """For who manages accounts."""
        if PERMISSION not in actor.permissions:
            return []
        return [
            NavigationItem(_l("First steps"), url_for("firstrun.page"), "list-check", "admin", 1)
        ]

    @hookimpl
    def dashboard_cards(self, actor: Actor) -> Iterable[Card]:
        """The card, above everything else."""
        from portal.database import db
        from portal.firstrun.services import is_dismissed, steps

        if PERMISSION not in actor.permissions or is_dismissed(db.session, actor):
            return []
        found = steps(db.session, actor)
        done = sum(step.done for step in found)
        if done == len(found):
            return []
        context = {"steps": found, "done": done, "total": len(found)}
        return [Card("portal/firstrun/card.html", context, "top", 0)]


feature = FirstRunFeature()
