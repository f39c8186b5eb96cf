"""The organisers' page of the programme and the themes."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from portal.api import (
    FormDraft,
    attempt,
    current_actor,
    db,
    forget_draft,
    form_draft,
    local,
    made_before,
    signed_in,
)

from ..frame import show
from ..models import Bazaar, PitchSlot, ProgrammePart, Theme
from ..permissions import organised_or_404
from ..vocabulary import PARTS
from . import programme as rules
from .forms import PartForm, ThemeForm
from .services import lock
from .views import bp, part_times


@bp.get("/<int:bazaar_id>/manage/programme")
@signed_in
def programme(bazaar_id: int) -> str:
    """The day, part by part, and the themes."""
    bazaar = organised_or_404(db.session(), current_actor(), bazaar_id)
    return _show(bazaar, ThemeForm(formdata=None))


@bp.route("/<int:bazaar_id>/manage/programme/new", methods=["GET", "POST"])
@signed_in
def new_part(bazaar_id: int) -> Any:
    """One more part."""
    bazaar = organised_or_404(db.session(), current_actor(), bazaar_id)
    last = max((part.ends_at for part in bazaar.parts), default=bazaar.starts_at)
    return _part(bazaar, None, {"starts": local(last).time()})


@bp.route("/<int:bazaar_id>/manage/programme/<int:part_id>", methods=["GET", "POST"])
@signed_in
def edit_part(bazaar_id: int, part_id: int) -> Any:
    """Changes a part."""
    bazaar = organised_or_404(db.session(), current_actor(), bazaar_id)
    part = _find_part(bazaar, part_id)
    values = {
        "kind": part.kind,
        "title": part.title,
        "place": part.place,
        "note": part.note,
        "starts": local(part.starts_at).time(),
        "ends": local(part.ends_at).time(),
        "based_on": rules.mark_of(part),
    }
    return _part(bazaar, part, values)


def _part(bazaar: Bazaar, part: ProgrammePart | None, values: dict[str, Any]) -> Any:
    session, actor = db.session(), current_actor()
    draft = form_draft(session, actor, f"bazaar_part_{bazaar.id}", part.id if part else None)
    posted: Any = request.form if request.method == "POST" else draft.fields
    form = PartForm(formdata=MultiDict(posted) if posted is not None else None, data=values)
    if request.method == "POST" and form.validate():
        address = url_for(".programme", bazaar_id=bazaar.id)
        lock(session, bazaar)
        if part is not None:
            session.refresh(part)
            if form.based_on.data != rules.mark_of(part):
                return _meanwhile(bazaar, part, form, draft)
        names = ("kind", "title", "starts", "ends", "place", "note")
        with attempt(form) as done:
            if part is not None or made_before(session, actor, request.form) is None:
                rules.write_part(
                    session, actor, bazaar, part, {name: form[name].data for name in names}
                )
            forget_draft(session, actor, request.form, address)
        if done:
            flash(_("Saved."), "success")
            return redirect(address, 303)
    page = show("bazaar/planning/part.html", bazaar, form=form, part=part, draft=draft)
    return page, 422 if form.errors else 200


def _meanwhile(bazaar: Bazaar, part: ProgrammePart, form: PartForm, draft: FormDraft) -> Any:
    """Somebody saved it since: what they wrote is said, what was typed stays."""
    theirs = f"{part_times(part)} {part.title}"
    place = f", {part.place}" if part.place else ""
    form.form_errors.append(
        _(
            "Somebody else changed it to: %(theirs)s. Save once more to put yours there.",
            theirs=theirs + place,
        )
    )
    mark = rules.mark_of(part)
    form.based_on.data, form.based_on.raw_data = mark, [mark]
    return show("bazaar/planning/part.html", bazaar, form=form, part=part, draft=draft), 409


@bp.route("/<int:bazaar_id>/manage/programme/<int:part_id>/remove", methods=["GET", "POST"])
@signed_in
def remove_part(bazaar_id: int, part_id: int) -> Any:
    """Takes a part out; its pitches and shifts go with it, so it is asked first."""
    session, actor = db.session(), current_actor()
    bazaar = organised_or_404(session, actor, bazaar_id)
    part = _find_part(bazaar, part_id)
    if request.method == "GET":
        pitches = select(func.count(PitchSlot.id)).where(PitchSlot.part_id == part_id)
        number = session.scalar(pitches) or 0
        return show("bazaar/planning/remove_part.html", bazaar, part=part, pitches=number)
    lock(session, bazaar)
    rules.remove_part(session, actor, bazaar, part)
    session.commit()
    flash(_("Taken out of the programme."), "success")
    return redirect(url_for(".programme", bazaar_id=bazaar_id), 303)


@bp.post("/<int:bazaar_id>/manage/themes")
@signed_in
def add_theme(bazaar_id: int) -> Any:
    """One more theme."""
    session, actor = db.session(), current_actor()
    bazaar = organised_or_404(session, actor, bazaar_id)
    form = ThemeForm()
    if form.validate():
        lock(session, bazaar)
        with attempt(form) as done:
            rules.add_theme(session, actor, bazaar, form.name.data or "")
        if done:
            return redirect(url_for(".programme", bazaar_id=bazaar_id, _anchor="themes"), 303)
    return _show(bazaar, form), 422


@bp.route("/<int:bazaar_id>/manage/themes/<int:theme_id>", methods=["GET", "POST"])
@signed_in
def edit_theme(bazaar_id: int, theme_id: int) -> Any:
    """Calls a theme something else."""
    session, actor = db.session(), current_actor()
    bazaar = organised_or_404(session, actor, bazaar_id)
    theme = _find_theme(bazaar, theme_id)
    form = ThemeForm(data={"name": theme.name})
    if form.validate_on_submit():
        lock(session, bazaar)
        with attempt(form) as done:
            rules.rename_theme(session, actor, bazaar, theme, form.name.data or "")
        if done:
            flash(_("Saved."), "success")
            return redirect(url_for(".programme", bazaar_id=bazaar_id, _anchor="themes"), 303)
    page = show("bazaar/planning/theme.html", bazaar, form=form, theme=theme)
    return page, 422 if form.errors else 200


@bp.post("/<int:bazaar_id>/manage/themes/<int:theme_id>/<any(up, down, remove):what>")
@signed_in
def arrange_theme(bazaar_id: int, theme_id: int, what: str) -> Any:
    """Up, down, or out."""
    session, actor = db.session(), current_actor()
    bazaar = organised_or_404(session, actor, bazaar_id)
    lock(session, bazaar)
    theme = _find_theme(bazaar, theme_id)
    if what == "remove":
        rules.remove_theme(session, actor, bazaar, theme)
        flash(_("Taken out. Its stands are without a theme now."), "success")
    else:
        rules.move_theme(session, actor, bazaar, theme, what == "up")
    session.commit()
    return redirect(url_for(".programme", bazaar_id=bazaar_id, _anchor="themes"), 303)


def _show(bazaar: Bazaar, form: ThemeForm) -> str:
    return show(
        "bazaar/planning/programme.html",
        bazaar,
        form=form,
        looks=PARTS,
        overlapping=rules.overlapping(bazaar),
    )


def _find_part(bazaar: Bazaar, part_id: int) -> ProgrammePart:
    found = next((part for part in bazaar.parts if part.id == part_id), None)
    if found is None:
        abort(404)
    return found


def _find_theme(bazaar: Bazaar, theme_id: int) -> Theme:
    found = next((theme for theme in bazaar.themes if theme.id == theme_id), None)
    if found is None:
        abort(404)
    return found
