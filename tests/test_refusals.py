"""What a rule refuses is not kept, and said where the person looks."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask, get_flashed_messages
from sqlalchemy import select
from sqlalchemy.orm import Session
from wtforms import StringField

from portal.accounts.models import User
from portal.api import FieldProblem, Form, InvalidInput, PortalError, attempt, show_problem
from portal.database import db


class NameForm(Form):
    name = StringField()


@pytest.fixture
def form(app: Flask) -> Any:
    with app.test_request_context("/"):
        yield NameForm(meta={"csrf": False})


def rename(user: User, problem: Exception | None = None) -> None:
    user.name = "Another"
    db.session.flush()
    if problem is not None:
        raise problem


def stored_name(user_id: int) -> str | None:
    db.session.rollback()
    return db.session.scalar(select(User.name).where(User.id == user_id))


@pytest.fixture
def user(form: Any, session: Session, make: Any) -> Any:
    user_id = make.user(name="Ane Bech").id
    session.commit()
    return db.session.get(User, user_id)


def test_what_is_done_is_committed(user: User) -> None:
    with attempt() as done:
        rename(user)

    assert done
    assert stored_name(user.id) == "Another"


def test_a_refusal_keeps_nothing_and_is_told_on_the_next_page(user: User) -> None:
    user_id = user.id
    with attempt() as done:
        rename(user, PortalError("Not that name."))

    assert not done
    assert stored_name(user_id) == "Ane Bech"
    assert get_flashed_messages(with_categories=True) == [("error", "Not that name.")]


def test_a_refusal_is_told_in_the_form(user: User, form: Any) -> None:
    with attempt(form) as done:
        rename(user, FieldProblem("name", "Not that name."))

    assert not done
    assert form.name.errors == ["Not that name."]
    assert not get_flashed_messages()


def test_other_errors_pass_and_commit_nothing(user: User) -> None:
    user_id = user.id
    with pytest.raises(PortalError), attempt(refusal=FieldProblem):
        rename(user, PortalError("No."))

    assert stored_name(user_id) == "Ane Bech"


def test_each_sentence_stands_at_its_field_or_above_the_form(form: Any) -> None:
    show_problem(form, InvalidInput({"name": "Too long.", "gone": "Somebody deleted it."}))
    show_problem(form, FieldProblem("", "Not now."))
    show_problem(form, PortalError("Not ever."))

    assert form.name.errors == ["Too long."]
    assert form.form_errors == ["Somebody deleted it.", "Not now.", "Not ever."]
