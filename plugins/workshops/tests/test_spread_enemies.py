"""Whatever an address or a form says: an answer, never a stack trace."""

from __future__ import annotations

from typing import Any

import pytest
from portal_workshops.models import Adoption, AdoptionAction

NONSENSE = ["-1", "99999999999999999999", "\x00", "' or 1=1", "١½<b>", "y" * 50_000]
ASKED = ["page", "q", "sort", "by", "status", "month", "programme", "institution", "place"]
WRITTEN = ["title", "text", "unit_id", "status", "note", "responsible_id", "review_on", "version"]
WRITTEN += ["what", "user_id", "due_on"]


@pytest.fixture
def there(session: Any, make: Any, sheet: Any, sign_in: Any) -> dict[str, Any]:
    """A planner with an adoption of their own, and the ids of what is there."""
    unit = make.unit("Pædagog")
    me = make.user(roles=["organiser"], units=[unit])
    origin = sheet("Ophav")
    own = sheet("Barn", builds_on_id=origin.id, author=me, unit_id=unit.id)
    adoption = Adoption(title="Barn", sheet_id=own.id, origin_id=origin.id, unit_id=unit.id)
    adoption.actions = [AdoptionAction(what="Noget", user_id=me.id)]
    session.add(adoption)
    session.commit()
    return {"person": sign_in(me), "origin": origin.id, "own": own.id, "adoption": adoption.id}


@pytest.mark.parametrize("value", NONSENSE[:-1])
def test_addresses(there: dict[str, Any], value: str) -> None:
    for path in (
        "wishes/",
        "wishes/all",
        "wishes/demand",
        "wishes/all.csv",
        "adoptions/",
        f"adoptions/{there['adoption']}",
        "spread/",
        "spread/flows",
        "spread/stops",
        "spread/flows.csv",
        f"spread/{there['origin']}",
        f"spread/{there['origin']}.csv",
    ):
        asked = dict.fromkeys(ASKED, value)
        answer = there["person"].get(f"/workshops/{path}", query_string=asked)
        assert answer.status_code == 200, path


@pytest.mark.parametrize("value", ["", *NONSENSE])
def test_forms(there: dict[str, Any], value: str) -> None:
    for path in (
        "wishes/",
        f"wishes/sheet/{there['origin']}",
        "wishes/1/place",
        "wishes/1/withdraw?back=//evil.example",
        "wishes/practice/t/series",
        "wishes/practice/s99999999999/series",
        f"adoptions/{there['adoption']}/say",
        f"adoptions/{there['adoption']}/keep",
        f"adoptions/{there['adoption']}/actions",
        f"adoptions/of-sheet/{there['own']}",
    ):
        answer = there["person"].post(f"/workshops/{path}", dict.fromkeys(WRITTEN, value))
        assert answer.status_code < 500, path
        assert "evil" not in (answer.location or "")
