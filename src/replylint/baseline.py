"""This file keeps a baseline: the findings of a library that were there before, by fingerprint.

It is a JSON file to commit, with a line a finding, in order, so that git merges it: no words of a
customer stand in it, but hashes, with rule and path for who reads it.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from replylint.errors import UserError
from replylint.repository import BASELINE, lasting_path
from replylint.source import absolute, shown_path
from replylint.writing import write_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from replylint.finding import Finding
    from replylint.suppression import Running

SCHEMA = 1
_ABOUT = (
    "Findings that were there before; replylint check does not fail on them."
    " 'replylint baseline' writes this file anew, and solves a merge conflict in it."
)
_CONFLICT = re.compile(r"^(?:<<<<<<<|=======|>>>>>>>|\|\|\|\|\|\|\|)", re.MULTILINE)


class Known(NamedTuple):
    """A finding that was there before; ``path`` is from the baseline's folder."""

    path: str
    rule: str
    fingerprint: str


def find_baseline(folder: Path) -> Path | None:
    """Return the nearest baseline upward from an absolute folder; None where there is none."""
    found = (one / BASELINE for one in (folder, *folder.parents))
    return next((path for path in found if path.is_file()), None)


def read_baseline(path: Path, *, mending: bool = False) -> frozenset[Known]:
    """Read a baseline; ``mending`` takes what both sides of a merge conflict in it know.

    Raises:
        UserError: it is not there, cannot be read, or is no baseline.
    """
    shown = shown_path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        message = "is not there (replylint baseline writes it)"
        raise UserError(message, path=shown) from error
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(
            "cannot be read as a baseline (is it the right file?)", path=shown
        ) from error
    if (conflict := _CONFLICT.search(text)) is not None:
        if mending:
            return frozenset(_known_in_lines(text))
        line = text.count("\n", 0, conflict.start()) + 1
        message = "holds a merge conflict (replylint baseline solves it)"
        raise UserError(message, path=shown, line=line, column=1)
    try:
        data = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        at = (error.lineno, error.colno) if isinstance(error, json.JSONDecodeError) else (1, 1)
        message = "is no baseline: it is no JSON (delete it, and run replylint baseline)"
        raise UserError(message, path=shown, line=at[0], column=at[1]) from error
    try:
        if data["schema"] != SCHEMA:
            message = f"is a baseline of schema {data['schema']!r:.20}; this version reads {SCHEMA}"
            raise UserError(message, path=shown)
        return frozenset(map(_known, data["findings"]))
    except (KeyError, TypeError) as error:
        message = (
            "is no baseline: it has no 'schema' and 'findings' as one has (is it another file?)"
        )
        raise UserError(message, path=shown, line=1, column=1) from error


def _known(entry: dict[str, str]) -> Known:
    known = Known(entry["path"], entry["rule"], entry["fingerprint"])
    if not all(isinstance(part, str) for part in known):
        raise TypeError
    return known


def _known_in_lines(text: str) -> Iterator[Known]:
    for line in text.splitlines():
        try:
            yield _known(json.loads(line.strip().rstrip(",")))
        except (ValueError, KeyError, TypeError, RecursionError):
            continue


def written_baseline(known: Iterable[Known]) -> str:
    """Return the text of a baseline: the same for the same findings, a line each."""
    entries = (
        json.dumps({"path": k.path, "rule": k.rule, "fingerprint": k.fingerprint})
        for k in sorted(set(known))
    )
    lines = ",\n".join(f"    {entry}" for entry in entries)
    body = f"[\n{lines}\n  ]" if lines else "[]"
    about = json.dumps(_ABOUT)
    return f'{{\n  "schema": {SCHEMA},\n  "about": {about},\n  "findings": {body}\n}}\n'


@dataclass(slots=True)
class _Seen:
    """What was found in the files of one baseline in this run, by file."""

    known: frozenset[Known]
    found: dict[str, set[Known]] = field(default_factory=dict)
    running: dict[str, Running] = field(default_factory=dict)


