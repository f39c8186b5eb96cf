"""Changing a profile: what it says, its competences, what others see, choice and mandate."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload
from werkzeug.datastructures import MultiDict
from wtforms import SelectChoice

from portal.api import (
    PortalError,
    Race,
    User,
    attempt,
    current_actor,
    db,
    flash_undo,
    forget_draft,
    form_draft,
    latest_number,
    may,
    narrow,
    race,
    render_markdown,
    requires,
    resolve,
    settle,
    show_problem,
    signed_in,
    today,
)
from portal.api import (
    find as search_for,
)

from ..models import Ambassador, Competence, CompetenceGroup
from ..parts import HIDEABLE, PARTS
from ..permissions import COORDINATE
from ..vocabulary import KIND, LEVELS, NOTE_MAX, ROLES, TEXT_MAX
from . import services as rules
from .data import (
    CHOICE_FIELDS,
    NO_WORKS,
    PROFILE_FIELDS,
    ChoiceData,
    InvalidProfile,
    ProfileData,
    as_reference,
    as_text,
    choice_of,
    hidden_fields,
    profile_of,
    tidied,
)
from .forms import ChoiceForm, ProfileForm
from .views import ADDRESS, bp, find

FOUND = 8


def find_for(ambassador_id: int, verb: str) -> Ambassador:
    """The ambassador, or 404, or 403 for who may not do that."""
    ambassador = find(ambassador_id)
    if not may(db.session(), current_actor(), verb, ambassador):
        abort(403)
    return ambassador


@bp.post("/preview")
@signed_in
def preview() -> str:
    """Markdown as it will be read."""
    text = request.form.get("text", "")
    if len(text) > TEXT_MAX:
        abort(413)
    return str(render_markdown(text))


@bp.route(ADDRESS + "/edit", methods=["GET", "POST"])
@signed_in
def edit(ambassador_id: int) -> Any:
    """What the profile says."""
    session, actor = db.session(), current_actor()
    ambassador = find_for(ambassador_id, "edit")
    if request.method == "POST":
        rules.lock(session, ambassador)
        settled = settle(session, actor, KIND, ambassador, request.form)
        if settled is not None:
            if settled.race is not None:
                return _both(ambassador, settled.race)
            return _save(ambassador, _data(settled.data, ambassador), None)
    draft = form_draft(session, actor, KIND, ambassador.id, ambassador.version)
    posted: Any = request.form if request.method == "POST" else draft.fields
    if posted is None:
        return _show(_filled(ambassador), ambassador, draft)
    form = _offer(ProfileForm(formdata=MultiDict(posted)), ambassador)
    if request.method == "GET" or posted.get("press") == "find" or not form.validate():
        return _show(form, ambassador, draft)
    data = _data({name: form[name].data for name in PROFILE_FIELDS if name in form}, ambassador)
    return _save(ambassador, data, form)


def _save(ambassador: Ambassador, data: ProfileData, form: ProfileForm | None) -> Any:
    session, actor = db.session(), current_actor()
    if form is not None and form.version.data != str(ambassador.version):
        mine = {name: getattr(tidied(data), name) for name in PROFILE_FIELDS if name in form}
        lost = race(session, actor, KIND, ambassador, form.based_on.data, mine)
        # Somebody may have saved parts that this form does not hold: nothing is lost then.
        if any(part.changed_by != "mine" for part in lost.parts):
            return _both(ambassador, lost)
    try:
        rules.change_profile(session, actor, ambassador, data)
    except InvalidProfile as problem:
        form = form or _filled(ambassador)
        for name, text in problem.errors.items():
            form[name].errors = [*form[name].errors, text]
        return _show(form, ambassador, form_draft(session, actor, KIND, ambassador.id))
    forget_draft(session, actor, request.form)
    session.commit()
    flash(_("The profile is saved."), "success")
    return redirect(url_for(".page", ambassador_id=ambassador.id), 303)


def _data(values: Any, ambassador: Ambassador) -> ProfileData:
    """What was sent, on top of what the writer cannot see."""
    now = profile_of(ambassador)
    fields = {name: values.get(name, getattr(now, name)) for name in PROFILE_FIELDS}
    return ProfileData(
        **{name: value if value is not None else "" for name, value in fields.items()}
    )


def _filled(ambassador: Ambassador) -> ProfileForm:
    data = profile_of(ambassador)
    values: dict[str, Any] = {name: getattr(data, name) for name in PROFILE_FIELDS}
    values["version"] = str(ambassador.version)
    values["based_on"] = str(latest_number(db.session(), KIND, ambassador.id))
    return _offer(ProfileForm(formdata=None, data=values), ambassador)


def _offer(form: ProfileForm, ambassador: Ambassador) -> ProfileForm:
    session, actor = db.session(), current_actor()
    now = profile_of(ambassador)
    form.offer(now.languages)
    kept = {one for text in [*now.works, *(form.works.data or ())] if (one := as_reference(text))}
    words = request.form.get("works_query", "").replace("\x00", " ")[:200].strip()
    hits = [] if not words else search_for(session, actor, words, _kinds(), FOUND)
    found = resolve(session, actor, [*kept, *hits])
    # What the writer cannot see stays without being shown: see `change_profile`.
    form.works.choices = [
        SelectChoice(as_text(key), one.title)
        for key, one in sorted(found.items(), key=lambda pair: pair[1].title)
        if one.visible and key[0] not in NO_WORKS
    ]
    return form.without(hidden_fields(rules.shown_to(actor, ambassador)))


def _kinds() -> list[str]:
    return ["factsheet"]


def _show(form: ProfileForm, ambassador: Ambassador, draft: Any) -> Any:
    page = render_template(
        "ambassadors/profiles/edit.html",
        form=form,
        ambassador=ambassador,
        draft=draft,
        own=current_actor().user_id == ambassador.user_id,
        hidden=rules.hidden_parts(ambassador)
        if current_actor().user_id == ambassador.user_id
        else frozenset(),
        role_hints={str(key): look.hint for key, look in ROLES.items()},
        query=request.form.get("works_query", "")[:200],
        searched=request.form.get("press") == "find",
        note_max=NOTE_MAX,
        with_competences="competences" in rules.shown_to(current_actor(), ambassador),
    )
    return page, 422 if form.errors else 200


def _both(ambassador: Ambassador, lost: Race) -> Any:
    page = render_template("ambassadors/profiles/conflict.html", race=lost, ambassador=ambassador)
    return page, 409


@bp.get(ADDRESS + "/competences")
@signed_in
def competences(ambassador_id: int) -> Any:
    """One's competences: a tap opens one, a tap on a level saves it."""
    session, actor = db.session(), current_actor()
    ambassador = find_for(ambassador_id, "edit")
    if "competences" not in rules.shown_to(actor, ambassador):
        abort(404)
    levels = {row.competence_id: row.level for row in ambassador.level_rows}
    groups = session.scalars(
        select(CompetenceGroup)
        .options(joinedload(CompetenceGroup.competences))
        .order_by(CompetenceGroup.position, CompetenceGroup.name)
    ).unique()
    shown = [
        (group, [one for one in group.competences if one.retired_at is None or one.id in levels])
        for group in groups
    ]
    return render_template(
        "ambassadors/profiles/competences.html",
        ambassador=ambassador,
        groups=[(group, rows) for group, rows in shown if rows],
        levels=levels,
        words=LEVELS,
        own=actor.user_id == ambassador.user_id,
        hidden="competences" in rules.hidden_parts(ambassador),
        may_keep=may(session, actor, "ambassadors.catalogue"),
    )


