"""This file writes SARIF 2.1.0, for code scanning and editors: one run, its rules, its results.

The specification is OASIS's: https://docs.oasis-open.org/sarif/sarif/v2.1.0/. Lines and columns are
those of ``Region``: UTF-16 code units, as ``columnKind`` says.
"""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import replylint
from replylint.escapes import ESCAPES
from replylint.packs import shipped_in
from replylint.reporters.style import offer, visible
from replylint.rule import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replylint.errors import UserError
    from replylint.finding import Finding, Fix, Run
    from replylint.reporters.style import Style
    from replylint.rule import Example, Rule
    from replylint.source import Region

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.SUGGESTION: "note"}
_OWN_HELP = "README.md#when-a-finding-is-right-as-it-stands"
_SHOWN = 3


def report(run: Run, style: Style) -> str:
    """Return the run as a SARIF log, in ASCII; files are named from the repository's root."""
    marked = any(finding.passed for finding in run.findings)
    known = any(finding.status == "baselined" for finding in run.findings)
    indices = {name: index for index, name in enumerate(run.rules)}
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "replylint",
                        "semanticVersion": replylint.__version__,
                        "informationUri": replylint.HOMEPAGE,
                        "rules": [_rule(rule) for rule in run.rules.values()],
                    }
                },
                "columnKind": "utf16CodeUnits",
                "newlineSequences": ["\r\n", "\n", "\r"],
                "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The repository."}}},
                "invocations": [
                    {
                        "executionSuccessful": not run.errors,
                        "toolExecutionNotifications": [_notice(e, style) for e in run.errors],
                    }
                ],
                "results": [
                    {
                        **_result(finding, indices[finding.rule], style),
                        **_marks(finding, marked=marked, known=known),
                    }
                    for finding in run.findings
                ],
            }
        ],
    }
    return json.dumps(log, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    described = {
        "id": rule.name,
        "name": _pascal(rule.name),
        "shortDescription": {"text": rule.name.replace("/", ": ").replace("-", " ")},
        "fullDescription": {"text": " ".join(rule.why.split())},
        "help": {
            "text": "\n\n".join(_help(rule)),
            "markdown": "\n\n".join(_help(rule, markdown=True)),
        },
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {"tags": [rule.category]},
    }
    page = _page(rule)
    return described | ({"helpUri": f"{replylint.HOMEPAGE}/blob/main/{page}"} if page else {})


def _pascal(name: str) -> str:
    """Return a name as SARIF wants it for people: "blaming/you-failed-to" is BlamingYouFailedTo."""
    return "".join(part.capitalize() for part in name.replace("/", "-").split("-"))


def _help(rule: Rule, *, markdown: bool = False) -> Iterator[str]:
    """Yield the paragraphs that explain a rule: why, what to write, and some of its examples."""
    escaped = ESCAPES["markdown"] if markdown else str
    yield str(escaped(" ".join(rule.why.split())))
    if rule.instead:
        yield f"{'**Write:**' if markdown else 'Write:'} {escaped(rule.instead)}"
    for heading, examples in (("Flagged", rule.bad), ("Fine", rule.good)):
        if examples:
            said = "\n".join(f"- {escaped(_said(example))}" for example in examples[:_SHOWN])
            yield f"{heading}:\n\n{said}"


def _said(example: Example) -> str:
    return " ".join(example.text.split())


def _page(rule: Rule) -> str | None:
    """Return where a rule is documented, from the repository's root; None for a team's own."""
    if rule.category == "replylint":
        return _OWN_HELP
    return f"docs/rules.md#{rule.name.replace('/', '')}" if shipped_in(rule.name) else None


def _result(finding: Finding, index: int, style: Style) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": LEVELS[finding.severity],
        "message": {"text": _message(finding.message)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": _file(finding.path, style),
                    "region": _region(finding.region),
                }
            }
        ],
        "partialFingerprints": {"replylint/v1": finding.fingerprint},
    }
    if finding.called:
        logical = {"name": visible(finding.called), "kind": "object"}
        result["locations"][0]["logicalLocations"] = [logical]
    if finding.fix:
        result["fixes"] = [_fix(finding.fix, finding.path, style)]
    return result


def _message(text: str) -> str:
    """Return a message in which nothing can be taken for a link, ``[words](place)``."""
    return visible(text).replace("](", "] (")


def _marks(finding: Finding, *, marked: bool, known: bool) -> dict[str, Any]:
    """Return why a finding is not active. Where one of a log has such marks, all have them."""
    marks: dict[str, Any] = {}
    if known:
        marks["baselineState"] = "unchanged" if finding.status == "baselined" else "new"
    if marked:
        marks["suppressions"] = []
    if finding.passed:
        passed: dict[str, str] = {"kind": finding.passed.kind, "status": "accepted"}
        if finding.passed.reason:
            passed["justification"] = visible(finding.passed.reason)
        marks["suppressions"] = [passed]
    return marks


def _fix(fix: Fix, path: str, style: Style) -> dict[str, Any]:
    look = "" if fix.safety == "safe" else " (look at it)"
    return {
        "description": {"text": _message(f"Replylint {offer(fix)}") + look},
        "artifactChanges": [
            {
                "artifactLocation": _file(path, style),
                "replacements": [
                    {"deletedRegion": _region(region), "insertedContent": {"text": edit.text}}
                    for edit, region in zip(fix.edits, fix.regions, strict=True)
                ],
            }
        ],
    }


def _region(region: Region) -> dict[str, int]:
    return {
        "startLine": region.line,
        "startColumn": region.column,
        "endLine": region.end_line,
        "endColumn": region.end_column,
    }


def _file(path: str, style: Style) -> dict[str, str]:
    """Return a file as SARIF names it: an URI, from the repository's root where it lies below."""
    from_root = style.from_root(path)
    if PurePosixPath(from_root).is_absolute():
        return {"uri": "file://" + _quoted(from_root)}
    return {"uri": _quoted(from_root), "uriBaseId": "%SRCROOT%"}


def _quoted(path: str) -> str:
    return quote(path.encode(errors="surrogateescape"))


def _notice(error: UserError, style: Style) -> dict[str, Any]:
    notice: dict[str, Any] = {"level": "error", "message": {"text": _message(error.message)}}
    if error.path:
        place: dict[str, Any] = {"artifactLocation": _file(error.path, style)}
        if error.line:
            place["region"] = {"startLine": error.line, "startColumn": error.column or 1}
        notice["locations"] = [{"physicalLocation": place}]
    return notice
