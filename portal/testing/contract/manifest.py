"""What a plugin says of itself."""

from __future__ import annotations

from collections.abc import Iterator

from portal.testing.contract.findings import Finding
from portal.testing.contract.registry import rule
from portal.testing.contract.subject import Subject


@rule("M1", stage="app")
def loads(subject: Subject) -> Iterator[Finding]:
    """The loader takes it, and it is not in quarantine."""
    project = subject.project / "pyproject.toml" if subject.project else None
    if subject.loaded.problem:
        yield subject.finding("M1", subject.loaded.problem, project or subject.root)
    elif not subject.core.states.is_on(subject.name):
        reason = subject.core.states.unavailable.get(subject.name) or "it is not on"
        yield subject.finding("M1", reason, project or subject.root)


@rule("M2", stage="on")
def says_who_it_is(subject: Subject) -> Iterator[Finding]:
    """Title and version; the version is the distribution's."""
    plugin = subject.plugin
    if not str(plugin.title).strip():
        yield subject.finding("M2", "the manifest has no title", type(plugin))
    if not str(plugin.description).strip():
        yield subject.finding("M2", "the manifest has no description", type(plugin))
    if plugin.version != subject.candidate.version:
        text = f"version {plugin.version}, but the distribution says {subject.candidate.version}"
        yield subject.finding("M2", text, type(plugin))
