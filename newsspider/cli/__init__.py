"""The command line. Commands are imported when they are asked for: `newsspider --help` loads none of them."""

from __future__ import annotations

import importlib
import signal
import sys
from typing import Any

import click

from newsspider import __version__
from newsspider.errors import NewsspiderError

COMMANDS = {
    "demo": ("newsspider.cli.demo:demo", "Crawl the embedded news site and show three articles."),
    "crawl": ("newsspider.cli.crawl:crawl", "Fetch what is new on the named sites into the archive."),
    "replay": ("newsspider.cli.replay:replay", "Take stored pages through the same path, without the network."),
    "extract": ("newsspider.cli.extract:extract", "Turn one page, or lines of pages, into clean articles."),
    "search": ("newsspider.cli.read:search", "Search the archive's articles."),
    "show": ("newsspider.cli.read:show", "Show one article with its revisions, relations and removed blocks."),
    "export": ("newsspider.cli.read:export", "Write a recipe's result as CSV, JSON lines or Markdown."),
    "schema": ("newsspider.cli.read:schema", "Print the archive's data dictionary."),
    "sites": ("newsspider.cli.crawl:sites", "List the sites that can be crawled."),
}
_BROKEN_PIPE = 128 + signal.SIGPIPE


class LazyGroup(click.Group):
    """Knows its commands by name and one line each, and imports one when it runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of a first use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command *cmd_name*; ``None`` where there is none."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="%(prog)s %(version)s")
def cli() -> None:
    """Crawl regional news sites; keep clean articles in one SQLite file.

    A first look: newsspider demo
    """


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with the code that the outcome has."""
    _check_platform()
    try:
        code: Any = cli.main(arguments, prog_name="newsspider", standalone_mode=False)
    except NewsspiderError as error:
        _say(str(error))
        sys.exit(error.exit_code)
    except click.exceptions.Abort:
        sys.exit(128 + signal.SIGINT)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except BrokenPipeError:
        _forget_output()
        sys.exit(_BROKEN_PIPE)
    sys.exit(code if isinstance(code, int) else 0)


def _say(message: str) -> None:
    from newsspider.text import inert

    click.echo(f"newsspider: {inert(message)}", err=True)


def _check_platform() -> None:
    if sys.platform == "win32":
        _say("newsspider runs on Linux and macOS; on Windows use it inside WSL")
        sys.exit(1)


def _forget_output() -> None:
    """Whoever read our output is gone; let Python's own flush at exit find nothing to complain about."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
