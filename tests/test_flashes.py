"""Toasts with a way back, and the names of people."""

from __future__ import annotations

from typing import Any

from flask import Flask, get_flashed_messages, render_template
from sqlalchemy.orm import Session

from portal.api import flash_undo, people_names


def told(app: Flask, *what: Any) -> str:
    with app.test_request_context("/"):
        flash_undo(*what)
        return render_template("portal/_flashes.html")


def test_the_button_undoes_with_a_post(app: Flask) -> None:
    html = told(app, "Closed <b>it</b>.", "/units/7/reopen", "Open it again")

    assert "Closed &lt;b&gt;it&lt;/b&gt;." in html
    assert '<form method="post" action="/units/7/reopen">' in html
    assert ">Open it again</button>" in html


def test_the_button_has_words_of_its_own(app: Flask) -> None:
    assert ">Fortryd</button>" in told(app, "Taget af.", "/restore")


def test_without_a_way_back_the_text_stands_alone(app: Flask) -> None:
    assert "<form" not in told(app, "Gone for good.", None)
    with app.test_request_context("/"):
        flash_undo("Gone for good.", "")
        assert get_flashed_messages(with_categories=True) == [("success", "Gone for good.")]


def test_names_of_people_also_of_who_has_left(session: Session, make: Any) -> None:
    here, gone = make.user(name="Ane Bech"), make.user(name="Bo Dam", active=False)
    session.flush()

    names = people_names(session, [here.id, gone.id, here.id, None, 9_999_999])

    assert names == {here.id: "Ane Bech", gone.id: "Bo Dam"}
    assert people_names(session, []) == {}
