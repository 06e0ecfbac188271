"""This file writes the HTML report: one page that needs nothing else, for a team to read together.

Every reply stands as the agent sees it, its words marked. ``page.html`` is the template, which
escapes all that it is given; ``page.css`` and ``page.js`` stand inside of the page, and a policy in
its head lets the browser run and load these two alone, whatever a reply holds.
"""

from __future__ import annotations

import base64
import hashlib
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from functools import cache
from itertools import count, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

import replylint
from replylint.finding import half_word
from replylint.reporters.style import counted, offer, visible
from replylint.rule import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jinja2 import Template

    from replylint.finding import Finding, ReplyText, Run
    from replylint.reporters.style import Style

HERE = Path(__file__).parent
LONG_PATH = 40
# More replies without findings than these are shown when asked for.
MANY_CLEAN = 20
# A page with more findings opens at once only if what is far away is laid out later; until then
# that is not there for who reads with the ear, so that smaller pages go without.
LARGE = 500
_LINE_END = re.compile(r"\r\n?|[\n\x85\u2028\u2029]")


class Note(NamedTuple):
    """A finding, its number on the page (from 1), and among those with words in its reply."""

    number: int
    finding: Finding
    local: int | None = None


class Segment(NamedTuple):
    """A piece of a reply with the notes that speak of it; the worst comes first.

    ``opens`` are the notes of which the words begin here, ``kind`` is empty, or "placeholder" for
    what is no prose, or "left-out" for what was not linted.
    """

    text: str
    notes: tuple[Note, ...]
    opens: tuple[Note, ...]
    kind: str


class Shown(NamedTuple):
    """A reply, or where ``segments`` is None, what there is to say of a file as a whole."""

    called: str | None
    segments: Sequence[Segment] | None
    notes: Sequence[Note]
    customer: str | None = None


class File(NamedTuple):
    """A file with what is to be shown of it, and how many findings it has."""

    path: str
    replies: Sequence[Shown]

    @property
    def total(self) -> int:
        """How many findings it has."""
        return sum(len(reply.notes) for reply in self.replies)

    @property
    def short(self) -> str:
        """Its path as a list shows it: of a long one, the end, which tells it from others."""
        path = visible(self.path)
        return path if len(path) <= LONG_PATH else "…" + path[1 - LONG_PATH :]


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
    files = _files(run, notes)
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
        files=files,
        clean=sum(not reply.notes for file in files for reply in file.replies),
        many_clean=MANY_CLEAN,
        large=LARGE,
        counted=counted,
        offer=offer,
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
    environment.filters["line"] = visible
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
    return "\n".join(map(visible, _LINE_END.split(text)))


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
    for name, found in sorted(Counter(note.finding.rule for note in notes).items()):
        rules[name.partition("/")[0]][name] = found
    return rules


def _files(run: Run, notes: Sequence[Note]) -> list[File]:
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
        told = list(_numbered(about[text.path, text.nth]))
        files[text.path].append(Shown(text.called, _segments(text, told), told, text.customer))
    return [File(path, replies) for path, replies in sorted(files.items())]


def _numbered(notes: Sequence[Note]) -> Iterator[Note]:
    """Yield the notes of a reply, those with words in it with numbers from 1."""
    numbers = count(1)
    for note in notes:
        start, end = note.finding.within
        yield note._replace(local=next(numbers)) if start < end else note


def _segments(text: ReplyText, notes: Sequence[Note]) -> list[Segment]:
    """Return the pieces of a reply, cut where words that were found begin or end.

    No placeholder is cut: it is shown whole, as the file has it. Blank lines at either end are not
    shown.
    """
    masks = {start: (end, shown) for start, end, shown in text.masks}
    starts = sorted(masks)
    left_out = dict(text.left_out)
    lefts = sorted(left_out)

    def whole(offset: int, *, end: bool) -> int:
        """Return an offset, or where it lies inside of a placeholder, that one's start or end."""
        start = starts[bisect_right(starts, offset) - 1] if starts else offset
        if not start < offset < masks.get(start, (0, ""))[0]:
            return offset
        return masks[start][0] if end else start

    ranges = []
    for note in notes:
        start, end = note.finding.within
        if start < end:
            start += half_word(text.text[start:end])
            ranges.append((whole(start, end=False), whole(end, end=True), note))
    first = len(text.text) - len(text.text.lstrip("\n\r\u2028"))
    last = max(first, len(text.text.rstrip()))
    cuts = {first, last, *starts}
    cuts.update(end for end, _ in masks.values())
    cuts.update(
        whole(offset, end=bool(side)) for r in text.left_out for side, offset in enumerate(r)
    )
    cuts.update(offset for start, end, _ in ranges for offset in (start, end))
    waiting = sorted(ranges, key=lambda one: one[:2], reverse=True)
    speaking: list[tuple[int, int, Note]] = []
    segments = []
    for start, end in pairwise(sorted(cut for cut in cuts if first <= cut <= last)):
        speaking = [one for one in speaking if one[1] > start]
        while waiting and waiting[-1][0] <= start:
            speaking.append(waiting.pop())
        told = sorted(
            (note for _, _, note in speaking), key=lambda n: (n.finding.severity.rank, n.number)
        )
        opens = [note for at, _, note in speaking if at == start]
        opens.sort(key=lambda note: note.number)
        left = lefts[bisect_right(lefts, start) - 1] if lefts else start
        kind = "left-out" if left <= start < left_out.get(left, 0) else ""
        kind = "placeholder" if start in masks else kind
        shown = masks[start][1] if start in masks else text.text[start:end]
        segments.append(Segment(shown, tuple(told), tuple(opens), kind))
    return segments
