"""This file writes the JSON report: one object, its keys fixed (see README, "For programs")."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import replylint
from replylint.rule import Severity

if TYPE_CHECKING:
    from replylint.finding import Finding, Fix, Run
    from replylint.reporters.style import Style

SCHEMA = 1


def report(run: Run, style: Style) -> str:
    """Return the run as one JSON object, in ASCII: no escape of a draft reaches a terminal."""
    report = {
        "schema": SCHEMA,
        "version": replylint.__version__,
        "files": run.files,
        "replies": run.replies,
        "summary": {
            **{severity.value: run.count(severity) for severity in Severity},
            "suppressed": run.counted("suppressed"),
            "baselined": run.counted("baselined"),
            "gone": run.gone,
            "fixed": run.fixed,
        },
        "findings": [_finding(finding) for finding in run.findings],
        "skipped": [{"path": s.path, "reply": s.reply, "reason": s.reason} for s in run.skipped],
        "errors": [
            {"path": e.path, "line": e.line, "column": e.column, "message": e.message}
            for e in run.errors
        ],
    }
    return json.dumps(report, indent=2) + "\n"


def _fix(fix: Fix | None) -> dict[str, Any] | None:
    if fix is None:
        return None
    return {"safety": fix.safety, "edits": [edit._asdict() for edit in fix.edits]}


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "category": finding.category,
        "severity": finding.severity.value,
        "status": finding.status,
        "message": finding.message,
        "why": finding.why,
        "instead": finding.instead,
        "fix": _fix(finding.fix),
        "path": finding.path,
        "reply": finding.reply,
        "title": finding.title,
        "text": finding.text,
        "exact": finding.exact,
        "start": {"line": finding.line, "column": finding.column, "offset": finding.start},
        "end": {"line": finding.end_line, "column": finding.end_column, "offset": finding.end},
        "fingerprint": finding.fingerprint,
    }
