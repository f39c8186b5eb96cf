"""The audit trail, as a feature among the others."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

from portal.access.permissions import Permission
from portal.plugins.spec import hookimpl


class AuditFeature:
    """Reading the trail."""

    @hookimpl
    def permissions(self) -> Iterable[Permission]:
        """Reading who did what."""
        return [Permission("audit.read", _l("Read the audit trail"))]


feature = AuditFeature()
