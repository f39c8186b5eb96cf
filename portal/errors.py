"""The errors that reach a person as a sentence instead of a trace."""

from __future__ import annotations

from collections.abc import Mapping


class PortalError(Exception):
    """Something the person at the other end can act on; its text is shown as it is.

    The command line prints it on stderr and exits with status 2; a page shows it in place.
    """


class SettingsError(PortalError):
    """A setting with a value that cannot be used: its name, its value and what is allowed."""

    def __init__(self, name: str, value: object, allowed: str) -> None:
        super().__init__(f"{name} is {value!r}, but must be {allowed}.")
        self.name, self.value, self.allowed = name, value, allowed


class ConflictError(PortalError):
    """Somebody else changed the object since it was read."""


class NotAllowed(PortalError):
    """The actor may not do this; pages answer 403, or 404 where even the existence is hidden."""


class FieldProblem(PortalError):
    """What cannot be done, and the `field` of the form that says why ('' for none)."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


class InvalidInput(PortalError):
    """What was written cannot be saved; `errors` says why, by the name of the field."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(" ".join(errors.values()))
        self.errors = dict(errors)
