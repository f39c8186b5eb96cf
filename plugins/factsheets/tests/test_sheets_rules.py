"""Writing, changing, publishing and deleting, without pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from flask_babel import force_locale
from portal_factsheets.models import FactSheet
from portal_factsheets.services import sheets as rules
from portal_factsheets.services.data import Link, SheetData, data_of, is_web_address
from sqlalchemy import select

from portal.api import NotAllowed, PortalError, audience_of, may


def errors(session, actor, sheet=None, **data):
    """The errors by field of saving a sheet with `data`."""
    data.setdefault("title", "Shorter meetings")
    with pytest.raises(rules.InvalidSheet) as caught:
        if sheet is None:
            rules.create_sheet(session, actor, SheetData(**data))
        else:
            rules.update_sheet(session, actor, sheet, SheetData(**data), version=sheet.version)
    return caught.value.errors


def labels(session, sheet):
    return audience_of(session, rules.KIND, [sheet.id])[sheet.id]


def test_a_new_sheet_is_a_draft_that_only_its_owners_see(session, make):
    author, keeper = make.user(roles=["staff"]), make.user()
    actor = make.actor_of(author)
    data = SheetData(title="  Shorter\n meetings ", responsible_id=keeper.id)

    sheet = rules.create_sheet(session, actor, data)

    assert (sheet.title, sheet.status, sheet.author_id) == ("Shorter meetings", "draft", author.id)
    assert labels(session, sheet) == {f"user:{author.id}", f"user:{keeper.id}"}
    assert not may(session, make.actor("editor"), "view", sheet)
    assert not may(session, make.actor("editor"), "edit", sheet)


def test_nobody_without_the_permission_writes(session, make):
    with pytest.raises(NotAllowed):
        rules.create_sheet(session, make.actor(), SheetData(title="x"))


def test_publishing_shows_it_to_whom_it_is_for(session, make, sheet):
    unit = make.unit()
    author = make.user(roles=["staff"])
    open_to_all = sheet(author=author)
    for_a_unit = sheet(author=author, visibility="units", visible_units=[unit.id])
    private = sheet(author=author, visibility="private")

    assert "everyone" in labels(session, open_to_all)
    assert labels(session, for_a_unit) == {f"unit:{unit.id}", f"user:{author.id}"}
    assert labels(session, private) == {f"user:{author.id}"}


def test_an_empty_sheet_cannot_be_published(session, make):
    actor = make.actor("staff")
    sheet = rules.create_sheet(session, actor, SheetData(title="Only a title"))
    with force_locale("en"), pytest.raises(PortalError, match="cannot be published yet"):
        rules.publish(session, actor, sheet)
    assert sheet.status == "draft"


def test_the_way_of_a_sheet(session, make, sheet):
    author = make.user(roles=["staff"])
    actor = make.actor_of(author)
    found = sheet(author=author, status="draft")

    with force_locale("en"), pytest.raises(PortalError, match="Only a published"):
        rules.archive(session, actor, found)
    rules.publish(session, actor, found)
    first = found.published_at
    rules.archive(session, actor, found)
    assert "everyone" in labels(session, found)
    rules.publish(session, actor, found)
    rules.unpublish(session, actor, found)

    assert found.status == "draft"
    assert found.published_at == first
    assert labels(session, found) == {f"user:{author.id}"}


@pytest.mark.parametrize("verb", ["publish", "archive", "unpublish", "delete", "edit", "review"])
def test_others_may_do_nothing_with_it(session, make, sheet, verb):
    assert not may(session, make.actor("staff"), verb, sheet())


def test_an_editor_keeps_what_they_see_and_nothing_else(session, make, sheet):
    editor = make.actor("editor")
    seen, unseen = sheet(), sheet(visibility="private")
    for verb in ("edit", "archive", "delete", "review"):
        assert may(session, editor, verb, seen)
        assert not may(session, editor, verb, unseen)
    # Or the sheet would vanish from under them.
    assert not may(session, editor, "unpublish", seen)


def test_the_author_deletes_drafts_and_editors_the_rest(session, make, sheet):
    author = make.user(roles=["staff"])
    actor = make.actor_of(author)
    draft, published = sheet(author=author, status="draft"), sheet(author=author)
    keeper = make.user(roles=["staff"])
    draft.responsible_id = keeper.id

    assert may(session, actor, "delete", draft)
    assert not may(session, make.actor_of(keeper), "delete", draft)
    assert not may(session, actor, "delete", published)
    with pytest.raises(NotAllowed):
        rules.delete_sheet(session, actor, published)


def test_deleting_leaves_what_builds_on_it(session, make, sheet):
    origin = sheet("Origin")
    later = sheet("Later", builds_on_id=origin.id)
    rules.delete_sheet(session, make.actor("editor"), origin)
    session.commit()
    session.refresh(later)
    assert later.builds_on_id is None
    assert labels(session, later)


def test_two_people_writing_at_once_are_told(session, make, sheet):
    author, other = make.user("Ane", roles=["staff"]), make.user("Bo", roles=["editor"])
    found = sheet("Before", author=author)
    version, mine = found.version, data_of(found)
    theirs = replace(mine, title="What Bo wrote")
    rules.update_sheet(session, make.actor_of(other), found, theirs, version=version)

    with pytest.raises(rules.SheetConflict) as caught:
        rules.update_sheet(
            session,
            make.actor_of(author),
            found,
            replace(mine, title="What Ane wrote"),
            version=version,
        )

    conflict = caught.value
    assert (conflict.mine.title, conflict.theirs.title) == ("What Ane wrote", "What Bo wrote")
    assert (conflict.version, conflict.by) == (found.version, "Bo")
    assert found.title == "What Bo wrote"


def test_every_change_raises_the_version_and_saving_the_same_does_not(session, make, sheet):
    author = make.user(roles=["staff"])
    actor, found = make.actor_of(author), sheet(author=author)
    before = found.version
    rules.update_sheet(session, actor, found, data_of(found), version=before)
    assert found.version == before
    for data in (
        replace(data_of(found), tags=["new"]),
        replace(data_of(found), concept_ids=[_concept(session).id], tags=["new"]),
    ):
        version = found.version
        rules.update_sheet(session, actor, found, data, version=version)
        assert found.version == version + 1


def _concept(session):
    from portal_factsheets.services.catalogue import find_or_create_concept

    from portal.api import SYSTEM

    return find_or_create_concept(session, SYSTEM, "A concept")


def test_what_is_too_long_is_said_by_field(session, make):
    found = errors(
        session,
        make.actor("staff"),
        title="x" * 201,
        summary="x" * 301,
        challenge="x" * 30_001,
        institution="x" * 201,
        tags=["x" * 41],
        other_titles=[str(number) for number in range(11)],
    )
    assert set(found) == {
        "title", "summary", "challenge", "institution", "tags", "other_titles",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", " \n "),
        ("kind", "magic"),
        ("outcome", "magic"),
        ("phase", 7),
        ("phase", -1),
        ("visibility", "magic"),
        ("unit_id", 999_999),
        ("programme_id", 999_999),
        ("track_id", 999_999),
        ("concept_ids", [999_999]),
        ("responsible_id", 999_999),
        ("builds_on_id", 999_999),
        ("review_due", dt.date(1, 1, 1)),
        ("period_start", dt.date(9999, 1, 1)),
        ("tags", [str(number) for number in range(11)]),
        ("links", [Link("x", "javascript:alert(1)")]),
        ("links", [Link("x", "https://")]),
        ("links", [Link("x", "https://a b.example")]),
        ("links", [Link("x", "https://x.example/" + "x" * 1000)]),
    ],
)
def test_what_makes_no_sense_is_said_by_field(session, make, field, value):
    assert list(errors(session, make.actor("staff"), **{field: value})) == [field]


def test_a_place_is_ours_or_anothers(session, make):
    unit = make.unit()
    found = errors(session, make.actor("staff"), unit_id=unit.id, institution="Elsewhere")
    assert "institution" in found


def test_a_period_does_not_end_before_it_begins(session, make):
    months = {"period_start": dt.date(2025, 8, 31), "period_end": dt.date(2025, 7, 1)}
    assert "period_end" in errors(session, make.actor("staff"), **months)
    same = rules.create_sheet(
        session,
        make.actor("staff"),
        SheetData(title="x", period_start=dt.date(2025, 8, 31), period_end=dt.date(2025, 8, 1)),
    )
    assert same.period_start == same.period_end == dt.date(2025, 8, 1)


@pytest.mark.parametrize("visibility", ["units", "people"])
def test_shown_to_certain_ones_wants_at_least_one_that_exists(session, make, visibility):
    field, actor = f"visible_{visibility}", make.actor("staff")
    assert field in errors(session, actor, visibility=visibility)
    assert field in errors(session, actor, visibility=visibility, **{field: [999_999]})


def test_a_disabled_account_cannot_become_responsible_but_may_stay_so(session, make, sheet):
    author = make.user(roles=["staff"])
    gone = make.user()
    actor, found = make.actor_of(author), sheet(author=author, responsible_id=gone.id)
    gone.active = False
    session.commit()
    assert "responsible_id" in errors(session, actor, responsible_id=gone.id)
    data = replace(data_of(found), title="Another title")
    rules.update_sheet(session, actor, found, data, version=found.version)
    assert found.responsible_id == gone.id


def test_building_on_is_a_tree(session, make, sheet):
    author = make.user(roles=["staff"])
    actor = make.actor_of(author)
    first = sheet("1", author=author)
    second = sheet("2", author=author, builds_on_id=first.id)
    third = sheet("3", author=author, builds_on_id=second.id)
    for wrong in (first, third):
        found = errors(session, actor, first, title="1", builds_on_id=wrong.id)
        assert list(found) == ["builds_on_id"]


def test_one_cannot_build_on_what_one_cannot_see(session, make, sheet):
    hidden = sheet(visibility="private")
    assert "builds_on_id" in errors(session, make.actor("staff"), builds_on_id=hidden.id)


def test_an_origin_that_was_hidden_since_is_kept(session, make, sheet):
    author = make.user(roles=["staff"])
    actor = make.actor_of(author)
    origin = sheet("Origin")
    found = sheet(author=author, builds_on_id=origin.id)
    rules.unpublish(session, make.actor_of(origin.author), origin)

    data = replace(data_of(found), title="Changed", builds_on_id=None)
    rules.update_sheet(session, actor, found, data, version=found.version)
    assert found.builds_on_id == origin.id


def test_tags_are_one_whatever_their_case(session, make):
    sheet = rules.create_sheet(
        session, make.actor("staff"), SheetData(title="x", tags=["Møder", " #møder", "", "Å"])
    )
    assert sheet.tags == ["møder", "å"]


def test_control_characters_never_arrive(session, make):
    data = SheetData(title="a\x00b", challenge="c\x00d\x1b\ne", tags=["f\x00"])
    sheet = rules.create_sheet(session, make.actor("staff"), data)
    assert (sheet.title, sheet.challenge, sheet.tags) == ("ab", "cd\ne", ["f"])


def test_a_link_without_a_title_shows_its_address(session, make):
    long = "https://example.org/" + "x" * 300
    data = SheetData(title="x", links=[Link("", long), Link("y", long)])
    sheet = rules.create_sheet(session, make.actor("staff"), data)
    assert sheet.links == [{"title": "y", "url": long}]


@pytest.mark.parametrize(
    ("url", "fits"),
    [
        ("https://example.org/a?b#c", True),
        ("http://127.0.0.1:8000/", True),
        ("HTTPS://EXAMPLE.ORG", True),
        ("ftp://example.org", False),
        ("//example.org", False),
        ("/local", False),
        ("https://[::1", False),
        ("https://exa\tmple.org", False),
        ("data:text/html,x", False),
    ],
)
def test_web_addresses(url, fits):
    assert is_web_address(url) is fits


def test_reviewed_today_moves_the_date_and_settles_the_notes(session, make, sheet):
    from portal_factsheets.services.contact import open_notes, tell_outdated

    author = make.user(roles=["staff"])
    found = sheet(author=author, review_due=dt.date(2020, 1, 1))
    with _request(session):
        tell_outdated(session, make.actor("staff"), found, "The link is dead.")
    assert len(open_notes(session, found)) == 1

    rules.mark_reviewed(session, make.actor_of(author), found)

    assert found.reviewed_on == rules.today()
    assert found.review_due == rules.today() + rules.REVIEW_EVERY
    assert not open_notes(session, found)


def _request(_session):
    from flask import current_app

    return current_app.test_request_context()


def test_titles_sort_as_danes_sort(session, sheet):
    for title in ("Ål", "Zebra", "Ærø", "aften", "Øl", "Bo", "Aarhus", "123"):
        sheet(title)
    rows = session.scalars(select(FactSheet.title).order_by(FactSheet.sort_title)).all()
    assert rows == ["123", "aften", "Bo", "Zebra", "Ærø", "Øl", "Ål", "Aarhus"]


def test_what_is_kept_about_a_person_and_erased(session, make, sheet):
    from portal_factsheets.services.people import erase_user, export_user

    person, other = make.user(roles=["staff"]), make.user(roles=["staff"])
    draft = sheet("My draft", author=person, status="draft")
    private = sheet("Mine alone", author=person, visibility="private")
    public = sheet("Everyone's", author=person)
    shared = sheet("Shared draft", author=person, status="draft", responsible_id=other.id)
    shown = sheet("Shown", author=other, visibility="people", visible_people=[person.id])
    ids = [draft.id, private.id]

    titles = {row["title"] for row in export_user(session, person)["fact_sheets"]}
    assert titles == {"My draft", "Mine alone", "Everyone's", "Shared draft"}

    erase_user(session, person)
    session.commit()

    assert not session.scalars(select(FactSheet.id).where(FactSheet.id.in_(ids))).all()
    assert public.author_id is None and "everyone" in labels(session, public)
    assert labels(session, shared) == {f"user:{other.id}"}
    assert shown.visible_people == []
    assert f"user:{person.id}" not in labels(session, shown)
