"""Models of plugins that SQLAlchemy cannot make sense of: one of them stops every query of the
whole portal, so they are found at the start and taken out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Table
from sqlalchemy.orm import configure_mappers

from portal.database import Base


def managers() -> list[Any]:
    """What SQLAlchemy knows of each class, the half-made ones too."""
    return list(Base.registry._managers)


def broken_models(packages: set[str]) -> dict[str, str]:
    """Package -> what is wrong, for those of `packages` whose models do not fit together; their
    models are forgotten, so that everybody else's work."""
    found: dict[str, str] = {}
    for manager in managers():
        package = package_of(manager.class_)
        if package in packages and not manager.is_mapped:
            found[package] = f"its model {manager.class_.__name__} is not mapped"
    for package in found:
        forget_models(package)
    while True:
        try:
            configure_mappers()
        except Exception as problem:
            guilty = _guilty(packages - set(found))
            if guilty is None:
                raise
            found[guilty] = f"its models do not fit together: {problem}"
            forget_models(guilty)
        else:
            return found


def _guilty(packages: set[str]) -> str | None:
    for manager in managers():
        failed = manager.is_mapped and getattr(manager.mapper, "_configure_failed", False)
        if failed and package_of(manager.class_) in packages:
            return package_of(manager.class_)
    return None


def package_of(cls: type[Any]) -> str:
    """The top package of a class."""
    return cls.__module__.split(".")[0]


def forget_models(package: str) -> None:
    """As if a package had never made a model."""
    for manager in managers():
        if package_of(manager.class_) != package:
            continue
        table = manager.mapper.local_table if manager.is_mapped else None
        Base.registry._managers.pop(manager, None)
        Base.registry._dispose_manager_and_mapper(manager)
        if isinstance(table, Table) and Base.metadata.tables.get(table.name) is table:
            Base.metadata.remove(table)


def protect_tables() -> None:
    """From here on nobody can write another table over one that is there (`extend_existing`): the
    models that use it would fall apart."""
    for table in Base.metadata.tables.values():
        table._init_existing = _refuse(table.name)  # type: ignore[method-assign]


def _refuse(name: str) -> Callable[..., None]:
    def refuse(*_columns: Any, **_more: Any) -> None:
        raise ValueError(f"the table {name} belongs to somebody else")

    return refuse
