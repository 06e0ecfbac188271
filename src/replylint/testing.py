"""This file tests rules against their examples, and explains a failure to who wrote the rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from replylint.checking import Checker, plain_draft
from replylint.fixes import Change, applied
from replylint.fixing import MAX_ROUNDS
from replylint.packs import choose, load_packs
from replylint.ruleset import gather

if TYPE_CHECKING:
    from replylint.errors import UserError
    from replylint.finding import Finding
    from replylint.rule import Example, Rule

Ranges = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that a rule does not keep: where it stands, what is wrong, and what to do."""

    rule: str
    path: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.rule}: {self.message}"


@dataclass(frozen=True, slots=True)
class Result:
    """What testing rules came to."""

    rules: int
    examples: int
    failures: tuple[Failure, ...]
    errors: tuple[UserError, ...]


def try_rules(targets: Sequence[str], packs: Sequence[str]) -> Result:
    """Test rules against their examples.

    Args:
        targets: pack folders, rule files, or names of rules and categories; all where empty.
        packs: the packs in which names are looked up.

    Raises:
        UserError: a target is not there.
    """
    paths = [Path(target) for target in targets if Path(target).exists()]
    names = [target for target in targets if not Path(target).exists()]
    folders = list(dict.fromkeys(str(p if p.is_dir() else p.parent.parent) for p in paths))
    searched = [*([] if paths and not names else packs), *folders]
    loaded = load_packs(searched)
    checker = Checker.of(gather(loaded))
    rules = [rule for pack in loaded for rule in pack.rules]
    chosen = choose(rules, names, preview=True) if names or not targets else []
    chosen += [rule for rule in rules for path in paths if _stands_in(rule, path)]
    failed = tuple(failure for rule in chosen for failure in failures(checker, rule))
    count = sum(len(rule.bad) + len(rule.good) + len(rule.missed) for rule in chosen)
    return Result(len(chosen), count, failed, checker.errors)


def _stands_in(rule: Rule, path: Path) -> bool:
    file = Path(rule.path).resolve()
    return path.resolve() in (file, *file.parents)


def failures(checker: Checker, rule: Rule) -> Iterator[Failure]:
    """Yield the examples that ``rule`` does not keep. ``checker`` knows the rule."""
    for example in rule.bad:
        found = _found(checker, rule, example)
        if found != _expected(example):
            yield _failure(rule, example, _explain(example, _expected(example), found))
    for example in rule.good:
        found = _found(checker, rule, example)
        if found:
            marks = _underlined(example.text, found, "flagged")
            mend = "Excuse it with a guard under 'unless:', or make the phrase narrower."
            yield _failure(rule, example, f"flags words in a good example.\n{marks}\n    {mend}")
    for example in rule.missed:
        found = _found(checker, rule, example)
        if found and (not example.marks or found == _expected(example)):
            mend = "Move it up to 'bad:'."
            yield _failure(rule, example, f"catches what stands under 'missed:'. {mend}")
    if rule.fix and rule.bad:
        yield from _failures_of_fix(checker, rule)


def _failures_of_fix(checker: Checker, rule: Rule) -> Iterator[Failure]:
    """Yield the bad examples that a rule's fix makes no better."""
    fixes = False
    for example in rule.bad:
        text = example.text
        for _ in range(MAX_ROUNDS):
            changes = _changes(checker, rule, example, text)
            fixes = fixes or bool(changes)
            text = applied(text, changes)
        if _changes(checker, rule, example, text):
            message = f"the fix never comes to rest: “{text}” is fixed again."
            yield _failure(rule, example, f"{message} Write what the rule does not flag.")
        elif text != example.text:
            # What was fixed must be gone, and nothing new be there.
            found = _check(checker, example, example.text)
            kept = Counter(f.rule for f in found if not (f.rule == rule.name and f.fix))
            left = Counter(f.rule for f in _check(checker, example, text))
            for name in sorted((left - kept).keys()):
                message = f"the fix writes “{text}”: {name} flags it."
                mend = "Write something else, or leave 'fix:' out."
                yield _failure(rule, example, f"{message} {mend}")
    if not fixes:
        message = "the fix is made in no bad example. Add one, or leave 'fix:' out."
        yield _failure(rule, rule.bad[0], message)


def _changes(checker: Checker, rule: Rule, example: Example, text: str) -> list[Change]:
    findings = _check(checker, example, text, only=rule)
    return [change for finding in findings if finding.fix for change in finding.fix.changes]


def _failure(rule: Rule, example: Example, message: str) -> Failure:
    return Failure(rule.name, rule.path, example.line, example.column, message)


def _expected(example: Example) -> list[tuple[int, int]]:
    return list(example.marks) or [(0, 0)]


def _found(checker: Checker, rule: Rule, example: Example) -> list[tuple[int, int]]:
    findings = _check(checker, example, example.text, only=rule)
    return [(finding.start, finding.end) for finding in findings]


def _check(
    checker: Checker, example: Example, text: str, only: Rule | None = None
) -> list[Finding]:
    return checker.check(
        plain_draft(text),
        customer=example.customer,
        kind=example.kind,
        channel=example.channel,
        outgoing=True,
        only=only,
    )


def _explain(example: Example, expected: Ranges, found: Ranges) -> str:
    wanted, got = _words(example.text, expected), _words(example.text, found)
    lines = [f"expected {wanted}, found {got}."]
    lines.append(_underlined(example.text, expected, "expected"))
    if not example.marks:
        lines[1:] = [_underlined(example.text, found, "found")] if found else []
        lines.append(
            "    Put [[ ]] around the words to be flagged; without, the whole reply is meant."
        )
    elif found:
        lines.append(_underlined(example.text, found, "found"))
        lines.append("    Move the marks, or change the phrase so that both are the same words.")
    else:
        lines.append("    Add a phrase under 'find:' that covers the words, or narrow a guard.")
    return "\n".join(lines)


def _words(text: str, ranges: Ranges) -> str:
    if not ranges:
        return "nothing"
    return " and ".join(
        f"“{text[a:b]}”" if b > a else "a finding on the whole reply" for a, b in ranges
    )


def _underlined(text: str, ranges: Ranges, label: str) -> str:
    marks = [" "] * len(text)
    for start, end in ranges:
        marks[start:end] = "^" * (end - start)
    line = " ".join(text.splitlines()) if "\n" in text else text
    return f"    {line}\n    {''.join(marks).rstrip()} {label}"
