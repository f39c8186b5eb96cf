"""A spreadsheet from its upload to its end: read, looked at, answered, done in batches.

Each batch is a transaction and a job of its own: nobody waits long for the database, and a killed
worker loses nothing. Everything raises NotAllowed, and ListProblem with what to do instead.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.api import (
    SYSTEM,
    Actor,
    JobContext,
    PortalError,
    User,
    actor_for,
    enqueue,
    lists,
    now,
    record,
    rows_changed,
)

from ...models import Bazaar, SetupImport
from ...permissions import bazaar_saved, organises
from ...vocabulary import KIND
from ..services import require
from .applying import Applier
from .columns import COLUMNS, LISTS
from .known import NONE
from .layout import Arranged, arrange, tables_of
from .plan import SetupPlan, plan_setup
from .states import DISCARDED, DONE, PREVIEW, RUNNING

log = logging.getLogger("portal.bazaar")
TOPIC = "bazaar.setup"
#: People's data in files: kept no longer than they serve.
KEPT = dt.timedelta(days=30)


def read_setup(
    session: Session, actor: Actor, bazaar: Bazaar, file_name: str, data: bytes
) -> SetupImport:
    """Reads the bytes of a file and keeps what is in them, for the preview."""
    require(session, actor, bazaar)
    return keep_setup(session, actor, bazaar, file_name, lists.read_sheets(data), guarded(data))


def guarded(data: bytes) -> bool:
    """Whether an apostrophe keeps a cell from being a formula, as in text; a workbook knows."""
    return not data.startswith(b"PK")


def keep_setup(
    session: Session,
    actor: Actor,
    bazaar: Bazaar,
    file_name: str,
    sheets: list[tuple[str, list[tuple[int, list[str]]]]],
    guarded: bool,
) -> SetupImport:
    """What was read already, for views that read before they ask for the database. Headings that
    somebody explained once are known. Raises ListProblem where there is nothing to look at."""
    require(session, actor, bazaar)
    layout = {"heads": _remembered(session, bazaar)}
    found = arrange(sheets, layout)
    tables_of(found, guarded=guarded)
    if not any(one.rows for one in found):
        raise lists.ListProblem(_("There are headings and nothing below them."))
    one = SetupImport(
        bazaar_id=bazaar.id,
        file_name=lists.clean_file_name(file_name),
        created_by_id=actor.user_id,
        options={"answers": {}, "layout": layout},
        table={"guarded": guarded, "sheets": [[title, rows] for title, rows in sheets]},
    )
    session.add(one)
    session.flush()
    return one


def arranged_of(one: SetupImport) -> list[Arranged]:
    """The sheets of an upload, as what they are taken."""
    if "sheets" not in one.table:  # uploaded before the columns could be chosen
        return []
    sheets = [
        (title, [(number, cells) for number, cells in rows]) for title, rows in one.table["sheets"]
    ]
    return arrange(sheets, one.options.get("layout", {}))


def plan_of(
    session: Session, actor: Actor, one: SetupImport, arranged: Sequence[Arranged] | None = None
) -> SetupPlan:
    """What it would do as things stand now. `arranged`: its sheets, where they are at hand."""
    options = one.options
    if "sheets" in one.table:
        found = arranged_of(one) if arranged is None else arranged
        tables = tables_of(found, guarded=bool(one.table["guarded"]))
        unfit = [sheet.title for sheet in found if not sheet.name and sheet.title]
    else:
        tables = {name: lists.Table.from_json(data) for name, data in one.table.items()}
        unfit = list(options.get("unfit", ()))
    return plan_setup(session, actor, one.bazaar, tables, options.get("answers", {}), unfit)


def choose_columns(
    session: Session, actor: Actor, one: SetupImport, chosen: Mapping[str, str]
) -> None:
    """Says what sheets and columns are: {"list-0": list, "head-0": row, "column-0-2": column} by
    the number of the sheet and the place in it. What makes no sense is left out; where a sheet
    becomes another list, or its headings move, its columns are found anew."""
    _require_preview(session, actor, one)
    layout = one.options.get("layout", {})
    sheets = dict(layout.get("sheets", {}))
    heads = {name: dict(found) for name, found in layout.get("heads", {}).items()}
    for sheet in arranged_of(one):
        name = chosen.get(f"list-{sheet.index}", sheet.name)
        row = chosen.get(f"head-{sheet.index}", str(sheet.head))
        rows = {str(number): number for number, _text in sheet.first} | {"0": 0}
        if name not in LISTS and name != "":
            name = sheet.name
        head = rows.get(row, sheet.head)
        if (name, head) != (sheet.name, sheet.head):
            sheets[str(sheet.index)] = [name, head]
        elif name:
            wanted = {
                at.key: chosen.get(f"column-{sheet.index}-{at.at}", at.column) for at in sheet.heads
            }
            before = {at.key: at.column for at in sheet.heads}
            guessed = {at.key for at in sheet.heads if at.guessed}
            new = {
                key: column
                for key, column in wanted.items()
                if (column != before[key] or key in guessed)
                and (column == "" or column in COLUMNS[name])
            }
            # Who gives a column to another does not have to take it from the first.
            taken = {column for key, column in new.items() if column and column != before[key]}
            for key, column in wanted.items():
                if column in taken and column == before[key]:
                    new[key] = ""
            heads.setdefault(name, {}).update(new)
    one.options = {**one.options, "layout": {"sheets": sheets, "heads": heads}}


def _remembered(session: Session, bazaar: Bazaar) -> dict[str, dict[str, str]]:
    """What headings meant in the bazaar's last upload; places mean nothing in another file."""
    rows = session.scalars(
        select(SetupImport.options)
        .where(SetupImport.bazaar_id == bazaar.id)
        .order_by(SetupImport.id.desc())
        .limit(1)
    )
    heads: dict[str, dict[str, str]] = next(
        (row.get("layout", {}).get("heads", {}) for row in rows), {}
    )
    return {
        name: {key: column for key, column in found.items() if not key.startswith("#")}
        for name, found in heads.items()
        if name in COLUMNS
    }


