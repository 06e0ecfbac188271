"""This file finds the files that a run is about, and reads them."""

from __future__ import annotations

import os
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

from replylint.draft import Source, shown_path
from replylint.errors import InputError, UserError
from replylint.readers import READERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
    for top, folders, names in os.walk(folder):
        folders[:] = sorted(n for n in folders if not n.startswith(".") and n not in _FOLDERS)
        for name in sorted(names):
            if Path(name).suffix.lower() in READERS and not _passed_over(name):
                yield Path(top, name)


def _passed_over(name: str) -> bool:
    return name.startswith(".") or any(fnmatch(name.lower(), pattern) for pattern in _FILES)


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
