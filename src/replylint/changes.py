"""This file knows which lines changed since a commit, as git tells it."""

from __future__ import annotations

import codecs
import os
import re
import subprocess
from typing import TYPE_CHECKING

from replylint.errors import UserError
from replylint.repository import repository_of
from replylint.source import absolute, shown_path

if TYPE_CHECKING:
    from pathlib import Path

_HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
# What a hook's git says of itself would hold for every repository that is asked.
_OF_HOOKS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
_DIFF = (
    "diff --unified=0 --no-color --no-ext-diff --no-textconv --no-relative --no-renames"
    " --src-prefix=a/ --dst-prefix=b/"
).split()

# By path from the root, the lines that changed: each first and last, 1-based.
_Lines = dict[str, list[tuple[int, int]]]


class Changes:
    """The lines that changed since the working tree's branch left a commit.

    Args:
        ref: the commit, as git names it.
    """

    def __init__(self, ref: str) -> None:
        self._ref = ref
        self._tracked: dict[Path, frozenset[str]] = {}
        self._lines: dict[Path, _Lines] = {}

    def touch(self, path: Path, first: int, last: int) -> bool:
        """Tell whether one of the lines ``first`` to ``last`` of a file changed; 1-based.

        All lines of a file that git does not know are new.

        Raises:
            UserError: the file lies in no repository, or git does not know the commit.
        """
        changed = self.of(path)
        return changed is None or any(a <= last and first <= b for a, b in changed)

    def of(self, path: Path) -> list[tuple[int, int]] | None:
        """Return the lines of a file that changed; None where all of it is new. See ``touch``."""
        here = absolute(path)
        root = repository_of(here.parent)
        if root is None:
            message = f"--since: '{shown_path(path)}' is in no git repository (leave out --since)"
            raise UserError(message)
        if root not in self._lines:
            self._read(root)
        name = here.relative_to(root).as_posix()
        return self._lines[root].get(name, []) if name in self._tracked[root] else None

    def _read(self, root: Path) -> None:
        commit = self._git(root, "rev-parse", "--verify", "--quiet", f"{self._ref}^{{commit}}")
        if commit is None or self._ref.startswith("-"):
            fetch = "git fetch gets it; in CI, check out with its history"
            raise UserError(f"--since: git knows no commit '{self._ref}' here ({fetch})")
        at = commit.decode().strip()
        base = self._git(root, "merge-base", at, "HEAD")
        diff = self._git(root, *_DIFF, base.decode().strip() if base else at, "--")
        files = self._git(root, "ls-files", "-z")
        if diff is None or files is None:
            raise UserError("--since: git could not compare with that commit (try git diff)")
        self._tracked[root] = frozenset(os.fsdecode(name) for name in files.split(b"\0") if name)
        self._lines[root] = changed_lines(diff)

    def _git(self, root: Path, *arguments: str) -> bytes | None:
        """Return what git says; None where it fails."""
        env = {name: value for name, value in os.environ.items() if name not in _OF_HOOKS}
        try:
            done = subprocess.run(
                ["git", *arguments], cwd=root, env=env, capture_output=True, check=False
            )
        except FileNotFoundError as error:
            raise UserError("--since needs git, and there is none (install it)") from error
        if b"dubious ownership" in done.stderr:
            message = f"--since: git does not trust '{root}' (see git help config, safe.directory)"
            raise UserError(message)
        return done.stdout if done.returncode == 0 else None


def changed_lines(diff: bytes) -> _Lines:
    r"""Return the new lines in a diff without context, by path.

    >>> changed_lines(b"--- a/x\n+++ b/x\n@@ -1 +1,2 @@\n-a\n+b\n+c\n")
    {'x': [(1, 2)]}
    """
    found: _Lines = {}
    here: list[tuple[int, int]] = []
    left = 0  # lines of a hunk that are yet to come: they may look like anything
    for line in diff.split(b"\n"):
        if left:
            left -= not line.startswith(b"\\")
        elif line.startswith(b"+++ "):
            here = found.setdefault(_path(line[4:]), [])
        elif hunk := _HUNK.match(line):
            old, first, new = int(hunk[1] or 1), int(hunk[2]), int(hunk[3] or 1)
            left = old + new
            if new:
                here.append((first, first + new - 1))
    return found


def _path(name: bytes) -> str:
    """Return a path as git's diff writes it: with "b/", quoted where it is unusual."""
    name = name.rstrip(b"\t\r")
    if name.startswith(b'"'):
        name = codecs.escape_decode(name[1:-1])[0]
    return os.fsdecode(name.removeprefix(b"b/"))
