"""The contract as a class of tests."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.plugins.discovery import GROUP
from portal.runtime import portal
from portal.testing.contract.findings import ContractWarning
from portal.testing.contract.registry import RULES, Rule
from portal.testing.contract.subject import Subject


class PluginContract:
    """Derive a class named Test… and say which plugin; one test a rule."""

    plugin: ClassVar[str]

    #: Write what the plugin may keep about a person, as a method: `def fill(self, session, user)`.
    #: Without one, a row is made up for each table.
    fill: ClassVar[Any] = None

    @pytest.fixture
    def subject(self, app: Flask) -> Iterator[Subject]:
        """The plugin in the tests' application."""
        loaded = portal().plugins.loaded.get(self.plugin)
        if loaded is None:
            known = ", ".join(sorted(portal().plugins.loaded)) or "none"
            pytest.fail(f"there is no plugin {self.plugin!r}; found: {known}")
        candidate = loaded.candidate
        project = candidate.place.parent
        pyproject = project / "pyproject.toml"
        named = pyproject.is_file() and GROUP in pyproject.read_text(encoding="utf-8")
        yield Subject(
            name=self.plugin,
            candidate=candidate,
            project=project if named else None,
            app=app,
            fill=self._fill if self.fill else None,
        )

    def _fill(self, session: Session, user: User) -> None:
        self.fill(session, user)

    @pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
    def test_contract(self, subject: Subject, rule: Rule) -> None:
        """One rule of the contract; see docs/plugins/contract.md."""
        if rule.stage == "on" and not subject.is_on:
            pytest.skip("the plugin is not running; the rule `loads` says why")
        found = sorted(set(rule.check(subject)))
        errors = [str(finding) for finding in found if not finding.is_warning]
        if errors:
            pytest.fail("\n".join(errors), pytrace=False)
        for finding in found:
            warnings.warn(str(finding), ContractWarning, stacklevel=1)
