"""What lets a canvas that somebody has had open be opened without net: the service worker, and the
page for a canvas that is not kept on this device."""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Response, render_template, url_for
from flask_babel import get_locale

from portal.api import public

from .views import bp

SOURCE = Path(__file__).parent.parent / "static/canvas/worker.js"


@bp.get("/sw.js")
@public
def worker() -> Response:
    """The service worker; its address gives it the pages of canvases, and no others."""
    head = {
        "version": _version(),
        "base": url_for(".worker").removesuffix("/sw.js"),
        "offline": url_for(".offline"),
    }
    script = f"const portal = {json.dumps(head)};\n{SOURCE.read_text(encoding='utf-8')}"
    return Response(script, mimetype="text/javascript")


@bp.get("/offline")
@public
def offline() -> str:
    """There is no net, and this canvas is not kept here. Nobody is named on it."""
    return render_template("workshops/canvas/offline.html", language=str(get_locale()))


@cache
def _version() -> str:
    """Another one as soon as the page for when there is no net is another."""
    template = SOURCE.parents[2] / "templates/workshops/canvas/offline.html"
    return sha256(template.read_bytes()).hexdigest()[:16]
