"""The `portal` command: the core's commands and those of the plugins that are on."""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

import click

from portal.errors import PortalError


class PortalGroup(click.Group):
    """Knows the core's commands at once, and asks the plugins only when it must: the
    application is built for `portal factsheets …`, not for `portal --version`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The core's and the plugins' commands."""
        return sorted({*super().list_commands(ctx), *_plugin_commands()})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The core's first: a plugin cannot take its name."""
        found = super().get_command(ctx, cmd_name) or _plugin_commands().get(cmd_name)
        if found is None:
            _explain_missing(cmd_name)
        return found


def _plugin_commands() -> dict[str, click.Command]:
    from portal.cli.context import application
    from portal.runtime import portal

    with application().app_context():
        return gathered(portal().dispatch.each("commands"))


def gathered(found: Iterable[tuple[str, Iterable[click.Command]]]) -> dict[str, click.Command]:
    """The commands of `found` ((who brings them, the commands)) by name.

    Two features of the core that bring one group share it (`portal units`); what a plugin
    calls as the core does is left out, and so is what a later plugin calls as an earlier one.
    """
    from portal.plugins.manager import CORE_PREFIX

    commands: dict[str, click.Command] = {}
    for owner, brought in found:  # the core first
        for command in brought:
            name = str(command.name)
            first = commands.setdefault(name, command)
            if first is command or not owner.startswith(CORE_PREFIX):
                continue
            if isinstance(first, click.Group) and isinstance(command, click.Group):
                # A group of its own: the features' groups stay what they are.
                commands[name] = click.Group(
                    name,
                    commands={**command.commands, **first.commands},
                    help=" ".join(filter(None, (command.help, first.help))),
                )
    return commands


def _explain_missing(name: str) -> None:
    """Raises PortalError where a command is missing because its plugin takes no part."""
    from portal.cli.context import application
    from portal.runtime import portal

    with application().app_context():
        core = portal()
        if name not in core.plugins.loaded or core.states.is_on(name):
            return
        reason = core.states.unavailable.get(name) or core.states.get(name).reason or "it is off"
    raise PortalError(f"The plugin {name} takes no part: {reason}.")


@click.group(
    cls=PortalGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="videnbazar-portal", prog_name="portal")
def cli() -> None:
    """The portal's command line.

    Settings come from PORTAL_* variables and portal.toml in the instance folder.
    """


def core_commands() -> list[click.Command]:
    """The commands of the core, whose names no plugin can have."""
    from portal.cli import index, plugin, run, search, user

    return [*run.COMMANDS, user.group, plugin.group, index.group, search.command]


def main() -> Any:
    """Runs the command; what a person can mend is a sentence on stderr and status 2."""
    for command in core_commands():
        cli.add_command(command)
    if not {"run", "worker"} & set(sys.argv[1:2]):
        _log_in_sentences()
    try:
        code = cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except click.ClickException as problem:
        problem.show()
        sys.exit(2)
    except PortalError as problem:
        click.echo(f"Error: {problem}", err=True)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        _nobody_listens()
    except SystemExit:
        # Click makes a closed pipe an exit of its own, with a status that says 'failed', and
        # leaves nothing to know it by but what it puts in the place of the output.
        if type(sys.stdout).__name__.endswith("PacifyFlushWrapper"):
            _nobody_listens()
        raise
    except Exception as problem:
        _unexpected(problem)
    sys.exit(code if isinstance(code, int) else 0)


def _nobody_listens() -> NoReturn:
    """`portal search x | head`: ends quietly, with the status of a program whose pipe was closed;
    what it was about to write, Python would complain of at the end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.__stdout__, sys.__stderr__):
        if stream is not None:
            os.dup2(nowhere, stream.fileno())
    sys.exit(128 + signal.SIGPIPE)


class _Sentence(logging.Formatter):
    def formatException(self, ei: Any) -> str:
        """A command shows no trace; `portal run` and `portal worker` log them."""
        return f"({ei[1]})"

    def formatStack(self, stack_info: str) -> str:
        """Nor where it came from."""
        return ""


def _log_in_sentences() -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(_Sentence("%(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])


def _unexpected(problem: Exception) -> None:
    """No trace on the screen: it goes to the instance's log, the sentence says where."""
    from portal.cli.context import write_trace

    where = write_trace(problem)
    click.echo(f"Error: {type(problem).__name__}: {problem}", err=True)
    click.echo(f"The details are in {where}.", err=True)
    sys.exit(2)
