"""Finding: by what one can and where, in any wording; filters, the picture, the overview, files."""

import csv
import io

import pytest
import vobject
from portal_ambassadors.finding.directory import Directory
from portal_ambassadors.finding.filters import Filters, read_filters
from portal_ambassadors.finding.overview import Overview
from portal_ambassadors.finding.picture import Picture
from portal_ambassadors.finding.towns import is_near, towns
from portal_ambassadors.finding.wishes import read_wish
from portal_ambassadors.models import AmbassadorWork
from werkzeug.datastructures import MultiDict

from portal.api import Unit


@pytest.fixture
def network(session, make, ambassador, competence):
    """Three units in three towns, and who is there."""
    competence("Vejledning", ["supervision", "sparring med studerende", "guidance"])
    competence("Klasseledelse", ["classroom management"])
    school = make.unit("Professionshøjskolen", kind="institution")
    places = {}
    for name, town in (("Nord", "Viborg"), ("Syd", "Kolding"), ("Vest", "Bjerringbro")):
        unit = make.unit(name, parent=school)
        unit.town = town
        places[name] = unit
    places["Under"] = make.unit("Under Nord", parent=places["Nord"])
    places["Tom"] = make.unit("Tom enhed", parent=school)
    places["school"] = school
    people = {
        "Anna Holm": (places["Under"], {"Vejledning": 4}, ["method"], ["da", "en"]),
        "Bo Krog": (places["Syd"], {"Vejledning": 5}, ["subject"], ["da"]),
        "Carla Lind": (places["Vest"], {"Klasseledelse": 3}, ["bridge"], ["da", "ar"]),
        "Dan Møller": (places["Vest"], {"Vejledning": 2}, [], ["da"]),
    }
    found = {
        name: ambassador(name, units=[unit], levels=levels, roles=roles, languages=languages)
        for name, (unit, levels, roles, languages) in people.items()
    }
    session.commit()
    return places, found


def names(session, actor, **filters):
    return [one.name for one in Directory(session, actor, Filters(**filters)).found]


@pytest.mark.parametrize(
    "text",
    [
        "nogen nær Viborg, der kan hjælpe med supervision",
        "someone near Viborg who can help with supervision",
        "Hvem kan hjælpe mig med vejledning i nærheden af Viborg?",
        "vejledning viborg",
        "guidance close to Viborg",
        "sparring med studerende omkring Bjerringbro",
        "vejled Viborg-området",
    ],
)
def test_a_newcomer_finds_someone_near_viborg_by_any_wording(session, make, network, work, text):
    work()
    assert names(session, make.actor(), text=text) == ["Anna Holm", "Dan Møller"]


@pytest.mark.parametrize(
    "text",
    [
        "nogen nær Viborg der kan hjælpe med supervision",
        "someone near Viborg who can help with supervision",
        "vejledning Viborg",
    ],
)
def test_the_search_of_the_portal_finds_them_too(sign_in, network, work, text):
    work()
    page = sign_in().page("/search?q=" + text.replace(" ", "+"))
    assert "Anna Holm" in page
    first = page.index("Anna Holm")
    assert "Bo Krog" not in page or first < page.index("Bo Krog")


def test_a_wish_is_read_apart():
    assert read_wish("Hvem kan hjælpe mig med vejledning nær Viborg?").near == ("Viborg",)
    assert read_wish("Hvem kan hjælpe mig med vejledning nær Viborg?").words == ("vejledning",)
    assert read_wish("ry give").near == ()
    assert read_wish("noget ved Ry").near == ("Ry",)
    assert read_wish("Nykøbing Mors").near == ("Nykøbing Mors",)
    assert read_wish("facilitering Møllehøj", ["Møllehøj"]).near == ("Møllehøj",)
    assert read_wish("facilitering i Aarhus").text == "facilitering"
    assert read_wish("").near == read_wish("").words == ()


