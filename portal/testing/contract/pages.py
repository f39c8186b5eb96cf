"""Pages: no role, no nonsense in the address makes one fail."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from werkzeug.exceptions import HTTPException

from portal.access.permissions import ROLES
from portal.testing.contract.findings import Finding
from portal.testing.contract.people import person
from portal.testing.contract.registry import rule
from portal.testing.contract.subject import Subject

NONSENSE = "page=-1&sort=nonsense&q=%00%27&id=99999999999999999999&since=x&kind=x&unit=x"


@rule("R5", stage="on")
def every_page_answers_every_role(subject: Subject) -> Iterator[Finding]:
    """A GET of each page, bare and with nonsense behind it, gives no 500, whoever asks."""
    assert subject.app is not None
    told: set[str] = set()
    for role in (None, *ROLES):
        browser = person(subject, role) if role else subject.app.test_client()
        for route in subject.rules():
            if "GET" not in route.methods or route.endpoint in told:
                continue
            try:
                built = route.build(dict.fromkeys(route.arguments, 1), append_unknown=False)
            except Exception:
                continue
            for address in (built[1], f"{built[1]}?{NONSENSE}"):
                with exceptions(subject) as raised:
                    status = browser.get(address).status_code
                if status >= 500:
                    told.add(route.endpoint)
                    yield _failing(subject, route, role, address, raised)
                    break


def _failing(
    subject: Subject, route: Any, role: str | None, address: str, raised: list[Exception]
) -> Finding:
    who = f"for the role {role}" if role else "for a stranger"
    reason = f": {type(raised[-1]).__name__}: {raised[-1]}" if raised else ""
    shown = address.replace(NONSENSE, "(nonsense)")
    text = f"GET {shown} fails {who}{reason}"[:300]
    assert subject.app is not None
    frames = traceback.extract_tb(raised[-1].__traceback__) if raised else []
    for frame in reversed(frames):
        if frame.filename.startswith(str(subject.root)) and frame.filename.endswith(".py"):
            return subject.finding("R5", text, frame.filename, frame.lineno or 0)
    return subject.finding("R5", text, subject.app.view_functions[route.endpoint])


@contextmanager
def exceptions(subject: Subject) -> Iterator[list[Exception]]:
    """The exceptions that requests inside raise and no page answers."""
    raised: list[Exception] = []
    assert subject.app is not None
    handle = subject.app.handle_user_exception

    def note(problem: Exception) -> Any:
        if not isinstance(problem, HTTPException):
            raised.append(problem)
        return handle(problem)

    with patch.object(subject.app, "handle_user_exception", note):
        yield raised
