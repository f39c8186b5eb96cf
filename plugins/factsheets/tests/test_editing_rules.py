"""What the form of a fact sheet is made of, without HTTP."""

from __future__ import annotations

from dataclasses import replace

import pytest
from portal_factsheets.forms.fields import LinesField, LinksField, WordsField
from portal_factsheets.forms.sheet import SheetForm
from portal_factsheets.services.data import SheetData
from portal_factsheets.services.readiness import CAN_WAIT, FIELDS, TITLES, missing, parts
from portal_factsheets.views import conflicts
from werkzeug.datastructures import MultiDict
from wtforms import Form, StringField

WHOLE = SheetData(
    title="T",
    summary="S",
    institution="Et sted",
    challenge="C",
    hypothesis_if="H",
    hypothesis_then="S",
    actions="A",
    phase=1,
    outcome="failed",
    responsible_id=1,
)


def test_a_sheet_that_took_another_way_can_be_published() -> None:
    assert missing(WHOLE) == {}


def test_a_hypothesis_in_one_text_counts() -> None:
    one_text = replace(WHOLE, hypothesis_if="", hypothesis_then="", hypothesis="Hvis, så")
    assert missing(one_text) == {}


def test_every_part_is_ready_by_its_own_fields() -> None:
    ready = {part.name: part.ready for part in parts(WHOLE)}
    assert {name for name, done in ready.items() if not done} == CAN_WAIT
    assert not any(part.ready for part in parts(SheetData()))
    whole = replace(WHOLE, findings="F", target_group="T", tags=("t",))
    assert all(part.ready for part in parts(whole))


def test_every_field_of_the_form_is_in_a_part(app: object) -> None:
    named = [field for fields in FIELDS.values() for field in fields]
    hidden = {"csrf_token", "version", "seen"}
    with app.test_request_context():  # type: ignore[attr-defined]
        assert sorted(named) == sorted(set(SheetForm(formdata=None)._fields) - hidden)
    assert list(TITLES) == list(FIELDS)


def test_no_field_hides_what_a_script_asks_the_form_for(app: object) -> None:
    hidden = {"action", "elements", "enctype", "id", "length", "method", "reset", "submit"}
    with app.test_request_context():  # type: ignore[attr-defined]
        names = {field.name for field in SheetForm(formdata=None)}
    assert not names & hidden


class Small(Form):
    """A form with our own fields."""

    name = StringField()
    words = WordsField()
    lines = LinesField()
    links = LinksField()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", []),
        (" , ,, ", []),
        ("a", ["a"]),
        ("a, b ;c\nd", ["a", "b", "c", "d"]),
        ("to  ord, to ord", ["to ord"]),
        ("a\x00b", ["ab"]),
    ],
)
def test_words_with_commas(typed: str, words: list[str]) -> None:
    form = Small(MultiDict({"words": typed}))
    assert form.words.data == words
    assert Small(MultiDict({"words": form.words._value()})).words.data == words


def test_lines_keep_their_commas() -> None:
    form = Small(MultiDict({"lines": "Skriv først, mød bagefter\r\n\r\nBrevet"}))
    assert form.lines.data == ["Skriv først, mød bagefter", "Brevet"]


def test_links_of_uneven_lists() -> None:
    sent = MultiDict([("links_title", "A"), ("links_title", "B"), ("links_url", "https://a.dk")])
    form = Small(sent)
    assert [(link.title, link.url) for link in form.links.data] == [
        ("A", "https://a.dk"),
        ("B", ""),
    ]
    assert not form.validate()
    assert list(form.links.errors_by_row) == [1]


def test_too_many_links_are_cut_and_refused_elsewhere() -> None:
    many = MultiDict([("links_url", f"https://a.dk/{number}") for number in range(500)])
    assert len(Small(many).links.data) == 40


def form_of(**values: object) -> Small:
    """A form filled from the database."""
    return Small(None, data={"words": [], "lines": [], "links": [], **values})


def test_what_only_the_other_changed_is_suggested_from_them() -> None:
    seen = conflicts.digest(form_of(name="før", words=["a"]))
    mine = Small(MultiDict({"name": "før", "words": "a, b", "lines": ""}))
    theirs = form_of(name="efter", words=["a"])
    found = {one.name: one.suggested for one in conflicts.differences(mine, theirs, seen)}
    assert found == {"name": "theirs", "words": "mine"}


def test_without_a_digest_mine_is_suggested() -> None:
    mine, theirs = Small(MultiDict({"name": "mit"})), form_of(name="deres")
    for seen in (None, "", "nonsense", "name:", ":", "name:x name:y"):
        [one] = conflicts.differences(mine, theirs, seen)
        assert (one.suggested, one.mine, one.theirs) == ("mine", "mit", "deres")


def test_choosing_theirs_replaces_both_inputs_of_the_links() -> None:
    from portal_factsheets.services.data import Link

    posted = MultiDict(
        [
            ("links_title", "Min"),
            ("links_url", "https://min.dk"),
            ("name", "mit"),
            ("choose-links", "theirs"),
            ("choose-name", "mine"),
        ]
    )
    theirs = form_of(name="deres", links=[Link("Deres", "https://deres.dk")])
    taken = Small(conflicts.chosen(posted, theirs))
    assert taken.name.data == "mit"
    assert taken.links.data == [Link("Deres", "https://deres.dk")]
