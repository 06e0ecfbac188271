"""This file knows where packs of rules lie, what is in them, and which rules are chosen."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from replylint.errors import RuleError, UnknownNameError, UserError
from replylint.patterns import Cue, Flat, Pattern, Tokens, flatten
from replylint.phrases import Phrase, PhraseError, Reference, parse
from replylint.source import shown_path

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from replylint.rule import Rule, Vocabulary


def _built_in() -> Path:
    """Return the folder of the packs that ship: the checkout's, or in a wheel beside this file."""
    installed = Path(__file__).parent / "rules"
    checkout = Path(__file__).parents[2] / "rules"
    return checkout if (checkout / "core").is_dir() else installed


BUILT_IN = _built_in()


def shipped_in(rule: str) -> str | None:
    """Return the built-in pack that ships a rule of this name; None where none does."""
    found = BUILT_IN.glob(f"*/{rule}.yaml") if rule.count("/") == 1 else ()
    return next((path.parents[1].name for path in sorted(found)), None)


@dataclass(frozen=True, slots=True)
class Pack:
    """A folder of rules, with what its rules share.

    ``patterns`` are the flat patterns of its rules, cues and guards, by owner. ``errors`` are
    the files that cannot be used; the others can.
    """

    name: str
    about: str
    path: Path
    rules: tuple[Rule, ...]
    vocabulary: Mapping[str, Vocabulary]
    patterns: Mapping[str, list[Flat]]
    errors: tuple[RuleError, ...] = ()


def load_packs(names: Sequence[str] = ("core",)) -> list[Pack]:
    """Load packs by built-in name or folder. The core's vocabulary is known to all.

    A rule with ``extends:`` takes the place of the rule of its name in the packs before.

    Raises:
        UserError: a pack is not there or holds no rules, or two packs have a rule of one name.
    """
    packs = [load_pack(pack_folder(name)) for name in dict.fromkeys(names)]
    for pack in packs:
        if not pack.rules and not pack.errors:
            path = shown_path(pack.path)
            message = f"the folder '{path}' holds no rules (a rule is CATEGORY/NAME.yaml in it)"
            raise UserError(message)
    return _settled(packs)


def _settled(packs: Sequence[Pack]) -> list[Pack]:
    """Let a rule that extends another stand for it, and take out those that are off."""
    chosen: dict[str, Rule] = {}
    for rule in (rule for pack in packs for rule in pack.rules):
        if not rule.extends:
            _refuse_second(rule, chosen)
        chosen[rule.name] = rule
    return [
        replace(pack, rules=tuple(r for r in pack.rules if chosen[r.name] is r and not r.off))
        for pack in packs
    ]


def pack_folder(name: str) -> Path:
    """Return the folder of a pack that is named or given as a folder.

    Raises:
        UserError: it is not there.
    """
    folder = BUILT_IN / name if (BUILT_IN / name / "pack.yaml").is_file() else Path(name)
    if not folder.is_dir():
        known = sorted(path.parent.name for path in BUILT_IN.glob("*/pack.yaml"))
        message = f"there is no pack '{name}' (built in: {', '.join(known)}; or give a folder)"
        raise UserError(message)
    return folder


def load_pack(folder: Path) -> Pack:
    """Load the pack in ``folder``. Files that cannot be used become ``Pack.errors``.

    Its rules that extend others, and those that take one out, are among its rules.
    """
    from replylint.rulefile import load_rule  # here: a run that the cache answers reads no YAML

    errors: list[RuleError] = []
    shelf = _Shelf(folder)
    patterns: dict[str, list[Flat]] = {}
    rules: dict[str, Rule] = {}
    for path in _rule_files(folder):
        try:
            rule = load_rule(path, f"{path.parent.name}/{path.stem}", shown_path(path), BUILT_IN)
            _refuse_second(rule, rules)
            patterns |= _compile(rule.name, rule, shelf)
            rules[rule.name] = rule
        except RuleError as error:
            errors.append(error)
    patterns |= shelf.compiled()
    errors += (*shelf.errors, *_stray(folder))
    about = _about(folder, errors)
    vocabulary = {name: entry for name, entry in shelf.entries.items() if entry}
    return Pack(
        folder.name, about, folder, tuple(rules.values()), vocabulary, patterns, tuple(errors)
    )


class _Shelf:
    """The word lists of a pack: its own, all read; of the core's those that are asked for."""

    def __init__(self, folder: Path) -> None:
        self.errors: list[RuleError] = []
        self.entries: dict[str, Vocabulary | None] = {}
        self._paths = {
            path.stem: path
            for home in (BUILT_IN / "core", folder)
            for path in sorted(home.glob("vocabulary/*.y*ml"))
        }
        for name, path in self._paths.items():
            if path.parent.parent == folder:
                self.get(name)

    def get(self, name: str) -> Vocabulary | None:
        """Return a word list; None where there is none, or none that can be used."""
        from replylint.rulefile import load_vocabulary

        if name not in self.entries and name in self._paths:
            path = self._paths[name]
            try:
                self.entries[name] = load_vocabulary(path, shown_path(path))
            except RuleError as error:
                self.entries[name] = None
                self.errors.append(error)
        return self.entries.get(name)

    def compiled(self) -> dict[str, list[Flat]]:
        """Return the flat patterns of all word lists asked for, and of those that they need."""
        patterns: dict[str, list[Flat]] = {}
        done: set[str] = set()
        while waiting := [name for name in self.entries if name not in done]:
            done.update(waiting)
            for name in waiting:
                entry = self.entries[name]
                try:
                    patterns |= _compile(f"${name}", entry, self) if entry else {}
                except RuleError as error:
                    self.entries[name] = None
                    self.errors.append(error)
        return patterns

    def unknown(self, name: str) -> str:
        """Return what to say of a word list ``$name`` that is not there."""
        if name[1:] in self._paths:
            return (
                f"the word list '{name}' cannot be used (mend {self._paths[name[1:]].name} first)"
            )
        near = difflib.get_close_matches(name[1:], self._paths, n=1)
        mend = f"did you mean '${near[0]}'?" if near else f"add vocabulary/{name[1:]}.yaml"
        return f"there is no word list '{name}' ({mend})"


