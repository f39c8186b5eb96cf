"""Setting up from a spreadsheet: the upload, its preview, its progress, its result."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.api import Page, PortalError, attempt, current_actor, db, lists, may, signed_in

from ..frame import show
from ..models import Bazaar, SetupImport
from ..permissions import organised_or_404
from .setup import exporting, undoing
from .setup import services as rules
from .setup.columns import COLUMNS, LISTS
from .setup.plan import SetupPlan
from .setup.states import DISCARDED, DONE, PREVIEW, RUNNING, UNDONE
from .views import bp

PER_PAGE = 50
#: Questions shown at once; the rest come when these are answered.
QUESTIONS = 30


@bp.route("/<int:bazaar_id>/manage/setup", methods=["GET", "POST"])
@signed_in
def setup(bazaar_id: int) -> Any:
    """Choose a file, take the lists out; and what was uploaded lately."""
    session, actor = db.session(), current_actor()
    bazaar = organised_or_404(session, actor, bazaar_id)
    problem = ""
    if request.method == "POST":
        try:
            one = _take(bazaar_id)
        except PortalError as found:
            db.session.rollback()
            bazaar = organised_or_404(db.session(), current_actor(), bazaar_id)
            problem = str(found)
        else:
            db.session.commit()
            address = url_for(".setup_page", bazaar_id=bazaar_id, import_id=one.id)
            return redirect(address, 303)
    page = show(
        "bazaar/planning/setup.html",
        bazaar,
        problem=problem,
        megabytes=lists.MAX_BYTES // 1024**2,
        recent=rules.recent(db.session(), bazaar),
        lists=LISTS,
        titles=exporting.titles,
        states=_states(),
    )
    return (page, 422) if problem else page


def _take(bazaar_id: int) -> SetupImport:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise PortalError(_("Choose a file first."))
    data = sent.stream.read(lists.MAX_BYTES + 1)
    # Reading may take seconds; nobody has to wait for the database meanwhile.
    db.session.rollback()
    sheets = lists.read_sheets(data)
    session, actor = db.session(), current_actor()
    bazaar = organised_or_404(session, actor, bazaar_id)
    return rules.keep_setup(session, actor, bazaar, sent.filename, sheets, rules.guarded(data))


@bp.get("/<int:bazaar_id>/manage/setup/pattern.xlsx")
@signed_in
def setup_pattern(bazaar_id: int) -> Any:
    """An empty workbook with the headings."""
    organised_or_404(db.session(), current_actor(), bazaar_id)
    return exporting.pattern()


@bp.get("/<int:bazaar_id>/manage/setup/bazaar.xlsx")
@signed_in
def setup_workbook(bazaar_id: int) -> Any:
    """The bazaar as it is, to be corrected and uploaded again."""
    session, actor = db.session(), current_actor()
    return exporting.workbook(session, actor, organised_or_404(session, actor, bazaar_id))


@bp.get("/<int:bazaar_id>/manage/setup/<any(stands, people, educations):name>.csv")
@signed_in
def setup_csv(bazaar_id: int, name: str) -> Any:
    """One of the lists."""
    session, actor = db.session(), current_actor()
    return exporting.csv(session, actor, organised_or_404(session, actor, bazaar_id), name)


@bp.get("/<int:bazaar_id>/manage/setup/<int:import_id>")
@signed_in
def setup_page(bazaar_id: int, import_id: int) -> Any:
    """The upload as it stands."""
    bazaar, one = _find(bazaar_id, import_id)
    if one.state == PREVIEW:
        return _preview(bazaar, one)
    return show(
        "bazaar/planning/setup_run.html",
        bazaar,
        one=one,
        running=one.state == RUNNING,
        stalled=rules.is_stalled(one),
        percent=_percent(one),
        lists=LISTS,
        outcomes=_outcomes(one),
        states=_states(),
        undoing=undoing.can_be_undone(one),
        undone=one.state == UNDONE,
        gone=sum(one.result.get("gone", {}).values()),
        kept=_kept_words(one),
    )


def _kept_words(one: SetupImport) -> list[str]:
    """What an undoing has left, in words."""
    kept = one.result.get("kept", {})
    words = {
        "visitor": lambda number: ngettext("%(num)s person", "%(num)s people", number),
        "stand": lambda number: ngettext("%(num)s stand", "%(num)s stands", number),
        "theme": lambda number: ngettext("%(num)s theme", "%(num)s themes", number),
        "education": lambda number: ngettext("%(num)s education", "%(num)s educations", number),
    }
    return [words[what](number) for what, number in kept.items() if what in words]


@bp.post("/<int:bazaar_id>/manage/setup/<int:import_id>/undo")
@signed_in
def setup_undo(bazaar_id: int, import_id: int) -> Any:
    """Takes back what the upload added, as far as nobody has built on it."""
    _bazaar, one = _find(bazaar_id, import_id)
    with attempt():
        undoing.take_back(db.session(), current_actor(), one)
    return redirect(url_for(".setup_page", bazaar_id=bazaar_id, import_id=import_id), 303)


def _preview(bazaar: Bazaar, one: SetupImport, problem: str = "") -> Any:
    arranged = rules.arranged_of(one)
    plan = rules.plan_of(db.session(), current_actor(), one, arranged)
    counts = {name: plan.counts(name) for name in plan.plans}
    name = request.args.get("list", "")
    parts = _parts()
    if name not in plan.plans:
        name = next((key for key in plan.plans if counts[key]["wrong"]), next(iter(plan.plans), ""))
    rows = _rows(plan, name, counts, parts)
    text = show(
        "bazaar/planning/setup_preview.html",
        bazaar,
        one=one,
        plan=plan,
        counts=counts,
        lists=LISTS,
        name=name,
        parts=parts,
        shown=rows[0],
        todo=len(plan.steps),
        first_wrong=next((key for key in counts if counts[key]["wrong"]), name),
        page=rows[1],
        arranged=arranged,
        columns={key: _titles(key) for key in LISTS},
        may_units=may(db.session(), current_actor(), "units.manage"),
        page_url=lambda to: url_for(
            ".setup_page",
            bazaar_id=bazaar.id,
            import_id=one.id,
            list=name,
            show=rows[0],
            page=to,
            _anchor="rows",
        ),
        questions=[question for question in plan.questions if not question.chosen][:QUESTIONS],
        answered=[question for question in plan.questions if question.chosen],
        problem=problem,
    )
    return (text, 422) if problem else text


def _rows(
    plan: SetupPlan, name: str, counts: dict[str, dict[str, int]], parts: dict[str, str]
) -> tuple[str, Page]:
    """Which rows of a list are looked at, and a page of them."""
    if not name:
        return "wrong", Page([], 1, PER_PAGE, 0)
    shown = request.args.get("show", "")
    if shown not in parts:
        shown = next((part for part in parts if part != "same" and counts[name][part]), "same")
    found = plan.plans[name]
    items: list[Any] = (
        sorted(found.mistakes, key=lambda row: (row.sheet, row.row))
        if shown == "wrong"
        else list(found.of(shown))
    )
    asked = request.args.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    number = max(1, min(number, max(1, -(-len(items) // PER_PAGE))))
    part = items[(number - 1) * PER_PAGE : number * PER_PAGE]
    return shown, Page(part, number, PER_PAGE, len(items))


def _titles(name: str) -> list[tuple[str, str]]:
    """(column, its title) of a list, as they are offered."""
    return [(key, str(column.title)) for key, column in COLUMNS[name].items()]


@bp.post("/<int:bazaar_id>/manage/setup/<int:import_id>/columns")
@signed_in
def setup_columns(bazaar_id: int, import_id: int) -> Any:
    """Which list sheets are, and what their columns hold."""
    _bazaar, one = _find(bazaar_id, import_id)
    chosen = {key: value.replace("\x00", "") for key, value in request.form.items()}
    with attempt() as done:
        rules.choose_columns(db.session(), current_actor(), one, chosen)
        rules.plan_of(db.session(), current_actor(), one)
    if done:
        unclear = any(sheet.missing for sheet in rules.arranged_of(one))
        if not unclear:
            flash(_("The columns are kept, for the next file too."), "success")
    address = url_for(".setup_page", bazaar_id=bazaar_id, import_id=import_id)
    return redirect(address, 303)


@bp.post("/<int:bazaar_id>/manage/setup/<int:import_id>/answers")
@signed_in
def setup_answers(bazaar_id: int, import_id: int) -> Any:
    """Which units words mean."""
    _bazaar, one = _find(bazaar_id, import_id)
    found = {}
    for number in range(2_000):
        words = request.form.get(f"words-{number}")
        if words is None:
            break
        found[words] = request.form.get(f"value-{number}", "").replace("\x00", "")
    with attempt():
        rules.answer(db.session(), current_actor(), one, found)
    return redirect(url_for(".setup_page", bazaar_id=bazaar_id, import_id=import_id), 303)


@bp.post("/<int:bazaar_id>/manage/setup/<int:import_id>/apply")
@signed_in
def setup_apply(bazaar_id: int, import_id: int) -> Any:
    """Begins."""
    bazaar, one = _find(bazaar_id, import_id)
    try:
        rules.start(
            db.session(),
            current_actor(),
            one,
            strict=request.form.get("strict") == "1",
            mail_leaders=request.form.get("mail_leaders") == "1",
            mail_keepers=request.form.get("mail_keepers") == "1",
        )
    except PortalError as problem:
        db.session.rollback()
        bazaar, one = _find(bazaar_id, import_id)
        if one.state == PREVIEW:
            return _preview(bazaar, one, str(problem))
        flash(str(problem), "error")
    else:
        db.session.commit()
    return redirect(url_for(".setup_page", bazaar_id=bazaar_id, import_id=import_id), 303)


@bp.get("/<int:bazaar_id>/manage/setup/<int:import_id>/progress")
@signed_in
def setup_progress(bazaar_id: int, import_id: int) -> Any:
    """How far it is, as the page's own part of HTML."""
    bazaar, one = _find(bazaar_id, import_id)
    return render_template(
        "bazaar/planning/_setup_progress.html",
        bazaar=bazaar,
        one=one,
        stalled=rules.is_stalled(one),
        percent=_percent(one),
    )


