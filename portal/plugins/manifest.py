"""What a plugin says of itself."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, ClassVar

API_VERSION = "1.0"
NAME = re.compile(r"[a-z][a-z0-9_]{1,39}")


class Plugin:
    """The base of a plugin: its manifest as class attributes, its hooks as methods.

    The entry point `portal.plugins` of the plugin's distribution names an instance.
    """

    #: Unique; the prefix of its tables and permissions, the name of its blueprints.
    name: ClassVar[str]
    #: Its own version.
    version: ClassVar[str] = "0"
    #: The version of `portal.api` it was written for: same major, at most our minor.
    api: ClassVar[str] = API_VERSION
    #: Names of plugins that must be there and on.
    requires: ClassVar[tuple[str, ...]] = ()
    #: Names of plugins that come first where they are there, and need not be: their migrations
    #: run before ours, their demo content stands when ours is made.
    after: ClassVar[tuple[str, ...]] = ()
    #: What people call it; lazily translated.
    title: Any = ""
    #: One sentence for the administrator; lazily translated.
    description: Any = ""
    #: The folder of its package, found by the loader.
    root: Path

    def problems(self) -> list[str]:
        """What is wrong with the manifest; empty when nothing is."""
        found = []
        if not NAME.fullmatch(getattr(self, "name", "")):
            found.append(
                "its name must be lower-case letters, digits and _, beginning with a letter"
            )
        elif self.name == "core" or self.name.split("_")[0] == "portal":
            found.append(f"its name must not be {self.name}: the portal's own tables bear that")
        if not api_matches(self.api):
            found.append(f"it was written for API {self.api}, this portal has {API_VERSION}")
        return found


def api_matches(wanted: str) -> bool:
    """Whether a plugin written for `wanted` runs on ours: same major, at most our minor."""
    try:
        major, minor = (int(part) for part in str(wanted).split("."))
    except ValueError:
        return False
    ours_major, ours_minor = (int(part) for part in API_VERSION.split("."))
    return major == ours_major and minor <= ours_minor