def _refuse_second(rule: Rule, rules: Mapping[str, Rule]) -> None:
    if rule.name in rules:
        message = f"is a second rule '{rule.name}', beside {rules[rule.name].path} (rename one)"
        raise RuleError(message, path=rule.path)


def _stray(folder: Path) -> Iterator[RuleError]:
    """Yield an error for each file that is written as a rule and does not stand where one does."""
    for path in sorted((*folder.glob("*.y*ml"), *folder.glob("*/*/*.y*ml"))):
        text = path.read_bytes() if path.is_file() and not path.name.startswith(".") else b""
        if all(re.search(rb"^%s:" % key, text, re.MULTILINE) for key in (b"message", b"find")):
            message = "is no rule there (a rule is CATEGORY/NAME.yaml in its pack: move it)"
            yield RuleError(message, path=shown_path(path))


def _rule_files(folder: Path) -> list[Path]:
    found = sorted(path for path in folder.glob("*/*") if path.suffix in (".yaml", ".yml"))
    return [path for path in found if path.parent.name != "vocabulary"]


def _about(folder: Path, errors: list[RuleError]) -> str:
    from replylint.yamlfile import read_yaml, text

    path = folder / "pack.yaml"
    if not path.is_file():
        return ""
    try:
        top = read_yaml(path, shown_path(path))
        top.check_keys(("about",), "a pack")
        node = top.get("about")
        return "" if node is None else " ".join(text(node, "'about'").split())
    except RuleError as error:
        errors.append(error)
        return ""


def _compile(owner: str, entry: Rule | Vocabulary, shelf: _Shelf) -> dict[str, list[Flat]]:
    """Return the flat patterns of a rule or cue and of its guards' phrases, by owner.

    Raises:
        RuleError: a ``$name`` is unknown or cannot stand there, or a phrase expands too far.
    """
    for cue in entry.guard_cues:
        if cue.name.startswith("$"):
            _check_known(cue, entry.path, shelf)
    return {
        name: [flat for pattern in patterns for flat in _flat(pattern, entry.path, shelf)]
        for name, patterns in ((owner, entry.patterns), *entry.cues)
    }


def flat_phrases(phrases: Iterable[str]) -> list[Flat]:
    """Return the flat patterns of phrases without word lists (a configuration's ``allow``)."""

    def resolve(reference: Reference) -> tuple[Phrase, ...]:
        raise PhraseError("no word list is known here", f"${reference.name}", reference.column)

    return [flat for phrase in phrases for flat in flatten(parse(phrase), resolve)]


def _flat(pattern: Pattern, path: str, shelf: _Shelf) -> list[Flat]:
    if isinstance(pattern, Cue):
        _check_known(pattern, path, shelf)
        return []
    if isinstance(pattern, Tokens):
        return [Flat(tokens=pattern)]

    def resolve(reference: Reference) -> tuple[Phrase, ...]:
        entry = shelf.get(reference.name)
        phrases = entry.phrases() if entry else None
        if phrases is None:
            message = (
                f"'${reference.name}' holds guards, anchors or tokens and can only stand alone"
                if entry
                else shelf.unknown(f"${reference.name}")
            )
            raise PhraseError(message, pattern.text, reference.column)
        return phrases

    try:
        return flatten(pattern, resolve)
    except PhraseError as error:
        line, column = pattern.line, pattern.column + error.column
        raise RuleError(error.with_caret(), path=path, line=line, column=column) from error


def _check_known(cue: Cue, path: str, shelf: _Shelf) -> None:
    if not shelf.get(cue.name[1:]):
        message = shelf.unknown(cue.name)
        raise RuleError(message, path=path, line=cue.line, column=cue.column)


def check_names(rules: Iterable[Rule], names: Iterable[str]) -> None:
    """Check that every name is a rule or a category.

    Raises:
        UnknownNameError: at the first that is not, with the nearest that is.
    """
    known = {name for rule in rules for name in (rule.name, rule.category)}
    for name in names:
        if name not in known:
            near = nearest_name(name, known)
            hint = f"did you mean '{near}'?" if near else "'replylint rules list' shows them"
            raise UnknownNameError(name, hint)


def nearest_name(name: str, known: Collection[str]) -> str | None:
    """Return the rule or category that a wrong name may mean: "soon" is "vague-timeline/soon"."""
    whole = [one for one in sorted(known) if one.partition("/")[2] == name]
    near = whole or difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.5)
    return near[0] if near else None


def choose(
    rules: Iterable[Rule],
    select: Collection[str] = (),
    ignore: Collection[str] = (),
    *,
    preview: bool = False,
) -> list[Rule]:
    """Return the rules that are chosen by name or category; all where ``select`` is empty.

    Raises:
        UnknownNameError: a name in ``select`` or ``ignore`` is no rule and no category.
    """
    rules = list(rules)
    check_names(rules, (*select, *ignore))

    def chosen(rule: Rule) -> bool:
        names = {rule.name, rule.category}
        if names & set(ignore) or (rule.preview and not preview):
            return rule.name in select
        return not select or bool(names & set(select))

    return [rule for rule in rules if chosen(rule)]
