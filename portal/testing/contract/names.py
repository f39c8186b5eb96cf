"""Names: every plugin stays within its own."""

from __future__ import annotations

from collections.abc import Iterator

from portal.access.permissions import ROLES
from portal.plugins.manager import CORE_PREFIX
from portal.testing.contract.findings import Finding
from portal.testing.contract.registry import rule
from portal.testing.contract.subject import Subject


@rule("N1", stage="on")
def permissions_bear_its_name(subject: Subject) -> Iterator[Finding]:
    """'lending.manage', held by roles that exist."""
    for permission in subject.answer("permissions") or ():
        if not permission.name.startswith(f"{subject.name}."):
            text = f"the permission {permission.name} must be named {subject.name}.…"
            yield subject.finding("N1", text, subject.root / "__init__.py")
        for role in sorted(set(permission.roles) - set(ROLES)):
            text = f"the permission {permission.name} names the role {role}, which there is not"
            yield subject.finding("N1", text, subject.root / "__init__.py")


@rule("N2", stage="on")
def topics_bear_its_name(subject: Subject) -> Iterator[Finding]:
    """'lending.remind'; what comes round has a job."""
    topics = set(subject.answer("jobs") or ())
    for topic in sorted(topics):
        if not topic.startswith(f"{subject.name}."):
            text = f"the topic {topic} must be named {subject.name}.…"
            yield subject.finding("N2", text, subject.root / "__init__.py")
    for notice in subject.answer("notice_topics") or ():
        if not notice.name.startswith(f"{subject.name}."):
            text = f"the topic {notice.name} must be named {subject.name}.…"
            yield subject.finding("N2", text, subject.root / "__init__.py")
    for schedule in subject.answer("schedules") or ():
        if schedule.topic not in topics:
            text = f"{schedule.topic} comes round, and no job of the plugin handles it"
            yield subject.finding("N2", text, subject.root / "__init__.py")


@rule("N3", stage="on")
def kinds_are_not_taken(subject: Subject) -> Iterator[Finding]:
    """One owner for each name of the registry."""
    for kind in subject.answer("kinds") or ():
        owner = subject.core.kinds.owner(kind.name)
        if owner not in (subject.name, None):
            whose = "the portal" if owner.startswith(CORE_PREFIX) else owner
            yield subject.finding("N3", f"the kind {kind.name} belongs to {whose}", kind.model)


@rule("N4", stage="on")
def commands_are_not_taken(subject: Subject) -> Iterator[Finding]:
    """A command of the core is never a plugin's."""
    others = _core_commands()
    for name in subject.core.plugins.implementing("commands"):
        if name != subject.name and not name.startswith(CORE_PREFIX):
            found = subject.core.plugins.call_one("commands", name, {})
            others |= {command.name or "": name for command in found or ()}
    for command in subject.answer("commands") or ():
        if command.name in others:
            text = f"the command {command.name} belongs to {others[command.name]}"
            yield subject.finding("N4", text, command.callback or subject.root / "__init__.py")


def _core_commands() -> dict[str, str]:
    from portal.cli.main import cli, core_commands

    found = {*cli.commands, *(command.name or "" for command in core_commands())}
    return dict.fromkeys(found, "the portal")
