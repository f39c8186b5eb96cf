"""The plugins' own administration, as a feature among the others."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, url_for
from flask_babel import lazy_gettext as _l

from portal.access.actors import Actor
from portal.access.permissions import Permission
from portal.plugins.spec import hookimpl
from portal.web.parts import NavigationItem

MANAGE = "plugins.manage"


class PluginsFeature:
    """Which plugins there are and whether they are on."""

    @hookimpl
    def blueprints(self) -> Iterable[Blueprint]:
        """The plugins' page."""
        from portal.plugins import views

        return [views.bp]

    @hookimpl
    def permissions(self) -> Iterable[Permission]:
        """Switching plugins on and off."""
        return [Permission(MANAGE, _l("Manage plugins"))]

    @hookimpl
    def navigation(self, actor: Actor) -> Iterable[NavigationItem]:
        """The plugins, for who manages them."""
        if MANAGE in actor.permissions:
            yield NavigationItem(
                _l("Plugins"), url_for("plugins.index"), "plug", "admin", 90, ("plugins.",)
            )


feature = PluginsFeature()
