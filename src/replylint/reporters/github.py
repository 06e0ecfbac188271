"""This file writes annotations for GitHub Actions: a workflow command a finding, and a mistake.

The form is GitHub's ("Workflow commands for GitHub Actions"): what could end a command, or a
property of it, is written as %25, %0A and so on. Of each kind GitHub shows ten a step.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replylint.reporters.style import counted, visible
from replylint.rule import Severity
from replylint.source import STDIN

if TYPE_CHECKING:
    from replylint.errors import UserError
    from replylint.finding import Finding, Run
    from replylint.reporters.style import Style

COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.SUGGESTION: "notice"}
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


def report(run: Run, style: Style) -> str:
    """Return a command for each mistake and each active finding, and a line that counts them."""
    lines = [_of_error(error, style) for error in run.errors]
    lines += [_of_finding(f, style) for f in run.findings if f.status == "active"]
    if not style.quiet:
        counts = [counted(run.count(s), s.value) for s in Severity if run.count(s)]
        lines.append(f"{', '.join(counts) or 'No findings'} in {counted(run.replies, 'reply')}.")
    return "".join(f"{line}\n" for line in lines)


def _of_finding(finding: Finding, style: Style) -> str:
    place: dict[str, object] = {"line": finding.line, "endLine": finding.end_line}
    if finding.line == finding.end_line:  # GitHub takes columns of one line alone
        place |= {"col": finding.column, "endColumn": finding.end_column}
    title = f"{finding.rule} · “{finding.called}”" if finding.called else finding.rule
    # The log shows no property: place and rule stand in the words, too.
    where = f"{finding.path}:{finding.line}:{finding.column}: {finding.rule}"
    lines = [f"{where} {finding.message}", f"Write: {finding.instead}" if finding.instead else ""]
    message = "\n".join(visible(line) for line in lines if line)
    file = _file(finding.path, style)
    return _command(COMMANDS[finding.severity], file | place | {"title": title}, message)


def _of_error(error: UserError, style: Style) -> str:
    place = {"line": error.line, "col": error.column}
    file = _file(error.path, style) if error.path else {}
    told = {key: value for key, value in place.items() if value is not None}
    return _command("error", file | told | {"title": "replylint"}, visible(str(error)))


def _file(path: str, style: Style) -> dict[str, object]:
    return {} if path == STDIN else {"file": style.from_root(path)}


def _command(name: str, properties: dict[str, object], message: str) -> str:
    listed = ",".join(
        f"{key}={visible(str(value)).translate(_PROPERTY)}" for key, value in properties.items()
    )
    return f"::{name} {listed}::{message.translate(_DATA)}"
