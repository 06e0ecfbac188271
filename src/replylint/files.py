"""This file finds the files that a run is about, and reads them."""

from __future__ import annotations

import os
from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from replylint.errors import InputError, UserError
from replylint.readers import format_of, is_streamed
from replylint.repository import lasting_path
from replylint.source import Source, Stream, shown_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# In folders, these are passed over: no replies are kept there.
_FOLDERS = frozenset(
    "node_modules build dist target venv env __pycache__ site-packages vendor coverage".split()
)
# Our own configuration holds no replies.
_CONFIG = "replylint.yaml"
_PAGE = "a page about the project; name it to have it read"
_FILES = ("readme*", "license*", "licence*", "changelog*", "contributing*", "requirements*.txt")


class Passed(NamedTuple):
    """A file, or a folder with all below it, that a walk passes over, and why."""

    path: Path
    why: str


# Says why a path is passed over in folders, as ``(path, is_folder)``; None where it is not.
WhyNot = Callable[[Path, bool], str | None]


def find_files(
    paths: Sequence[Path],
    errors: list[UserError],
    why_not: WhyNot = lambda _, __: None,
    passed: list[Passed] | None = None,
) -> list[Path]:
    """Return the files that ``paths`` name, each once, in the order of the paths that are shown.

    A file that is named itself is always there; of a folder, those with a known suffix are that
    nothing speaks against. What is passed over is added to ``passed``; a path that is not there
    becomes one of ``errors``.
    """
    found: dict[Path, Path] = {}
    for path in sorted(paths, key=shown_path):
        if not path.exists():
            errors.append(InputError("is not there (check the path)", path=path.as_posix()))
            continue
        for file in _in_folder(path, why_not, passed) if path.is_dir() else (path,):
            found.setdefault(file.resolve(), file)
    return sorted(found.values(), key=shown_path)


def _in_folder(folder: Path, why_not: WhyNot, passed: list[Passed] | None) -> Iterator[Path]:
    """Yield the files of a folder, in no order."""
    passed = [] if passed is None else passed
    for top, folders, names in os.walk(folder):
        kept = []
        for name in folders:
            if name.startswith(".") or name in _FOLDERS:
                continue
            why = why_not(Path(top, name), True)  # noqa: FBT003 - see WhyNot
            if why is None:
                kept.append(name)
            else:
                passed.append(Passed(Path(top, name), why))
        folders[:] = kept
        for name in names:
            path = Path(top, name)
            if name.startswith(".") or name == _CONFIG or not format_of(name):
                continue
            why = _PAGE if _is_page(name) else why_not(path, False)  # noqa: FBT003 - see WhyNot
            if why is None:
                yield path
            else:
                passed.append(Passed(path, why))


def _is_page(name: str) -> bool:
    return any(fnmatch(name.lower(), pattern) for pattern in _FILES)


def open_source(path: Path) -> Source | Stream:
    """Read a file, or open one of records; see ``read_source``."""
    shown = shown_path(path)
    if not is_streamed(shown):
        return read_source(path)
    try:
        return Stream.opened(shown, lambda: path.open("rb"), lasting_path(path))
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", path=shown) from error


def read_source(path: Path) -> Source:
    """Read a file; its ``Source.path`` is relative to the working folder where it lies below it.

    Raises:
        InputError: it cannot be read, or is no text.
    """
    shown = shown_path(path)
    try:
        return Source.decode(shown, path.read_bytes(), lasting_path(path))
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", path=shown) from error
