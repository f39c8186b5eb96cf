"""What every route must say: who may open it. A route that says nothing is closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])
MARK = "__portal_access__"
PUBLIC, SIGNED_IN = "public", "signed in"


def public(view: F) -> F:
    """Anybody may open this, signed in or not."""
    return _marked(view, PUBLIC)


def signed_in(view: F) -> F:
    """Everyone with an account may open this; the view narrows what it shows."""
    return _marked(view, SIGNED_IN)


def requires(permission: str) -> Callable[[F], F]:
    """Only holders of `permission` may open this; others get 403, the signed-out the sign-in."""
    return lambda view: _marked(view, permission)


def declared(view: Callable[..., Any]) -> str | None:
    """What a view declared, None if nothing."""
    return getattr(view, MARK, None)


def _marked(view: F, access: str) -> F:
    setattr(view, MARK, access)
    return view
