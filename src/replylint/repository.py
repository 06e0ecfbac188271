"""This file knows what a file lies in: a git repository, its root, and what git ignores there."""

from __future__ import annotations

from pathlib import Path

from replylint.globs import Globs, is_pattern
from replylint.source import absolute


def repository_of(folder: Path) -> Path | None:
    """Return the root of the repository that an absolute folder lies in; None outside of one."""
    return next((one for one in (folder, *folder.parents) if (one / ".git").exists()), None)


# What our own files are called. Outside of a repository, the folder with one is a project's root.
CONFIGS = ("replylint.yaml", ".replylint.yaml")
BASELINE = "replylint-baseline.json"


def lasting_path(path: Path) -> str:
    """Return a path from its repository's root, else from the folder with a baseline or a
    configuration, else from the working folder: it stays the same wherever a run is started, and
    is part of fingerprints.
    """
    here = absolute(path)
    names = (*CONFIGS, BASELINE)
    marked = (f for f in here.parents if any((f / name).is_file() for name in names))
    root = repository_of(here.parent) or next(marked, Path.cwd())
    return here.relative_to(root).as_posix() if here.is_relative_to(root) else path.as_posix()


class Ignored:
    """Tells what git ignores, by the ``.gitignore`` files of a repository and its ``info/exclude``.

    Outside of a repository nothing is ignored.
    """

    def __init__(self) -> None:
        self._roots: dict[Path, Path | None] = {}
        self._globs: dict[tuple[Path, Path], Globs | None] = {}

    def holds(self, path: Path, *, is_folder: bool = False) -> bool:
        """Tell whether git ignores an absolute path. Of its parents this says nothing."""
        parent = path.parent
        if parent not in self._roots:
            self._roots[parent] = repository_of(parent)
        root = self._roots[parent]
        if root is None:
            return False
        up = [folder for folder in (parent, *parent.parents) if folder.is_relative_to(root)]
        lists = [(folder / ".gitignore", folder) for folder in up]
        for file, folder in (*lists, (root / ".git" / "info" / "exclude", root)):
            globs = self._read(file, folder)
            verdict = globs.verdict(path, is_folder=is_folder) if globs else None
            if verdict is not None:
                return verdict
        return False

    def holds_within(self, folder: Path) -> bool:
        """Tell whether git ignores an absolute folder, or one that it lies in."""
        root = repository_of(folder)
        if root is None:
            return False
        between = [f for f in (folder, *folder.parents) if f != root and f.is_relative_to(root)]
        return any(self.holds(one, is_folder=True) for one in between)

    def _read(self, file: Path, folder: Path) -> Globs | None:
        if (file, folder) not in self._globs:
            try:
                lines = file.read_text(encoding="utf-8-sig", errors="replace").splitlines()
            except OSError:
                lines = []
            told = (line for line in lines if line.strip() and not line.startswith("#"))
            found = tuple(filter(is_pattern, told))
            self._globs[file, folder] = Globs(found, str(folder)) if found else None
        return self._globs[file, folder]
