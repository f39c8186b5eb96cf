"""The areas of the plugin. Each is a folder with a module `hooks`, whose functions bear the names
of the plugin's hooks (see `portal.plugins.areas`). A new area is a line here."""

from __future__ import annotations

from portal.api import Areas

AREAS = Areas(
    __package__,
    (
        "wishes",
        "series",
        "groups",
        "canvas",
        "adoption",
        "spread",
        "demo",
    ),
)

answers, gathered, merged = AREAS.answers, AREAS.gathered, AREAS.merged
