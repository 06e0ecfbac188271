"""This file finds the files that a run is about, and reads them."""

from __future__ import annotations

import os
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from replylint.errors import InputError, UserError
from replylint.readers import format_of, read
from replylint.source import Source, shown_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from replylint.readers import Shape

# In folders, these are passed over: no replies are kept there.
_FOLDERS = frozenset(
    "node_modules build dist target venv env __pycache__ site-packages vendor coverage".split()
)
_FILES = ("readme*", "license*", "licence*", "changelog*", "contributing*", "requirements*.txt")


def find_files(paths: Sequence[Path], errors: list[UserError]) -> Iterator[Path]:
    """Yield the files that ``paths`` name, each once, folders' in order of name.

    A file that is named itself is always yielded; in folders, those with a known suffix are.
    A path that is not there becomes one of ``errors``.
    """
    seen: set[Path] = set()
    for path in paths:
        if not path.exists():
            errors.append(InputError("is not there (check the path)", path=path.as_posix()))
            continue
        for file in _in_folder(path) if path.is_dir() else (path,):
            if file.resolve() not in seen:
                seen.add(file.resolve())
                yield file


def _in_folder(folder: Path) -> Iterator[Path]:
    for path in _files_in(folder):
        if format_of(path.name) and not _passed_over(path.name):
            yield path


def _files_in(folder: Path) -> Iterator[Path]:
    for top, folders, names in os.walk(folder):
        folders[:] = sorted(n for n in folders if not n.startswith(".") and n not in _FOLDERS)
        for name in sorted(names):
            if not name.startswith("."):
                yield Path(top, name)


def _passed_over(name: str) -> bool:
    return any(fnmatch(name.lower(), pattern) for pattern in _FILES)


class Look(NamedTuple):
    """A file that a run would look at; ``form`` is its format, None where it is passed over."""

    path: str
    form: str | None
    replies: int
    note: str | None = None


def look_at(paths: Sequence[Path], errors: list[UserError], markdown: Shape) -> Iterator[Look]:
    """Yield what a run makes of the files that ``paths`` name; nothing is linted.

    What cannot be read becomes one of ``errors``.
    """
    for path in find_files(paths, errors):
        try:
            source = read_source(path)
        except UserError as error:
            errors.append(error)
            continue
        replies = sum(1 for _ in read(source, markdown=markdown))
        known = format_of(source.path)
        note = source.note if known else f"'{path.suffix}' is not known"
        yield Look(source.path, known or "text", replies, note)
    for folder in paths:
        if folder.is_dir():
            for path in _files_in(folder):
                if format_of(path.name) and _passed_over(path.name):
                    note = "a page about the project; name it to have it read"
                    yield Look(shown_path(path), None, 0, note)


def read_source(path: Path) -> Source:
    """Read a file; its ``Source.path`` is relative to the working folder where it lies below it.

    Raises:
        InputError: it cannot be read, or is no text.
    """
    shown = shown_path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", path=shown) from error
    return Source.decode(shown, data)