def test_towns_are_near_each_other_as_they_are():
    assert is_near("Viborg", "bjerringbro") and is_near("Skive", "Viborg")
    assert not is_near("Viborg", "Kolding") and not is_near("Aarhus", "København")
    assert is_near("Et sted", "et  sted") and not is_near("Et sted", "Viborg")
    assert not is_near("", "")
    for _name, latitude, longitude in towns().values():
        assert 54.5 < latitude < 57.9 and 8.0 < longitude < 15.3


def test_every_filter_narrows_and_sub_units_count(session, make, network):
    places, found = network
    actor = make.actor()
    by_unit = {"unit": (str(places["Nord"].id),)}
    assert names(session, actor, chosen=by_unit) == ["Anna Holm"]
    assert len(names(session, actor, chosen={"unit": (str(places["school"].id),)})) == 4
    assert names(session, actor, chosen={"role": ("bridge", "subject")}) == [
        "Bo Krog",
        "Carla Lind",
    ]
    assert names(session, actor, chosen={"language": ("ar",)}) == ["Carla Lind"]
    key = found["Bo Krog"].level_rows[0].competence_id
    assert names(session, actor, competence=key, level=3) == ["Anna Holm", "Bo Krog"]
    assert names(session, actor, competence=key, sort="level")[0] == "Bo Krog"
    assert names(session, actor, sort="-name")[0] == "Dan Møller"
    assert names(session, actor, sort="unit")[0] == "Bo Krog"
    found["Bo Krog"].work_rows = [AmbassadorWork(kind="factsheet", object_id=7)]
    session.commit()
    assert names(session, actor, near="factsheet:7") == ["Bo Krog"]
    counts = Directory(session, actor, Filters(chosen=by_unit)).counts("unit")
    assert counts[str(places["school"].id)] == 4 and counts[str(places["Nord"].id)] == 1


@pytest.mark.parametrize(
    "query",
    [
        "unit=99999999999999999999&competence=-1&level=9&near=x:y&page=-5&sort=drop&view=tree",
        "unit=abc&role=king&language=%00&community=%00&q=%00%00&page=99999999999999999999",
        "near=factsheet:99999999999&level=2&competence=12345",
        "q=" + "a" * 5000,
    ],
)
def test_nonsense_in_an_address_asks_for_nothing(sign_in, network, query):
    reader = sign_in("organiser")
    for path in ("", "export.csv", "export.xlsx", "cards.vcf", "map", "overview", "overview.csv"):
        assert reader.get(f"/ambassadors/{path}?{query}").status_code == 200
    assert reader.get("/ambassadors/export.exe").status_code == 404


def test_filters_come_back_from_their_address():
    filters = Filters(
        text="vejledning", chosen={"unit": ("3",), "role": ("method",)}, competence=4, level=3
    )
    assert read_filters(MultiDict(filters.as_args())) == filters
    assert filters.without("competence").level == 1


def test_the_list_shows_cards_a_table_and_the_way_to_each(sign_in, network):
    reader = sign_in()
    page = reader.page("/ambassadors/")
    assert "4 ambassadors" in page and "Masters it well" in page
    table = reader.page("/ambassadors/?view=table&sort=unit")
    assert table.index("Bo Krog") < table.index("Anna Holm")
    assert "Nobody fits" in reader.page("/ambassadors/?q=kvartsbazar")
    assert reader.get("/ambassadors/export.csv").status_code == 403


def test_the_export_is_what_is_shown(sign_in, network):
    text = sign_in("organiser").get("/ambassadors/export.csv?language=ar").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [row["Name"] for row in rows] == ["Carla Lind"]
    assert (
        rows[0]["Town"] == "Bjerringbro" and rows[0]["Competences"] == "Klasseledelse: Masters it"
    )


