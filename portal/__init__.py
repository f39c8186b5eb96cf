"""The core of the portal: accounts, units, permissions, search, jobs - and no plugin by name."""

__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    # `portal.create_app` without importing Flask for whoever only wants the version.
    if name == "create_app":
        from portal.app import create_app

        return create_app
    raise AttributeError(name)