@bp.post("/<int:bazaar_id>/manage/setup/<int:import_id>/<any(resume, discard):what>")
@signed_in
def setup_state(bazaar_id: int, import_id: int, what: str) -> Any:
    """Goes on with a run whose worker died, or drops a preview."""
    _bazaar, one = _find(bazaar_id, import_id)
    with attempt() as done:
        if what == "resume":
            rules.resume(db.session(), current_actor(), one)
        else:
            rules.discard(db.session(), current_actor(), one)
    if not done or what == "resume":
        return redirect(url_for(".setup_page", bazaar_id=bazaar_id, import_id=import_id), 303)
    flash(_("The preview is dropped. Nothing was changed."), "success")
    return redirect(url_for(".setup", bazaar_id=bazaar_id), 303)


@bp.get("/<int:bazaar_id>/manage/setup/<int:import_id>/mistakes.<extension>")
@signed_in
def setup_mistakes(bazaar_id: int, import_id: int, extension: str) -> Any:
    """What is left out, and why."""
    _bazaar, one = _find(bazaar_id, import_id)
    if one.state != PREVIEW or extension not in ("csv", "xlsx"):
        abort(404)
    return exporting.mistakes(rules.plan_of(db.session(), current_actor(), one), extension)


def _find(bazaar_id: int, import_id: int) -> tuple[Bazaar, SetupImport]:
    session = db.session()
    bazaar = organised_or_404(session, current_actor(), bazaar_id)
    one = session.get(SetupImport, import_id)
    if one is None or one.bazaar_id != bazaar.id or one.state == DISCARDED:
        abort(404)
    return bazaar, one


