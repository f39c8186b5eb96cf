"""The pages of people and units, as those who read and those who maintain them see them."""

import csv
import io

import openpyxl
import pytest
from sqlalchemy import select

from portal.accounts.services import save_user
from portal.units.models import Membership, Unit


@pytest.fixture
def house(make):
    """A campus with an education and two people, one of whom is gone."""
    campus = make.unit("Campus", kind="department")
    nursing = make.unit("Nursing", parent=campus)
    return {
        "campus": campus.id,
        "nursing": nursing.id,
        "anna": make.user("Anna Holm", units=[nursing], function="leader").id,
        "gone": make.user("Gone Person", units=[nursing], active=False).id,
    }


def fill(make, unit, count):
    for number in range(count):
        make.user(f"Extra {number}", units=[unit], function="leader")


def relevant(queries):
    """Without what is written now and then: when somebody was here."""
    return [one for one in queries if not one.startswith("UPDATE portal_user")]


# --- reading -----------------------------------------------------------------------------------


def test_everyone_reads_the_tree_and_a_unit(sign_in, house):
    newcomer = sign_in()
    tree = newcomer.page("/units")
    assert "Campus" in tree and "Nursing" in tree
    assert "New unit" not in tree
    page = newcomer.page(f"/units/{house['nursing']}")
    assert "Anna Holm" in page and "Leaders" in page
    assert "Take out" not in page and "Add people" not in page
    assert "Nursing" in newcomer.page(f"/units/{house['campus']}")


def test_closed_units_are_shown_to_those_who_maintain_them_if_they_ask(sign_in, house):
    manager = sign_in("admin")
    manager.post(f"/units/{house['nursing']}/close")
    link = f'href="/units/{house["nursing"]}"'
    assert link not in manager.page("/units")
    assert link in manager.page("/units?closed=1")
    newcomer = sign_in()
    assert link not in newcomer.page("/units?closed=1")
    assert "Closed on" in newcomer.page(f"/units/{house['nursing']}")


@pytest.mark.parametrize("address", ["/units/4711", "/people/4711", "/units/99999999999999999999"])
def test_what_is_not_there_is_404(sign_in, address):
    sign_in("admin").page(address, 404)


def test_the_person_page_has_functions_and_ways_to_reach_them(session, make, sign_in, house):
    anna = make.session.get(type(make.user()), house["anna"])
    anna.phone, anna.title = "+45 12 34 56 78", "Head of nursing"
    session.commit()
    page = sign_in().page(f"/people/{house['anna']}")
    for words in ("Head of nursing", "Leader", f'href="mailto:{anna.email}"', "tel:+4512345678"):
        assert words in page
    assert f'href="/units/{house["nursing"]}"' in page
    assert "Change the account" not in page and "Change functions" not in page
    page = sign_in("admin").page(f"/people/{house['anna']}")
    assert "Change the account" in page and "Change functions" in page


def test_whose_account_is_disabled_is_nowhere_but_for_those_who_manage_accounts(sign_in, house):
    for role in (None, "editor", "leader"):
        sign_in(role).page(f"/people/{house['gone']}", 404)
    assert "Account disabled" in sign_in("admin").page(f"/people/{house['gone']}")


def test_a_disabled_account_is_in_no_list_count_or_file(sign_in, house):
    manager = sign_in("admin")
    nursing = house["nursing"]
    for address in (
        "/people",
        "/people?q=gone",
        f"/people?unit={nursing}",
        "/units",
        f"/units/{nursing}",
        f"/units/{nursing}/people?q=gone",
        "/people/export.csv",
    ):
        assert "Gone Person" not in manager.page(address), address
    assert "1 person" in manager.page(f"/people?unit={nursing}")
    assert "Gone Person" not in str(sheet(manager, "/people/export.xlsx"))


def sheet(person, address):
    book = openpyxl.load_workbook(io.BytesIO(person.get(address).data))
    return [list(row) for row in book.active.iter_rows(values_only=True)]


def test_the_files_hold_the_list_as_it_is_filtered(sign_in, house):
    manager = sign_in("admin")
    rows = sheet(manager, f"/people/export.xlsx?unit={house['campus']}")
    assert [row[0] for row in rows] == ["Name", "Anna Holm"]
    text = manager.get(f"/people/export.csv?unit={house['campus']}").data.decode("utf-8-sig")
    (_head, line) = csv.reader(io.StringIO(text), delimiter=";")
    assert line[4:] == ["Nursing, Campus", "Leader"]
    manager.page("/people/export.pdf", 404)


def test_only_those_who_maintain_people_or_units_take_the_list_away(sign_in, house):
    newcomer = sign_in()
    assert "Excel" not in newcomer.page("/people")
    newcomer.page("/people/export.csv", 403)
    newcomer.page("/people/export.xlsx", 403)


