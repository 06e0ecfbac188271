"""This file matches paths with patterns written as in ``.gitignore``."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from pathspec import GitIgnoreSpec


@dataclass(frozen=True, slots=True)
class Globs:
    """Patterns as in ``.gitignore`` (a later one stands before an earlier one, ``!`` takes back),
    and the folder that they start from: the one of the file in which they are written.
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
        relative = os.path.relpath(path, self.folder).replace(os.sep, "/")
        if relative.startswith("../") or relative in ("..", "."):
            return None
        return _spec(self.patterns).check_file(relative + "/" * is_folder).include


@cache
def _spec(patterns: tuple[str, ...]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(patterns)