class Baselines:
    """Marks the findings that baselines know, and remembers what of these is gone.

    Args:
        path: the baseline of all files; else each has its own.
        reading: whether baselines are read; else they are only kept for writing.
    """

    def __init__(self, path: Path | None = None, *, reading: bool = True) -> None:
        self._path = path
        self._reading = reading
        self._seen: dict[Path, _Seen | UserError] = {}
        self._found: dict[Path, Path | None] = {}

    def settle(
        self, findings: Sequence[Finding], file: Path, path: Path, running: Running
    ) -> list[Finding]:
        """Return the findings of one file, those that its baseline knows as ``baselined``.

        ``path`` is that of the baseline, and ``running`` says which rules ran.

        Raises:
            UserError: the baseline cannot be read.
        """
        seen = self._opened(path)
        name = os.path.relpath(absolute(file), absolute(path).parent).replace(os.sep, "/")
        seen.running[name] = running
        found = seen.found[name] = set()
        settled = []
        for finding in findings:
            known = Known(name, finding.rule, finding.fingerprint)
            if finding.status == "active":
                found.add(known)
            if finding.status == "active" and known in seen.known:
                reason = f"known by {lasting_path(path)}"
                finding = finding.let_pass("baselined", "external", reason)  # noqa: PLW2901
            settled.append(finding)
        return settled

    def _opened(self, path: Path) -> _Seen:
        path = absolute(path)
        if path not in self._seen:
            try:
                known = read_baseline(path) if self._reading else frozenset()
            except UserError as error:
                self._seen[path] = error
                raise
            self._seen[path] = _Seen(known)
        seen = self._seen[path]
        if isinstance(seen, UserError):
            raise seen
        return seen

    def path_for(self, file: Path, configured: Path | None) -> Path | None:
        """Return the baseline of a file: the one for all, the configured one, or the nearest one
        upward. A new one is written in the working folder, or where a file is not below it, beside
        the file.
        """
        if self._path or configured:
            return self._path or configured
        folder = absolute(file).parent
        if folder not in self._found:
            self._found[folder] = find_baseline(folder)
        if self._found[folder] or self._reading:
            return self._found[folder]
        return (Path.cwd() if folder.is_relative_to(Path.cwd()) else folder) / BASELINE

    def gone(self) -> int:
        """Return how many findings baselines know that are there no more, as far as was looked."""
        return sum(len(_gone(path, seen, seen.known)) for path, seen in self._good())

    def _good(self) -> list[tuple[Path, _Seen]]:
        return sorted(
            ((path, seen) for path, seen in self._seen.items() if isinstance(seen, _Seen)),
            key=lambda one: one[0],
        )

    def write(self) -> Iterator[Written]:
        """Write the baselines anew: what was found, and what they know of other files.

        Raises:
            UserError: one cannot be written, or is another file.
        """
        for path, seen in self._good():
            before = read_baseline(path, mending=True) if path.exists() else frozenset()
            found = {known for files in seen.found.values() for known in files}
            gone = _gone(path, seen, before)
            if not (found or path.exists()) and len(self._good()) > 1:
                continue  # other files have theirs, and here is nothing to know
            path.parent.mkdir(parents=True, exist_ok=True)
            write_file(path, written_baseline((before - gone) | found).encode())
            yield Written(path, len((before - gone) | found), len(found - before), len(gone))


class Written(NamedTuple):
    """A baseline that was written: how many findings it knows, how many are new, or gone."""

    path: Path
    findings: int
    new: int
    gone: int


def _gone(baseline: Path, seen: _Seen, known: Iterable[Known]) -> set[Known]:
    """Return the known findings that were looked for and not found, or whose file is gone."""
    gone = set()
    for one in known:
        running = seen.running.get(one.path)
        if running is None:
            if not (baseline.parent / one.path).exists():
                gone.add(one)
        elif one not in seen.found[one.path] and (
            one.rule in running.rules or one.rule not in running.known
        ):
            gone.add(one)
    return gone