@pytest.mark.parametrize(
    "query",
    [
        "?page=-1&unit=99999999999999999999&sort=__class__&function=king&q=%00%25",
        "?page=99999999999&q=" + "x" * 500,
        "?unit=&function=&sort=&q=",
        "?unit[]=1&q[]=2&page=1.5",
    ],
)
def test_the_list_of_people_takes_any_address(sign_in, house, query):
    sign_in().page("/people" + query)


def test_a_search_without_a_hit_says_what_to_do(sign_in, house):
    page = sign_in().page("/people?q=nobody")
    assert "Nobody fits" in page and "Show everyone" in page


def test_lists_ask_the_database_as_often_for_many_as_for_few(
    session, make, sign_in, house, count_queries
):
    newcomer, counts = sign_in(), []
    addresses = ("/people", "/units", f"/units/{house['nursing']}")
    for _round in range(2):
        for address in addresses:
            newcomer.page(address)
            with count_queries() as queries:
                newcomer.page(address)
            counts.append(len(relevant(queries)))
        fill(make, session.get(Unit, house["nursing"]), 15)
    assert counts[:3] == counts[3:]
    assert max(counts) <= 14, counts


# --- changing ----------------------------------------------------------------------------------


def form(**values):
    return {"name": "Law", "kind": "education", "parent": "", **values}


def test_only_those_who_maintain_units_may_change_them(sign_in, house):
    editor, nursing = sign_in("editor"), house["nursing"]
    for address in ("/units/new", f"/units/{nursing}/edit", f"/units/{nursing}/people"):
        editor.page(address, 403)
    for address in (
        f"/units/{nursing}/close",
        f"/units/{nursing}/people/{house['anna']}/staff/add",
    ):
        assert editor.post(address).status_code == 403
    editor.page(f"/people/{house['anna']}/functions", 403)


def test_a_unit_is_made_renamed_closed_opened_and_deleted(session, sign_in, house):
    manager = sign_in("admin")
    response = manager.post("/units/new", form(parent=house["campus"]))
    assert response.status_code == 303
    unit_id = int(response.location.rsplit("/", 1)[1])
    assert session.get(Unit, unit_id).parent_id == house["campus"]
    response = manager.post(f"/units/{unit_id}/edit", form(name="Lærer", parent=house["campus"]))
    assert response.status_code == 303
    assert "Lærer" in manager.page(f"/units/{unit_id}")
    manager.post(f"/units/{unit_id}/close")
    assert "Open it again" in manager.page(f"/units/{unit_id}")
    manager.post(f"/units/{unit_id}/reopen")
    assert session.get(Unit, unit_id).closed_at is None
    assert "goes for good" in manager.page(f"/units/{unit_id}/delete")
    assert manager.post(f"/units/{unit_id}/delete").location == f"/units/{house['campus']}"
    assert session.get(Unit, unit_id) is None


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"name": ""}, "Write what the unit is called"),
        ({"name": "x" * 161}, "Write a shorter name"),
        ({"name": "Cam\x00pus"}, "called Campus there already"),
        ({"kind": "planet"}, "Choose what kind"),
        ({"parent": "4711"}, "Choose one of the units"),
    ],
)
def test_an_error_stays_in_the_form_with_what_was_typed(sign_in, house, values, words):
    response = sign_in("admin").post("/units/new", form(**values))
    assert response.status_code == 200
    assert words in response.text
    assert "Not saved" in response.text
    if values.get("name"):
        assert f'value="{values["name"]}"'.replace("\x00", "") in response.text


@pytest.mark.parametrize("parent", ["nursing", "campus"])
def test_moving_a_unit_under_itself_is_refused_in_the_form(session, sign_in, house, parent):
    manager, campus = sign_in("admin"), house["campus"]
    assert f'value="{house[parent]}"' not in manager.page(f"/units/{campus}/edit")
    values = form(name="Campus", kind="department", parent=house[parent])
    response = manager.post(f"/units/{campus}/edit", values)
    assert "cannot lie under itself" in response.text
    assert session.get(Unit, campus).parent_id is None


def test_who_was_faster_is_told_to_who_was_slower(session, sign_in, house):
    manager, address = sign_in("admin"), f"/units/{house['campus']}/edit"
    seen = "department||Campus"
    assert seen in manager.page(address)
    values = form(kind="department", seen=seen)
    assert manager.post(address, {**values, "name": "South"}).status_code == 303
    response = manager.post(address, {**values, "name": "North"})
    assert "somebody else saved it as South" in response.text
    assert 'value="North"' in response.text
    # Saving again, with what the page now shows, is a decision.
    values["seen"] = "department||South"
    assert manager.post(address, {**values, "name": "North"}).status_code == 303


def test_a_unit_in_use_is_not_deleted(session, sign_in, house):
    manager = sign_in("admin")
    assert "It cannot be deleted" in manager.page(f"/units/{house['nursing']}/delete")
    manager.post(f"/units/{house['nursing']}/delete")
    assert session.get(Unit, house["nursing"]) is not None


