"""`portal plugin check`: holds plugins to the contract without installing them.

Their code runs in a process of its own, on an instance made for it; migrations are also tried on
a copy of the portal's database where there is one. Nothing of the running portal is touched.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from portal.config import PREFIX, Settings, load_settings
from portal.plugins.check.copying import copy_database, why_not
from portal.plugins.check.opening import Target, opened
from portal.testing.contract.findings import Finding

SECONDS = 180


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in one plugin."""

    path: str
    name: str
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> int:
        """How many findings are more than a warning."""
        return sum(not finding.is_warning for finding in self.findings)


def check(paths: Sequence[Path]) -> list[Report]:
    """Looks at folders and wheels; raises PortalError for a path that is neither."""
    settings = load_settings()
    with tempfile.TemporaryDirectory(prefix="portal-check-") as folder:
        work = Path(folder)
        targets = [opened(path, work / str(number)) for number, path in enumerate(paths)]
        runnable = [target for target in targets if not target.findings]
        if runnable:
            _prepare(work, settings, runnable)
            _run(work, len(runnable))
        reports = [_report(target) for target in targets]
    missed = why_not(settings)
    return [_said(report, missed) for report in reports] if missed else reports


def _prepare(work: Path, settings: Settings, targets: Iterable[Target]) -> None:
    job: dict[str, Any] = {
        "targets": [target.as_json() for target in targets],
        "plugin_dirs": [str(folder.resolve()) for folder in settings.plugin_dirs],
        "database": copy_database(settings, work / "copy.sqlite"),
    }
    for vocabulary in settings.index_dir.glob("danish-*.txt"):
        # Making it takes seconds; the portal's own is as good.
        shutil.copy(vocabulary, work / vocabulary.name)
    (work / "job.json").write_text(json.dumps(job), encoding="utf-8")


def _run(work: Path, number: int) -> None:
    """The child writes what it finds into each target's folder, and may die of a plugin."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    with (work / "output.txt").open("wb") as output:
        subprocess.run(  # noqa: S603 - our own module
            [sys.executable, "-m", "portal.plugins.check.child", str(work)],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            timeout=SECONDS * number + 60,
            check=False,
        )


def _report(target: Target) -> Report:
    found = list(target.findings)
    if not found:
        try:
            rows = json.loads((target.work / "findings.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            rows = [
                ["", 0, "X1", "the check did not end: the plugin took too long, or its process"]
            ]
        found = [Finding(*row) for row in rows]
    shown = sorted({_placed(target, finding) for finding in found})
    return Report(str(target.path), target.name, tuple(shown))


def _said(report: Report, missed: str) -> Report:
    """A report that says what could not be tried, if there was anything to try."""
    path = Path(report.path)
    if path.is_dir() and not any(path.rglob("migrations/versions/*.py")):
        return report
    return replace(report, findings=(*report.findings, Finding("", 0, "X2", missed)))


def _placed(target: Target, finding: Finding) -> Finding:
    """The path as one would type it from here."""
    if not finding.path or Path(finding.path).is_absolute():
        return finding
    path = os.path.join(str(target.path), finding.path)
    return Finding(path, finding.line, finding.code, finding.text)
