"""Leaving, as a feature among the others."""

from __future__ import annotations

from portal.leaving import models  # noqa: F401


class LeavingFeature:
    """Who leaves, what was theirs, and units that end."""


feature = LeavingFeature()