@pytest.mark.parametrize("value", ["99999999999999999999", "-1", "x", "1.0", "\x00"])
def test_odd_values_in_a_form_are_answered_in_it(sign_in, house, value):
    manager = sign_in("admin")
    data = {"name": "A", "kind": value, "parent": value}
    assert manager.post("/units/new", data).status_code == 200
    data = {"unit": value, "function": value}
    assert manager.post(f"/people/{house['anna']}/functions", data).status_code == 200
    assert manager.post(f"/units/new?parent={value}", {}).status_code == 200


# --- functions ---------------------------------------------------------------------------------


def functions(session, user_id):
    rows = session.scalars(select(Membership.function).where(Membership.user_id == user_id))
    return sorted(rows)


def test_people_are_found_and_added_from_the_unit(session, make, sign_in, house):
    manager, bo = sign_in("admin"), make.user("Bo Østergaard").id
    address = f"/units/{house['nursing']}/people"
    page = manager.page(f"{address}?q=ostergaard&function=teacher")
    assert f'action="{address}/{bo}/teacher/add"' in page
    response = manager.post(f"{address}/{bo}/teacher/add", {"next": f"{address}?q=bo"})
    assert response.location == f"{address}?q=bo"
    assert functions(session, bo) == ["teacher"]
    page = manager.page(f"{address}?q=bo&function=teacher")
    assert "Is here: Teacher" in page
    # The flash of the last change offers to take it back.
    assert f'action="{address}/{bo}/teacher/remove"' in page
    manager.post(f"{address}/{bo}/teacher/remove")
    assert functions(session, bo) == []


def test_a_place_to_go_back_to_is_one_of_ours(sign_in, house):
    address = f"/units/{house['nursing']}/people/{house['anna']}/staff/add"
    response = sign_in("admin").post(address, {"next": "https://elsewhere.example/"})
    assert response.location == "/"


def test_functions_are_added_from_the_person(session, sign_in, house):
    manager, address = sign_in("admin"), f"/people/{house['anna']}/functions"
    values = {"unit": house["campus"], "function": "staff"}
    assert manager.post(address, values).status_code == 303
    assert functions(session, house["anna"]) == ["leader", "staff"]
    response = manager.post(address, values)
    assert "has that function" in response.text
    assert "Choose one of the units" in manager.post(address, {"function": "staff"}).text


@pytest.mark.parametrize(
    "address",
    [
        "/units/{nursing}/people/{anna}/king/add",
        "/units/{nursing}/people/{gone}/staff/add",
        "/units/{nursing}/people/4711/staff/remove",
        "/units/4711/people/{anna}/staff/add",
    ],
)
def test_nobody_is_placed_who_or_where_they_are_not(sign_in, house, address):
    assert sign_in("admin").post(address.format(**house)).status_code == 404


def test_taking_out_twice_says_so(sign_in, house):
    manager = sign_in("admin")
    address = f"/units/{house['nursing']}/people/{house['anna']}/leader/remove"
    manager.post(address)
    manager.post(address)
    assert "no longer has that function" in manager.page("/units")


def test_a_person_who_comes_back_is_in_the_list_again(session, make, sign_in, house):
    from portal.accounts.models import User

    user = session.get(User, house["gone"])
    user.active = True
    save_user(session, user)
    session.commit()
    assert "Gone Person" in sign_in().page("/people")


# --- panels ------------------------------------------------------------------------------------


def test_a_panel_that_fails_is_left_out_and_the_others_are_shown(sign_in, house, monkeypatch):
    from portal.runtime import portal
    from portal.web.parts import Panel

    panels = [Panel("no/such.html", order=1), Panel("portal/_brand.html", order=2)]
    each, reported = portal().dispatch.each, []

    def with_panels(hook, *args, **words):
        if hook == "page_slots" and words["slot"] == "unit":
            return iter([("guest", panels)])
        if hook == "profile_panels":
            return iter([("guest", panels)])
        return each(hook, *args, **words)

    monkeypatch.setattr(portal().dispatch, "each", with_panels)
    monkeypatch.setattr(portal().dispatch, "report", lambda *words: reported.append(words[:2]))
    newcomer = sign_in()
    for address in (f"/units/{house['nursing']}", f"/people/{house['anna']}"):
        # The brand is in the head of the page, and once more as the panel.
        assert newcomer.page(address).count('viewBox="0 0 32 32"') == 2
    assert reported == [("guest", "panel no/such.html")] * 2


def test_a_persons_page_costs_a_fixed_number_of_queries(make, sign_in, count_queries):
    reader, costs = sign_in("staff"), []
    for number in (1, 8):
        units = [make.unit(parent=make.unit()) for _ in range(number)]
        user = make.user(units=units, roles=["staff", "editor"])
        reader.page(f"/people/{user.id}")
        with count_queries() as queries:
            reader.page(f"/people/{user.id}")
        costs.append(len(queries))
    # Which plugins are on is asked anew every so often. What they say on the page is counted, too.
    assert max(costs) - min(costs) < 3 and max(costs) <= 11, costs
