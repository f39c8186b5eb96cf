"""Every setting of the portal, typed and documented in one place.

A setting comes from, in this order: the environment (`PORTAL_PORT=8080`), the file
`portal.toml` in the instance folder (`port = 8080`), the default below. `docs/settings.md` is
generated from this class.
"""

from __future__ import annotations

import contextlib
import difflib
import os
import secrets
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from portal.errors import SettingsError

PREFIX = "PORTAL_"
CHECKOUT = Path(__file__).resolve().parent.parent
CHECKOUT_PLUGINS = CHECKOUT / "plugins"
# Variables of ours that are not settings: they belong to the tests.
NOT_SETTINGS = {"PORTAL_SHARED", "PORTAL_TEST_DATABASE_URL", "PORTAL_TEST_POSTGRESQL"}
SECRET = {"database_url", "demo_password", "mail_password", "secret_key"}


def _split_paths(value: object) -> object:
    if isinstance(value, str):
        return [part for part in value.split(os.pathsep) if part]
    return value


def _http_url(value: object) -> object:
    if isinstance(value, str) and value:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("not an address")
        return value.rstrip("/")
    return value


def _database_url(value: object) -> object:
    if isinstance(value, str) and value:
        try:
            backend = make_url(value).get_backend_name()
        except ArgumentError as problem:
            raise ValueError("not a database address") from problem
        if backend not in ("sqlite", "postgresql"):
            raise ValueError("not a database we know")
    return value


class Settings(BaseModel):
    """The settings of one running portal. Read with `load_settings`, never built by hand."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    instance: Path = Field(
        CHECKOUT / "instance",
        title="a folder",
        description="Everything a running portal writes: database, index, files, mail, keys.",
    )
    name: str = Field(
        "Videnbazar",
        min_length=1,
        max_length=60,
        title="1 to 60 characters",
        description="The portal's name, shown in the header and in mails.",
    )
    keeper: str = Field(
        "",
        max_length=120,
        title="at most 120 characters",
        description="Who keeps the pages, shown in the footer.",
    )
    host: str = Field(
        "127.0.0.1", min_length=1, title="a host name or an address", description="Where to listen."
    )
    port: int = Field(
        8000, ge=1, le=65535, title="a whole number from 1 to 65535", description="Where to listen."
    )
    url: Annotated[str, BeforeValidator(_http_url)] = Field(
        "",
        title="an address that begins with http:// or https://",
        description="The address people use, for links in mails; empty: http://HOST:PORT. "
        "With https the cookies are marked Secure.",
    )
    web_processes: int = Field(
        2, ge=1, le=64, title="a whole number from 1 to 64", description="Web server processes."
    )
    web_threads: int = Field(
        4, ge=1, le=64, title="a whole number from 1 to 64", description="Threads in each of them."
    )
    proxies: int = Field(
        0,
        ge=0,
        le=5,
        title="a whole number from 0 to 5",
        description="How many reverse proxies stand in front and set X-Forwarded-* headers.",
    )
    database_url: Annotated[str, BeforeValidator(_database_url)] = Field(
        "",
        title="a SQLAlchemy address with sqlite or postgresql, "
        "such as postgresql+psycopg://user:password@host/name",
        description="The database; empty: SQLite in the instance folder.",
    )
    secret_key: str = Field(
        "",
        title="empty, or 32 or more characters",
        pattern=r"^(.{32,})?$",
        description="Signs sessions and links; empty: made once and kept in the instance folder.",
    )
    session_hours: int = Field(
        12, ge=1, le=720, title="a whole number from 1 to 720", description="Sign out after idling."
    )
    search_window_days: int = Field(
        90,
        ge=1,
        le=365,
        title="a whole number from 1 to 365",
        description="Editors see what three people searched for in vain within so many days; "
        "that they did is forgotten afterwards.",
    )
    language: Literal["da", "en"] = Field(
        "da", title="da or en", description="The language of a person who has not chosen one."
    )
    timezone: str = Field(
        "Europe/Copenhagen",
        pattern=r"^[A-Za-z]+(/[A-Za-z_+-]+)*$",
        title="a name from the IANA time zone database",
        description="How times are shown; they are stored in UTC.",
    )
    plugin_dirs: Annotated[tuple[Path, ...], BeforeValidator(_split_paths)] = Field(
        (),
        title="folders, separated as in PATH",
        description="Further folders of plugins; the portal's own plugins/ is always one.",
    )
    demo: bool = Field(
        False, title="1 or 0", description="Fill an empty portal with demo content at the start."
    )
    demo_password: str = Field(
        "",
        title="empty, or 8 or more characters",
        pattern=r"^(.{8,})?$",
        description="The password of the demo accounts; empty: a random one is made and printed.",
    )
    mail: Literal["file", "smtp"] = Field(
        "file",
        title="file or smtp",
        description="file: mails are written as .eml into the instance folder's mail/.",
    )
    mail_from: str = Field(
        "videnbazar@localhost",
        pattern=r"^[^@\s]+@[^@\s]+$",
        title="an e-mail address",
        description="The sender of every mail.",
    )
    mail_host: str = Field("localhost", title="a host name", description="The SMTP server.")
    mail_port: int = Field(
        25, ge=1, le=65535, title="a whole number from 1 to 65535", description="Its port."
    )
    mail_security: Literal["none", "starttls", "tls"] = Field(
        "none", title="none, starttls or tls", description="How the SMTP connection is secured."
    )
    mail_user: str = Field("", title="a user name or empty", description="For the SMTP server.")
    mail_password: str = Field("", title="a password or empty", description="For the SMTP server.")
    upload_megabytes: int = Field(
        25,
        ge=1,
        le=2000,
        title="a whole number from 1 to 2000",
        description="How large an uploaded file may be.",
    )
    read_seconds: int = Field(
        30,
        ge=1,
        le=600,
        title="a whole number from 1 to 600",
        description="How long the text of a file may take to read; what was read by then is kept.",
    )
    read_megabytes: int = Field(
        512,
        ge=128,
        le=8192,
        title="a whole number from 128 to 8192",
        description="How much memory the process that reads it may use.",
    )
    read_pages: int = Field(
        2000,
        ge=1,
        le=100_000,
        title="a whole number from 1 to 100000",
        description="How many pages, slides or sheets of a file are read.",
    )
    left_names: Literal["keep", "former", "forget"] = Field(
        "keep",
        title="keep, former or forget",
        description="The names of people who left, on what they wrote. keep: they stay; "
        "former: 'Former colleague' at once, kept for their return; forget: as former, and for "
        "good after left_names_months.",
    )
    left_names_months: int = Field(
        12,
        ge=0,
        le=120,
        title="a whole number from 0 to 120",
        description="After how many months left_names=forget deletes the name and the address.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", title="debug, info, warning or error", description="How much is logged."
    )

    @property
    def base_url(self) -> str:
        """The address people use, without a slash at the end."""
        return self.url or f"http://{self.host}:{self.port}"

    @property
    def sqlalchemy_url(self) -> str:
        """The database address with the default filled in."""
        return self.database_url or f"sqlite:///{self.instance / 'portal.sqlite'}"

    @property
    def index_dir(self) -> Path:
        """The folder of the search index."""
        return self.instance / "index"

    @property
    def mail_dir(self) -> Path:
        """The folder that .eml files go to."""
        return self.instance / "mail"

    @property
    def all_plugin_dirs(self) -> tuple[Path, ...]:
        """Where plugin folders are looked for, the portal's own first."""
        return (CHECKOUT_PLUGINS, *self.plugin_dirs)


