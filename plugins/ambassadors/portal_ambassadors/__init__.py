"""Ambassadors: colleagues who carry the experimenting way of working into their own department."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.api import AreaPlugin

from . import models as models  # the tables are known as soon as the plugin is
from .areas import AREAS


class Ambassadors(AreaPlugin):
    """The plugin: every hook gathers what the areas answer (see `areas`)."""

    name = "ambassadors"
    version = "1.0.0"
    title = _l("Ambassadors")
    description = _l("Who can help with what, and where nobody can yet.")
    areas = AREAS


plugin = Ambassadors()
