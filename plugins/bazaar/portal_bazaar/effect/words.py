"""The stages and groups of the effect page, in words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

STAGES = (
    _l("Visited"),
    _l("Interested"),
    _l("Committed"),
    _l("Workshop"),
    _l("In use"),
)

BY_WORDS = {"stand": _l("Stand"), "education": _l("Education"), "theme": _l("Theme")}
