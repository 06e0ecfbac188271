"""The API as a typed program uses it; checked by mypy, not run."""

from __future__ import annotations

from replylint import Finding, Linter, Run, Severity, UserError, lint


def worst(text: str) -> Severity | None:
    """Use a finding's fields."""
    findings: list[Finding] = lint(text, customer=None, kind="complaint", channel="email")
    for finding in findings:
        finding.text + finding.rule + finding.category + finding.message + finding.why
    return min((f.severity for f in findings), key=lambda s: s.rank, default=None)


def paths() -> int:
    """Use a run's fields."""
    try:
        run: Run = Linter(["core"], select=["blaming"]).lint_paths(["macros/"])
    except UserError as error:
        return error.line or 0
    return sum(finding.line + finding.column for finding in run.findings) + run.files + run.replies
