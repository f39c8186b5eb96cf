"""Settings: from where, and what is said of a wrong one."""

import os
import stat

import pytest

from portal.config import Settings, load_settings, prepare_instance
from portal.errors import SettingsError


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("PORTAL_PORT", "eighty", "a whole number from 1 to 65535"),
        ("PORTAL_PORT", "0", "a whole number from 1 to 65535"),
        ("PORTAL_DEMO", "perhaps", "1 or 0"),
        ("PORTAL_LANGUAGE", "sv", "da or en"),
        ("PORTAL_URL", "ftp://portal", "http://"),
        ("PORTAL_MAIL", "pigeon", "file or smtp"),
        ("PORTAL_NAME", "", "1 to 60 characters"),
        ("PORTAL_SECRET_KEY", "short", "32 or more"),
        ("PORTAL_DATABASE_URL", "mysql://root:hemmeligt@host/x", "sqlite or postgresql"),
        ("PORTAL_DATABASE_URL", "not an address", "sqlite or postgresql"),
    ],
)
def test_a_wrong_setting_is_named_with_its_value_and_what_is_allowed(tmp_path, name, value, words):
    with pytest.raises(SettingsError) as caught:
        load_settings({"PORTAL_INSTANCE": str(tmp_path), name: value})
    text = str(caught.value)
    assert name in text
    assert words in text
    secret = name in ("PORTAL_SECRET_KEY", "PORTAL_DATABASE_URL")
    assert (value in text) is not secret or value == ""


def test_a_misspelt_variable_is_not_silently_ignored(tmp_path):
    with pytest.raises(SettingsError, match="did you mean PORTAL_PORT"):
        load_settings({"PORTAL_INSTANCE": str(tmp_path), "PORTAL_PROT": "8080"})


def test_the_file_is_read_and_the_environment_wins(tmp_path):
    (tmp_path / "portal.toml").write_text('port = 8001\nname = "Vores"\n')
    settings = load_settings({"PORTAL_INSTANCE": str(tmp_path), "PORTAL_PORT": "8002"})
    assert (settings.port, settings.name) == (8002, "Vores")


@pytest.mark.parametrize("text", ["port = ", "port = 'x'", "prot = 1", "\x00"])
def test_a_broken_file_is_a_sentence(tmp_path, text):
    (tmp_path / "portal.toml").write_text(text)
    with pytest.raises(SettingsError, match=r"portal\.toml"):
        load_settings({"PORTAL_INSTANCE": str(tmp_path)})


def test_plugin_folders_are_separated_as_in_path(tmp_path):
    folders = os.pathsep.join(["/srv/one", "/srv/two"])
    settings = load_settings({"PORTAL_INSTANCE": str(tmp_path), "PORTAL_PLUGIN_DIRS": folders})
    assert [str(path) for path in settings.plugin_dirs] == ["/srv/one", "/srv/two"]
    assert settings.all_plugin_dirs[0].name == "plugins"


def test_the_secret_key_is_made_once_and_is_nobody_elses_business(tmp_path):
    settings = load_settings({"PORTAL_INSTANCE": str(tmp_path / "new")})
    key = prepare_instance(settings)
    assert prepare_instance(settings) == key
    assert len(key) >= 32
    assert stat.S_IMODE((tmp_path / "new" / "secret_key").stat().st_mode) == 0o600


def test_every_setting_is_described():
    for name, field in Settings.model_fields.items():
        assert field.title, name
        assert field.description, name


def test_the_page_about_the_settings_is_true():
    from portal.config import CHECKOUT, describe

    assert (CHECKOUT / "docs" / "settings.md").read_text() == describe(), (
        "run: portal settings --markdown > docs/settings.md"
    )
