"""This file writes GitLab's Code Quality report: a JSON list, an entry for each active finding.

Its keys are those that GitLab documents ("Code Quality report format"); severities of its five are
``major``, ``minor`` and ``info``, and ``blocker`` for what could not be read.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from replylint.reporters.style import visible
from replylint.rule import Severity

if TYPE_CHECKING:
    from replylint.errors import UserError
    from replylint.finding import Finding, Run
    from replylint.reporters.style import Style

SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.SUGGESTION: "info"}


def report(run: Run, style: Style) -> str:
    """Return the active findings, in ASCII; files are named from the repository's root.

    What could not be read is an entry, too: else its findings would seem resolved.
    """
    entries = [_of_error(error, style) for error in run.errors]
    entries += [_of_finding(f, style) for f in run.findings if f.status == "active"]
    seen: Counter[str] = Counter()
    for entry in entries:
        # Two repositories in one run may hold the same words at the same path.
        mark = entry["fingerprint"]
        if seen[mark]:
            entry["fingerprint"] = _hash(mark, entry["location"]["path"], seen[mark])
        seen[mark] += 1
    return json.dumps(entries, indent=2) + "\n"


def _of_finding(finding: Finding, style: Style) -> dict[str, Any]:
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


def _of_error(error: UserError, style: Style) -> dict[str, Any]:
    path = style.from_root(error.path or "replylint.yaml")
    return {
        "description": visible(error.message),
        "check_name": "replylint",
        "fingerprint": _hash("error", path, error.message),
        "severity": "blocker",
        "location": {"path": path, "lines": {"begin": error.line or 1}},
    }


def _hash(*parts: object) -> str:
    return hashlib.sha256("\0".join(map(str, parts)).encode(errors="replace")).hexdigest()[:16]