def answer(session: Session, actor: Actor, one: SetupImport, answers: Mapping[str, str]) -> None:
    """Says which units words mean: {words: id, 'none' or ''}; what makes no sense is left out."""
    _require_preview(session, actor, one)
    kept = dict(one.options.get("answers", {}))
    for words, value in list(answers.items())[:2_000]:
        key = lists.fold_unit(words[:1_000])
        if value == NONE or (value.isascii() and value.isdigit() and len(value) < 10):
            kept[key] = value
        else:
            kept.pop(key, None)
    one.options = {**one.options, "answers": kept}


def start(
    session: Session,
    actor: Actor,
    one: SetupImport,
    *,
    strict: bool = False,
    mail_leaders: bool = False,
    mail_keepers: bool = False,
) -> None:
    """Writes down what is to be done and does the first batch; the worker does the rest. With
    `strict`, raises ListProblem while any row is wrong."""
    _require_preview(session, actor, one)
    plan = plan_of(session, actor, one)
    if strict and plan.wrong:
        raise lists.ListProblem(_("There are mistakes in the file, and you asked for none."))
    if not plan.steps:
        raise lists.ListProblem(_("There is nothing to do."))
    # Of two who press the button at once, one finds it begun.
    begun = rows_changed(
        session,
        update(SetupImport)
        .where(SetupImport.id == one.id, SetupImport.state == PREVIEW)
        .values(state=RUNNING)
        .execution_options(synchronize_session=False),
    )
    if not begun:
        raise lists.ListProblem(_("It has begun already."))
    session.refresh(one)
    one.total, one.done, one.moved_at = len(plan.steps), 0, now()
    one.created_by_id = actor.user_id
    one.steps = {"todo": plan.steps}
    options = {"mail_leaders": mail_leaders, "mail_keepers": mail_keepers}
    one.options = {**one.options, **options, "system": actor.is_system}
    counts = {name: plan.counts(name) for name in plan.plans}
    one.result = {"counts": counts, "outcomes": {}, "problems": [], "educations": []}
    session.flush()
    record(session, actor, "bazaar.import_started", KIND, one.bazaar_id, file=one.file_name)
    _batch(session, actor, one)
    if one.state == RUNNING:
        _go_on(session, one)


def run_batch(session: Session, import_id: int, begins: int | None = None) -> None:
    """The next steps, and the job of the batch after it in the same transaction. Nothing where it
    ended, or another worker has done the batch that begins at `begins`."""
    wanted = select(SetupImport).where(SetupImport.id == import_id).with_for_update()
    one = session.scalar(wanted)
    if one is None or one.state != RUNNING or (begins is not None and one.done != begins):
        return
    user = session.get(User, one.created_by_id) if one.created_by_id else None
    actor = SYSTEM if one.options.get("system") else actor_for(session, user)
    if not organises(session, actor, one.bazaar):
        return  # nothing goes on in the name of who may not any longer: see `resume`
    with force_locale(user.language) if user else nullcontext():
        _batch(session, actor, one)
    if one.state == RUNNING:
        _go_on(session, one)


