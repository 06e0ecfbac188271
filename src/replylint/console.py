"""This file holds what the commands share: options, printing, and how wide and colourful."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from replylint.errors import UserError
    from replylint.settings import Configs


def listed(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Take ``--select a,b --select c`` as three names."""
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


PACK = click.option(
    "--pack",
    "packs",
    multiple=True,
    callback=listed,
    metavar="NAME-OR-PATH",
    help="Rules to use: a built-in pack or a folder; may be repeated.  [default: core]",
)


CONFIG = click.option(
    "--config",
    "config_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The configuration.  [default: replylint.yaml, here or in a folder above]",
)
ISOLATED = click.option("--isolated", is_flag=True, help="Look for no configuration.")
NAMES: dict[str, Any] = {"multiple": True, "callback": listed, "metavar": "RULE-OR-CATEGORY"}


def complain(error: UserError) -> None:
    """Tell a mistake on standard error."""
    from replylint.reporters.style import visible

    lines = str(error).splitlines()
    text = "\n".join(visible(line) for line in lines)
    click.echo(text if error.path else f"replylint: {text}", err=True)


def configured(
    path: Path | None, *, isolated: bool, given: Mapping[str, Iterable[Any]] | None = None
) -> Configs:
    """Return what finds the settings of files; ``given`` is what the command line says."""
    from replylint.config import Entry, Layer
    from replylint.settings import Configs

    values = {key: tuple(map(Entry, said)) for key, said in (given or {}).items() if said}
    return Configs(path, isolated=isolated, above=Layer(values))


def configured_packs(packs: tuple[str, ...]) -> tuple[str, ...]:
    """Return the packs that are named, else those of the configuration, else the core."""
    return packs or configured(None, isolated=False).settings().packs


def write(text: str) -> None:
    """Write to standard output in UTF-8, whatever the locale says."""
    write_bytes(text.encode("utf-8", errors="backslashreplace"))


def write_bytes(data: bytes) -> None:
    """Write to standard output as it is."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def colored() -> bool:
    """Tell whether what is printed may have colours."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (
        sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    )


def width() -> int:
    """Return the terminal's width, 80 in a pipe; lines beyond 100 are hard to read."""
    return max(40, min(100, shutil.get_terminal_size((80, 24)).columns))