@bp.post(ADDRESS + "/competences/<int:competence_id>")
@signed_in
def set_level(ambassador_id: int, competence_id: int) -> Any:
    """Saves one level; the undo is the old one."""
    session, actor = db.session(), current_actor()
    ambassador = find_for(ambassador_id, "edit")
    competence = session.get(Competence, competence_id)
    if competence is None or "competences" not in rules.shown_to(actor, ambassador):
        abort(404)
    level = request.values.get("level", "")
    with attempt() as done:
        chosen = int(level) if level in map(str, LEVELS) else -1
        was = rules.set_level(session, actor, ambassador, competence, chosen)
    if done:
        words = _("%(name)s: %(level)s.", name=competence.name, level=str(LEVELS[chosen].words))
        undo = url_for(
            ".set_level", ambassador_id=ambassador_id, competence_id=competence_id, level=was
        )
        flash_undo(words, undo if was != chosen else None)
    back = url_for(".competences", ambassador_id=ambassador_id, _anchor=f"c{competence_id}")
    return redirect(back, 303)


@bp.route(ADDRESS + "/shown", methods=["GET", "POST"])
@signed_in
def shown(ambassador_id: int) -> Any:
    """Which parts others see; for the owner."""
    session, actor = db.session(), current_actor()
    ambassador = find_for(ambassador_id, "hide")
    if request.method == "POST":
        rules.lock(session, ambassador)
        was = rules.set_hidden(
            session, actor, ambassador, HIDEABLE - set(request.form.getlist("shown"))
        )
        session.commit()
        now = rules.hidden_parts(ambassador)
        if was != now:
            flash(_("Others see the profile as you chose."), "success")
        return redirect(url_for(".page", ambassador_id=ambassador_id), 303)
    return render_template(
        "ambassadors/profiles/shown.html",
        ambassador=ambassador,
        parts=PARTS,
        hidden=rules.hidden_parts(ambassador),
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(COORDINATE)
def appoint() -> Any:
    """Makes a person an ambassador: first who, then how and why."""
    session, actor = db.session(), current_actor()
    user = _person(request.args.get("user", ""))
    words = request.args.get("q", "").replace("\x00", "").strip()[:100]
    if user is None:
        people = _candidates(words)
        return render_template("ambassadors/profiles/new.html", words=words, people=people)
    form = _choice_form(ChoiceData(chosen_by_id=actor.user_id, chosen_on=today()))
    if form.validate_on_submit():
        try:
            ambassador = rules.appoint(session, actor, user, _choice(form))
        except InvalidProfile as problem:
            show_problem(form, problem)
        except PortalError as problem:
            form.form_errors.append(str(problem))
        else:
            session.commit()
            flash(_("%(name)s is an ambassador.", name=user.name), "success")
            return redirect(url_for(".page", ambassador_id=ambassador.id), 303)
    return _show_choice(form, user, None)


@bp.route(ADDRESS + "/choice", methods=["GET", "POST"])
@signed_in
def choice(ambassador_id: int) -> Any:
    """Why and how chosen, and the mandate; for who coordinates."""
    session, actor = db.session(), current_actor()
    ambassador = find_for(ambassador_id, "manage")
    if request.method == "POST":
        rules.lock(session, ambassador)
    form = _choice_form(choice_of(ambassador))
    if form.validate_on_submit():
        try:
            rules.change_choice(session, actor, ambassador, _choice(form))
        except InvalidProfile as problem:
            show_problem(form, problem)
        else:
            session.commit()
            flash(_("Choice and mandate are saved."), "success")
            return redirect(url_for(".page", ambassador_id=ambassador_id), 303)
    return _show_choice(form, ambassador.user, ambassador)


@bp.post(ADDRESS + "/end")
@signed_in
def end(ambassador_id: int) -> Any:
    """Takes somebody out of the network; bringing them back is the undo."""
    ambassador = find_for(ambassador_id, "manage")
    rules.end(db.session(), current_actor(), ambassador)
    db.session.commit()
    undo = url_for(".resume", ambassador_id=ambassador_id)
    text = _("%(name)s is no longer an ambassador.", name=ambassador.user.name)
    flash_undo(text, undo)
    return redirect(url_for(".page", ambassador_id=ambassador_id), 303)


@bp.post(ADDRESS + "/resume")
@signed_in
def resume(ambassador_id: int) -> Any:
    """Brings somebody back."""
    ambassador = find_for(ambassador_id, "manage")
    rules.resume(db.session(), current_actor(), ambassador)
    db.session.commit()
    flash(_("%(name)s is an ambassador.", name=ambassador.user.name), "success")
    return redirect(url_for(".page", ambassador_id=ambassador_id), 303)


def _show_choice(form: ChoiceForm, user: User, ambassador: Ambassador | None) -> Any:
    page = render_template(
        "ambassadors/profiles/choice.html", form=form, user=user, ambassador=ambassador
    )
    return page, 422 if form.errors else 200


def _choice_form(data: ChoiceData) -> ChoiceForm:
    session, actor = db.session(), current_actor()
    form = ChoiceForm(data={name: getattr(data, name) for name in CHOICE_FIELDS})
    people = session.execute(
        narrow(select(User.id, User.name), actor, User)
        .where(User.active | (User.id == data.chosen_by_id))
        .order_by(User.name)
    )
    named = [SelectChoice(str(row.id), row.name) for row in people]
    form.chosen_by_id.choices = [SelectChoice("", _("Nobody in particular")), *named]
    return form


def _choice(form: ChoiceForm) -> ChoiceData:
    values = {name: form[name].data for name in CHOICE_FIELDS}
    for name in ("chosen_how", "chosen_why", "mandate"):
        values[name] = values[name] or ""
    return ChoiceData(**values)


def _person(text: str) -> User | None:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        return None
    wanted = select(User).where(User.id == int(text), User.active)
    user = db.session.scalar(narrow(wanted, current_actor(), User))
    if user is None:
        abort(404)
    return user


def _candidates(words: str) -> list[User]:
    """People whose name has the words; first those who could be chosen."""
    if not words:
        return []
    wanted = narrow(select(User).where(User.active), current_actor(), User)
    for word in words.split()[:4]:
        # SQLite folds the case of a-z only.
        spellings = sorted({word, word.lower(), word.capitalize()})
        wanted = wanted.where(or_(*(User.name.icontains(s, autoescape=True) for s in spellings)))
    return list(db.session.scalars(wanted.order_by(User.name).limit(20)))
