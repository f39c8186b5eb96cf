"""Wishing on a fact sheet, one's own wishes, and all of them for those who plan."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField

from portal.api import (
    Form,
    NotAllowed,
    Page,
    attempt,
    back_to,
    csv_response,
    current_actor,
    db,
    flash_undo,
    fold,
    forget_draft,
    form_draft,
    made_before,
    name_key,
    record,
    requires,
    searched_in_vain,
    signed_in,
    xlsx_response,
)

from ..permissions import PLAN
from ..sheets import fact
from . import services as rules
from .convening import convene
from .exports import columns, rows
from .gathering import Practice, Wishes
from .words import look_of, source_of

bp = Blueprint(
    "workshops_wishes", __name__, url_prefix="/workshops/wishes", template_folder="../templates"
)
FILES = {"xlsx": xlsx_response, "csv": csv_response}
PER_PAGE = 25
SORTS = ("-waiting", "waiting", "-people", "people", "title", "-title", "-newest", "newest")


class WishForm(Form):
    """A practice that has no fact sheet yet, or none that was found."""

    title = StringField(
        _l("What would you like to try?"), description=_l("A few words, such as: shorter meetings.")
    )
    text = TextAreaField(_l("What do you hope it changes?"))
    unit_id = SelectField(_l("Where would it be for?"), coerce=int, validate_choice=False)


@bp.get("/")
@signed_in
def mine() -> str:
    """One's own wishes."""
    return _mine(_form())


@bp.post("/")
@signed_in
def create() -> Any:
    """Wishes for something in one's own words."""
    session, actor, form = db.session(), current_actor(), _form()
    if not form.validate():
        return _mine(form), 422
    try:
        wish = rules.make_wish(
            session,
            actor,
            title=form.title.data or "",
            text=form.text.data or "",
            unit_id=form.unit_id.data or None,
        )
    except rules.InvalidWish as problem:
        getattr(form, problem.field).errors = [*getattr(form, problem.field).errors, str(problem)]
        return _mine(form), 422
    undo = url_for(".withdraw", wish_id=wish.id)
    session.commit()
    _thank(undo)
    return redirect(url_for(".mine"), 303)


@bp.post("/sheet/<int:sheet_id>")
@signed_in
def wish(sheet_id: int) -> Any:
    """The button of a fact sheet."""
    session, actor = db.session(), current_actor()
    found = fact(session, actor, sheet_id)
    if found is None:
        abort(404)
    try:
        made = rules.make_wish(session, actor, sheet_id=sheet_id)
    except NotAllowed:
        abort(404)
    except rules.InvalidWish as problem:
        flash(str(problem), "error")
        return redirect(found.url, 303)
    undo = url_for(".withdraw", wish_id=made.id, back=found.url)
    session.commit()
    _thank(undo)
    return redirect(f"{found.url}#h-wish", 303)


@bp.post("/<int:wish_id>/withdraw")
@signed_in
def withdraw(wish_id: int) -> Any:
    """Takes a wish back; wishing again is the undo."""
    session, actor = db.session(), current_actor()
    gone = rules.take_back(session, actor, wish_id)
    back = request.args.get("back", "")
    if gone is None:
        return back_to(back, "workshops_wishes.mine")
    sheet_id = gone.sheet_id
    session.commit()
    undo = url_for(".wish", sheet_id=sheet_id) if sheet_id else None
    flash_undo(_("The wish is taken back."), undo)
    return back_to(back, "workshops_wishes.mine")


@bp.post("/<int:wish_id>/place")
@signed_in
def place(wish_id: int) -> Any:
    """Says which of one's own places a wish is for."""
    session, actor = db.session(), current_actor()
    found = next((one for one in rules.own_wishes(session, actor) if one.id == wish_id), None)
    if found is None:
        abort(404)
    chosen = request.form.get("unit_id", "")
    try:
        number = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else 0
        rules.change_unit(session, actor, found, number or None)
    except rules.InvalidWish as problem:
        flash(str(problem), "error")
        return redirect(url_for(".mine"), 303)
    session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for(".mine"), 303)


@bp.get("/all")
@signed_in
def everything() -> str:
    """All wishes one may see: by practice, or by education."""
    wishes = _wishes()
    by = request.args.get("by", "")
    by = by if by == "unit" else "practice"
    text = " ".join(request.args.get("q", "").replace("\x00", "").split())[:100]
    sort = request.args.get("sort", "")
    sort = sort if sort in SORTS else "-waiting"
    found: list[Any]
    if by == "unit":
        found = [one for one in wishes.by_unit if _fits(text, one[0])]
    else:
        found = _sorted([one for one in wishes.practices if _fits(text, one.title)], sort)
    return render_template(
        "workshops/wishes/all.html",
        page=_page(found),
        by=by,
        q=text,
        sort=sort,
        wishes=wishes,
        once=form_draft(db.session(), current_actor(), "workshop_wish").hidden,
        address=lambda **changed: _address(**{"by": by, "q": text, "sort": sort, **changed}),
        sort_url=lambda key: _address(by=by, q=text, sort=key),
        pages_url=lambda number: _address(by=by, q=text, sort=sort, page=number),
        look_of=look_of,
        source_of=source_of,
    )


