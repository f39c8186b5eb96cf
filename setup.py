"""What setup.cfg cannot say: the core's migrations stand beside the package, and go into it."""

from setuptools import find_packages, setup

MIGRATIONS = {
    "portal.migrations": "migrations",
    "portal.migrations.versions": "migrations/versions",
}

setup(
    packages=[*find_packages(include=["portal", "portal.*"]), *MIGRATIONS],
    package_dir=MIGRATIONS,
)
