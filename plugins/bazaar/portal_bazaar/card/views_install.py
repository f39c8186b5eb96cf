"""What makes the card an app on the phone: the service worker, the page for when there is no net,
the manifest."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from flask import Response, current_app, jsonify, redirect, render_template, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from portal.api import current_actor, db, public

from . import showing
from .entrance import cards_here
from .views import bp
from .words import FIELD_WORDS, ORIGINS, page_words

HERE = Path(__file__).parent.parent
#: The modules that card.js imports, and what the shell's stylesheets ask for.
MODULES = ("card", "store", "queue", "sync", "lines", "codes", "scan", "leaving")
#: Those of them that the service worker has within itself, in their order.
SENDING = ("store", "queue", "sync")
_LINKED = re.compile(r'(?:href|src)="(/[^"#]+)')


@bp.get("/card/shell")
@public
def shell() -> str:
    """The card's page with nobody in it, kept on the phone for when there is no net."""
    return render_template(
        "bazaar/card/shell.html",
        language=str(get_locale()),
        view=None,
        words=page_words(),
        steps=showing.STEPS,
        labels=FIELD_WORDS,
        origins=ORIGINS,
        value_words=showing.value_words,
        kept={},
        refused="",
    )


@bp.get("/sw.js")
@public
def worker() -> Response:
    """The service worker; its address gives it the bazaars' pages, and no others."""
    assets = _assets(str(current_app.static_folder))
    source = (HERE / "static/card/worker.js").read_text(encoding="utf-8")
    head = {
        "version": _version(tuple(assets)),
        "base": url_for(".newest_card").removesuffix("/card"),
        "shell": url_for(".shell"),
        "assets": assets,
    }
    script = f"const portal = {json.dumps(head)};\n{_sender()}\n{source}"
    return Response(script, mimetype="text/javascript")


@bp.get("/card")
@public
def newest_card() -> Any:
    """Where the icon on the home screen leads: the card of the bazaar nearest in time."""
    mine = cards_here(db.session())
    if mine:
        return redirect(url_for(".card", bazaar_id=mine[0].bazaar_id))
    if current_actor().is_signed_in:
        return redirect(url_for("bazaar.index"))
    return render_template("bazaar/card/none.html")


@bp.get("/card/manifest")
@public
def manifest() -> Response:
    """How the card stands on the phone's home screen."""
    icons = [
        {
            "src": url_for("bazaar.static", filename=f"card/icon-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": "any maskable",
        }
        for size in (192, 512)
    ]
    response = jsonify(
        id="/bazaar/card",
        name=_("Your dance card"),
        short_name=_("Dance card"),
        lang=str(get_locale()),
        start_url=url_for(".newest_card"),
        scope="/bazaar/",
        display="standalone",
        background_color="#f6f5f1",
        theme_color="#0c3940",
        icons=icons,
    )
    response.mimetype = "application/manifest+json"
    return response


@cache
def _sender() -> str:
    """The modules that send what waits, as one plain script: the same text that the page imports,
    for module workers are not known to every browser."""
    texts = [(HERE / f"static/card/{name}.js").read_text(encoding="utf-8") for name in SENDING]
    plain = re.sub(r"^(?:import .*;\n|export )", "", "\n".join(texts), flags=re.MULTILINE)
    return (
        f"const sender = (() => {{\n{plain}\nreturn {{ Sync, currentVisitor, readCard }};\n}})();"
    )


@cache
def _assets(_core: str) -> list[str]:
    """Everything the shell asks for; the same in every language."""
    page = shell()
    own = [url_for("bazaar.static", filename=f"card/{name}.js") for name in MODULES]
    linked = [one for one in _LINKED.findall(page) if "/static/" in one]
    sprite = url_for("static", filename="icons/icons.svg")
    return sorted({*linked, *own, sprite})


def _version(assets: tuple[str, ...]) -> str:
    """Another one as soon as one of the files is another."""
    return _digest(assets, str(current_app.static_folder))


@cache
def _digest(assets: tuple[str, ...], core: str) -> str:
    found = hashlib.sha256("|".join(assets).encode())
    for folder in (HERE / "static", Path(core), HERE / "translations", HERE / "templates"):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                found.update(path.read_bytes())
    return found.hexdigest()[:16]
