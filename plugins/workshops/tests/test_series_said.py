"""What the pages say of seats that are kept, of a cancelled series, and of Danish titles."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from portal_workshops.series.services import add_education, cancel_series, create_series


def in_order(page: str, *titles: str) -> list[str]:
    return sorted((one for one in titles if one in page), key=page.index)


def test_a_seat_that_is_kept_is_said_to_be_kept(
    session: Any, make: Any, sign_in: Any, opened: Any, planner: Any
) -> None:
    series = opened(5)
    unit = make.unit("Lærer")
    add_education(session, planner, series, unit, [make.user()])
    add_education(session, planner, series, unit, [make.user(), make.user()], invite=True)
    session.commit()
    kept = "2 of them are kept for people who have not answered yet"
    reader, organiser = sign_in(), sign_in("organiser")
    page = reader.page(f"/workshops/{series.id}")
    assert "3 of 5 seats are taken" in page
    assert kept in page
    assert kept in organiser.page(f"/workshops/{series.id}/people")
    assert "2 are not answered" in reader.page("/workshops/")
    assert "Kept for an answer" in reader.page("/workshops/series.csv")


def test_who_is_invited_later_is_not_said_to_owe_an_answer(
    session: Any, make: Any, sign_in: Any, planner: Any
) -> None:
    series = create_series(session, planner, title="Kortere møder")
    add_education(session, planner, series, make.unit(), [make.user()], invite=True)
    session.commit()
    page = sign_in("organiser").page(f"/workshops/{series.id}")
    assert "1 of them is kept for somebody who is invited when you announce the series" in page
    assert "not answered" not in page


def test_of_a_series_cancelled_between_its_half_days_the_first_took_place(
    session: Any, sign_in: Any, opened: Any, planner: Any
) -> None:
    series = opened(5)
    cancel_series(session, planner, series)
    session.commit()
    reader = sign_in("organiser")
    assert reader.page(f"/workshops/{series.id}").count("Does not take place") == 2
    series.half_days[0].starts_at = series.decided_at - dt.timedelta(days=3)
    session.commit()
    assert reader.page(f"/workshops/{series.id}").count("Does not take place") == 1


def test_a_cancelled_series_keeps_no_seats(
    session: Any, make: Any, sign_in: Any, opened: Any, planner: Any
) -> None:
    series, comes = opened(5), make.user("Kim Kommer")
    unit = make.unit("Lærer")
    add_education(session, planner, series, unit, [comes])
    add_education(session, planner, series, unit, [make.user("Iben Inviteret")], invite=True)
    cancel_series(session, planner, series, "Too few.")
    session.commit()
    organiser = sign_in("organiser")
    for page in (
        sign_in(comes).page(f"/workshops/{series.id}"),
        organiser.page(f"/workshops/{series.id}"),
        organiser.page(f"/workshops/{series.id}/people"),
    ):
        assert "Too few." in page
        assert "seats are taken" not in page
        assert "has not answered" not in page
        assert "To my calendar" not in page
        assert "A seat is kept" not in page
    assert "Was signed up" in page
    assert "Was invited" in page
    assert "Take the education off" not in page
    listed = sign_in(comes).page("/workshops/?view=over")
    assert "1 was signed up" in listed
    assert "You have a seat" not in listed


def test_danish_titles_are_found_and_stand_in_danish_order(sign_in: Any, opened: Any) -> None:
    titles = ("Øvelser i par", "Åben dør", "Ærlig feedback", "Zoner")
    for days, title in enumerate(titles, start=30):
        opened(days=days * 3, title=title)
    reader = sign_in()
    order = in_order(reader.page("/workshops/?sort=title"), *titles)
    assert order == ["Zoner", "Ærlig feedback", "Øvelser i par", "Åben dør"]
    assert in_order(reader.page("/workshops/?sort=-title"), *titles) == order[::-1]
    found = reader.page("/workshops/?q=øvelser")
    assert in_order(found, *titles) == ["Øvelser i par"]
    assert re.search("Nothing fits", reader.page("/workshops/?q=ukendt"))
