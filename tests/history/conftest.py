"""A kind with a history, made of the core's roles: a name, a text, permissions, a keeper."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from portal.access.models import Role, RolePermission
from portal.errors import PortalError
from portal.history.declaring import History, HistoryField
from portal.references.kinds import ObjectKind
from portal.runtime import portal

KIND = "charter"


@dataclass
class Charters:
    """Makes and changes charters as a plugin's services would."""

    session: Any
    editors: set[int] = field(default_factory=set)
    coauthors: set[int] = field(default_factory=set)
    broken: bool = False

    def make(
        self, actor, name="Charter", text="", permissions=(), keeper=0, audience=("everyone",)
    ):
        charter = Role(key=f"keeper-{keeper}", name=name, description=text)
        self.session.add(charter)
        self._write(charter, permissions=permissions)
        self.tell(actor, charter, audience)
        return charter

    def change(self, actor, charter, audience=("everyone",), action="", **values):
        self._write(charter, **values)
        self.tell(actor, charter, audience, action)

    def tell(self, actor, charter, audience=("everyone",), action=""):
        self.session.flush()
        portal().changes.saved(self.session, KIND, charter.id, audience, actor=actor, action=action)
        self.session.commit()

    def _write(self, charter, name=None, text=None, permissions=None, keeper=None):
        if name is not None:
            charter.name = name
        if text is not None:
            charter.description = text
        if keeper is not None:
            charter.key = f"keeper-{keeper}"
        if permissions is not None:
            there = {row.permission: row for row in charter.permissions}
            charter.permissions = [
                there.get(one) or RolePermission(permission=one) for one in sorted(permissions)
            ]

    def snapshot(self, charter):
        if self.broken:
            raise ValueError("a plugin's own mistake")
        return {
            "name": charter.name,
            "text": charter.description,
            "permissions": [row.permission for row in charter.permissions],
            "keeper": int(charter.key.partition("keeper-")[2] or 0) or None,
        }

    def restore(self, session, actor, charter, data):
        if data["name"] == "refused":
            raise PortalError("The name is taken.")
        if data["name"] == "broken":
            raise ZeroDivisionError
        self._write(
            charter,
            name=data["name"],
            text=data["text"],
            permissions=data["permissions"],
            keeper=data["keeper"] or 0,
        )
        session.flush()
        portal().changes.saved(session, KIND, charter.id, ["everyone"], actor=actor)


@pytest.fixture
def charters(session, monkeypatch):
    made = Charters(session)
    kind = ObjectKind(
        name=KIND,
        title="Charter",
        plural="Charters",
        icon="award",
        model=Role,
        label=lambda charter: charter.name,
        url=lambda charter_id: f"/charters/{charter_id}",
        may=lambda _session, actor, action, _obj: (
            actor.user_id in (made.coauthors if action == "coauthor" else made.editors)
        ),
        history=History(
            fields={
                "name": HistoryField("Name"),
                "text": HistoryField("Text", "markdown"),
                "permissions": HistoryField("May", "list", words={"a.b": "bake"}),
                "keeper": HistoryField(
                    "Keeper",
                    "reference",
                    kind="person",
                    visible=lambda _session, actor, _obj: (
                        "accounts.manage" in actor.permissions or actor.user_id in made.editors
                    ),
                ),
            },
            snapshot=made.snapshot,
            restore=made.restore,
        ),
    )
    kinds = portal().kinds
    monkeypatch.setattr(kinds, "_owners", [*kinds._owners, ("core:tests", kind)])
    return made
