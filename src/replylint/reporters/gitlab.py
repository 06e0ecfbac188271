"""This file writes GitLab's Code Quality report: a JSON list, an entry for each active finding.

Its keys are those that GitLab documents ("Code Quality report format"); severities of its five are
``major``, ``minor`` and ``info``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from replylint.reporters.style import visible
from replylint.rule import Severity

if TYPE_CHECKING:
    from replylint.finding import Finding, Run
    from replylint.reporters.style import Style

SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.SUGGESTION: "info"}


def report(run: Run, style: Style) -> str:
    """Return the active findings, in ASCII; files are named from the repository's root."""
    entries = [_entry(finding, style) for finding in run.findings if finding.status == "active"]
    return json.dumps(entries, indent=2) + "\n"


def _entry(finding: Finding, style: Style) -> dict[str, Any]:
    advice = f" Write: {finding.instead}" if finding.instead else ""
    return {
        "description": visible(finding.message + advice),
        "check_name": finding.rule,
        "fingerprint": finding.fingerprint,
        "severity": SEVERITIES[finding.severity],
        "location": {
            "path": style.from_root(finding.path),
            "lines": {"begin": finding.line, "end": finding.end_line},
        },
    }