def test_vcards_are_read_by_address_books(session, sign_in, make, network):
    _places, found = network
    anna = found["Anna Holm"]
    anna.user.phone = "+45 11 22 33 44"
    anna.user.title = "Lektor; med\r\nBEGIN:VCARD"
    session.commit()
    reader = sign_in()
    response = reader.get(f"/ambassadors/{anna.id}.vcf")
    assert response.mimetype == "text/vcard"
    card = vobject.readOne(response.text)
    assert card.fn.value == "Anna Holm" and card.n.value.family == "Holm"
    assert card.org.value == ["Professionshøjskolen", "Nord", "Under Nord"]
    assert card.tel.value == "+45 11 22 33 44"
    assert "Vejledning: Masters it well" in card.note.value
    assert len(list(vobject.readComponents(response.text))) == 1
    both = reader.get(f"/ambassadors/cards.vcf?id={anna.id}&id={found['Bo Krog'].id}&id=99").text
    assert [one.fn.value for one in vobject.readComponents(both)] == ["Anna Holm", "Bo Krog"]
    every = reader.get("/ambassadors/cards.vcf?role=bridge").text
    assert [one.fn.value for one in vobject.readComponents(every)] == ["Carla Lind"]
    assert reader.get("/ambassadors/9999.vcf").status_code == 404


def test_the_picture_says_who_is_where_and_where_there_is_no_one(session, sign_in, make, network):
    places, _found = network
    nodes = {node.place.name: node for _depth, node in Picture(session, make.actor()).rows}
    assert nodes["Professionshøjskolen"].number == 4
    assert nodes["Nord"].here == [] and nodes["Nord"].number == 1
    assert nodes["Tom enhed"].number == 0 and nodes["Professionshøjskolen"].empty == 1
    reader = sign_in()
    for path in ("/ambassadors/map", "/ambassadors/map?view=table"):
        page = reader.page(path)
        assert "Nobody yet" in page and "Anna Holm" in page
    unit = session.get(Unit, places["Tom"].id)
    assert unit.closed_at is None


def test_the_overview_rolls_up_and_names_the_gaps(session, sign_in, make, network):
    places, found = network
    actor = make.actor()
    key = found["Bo Krog"].level_rows[0].competence_id
    other = found["Carla Lind"].level_rows[0].competence_id
    view = Overview(session, actor)
    cell = view.cell(places["school"].id, key)
    assert (cell.people, cell.able, cell.best) == (3, 2, 5)
    assert view.cell(places["Nord"].id, key).able == 1
    assert view.cell(places["Nord"].id, other).people == 0
    below = Overview(session, actor, places["school"].id)
    gaps = {gap.place.name: [row.name for row in gap.competences] for gap in below.gaps}
    assert gaps["Nord"] == ["Klasseledelse"] and "Professionshøjskolen" not in gaps
    assert gaps["Vest"] == ["Vejledning"]  # somebody nearly masters it
    assert len(Overview(session, actor, places["school"].id, level=5).gaps) == 5
    reader = sign_in()
    page = reader.page(f"/ambassadors/overview?unit={places['school'].id}")
    assert "Where nobody is at this level or above" in page
    assert "2 of 3 at this level or above, the highest: expert" in page
    assert "Vejledning" in reader.page("/ambassadors/overview?view=table")
    assert reader.get("/ambassadors/overview.csv").status_code == 403
    rows = sign_in("editor").get("/ambassadors/overview.csv").data.decode("utf-8-sig").splitlines()
    assert any(row.endswith("Vejledning;3;2;Expert") for row in rows)


def test_a_unit_and_the_front_page_lead_to_ambassadors(sign_in, network):
    places, found = network
    reader = sign_in()
    page = reader.page(f"/units/{places['Nord'].id}")
    assert f"/ambassadors/{found['Anna Holm'].id}" in page and "Bo Krog" not in page
    assert 'id="ambassadors"' not in reader.page(f"/units/{places['Tom'].id}")
    assert "Who can help?" in reader.page("/")
