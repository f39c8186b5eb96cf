"""Re-didactization workshops: from a wish to a practice of one's own, and how practices spread."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.api import AreaPlugin

from . import models as models  # the tables are known as soon as the plugin is
from .areas import AREAS


class Workshops(AreaPlugin):
    """The plugin: every hook gathers what the areas answer (see `areas`)."""

    name = "workshops"
    version = "1.0.0"
    title = _l("Workshops")
    description = _l("From a wish to a practice of one's own, and the map of how practices spread.")
    after = ("factsheets",)
    areas = AREAS


plugin = Workshops()
