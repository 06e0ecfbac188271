"""This file is what ``check`` shows in the place of linting: settings, files, and what is fixed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from replylint.console import complain, say, write_bytes
from replylint.errors import UserError
from replylint.source import absolute, shown_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from replylint.finding import Run
    from replylint.fixing import Fixer
    from replylint.settings import Configs


def show_diff(fixer: Fixer, run: Run, *, quiet: bool) -> int:
    """Print what would be fixed; exit with 1 where something would."""
    from replylint.fixing import diff_of
    from replylint.reporters.style import counted, visible

    for fixed in sorted(fixer.files, key=lambda f: f.shown):
        diff = diff_of(fixed)
        if sys.stdout and sys.stdout.isatty():
            for line in diff.decode(errors="backslashreplace").splitlines():
                click.secho(visible(line), fg={"+": "green", "-": "red"}.get(line[:1]))
        else:
            write_bytes(diff)
    if not quiet:
        where = f" in {counted(len(fixer.files), 'file')}" if run.fixed else ""
        say(f"Would fix {counted(run.fixed, 'finding')}{where}.", err=True)
    return 2 if run.errors else int(run.fixed > 0)


def show_settings_of(paths: Sequence[str], configs: Configs) -> int:
    """Print what holds for the first of the paths, and where it comes from."""
    from replylint.reporters.style import visible

    path = Path(paths[0])
    if not path.exists():
        raise UserError("is not there (check the path)", path=path.as_posix())
    here = path / "reply" if path.is_dir() else path
    config = configs.config_for(here)
    say(visible(f"{path.as_posix()}: {shown_path(config) if config else 'no configuration'}"))
    if why := configs.why_not([Path()])(path, path.is_dir()):
        say(f"  in folders it is passed over: {why}")
    for name, value, place in configs.settings(here).shown():
        say(visible(f"  {name}: {value}  ({place})"))
    return 0


def show_files_in(paths: Sequence[str], configs: Configs) -> int:
    """List what would be read, as what, and how many replies it holds."""
    from replylint.reporters.style import counted, visible
    from replylint.survey import look_at

    errors: list[UserError] = []
    rows = list(look_at([Path(path) for path in paths], errors, configs))
    for error in {str(error): error for error in errors}.values():
        complain(error)
    room = max((len(visible(row.path)) for row in rows), default=0)
    for row in rows:
        found = counted(row.replies, "reply") if row.form else "passed over"
        note = f"  ({row.note})" if row.note else ""
        say(visible(f"{row.path:{room}}  {row.form or '-':8}  {found}{note}"))
        if row.hint:
            say("    if they are replies, put this into replylint.yaml:")
            say(visible(f"    {row.hint}"))
    for library in configs.settings().libraries:
        folder = Path(library.files.folder) if library.files else Path()
        wholly = any(folder.is_relative_to(absolute(Path(path))) for path in paths)
        if wholly and library.files and not any(library.holds(row.path) for row in rows):
            patterns = ", ".join(library.files.patterns)
            say(visible(f"libraries: no file here is named by {patterns}"))
    total = sum(row.replies for row in rows)
    say(f"{counted(total, 'reply')} in {counted(sum(bool(r.form) for r in rows), 'file')}.")
    return 2 if errors else 0
