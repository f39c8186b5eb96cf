"""Articles: the list, one of them, writing, publishing."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from portal.api import (
    Race,
    attachments_of,
    attempt,
    current_actor,
    db,
    flash_undo,
    forget_draft,
    form_draft,
    history_url,
    latest_number,
    may,
    narrow,
    paginate,
    race,
    settle,
    show_problem,
    signed_in,
)

from ..models import Article, ArticleAuthor
from . import services as rules
from .forms import ArticleForm
from .services import FIELDS, ArticleData, InvalidArticle
from .states import KIND, STATES, State

bp = Blueprint(
    "ambassadors_articles",
    __name__,
    url_prefix="/ambassadors/articles",
    template_folder="../templates",
)


def _find(article_id: int) -> Article:
    wanted = select(Article).where(Article.id == article_id)
    article = db.session.scalar(narrow(wanted, current_actor(), Article))
    if article is None:
        abort(404)
    return article


def _find_for(article_id: int, verb: str) -> Article:
    article = _find(article_id)
    if not may(db.session(), current_actor(), verb, article):
        abort(403)
    return article


@bp.get("/")
@signed_in
def index() -> str:
    """The published ones, newest first; above them what one has not published yet."""
    session, actor = db.session(), current_actor()
    seen = narrow(select(Article), actor, Article)
    found = paginate(
        session,
        seen.where(Article.status == State.PUBLISHED).order_by(
            Article.published_at.desc(), Article.id.desc()
        ),
    )
    mine = session.scalars(
        seen.join(ArticleAuthor, ArticleAuthor.article_id == Article.id)
        .where(Article.status != State.PUBLISHED, ArticleAuthor.user_id == actor.user_id)
        .order_by(Article.updated_at.desc())
        .limit(20)
    ).all()
    return render_template(
        "ambassadors/articles/list.html",
        page=found,
        mine=mine,
        states=STATES,
        may_write=rules.may_write(session, actor),
        page_url=lambda number: url_for(".index", page=number),
    )


@bp.get("/<int:article_id>")
@signed_in
def page(article_id: int) -> str:
    """One article, with its picture."""
    session, actor = db.session(), current_actor()
    article = _find(article_id)
    files = attachments_of(session, KIND, [article_id])[article_id]
    pictures = [one for one in files if one.file.media_type.startswith("image/")]
    return render_template(
        "ambassadors/articles/page.html",
        article=article,
        picture=pictures[0] if pictures else None,
        files=files,
        rest=[one for one in files if one not in pictures[:1]],
        state=STATES[article.status],
        kind=KIND,
        may_edit=may(session, actor, "edit", article),
        history=history_url(KIND, article_id),
    )


@bp.route("/new", methods=["GET", "POST"])
@signed_in
def create() -> Any:
    """A new one."""
    if not rules.may_write(db.session(), current_actor()):
        abort(403)
    return _form(None)


@bp.route("/<int:article_id>/edit", methods=["GET", "POST"])
@signed_in
def edit(article_id: int) -> Any:
    """What it says."""
    return _form(_find_for(article_id, "edit"))


def _form(article: Article | None) -> Any:
    session, actor = db.session(), current_actor()
    if request.method == "POST" and article is not None:
        rules.lock(session, article)
        settled = settle(session, actor, KIND, article, request.form)
        if settled is not None:
            if settled.race is not None:
                return _both(article, settled.race)
            now = rules.data_of(article)
            values = {name: settled.data.get(name, getattr(now, name)) for name in FIELDS}
            return _save(article, ArticleData(**values), None)
    number = article.id if article is not None else None
    draft = form_draft(session, actor, KIND, number, article.version if article else "")
    posted: Any = request.form if request.method == "POST" else draft.fields
    form = _filled(article) if posted is None else ArticleForm(formdata=MultiDict(posted))
    if article is not None:
        form.author_ids.keep(article.author_ids)
    if request.method == "GET" or not form.validate():
        return _show(form, article, draft)
    values = {name: form[name].data or "" for name in ("title", "lead", "text")}
    return _save(article, ArticleData(**values, author_ids=form.author_ids.data or ()), form)


def _save(article: Article | None, data: ArticleData, form: ArticleForm | None) -> Any:
    session, actor = db.session(), current_actor()
    if article is not None and form is not None and form.version.data != str(article.version):
        mine = {name: getattr(data, name) for name in FIELDS}
        lost = race(
            session,
            actor,
            KIND,
            article,
            form.based_on.data,
            {**mine, "author_ids": list(data.author_ids), "status": article.status},
        )
        if any(part.changed_by != "mine" for part in lost.parts):
            return _both(article, lost)
    try:
        if article is None:
            article = rules.create(session, actor, data)
        else:
            rules.change(session, actor, article, data)
    except InvalidArticle as problem:
        form = form or _filled(article)
        show_problem(form, problem)
        number = article.id if article is not None else None
        return _show(form, article, form_draft(session, actor, KIND, number))
    forget_draft(session, actor, request.form)
    session.commit()
    flash(_("The article is saved."), "success")
    return redirect(url_for(".page", article_id=article.id), 303)


def _filled(article: Article | None) -> ArticleForm:
    if article is None:
        return ArticleForm(formdata=None, data={"author_ids": [current_actor().user_id]})
    values: dict[str, Any] = {name: getattr(article, name) for name in FIELDS}
    values["version"] = str(article.version)
    values["based_on"] = str(latest_number(db.session(), KIND, article.id))
    return ArticleForm(formdata=None, data=values)


def _show(form: ArticleForm, article: Article | None, draft: Any) -> Any:
    page = render_template(
        "ambassadors/articles/edit.html", form=form, article=article, draft=draft
    )
    return page, 422 if form.errors else 200


def _both(article: Article, lost: Race) -> Any:
    page = render_template("ambassadors/articles/conflict.html", race=lost, article=article)
    return page, 409


@bp.post("/<int:article_id>/publish")
@signed_in
def publish(article_id: int) -> Any:
    """For everyone to read; the undo makes it what it was."""
    article = _find_for(article_id, "publish")
    undo = ".unpublish" if article.published_at is None else ".take_down"
    undo_url = url_for(undo, article_id=article_id)
    return _change(article, rules.publish, _("Published. Everyone can read it."), undo_url)


@bp.post("/<int:article_id>/take-down")
@signed_in
def take_down(article_id: int) -> Any:
    """No longer for everyone; the undo publishes it again."""
    article = _find_for(article_id, "publish")
    undo = url_for(".publish", article_id=article_id)
    words = _("Taken down. Only its authors and coordinators see it.")
    return _change(article, rules.take_down, words, undo)


@bp.post("/<int:article_id>/unpublish")
@signed_in
def unpublish(article_id: int) -> Any:
    """The undo of a first publishing."""
    article = _find_for(article_id, "publish")
    return _change(article, rules.unpublish, _("A draft again."))


def _change(article: Article, change: Any, words: str, undo_url: str = "") -> Any:
    session, actor = db.session(), current_actor()
    rules.lock(session, article)
    article_id = article.id
    with attempt() as done:
        change(session, actor, article)
    if done:
        flash_undo(words, undo_url)
    return redirect(url_for(".page", article_id=article_id), 303)
