"""Fact sheets: one experiment on a page, and the catalogue they belong to."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

from portal.api import Permission, Plugin, hookimpl


class FactSheets(Plugin):
    """The plugin."""

    name = "factsheets"
    version = "1.0.0"
    title = _l("Fact sheets")
    description = _l("Experiments on a page each, with programmes, tracks and concepts.")

    @hookimpl
    def permissions(self) -> Iterable[Permission]:
        """Writing, publishing, editing, importing, keeping the catalogue."""
        from .permissions import PERMISSIONS

        return PERMISSIONS


plugin = FactSheets()
