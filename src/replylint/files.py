"""This file finds the files that a run is about, and reads them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from replylint.errors import InputError, UserError
from replylint.readers import format_of, is_streamed
from replylint.repository import BASELINE, CONFIGS, lasting_path
from replylint.source import Source, Stream, is_folder, shown_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# In folders, these are passed over: no replies are kept there.
_FOLDERS = frozenset(
    "node_modules build dist target venv env __pycache__ site-packages vendor coverage".split()
)
# Our own files hold no replies.
_OURS = (*CONFIGS, BASELINE)
_PAGE = "a page about the project; name it to have it read"
# README.md, readme.de.md, README-zh.md, LICENSE-MIT.txt, requirements-dev.txt; but not
# license-key-lost.txt, which is about a customer's matter.
_FILES = re.compile(
    r"(?i:(?:readme|licen[sc]e|changelog|contributing)(?:\.[a-z]{2}(?:[-_][a-z]{2,4})?)?\.\w+"
    r"|requirements(?:[-_.]\w{1,8})?\.txt)"
    r"|(?:README|LICEN[SC]E|CHANGELOG|CONTRIBUTING)[-_.].*"
)


class Passed(NamedTuple):
    """A file, or a folder with all below it, that a walk passes over, and why."""

    path: Path
    why: str


# Says why a path is passed over in folders, as ``(path, is_folder)``; None where it is not.
WhyNot = Callable[[Path, bool], str | None]


def find_files(
    paths: Sequence[Path],
    errors: list[UserError],
    why_not: WhyNot,
    passed: list[Passed] | None = None,
) -> list[Path]:
    """Return the files that ``paths`` name, each once, in the order of the paths that are shown.

    A file that is named itself is always there; of a folder, those with a known suffix are that
    nothing speaks against. What is passed over is added to ``passed``; a path that is not there
    becomes one of ``errors``.
    """
    found: dict[str, Path] = {}
    for path in sorted(paths, key=shown_path):
        try:
            path.lstat()
        except (FileNotFoundError, NotADirectoryError):
            errors.append(InputError("is not there (check the path)", path=path.as_posix()))
            continue
        except OSError as error:
            errors.append(_unreadable(path, error))
            continue
        walk = _in_folder(path, why_not, passed, errors)
        for file in walk if is_folder(path) else (path,):
            real = os.path.realpath(file)
            best = found.get(real)
            # Of a file and the links to it, the file is read.
            if best is None or (best.is_symlink(), shown_path(best)) > (
                file.is_symlink(),
                shown_path(file),
            ):
                found[real] = file
    return sorted(found.values(), key=shown_path)


def _unreadable(path: Path, error: OSError) -> InputError:
    return InputError(f"cannot be read: {error.strerror}", path=shown_path(path))


def _in_folder(
    folder: Path, why_not: WhyNot, passed: list[Passed] | None, errors: list[UserError]
) -> Iterator[Path]:
    """Yield the files of a folder, in no order."""
    passed = [] if passed is None else passed

    def tell(error: OSError) -> None:
        errors.append(_unreadable(Path(error.filename), error))

    for top, folders, names in os.walk(folder, onerror=tell):
        kept = []
        for name in folders:
            if _is_closed(name):
                continue
            why = why_not(Path(top, name), True)  # noqa: FBT003 - see WhyNot
            if why is None:
                kept.append(name)
            else:
                passed.append(Passed(Path(top, name), why))
        folders[:] = kept
        for name in names:
            path = Path(top, name)
            if _is_none(name):
                continue
            why = _PAGE if _is_page(name) else why_not(path, False)  # noqa: FBT003 - see WhyNot
            if why is None:
                yield path
            else:
                passed.append(Passed(path, why))


def passes_over(path: Path, why_not: WhyNot) -> bool:
    """Tell whether a walk from the working folder would pass over a path, or never come to it.

    Of one that lies elsewhere, its name alone counts, and what is said against it.
    """
    shown = Path(shown_path(path))
    outside = shown.is_absolute() or ".." in shown.parts
    within = [] if outside else [one for one in reversed(shown.parents) if one.name]
    folders = [*within, path] if is_folder(path) else within
    if any(_is_closed(folder.name) or why_not(folder, True) for folder in folders if folder.name):  # noqa: FBT003 - see WhyNot
        return True
    if is_folder(path):
        return False
    return _is_none(path.name) or _is_page(path.name) or why_not(path, False) is not None  # noqa: FBT003


def _is_closed(folder: str) -> bool:
    return folder.startswith(".") or folder in _FOLDERS


def _is_none(name: str) -> bool:
    return name.startswith(".") or name in _OURS or not format_of(name)


def _is_page(name: str) -> bool:
    return _FILES.fullmatch(name) is not None


def open_source(path: Path, data: bytes | None = None) -> Source | Stream:
    """Read a file, or open one of records; its path is relative to the working folder where it
    lies below it.

    ``data`` is what it holds, where it was read before.

    Raises:
        InputError: it cannot be read, or is no text.
    """
    shown, lasting = shown_path(path), lasting_path(path)
    try:
        if not is_streamed(shown):
            return Source.decode(shown, path.read_bytes() if data is None else data, lasting)
        opened = (lambda: path.open("rb")) if data is None else (lambda: BytesIO(data))
        return Stream.opened(shown, opened, lasting)
    except OSError as error:
        raise _unreadable(path, error) from error
