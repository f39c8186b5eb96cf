"""Roles and permissions, as a feature among the others."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, url_for
from flask_babel import lazy_gettext as _l

from portal.access.actors import Actor
from portal.access.permissions import Permission
from portal.plugins.spec import hookimpl
from portal.web.parts import NavigationItem

MANAGE = "roles.manage"


class AccessFeature:
    """Who may do what."""

    @hookimpl
    def blueprints(self) -> Iterable[Blueprint]:
        """The pages of roles."""
        from portal.access import views

        return [views.bp]

    @hookimpl
    def permissions(self) -> Iterable[Permission]:
        """Managing roles."""
        return [Permission(MANAGE, _l("Manage roles and permissions"))]

    @hookimpl
    def navigation(self, actor: Actor) -> Iterable[NavigationItem]:
        """Roles, for who manages them."""
        if MANAGE in actor.permissions:
            yield NavigationItem(
                _l("Roles"), url_for("roles.index"), "key", "admin", 30, ("roles.",)
            )


feature = AccessFeature()
