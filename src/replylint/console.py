"""This file holds what the commands share: options, printing, and how wide and colourful."""

from __future__ import annotations

import os
import re
import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import click

from replylint.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from rich.progress import Progress

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


# What a CI's log takes for a command to itself: GitHub's "::error::", Azure's "##vso[".
_AT_START = re.compile(r"^(\s*):(?=:)", re.MULTILINE)
_ANYWHERE = re.compile(r"#(?=#(?:vso)?\[)")


def without_commands(text: str) -> str:
    """Return text in which the log of GitHub Actions or Azure Pipelines finds no command."""
    if not (os.environ.get("GITHUB_ACTIONS") or os.environ.get("TF_BUILD")):
        return text
    return _ANYWHERE.sub(r"\\x23", _AT_START.sub(r"\1\\x3a", text))


def say(text: str, *, err: bool = False) -> None:
    """Print lines for people to standard output, or to standard error."""
    if err:
        click.echo(without_commands(text), err=True)
    else:
        write(without_commands(text if colored() else click.unstyle(text)) + "\n")


def complain(error: UserError) -> None:
    """Tell a mistake on standard error."""
    from replylint.reporters.style import visible

    lines = str(error).splitlines()
    text = "\n".join(visible(line) for line in lines)
    say(text if error.path else f"replylint: {text}", err=True)


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
    """Write to standard output as it is; where its reader went away, to nobody.

    Raises:
        UserError: it cannot be written, for instance to a full disk.
    """
    if sys.stdout is None:
        raise UserError("standard output is closed (send it somewhere, or to /dev/null)")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:  # "| head" has seen enough; the exit code stays that of the run
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise UserError(f"standard output cannot be written: {error.strerror}") from error


def colored() -> bool:
    """Tell whether what is printed may have colours."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (
        bool(sys.stdout and sys.stdout.isatty()) and os.environ.get("TERM") != "dumb"
    )


def width() -> int:
    """Return the terminal's width, 80 in a pipe; lines beyond 100 are hard to read."""
    return max(40, min(100, shutil.get_terminal_size((80, 24)).columns))


class ProgressLine:
    """Shows on standard error how far a run is, from its second second on, where it is a terminal.

    ``clock`` tells the seconds. As a context it takes the line away at its end.
    """

    WAIT = 1.0
    EVERY = 0.1

    def __init__(self, *, shown: bool, clock: Callable[[], float] = time.monotonic) -> None:
        seen = bool(sys.stderr and sys.stderr.isatty())
        self._shown = shown and seen and os.environ.get("TERM") != "dumb"
        self._clock = clock
        self._next = clock() + self.WAIT
        self._file = self._files = self._replies = 0
        self._bar: Progress | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.stop()

    def file(self, number: int, files: int) -> None:
        """Tell that the ``number``-th of so many files (from 1) is begun."""
        self._file, self._files = number, files
        self._show()

    def reply(self) -> None:
        """Tell that a reply was linted."""
        self._replies += 1
        self._show()

    def _show(self) -> None:
        if not self._shown or self._clock() < self._next:
            return
        self._next = self._clock() + self.EVERY
        from replylint.reporters.style import counted

        done, replies = self._file - 1, counted(self._replies, "reply")
        if self._bar is None:
            self._bar = _bar()
            self._bar.add_task("", completed=done, total=self._files, replies=replies)
            self._bar.start()
        else:
            task = self._bar.task_ids[0]
            self._bar.update(task, completed=done, total=self._files, replies=replies, refresh=True)


def _bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (
        TextColumn("Linting"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("files, {task.fields[replies]}"),
    )
    return Progress(
        *columns,
        console=Console(stderr=True),
        transient=True,
        auto_refresh=False,
        redirect_stdout=False,
        redirect_stderr=False,
    )