@bp.get("/all.<form>")
@signed_in
def export(form: str) -> Any:
    """All wishes one may see, as a file."""
    if form not in FILES:
        abort(404)
    return FILES[form](_("wishes"), columns(), rows(_wishes()))


@bp.get("/practice/<key>")
@signed_in
def practice(key: str) -> str:
    """Who wishes for one practice, and what became of it."""
    wishes = _wishes()
    return render_template(
        "workshops/wishes/practice.html",
        practice=_practice(wishes, key),
        wishes=wishes,
        once=form_draft(db.session(), current_actor(), "workshop_wish").hidden,
        look_of=look_of,
        source_of=source_of,
    )


@bp.post("/practice/<key>/series")
@requires(PLAN)
def make_series(key: str) -> Any:
    """One click, or two: a new series with those who wish for it, being planned."""
    session, actor = db.session(), current_actor()
    made = made_before(session, actor, request.form)
    if made is None:
        found = _practice(_wishes(), key)
        with attempt() as done:
            series = convene(session, actor, found)
            record(
                session,
                actor,
                "workshop_wish.convened",
                "workshop_series",
                series.id,
                title=series.title,
            )
            made = url_for("workshops.page", series_id=series.id)
            forget_draft(session, actor, request.form, made)
        if not done:
            return redirect(url_for(".practice", key=key), 303)
    flash(_("The series is made. Choose days, then announce it: that invites people."), "success")
    return redirect(made, 303)


@bp.get("/demand")
@requires(PLAN)
def demand() -> str:
    """What is wanted but not offered, also from searches without result."""
    session, actor = db.session(), current_actor()
    wishes = _wishes()
    return render_template(
        "workshops/wishes/demand.html",
        wishes=wishes,
        page=_page(list(wishes.not_offered)),
        missed=searched_in_vain(session, actor),
        once=form_draft(session, actor, "workshop_wish").hidden,
        pages_url=lambda number: url_for(".demand", page=number),
    )


def _wishes() -> Wishes:
    """Everyone's wishes as far as one may see them; 404 for who may see none."""
    found = Wishes(db.session(), current_actor())
    if not found.any_scope:
        abort(404)
    return found


def _practice(wishes: Wishes, key: str) -> Practice:
    found = wishes.practice(key) or wishes.practice(f"t{name_key(key)}")
    if found is None:
        abort(404)
    return found


def _form() -> WishForm:
    form = WishForm()
    own = rules.own_units(db.session(), current_actor())
    form.unit_id.choices = [(unit.id, unit.name) for unit in own]
    if request.method == "POST" and form.unit_id.data is None:
        form.unit_id.data = 0
    return form


def _mine(form: WishForm) -> str:
    session, actor = db.session(), current_actor()
    own = rules.own_wishes(session, actor)
    return render_template(
        "workshops/wishes/mine.html",
        form=form,
        own=own,
        facts=rules.titles_of(session, actor, own),
        units=rules.own_units(session, actor),
        wishes=Wishes(session, actor),
        outcomes=_outcomes(own),
        look_of=look_of,
    )


def _outcomes(own: list[Any]) -> dict[int, Any]:
    import portal.api as core

    keys = {f"workshops:wish:{one.id}": one.id for one in own}
    found = core.wish_outcomes(db.session(), keys)
    return {keys[key]: outcome for key, outcome in found.items()}


def _thank(undo: str) -> None:
    words = _("Noted. Whoever plans workshops sees it, and the leader of your place.")
    flash_undo(words, undo)


def _fits(text: str, name: str) -> bool:
    return all(word in fold(name) for word in fold(text).split())


def _sorted(found: list[Practice], sort: str) -> list[Practice]:
    keys: dict[str, Callable[[Practice], Any]] = {
        "title": lambda one: fold(one.title),
        "people": lambda one: one.people,
        "newest": lambda one: one.newest.timestamp() if one.newest else 0.0,
        "waiting": lambda one: one.waiting,
    }
    return sorted(found, key=keys[sort.lstrip("-")], reverse=sort.startswith("-"))


def _page(found: list[Any]) -> Page[Any]:
    asked = request.args.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
    number = min(max(1, number), max(1, -(-len(found) // PER_PAGE)))
    part = found[(number - 1) * PER_PAGE : number * PER_PAGE]
    return Page(part, number, PER_PAGE, len(found))


def _address(**args: Any) -> str:
    kept = {name: value for name, value in args.items() if value}
    for name, usual in (("by", "practice"), ("sort", "-waiting"), ("page", 1)):
        if kept.get(name) == usual:
            del kept[name]
    return url_for(".everything", **kept)
