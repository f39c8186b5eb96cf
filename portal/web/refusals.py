"""What a view does when a rule says no: nothing is kept, and the person reads why.

Rules refuse by raising PortalError. `attempt` stands around the call of a rule in a view that
writes: it commits what the rule did, or rolls it back and tells.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import flash

from portal.database import db
from portal.errors import FieldProblem, InvalidInput, PortalError
from portal.web.forms import Form


class Attempt:
    """How `attempt` ended: true once everything is committed."""

    def __init__(self) -> None:
        self.succeeded = False

    def __bool__(self) -> bool:
        return self.succeeded


@contextmanager
def attempt(
    form: Form | None = None, refusal: type[PortalError] = PortalError
) -> Iterator[Attempt]:
    """Commits what is done inside. A `refusal` rolls it back and is shown in `form`, or without
    one in a flash on the next page; every other error passes.

        with attempt(form) as done:
            rename(session, actor, thing, form.name.data)
        if done:
            flash(_("Saved."), "success")
            return redirect(url_for(".page", thing_id=thing_id), 303)
        return render_template("lending/edit.html", form=form)

    After a refusal the objects that were loaded before are expired and read anew.
    """
    done = Attempt()
    try:
        yield done
    except refusal as problem:
        db.session.rollback()
        if form is None:
            flash(str(problem), "error")
        else:
            show_problem(form, problem)
    else:
        db.session.commit()
        done.succeeded = True


def show_problem(form: Form, problem: PortalError) -> None:
    """Puts what a rule objected to at the fields it names; what belongs to none stands above the
    form."""
    if isinstance(problem, InvalidInput):
        sentences = problem.errors
    elif isinstance(problem, FieldProblem):
        sentences = {problem.field: str(problem)}
    else:
        sentences = {"": str(problem)}
    for name, sentence in sentences.items():
        if name in form:
            form[name].errors = [*form[name].errors, sentence]
        else:
            form.form_errors.append(sentence)
