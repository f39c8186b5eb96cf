"""What the style guide shows: a form in every state, a list, filters. For developers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    FileField,
    MonthField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Email, InputRequired, Length, Optional


@dataclass
class ExamplePage:
    """The second of seven pages."""

    page: int = 2
    pages: int = 7
    total: int = 134
    per_page: int = 20

    def url_for_page(self, number: int) -> str:
        """Where a page is."""
        return f"?page={number}"


def choices(**titles: str) -> list[SelectChoice]:
    """Choices of a field."""
    return [SelectChoice(value, title) for value, title in titles.items()]


class StyleguideForm(FlaskForm):
    """One field of every kind."""

    title = StringField("Title", [InputRequired("Write a title of a few words.")])
    email = EmailField("E-mail", [Optional(), Email("Write the whole address: name@place.dk")])
    password = PasswordField("Password", [InputRequired(), Length(min=12)])
    hypothesis = TextAreaField("so ...", [InputRequired("Write what you expect to happen.")])
    actions = TextAreaField("What did you do?")
    track = SelectField("Track", choices=choices(r="Relation", u="Exploring"))
    units = SelectMultipleField(
        "Who may see it?", choices=choices(**{f"u{n}": f"Education number {n}" for n in range(14)})
    )
    roles = SelectMultipleField("Roles", choices=choices(m="Method", s="Subject"))
    phase = RadioField(
        "Phase of the experiment wheel",
        choices=choices(p1="Prephase", p2="Design", p3="Action", p4="Analysis"),
    )
    outcome = RadioField(
        "How did it go?",
        [InputRequired("Choose one.")],
        choices=choices(yes="Succeeded", partly="Partly", other="Went another way"),
    )
    ready = BooleanField("Ready to take home", description="Others can lift it out and use it.")
    mail = BooleanField("Send me a mail when somebody asks")
    review = DateField("To be reviewed", [Optional()])
    begun = MonthField("Begun", [Optional()])
    file = FileField("A file", description="PDF or picture, 10 MB at most.")


def material() -> dict[str, Any]:
    """What a list page needs beside its rows."""
    return {
        "page": ExamplePage(),
        "preview_url": "/styleguide/preview",
        "sort_url": lambda sort: f"?sort={sort}",
        "units": [
            {"value": str(n), "title": f"Education {n}", "count": 20 - n, "checked": n == 9}
            for n in range(12)
        ],
    }


def filled() -> dict[str, Any]:
    """A form in the middle of things."""
    return {
        "title": "Exam with open books",
        "phase": "p3",
        "outcome": "other",
        "units": ["u1", "u12"],
        "ready": True,
        "actions": "1. We wrote three tasks\n2. They tried them in October",
    }


def example() -> dict[str, Any]:
    """The context of the style guide's template."""
    return {"form": StyleguideForm(data=filled()), **material()}
