"""Project Bazar: a fair of practices, from the invitation to the known effect."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.api import AreaPlugin

from . import models as models  # the tables are known as soon as the plugin is
from .areas import AREAS


class Bazaars(AreaPlugin):
    """The plugin: every hook gathers what the areas answer (see `areas`)."""

    name = "bazaar"
    after = ("factsheets",)  # stands of the demo lean on its fact sheets
    version = "1.0.0"
    title = _l("Bazaar")
    description = _l("A fair of practices: who comes, what they take home, what became of it.")
    areas = AREAS


plugin = Bazaars()
