"""What others have to say on our pages, each panel rendered at its own risk."""

from __future__ import annotations

from typing import Any

from flask import render_template
from markupsafe import Markup

from portal.runtime import portal
from portal.web.parts import Panel


def rendered(hook: str, **arguments: Any) -> list[Markup]:
    """The panels that `hook` gives, in order, as HTML; one that fails is left out and reported."""
    core = portal()
    found: list[tuple[str, Panel]] = []
    for owner, panels in core.dispatch.each(hook, **arguments):
        with core.dispatch.guard(owner, hook):
            found.extend([(owner, panel) for panel in panels])
    shown = []
    for owner, panel in sorted(found, key=lambda pair: pair[1].order):
        with core.dispatch.guard(owner, f"panel {panel.template}"):
            # A template's output is escaped already.
            shown.append(Markup(render_template(panel.template, **panel.context)))  # noqa: S704
    return shown
