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


def test_who_is_to_be_invited_reads_nothing_before_it_is_announced(
    session: Any, make: Any, sign_in: Any, halves: Any
) -> None:
    planner, leader, teacher = make.user(roles=["organiser"]), make.user(), make.user()
    actor = make.actor_of(planner)
    series = create_series(
        session, actor, None, title="CANARY", halves=halves(), facilitator_ids=[make.user().id]
    )
    unit = make.unit("Pædagog")
    part = add_education(session, actor, series, unit, [teacher], leader=leader, invite=True)
    session.commit()
    pages = [
        f"/workshops/{series.id}",
        f"/workshops/education/{part.id}",
        f"/workshops/education/{part.id}/adoption",
        *(f"/workshops/canvas/{part.id}/{one}" for one in ("", "arena", "changes", "history")),
        f"/workshops/canvas/{part.id}/paper",
    ]
    for user in (leader, teacher):
        person = sign_in(user)
        assert [person.client.get(one).status_code for one in pages] == [404] * len(pages)
        assert "CANARY" not in person.page("/") + person.page("/workshops/?view=mine")
    assert "CANARY" in sign_in(planner).page(pages[1])
    open_series(session, actor, series)
    session.commit()
    assert "CANARY" in sign_in(teacher).page(pages[1])
