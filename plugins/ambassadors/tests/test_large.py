"""2,000 ambassadors in 200 units: the number of queries does not grow with them, and pages stay
light."""

import pytest
from portal_ambassadors.models import (
    Ambassador,
    AmbassadorCommunity,
    AmbassadorLanguage,
    AmbassadorLevel,
    AmbassadorRole,
    HiddenPart,
)
from portal_ambassadors.vocabulary import LANGUAGES, ROLES
from sqlalchemy import insert, select

from portal.api import Membership, Model, Unit, User

AUDIENCE = Model.metadata.tables["portal_audience"]
PEOPLE, UNITS, COMPETENCES = 2000, 200, 40
PATHS = {
    "/ambassadors/": 150_000,
    "/ambassadors/?view=table&sort=unit&page=40": 150_000,
    "/ambassadors/?role=method&language=en&q=kompetence+nr+7": 150_000,
    "/ambassadors/map": 400_000,
    "/ambassadors/map?view=table": 400_000,
    "/ambassadors/overview": 300_000,
    "/ambassadors/overview?view=table": 400_000,
}


def fill(session, competence, people, units):
    keys = [competence(f"Kompetence nr {n}", group=f"G{n % 5}").id for n in range(COMPETENCES)]
    tops = [{"name": f"Institution {n}", "kind": "institution"} for n in range(10)]
    session.execute(insert(Unit), tops)
    above = list(session.scalars(select(Unit.id).order_by(Unit.id)))
    below = [
        {
            "name": f"Uddannelse {n}",
            "kind": "education",
            "parent_id": above[n % 10],
            "town": "Viborg",
        }
        for n in range(units - 10)
    ]
    session.execute(insert(Unit), below)
    unit_ids = list(session.scalars(select(Unit.id).where(Unit.parent_id.is_not(None))))
    users = [
        {"name": f"Person {n:04}", "email": f"p{n}@large.example", "title": "Lektor"}
        for n in range(people)
    ]
    session.execute(insert(User), users)
    user_ids = list(
        session.scalars(select(User.id).where(User.email.like("%@large.example")).order_by(User.id))
    )
    session.execute(
        insert(Membership),
        [
            {"user_id": key, "unit_id": unit_ids[n % len(unit_ids)], "function": "teacher"}
            for n, key in enumerate(user_ids)
        ],
    )
    session.execute(
        insert(Ambassador),
        [{"user_id": key, "help_text": "Jeg hjælper gerne. " * 20} for key in user_ids],
    )
    ids = list(session.scalars(select(Ambassador.id)))
    roles, rows = list(ROLES), []
    for n, key in enumerate(ids):
        rows += [
            {
                "ambassador_id": key,
                "competence_id": keys[(n * 7 + m) % COMPETENCES],
                "level": 1 + m % 5,
            }
            for m in range(8)
        ]
    session.execute(insert(AmbassadorLevel), rows)
    session.execute(
        insert(AmbassadorRole),
        [{"ambassador_id": key, "role": str(roles[n % 7])} for n, key in enumerate(ids)],
    )
    session.execute(
        insert(AmbassadorLanguage),
        [{"ambassador_id": key, "code": LANGUAGES[n % 9]} for n, key in enumerate(ids)],
    )
    session.execute(
        insert(AmbassadorCommunity),
        [
            {"ambassador_id": key, "key": f"n{n % 60}", "name": f"N{n % 60}"}
            for n, key in enumerate(ids)
        ],
    )
    session.execute(
        insert(HiddenPart),
        [{"ambassador_id": key, "part": "help"} for n, key in enumerate(ids) if n % 10 == 0],
    )
    session.execute(
        insert(AUDIENCE),
        [{"kind": "ambassador", "object_id": key, "label": "everyone"} for key in ids],
    )
    session.commit()


def counted(reader, count_queries, path):
    with count_queries() as queries:
        page = reader.page(path)
    return len(queries), len(page)


@pytest.mark.slow
def test_the_number_of_queries_does_not_grow(session, sign_in, competence, count_queries):
    reader = sign_in("organiser")
    fill(session, competence, 20, 20)
    few = {path: counted(reader, count_queries, path)[0] for path in PATHS}
    session.execute(Ambassador.__table__.delete())
    session.execute(AUDIENCE.delete().where(AUDIENCE.c.kind == "ambassador"))
    session.execute(User.__table__.delete().where(User.email.like("%@large.example")))
    session.commit()
    fill(session, competence, PEOPLE, UNITS)
    for path, most in PATHS.items():
        queries, size = counted(reader, count_queries, path)
        assert queries <= few[path] + 2, path  # the core may note that somebody is here
        assert size < most, (path, size)


def test_a_list_costs_a_fixed_number_of_queries(session, sign_in, competence, count_queries):
    reader = sign_in("organiser")
    fill(session, competence, 40, 20)
    for path in ("/ambassadors/", "/ambassadors/map", "/ambassadors/overview"):
        reader.page(path)
        queries, _size = counted(reader, count_queries, path)
        assert queries <= 30, (path, queries)
