"""The pages that belong to no other feature."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint

from portal.plugins.spec import hookimpl


class WebFeature:
    """Front page, preferences, feedback, health, administration."""

    @hookimpl
    def blueprints(self) -> Iterable[Blueprint]:
        """The pages."""
        from portal.web import admin, feedback, front, health, preferences

        return [front.bp, preferences.bp, feedback.bp, health.bp, admin.bp]


feature = WebFeature()
