"""The process in which plugins are looked at: `python -m portal.plugins.check.child FOLDER`.

Everything of the portal is imported once; each plugin gets a process forked off, for what a plugin
brings cannot be taken out of a process again.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache

from portal.plugins.check import SECONDS
from portal.plugins.discovery import GROUP, Candidate, preferring
from portal.testing.contract.findings import Finding
from portal.testing.contract.people import person
from portal.testing.contract.registry import RULES, Rule
from portal.testing.contract.subject import Subject
from portal.testing.databases import Databases
from portal.testing.sessions import PortalClient


class Compiled(BytecodeCache):
    """Templates, compiled once for all the plugins and all the applications of each."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """What was compiled before."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """For the next."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


def main(work: Path) -> None:
    """Looks at every target of the job, each in a process of its own, two at a time."""
    job = json.loads((work / "job.json").read_text(encoding="utf-8"))
    _warm_up(job, work)
    running: set[int] = set()
    for target in job["targets"]:
        if len(running) >= (os.cpu_count() or 1):
            running.discard(os.wait()[0])
        child = os.fork()
        if child:
            running.add(child)
            continue
        signal.alarm(SECONDS)
        try:
            _look(job, target)
        finally:
            sys.stdout.flush()
            os._exit(0)
    for _child in running:
        os.wait()


def _warm_up(job: dict[str, Any], work: Path) -> None:
    """What is the same for all: a database, the other plugins, compiled templates."""
    from portal.search.engine.danish.vocabulary import load_vocabulary

    load_vocabulary(work)
    away = {target["name"]: None for target in job["targets"]}
    with preferring(away), _application(job, work / "first") as (app, _databases):
        browser = app.test_client()
        for page in ("/login", "/healthz"):
            browser.get(page)
        subject = Subject(name="", candidate=None, app=app)  # type: ignore[arg-type]
        signed_in = person(subject, "admin")
        for page in ("/", "/search?q=a", "/admin"):
            signed_in.get(page)


def _look(job: dict[str, Any], target: dict[str, Any]) -> None:
    work, folder = Path(target["work"]), Path(target["folder"])
    sys.path.insert(0, str(folder))
    entry = EntryPoint(target["name"], target["value"], GROUP)
    place = Path(target["place"]).resolve()
    source = "installed" if target["wheel"] else "folder"
    candidate = Candidate(target["name"], entry, target["version"], place, source)
    project = None if target["wheel"] else folder
    subject = Subject(name=candidate.name, candidate=candidate, project=project)
    found: list[Finding] = []
    for rule in RULES:
        if rule.stage == "files":
            found += _tried(rule, subject)
    _keep(work, [*found, _unfinished(candidate.name)])
    with preferring({candidate.name: candidate}):
        found += _in_application(job, work, subject)
    _keep(work, found)


def _keep(work: Path, found: list[Finding]) -> None:
    rows = [[one.path, one.line, one.code, one.text] for one in found]
    (work / "findings.json").write_text(json.dumps(rows), encoding="utf-8")


def _unfinished(name: str) -> Finding:
    text = f"the check did not end: {name} took longer than {SECONDS} seconds or ended the process"
    return Finding("", 0, "X1", text)


@contextmanager
def _application(job: dict[str, Any], instance: Path) -> Iterator[tuple[Flask, Databases]]:
    """A portal on an instance of its own, upgraded; inside its context."""
    from portal.app import create_app
    from portal.database import db
    from portal.setup import upgrade_all

    instance.mkdir()
    databases = Databases(instance, "")
    first = instance.parent.parent / "first" / "kept.sqlite"
    if first.is_file():
        shutil.copy(first, instance / "portal.sqlite")
    settings: dict[str, Any] = {
        "instance": instance,
        "database_url": databases.url,
        "demo": False,
        "plugin_dirs": tuple(Path(folder) for folder in job["plugin_dirs"]),
        "log_level": "error",
    }
    with create_app(**settings).app_context():
        upgrade_all()
        db.session.remove()
        db.engine.dispose()
    # Again, as a portal starts: on a database that is there.
    app = create_app(**settings)
    app.testing = True
    app.test_client_class = PortalClient
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.jinja_env.bytecode_cache = COMPILED
    logging.getLogger("portal").setLevel(logging.CRITICAL)
    with app.app_context():
        databases.keep(app)
        yield app, databases
    databases.close(app)


def _in_application(job: dict[str, Any], work: Path, subject: Subject) -> list[Finding]:
    found: list[Finding] = []
    with _application(job, work / "instance") as (app, databases):
        subject.app = app
        for rule in RULES:
            if rule.stage == "files" or (rule.stage == "on" and not subject.is_on):
                continue
            databases.restore(app)
            subject.core.states.forget_cache()
            found += _tried(rule, subject)
        if job["database"] and subject.is_on:
            copy = work / "copy.sqlite"
            shutil.copy(job["database"], copy)
            found += _tried(Rule("migrations_on_a_copy", ("D6", "D8"), "on", _on_a(copy)), subject)
    return found


def _on_a(copy: Path) -> Any:
    from portal.plugins.check.rehearsing import migrations_on_a_copy

    return lambda subject: migrations_on_a_copy(subject, copy)


def _tried(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """What a rule finds; a rule that fails is a finding too, for the plugin made it fail."""
    try:
        yield from rule.check(subject)
    except Exception as problem:
        text = f"the rule {rule.name} could not be tried: {type(problem).__name__}: {problem}"
        yield Finding("", 0, "X1", text[:300])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
