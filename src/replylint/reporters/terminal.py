"""This file writes what a person reads: where, which words, what they do, what to write instead."""

from __future__ import annotations

import io
from itertools import groupby
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from replylint.reporters.style import counted, offer, visible, visible_character
from replylint.rule import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replylint.finding import Finding, Run, Status
    from replylint.reporters.style import Style
    from replylint.source import Excerpt

COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.SUGGESTION: "cyan"}
# Statuses of findings that are not told of, as the summary calls them.
_PASSED: dict[Status, str] = {"suppressed": "suppressed", "baselined": "known"}
_INDENT = 4
_LEAST_NAME = 12
_ELLIPSIS = "…"


def report(run: Run, style: Style) -> str:
    """Return the findings grouped by file, in reading order, and a summary.

    The reason of a rule is told with its first finding, or with each where ``style.verbose``.
    """
    console = Console(
        file=io.StringIO(),
        width=style.width,
        force_terminal=style.color,
        color_system="standard" if style.color else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    told: set[str] = set()
    active = [finding for finding in run.findings if finding.status == "active"]
    for path, findings in groupby(active, key=lambda f: f.path):
        console.print(Text(visible(path), "bold"))
        for finding in findings:
            _print_finding(console, finding, why=style.verbose or finding.rule not in told)
            told.add(finding.rule)
    if style.verbose:
        for skipped in run.skipped:
            where = f"{skipped.path} · “{skipped.reply}”" if skipped.reply else skipped.path
            console.print(Text(visible(f"note: {where}: {skipped.reason}"), "dim"))
    if not style.quiet:
        console.print(_summary(run, style), soft_wrap=True)
    written = console.file
    return written.getvalue() if isinstance(written, io.StringIO) else ""


def _print_finding(console: Console, finding: Finding, *, why: bool) -> None:
    color = COLORS[finding.severity]
    head = Text(f"  {finding.line}:{finding.column} ")
    head.append(finding.severity.value, f"bold {color}").append(f" {finding.rule}")
    if finding.called:
        name = Text(visible(finding.called))
        name.truncate(max(_LEAST_NAME, console.width - head.cell_len - 5), overflow="ellipsis")
        head.append(" · “", "dim").append_text(name).append("”", "dim")
    console.print(head)
    for line in _excerpts(finding, console.width - _INDENT, color):
        indented = Text(" " * _INDENT).append_text(line)
        console.print(indented, no_wrap=True, overflow="ignore", crop=False)
    _print_part(console, Text(visible(finding.message)))
    if why:
        _print_part(console, Text("Why: " + visible(" ".join(finding.why.split())), "dim"))
    if finding.instead:
        _print_part(console, Text("Write: ", "green").append(visible(finding.instead)))
    if finding.fix:
        said = f"{finding.fix.option} {offer(finding.fix)}"
        _print_part(console, Text("Fix: ", "green").append(visible(said)))
    console.print()


def _print_part(console: Console, text: Text) -> None:
    for line in text.wrap(console, console.width - _INDENT):
        line.rstrip()
        console.print(Text(" " * _INDENT).append_text(line))


def _excerpts(finding: Finding, width: int, color: str) -> Iterator[Text]:
    """Yield the source lines with the words underlined; long lines are cut around the words.

    Of more than two lines the first is shown, and the last is named.
    """
    excerpts = [excerpt for excerpt in finding.excerpts if excerpt.text.strip()]
    for excerpt in excerpts[: 1 if len(excerpts) > 2 else 2]:
        indent = len(excerpt.text) - len(excerpt.text.lstrip())
        start = max(excerpt.start, indent) if excerpt.end > indent else excerpt.start
        yield from _underlined(excerpt, start, width, color)
    if len(excerpts) > 2:
        yield Text(f"… to line {finding.end_line}", "dim")


def _underlined(excerpt: Excerpt, start: int, width: int, color: str) -> Iterator[Text]:
    line, end = excerpt.text, max(start, excerpt.end)
    shown = [visible_character(character) for character in line]
    first, last = _window([cell_len(s) for s in shown], line, start, end, width)
    cut_left, cut_right = excerpt.before or first, excerpt.after or last < len(line)
    before = (_ELLIPSIS if cut_left else "") + "".join(shown[first:start])
    words = "".join(shown[start : min(end, last)])
    after = "".join(shown[min(end, last) : last]) + (_ELLIPSIS if cut_right else "")
    yield Text(before).append(words, f"bold {color}").append(after)
    if words:
        yield Text(" " * cell_len(before)).append("^" * max(1, cell_len(words)), color)


def _window(widths: list[int], line: str, start: int, end: int, width: int) -> tuple[int, int]:
    """Return the part of a line to show: all, or as much around the words as there is room."""
    if sum(widths) <= width:
        return 0, len(widths)
    room = width - 2 * len(_ELLIPSIS) - sum(widths[start:end])
    first = start
    while first > 0 and sum(widths[first - 1 : start]) <= room // 2:
        first -= 1
    last, used = start, sum(widths[first:start])
    while last < len(widths) and used + widths[last] <= width - 2 * len(_ELLIPSIS):
        used += widths[last]
        last += 1
    if first:
        blank = line.find(" ", first, start)
        first = blank + 1 if blank >= 0 else first
    if last < len(widths):
        blank = line.rfind(" ", end, last)
        last = blank if blank >= 0 else last
    return first, last


def _summary(run: Run, style: Style) -> Text:
    """Return what a run comes to: findings, what passed, and what can be fixed."""
    active = [
        Text(counted(run.count(severity), severity.value), f"bold {COLORS[severity]}")
        for severity in Severity
        if run.count(severity)
    ]
    new = "new " if run.counted("baselined") else ""
    nothing = Text(f"No {new}findings", "bold green")
    found = Text(", ").join(active) if active else nothing
    found.append(f" in {counted(run.replies, 'reply')}")
    if style.since:
        found.append(f", on lines changed since {visible(style.since)}")
    passed = [
        f"{run.counted(status)} {called}"
        for status, called in _PASSED.items()
        if run.counted(status)
    ]
    if run.gone:
        passed.append(f"{run.gone} gone from the baseline")
    if passed:
        found.append(f" ({', '.join(passed)})")
    fixes = [f.fix for f in run.findings if f.fix and f.status == "active"]
    safe = sum(fix.safety == "safe" or style.unsafe for fix in fixes)
    if run.fixed:
        found.append(f"; {run.fixed} fixed")
    elif safe:
        found.append(f"; {safe} can be fixed with --fix{' --unsafe-fixes' * style.unsafe}")
    if more := len(fixes) - safe:
        found.append(f"; {more} {'more ' if safe else ''}with --unsafe-fixes")
    return found.append(".")
