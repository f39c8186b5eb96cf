"""Units, as a feature among the others."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from portal.access.permissions import Permission
from portal.plugins.spec import hookimpl


class UnitsFeature:
    """The tree of units and its people."""

    @hookimpl
    def blueprints(self) -> Iterable[Blueprint]:
        """People and units."""
        from portal.units import people

        return [people.bp]

    @hookimpl
    def permissions(self) -> Iterable[Permission]:
        """Maintaining the tree and the functions in it."""
        return [Permission("units.manage", _l("Maintain units and the functions in them"))]


feature = UnitsFeature()
