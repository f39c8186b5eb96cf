"""The headings of documents: saying which line is which section, and keeping that for next time."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.api import ConflictError, PortalError, current_actor, db, requires

from ..forms.importing import NameForm, ProfileForm, heading_choices, profile_form, profile_name
from ..importing import (
    BOOKLET,
    COMMON,
    COMMON_PROFILE,
    DANISH,
    ROLES,
    Candidate,
    ImportProblem,
    Profile,
    WrongProfile,
    from_choices,
)
from ..models import HeadingProfile, ImportFile, ImportRun
from ..permissions import IMPORT
from ..services import profiles
from ..services.imports import runs
from .importing import import_bp, own_run
from .importing_words import problem_words


@import_bp.route("/<int:run_id>/files/<int:file_id>", methods=["GET", "POST"])
@requires(IMPORT)
def headings(run_id: int, file_id: int) -> Any:
    """Says of each line that looks like a heading which section it is."""
    run = own_run(run_id)
    file = runs.find_file(run, file_id)
    if file is None:
        abort(404)
    session = db.session()
    known = _known(file)
    found = runs.headings_in(file.text, file.whole, known, runs.headings_on_offer(session).values())
    form = NameForm()
    if request.method == "POST" and "known" in request.form:
        return _by_profile(run, file, request.form.get("known", ""))
    roles = {index: one.known for index, one in enumerate(found)}
    errors: dict[str, str] = {}
    if request.method == "POST":
        roles = {
            index: role if (role := request.form.get(f"role-{index}", "")) in ROLES else ""
            for index in range(len(found))
        }
        if form.validate_on_submit():
            pairs = [(one, roles[index]) for index, one in enumerate(found)]
            answer = _by_choices(run, file, pairs, form, errors)
            if answer is not None:
                return answer
    page = render_template(
        "factsheets/importing/headings.html",
        run=run,
        file=file,
        form=form,
        found=found,
        roles=roles,
        errors=errors,
        role_words=[(role, profiles.ROLE_WORDS[role]) for role in ROLES],
        profiles=heading_choices(session),
        profile_name=profile_name,
        several=sum(one.count > 1 or bool(one.known) for one in found),
    )
    return page, 422 if errors or form.errors else 200


@import_bp.get("/headings")
@requires(IMPORT)
def profiles_page() -> str:
    """The headings that are kept."""
    rows = profiles.all_profiles(db.session())
    shown = [(row, _summary(row)) for row in rows]
    return render_template("factsheets/importing/profiles.html", profiles=shown)


@import_bp.route("/headings/new", methods=["GET", "POST"])
@requires(IMPORT)
def new_profile() -> Any:
    """New headings; they begin with the common ones, to be written over."""
    if request.method == "GET":
        start = COMMON_PROFILE.to_json() if request.args.get("from") == COMMON else {}
        return _profile_page(None, profile_form("", start))
    return _save_profile(None)


@import_bp.route("/headings/<int:profile_id>", methods=["GET", "POST"])
@requires(IMPORT)
def edit_profile(profile_id: int) -> Any:
    """Changes headings."""
    row = _profile(profile_id)
    if request.method == "GET":
        return _profile_page(row, profile_form(row.name, row.words, row.version))
    return _save_profile(row)


@import_bp.route("/headings/<int:profile_id>/delete", methods=["GET", "POST"])
@requires(IMPORT)
def delete_profile(profile_id: int) -> Any:
    """Asks, and deletes headings."""
    row = _profile(profile_id)
    if request.method == "GET":
        return render_template("factsheets/importing/delete_profile.html", row=row)
    name = row.name
    profiles.delete_profile(db.session(), current_actor(), row)
    db.session.commit()
    flash(_("%(name)s is deleted.", name=name), "success")
    return redirect(url_for(".profiles_page"), 303)


def _by_profile(run: ImportRun, file: ImportFile, key: str) -> Any:
    session = db.session()
    if key == BOOKLET:
        profile, name = Profile({}), BOOKLET
    elif key == COMMON:
        profile, name = COMMON_PROFILE, COMMON
    else:
        row = session.get(HeadingProfile, int(key)) if _is_id(key) else None
        usable = profiles.usable(row) if row is not None else None
        if row is None or usable is None:
            abort(404)
        profile, name = usable, row.name
    return _read(run, file, key, profile, name) or redirect(
        url_for(".headings", run_id=run.id, file_id=file.id), 303
    )


def _by_choices(
    run: ImportRun,
    file: ImportFile,
    pairs: list[tuple[Candidate, str]],
    form: NameForm,
    errors: dict[str, str],
) -> Any:
    """Reads the document by what was chosen; None where something is wrong, said in `errors`."""
    try:
        profile = from_choices(pairs)
    except WrongProfile as problem:
        errors.update(profiles.profile_problem(problem))
        return None
    name = form.name.data or ""
    if name:
        try:
            with db.session.begin_nested():
                row = profiles.save_profile(
                    db.session(), current_actor(), None, name, profile.words
                )
            name = row.name
        except profiles.InvalidProfile as problem:
            form.name.errors = [*form.name.errors, *problem.errors.values()]
            return None
    answer = _read(run, file, "", profile, name or str(_("Headings of this document")), quiet=True)
    if answer is None:
        db.session.rollback()
        errors["words"] = _(
            "No sheet was found with these headings. Which line begins a sheet? Where none does, "
            "choose the headings that every sheet has."
        )
    return answer


def _read(
    run: ImportRun,
    file: ImportFile,
    key: str,
    profile: Profile,
    name: str,
    quiet: bool = False,
) -> Any:
    run_id, file_id = run.id, file.id
    try:
        number = runs.read_again(db.session(), file, key, profile, name[:80])
    except ImportProblem as problem:
        if quiet:
            return None
        db.session.rollback()
        flash(problem_words(problem), "error")
        return redirect(url_for(".headings", run_id=run_id, file_id=file_id), 303)
    db.session.commit()
    words = ngettext(
        "One sheet was found with these headings.",
        "%(num)s sheets were found with these headings.",
        number,
    )
    flash(words, "success")
    return redirect(url_for(".page", run_id=run_id), 303)


def _known(file: ImportFile) -> Any:
    """The headings that the document was read by."""
    if file.profile == BOOKLET:
        return DANISH
    try:
        return Profile.from_json(file.headings).headings
    except WrongProfile:
        return None


def _save_profile(row: HeadingProfile | None) -> Any:
    form = ProfileForm()
    version = form.version.data or ""
    if form.validate_on_submit():
        try:
            saved = profiles.save_profile(
                db.session(),
                current_actor(),
                row,
                form.name.data or "",
                form.words,
                int(version) if _is_id(version) else 0,
            )
        except profiles.InvalidProfile as problem:
            for name, text in problem.errors.items():
                field = form["name" if name == "name" else f"role_{_field_of(name)}"]
                field.errors = [*field.errors, text]
        except ConflictError:
            form.name.errors = [
                *form.name.errors,
                _("Somebody else changed these headings meanwhile. Saving again replaces that."),
            ]
            form.version.data = str(row.version if row else 0)
        except PortalError as problem:
            form.name.errors = [*form.name.errors, str(problem)]
        else:
            db.session.commit()
            flash(_("%(name)s is kept.", name=saved.name), "success")
            return redirect(url_for(".profiles_page"), 303)
    return _profile_page(row, form)


def _profile_page(row: HeadingProfile | None, form: ProfileForm) -> Any:
    page = render_template(
        "factsheets/importing/profile.html",
        form=form,
        row=row,
        roles=[form[f"role_{role}"] for role in ROLES],
    )
    return page, 422 if form.errors else 200


def _profile(profile_id: int) -> HeadingProfile:
    row = db.session.get(HeadingProfile, profile_id) if 0 < profile_id < 2**31 else None
    if row is None:
        abort(404)
    return row


def _summary(row: HeadingProfile) -> str:
    words = [spelling for role in ROLES for spelling in row.words.get(role, ())[:1]]
    return ", ".join(map(str, words))


def _field_of(name: str) -> str:
    return name if name in ROLES else "challenge"


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
