"""What other areas build on: series, educations in them, who may see what."""

from __future__ import annotations

from typing import Any

from portal_workshops.permissions import facilitates, takes_part
from portal_workshops.series.services import add_education, create_series, open_series, people_of


def test_a_series_with_an_education(session: Any, make: Any, sign_in: Any, halves: Any) -> None:
    planner = make.actor("organiser")
    leader, teacher, guide = make.user("Lea"), make.user("Tea"), make.user("Gry")
    unit = make.unit("Pædagog")
    series = create_series(
        session, planner, title="Kortere møder", halves=halves(), facilitator_ids=[guide.id]
    )
    part = add_education(session, planner, series, unit, [teacher], leader=leader)
    open_series(session, planner, series)
    session.commit()
    assert [one.name for one in people_of(part)] == ["Lea", "Tea"]
    assert takes_part(session, make.actor_of(teacher), part)
    assert facilitates(session, make.actor_of(guide), series)
    assert not takes_part(session, make.actor_of(guide), part)
    someone = sign_in()
    assert "Kortere møder" in someone.page("/workshops/")
    assert "Kortere møder" in someone.page(f"/workshops/{series.id}")
    someone.page(f"/workshops/education/{part.id}", 404)
    assert "Pædagog" in sign_in(teacher).page(f"/workshops/education/{part.id}")