def _percent(one: SetupImport) -> int:
    return 100 if one.state == DONE or not one.total else 100 * one.done // one.total


def _parts() -> dict[str, str]:
    return {
        "wrong": _("Wrong"),
        "new": _("Will be added"),
        "changed": _("Will change"),
        "same": _("Unchanged"),
    }


def _states() -> dict[str, tuple[str, str, str]]:
    return {
        PREVIEW: (_("Not begun yet"), "eye", "blue"),
        RUNNING: (_("Under way"), "hourglass-split", "amber"),
        DONE: (_("Done"), "check-circle-fill", "green"),
        UNDONE: (_("Taken back"), "arrow-counterclockwise", "grey"),
    }


def _outcomes(one: SetupImport) -> list[tuple[str, str, int, int, int]]:
    """(list, where it is seen, added, changed, not possible) of those of which there were any."""
    pages = {
        "educations": "bazaar_attendance.board",
        "stands": "bazaar_stands_manage.index",
        "people": "bazaar_attendance.visitors",
    }
    found = one.result.get("outcomes", {})
    kinds = (("education", "educations"), ("stand", "stands"), ("visitor", "people"))
    rows = []
    for key, name in kinds:
        numbers = tuple(found.get(f"{key}.{what}", 0) for what in ("new", "changed", "failed"))
        if any(numbers) or name in one.result.get("counts", {}):
            rows.append((str(LISTS[name]), url_for(pages[name], bazaar_id=one.bazaar_id), *numbers))
    return rows
