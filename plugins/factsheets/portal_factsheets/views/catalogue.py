"""The catalogue for everyone signed in: its overview, and the page of each entry."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, url_for

from portal.api import current_actor, db, paginate, signed_in

from ..catalogue_words import HEADINGS, WORDS
from ..models import FactSheet
from ..services import catalogue as rules
from ..services.gathering import counts, overview, sheets_of
from .list_page import cards

catalogue_bp = Blueprint(
    "factsheets_catalogue",
    __name__,
    url_prefix="/factsheets/catalogue",
    template_folder="../templates",
)
ONE = "/<kind>/<int:entry_id>"


@catalogue_bp.context_processor
def words() -> dict[str, Any]:
    """What every page of the catalogue calls things."""
    return {"words": WORDS, "headings": HEADINGS, "kind_of": rules.kind_of}


@catalogue_bp.get("")
@signed_in
def page() -> str:
    """Labs with programmes with tracks, and the concepts."""
    found = overview(db.session(), current_actor())
    return render_template("factsheets/catalogue/overview.html", all=found)


@catalogue_bp.get(ONE)
@signed_in
def entry(kind: str, entry_id: int) -> str:
    """One entry: its text, and the sheets of it that the reader may see."""
    found, actor, session = entry_or_404(kind, entry_id), current_actor(), db.session()
    statement = sheets_of(actor, found).order_by(FactSheet.title, FactSheet.id)
    shown = paginate(session, statement, per_page=12)
    below = {"lab": "programme", "programme": "track"}.get(kind)
    return render_template(
        f"factsheets/catalogue/{kind}.html",
        entry=found,
        kind=kind,
        page=shown,
        cards=cards(session, shown.items),
        counts=counts(session, actor, below) if below else {},
        url_for_page=lambda number: url_for(
            ".entry", kind=kind, entry_id=entry_id, page=number, _anchor="sheets"
        ),
    )


def entry_or_404(kind: str, entry_id: int) -> Any:
    """The entry of an address."""
    known_or_404(kind)
    return rules.find_entry(db.session(), kind, entry_id) or abort(404)


def known_or_404(kind: str) -> None:
    """There are labs, programmes, tracks and concepts, and nothing else."""
    if kind not in rules.MODELS:
        abort(404)
