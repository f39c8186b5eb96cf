"""The editors' pages of the search: synonyms, and what was searched in vain."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from wtforms import FileField, TextAreaField

from portal.access.routes import requires
from portal.database import db
from portal.errors import PortalError
from portal.runtime import portal
from portal.search import synonyms
from portal.search.misses import missed
from portal.search.models import SynonymSet
from portal.web.addresses import as_id
from portal.web.export import csv_response
from portal.web.flashes import flash_undo
from portal.web.forms import Form
from portal.web.refusals import attempt
from portal.web.requests import current_actor

bp = Blueprint("search_words", __name__)
MOST_BYTES = 500_000


class WordsForm(Form):
    """The words of one set."""

    words = TextAreaField(
        _l("Words"), description=_l("One word or short phrase a line. They find each other.")
    )


class ImportForm(Form):
    """A file of sets."""

    file = FileField(
        _l("File"), description=_l("csv: one line for words that belong together, with semicolons.")
    )


@bp.get("/search/words")
@requires(synonyms.EDIT)
def index() -> str:
    """All synonyms, and what was searched in vain."""
    sets = sorted(db.session.scalars(select(SynonymSet)), key=lambda one: one.words[0].casefold())
    return render_template(
        "portal/search/words.html",
        sets=sets,
        missed=missed(db.session),
        days=portal().settings.search_window_days,
        form=ImportForm(),
    )


@bp.route("/search/words/new", methods=["GET", "POST"])
@requires(synonyms.EDIT)
def new() -> Any:
    """Adds a set; `word` begins it."""
    return _edit(None, request.args.get("word", "")[: synonyms.LONGEST])


@bp.route("/search/words/<number>", methods=["GET", "POST"])
@requires(synonyms.EDIT)
def edit(number: str) -> Any:
    """Changes a set."""
    return _edit(_known(number), "")


@bp.post("/search/words/<number>/delete")
@requires(synonyms.EDIT)
def delete(number: str) -> Any:
    """Takes a set away; the message offers it back."""
    known = _known(number)
    words = known.words
    synonyms.delete(db.session, current_actor(), known)
    db.session.commit()
    flash_undo(
        _("Deleted: %(words)s", words=", ".join(words)),
        url_for("search_words.restore", words="\n".join(words)),
    )
    return redirect(url_for("search_words.index"), 303)


@bp.post("/search/words/restore")
@requires(synonyms.EDIT)
def restore() -> Any:
    """Puts a deleted set back."""
    with attempt() as done:
        synonyms.save(db.session, current_actor(), request.args.get("words", "").split("\n"))
    if done:
        flash(_("The words are back."), "success")
    return redirect(url_for("search_words.index"), 303)


@bp.get("/search/words.csv")
@requires(synonyms.EDIT)
def export() -> Any:
    """All sets, as they can be imported again."""
    sets = list(db.session.scalars(select(SynonymSet.words).order_by(SynonymSet.id)))
    width = max(map(len, sets), default=1)
    rows = [words + [""] * (width - len(words)) for words in sets]
    return csv_response("synonyms", [_("Words")] + [""] * (width - 1), rows)


@bp.post("/search/words/import")
@requires(synonyms.EDIT)
def import_file() -> Any:
    """Adds the sets of a file; lines that will not do are told and cost only themselves."""
    form = ImportForm()
    data = form.file.data
    body = data.read(MOST_BYTES + 1) if hasattr(data, "read") else b""
    problems: list[str] = []
    if not form.validate() or not body:
        problems = [_("Choose a file.")]
    elif len(body) > MOST_BYTES:
        problems = [_("The file is too large.")]
    else:
        try:
            added, problems = synonyms.import_csv(
                db.session, current_actor(), body.decode("utf-8-sig")
            )
            db.session.commit()
            flash(_("Added: %(number)s.", number=added), "success")
        except UnicodeDecodeError:
            problems = [_("The file is no csv file in UTF-8.")]
    for problem in problems[:10]:
        flash(problem, "error")
    return redirect(url_for("search_words.index"), 303)


def _known(number: str) -> SynonymSet:
    known = db.session.get(SynonymSet, as_id(number) or 0)
    if known is None:
        abort(404)
    return known


def _edit(known: SynonymSet | None, first: str) -> Any:
    form = WordsForm(words="\n".join(known.words) if known else first)
    if form.validate_on_submit():
        try:
            synonyms.save(db.session, current_actor(), (form.words.data or "").split("\n"), known)
            db.session.commit()
            flash(_("Saved. It counts from the next search."), "success")
            return redirect(url_for("search_words.index"), 303)
        except PortalError as problem:
            db.session.rollback()
            form.words.errors = [str(problem)]
    return render_template("portal/search/words_form.html", form=form, known=known)
