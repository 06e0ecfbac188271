"""This file gathers what a run needs of its packs: rules, cues in order, and the pattern table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from replylint.errors import RuleError
from replylint.packs import flat_phrases
from replylint.patterns import Cue, Pattern, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from replylint.guards import Guard
    from replylint.packs import Pack
    from replylint.rule import Rule, Vocabulary

OwnCues = tuple[tuple[str, tuple[Pattern, ...]], ...]


@dataclass(frozen=True, slots=True)
class CueEntry:
    """A cue that rules ask for: the cues that it is made of beside its own patterns, its guards.

    ``asks`` names the cues that its guards ask for.
    """

    name: str
    cues: tuple[str, ...]
    unless: tuple[Guard, ...]
    asks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Rules without their phrases and examples, cues each after those that it needs, patterns."""

    rules: tuple[Rule, ...]
    cues: tuple[CueEntry, ...]
    table: Table
    errors: tuple[RuleError, ...] = ()


# The owner of the phrases that a configuration allows everywhere.
ALLOWED = "(allow)"


def gather(packs: Sequence[Pack], allow: Sequence[str] = ()) -> RuleSet:
    """Return the rule set of packs. A cue that needs itself becomes an error, and is empty.

    ``allow`` holds phrases; they become the cue ``ALLOWED``.
    """
    errors = [error for pack in packs for error in pack.errors]
    rules = [rule for pack in packs for rule in pack.rules]
    vocabulary = {f"${name}": entry for pack in packs for name, entry in pack.vocabulary.items()}
    cues = _Order(vocabulary, errors).of(rules)
    owners = {*(rule.name for rule in rules), *(cue.name for cue in cues)}
    patterns = {n: flat for pack in packs for n, flat in pack.patterns.items() if n in owners}
    if allow:
        patterns[ALLOWED] = flat_phrases(allow)
        cues.append(CueEntry(ALLOWED, (), ()))
    return RuleSet(tuple(map(_slim, rules)), tuple(cues), Table.build(patterns), tuple(errors))


def _slim(rule: Rule) -> Rule:
    cues = tuple(pattern for pattern in rule.patterns if isinstance(pattern, Cue))
    return replace(
        rule, patterns=cues, cues=(), guard_cues=(), bad=(), good=(), missed=(), declined=()
    )


class _Order:
    """Walks from rules to the cues that they need, and puts each after what it needs itself."""

    def __init__(self, vocabulary: Mapping[str, Vocabulary], errors: list[RuleError]) -> None:
        self._vocabulary = vocabulary
        self._errors = errors
        self._found: dict[str, CueEntry] = {}

    def of(self, rules: Iterable[Rule]) -> list[CueEntry]:
        """Return the cues that the rules need, in order."""
        for rule in rules:
            self._take(rule.guard_cues, rule.cues, ())
            for pattern in rule.patterns:
                if isinstance(pattern, Cue):
                    self._need(pattern.name, ())
        return list(self._found.values())

    def _take(self, asked: Iterable[Cue], own: OwnCues, path: tuple[str, ...]) -> None:
        phrases = dict(own)
        for cue in asked:
            if cue.name in phrases:
                self._add(cue.name, phrases[cue.name], None, path)
            else:
                self._need(cue.name, path)

    def _need(self, name: str, path: tuple[str, ...]) -> None:
        entry = self._vocabulary.get(name)
        if entry is None:
            return  # it cannot be used, and an error says so
        if name in path:
            way = " → ".join((*path[path.index(name) :], name))
            self._errors.append(RuleError(f"needs itself: {way} (part them)", path=entry.path))
        elif name not in self._found:
            self._take(entry.guard_cues, entry.cues, (*path, name))
            self._add(name, entry.patterns, entry, (*path, name))

    def _add(
        self,
        name: str,
        patterns: tuple[Pattern, ...],
        entry: Vocabulary | None,
        path: tuple[str, ...],
    ) -> None:
        cues = tuple(pattern.name for pattern in patterns if isinstance(pattern, Cue))
        for cue in cues:
            self._need(cue, path)
        unless = entry.unless if entry else ()
        asks = tuple(cue.name for cue in entry.guard_cues) if entry else ()
        self._found.setdefault(name, CueEntry(name, cues, unless, asks))
