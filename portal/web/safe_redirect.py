"""Going back to where one came from, within the portal only."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import redirect, url_for


def is_local(target: str | None) -> bool:
    """Whether `target` is a path on this portal: no scheme, no host, no tricks of browsers."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return False
    if any(ord(char) < 32 for char in target):
        return False
    parts = urlsplit(target)
    return not parts.scheme and not parts.netloc


def back_to(target: str | None, default: str = "front.page") -> Any:
    """Redirects to a local `target`, else to the endpoint `default`."""
    return redirect(target if target and is_local(target) else url_for(default), 303)
