"""How long 500 people take, side by side with plain inserts of the same rows.

    python -m benchmarks.people_import [PEOPLE]

A fresh portal in a temporary folder on SQLite. Reading and comparing the file, then the batches
as a worker does them, each committed; beside it the very same accounts and functions as bare
INSERTs in one transaction, with no rules, trail, audience or search behind them.
"""

from __future__ import annotations

import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from sqlalchemy import insert, select

PEOPLE = 500


def main(people: int) -> None:
    """Prints the figures."""
    from portal.app import create_app
    from portal.setup import upgrade_all

    with tempfile.TemporaryDirectory() as folder:
        settings = {"instance": Path(folder), "log_level": "warning", "demo": False}
        with create_app(**settings).app_context():
            upgrade_all()
        with create_app(**settings).app_context():
            whole, parts = _import(people)
            plain = _plain(people)
    print(f"{people} people, each with a function: {whole:.1f} s")
    print(f"  reading {parts[0]:.2f} s, comparing {parts[1]:.2f} s, applying {parts[2]:.2f} s")
    print(f"plain inserts of the same rows: {plain:.2f} s; ratio {whole / plain:.0f}")


def _import(people: int) -> tuple[float, list[float]]:
    from portal.access.actors import SYSTEM
    from portal.database import db
    from portal.roster.applying import run_batch
    from portal.roster.models import RUNNING
    from portal.roster.reading.reader import read_table
    from portal.roster.services import create_import, start
    from portal.units.models import Unit

    session = db.session()
    top = Unit(name="Skolen", kind="institution")
    session.add(top)
    session.flush()
    session.add_all(Unit(name=f"Afdeling {n}", parent_id=top.id) for n in range(20))
    session.commit()
    rows = [
        f"Person {n};person{n}@skole.dk;Afdeling {n % 20};Underviser;12345678"
        for n in range(people)
    ]
    data = "\r\n".join(["Navn;E-mail;Enhed;Funktion;Telefon", *rows]).encode("cp1252")
    marks = [time.perf_counter()]
    table = read_table(data, "people")
    marks.append(time.perf_counter())
    one = create_import(session, SYSTEM, "people", "people.csv", table)
    start(session, SYSTEM, one)
    session.commit()
    marks.append(time.perf_counter())
    while one.state == RUNNING:
        run_batch(session, one.id)
        session.commit()
    marks.append(time.perf_counter())
    assert one.result["outcomes"] == {"new": people}, one.result
    return marks[-1] - marks[0], [after - mark for mark, after in pairwise(marks)]


def _plain(people: int) -> float:
    from portal.accounts.models import User
    from portal.database import db
    from portal.units.models import Membership, Unit

    session = db.session()
    unit_id = session.scalar(select(Unit.id).limit(1))
    begin = time.perf_counter()
    session.execute(
        insert(User),
        [
            {"name": f"Plain {n}", "email": f"plain{n}@skole.dk", "phone": "12345678"}
            for n in range(people)
        ],
    )
    ids = session.scalars(select(User.id).where(User.email.like("plain%"))).all()
    session.execute(
        insert(Membership),
        [{"user_id": one, "unit_id": unit_id, "function": "teacher"} for one in ids],
    )
    session.commit()
    return time.perf_counter() - begin


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE)
