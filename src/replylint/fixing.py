"""This file applies fixes to files: through exact places alone, and never half.

A file is linted and fixed until nothing is left to fix. Each time it is read back: should a reply
not say what was meant, or another have changed, the fix is not made.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from dataclasses import replace
from difflib import diff_bytes, unified_diff
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from replylint.errors import PassedOverError, UserError
from replylint.finding import Skipped
from replylint.source import Source, Stream, encoded
from replylint.writing import write_file

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from pathlib import Path

    from replylint.draft import Draft, Piece
    from replylint.finding import Finding, Fix, Run

MAX_ROUNDS = 10
_CONTEXT = 3


class Desk(NamedTuple):
    """What is needed to work on a file: its bytes, and how it is read and linted."""

    data: bytes
    drafts: Callable[[Source | Stream], Iterable[Draft]]
    lint: Callable[[Source | Stream], Run]


class Fixed(NamedTuple):
    """A file, or standard input (``path`` is None), before and after."""

    path: Path | None
    shown: str
    before: bytes
    after: bytes


class Fixer:
    """Applies the fixes of findings that are told of, and remembers the files before and after.

    Args:
        unsafe: whether fixes are applied, too, that somebody should look at.
        writing: whether files are written.
    """

    def __init__(self, *, unsafe: bool = False, writing: bool = True) -> None:
        self.files: list[Fixed] = []
        self._unsafe = unsafe
        self._writing = writing

    def fixed(self, source: Source | Stream, path: Path | None, desk: Desk) -> Run:
        """Fix a file, and return what is left: the run of what it is now.

        One that cannot be written is as it was, and its run has the error.
        """
        run = before = desk.lint(source)
        if not self._wanted(run, frozenset()):
            return run
        whole = Source.decode(source.path, desk.data, source.lasting)
        if encoded(whole.text, whole.encoding, desk.data) != desk.data:
            reason = f"is not fixed: it cannot be written as it is, in {whole.encoding}"
            return replace(run, skipped=[*run.skipped, Skipped(source.path, None, reason)])
        text, count = whole.text, 0
        refused: set[str] = set()
        for _ in range(MAX_ROUNDS):
            chosen = self._wanted(run, refused)
            if not chosen:
                break
            made = _made(_Page(source, text, desk), chosen, refused)
            if made is not None:
                source, text, applied = made
                count += applied
                run = desk.lint(source)
        data = encoded(text, whole.encoding, desk.data)
        if count and data is not None:
            if self._writing and path is not None:
                try:
                    write_file(path, data)
                except UserError as error:
                    return replace(before, errors=[*before.errors, error])
            self.files.append(Fixed(path, source.path, desk.data, data))
        return replace(run, fixed=count)

    def _wanted(self, run: Run, refused: Collection[str]) -> list[Finding]:
        """Return the findings to fix in one go: no two of them touch the same characters."""
        chosen: list[Finding] = []
        end = -1
        for finding in run.findings:
            fix = finding.fix
            if fix is None or finding.status != "active" or finding.fingerprint in refused:
                continue
            if fix.safety == "unsafe" and not self._unsafe:
                continue
            if min(edit.start for edit in fix.edits) > end:
                chosen.append(finding)
                end = max(edit.end for edit in fix.edits)
        return chosen


class _Page(NamedTuple):
    """A file as it is in one round."""

    source: Source | Stream
    text: str
    desk: Desk

    def edited(self, findings: Sequence[Finding]) -> _Page | None:
        """Return the file with the fixes of findings; None where it cannot be written so."""
        text, at = "", 0
        for edit in (edit for finding in findings for edit in _fix_of(finding).edits):
            text += self.text[at : edit.start] + edit.text
            at = edit.end
        text += self.text[at:]
        path, lasting, encoding = self.source.path, self.source.lasting, self.source.encoding
        data = encoded(text, encoding, self.desk.data)
        if data is None:
            return None
        if isinstance(self.source, Stream):
            return self._replace(
                source=Stream.opened(path, lambda: BytesIO(data), lasting), text=text
            )
        again = replace(self.source, text=text)
        return self._replace(source=again, text=text)

    def drafts(self) -> list[Draft] | None:
        """Return the drafts of the file; None where it can be read no more."""
        try:
            return list(self.desk.drafts(self.source))
        except (UserError, PassedOverError):
            return None


def _made(
    page: _Page, chosen: list[Finding], refused: set[str]
) -> tuple[Source | Stream, str, int] | None:
    """Return the file with as many of the fixes as read back, and how many these are.

    The others are added to ``refused``.
    """
    before = page.drafts() or []
    good = _good(page, before, chosen)
    refused.update({one.fingerprint for one in chosen} - {one.fingerprint for one in good})
    after = _read_back(page, before, good) if good else None
    return (after.source, after.text, len(good)) if after else None


def _good(page: _Page, before: Sequence[Draft], findings: list[Finding]) -> list[Finding]:
    """Return the findings whose fixes read back; the bad ones are found by halving."""
    if _read_back(page, before, findings) is not None:
        return findings
    if len(findings) == 1:
        return []
    half = len(findings) // 2
    return _good(page, before, findings[:half]) + _good(page, before, findings[half:])


def _read_back(page: _Page, before: Sequence[Draft], findings: Sequence[Finding]) -> _Page | None:
    """Return the file with the fixes made, where its replies then say what was meant."""
    after = page.edited(findings)
    drafts = after.drafts() if after else None
    if drafts is None or len(drafts) != len(before):
        return None
    first: dict[object, Draft] = {}
    same = {id(draft): id(first.setdefault(_place_of(draft), draft)) for draft in before}
    texts = {id(draft): draft.text for draft in first.values()}
    named: defaultdict[str | None, list[Draft]] = defaultdict(list)
    for draft in before:
        named[draft.name].append(draft)
    for finding in reversed(findings):
        fix = _fix_of(finding)
        found = next((d for d in named[finding.reply] if _stands_in(fix, d)), None)
        if found is None:
            return None
        for change in reversed(fix.changes):
            text = texts[same[id(found)]]
            texts[same[id(found)]] = text[: change.start] + change.text + text[change.end :]
    meant = [(draft.name, texts[same[id(draft)]].split()) for draft in before]
    return after if meant == [(draft.name, draft.text.split()) for draft in drafts] else None


def _place_of(draft: Draft) -> tuple[int, tuple[Piece, ...]]:
    """Return where a draft stands; those that an alias of YAML brings back stand in one place."""
    return draft.source.offset, draft.pieces


def _fix_of(finding: Finding) -> Fix:
    if finding.fix is None:
        raise ValueError("only a finding with a fix is applied")
    return finding.fix


def _stands_in(fix: Fix, draft: Draft) -> bool:
    """Tell whether the changes of a fix are those of a draft: its edits cover their places."""
    offset = draft.source.offset
    places = [draft.place(change.start, change.end) for change in fix.changes]
    return all(
        edit.start - offset <= place.start and place.end <= edit.end - offset
        for place, edit in zip(places, fix.edits, strict=True)
    )


def diff_of(fixed: Fixed) -> bytes:
    """Return what a fix changes as a unified diff, which patch and git apply take.

    It is in the file's own bytes, whatever its encoding and line ends.
    """
    lines = diff_bytes(
        unified_diff,
        _lines(fixed.before),
        _lines(fixed.after),
        _named(f"a/{fixed.shown}"),
        _named(f"b/{fixed.shown}"),
        n=_CONTEXT,
    )
    none = b"\n\\ No newline at end of file\n"
    return b"".join(line if line.endswith(b"\n") else line + none for line in lines)


def _named(path: str) -> bytes:
    """Return a path as git writes it in a diff: in quotes where it must be."""
    name = os.fsencode(path)
    if re.search(rb'[\x00-\x1f"\\\x7f]', name):
        signs = (
            b"\\%03o" % sign if sign in b'"\\' or sign < 32 else bytes([sign]) for sign in name
        )
        return b'"' + b"".join(signs) + b'"'
    return name + b"\t" * (b" " in name)


def _lines(data: bytes) -> list[bytes]:
    """Return the lines of a file as patch sees them: with their newlines, and no other end."""
    return re.findall(rb"[^\n]*\n|[^\n]+", data)
