"""What plugins brought that cannot stand beside the rest: tables that are not marked as theirs,
addresses that somebody else answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from flask import Flask
from sqlalchemy import Table

from portal.plugins.modelling import managers, package_of

#: The methods that Flask adds by itself.
OWN = {"HEAD", "OPTIONS"}


def tables_of(package: str) -> list[Table]:
    """The tables that the models of a package make, those between two of them included.

    Judged by where the models stand: a table that says it belongs to somebody else is found too.
    """
    found: dict[str, Table] = {}
    for manager in managers():
        if package_of(manager.class_) != package or not manager.is_mapped:
            continue
        mapper = manager.mapper
        for table in mapper.tables:
            if isinstance(table, Table):
                found[table.name] = table
        for relation in mapper.relationships:
            secondary = relation.secondary
            if isinstance(secondary, Table) and not secondary.name.startswith("portal_"):
                found[secondary.name] = secondary
    return [table for _name, table in sorted(found.items())]


def table_problems(name: str, package: str) -> list[str]:
    """What is wrong with the tables of a plugin.

    A table that bears no mark, or somebody else's, is given the plugin's, so that the migrations
    of the others never see it.
    """
    found = []
    for table in tables_of(package):
        if table.info.get("plugin") == "core":  # it wrote on a table of the core's
            found.append(f"its table {table.name} is the portal's")
            continue
        if table.info.get("plugin") != name or table.info.get("taken_in"):
            found.append(f"its table {table.name} is not marked as its own (owned_by)")
            table.info.update(plugin=name, taken_in=True)
        if not table.name.startswith(f"{name}_"):
            found.append(f"the name of its table {table.name} does not begin with {name}_")
    return found


def route_problems(app: Flask, owners: dict[str, str], order: list[str]) -> Iterator[Any]:
    """(plugin, what is wrong) for each address of a plugin that is answered by somebody who was
    there first: the core, or a plugin earlier in `order`. `owners`: blueprint -> plugin."""
    taken: dict[tuple[str, str], tuple[int, str]] = {}
    rank = {name: place for place, name in enumerate(order)}
    entries = []
    for rule in app.url_map.iter_rules():
        owner = owner_of(rule.endpoint, owners)
        entries.append((rank.get(owner, -1), owner, rule))
    for place, owner, rule in sorted(entries, key=lambda entry: (entry[0], entry[2].rule)):
        for method in (rule.methods or set()) - OWN:
            first = taken.setdefault((method, shape(rule.rule)), (place, owner))
            if first[0] != place:
                whose = f"the plugin {first[1]}" if first[1] else "the portal"
                yield owner, f"its address {rule.rule} belongs to {whose}"


def owner_of(endpoint: str, owners: dict[str, str]) -> str:
    """The plugin whose blueprint an endpoint belongs to; '' for the core."""
    blueprint = endpoint.rpartition(".")[0]
    while blueprint:
        if blueprint in owners:
            return owners[blueprint]
        blueprint = blueprint.rpartition(".")[0]
    return ""


def shape(rule: str) -> str:
    """An address without the names and kinds of its variables."""
    return re.sub(r"<[^>]*>", "<>", rule)
