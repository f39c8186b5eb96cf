"""Units, as a feature among the others."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, url_for
from flask_babel import lazy_gettext as _l

from portal.access.actors import Actor
from portal.access.permissions import Permission
from portal.plugins.spec import hookimpl
from portal.web.parts import NavigationItem

MANAGE = "units.manage"


class UnitsFeature:
    """The tree of units and its people."""

    @hookimpl
    def blueprints(self) -> Iterable[Blueprint]:
        """People and units."""
        from portal.units import editing, ending, people, placing, views

        # Their routes are on the blueprint of `views`.
        assert editing.bp is ending.bp is placing.bp is views.bp
        return [people.bp, views.bp]

    @hookimpl
    def permissions(self) -> Iterable[Permission]:
        """Maintaining the tree and the functions in it."""
        return [Permission(MANAGE, _l("Maintain units and the functions in them"))]

    @hookimpl
    def navigation(self, actor: Actor) -> Iterable[NavigationItem]:
        """People for everyone, the tree for who maintains it."""
        entries = [
            NavigationItem(
                _l("People"),
                url_for("people.index"),
                "people",
                order=80,
                matches=("people.", "units."),
            )
        ]
        if MANAGE in actor.permissions:
            entries.append(
                NavigationItem(_l("Units"), url_for("units.index"), "diagram-3", "admin", 20)
            )
        return entries


feature = UnitsFeature()