def load_settings(environ: Mapping[str, str] | None = None, **overrides: Any) -> Settings:
    """Reads the settings from `environ` (default: the process's) and `portal.toml`.

    Raises SettingsError with the name, the value and what is allowed.
    """
    environ = os.environ if environ is None else environ
    values: dict[str, Any] = {}
    for key, value in environ.items():
        if key.startswith(PREFIX) and key not in NOT_SETTINGS:
            name = key.removeprefix(PREFIX).lower()
            if name not in Settings.model_fields:
                raise SettingsError(key, value, f"a setting that exists{_did_you_mean(name)}")
            values[name] = value
    values.update(overrides)
    instance = Path(values.get("instance") or CHECKOUT / "instance").expanduser().resolve()
    values["instance"] = instance
    merged = _read_file(instance / "portal.toml") | values
    try:
        return Settings(**merged)
    except ValidationError as problem:
        first = problem.errors()[0]
        name = str(first["loc"][0])
        origin = PREFIX + name.upper() if name in values else f"{name} in portal.toml"
        field = Settings.model_fields.get(name)
        if field is None:
            allowed = f"a setting that exists{_did_you_mean(name)}"
            raise SettingsError(origin, merged[name], allowed) from None
        shown = "(not shown)" if name in SECRET else merged[name]
        raise SettingsError(origin, shown, field.title or "something else") from None


def _read_file(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            found = tomllib.load(file)
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise SettingsError(str(path), str(problem), "a TOML file") from None
    found.pop("instance", None)  # a file cannot say where itself lies
    return found


def _did_you_mean(name: str) -> str:
    near = difflib.get_close_matches(name, Settings.model_fields, n=1)
    return f" (did you mean {PREFIX}{near[0].upper()}?)" if near else ""


def prepare_instance(settings: Settings) -> str:
    """Makes the instance folder with its secret key (mode 0600) and returns the key."""
    for folder in (settings.instance, settings.index_dir, settings.mail_dir):
        folder.mkdir(parents=True, exist_ok=True)
        # People's data: nobody else on the machine needs to look in.
        with contextlib.suppress(PermissionError):
            folder.chmod(0o700)
    if settings.secret_key:
        return settings.secret_key
    path = settings.instance / "secret_key"
    if not path.exists():
        # Written aside and linked: of two processes that start together one wins, and neither
        # ever reads half a key.
        aside = path.with_name(f".secret_key-{os.getpid()}")
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):
            os.link(aside, path)
        aside.unlink()
    key = path.read_text().strip()
    if len(key) < 32:
        raise SettingsError(str(path), "(not shown)", "32 or more characters; delete the file")
    return key


def describe() -> str:
    """docs/settings.md: every setting as Markdown."""
    lines = [
        "# Settings",
        "",
        "From the environment (`PORTAL_PORT=8080`) or `portal.toml` in the instance folder",
        "(`port = 8080`); the environment wins. Made from `portal/config.py` by",
        "`portal settings --markdown`; a test compares.",
        "",
        "| variable | default | allowed | what for |",
        "| --- | --- | --- | --- |",
    ]
    for name, field in Settings.model_fields.items():
        default = field.default
        if name == "instance":
            default = "instance/ in the checkout"
        shown = {True: "1", False: "0", "": "(empty)", (): "(empty)"}.get(default, str(default))
        lines.append(
            f"| `{PREFIX}{name.upper()}` | {shown} | {field.title} | {field.description} |"
        )
    return "\n".join(lines) + "\n"
