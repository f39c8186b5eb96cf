"""The list of competences: an editor keeps it, and what it changes reaches the search."""

import pytest
from portal_ambassadors.catalogue import services as rules
from portal_ambassadors.models import AmbassadorLevel, Competence, CompetenceGroup
from sqlalchemy import select

from portal.api import SYSTEM, NotAllowed, PortalError

MOST = "99999999999999999999"


def test_an_editor_makes_the_list(session, sign_in):
    editor = sign_in("editor")
    assert "The list is empty" in editor.page("/ambassadors/catalogue/")
    assert editor.post("/ambassadors/catalogue/groups/new", {"name": "Teaching"}).status_code == 303
    (group,) = session.scalars(select(CompetenceGroup))
    sent = editor.post(
        "/ambassadors/catalogue/new",
        {"name": "Vejledning", "group_id": str(group.id), "synonyms": "supervision\nsparring"},
    )
    assert sent.status_code == 303
    (one,) = session.scalars(select(Competence))
    assert one.synonyms == ["supervision", "sparring"]
    assert "supervision, sparring" in editor.page("/ambassadors/catalogue/")
    assert "Vejledning" in editor.get("/ambassadors/catalogue/export.csv").text
    assert editor.get("/ambassadors/catalogue/export.xlsx").status_code == 200
    assert sign_in("staff").get("/ambassadors/catalogue/").status_code == 403


@pytest.mark.parametrize(
    ("field", "data"),
    [
        ("name", {"name": ""}),
        ("name", {"name": "\x00 -"}),
        ("name", {"name": "x" * 81}),
        ("name", {"name": "vejledning"}),
        ("name", {"name": "Supervision"}),
        ("group_id", {"group_id": ""}),
        ("group_id", {"group_id": MOST}),
        ("synonyms", {"synonyms": "x" * 81}),
        ("synonyms", {"synonyms": "\n".join(f"word {n}" for n in range(31))}),
        ("synonyms", {"synonyms": "super-vision"}),
        ("description", {"description": "x" * 301}),
    ],
)
def test_what_cannot_be_is_said_in_its_field(session, sign_in, competence, field, data):
    one = competence("Vejledning", ["supervision"])
    values = {"name": "Facilitering", "group_id": str(one.group_id), **data}
    sent = sign_in("editor").post("/ambassadors/catalogue/new", values)
    assert sent.status_code == 422 and f'id="{field}-error"' in sent.text
    assert session.scalars(select(Competence.name)).all() == ["Vejledning"]


def test_merging_keeps_the_higher_level_and_every_word(
    session, sign_in, ambassador, competence, work
):
    old, new = competence("Sparring", ["tutoring"]), competence("Vejledning", ["supervision"])
    gone = old.id
    both = ambassador("Anna", levels={"Sparring": 5, "Vejledning": 2})
    one = ambassador("Bo", levels={"Sparring": 3})
    work()
    editor = sign_in("editor")
    assert "2 ambassadors have it" in editor.page(f"/ambassadors/catalogue/{old.id}/merge")
    sent = editor.post(f"/ambassadors/catalogue/{old.id}/merge", {"into": str(new.id)})
    assert sent.status_code == 303
    session.expire_all()
    levels = {
        row.ambassador_id: (row.competence_id, row.level)
        for row in session.scalars(select(AmbassadorLevel))
    }
    assert levels == {both.id: (new.id, 5), one.id: (new.id, 3)}
    assert new.synonyms == ["supervision", "Sparring", "tutoring"]
    work()
    assert f"/ambassadors/{one.id}" in sign_in().page("/search?q=tutoring&kind=ambassador")
    assert editor.get(f"/ambassadors/catalogue/{gone}").status_code == 404


def test_merging_into_nothing_or_itself_is_refused(session, sign_in, competence):
    one = competence("Vejledning")
    editor = sign_in("editor")
    for into in ("", str(one.id), MOST, "x", "4711"):
        sent = editor.post(f"/ambassadors/catalogue/{one.id}/merge", {"into": into})
        assert sent.status_code == 422
    with pytest.raises(PortalError):
        rules.merge(session, SYSTEM, one, one)


def test_a_retired_competence_stays_with_who_has_it(session, sign_in, ambassador, competence):
    one, other = ambassador(levels={"Vejledning": 3}), ambassador()
    known = competence("Vejledning")
    editor = sign_in("editor")
    assert editor.post(f"/ambassadors/catalogue/{known.id}/retire").status_code == 303
    assert "Masters it" in sign_in().page(f"/ambassadors/{one.id}")
    mine, theirs = sign_in(one.user), sign_in(other.user)
    assert "no longer in use" in mine.page(f"/ambassadors/{one.id}/competences")
    assert "Vejledning" not in theirs.page(f"/ambassadors/{other.id}/competences")
    address = f"/ambassadors/{other.id}/competences/{known.id}"
    theirs.post(address, {"level": "3"})
    session.expire_all()
    assert other.level_rows == []
    mine.post(f"/ambassadors/{one.id}/competences/{known.id}", {"level": "2"})
    session.expire_all()
    assert one.level_rows[0].level == 2
    assert editor.post(f"/ambassadors/catalogue/{known.id}/offer").status_code == 303
    theirs.post(address, {"level": "3"})
    session.expire_all()
    assert other.level_rows[0].level == 3


def test_only_what_nobody_has_is_deleted(session, sign_in, ambassador, competence):
    ambassador(levels={"Vejledning": 3})
    used, free = competence("Vejledning"), competence("Facilitering")
    editor = sign_in("editor")
    for one in (used, free):
        assert editor.post(f"/ambassadors/catalogue/{one.id}/delete").status_code == 303
    assert session.scalars(select(Competence.name)).all() == ["Vejledning"]
    group = used.group_id
    assert editor.post(f"/ambassadors/catalogue/groups/{group}/delete").status_code == 303
    assert session.get(CompetenceGroup, group) is not None


def test_the_order_is_the_editors(session, sign_in, competence):
    first, second = competence("A"), competence("B")
    editor = sign_in("editor")
    editor.post(f"/ambassadors/catalogue/{second.id}/move", {"to": "up"})
    editor.post(f"/ambassadors/catalogue/{second.id}/move", {"to": "up"})
    session.expire_all()
    assert second.position < first.position
    other = competence("C", group="Leading")
    editor.post(f"/ambassadors/catalogue/groups/{other.group_id}/move", {"to": "up"})
    assert [group.name for group in rules.groups(session)] == ["Leading", "Teaching"]


def test_who_saves_an_older_one_is_told(session, sign_in, competence):
    one = competence("Vejledning")
    editor = sign_in("editor")
    values = {"name": "Sparring", "group_id": str(one.group_id), "version": str(one.version)}
    assert editor.post(f"/ambassadors/catalogue/{one.id}", values).status_code == 303
    again = editor.post(f"/ambassadors/catalogue/{one.id}", {**values, "name": "Andet"})
    assert again.status_code == 422 and "Somebody else changed it" in again.text


def test_the_rules_ask_who_it_is(session, make, competence):
    one, nobody = competence("Vejledning"), make.actor("staff")
    for act in (
        lambda: rules.save_group(session, nobody, "X"),
        lambda: rules.save_competence(session, nobody, name="X", group_id=one.group_id),
        lambda: rules.retire(session, nobody, one),
        lambda: rules.merge(session, nobody, one, one),
        lambda: rules.delete_competence(session, nobody, one),
        lambda: rules.move(session, nobody, one, True),
    ):
        with pytest.raises(NotAllowed):
            act()
