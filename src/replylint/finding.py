"""This file holds what a run comes to: findings, and what was read, skipped or unreadable."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from replylint.rule import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from replylint.errors import UserError
    from replylint.fixes import Change
    from replylint.rule import Rule
    from replylint.source import Excerpt, Region

MAX_SHOWN = 60
_HALF = re.compile(r"^['’](?:ll|re|ve|s|d|m)\s+", re.IGNORECASE)
Status = Literal["active", "suppressed", "baselined"]


class Edit(NamedTuple):
    """Text to stand in the place of a file's characters ``start`` to ``end``, as it is written
    there: escaped where it must be.
    """

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that cure a finding, all or none. ``safety`` tells whether somebody should look.

    ``regions`` are the places of the edits, as SARIF and editors count.
    """

    safety: Literal["safe", "unsafe"]
    edits: tuple[Edit, ...]
    regions: tuple[Region, ...] = field(default=(), repr=False)
    # The same in the reply's own text: what must be read there once the edits are made.
    changes: tuple[Change, ...] = field(default=(), repr=False)

    @property
    def option(self) -> str:
        """The option of ``check`` that makes it."""
        return "--fix" if self.safety == "safe" else "--unsafe-fixes"


class Pass(NamedTuple):
    """Why a finding is not active: by a comment ``inSource``, or by what stands in another file
    (``external``: an entry of a configuration, a baseline). ``reason`` is what its author says.
    """

    kind: Literal["inSource", "external"]
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to show a person.

    ``reply`` names the reply where its file holds several: its id, else its title, else its place
    in the data; ``title`` is its title where that is not ``reply``. ``start`` and ``end`` are
    offsets in the source (the text given to ``lint``, or the decoded file): characters, 0-based,
    end exclusive. ``line`` and ``column`` are 1-based. A finding on the whole reply has
    ``start == end``. ``exact`` says whether ``text`` is the source's own
    characters. ``excerpts`` are the source lines that it touches, for showing.

    ``region`` is its place as SARIF and editors count, and ``within`` its characters in the draft's
    text; where the run keeps texts, in that of the ``ReplyText`` that is ``nth`` of its file.
    ``passed`` says why it is not active, ``failing`` whether it fails the run.
    """

    rule: str
    category: str
    severity: Severity
    message: str
    why: str
    instead: str | None
    fix: Fix | None
    text: str
    start: int
    end: int
    path: str
    reply: str | None
    title: str | None
    line: int
    column: int
    end_line: int
    end_column: int
    exact: bool
    fingerprint: str
    region: Region = field(repr=False)
    status: Status = "active"
    excerpts: tuple[Excerpt, ...] = field(default=(), repr=False)
    within: tuple[int, int] = field(default=(0, 0), repr=False)
    nth: int | None = field(default=None, repr=False)
    passed: Pass | None = field(default=None, repr=False)
    failing: bool = field(default=False, repr=False)

    def let_pass(
        self, status: Status, kind: Literal["inSource", "external"], reason: str | None
    ) -> Finding:
        """Return it as one that is not active, and why."""
        return replace(self, status=status, passed=Pass(kind, reason))

    @property
    def called(self) -> str | None:
        """What people call the reply: its title, else its name; None where a file is one reply."""
        return self.title or self.reply

    @property
    def order(self) -> tuple[str, int, int, str]:
        """The key by which findings are sorted: path, offset, rule."""
        return (self.path, self.start, self.end, self.rule)


@dataclass(frozen=True, slots=True)
class ReplyText:
    """A reply as people see it, for showing: with its lines, quotes and signature.

    ``masks`` are words of ``text`` that stand for placeholders, code and the like: (start, end,
    what the file says there); ``left_out`` are (start, end) of what was not linted. Characters,
    0-based, end exclusive. ``nth`` is the reply's index in its file; ``called`` is its title, else
    its name, and None where the file is one reply. ``customer`` is the message that it answers,
    where that is known and does not stand in the reply itself.
    """

    path: str
    nth: int
    called: str | None
    text: str
    masks: tuple[tuple[int, int, str], ...] = ()
    left_out: tuple[tuple[int, int], ...] = ()
    customer: str | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or reply that was passed over, and why."""

    path: str
    reply: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Run:
    """All of one run: findings in order of path, offset and rule; counts; what went wrong.

    ``customers`` counts the replies that were read beside the message that they answer,
    ``failing`` the active findings at or above what fails their file, ``fixed`` the fixes that
    were applied, and ``gone`` the findings that a baseline knows and that are there no more.
    ``rules`` are the rules that spoke, by name, and ``texts`` the replies, where they are kept.
    """

    findings: Sequence[Finding] = ()
    files: int = 0
    replies: int = 0
    skipped: Sequence[Skipped] = ()
    errors: Sequence[UserError] = ()
    customers: int = 0
    failing: int = 0
    fixed: int = 0
    gone: int = 0
    rules: Mapping[str, Rule] = field(default_factory=dict)
    texts: Sequence[ReplyText] = ()

    def with_findings(self, findings: Sequence[Finding], fail_on: str) -> Run:
        """Return the run with other findings, of which those fail that are ``fail_on`` or worse:
        a severity, or "never".
        """
        limit = -1 if fail_on == "never" else Severity(fail_on).rank
        settled = [
            replace(f, failing=True) if f.status == "active" and f.severity.rank <= limit else f
            for f in findings
        ]
        return replace(self, findings=settled, failing=sum(f.failing for f in settled))

    def count(self, severity: Severity) -> int:
        """Return how many active findings have this severity."""
        return sum(f.severity is severity and f.status == "active" for f in self.findings)

    def counted(self, status: Status) -> int:
        """Return how many findings have this status."""
        return sum(f.status == status for f in self.findings)


def half_word(words: str) -> int:
    """Return how many characters at the start of words are the half of a contraction: "'ve "."""
    half = _HALF.match(words)
    return half.end() if half else 0


def shortened(words: str) -> str:
    """Return words as a message quotes them: on one line, no half of a contraction in front."""
    words = " ".join(words[half_word(words) :].split())
    return words if len(words) <= MAX_SHOWN else words[: MAX_SHOWN - 1].rstrip() + "…"


def fingerprint(rule: str, path: str, reply: str | None, sentence: str, nth: int) -> str:
    """Return 16 hex digits that name a finding without its place, so that moved lines keep it.

    ``reply`` is the reply's name without a number that its place gave it; ``sentence`` is the
    sentence's normal form; ``nth`` counts its equals in the replies of that name, from 0.
    """
    parts = (rule, path, reply or "", sentence, str(nth))
    return hashlib.sha256("\0".join(parts).encode(errors="surrogateescape")).hexdigest()[:16]
