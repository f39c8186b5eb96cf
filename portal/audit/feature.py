"""The audit trail, as a feature among the others."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, url_for
from flask_babel import lazy_gettext as _l

from portal.access.actors import Actor
from portal.access.permissions import Permission
from portal.plugins.spec import hookimpl
from portal.web.parts import NavigationItem

READ = "audit.read"


class AuditFeature:
    """Reading the trail."""

    @hookimpl
    def blueprints(self) -> Iterable[Blueprint]:
        """The trail's page."""
        from portal.audit import views

        return [views.bp]

    @hookimpl
    def permissions(self) -> Iterable[Permission]:
        """Reading who did what."""
        return [Permission(READ, _l("Read the audit trail"))]

    @hookimpl
    def navigation(self, actor: Actor) -> Iterable[NavigationItem]:
        """The trail, for who may read it."""
        if READ in actor.permissions:
            yield NavigationItem(
                _l("Audit trail"), url_for("audit.index"), "clock-history", "admin", 80, ("audit.",)
            )


feature = AuditFeature()
