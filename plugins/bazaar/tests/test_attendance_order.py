"""Names as people put them in order: Danish letters last, numbers by their size."""

from __future__ import annotations

import re
from typing import Any

import pytest
from portal_bazaar.models import Visitor
from sqlalchemy.orm import Session

from portal.api import natural_order

NAMES = ["Gæst 1", "Gæst 2", "Gæst 10", "Gæst 100", "Gæst 1000000000000000000000", "Ægir", "Åse"]


def test_numbers_by_their_size() -> None:
    """However long they are; what is no number stands as in a dictionary."""
    backwards = NAMES[::-1]
    assert sorted(backwards, key=natural_order) == NAMES
    assert sorted(["Hold 010", "Hold 9"], key=natural_order) == ["Hold 9", "Hold 010"]


@pytest.mark.parametrize("back", [False, True])
def test_the_list_of_visitors(session: Session, bazaar: Any, sign_in: Any, back: bool) -> None:
    """Over two pages, both ways; whatever page is asked for."""
    one, person = bazaar(), sign_in("organiser")
    names = [f"Guest {number}" for number in range(1, 61)]
    session.add_all(Visitor(bazaar_id=one.id, name=name) for name in sorted(names))
    session.commit()
    sort = "-name" if back else "name"
    found = []
    for page in ("1", "2"):
        text = person.page(f"/bazaar/{one.id}/manage/visitors?sort={sort}&page={page}")
        found += list(dict.fromkeys(re.findall(r"Guest \d+", text)))
    assert found == (names[::-1] if back else names)
    for page in ("0", "99999999999999999999", "x"):
        person.page(f"/bazaar/{one.id}/manage/visitors?page={page}")
