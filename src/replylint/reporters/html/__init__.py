"""This file writes the HTML report: one page that needs nothing else, for a team to read together.

Every reply stands as the agent sees it, its words marked. ``page.html`` is the template, which
escapes all that it is given; ``page.css`` and ``page.js`` stand inside of the page, and a policy in
its head lets the browser run and load these two alone, whatever a reply holds.
"""

from __future__ import annotations

import base64
import hashlib
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

import replylint
from replylint.reporters.style import counted, offer, visible
from replylint.rule import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jinja2 import Template

    from replylint.finding import Finding, ReplyText, Run
    from replylint.reporters.style import Style

HERE = Path(__file__).parent


class Note(NamedTuple):
    """A finding, and its number on the page, from 1."""

    number: int
    finding: Finding

    @property
    def words(self) -> str:
        """The words that were found, on one line."""
        return " ".join(self.finding.text.split())

    @property
    def fix(self) -> str | None:
        """What a fix does, and what asks for it."""
        if self.finding.fix is None:
            return None
        option = "--fix" if self.finding.fix.safety == "safe" else "--unsafe-fixes"
        return f"{option} {offer(self.finding.fix)}"


class Segment(NamedTuple):
    """A piece of a reply with the notes that speak of it; the worst comes first.

    ``opens`` are the numbers of the notes of which the words begin here; ``mask`` tells that it
    is a placeholder.
    """

    text: str
    notes: tuple[Note, ...]
    opens: tuple[int, ...]
    mask: bool


class Shown(NamedTuple):
    """A reply, or where ``segments`` is None, what there is to say of a file as a whole."""

    called: str | None
    segments: Sequence[Segment] | None
    notes: Sequence[Note]
    customer: str | None = None


class Row(NamedTuple):
    """How often a category was found, by severity."""

    category: str
    counts: Mapping[Severity, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())


def report(run: Run, style: Style) -> str:
    """Return the page. It shows the replies of ``Run.texts``, and active findings alone."""
    notes = [
        Note(number, finding)
        for number, finding in enumerate((f for f in run.findings if f.status == "active"), 1)
    ]
    return _template().render(
        version=replylint.__version__,
        homepage=replylint.HOMEPAGE,
        policy=_policy(),
        style=Markup(_inside("page.css")),  # noqa: S704 - our own
        script=Markup(_inside("page.js")),  # noqa: S704 - our own
        run=run,
        severities=list(Severity),
        rows=_rows(notes),
        rules=_rules(notes),
        files=_files(run, notes),
        counted=counted,
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["visible"] = _visible
    return environment.get_template("page.html")


@cache
def _inside(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def _policy() -> str:
    """Return what the browser may load and run: the page's own style and script, by hash."""
    return (
        f"default-src 'none'; style-src {_hash('page.css')}; script-src {_hash('page.js')};"
        " base-uri 'none'; form-action 'none'"
    )


def _hash(name: str) -> str:
    digest = hashlib.sha256(_inside(name).encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _visible(text: str) -> str:
    """Return text with its lines, and all that moves or hides text as escapes."""
    return "\n".join(visible(line) for line in text.split("\n"))


def _rows(notes: Sequence[Note]) -> list[Row]:
    """Return the categories, the most frequent first."""
    counts: defaultdict[str, Counter[Severity]] = defaultdict(Counter)
    for note in notes:
        counts[note.finding.category][note.finding.severity] += 1
    rows = [Row(category, count) for category, count in counts.items()]
    return sorted(rows, key=lambda row: (-row.total, row.category))


def _rules(notes: Sequence[Note]) -> dict[str, dict[str, int]]:
    """Return how often each rule was found, by category, in the order of names."""
    rules: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for name, count in sorted(Counter(note.finding.rule for note in notes).items()):
        rules[name.partition("/")[0]][name] = count
    return rules


def _files(run: Run, notes: Sequence[Note]) -> dict[str, list[Shown]]:
    """Return what to show of each file, in the order of paths."""
    files: defaultdict[str, list[Shown]] = defaultdict(list)
    about: defaultdict[tuple[str, int | None], list[Note]] = defaultdict(list)
    texts = {(text.path, text.nth) for text in run.texts}
    for note in notes:
        key = (note.finding.path, note.finding.nth)
        about[key if key in texts else (note.finding.path, None)].append(note)
    for (path, nth), told in about.items():
        if nth is None:
            files[path].append(Shown(None, None, told))
    for text in run.texts:
        told = about[text.path, text.nth]
        segments = list(_segments(text, told))
        files[text.path].append(Shown(text.called, segments, told, text.customer))
    return dict(sorted(files.items()))


def _segments(text: ReplyText, notes: Sequence[Note]) -> Iterator[Segment]:
    """Yield the pieces of a reply, cut where words that were found begin or end.

    No placeholder is cut: it is shown whole, as the file has it.
    """
    masks = {start: (end, shown) for start, end, shown in text.masks}
    starts = sorted(masks)

    def whole(offset: int, *, end: bool) -> int:
        """Return an offset, or where it lies inside of a placeholder, that one's start or end."""
        start = starts[bisect_right(starts, offset) - 1] if starts else offset
        if not start < offset < masks.get(start, (0, ""))[0]:
            return offset
        return masks[start][0] if end else start

    ranges = [
        (whole(start, end=False), whole(end, end=True), note)
        for note in notes
        for start, end in (note.finding.within,)
        if start < end
    ]
    cuts = {0, len(text.text), *starts, *(end for end, _ in masks.values())}
    cuts.update(offset for start, end, _ in ranges for offset in (start, end))
    waiting = sorted(ranges, key=lambda one: one[:2], reverse=True)
    speaking: list[tuple[int, int, Note]] = []
    for start, end in pairwise(sorted(cuts)):
        speaking = [one for one in speaking if one[1] > start]
        while waiting and waiting[-1][0] <= start:
            speaking.append(waiting.pop())
        told = sorted(
            (note for _, _, note in speaking), key=lambda n: (n.finding.severity.rank, n.number)
        )
        opens = tuple(note.number for first, _, note in speaking if first == start)
        masked = masks.get(start)
        shown = masked[1] if masked else _spaced(text, start, end)
        yield Segment(shown, tuple(told), opens, mask=masked is not None)


def _spaced(text: ReplyText, start: int, end: int) -> str:
    """Return a part of a reply, with the blank lines between its paragraphs."""
    within = text.blank[bisect_left(text.blank, start) : bisect_left(text.blank, end)]
    places = [start, *(offset + 1 for offset in within), end]
    return "\n".join(text.text[first:last] for first, last in pairwise(places))
