"""Two planners at one series: the second sees field by field what each wrote, and chooses."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from portal_workshops.models import Room, Series
from portal_workshops.series.data import HalfData, SeriesData, data_of
from portal_workshops.series.services import cancel_series, create_series
from portal_workshops.series.versions import HISTORY, data_from, snapshot_of

from portal.api import Model
from portal.testing.forms import form_values

#: Where the core keeps versions.
TABLE = "portal_revision"


@pytest.fixture
def planned(session: Any, make: Any, halves: Any) -> Any:
    """A series that is being planned."""
    session.add(Room(name="Lokale 1", seats=30))
    series = create_series(
        session,
        make.actor("organiser"),
        title="Kortere møder",
        description="Vi står op.",
        halves=halves(),
        facilitator_ids=[make.user("Gry Guide").id],
        capacity=12,
    )
    session.commit()
    return series


def opened(person: Any, series: Any) -> dict[str, Any]:
    """The form as somebody opens it."""
    return form_values(person.page(f"/workshops/{series.id}/edit"), "capacity")


def test_what_is_kept_comes_back_as_it_was() -> None:
    data = SeriesData(
        sheet_id=7,
        title="Titel",
        description="Linje\nto",
        capacity=12,
        quota=None,
        decide_on=dt.date(2027, 3, 1),
        open_signup=False,
        facilitator_ids=[3, 5],
        halves=(
            HalfData(day=dt.date(2027, 3, 28), starts=dt.time(9), ends=dt.time(12, 30), room_id=2),
            HalfData(place="Et sted"),
        ),
    )
    kept = snapshot_of(data)
    assert data_from(kept) == data
    assert {*kept, "status"} == set(HISTORY.fields)


def test_the_second_chooses_field_by_field(sign_in: Any, session: Any, planned: Any) -> None:
    address = f"/workshops/{planned.id}/edit"
    pia, per = sign_in("organiser"), sign_in("organiser")
    hers, his = opened(pia, planned), opened(per, planned)
    changed = {"title": "Hendes titel", "capacity": "14", "half1_starts": "10:00"}
    assert pia.post(address, hers | changed).status_code == 303
    lost = per.post(
        address,
        his | {"title": "Hans titel", "capacity": "16", "half2_place": "Havnen", "minimum": "5"},
    )
    assert lost.status_code == 409
    for words in ("Hendes", "Hans", "14", "16", "Havnen", "10:00", pia.name):
        assert words in lost.text, words
    assert planned.title == "Hendes titel"
    page = form_values(lost.text, "merge-mine")
    # Both changed it: suggested is what one wrote oneself; the rest is taken of both.
    assert page["merge-choice-capacity"] == "mine"
    assert page["merge-choice-half1"] == "theirs"
    assert page["merge-choice-half2_place"] == "mine"
    page["merge-choice-capacity"] = "theirs"
    page["merge-choice-title"] = "mine"
    assert per.post(address, page).status_code == 303
    session.expire_all()
    found = data_of(planned)
    assert (found.title, found.capacity, found.minimum) == ("Hans titel", 14, 5)
    assert found.halves[0].starts == dt.time(10)
    assert found.halves[1].place == "Havnen"
    assert found.description == "Vi står op."
    assert len(found.facilitator_ids) == 1


def test_where_only_the_status_is_another_nobody_is_asked(
    sign_in: Any, session: Any, planned: Any
) -> None:
    per = sign_in("organiser")
    his = opened(per, planned)
    assert sign_in("organiser").post(f"/workshops/{planned.id}/open", {}).status_code == 303
    answer = per.post(f"/workshops/{planned.id}/edit", his | {"title": "Hans titel"})
    assert answer.status_code == 303
    session.expire_all()
    assert (planned.title, planned.status) == ("Hans titel", "open")


def test_a_third_one_while_choosing_is_a_race_like_the_first(
    sign_in: Any, session: Any, planned: Any
) -> None:
    address = f"/workshops/{planned.id}/edit"
    pia, per = sign_in("organiser"), sign_in("organiser")
    his = opened(per, planned)
    pia.post(address, opened(pia, planned) | {"title": "To"})
    page = form_values(per.post(address, his | {"title": "Tre"}).text, "merge-mine")
    pia.post(address, opened(pia, planned) | {"title": "Fire"})
    again = per.post(address, page)
    assert again.status_code == 409 and "Fire" in again.text and "Tre" in again.text
    assert per.post(address, form_values(again.text, "merge-mine")).status_code == 303
    session.expire_all()
    assert planned.title == "Tre"


def test_what_does_not_fit_together_is_shown_in_the_form(
    sign_in: Any, session: Any, planned: Any
) -> None:
    address = f"/workshops/{planned.id}/edit"
    pia, per = sign_in("organiser"), sign_in("organiser")
    hers, his = opened(pia, planned), opened(per, planned)
    assert pia.post(address, hers | {"capacity": "5", "title": "To"}).status_code == 303
    lost = per.post(address, his | {"minimum": "9", "title": "Tre"})
    answer = per.post(address, form_values(lost.text, "merge-mine"))
    assert answer.status_code == 422
    assert "There are 5 seats only" in answer.text and "Tre" in answer.text
    fields = form_values(answer.text, "capacity")
    assert per.post(address, fields | {"minimum": "4"}).status_code == 303
    session.expire_all()
    assert (planned.title, planned.capacity, planned.minimum) == ("Tre", 5, 4)


def test_forged_choices_and_a_series_that_is_cancelled(
    sign_in: Any, session: Any, make: Any, planned: Any
) -> None:
    address = f"/workshops/{planned.id}/edit"
    pia, per = sign_in("organiser"), sign_in("organiser")
    his = opened(per, planned)
    pia.post(address, opened(pia, planned) | {"title": "To"})
    page = form_values(per.post(address, his | {"title": "Tre"}).text, "merge-mine")
    assert per.post(address, page | {"merge-mine": "forged"}).status_code == 400
    assert sign_in("staff").post(address, page).status_code == 404
    cancel_series(session, make.actor("organiser"), session.get_one(Series, planned.id))
    session.commit()
    assert per.post(address, page).status_code in (409, 422)
    session.expire_all()
    assert planned.title == "To"


def test_a_version_from_before_the_fields_were_kept(
    sign_in: Any, session: Any, planned: Any
) -> None:
    """Its history knew a few fields only: nothing of the rest is lost or emptied."""
    mappers = Model.registry.mappers
    revision = next(one.class_ for one in mappers if one.local_table.name == TABLE)
    address = f"/workshops/{planned.id}/edit"
    his = opened(sign_in("organiser"), planned)
    kept = session.query(revision).filter_by(kind="workshop_series").one()
    kept.data = {"title": planned.title, "status": "planning", "when": "2020-01-01 09:00 - 12:00"}
    planned.version += 1
    session.commit()
    before = data_of(planned)
    per = sign_in("organiser")
    lost = per.post(address, his | {"description": "Vi sidder ned."})
    if lost.status_code == 409:
        page = form_values(lost.text, "merge-mine")
        page = {key: "theirs" if "choice" in key else value for key, value in page.items()}
        assert per.post(address, page).status_code == 303
    session.expire_all()
    after = data_of(planned)
    assert replace(after, description=before.description) == before
