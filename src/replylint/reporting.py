"""This file knows what is reported where: one report to standard output, others to files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from replylint.console import colored, say, width, without_commands, write, write_bytes
from replylint.errors import UserError
from replylint.globs import Globs, escaped
from replylint.reporters import REPORTERS, WITH_TEXTS, reporter
from replylint.repository import repository_of
from replylint.source import absolute, shown_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from replylint.finding import Run
    from replylint.reporters.style import Style


# What stands in these is escaped their own way, or is a command that is meant.
_FOR_PROGRAMS = frozenset({"json", "sarif", "gitlab", "github"})


class ToFile(NamedTuple):
    """A report that goes to a file."""

    form: str
    path: Path


def to_files(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> tuple[ToFile, ...]:
    """Take ``--output-file sarif=out.sarif`` as a format and a file."""
    taken = []
    for value in values:
        form, equals, name = value.partition("=")
        if form not in REPORTERS or not equals:
            known = ", ".join(REPORTERS)
            message = f"'{value}' is no FORMAT=FILE: sarif=out.sarif, say. Formats are {known}."
            raise click.BadParameter(message)
        if not name:
            raise click.BadParameter(f"'{value}' names no file: {form}=report.{form}, say.")
        taken.append(ToFile(form, Path(name)))
    return tuple(taken)


class Reports:
    """The reports of a run.

    Args:
        form: the format of the report on standard output; one of ``REPORTERS``, or "statistics".
        files: the reports that go to files.

    Raises:
        UserError: a file is named twice, or cannot be one.
    """

    def __init__(self, form: str, files: Sequence[ToFile] = ()) -> None:
        self.form = form
        self.files = files
        seen: set[Path] = set()
        for _, path in files:
            if path.is_dir():
                raise UserError(f"--output-file: '{path}' is a folder (name a file in it)")
            if absolute(path) in seen:
                raise UserError(f"--output-file: '{path}' is named twice (a report needs its own)")
            seen.add(absolute(path))

    @property
    def keeping(self) -> bool:
        """Whether one of them needs the texts of replies."""
        return not WITH_TEXTS.isdisjoint({self.form, *(file.form for file in self.files)})

    def excluded(self) -> Iterator[Globs]:
        """Yield what names the files of reports: they are no replies when found in a folder."""
        for _, path in self.files:
            place = absolute(path)
            yield Globs(("/" + escaped(place.name),), str(place.parent))

    def refuse(self, paths: Iterable[str]) -> None:
        """Refuse to write over a file that is to be linted.

        Raises:
            UserError: a path is that of a report.
        """
        ours = {os.path.realpath(path): path for _, path in self.files}
        for path in paths:
            if (place := os.path.realpath(path)) in ours:
                message = f"--output-file would write over '{ours[place]}', which is to be linted"
                raise UserError(f"{message} (name another file)")

    def write_files(self, run: Run, style: Style) -> list[UserError]:
        """Write the reports that go to files; return what went wrong."""
        from dataclasses import replace

        errors = []
        for form, path in self.files:
            text = reporter(form)(run, replace(style, width=80, color=False, quiet=False))
            try:
                _write(path, text.encode("utf-8", errors="backslashreplace"))
            except UserError as error:
                errors.append(error)
        return errors

    def print(self, run: Run, style: Style, *, err: bool = False) -> None:
        """Print the report of standard output, or have it go to standard error."""
        text = reporter(self.form)(run, style)
        if self.form not in _FOR_PROGRAMS:
            text = without_commands(text)
        if err:
            say(text.removesuffix("\n"), err=True)
        else:
            write(text)


def style_of(*, quiet: bool, verbose: bool, unsafe: bool, since: str | None) -> Style:
    """Return how reports look here: the terminal's width and colours, the repository's root."""
    from replylint.reporters.style import Style

    root = repository_of(Path.cwd())
    return Style(
        width=width(),
        color=colored(),
        quiet=quiet,
        verbose=verbose,
        unsafe=unsafe,
        since=since,
        folder=Path.cwd().as_posix(),
        root=root.as_posix() if root else "",
    )


def _write(path: Path, data: bytes) -> None:
    """Write a report; a pipe or a device, such as /dev/stdout, is written to as it is."""
    from replylint.writing import write_file

    try:
        if os.path.realpath(path) == os.path.realpath("/dev/stdout"):
            write_bytes(data)
            return
        if path.is_relative_to("/dev") or (path.exists() and not path.is_file()):
            with path.open("wb") as file:
                file.write(data)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"cannot be written: {error.strerror}"
        raise UserError(message, path=shown_path(path)) from error
    write_file(path, data)
