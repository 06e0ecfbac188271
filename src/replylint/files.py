"""This file finds the files that a run is about, and reads them."""

from __future__ import annotations

import os
import re
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from replylint.errors import InputError, PassedOverError, UserError
from replylint.readers import format_of, is_streamed, read, suggest_library
from replylint.source import Source, Stream, shown_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from replylint.readers import Shape
    from replylint.readers.data.libraries import Library

# In folders, these are passed over: no replies are kept there.
_FOLDERS = frozenset(
    "node_modules build dist target venv env __pycache__ site-packages vendor coverage".split()
)
# Our own configuration holds no replies.
_CONFIG = "replylint.yaml"
_SIMPLE = re.compile(r"[\w./$-]+")
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
            if not name.startswith(".") and name != _CONFIG:
                yield Path(top, name)


def _passed_over(name: str) -> bool:
    return any(fnmatch(name.lower(), pattern) for pattern in _FILES)


class Look(NamedTuple):
    """A file that a run would look at; ``form`` is its format, None where it is passed over.

    ``hint`` is a line for the configuration, by which its replies may be read after all.
    """

    path: str
    form: str | None
    replies: int
    note: str | None = None
    hint: str | None = None


def look_at(
    paths: Sequence[Path],
    errors: list[UserError],
    markdown: Shape,
    libraries: Sequence[Library] = (),
) -> Iterator[Look]:
    """Yield what a run makes of the files that ``paths`` name; nothing is linted.

    What cannot be read becomes one of ``errors``.
    """
    for path in find_files(paths, errors):
        try:
            source = open_source(path)
        except UserError as error:
            errors.append(error)
            continue
        try:
            yield _look(source, markdown, libraries)
        except UserError as error:
            errors.append(error)
    for folder in paths:
        if folder.is_dir():
            for path in _files_in(folder):
                if format_of(path.name) and _passed_over(path.name):
                    note = "a page about the project; name it to have it read"
                    yield Look(shown_path(path), None, 0, note)


def _look(source: Source | Stream, markdown: Shape, libraries: Sequence[Library]) -> Look:
    known = format_of(source.path)
    note = source.note if known else f"'{Path(source.path).suffix}' is not known"
    try:
        replies = sum(1 for _ in read(source, markdown=markdown, libraries=libraries))
    except PassedOverError as reason:
        where = suggest_library(source)
        hint = where and f"libraries: [{{files: {_plain(source.path)}, replies: {_plain(where)}}}]"
        return Look(source.path, None, 0, str(reason), hint)
    return Look(source.path, known or "text", replies, note)


def _plain(text: str) -> str:
    """Return a text as YAML takes it in a list, in quotes where it must be."""
    return text if _SIMPLE.fullmatch(text) else "'" + text.replace("'", "''") + "'"


def open_source(path: Path) -> Source | Stream:
    """Read a file, or open one of records; see ``read_source``."""
    shown = shown_path(path)
    if not is_streamed(shown):
        return read_source(path)
    try:
        return Stream.opened(shown, lambda: path.open("rb"))
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", path=shown) from error


def read_source(path: Path) -> Source:
    """Read a file; its ``Source.path`` is relative to the working folder where it lies below it.

    Raises:
        InputError: it cannot be read, or is no text.
    """
    shown = shown_path(path)
    try:
        return Source.decode(shown, path.read_bytes())
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", path=shown) from error
