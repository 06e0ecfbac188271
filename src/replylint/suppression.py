"""This file lets findings pass that somebody has looked at: by a comment beside the words, or by
an entry of ``suppress`` in a configuration. Those that pass nothing, or give no reason, are told.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from replylint.finding import Finding, fingerprint, shortened
from replylint.judges import Each
from replylint.packs import nearest_name
from replylint.readers import format_of
from replylint.readers.comments import Comment, comments_in
from replylint.rule import Rule, Severity
from replylint.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from replylint.config import Suppress


def _own(name: str, message: str, why: str, instead: str) -> Rule:
    return Rule(
        name=f"replylint/{name}",
        message=message,
        why=why,
        severity=Severity.WARNING,
        patterns=(),
        unless=(),
        only_if=(),
        soften_if=(),
        harden_if=(),
        judge=Each(),
        quoted_counts=False,
        instead=instead,
        fix=None,
        preview=False,
        declined=(),
        bad=(),
        good=(),
        missed=(),
        cues=(),
        guard_cues=(),
        path="",
    )


UNUSED = _own(
    "unused-suppression",
    "“{match}” lets nothing pass: there is no such finding.",
    "One that hides nothing today will hide something new one day, unseen.",
    "Take it out, or name the rule that is meant.",
)
REASONLESS = _own(
    "suppression-without-reason",
    "“{match}” does not say why.",
    "Whoever reads it in a year must know whether it still holds.",
    "ignore RULE -- [why this is right as it stands]",
)
OWN_RULES = (UNUSED, REASONLESS)

_FORM = re.compile(
    r"(?P<file>(?i:ignore-file|ignore))(?:\s+(?P<names>(?!--|[—–])[^—–]*?))?\s*"
    r"(?:(?:--|[—–])\s*(?P<reason>.*))?",
    re.DOTALL,
)
_NAME = re.compile(r"[a-z][\w-]*(?:/[\w-]+)?")
_BETWEEN = re.compile(r"[\s,]+")


class Running(NamedTuple):
    """The names of the rules that run, of all that there are, and our own that run, by severity."""

    rules: frozenset[str]
    known: frozenset[str]
    own: Mapping[str, Severity]

    def ran(self, name: str) -> bool:
        """Tell whether all that a rule's or category's name stands for did run."""
        meant = {rule for rule in self.known if name in (rule, rule.partition("/")[0])}
        return meant <= self.rules

    def unknown(self, name: str) -> str | None:
        """Return what to say of a name that is no rule and no category; None where it is one."""
        names = {part for rule in self.known for part in (rule, rule.partition("/")[0])}
        if name in names:
            return None
        near = nearest_name(name, names)
        mend = f"did you mean {near}?" if near else "'replylint rules list' shows them"
        return f"“{{match}}”: there is no rule or category {name} ({mend})"


class _Order(NamedTuple):
    """A comment that is understood; where it has no ``names``, all are meant."""

    comment: Comment
    names: tuple[str, ...]
    reason: str | None
    covers: tuple[int, int]


def let_pass(
    findings: Iterable[Finding], source: Source | None, running: Running
) -> tuple[list[Finding], list[Finding]]:
    """Let the findings of a file pass that a comment in it speaks of.

    Returns:
        The findings, those that pass as ``suppressed``; and what there is to say of the comments.
        ``source`` is None where the file can have none.
    """
    findings = list(findings)
    if source is None:
        return findings, []
    orders: list[_Order] = []
    told: list[Finding] = []
    counts: _Counts = {}
    for comment in comments_in(source, format_of(source.path) or "text"):
        order = _understood(comment, len(source.text))
        if order is None:
            message = f"“{{match}}” is not understood (write: ignore RULE {_dash(source)} reason)"
            told += _told(UNUSED, source, comment, running, counts, message)
        else:
            orders.append(order)
    used: set[tuple[int, str]] = set()
    settled = []
    for finding, names in _beside(findings, orders):
        used |= {(order.comment.start, name) for order, name in names}
        if names:
            finding = finding.let_pass("suppressed", "inSource", names[0][0].reason)  # noqa: PLW2901
        settled.append(finding)
    for order in orders:
        wrong = next(filter(None, map(running.unknown, order.names)), None)
        if wrong:
            told += _told(UNUSED, source, order.comment, running, counts, wrong)
        elif any(
            (order.comment.start, name) not in used and running.ran(name)
            for name in order.names or ("",)
        ):
            told += _told(UNUSED, source, order.comment, running, counts)
        if not order.reason:
            told += _told(REASONLESS, source, order.comment, running, counts)
    if _dash(source) != "--":
        told = [replace(one, instead=(one.instead or "").replace("--", "—")) for one in told]
    return settled, told


def _dash(source: Source) -> str:
    """Return what parts a reason from the rule; in XML no comment may hold "--"."""
    return "—" if format_of(source.path) == "xml" else "--"


def _beside(
    findings: Iterable[Finding], orders: Iterable[_Order]
) -> Iterator[tuple[Finding, list[tuple[_Order, str]]]]:
    """Yield each finding, and by what it passes: comments, and which of their names.

    Of several comments about the same, the innermost counts. It is one go through both.
    """
    waiting = sorted(orders, key=lambda order: order.covers[0], reverse=True)
    open_: defaultdict[str, list[_Order]] = defaultdict(list)
    for finding in sorted(findings, key=lambda f: (f.start, f.end, f.rule)):
        while waiting and waiting[-1].covers[0] < max(finding.end, finding.start + 1):
            order = waiting.pop()
            for name in order.names or ("",):
                open_[name].append(order)
        found = []
        for name in (finding.rule, finding.category, ""):
            while open_[name] and open_[name][-1].covers[1] <= finding.start:
                open_[name].pop()
            if open_[name]:
                found.append((open_[name][-1], name))
        yield finding, found


def _understood(comment: Comment, length: int) -> _Order | None:
    match = _FORM.fullmatch(comment.said)
    if match is None:
        return None
    names = tuple(filter(None, _BETWEEN.split(match["names"] or "")))
    whole = match["file"].lower() == "ignore-file"
    if not (names or whole) or not all(map(_NAME.fullmatch, names)):
        return None
    reason = (match["reason"] or "").strip() or None
    return _Order(comment, names, reason, (0, length + 1) if whole else comment.covers)


# How often a rule of our own has spoken of some words in a file, so that no two of its findings
# there have the same fingerprint.
_Counts = dict[tuple[str, str], int]


def _told(
    rule: Rule,
    source: Source,
    comment: Comment,
    running: Running,
    counts: _Counts,
    message: str | None = None,
) -> Iterator[Finding]:
    """Yield what a rule of our own says of a comment, where that rule runs."""
    if rule.name not in running.own:
        return
    words = " ".join(source.text[comment.start : comment.end].split())
    counts[rule.name, words] = nth = counts.get((rule.name, words), -1) + 1
    line, column = source.position(comment.start)
    end_line, end_column = source.position(comment.end)
    yield Finding(
        rule=rule.name,
        category=rule.category,
        severity=running.own[rule.name],
        message=(message or rule.message).replace("{match}", shortened(comment.said)),
        why=rule.why,
        instead=rule.instead,
        fix=None,
        text=source.text[comment.start : comment.end],
        start=comment.start,
        end=comment.end,
        path=source.path,
        reply=None,
        title=None,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        exact=True,
        fingerprint=fingerprint(rule.name, source.lasting or source.path, None, words, nth),
        region=source.region(comment.start, comment.end),
        excerpts=source.excerpts(comment.start, comment.end),
    )


class Suppressed:
    """Lets findings pass by the entries of configurations, and remembers which of them did."""

    def __init__(self) -> None:
        self._running: dict[Suppress, Running] = {}
        self._used: set[Suppress] = set()

    def let_pass(
        self, findings: Iterable[Finding], entries: Sequence[Suppress], running: Running
    ) -> list[Finding]:
        """Return the findings of a file, those that an entry speaks of as ``suppressed``."""
        settled = []
        for entry in entries:
            known = self._running.setdefault(entry, running)
            if known is not running:
                both = known.rules | running.rules
                self._running[entry] = known._replace(rules=both)
        for finding in findings:
            fitting = [entry for entry in entries if _fits(entry, finding)]
            self._used.update(fitting)
            if fitting and finding.status == "active":
                finding = finding.let_pass("suppressed", "external", fitting[0].reason)  # noqa: PLW2901
            settled.append(finding)
        return settled

    def told(self, looked_at: Callable[[str], bool]) -> Iterator[Finding]:
        """Yield what there is to say of the entries.

        ``looked_at`` tells whether all files of a configuration were looked at: only of its
        entries it is known that they let nothing pass.
        """
        counts: defaultdict[str, _Counts] = defaultdict(dict)
        for entry, running in self._running.items():
            if entry not in self._used and looked_at(entry.place.path) and running.ran(entry.rule):
                yield from _told_of(entry, UNUSED, running, counts[entry.place.path])
            if not entry.reason:
                yield from _told_of(entry, REASONLESS, running, counts[entry.place.path])


def _told_of(entry: Suppress, rule: Rule, running: Running, counts: _Counts) -> Iterator[Finding]:
    """Yield what a rule of our own says of an entry, at its place in the configuration."""
    path, line, column = entry.place
    whole = Source(path, Path(path).read_text(encoding="utf-8-sig", errors="replace"))
    start = whole.line_starts[min(line, len(whole.line_starts)) - 1] + column - 1
    end = start + len(entry.rule)
    instead = (
        "Take the entry out, or correct it." if rule is UNUSED else "reason: [why it is right]"
    )
    comment = Comment(entry.rule, start, end, (start, end))
    for finding in _told(rule, whole, comment, running, counts):
        yield replace(finding, instead=instead)


def _fits(entry: Suppress, finding: Finding) -> bool:
    return (
        entry.rule in (finding.rule, finding.category)
        and (entry.files is None or entry.files.hold(finding.path))
        and (entry.reply is None or entry.reply in (finding.reply, finding.title))
    )
