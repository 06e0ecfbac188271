"""This file holds a rule as data: what to find, when it is innocent, what to tell the agent."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from replylint.guards import Customer
from replylint.judges import Echo
from replylint.phrases import Phrase

if TYPE_CHECKING:
    from replylint.fixes import Fix
    from replylint.guards import Guard
    from replylint.judges import Judge
    from replylint.patterns import Cue, Pattern


class Severity(StrEnum):
    """How much a finding matters, the worst first."""

    ERROR = "error"
    WARNING = "warning"
    SUGGESTION = "suggestion"

    @property
    def rank(self) -> int:
        """0 for an error, 1 for a warning, 2 for a suggestion."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Example:
    """A reply that proves a rule; ``marks`` are the character ranges that are to be flagged."""

    text: str
    marks: tuple[tuple[int, int], ...]
    line: int
    column: int
    customer: str | None = None
    kind: str | None = None
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A word list or cue that rules share as ``$name``."""

    name: str
    about: str
    patterns: tuple[Pattern, ...]
    unless: tuple[Guard, ...]
    cues: tuple[tuple[str, tuple[Pattern, ...]], ...]
    guard_cues: tuple[Cue, ...]
    path: str

    def phrases(self) -> tuple[Phrase, ...] | None:
        """Return its phrases, for use inside a phrase; None where it holds more than phrases."""
        found = tuple(
            p for p in self.patterns if isinstance(p, Phrase) and not (p.starts or p.ends)
        )
        return found if len(found) == len(self.patterns) and not self.unless else None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what to find, when it is innocent, what to report and what to tell the agent.

    ``guard_cues`` names the cues that its guards ask for; ``cues`` holds those of them that are
    phrases in the guards themselves, as (name, patterns). ``extends`` names the pack whose rule
    of the same name it changes; ``off`` takes that rule out.
    """

    name: str
    message: str
    why: str
    severity: Severity
    patterns: tuple[Pattern, ...]
    unless: tuple[Guard, ...]
    only_if: tuple[Guard, ...]
    soften_if: tuple[Guard, ...]
    harden_if: tuple[Guard, ...]
    judge: Judge
    quoted_counts: bool
    instead: str | None
    fix: Fix | None
    preview: bool
    declined: tuple[str, ...]
    bad: tuple[Example, ...]
    good: tuple[Example, ...]
    missed: tuple[Example, ...]
    cues: tuple[tuple[str, tuple[Pattern, ...]], ...]
    guard_cues: tuple[Cue, ...]
    path: str
    extends: str | None = None
    off: bool = False

    @property
    def beside(self) -> tuple[Customer, ...]:
        """The guards by which it needs the customer's message."""
        return tuple(guard for guard in self.only_if if isinstance(guard, Customer))

    @property
    def needs_customer(self) -> bool:
        """Whether it compares the reply with the customer's message, and runs only beside one."""
        return bool(self.beside) or isinstance(self.judge, Echo)

    @property
    def category(self) -> str:
        """The part of the name before the slash."""
        return self.name.partition("/")[0]
