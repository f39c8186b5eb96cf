"""The plugins' own administration, as a feature among the others."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

from portal.access.permissions import Permission
from portal.plugins.spec import hookimpl


class PluginsFeature:
    """Which plugins there are and whether they are on."""

    @hookimpl
    def permissions(self) -> Iterable[Permission]:
        """Switching plugins on and off."""
        return [Permission("plugins.manage", _l("Manage plugins"))]


feature = PluginsFeature()
