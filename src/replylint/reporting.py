"""This file knows what is reported where: one report to standard output, others to files."""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from replylint.console import colored, say, width, without_commands, write, write_bytes
from replylint.errors import UserError
from replylint.globs import Globs, escaped
from replylint.reporters import REPORTERS, WITH_TEXTS, reporter
from replylint.repository import repository_of
from replylint.source import absolute, is_folder, shown_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from replylint.finding import Run
    from replylint.reporters.style import Style


_JSON = frozenset({"json", "sarif", "gitlab"})
# What only a report of ours begins with, or ends with; no other file is written over.
_BEGINS = re.compile(
    r'\{\s*"schema": 1,\s*"version": "[^"]*",\s*"files": \d+,\s*"replies": \d+'
    r'|\{\s*"\$schema".{0,500}"driver":\s*\{\s*"name":\s*"replylint"'
    r'|\[\s*\]\s*\Z|\[\s*\{\s*"description": .{0,900}"fingerprint": "[0-9a-f]{16}"'
    r'|<\?xml[^>]*>\s*<testsuites name="replylint"'
    r'|<!DOCTYPE html>.{0,1000}<meta name="generator" content="replylint '
    r"|::(?:error|warning|notice) [^\n]*\btitle=[^\n]*::"
    r"|[^\n]*:\d+:\d+: (?:error|warning|suggestion) [\w-]+/[\w-]+ ",
    re.DOTALL,
)
_ENDS = re.compile(
    r"(?:^|\n)(?:No (?:new )?findings|(?:\d+ \w+, )*\d+ (?:error|warning|suggestion)s?)"
    r" in \d+ repl(?:y|ies)[^\n]*\.\n\Z"
)
_LOOK = 2000
# These lead to what is open already, though it may be a file.
_OPEN = ("/dev/stdout", "/dev/stderr", "/dev/fd/", "/proc/self/fd/")


class ToFile(NamedTuple):
    """A report that goes to a file."""

    form: str
    path: Path


def to_files(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> tuple[ToFile, ...]:
    """Take ``--output-file sarif=out.sarif`` as a format and a file."""
    taken = []
    for value in values:
        form, name = (*value.split("=", 1), "")[:2]
        if form not in REPORTERS:
            near = difflib.get_close_matches(form, REPORTERS, 1)
            mend = f"did you mean {near[0]}?" if near else f"formats are {', '.join(REPORTERS)}"
            raise click.BadParameter(f"'{form}' is no format ({mend}; say sarif=out.sarif)")
        if name in ("", "-") or name.endswith("/"):
            mend = f"say {form}=report.{form}; --output-format {form} prints it"
            raise click.BadParameter(f"'{value}' names no file ({mend})")
        taken.append(ToFile(form, Path(name)))
    return tuple(taken)


class Reports:
    """The reports of a run.

    Args:
        form: the format of the report on standard output; one of ``REPORTERS``, or "statistics".
        files: the reports that go to files.

    Raises:
        UserError: a file is named twice, cannot be one, or is there and no report.
    """

    def __init__(self, form: str, files: Sequence[ToFile] = ()) -> None:
        self.form = form
        self.files = files
        seen: set[Path] = set()
        for _, path in files:
            if is_folder(path):
                raise UserError(f"--output-file: '{path}' is a folder (name a file in it)")
            place = Path(os.path.realpath(path))
            if place in seen and not _is_device(path):
                raise UserError(f"--output-file: '{path}' is named twice (a report needs its own)")
            seen.add(place)
            if not _may_be_written(path):
                mend = "name another file, or delete it first"
                raise UserError(f"--output-file: '{path}' is there, and is no report ({mend})")

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
        """Refuse to lint a report that this run writes.

        Raises:
            UserError: one of the paths is that of a report.
        """
        ours = {os.path.realpath(path) for _, path in self.files}
        for path in paths:
            if os.path.realpath(path) in ours:
                raise UserError(f"'{path}' is to be linted and written (leave it out of one)")

    def write_files(self, run: Run, style: Style) -> list[UserError]:
        """Write the reports that go to files; return what went wrong."""
        from dataclasses import replace

        plain = replace(style, width=80, color=False, quiet=False)
        errors = []
        for form, path in self.files:
            try:
                _write(path, reporter(form)(run, plain), form)
            except UserError as error:
                errors.append(error)
        return errors

    def print(self, run: Run, style: Style, *, err: bool = False) -> None:
        """Print the report of standard output, or have it go to standard error."""
        text = for_log(reporter(self.form)(run, style), self.form)
        if err:
            say(text.removesuffix("\n"), err=True)
        else:
            write(text)


def for_log(text: str, form: str) -> str:
    """Return a report as it may go to the log of CI; see ``console.without_commands``."""
    if form == "github":
        return text  # its commands are meant, and what they say is escaped
    safe = without_commands(text)
    return text.replace("#", "\\u0023") if form in _JSON and safe != text else safe


def _is_device(path: Path) -> bool:
    """Tell whether a path leads to a pipe, a device, or what is open already."""
    return path.as_posix().startswith(_OPEN) or (path.exists() and not path.is_file())


def _may_be_written(path: Path) -> bool:
    """Tell whether a path leads to nothing yet, to no file, or to an older report of ours."""
    try:
        if _is_device(path) or not path.exists():
            return True
        size = path.stat().st_size
        with path.open("rb") as file:
            first = file.read(_LOOK)
            file.seek(max(0, size - _LOOK))
            last = file.read()
    except OSError:
        return True  # writing it will say so
    begins, ends = (part.decode(errors="replace") for part in (first, last))
    blank = size <= _LOOK and not begins.strip()
    return blank or bool(_BEGINS.match(begins) or _ENDS.search(ends))


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


def _write(path: Path, text: str, form: str) -> None:
    """Write a report; a pipe or a device, such as /dev/stdout, is written to as it is."""
    from replylint.writing import write_file

    data = text.encode("utf-8", errors="backslashreplace")
    log = for_log(text, form).encode("utf-8", errors="backslashreplace")
    try:
        place = os.path.realpath(path)
        if place == os.path.realpath("/dev/stdout"):
            write_bytes(log)
        elif _is_device(path):
            with path.open("ab") as file:
                file.write(log)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_file(path, data)
    except OSError as error:
        message = f"cannot be written: {error.strerror}"
        raise UserError(message, path=shown_path(path)) from error