def job(context: JobContext) -> None:
    """The handler."""
    run_batch(context.session, int(context.payload["import"]), context.payload.get("from"))


def resume(session: Session, actor: Actor, one: SetupImport) -> bool:
    """Goes on with a run that has stood still, in the name of who says so; says whether there was
    need."""
    require(session, actor, one.bazaar)
    if not is_stalled(one):
        return False
    one.moved_at = now()
    one.created_by_id = actor.user_id
    one.options = {**one.options, "system": actor.is_system}
    _go_on(session, one)
    return True


def is_stalled(one: SetupImport) -> bool:
    """Whether a run has stood still for so long that its worker must have died."""
    return one.state == RUNNING and now() - one.moved_at > lists.STALLED


def discard(session: Session, actor: Actor, one: SetupImport) -> None:
    """Drops a preview; nothing was changed by it."""
    _require_preview(session, actor, one)
    one.state, one.table = DISCARDED, {}


def recent(session: Session, bazaar: Bazaar, limit: int = 10) -> Sequence[SetupImport]:
    """The last uploads that were not dropped."""
    return session.scalars(
        select(SetupImport)
        .where(SetupImport.bazaar_id == bazaar.id, SetupImport.state != DISCARDED)
        .order_by(SetupImport.id.desc())
        .limit(limit)
    ).all()


def forget_old(session: Session) -> None:
    """Deletes uploads that have served; of a bazaar's last one the meaning of headings stays."""
    old = select(SetupImport).where(
        SetupImport.moved_at < now() - KEPT, SetupImport.state != RUNNING
    )
    last = set(session.scalars(select(func.max(SetupImport.id)).group_by(SetupImport.bazaar_id)))
    for one in session.scalars(old).all():
        if one.id not in last or not one.options.get("layout", {}).get("heads"):
            session.delete(one)
        elif one.file_name:
            one.state, one.file_name, one.created_by_id = DISCARDED, "", None
            one.table, one.steps, one.result = {}, {}, {}
            one.options = {"layout": {"heads": one.options["layout"]["heads"]}}


def _go_on(session: Session, one: SetupImport) -> None:
    # Without a key: the batch itself knows whether somebody was there before.
    enqueue(session, TOPIC, {"import": one.id, "from": one.done})


def _batch(session: Session, actor: Actor, one: SetupImport) -> None:
    """Steps for about half a second, each in a savepoint: what fails costs itself alone."""
    result: dict[str, Any] = {**one.result, "outcomes": dict(one.result["outcomes"])}
    problems, educations = list(result["problems"]), list(result["educations"])
    made = list(result.get("made", ()))
    todo = one.steps["todo"]
    applier = Applier(session, actor, one.bazaar, one.options)
    until = time.monotonic() + lists.SECONDS
    while one.done < one.total:
        step = todo[one.done]
        outcome = ""
        try:
            with session.begin_nested():
                outcome = applier.apply(step)
        except PortalError as problem:
            problems.append({"row": step["row"], "text": _about(step, str(problem))})
        except DBAPIError:
            raise  # the database itself: the job is tried again
        except Exception:
            log.exception("step %s of the setup %s failed", one.done, one.id)
            text = _about(step, _("It failed; the log says why."))
            problems.append({"row": step["row"], "text": text})
        key = f"{step['do']}.{outcome or 'failed'}"
        result["outcomes"][key] = result["outcomes"].get(key, 0) + 1
        if outcome == lists.NEW and applier.made is not None:
            made.append(applier.made)
        if outcome == lists.NEW and step["do"] == "education":
            educations.append(step["unit"])
        one.done += 1
        if time.monotonic() > until:
            break
    one.result = {
        **result,
        "problems": problems[: lists.MAX_PROBLEMS],
        "educations": educations,
        "made": made,
    }
    one.moved_at = now()
    if one.done >= one.total:
        applier.finish(educations)
        one.state, one.table, one.steps = DONE, {}, {}
        record(session, actor, "bazaar.import_done", KIND, one.bazaar_id, file=one.file_name)
    bazaar_saved(session, one.bazaar, actor)


def _about(step: Mapping[str, Any], text: str) -> str:
    who = step.get("name") or step.get("email") or ""
    return f"{who}: {text}"[:300] if who else text[:300]


def _require_preview(session: Session, actor: Actor, one: SetupImport) -> None:
    require(session, actor, one.bazaar)
    if one.state != PREVIEW:
        raise lists.ListProblem(_("It has begun already."))
