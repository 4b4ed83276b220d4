"""The command line. Commands are imported when they are asked for: `newsspider --help` loads none of them."""

from __future__ import annotations

import errno
import importlib
import os
import signal
import sys
from contextlib import suppress
from io import TextIOWrapper
from typing import Any

import click

from newsspider import __version__
from newsspider.errors import NewsspiderError, NoPermissionError, StorageError, UsageError

COMMANDS = {
    "demo": ("newsspider.cli.demo:demo", "Crawl the embedded news site and show three articles."),
    "crawl": ("newsspider.cli.crawl:crawl", "Fetch what is new on the named sites into the archive."),
    "replay": ("newsspider.cli.replay:replay", "Take stored pages through the same path, without the network."),
    "extract": ("newsspider.cli.extract:extract", "Turn one page, or lines of pages, into clean articles."),
    "search": ("newsspider.cli.read:search", "Search the archive's articles."),
    "show": ("newsspider.cli.read:show", "Show one article with its revisions, relations and removed blocks."),
    "explain": (
        "newsspider.cli.explain:explain",
        "Tell why an article is what it is: kept, removed, and by which rule.",
    ),
    "similar": ("newsspider.cli.kin:similar", "Tell who shares text with an article: copies, excerpts, roundups."),
    "cluster": ("newsspider.cli.kin:cluster", "Tell who ran a story when, and what they made of it."),
    "reextract": (
        "newsspider.cli.reextract:reextract",
        "Read kept pages again; show which articles change and how.",
    ),
    "export": ("newsspider.cli.read:export", "Write a recipe's result as CSV, JSON lines or Markdown."),
    "schema": ("newsspider.cli.read:schema", "Print the archive's data dictionary."),
    "sites": ("newsspider.cli.crawl:sites", "List the sites that can be crawled."),
    "site": ("newsspider.cli.site:site", "Show what a site's pages repeat, and decide what is left out."),
}
_COMPLETE = "_NEWSSPIDER_COMPLETE"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


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
    _open_closed_streams()
    try:
        _speak_utf8()
        code = _run(sys.argv[1:] if arguments is None else arguments)
        sys.stdout.flush()
    except (NewsspiderError, click.ClickException, OSError, KeyboardInterrupt) as error:
        code = _tell(error)
        _drop_output()
    sys.exit(code)


def _run(arguments: list[str]) -> int:
    """Do what click's own main does, which hides a broken pipe and Ctrl-C behind exit code 1."""
    if sys.platform == "win32":
        raise NewsspiderError("newsspider runs on Linux and macOS; on Windows use it inside WSL")
    if instruction := os.environ.get(_COMPLETE):
        from click.shell_completion import shell_complete

        return shell_complete(cli, {}, "newsspider", _COMPLETE, instruction)
    _check_utf8(arguments)
    try:
        with cli.make_context("newsspider", list(arguments)) as context:
            code: Any = cli.invoke(context)
    except click.exceptions.Exit as end:
        code = end.exit_code
    return code if isinstance(code, int) else 0


def _tell(error: BaseException) -> int:
    """Say in one line what *error* means, and return its exit code."""
    match error:
        case KeyboardInterrupt():
            return 128 + signal.SIGINT
        case BrokenPipeError():
            return 128 + signal.SIGPIPE
        case NewsspiderError():
            return _said(str(error), error.exit_code)
        case click.exceptions.NoArgsIsHelpError():
            with suppress(OSError):
                error.show()
            return error.exit_code
        case click.UsageError():
            path = error.ctx.command_path if error.ctx else "newsspider"
            return _said(f"{error.format_message().rstrip('.')}; {path} --help tells more", error.exit_code)
        case click.ClickException():
            return _said(error.format_message(), error.exit_code)
        case OSError(errno=errno.EBADF):
            return _said("standard output is closed: give it a place to go", StorageError.exit_code)
        case OSError() if error.errno in _FULL:
            return _said(f"writing failed ({error.strerror}): free space and run again", StorageError.exit_code)
        case OSError() if error.errno in _FORBIDDEN:
            place = error.filename or "a file"
            return _said(f"no permission for {place} ({error.strerror}): change its owner", NoPermissionError.exit_code)
    raise error


def _said(message: str, exit_code: int) -> int:
    from newsspider.text import inert

    with suppress(OSError):
        click.echo(f"newsspider: {inert(message)}", err=True)
    return exit_code


def _open_closed_streams() -> None:
    """Occupy the descriptors of closed streams, so that no archive is opened in their place; writing there fails."""
    for descriptor, mode in enumerate((os.O_WRONLY, os.O_RDONLY, os.O_RDWR)):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, mode)
    if sys.stdout is None:
        sys.stdout = os.fdopen(1, "w", closefd=False)


def _speak_utf8() -> None:
    """Write UTF-8 whatever the locale says: what a page holds fits nothing else."""
    for stream, encoding in ((sys.stdout, "utf-8"), (sys.stderr, None)):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def _check_utf8(arguments: list[str]) -> None:
    for argument in arguments:
        try:
            argument.encode()
        except UnicodeEncodeError as error:
            raise UsageError(f"{argument.encode('utf-8', 'replace').decode()} is not UTF-8: type it anew") from error


def _drop_output() -> None:
    """Let Python's own flush at exit find nothing to complain about."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
