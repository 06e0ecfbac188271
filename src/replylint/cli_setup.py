"""This file is the part of the command line that sets up a team: configuration, baseline, cache."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from replylint.console import (
    CONFIG,
    ISOLATED,
    PACK,
    ProgressLine,
    complain,
    configured,
    say,
    write,
)
from replylint.errors import UserError


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option(
    "--baseline",
    "path",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where to write.  [default: the one that is found, else replylint-baseline.json]",
)
@PACK
@CONFIG
@ISOLATED
def baseline(
    paths: tuple[str, ...],
    path: Path | None,
    packs: tuple[str, ...],
    config_file: Path | None,
    isolated: bool,
) -> int:
    """Remember the findings of today, so that check fails on new ones alone.

    What is remembered of files beside PATHS stays; what is gone is dropped.
    """
    from replylint.baseline import Baselines
    from replylint.engine import Linter
    from replylint.reporters.style import counted, visible
    from replylint.source import shown_path

    baselines = Baselines(path, reading=False)
    configs = configured(config_file, isolated=isolated, given={"packs": packs})
    with ProgressLine(shown=True) as progress:
        linter = Linter.configured(configs, baselines=baselines)
        run = linter.lint_paths(paths or ["."], watch=progress)
    for error in run.errors:
        complain(error)
    if run.errors:
        raise UserError("no baseline was written (mend what is told above first)")
    written = list(baselines.write())
    for one in written:
        known = counted(one.findings, "finding")
        line = f"Wrote {shown_path(one.path)}: {known}, {one.new} new, {one.gone} gone."
        say(visible(line))
    if not written:
        say("No replies were found, and no baseline was written.")
    return 0


@click.group()
def config() -> None:
    """Help with the configuration."""


@config.command("schema")
def schema() -> None:
    """Print the JSON Schema of a configuration, for editors."""
    from replylint.schema import config_schema

    write(json.dumps(config_schema(), indent=2, ensure_ascii=False) + "\n")


@click.command()
@click.option("--yes", is_flag=True, help="Write it without asking.")
def init(yes: bool) -> int:
    """Look at this folder, propose a configuration, and write it as replylint.yaml."""
    from replylint.initial import propose, refuse_existing
    from replylint.reporters.style import visible
    from replylint.writing import write_file

    path = Path("replylint.yaml")
    refuse_existing(Path())
    proposal = propose(Path())
    for error in proposal.errors:
        complain(error)
    say("\n".join(map(visible, proposal.text.splitlines())))
    if not yes:
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            say("\nNothing was written: replylint init --yes writes it.", err=True)
            return 0
        if not click.confirm("\nWrite this as replylint.yaml?", default=True):
            return 0
    write_file(path, proposal.text.encode())
    say("Wrote replylint.yaml. Next: replylint check, or with old findings in it")
    say("replylint baseline, and then check tells of new ones alone.")
    return 0


@click.group()
def cache() -> None:
    """Look after what is remembered between runs."""


@cache.command("clear")
def clear() -> None:
    """Delete the compiled rules; they are made again when needed."""
    from replylint.cache import clear_cache
    from replylint.reporters.style import counted

    say(f"Deleted {counted(clear_cache(), 'file')}.")
