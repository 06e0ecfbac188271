"""This file writes one line a finding: ``path:line:column: severity rule message``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replylint.reporters.style import visible

if TYPE_CHECKING:
    from replylint.finding import Finding, Run
    from replylint.reporters.style import Style


def report(run: Run, style: Style) -> str:
    """Return a line for each active finding, and nothing else."""
    return "".join(_line(f) + "\n" for f in run.findings if f.status == "active")


def _line(finding: Finding) -> str:
    place = f"{finding.path}:{finding.line}:{finding.column}"
    reply = f" · “{finding.called}” ·" if finding.called else ""
    return visible(f"{place}: {finding.severity} {finding.rule}{reply} {finding.message}")
