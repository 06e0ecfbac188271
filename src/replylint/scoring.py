"""This file scores rules on labelled replies: what they find, what they miss, what they raise.

A reply counts once for a category: a hit where label and finding both name it, a miss where only
the label does, an alarm where only a finding does. Findings of every severity count, but a clean
reply (one without a label) is alarmed only by an error or a warning.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from replylint.errors import InputError
from replylint.reply import CHANNELS, KINDS
from replylint.rule import Severity
from replylint.source import shown_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from replylint.engine import Linter
    from replylint.finding import Finding


@dataclass(frozen=True, slots=True)
class Labelled:
    """A reply with what a person would mark in it: category -> the words quoted for it."""

    id: str
    reply: str
    labels: Mapping[str, tuple[str, ...]]
    customer: str | None = None
    kind: str | None = None
    channel: str | None = None


@dataclass(slots=True)
class Tally:
    """Counts of one category or rule; a rule has no misses of its own."""

    hits: int = 0
    misses: int = 0
    alarms: int = 0

    @property
    def precision(self) -> float | None:
        """The share of what was raised that is labelled; None where nothing was raised."""
        return _share(self.hits, self.alarms)

    @property
    def recall(self) -> float | None:
        """The share of what is labelled that was found; None where nothing is labelled."""
        return _share(self.hits, self.misses)

    def add(self, other: Tally) -> None:
        """Add another's counts."""
        self.hits += other.hits
        self.misses += other.misses
        self.alarms += other.alarms


def _share(part: int, rest: int) -> float | None:
    return part / (part + rest) if part + rest else None


@dataclass(frozen=True, slots=True)
class Missed:
    """A label that no finding answers: the reply's id, the category, the words quoted for it."""

    id: str
    category: str
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alarm:
    """A finding of a category that the reply is not labelled with, and some words around it."""

    id: str
    finding: Finding
    around: str


@dataclass(slots=True)
class Score:
    """What scoring came to."""

    replies: int = 0
    clean: int = 0
    clean_alarmed: int = 0
    categories: dict[str, Tally] = field(default_factory=dict)
    rules: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    misses: list[Missed] = field(default_factory=list)
    alarms: list[Alarm] = field(default_factory=list)

    @property
    def total(self) -> Tally:
        """The sum over all categories."""
        total = Tally()
        for tally in self.categories.values():
            total.add(tally)
        return total


def read_labelled(path: Path) -> Iterator[Labelled]:
    """Yield the replies of a labelled file: JSON Lines, one reply a line.

    A line has ``id``, ``reply`` (or ``text``), ``labels`` (a list of categories, or of
    ``{"category", "quote"}``) and may have ``document`` (more categories), ``customer``,
    ``kind`` and ``channel``.

    Raises:
        InputError: the file cannot be read, or a line is not such a reply.
    """
    shown = shown_path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", path=shown) from error
    except UnicodeDecodeError as error:
        raise InputError("is not UTF-8 (save it as UTF-8)", path=shown) from error
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield _labelled(line, shown, number)


def _labelled(line: str, path: str, number: int) -> Labelled:
    def wrong(message: str, column: int = 1) -> InputError:
        return InputError(message, path=path, line=number, column=column)

    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        column = getattr(error, "colno", 1)
        why = getattr(error, "msg", "nested too deep")
        raise wrong(f"is not JSON: {why} (write one object a line)", column) from error
    if not isinstance(row, dict):
        raise wrong('is no object (write {"id": …, "reply": …, "labels": […]})')
    reply = row.get("reply", row.get("text"))
    if not isinstance(reply, str):
        raise wrong("has no 'reply' (add the reply's text)")
    if "labels" not in row:
        raise wrong("has no 'labels' (write [] for a clean reply)")
    try:
        labels = _categories(row)
    except (TypeError, KeyError, AttributeError) as error:
        message = 'has labels of another shape (write {"category": "…", "quote": "…"})'
        raise wrong(message) from error
    for key, known in (("kind", KINDS), ("channel", CHANNELS)):
        if row.get(key) not in (None, *known):
            raise wrong(f"{key} cannot be {row[key]!r} (one of: {', '.join(known)})")
    return Labelled(
        id=str(row.get("id", f"line {number}")),
        reply=reply,
        labels=labels,
        customer=row.get("customer") or None,
        kind=row.get("kind"),
        channel=row.get("channel"),
    )


def _categories(row: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    quotes: dict[str, tuple[str, ...]] = {}
    for label in (*row["labels"], *row.get("document", ())):
        if isinstance(label, str):
            quotes.setdefault(label, ())
        else:
            quoted = (label["quote"],) if label.get("quote") else ()
            quotes[label["category"]] = quotes.get(label["category"], ()) + quoted
    return quotes


def score(linter: Linter, replies: Iterable[Labelled]) -> Score:
    """Lint labelled replies and count; only the categories of the linter's rules are counted."""
    result = Score(categories={c: Tally() for c in sorted({r.category for r in linter.rules})})
    for reply in replies:
        findings = linter.lint(
            reply.reply, customer=reply.customer, kind=reply.kind, channel=reply.channel
        )
        _count(reply, findings, result)
    return result


def _count(reply: Labelled, findings: list[Finding], result: Score) -> None:
    result.replies += 1
    if not reply.labels:
        result.clean += 1
        result.clean_alarmed += any(f.severity is not Severity.SUGGESTION for f in findings)
    found = Counter(f.category for f in findings)
    for category, tally in result.categories.items():
        labelled = category in reply.labels
        tally.hits += labelled and category in found
        tally.alarms += not labelled and category in found
        if labelled and category not in found:
            tally.misses += 1
            result.misses.append(Missed(reply.id, category, reply.labels[category]))
    for rule, category in {(f.rule, f.category) for f in findings}:
        labelled = category in reply.labels
        result.rules[rule].add(Tally(hits=int(labelled), alarms=int(not labelled)))
    result.alarms += [
        Alarm(reply.id, f, " ".join(reply.reply[max(0, f.start - 60) : f.end + 40].split()))
        for f in findings
        if f.category not in reply.labels
    ]
