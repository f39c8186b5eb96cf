"""What imports are called on the pages and in the trail."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from portal.audit.words import name_actions

LISTS: dict[str, Any] = {"people": _l("People"), "units": _l("Units")}
#: state -> (words, icon, tone)
STATES: dict[str, tuple[Any, str, str]] = {
    "preview": (_l("Not imported yet"), "eye", "blue"),
    "running": (_l("Under way"), "hourglass-split", "amber"),
    "done": (_l("Done"), "check-circle-fill", "green"),
    "failed": (_l("Stopped"), "exclamation-triangle-fill", "red"),
}
#: What the preview can be narrowed to.
PARTS: dict[str, Any] = {
    "wrong": _l("Wrong"),
    "new": _l("Will be added"),
    "changed": _l("Will change"),
    "same": _l("Unchanged"),
    "missing": _l("Not in the file"),
}
OUTCOMES: dict[str, Any] = {
    "new": _l("Added"),
    "changed": _l("Changed"),
    "same": _l("Unchanged"),
    "failed": _l("Not possible"),
}


def name_things() -> None:
    """Words for the trail."""
    name_actions(
        {
            "roster.started": _l("Began to import a list"),
            "roster.done": _l("Imported a list"),
        },
        facts={
            "roster": _l("List"),
            "file": _l("File"),
            "failed": _l("Not possible"),
            "changed": _l("Changed"),
        },
    )
