"""What a plugin may answer to a hook: checked before the core uses it, so that a wrong answer costs
the plugin its contribution and not the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import islice
from typing import Any


def checked(hook: str, answer: Any) -> Any:
    """The answer as the core wants it: a list where the hook promises items, a dict where it
    promises a mapping. Drains generators, which may raise; raises TypeError for what does not fit.
    """
    if answer is None:
        return None
    if hook in MAPPINGS:
        if not isinstance(answer, Mapping):
            raise TypeError(f"{hook} must answer a mapping, not {_words(answer)}")
        mapping = dict(answer)
        if hook == "jobs" and not all(
            isinstance(topic, str) and callable(handler) for topic, handler in mapping.items()
        ):
            raise TypeError("jobs must answer topics and functions")
        if hook == "wish_outcomes":
            _check_outcomes(mapping)
        return mapping
    wanted = items_of(hook)
    if wanted is None:
        return answer
    if isinstance(answer, str | bytes | Mapping) or not isinstance(answer, Iterable):
        raise TypeError(f"{hook} must answer {wanted.__name__} objects, not {_words(answer)}")
    most = MOST_OF.get(hook, MOST)
    found = list(islice(answer, most + 1))
    if len(found) > most:
        raise ValueError(f"{hook} answered more than {most} objects")
    for item in found:
        if not isinstance(item, wanted):
            raise TypeError(f"{hook} must answer {wanted.__name__} objects, not {_words(item)}")
        _check_fields(hook, item)
    return found


#: More than this no page can use; one that never ends would take all the memory.
MOST = 1000
#: What is gathered and counted rather than shown: a fair has a few thousand wishes.
MOST_OF = {"wishes": 50_000}
MAPPINGS = {"jobs", "facet_words", "export_user", "services", "wish_outcomes"}


@cache
def _items() -> dict[str, Callable[[], type[Any]]]:
    import click
    from flask import Blueprint

    from portal.access.permissions import Permission
    from portal.jobs.handlers import Schedule
    from portal.leaving.holdings import Holding
    from portal.notices.topics import NoticeTopic
    from portal.practices.words import Wish
    from portal.references.kinds import ObjectKind
    from portal.web.parts import Card, Health, NavigationItem, Panel, Waiting

    return {
        "blueprints": lambda: Blueprint,
        "commands": lambda: click.Command,
        "permissions": lambda: Permission,
        "kinds": lambda: ObjectKind,
        "navigation": lambda: NavigationItem,
        "dashboard_cards": lambda: Card,
        "waiting": lambda: Waiting,
        "profile_panels": lambda: Panel,
        "page_slots": lambda: Panel,
        "schedules": lambda: Schedule,
        "notice_topics": lambda: NoticeTopic,
        "health_checks": lambda: Health,
        "holdings": lambda: Holding,
        "unit_holdings": lambda: Holding,
        "wishes": lambda: Wish,
    }


def items_of(hook: str) -> type[Any] | None:
    """The class of the items a hook answers with; None where it answers something else."""
    found = _items().get(hook)
    return found() if found else None


def _check_fields(hook: str, item: Any) -> None:
    """What would fail later, outside the guard: sorting, comparing, showing a title."""
    if not isinstance(getattr(item, "order", 0), int):
        raise TypeError(f"{hook}: the order of {item!r} is no whole number")
    if not all(isinstance(start, str) for start in getattr(item, "matches", ())):
        raise TypeError(f"{hook}: the matches of {item!r} must be texts")
    if hook in ("holdings", "unit_holdings"):
        _check_holding(hook, item)
    if hook == "wishes":
        _check_wish(item)
    if hook == "schedules" and not (
        isinstance(item.topic, str)
        and isinstance(item.every, dt.timedelta)
        and item.every >= dt.timedelta(seconds=1)
    ):
        raise TypeError(f"{hook}: {item!r} needs a topic and a time of a second at least")
    if hook in ("permissions", "kinds", "commands") and not (
        isinstance(item.name, str) and item.name
    ):
        raise TypeError(f"{hook}: {item!r} has no name")
    if hook == "kinds" and not (isinstance(item.model, type) and hasattr(item.model, "id")):
        raise TypeError(f"{hook}: the model of {item.name} has no id")
    if hook in ("navigation", "waiting"):
        # Lazy texts are worked out here, where their failure is the plugin's.
        for field in ("title", "text", "url"):
            str(getattr(item, field, ""))


def _check_holding(hook: str, item: Any) -> None:
    from portal.leaving.holdings import Part

    if type(item.id) is not int or not isinstance(item.kind, str) or item.part not in set(Part):
        raise TypeError(f"{hook}: {item!r} needs a kind, a whole number as id, and a known part")
    str(item.title), str(item.url), str(item.words)


def _check_wish(wish: Any) -> None:
    """What is sorted, compared and looked up later."""
    numbers = (wish.sheet_id, wish.user_id, wish.unit_id)
    if not isinstance(wish.key, str) or not wish.key:
        raise TypeError(f"wishes: {wish!r} has no key")
    if not all(one is None or type(one) is int for one in numbers):
        raise TypeError(f"wishes: the ids of {wish.key} must be whole numbers")
    if wish.made_at is not None and (
        not isinstance(wish.made_at, dt.datetime) or wish.made_at.tzinfo is None
    ):
        raise TypeError(f"wishes: {wish.key} was made at no moment with a time zone")


def _check_outcomes(mapping: dict[Any, Any]) -> None:
    from portal.practices.words import Outcome

    for key, outcome in mapping.items():
        if not isinstance(key, str) or not isinstance(outcome, Outcome):
            raise TypeError("wish_outcomes must answer keys and Outcome objects")


def _words(value: Any) -> str:
    return f"{type(value).__name__} ({str(value)[:60]})"
