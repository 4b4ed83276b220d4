"""Options that several commands share."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from newsspider.config import Config, parse_duration
from newsspider.errors import ConfigError
from newsspider.logs import FORMATS, LEVELS

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


class Duration(click.ParamType[float]):
    """``90``, ``45s``, ``25m`` or ``1h30m``, in seconds."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return *value* in seconds."""
        try:
            return parse_duration(value, "duration")
        except ConfigError as error:
            self.fail(str(error), param, ctx)


archive_option: Decorator = click.option(
    "--archive",
    type=click.Path(dir_okay=False, readable=False, path_type=Path),
    envvar="NEWSSPIDER_ARCHIVE",
    show_envvar=True,
    default="newsspider.db",
    show_default=True,
    help="The SQLite file.",
)
config_option: Decorator = click.option(
    "--config",
    "config_path",
    type=click.Path(readable=False, path_type=Path),
    envvar="NEWSSPIDER_CONFIG",
    show_envvar=True,
    help="Configuration file; default: newsspider.toml beside the archive, else here.",
)
wait_option: Decorator = click.option(
    "--wait", type=Duration(), default=0.0, help="How long to wait for another run to end, for example 5m."
)
log_level_option: Decorator = click.option(
    "--log-level",
    type=click.Choice(LEVELS),
    envvar="NEWSSPIDER_LOG_LEVEL",
    show_envvar=True,
    help="Least important events that are logged on standard error; from info on they replace the progress.",
)
log_format_option: Decorator = click.option(
    "--log-format",
    type=click.Choice(FORMATS),
    envvar="NEWSSPIDER_LOG_FORMAT",
    show_envvar=True,
    help="How an event is written, one line each.",
)
quiet_option: Decorator = click.option("--quiet", "is_quiet", is_flag=True, help="Say nothing while all is well.")
json_option: Decorator = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


def same_archive(archive: Path) -> str:
    """Return what a command that is told to type next needs, so that it reads *archive*, too; empty where nothing."""
    is_understood = str(archive) in ("newsspider.db", os.environ.get("NEWSSPIDER_ARCHIVE"))
    return "" if is_understood else f" --archive {shlex.quote(str(archive))}"


def with_flags(config: Config, **flags: Any) -> Config:
    """Return *config* with what was typed; a flag that is ``None`` was not."""
    return replace(config, **{name: value for name, value in flags.items() if value is not None})
