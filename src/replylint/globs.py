"""This file matches paths with patterns written as in ``.gitignore``."""

from __future__ import annotations

import os
import re
import warnings
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from pathspec import GitIgnoreSpec


@dataclass(frozen=True, slots=True)
class Globs:
    """Patterns as in ``.gitignore`` (a later one stands before an earlier one, ``!`` takes back),
    and the folder that they start from.
    """

    patterns: tuple[str, ...]
    folder: str

    def hold(self, path: str | Path, *, is_folder: bool = False) -> bool:
        """Tell whether the patterns name a path, or a folder that it lies in."""
        return bool(self.verdict(path, is_folder=is_folder))

    def verdict(self, path: str | Path, *, is_folder: bool = False) -> bool | None:
        """Return True where the patterns name a path, False where ``!`` takes it back, and None
        where they say nothing of it. ``path`` may be relative to the working folder.
        """
        relative = os.path.relpath(path, self.folder)
        if relative.startswith(".."):  # one of the two may lead through a link
            relative = os.path.relpath(os.path.realpath(path), os.path.realpath(self.folder))
        relative = relative.replace(os.sep, "/")
        if relative.startswith("../") or relative in ("..", "."):
            return None
        return _spec(self.patterns).check_file(relative + "/" * is_folder).include


def is_pattern(pattern: str) -> bool:
    """Tell whether a pattern can be matched with; some that git takes cannot."""
    try:
        _spec((pattern,))
    except (ValueError, re.error):
        return False
    return True


def escaped(path: str) -> str:
    """Return the pattern of just this path."""
    return re.sub(r"([\\*?\[\]!#])", r"\\\1", path)


@cache
def _spec(patterns: tuple[str, ...]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # "[[:alpha:]]", which re does not know
        return GitIgnoreSpec.from_lines(patterns)
