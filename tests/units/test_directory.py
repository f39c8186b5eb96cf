"""The list of people: who is found, in which order, and who never is."""

import pytest
from werkzeug.datastructures import MultiDict

from portal.access.actors import SYSTEM
from portal.units.directory import Wanted, export_rows, people


@pytest.fixture
def house(make):
    """A campus with two educations and five people."""
    campus = make.unit("Campus", kind="department")
    law, nursing = make.unit("Law", parent=campus), make.unit("Årskurser", parent=campus)
    return {
        "campus": campus,
        "law": law,
        "nursing": nursing,
        "anna": make.user("Anna Holm", units=[law], function="leader"),
        "bo": make.user("Bo Østergaard", units=[nursing]),
        "åse": make.user("Åse Ravn", units=[campus], function="staff"),
        "zia": make.user("Zia Free"),
        "gone": make.user("Gone Person", units=[law], active=False),
    }


@pytest.fixture
def found(session, make, house):
    """The names a newcomer finds; the newcomer itself is called ~."""
    actor = make.actor_of(make.user("~"))

    def ask(**wanted):
        names = [user.name for user in session.scalars(people(session, actor, Wanted(**wanted)))]
        return [name for name in names if name != "~"]

    return ask


def test_everyone_with_an_open_account_in_danish_order(found):
    assert found() == ["Anna Holm", "Bo Østergaard", "Zia Free", "Åse Ravn"]
    assert found(sort="-name") == found()[::-1]


def test_a_unit_with_those_below_it(found, house):
    assert found(unit_id=house["campus"].id) == ["Anna Holm", "Bo Østergaard", "Åse Ravn"]
    assert found(unit_id=house["nursing"].id) == ["Bo Østergaard"]
    assert found(unit_id=4711) == []


def test_one_function_must_fit_unit_and_function(session, make, found, house):
    from portal.units.functions import add_function

    add_function(session, SYSTEM, house["nursing"], house["anna"], "teacher")
    teaches = frozenset({"teacher"})
    assert found(unit_id=house["law"].id, functions=teaches) == []
    assert found(functions=teaches) == ["Anna Holm", "Bo Østergaard"]
    assert found(functions=frozenset({"leader", "staff"})) == ["Anna Holm", "Åse Ravn"]


def test_by_unit_those_without_one_come_last_either_way(found):
    assert found(sort="unit") == ["Åse Ravn", "Anna Holm", "Bo Østergaard", "Zia Free"]
    assert found(sort="-unit") == ["Bo Østergaard", "Anna Holm", "Åse Ravn", "Zia Free"]


def test_by_name_and_by_title(session, house, found):
    house["zia"].title = "Rektor"
    session.commit()
    assert found(text="ostergard") == ["Bo Østergaard"]
    assert found(text="rektor zia") == ["Zia Free"]
    assert found(text="gone") == []


@pytest.mark.parametrize(
    "args",
    [
        "unit=99999999999999999999&sort=drop&function=king&q=%00",
        "unit=-1&unit=x&sort=",
        "unit=1e9&function=",
    ],
)
def test_nonsense_asks_for_nothing(args):
    from urllib.parse import parse_qsl

    assert Wanted.from_args(MultiDict(parse_qsl(args))) == Wanted()


def test_the_address_keeps_what_was_asked():
    args = {"q": "bo", "unit": "3", "function": "leader", "sort": "-unit"}
    wanted = Wanted.from_args(MultiDict(args))
    assert wanted.as_args() == {**args, "unit": 3, "function": ["leader"]}
    assert wanted.as_args(text="", sort="name") == {"unit": 3, "function": ["leader"]}


def test_the_export_has_a_row_for_each_function(session, house):
    rows = list(export_rows(session, SYSTEM, [house["anna"], house["zia"]]))
    anna, zia = house["anna"], house["zia"]
    assert rows == [
        ["Anna Holm", "", anna.email, "", "Law, Campus", "Leader"],
        ["Zia Free", "", zia.email, "", "", ""],
    ]
