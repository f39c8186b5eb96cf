"""What the style guide shows; filled by the look's own tests and page."""

from __future__ import annotations

from typing import Any


def example() -> dict[str, Any]:
    """The context of the style guide's template."""
    return {}
