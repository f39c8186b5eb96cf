"""A wheel zipped by hand: quick, and without what builds wheels."""

import tomllib
import zipfile


def wheel_of(folder, target, without=None):
    """The wheel that setuptools would make of a plugin's folder, perhaps without a file."""
    project = tomllib.loads((folder / "pyproject.toml").read_text())["project"]
    name, version = project["name"].replace("-", "_"), project["version"]
    ((plugin, value),) = project["entry-points"]["portal.plugins"].items()
    path = target / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted((folder / value.split(":")[0]).rglob("*")):
            inside = file.relative_to(folder)
            if file.is_file() and inside != without and "__pycache__" not in inside.parts:
                archive.write(file, str(inside))
        info = f"{name}-{version}.dist-info"
        archive.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        )
        archive.writestr(f"{info}/entry_points.txt", f"[portal.plugins]\n{plugin} = {value}\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\n")
    return path
