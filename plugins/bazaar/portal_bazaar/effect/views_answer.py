"""Answering: one page with one's own words, by the link of the mail or signed in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal.api import PortalError, actor_for, current_actor, db, public, signed_in

from ..attendance.visitors import name_of
from ..models import EffectAnswer, EffectVersion
from ..permissions import bazaar_or_404
from . import answering, timing
from .forms import AnswerForm, read_answers, said_of
from .lines import Subject, lines_of, subject_of_actor, subject_of_ask
from .states import BECAME, TEXT_MAX
from .tokens import ask_of

bp = Blueprint(
    "bazaar_effect_answer", __name__, url_prefix="/bazaar", template_folder="../templates"
)


@bp.route("/effect/<token>", methods=["GET", "POST"])
@public
def by_link(token: str) -> Any:
    """For whoever holds the mail, signed in or not."""
    session = db.session()
    ask = ask_of(session, token)
    if ask is None:
        return render_template("bazaar/effect/no_link.html"), 404
    return _page(lambda: _again(token), url_for(".by_link", token=token))


def _again(token: str) -> Subject:
    ask = ask_of(db.session(), token)
    if ask is None:
        abort(404)
    return subject_of_ask(db.session(), ask)


@bp.route("/<int:bazaar_id>/effect/answer", methods=["GET", "POST"])
@signed_in
def mine(bazaar_id: int) -> Any:
    """The same for who is signed in: the own card and the own educations."""

    def subject() -> Subject:
        bazaar = bazaar_or_404(db.session(), current_actor(), bazaar_id)
        return subject_of_actor(db.session(), current_actor(), bazaar)

    return _page(subject, url_for(".mine", bazaar_id=bazaar_id))


def _page(find: Any, here: str) -> Any:
    session = db.session()
    subject: Subject = find()
    lines = lines_of(session, subject)
    plan = timing.plan_of(session, subject.bazaar)
    is_open = timing.is_open(subject.bazaar, plan)
    said, problems = said_of(lines), {}
    form = AnswerForm()
    if form.is_submitted():
        if not is_open:
            abort(404)
        said = read_answers(request.form, lines)
        if form.validate():
            try:
                problems = answering.answer(
                    session, actor_for(session, subject.user), subject, lines, said
                )
            except PortalError as problem:
                session.rollback()
                problems = {"": str(problem)}
            else:
                if not problems:
                    session.commit()
                    flash(_("Thank you. Your answer is saved; you can change it."), "success")
                    return redirect(here, 303)
                session.rollback()
            subject = find()
            lines = lines_of(session, subject)
            # Saved again, it is the answer to what now stands there.
            stored = said_of(lines)
            said = {
                key: replace(one, version=stored[key].version)
                for key, one in said.items()
                if key in stored
            }
    stored_answers = [one.answer for one in lines if one.answer is not None]
    body = render_template(
        "bazaar/effect/answer.html",
        bazaar=subject.bazaar,
        subject=subject,
        form=form,
        lines=lines,
        ours=[one for one in lines if one.is_commitment],
        mine=[one for one in lines if not one.is_commitment],
        said=said,
        problems=problems,
        is_open=is_open,
        plan=plan,
        closes=timing.closes_on(subject.bazaar, plan),
        asks_on=timing.asking_on(subject.bazaar, plan),
        became=BECAME,
        text_max=TEXT_MAX,
        who=who_answered,
        versions=answering.versions_of(session, [one.id for one in stored_answers]),
        here=here,
    )
    return body, 422 if problems or form.errors else 200


def who_answered(row: EffectAnswer | EffectVersion) -> str:
    """The name of who gave an answer."""
    user = row.answered_by if isinstance(row, EffectAnswer) else row.by
    if user is not None:
        return user.name
    return name_of(row.visitor) if row.visitor is not None else ""
