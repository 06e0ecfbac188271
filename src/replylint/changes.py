"""This file knows which lines changed since a commit, as git tells it."""

from __future__ import annotations

import codecs
import os
import re
import subprocess
from bisect import bisect_right
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path

from replylint.errors import UserError
from replylint.repository import repository_of
from replylint.source import Source, Stream, shown_path

_HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
# What a hook's git says of itself would hold for every repository that is asked.
_OF_HOOKS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_DIFF_OPTS")
_DIFF = (
    "diff --unified=0 --inter-hunk-context=0 --text --find-renames --no-color --no-ext-diff"
    " --no-textconv --no-relative --src-prefix=a/ --dst-prefix=b/"
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
        here = Path(os.path.realpath(path))
        root = repository_of(here.parent)
        if root is None:
            message = "is in no git repository, as --since needs (leave it out)"
            raise UserError(message, path=shown_path(path))
        if root not in self._lines:
            self._read(root)
        name = here.relative_to(root).as_posix()
        return self._lines[root].get(name, []) if name in self._tracked[root] else None

    def _read(self, root: Path) -> None:
        commit = None
        if self._ref and not self._ref.startswith("-"):
            commit = self._git(root, "rev-parse", "--verify", "--quiet", f"{self._ref}^{{commit}}")
        if commit is None:
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


# From the first and last line of a range now, to those that it had.
OldLines = Callable[[int, int], tuple[int, int]]


def lines_of(source: Source | Stream) -> list[str]:
    """Return the lines of a file, as git counts them."""
    text = source.text if isinstance(source, Source) else "".join(source.lines())
    return text.split("\n")


def moved(before: list[str], after: list[str]) -> OldLines:
    """Return what tells where lines stood before a file was changed; 1-based.

    >>> moved(["a", "b", "c"], ["a", "c"])(2, 2)
    (3, 3)
    """
    if len(before) == len(after):
        return lambda first, last: (first, last)
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    starts = [new for _, _, _, new, _ in blocks]

    def old(line: int) -> tuple[int, int]:
        kind, first, last, new, _ = blocks[bisect_right(starts, line - 1) - 1]
        if kind == "equal":
            return line - new + first, line - new + first
        return first + 1, max(first + 1, last)

    return lambda first, last: (old(first)[0], old(last)[1])


def changed_lines(diff: bytes) -> _Lines:
    r"""Return the new lines in a diff without context, by path.

    >>> changed_lines(b"--- a/x\n+++ b/x\n@@ -1 +1,2 @@\n-a\n+b\n+c\n")
    {'x': [(1, 2)]}
    """
    found: _Lines = {}
    here: list[tuple[int, int]] = []
    old = new = 0  # lines of a hunk that are yet to come: they may look like anything
    for line in diff.split(b"\n"):
        if old or new:
            old -= line[:1] in (b"-", b" ")
            new -= line[:1] in (b"+", b" ")
        elif line.startswith(b"+++ "):
            here = found.setdefault(_path(line[4:]), [])
        elif hunk := _HUNK.match(line):
            old, first, new = int(hunk[1] or 1), int(hunk[2]), int(hunk[3] or 1)
            if new:
                here.append((first, first + new - 1))
    return found


def _path(name: bytes) -> str:
    """Return a path as git's diff writes it: with "b/", quoted where it is unusual."""
    name = name.rstrip(b"\t\r")
    if name.startswith(b'"'):
        name = codecs.escape_decode(name[1:-1])[0]
    return os.fsdecode(name.removeprefix(b"b/"))
