"""This file writes JUnit's XML, for Jenkins and its like: a suite a file, a test case a reply.

A reply with findings that fail the run has failed, with all of them in its one failure; findings
that do not fail it are what the case says (``system-out``). It keeps to the schema that Jenkins's
xUnit plugin publishes (junit-10.xsd); there are no times in it, so that equal runs are equal bytes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from replylint.reporters.style import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from replylint.errors import UserError
    from replylint.finding import Finding, Run
    from replylint.reporters.style import Style

# The case of what is about no reply: comments and entries that let nothing pass.
_OTHER = None


def report(run: Run, style: Style) -> str:
    """Return the suites, in the order of paths; replies come from ``Run.texts``."""
    cases: defaultdict[str, dict[int | None, str]] = defaultdict(dict)
    found: defaultdict[tuple[str, int | None], list[Finding]] = defaultdict(list)
    errors: defaultdict[str, list[UserError]] = defaultdict(list)
    names: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in run.texts:
        name = text.called or PurePosixPath(text.path).name
        cases[text.path][text.nth] = _unique(name, names[text.path])
    for finding in run.findings:
        if finding.status == "active":
            key = finding.nth if finding.nth in cases[finding.path] else _OTHER
            if key not in cases[finding.path]:
                cases[finding.path][key] = _unique("suppressions", names[finding.path])
            found[finding.path, key].append(finding)
    for error in run.errors:
        errors[error.path or "replylint"].append(error)
    root = ET.Element("testsuites", name="replylint")
    for path in sorted({*cases, *errors}):
        suite = ET.SubElement(root, "testsuite", name=visible(path))
        for nth, name in cases[path].items():
            _add_case(suite, path, name, found[path, nth])
        for error in errors[path]:
            case = _case(suite, path, _unique("can be read", names[path]))
            failure = ET.SubElement(case, "error", type="error", message=visible(error.message))
            failure.text = "\n".join(visible(line) for line in str(error).splitlines())
        _count(suite)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=False).join(
        ('<?xml version="1.0" encoding="UTF-8"?>\n', "\n")
    )


def _unique(name: str, taken: Counter[str]) -> str:
    """Return a name that was not taken, and take it: CI takes cases of one name for one."""
    taken[name] += 1
    while taken[name] > 1:
        name = f"{name} ({taken[name]})"
        taken[name] += 1
    return name


def _case(suite: ET.Element, path: str, name: str) -> ET.Element:
    # What stands before the last dot, Jenkins takes for a package: "macros/late.txt" is the class
    # late_txt of macros.
    place = visible(path).replace(".", "_").strip("/").replace("/", ".")
    return ET.SubElement(suite, "testcase", classname=place, name=visible(name))


def _add_case(suite: ET.Element, path: str, name: str, findings: Sequence[Finding]) -> None:
    case = _case(suite, path, name)
    failing = [finding for finding in findings if finding.failing]
    if failing:
        worst = min(failing, key=lambda f: f.severity.rank)
        message = visible(f"{worst.rule}: {worst.message}")
        more = f" (and {len(failing) - 1} more)" if len(failing) > 1 else ""
        kind = worst.severity.value
        failure = ET.SubElement(case, "failure", type=kind, message=message + more)
        failure.text = _told(failing)
    if others := [finding for finding in findings if not finding.failing]:
        ET.SubElement(case, "system-out").text = _told(others)


def _told(findings: Iterable[Finding]) -> str:
    return "\n\n".join("\n".join(map(visible, _lines(finding))) for finding in findings)


def _lines(finding: Finding) -> list[str]:
    lines = [f"{finding.path}:{finding.line}:{finding.column}: {finding.severity} {finding.rule}"]
    lines += [finding.message, "Why: " + " ".join(finding.why.split())]
    return lines + ([f"Write: {finding.instead}"] if finding.instead else [])


def _count(suite: ET.Element) -> None:
    """Say in a suite how many cases it has, and how many of them went wrong."""
    counts = {"tests": "testcase", "failures": "testcase/failure", "errors": "testcase/error"}
    for attribute, path in counts.items():
        suite.set(attribute, str(len(suite.findall(path))))
