"""Roles and permissions, as a feature among the others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

from portal.access.permissions import Permission
from portal.plugins.spec import hookimpl

if TYPE_CHECKING:
    pass


class AccessFeature:
    """Who may do what."""

    @hookimpl
    def permissions(self) -> Iterable[Permission]:
        """Managing roles."""
        return [Permission("roles.manage", _l("Manage roles and permissions"))]


feature = AccessFeature()
