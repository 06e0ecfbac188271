"""This file reads rules from YAML; every mistake is told with its line and its mend."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from replylint.errors import RuleError
from replylint.fixes import Remove, Swap, Write, sequences_of
from replylint.guards import (
    CHOICE_GUARDS,
    CUE_GUARDS,
    NUMBER_GUARDS,
    WORD_GUARDS,
    Every,
    Guard,
)
from replylint.judges import (
    PLACES,
    WORD_JUDGES,
    Each,
    Echo,
    Judge,
    Metric,
    Missing,
    MoreThan,
    Order,
)
from replylint.kinds import CUES_OF
from replylint.metrics import BY_HITS, METRICS
from replylint.patterns import (
    TOKEN_ATTRIBUTES,
    TOKEN_OPERATORS,
    TOKEN_PREDICATES,
    Cue,
    Pattern,
    Tokens,
)
from replylint.phrases import Phrase, PhraseError, parse
from replylint.reply import CHANNELS, KINDS
from replylint.rule import Example, Rule, Severity, Vocabulary
from replylint.yamlfile import (
    Items,
    Mapping,
    Node,
    Scalar,
    fault,
    hint,
    items,
    mapping,
    one_of,
    read_yaml,
    text,
    truth,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from replylint.fixes import Fix

RULE_KEYS = (
    "message",
    "why",
    "severity",
    "find",
    "unless",
    "only-if",
    "soften-if",
    "harden-if",
    "report",
    "quoted",
    "instead",
    "fix",
    "status",
    "declined",
    "examples",
)
# What a rule with ``extends:`` may say.
EXTENSION_KEYS = (
    "extends",
    "off",
    "message",
    "why",
    "severity",
    "find+",
    "unless",
    "unless+",
    "instead",
    "fix",
    "status",
    "examples",
)
VOCABULARY_KEYS = ("about", "find", "unless")
MESSAGE_FIELDS = ("match", "customer", "customer-line")
EXAMPLE_LISTS = ("bad", "good", "missed")
EXAMPLE_KEYS = ("reply", "customer", "kind", "channel")


def load_rule(path: Path, name: str, shown: str, packs: Path) -> Rule:
    """Read the rule ``name`` from ``path``, which errors call ``shown``.

    ``packs`` is the folder of the built-in packs, for a rule that extends one of theirs.

    Raises:
        RuleError: with the line, the column and what to do.
    """
    top = read_yaml(path, shown)
    extended = top.get("extends")
    if extended is None:
        top.check_keys(RULE_KEYS, "a rule")
    else:
        top = _extended(top, extended, name, packs)
    cues = _Cues()
    bad, good, missed = (_examples(top, which) for which in EXAMPLE_LISTS)
    if extended is None and not (bad and good):
        raise fault(top, "has no examples (add 'examples:' with at least one 'bad' and one 'good')")
    judge = _judge(top.get("report"), cues)
    return Rule(
        name=name,
        message=_message(top),
        why=_required(top, "why").strip(),
        severity=Severity(_choice(top, "severity", [s.value for s in Severity], "warning")),
        patterns=_found(top, judge),
        unless=_guards(top.get("unless"), "unless", cues),
        only_if=_guards(top.get("only-if"), "only-if", cues),
        soften_if=_guards(top.get("soften-if"), "soften-if", cues),
        harden_if=_guards(top.get("harden-if"), "harden-if", cues),
        judge=judge,
        quoted_counts=_choice(top, "quoted", ["counts", "excused"], "excused") == "counts",
        instead=_optional(top, "instead"),
        fix=_fix(top.get("fix"), cues),
        preview=_choice(top, "status", ["stable", "preview"], "stable") == "preview",
        declined=_texts(top.get("declined"), "declined"),
        bad=bad,
        good=good,
        missed=missed,
        cues=tuple(cues.found.items()),
        guard_cues=tuple(cues.asked.values()),
        path=shown,
        extends=None if extended is None else text(extended, "'extends'"),
        off=(off := top.get("off")) is not None and truth(off, "'off'"),
    )


def _extended(top: Mapping, pack: Node, name: str, packs: Path) -> Mapping:
    """Return what a rule comes to that changes the rule of the same name in a built-in pack.

    Its own keys stand for the other's; ``find+`` and ``unless+`` add to the other's lists. The
    other's examples prove the other; they are left behind.
    """
    top.check_keys(EXTENSION_KEYS, "a rule that extends another")
    known = sorted(path.parent.name for path in packs.glob("*/pack.yaml"))
    base = packs / one_of(pack, known, "'extends'") / f"{name}.yaml"
    if not base.is_file():
        near = hint(name, sorted(f"{p.parent.name}/{p.stem}" for p in packs.glob("*/*/*.yaml")))
        raise fault(pack, f"has no rule '{name}' to extend ({near})")
    entries = {key.value: (key, node) for key, node in read_yaml(base, base.as_posix()).entries}
    entries.pop("examples", None)
    for key, node in top.entries:
        extends = key.value.removesuffix("+")
        value = node
        if extends != key.value and extends in entries:
            added = (*_nodes(entries[extends][1]), *items(node, f"'{key.value}'"))
            value = Items(added, node.path, node.line, node.column)
        entries[extends] = (replace(key, value=extends), value)
    return Mapping(tuple(entries.values()), top.path, top.line, top.column)


def load_vocabulary(path: Path, shown: str) -> Vocabulary:
    """Read a vocabulary file; its name is the file's.

    Raises:
        RuleError: with the line, the column and what to do.
    """
    top = read_yaml(path, shown)
    top.check_keys(VOCABULARY_KEYS, "a vocabulary")
    cues = _Cues()
    return Vocabulary(
        name=path.stem,
        about=_one_line(_required(top, "about")),
        patterns=_patterns(top.get("find") or _lacks(top, "find")),
        unless=_guards(top.get("unless"), "unless", cues),
        cues=tuple(cues.found.items()),
        guard_cues=tuple(cues.asked.values()),
        path=shown,
    )


class _Cues:
    """Collects the cues in a file's guards: their names, and the phrases of those without one."""

    def __init__(self) -> None:
        self.asked: dict[str, Cue] = {}
        self.found: dict[str, tuple[Pattern, ...]] = {}

    def name_of(self, node: Node) -> str:
        """Return the name of the cue that a guard's value stands for."""
        patterns = _patterns(node)
        if len(patterns) == 1 and isinstance(patterns[0], Cue):
            self.asked.setdefault(patterns[0].name, patterns[0])
            return patterns[0].name
        name = f"({'|'.join(_cue_text(inner) for inner in _nodes(node))})"
        self.found[name] = patterns
        self.asked[name] = Cue(name)
        return name

    def ask(self, names: Iterable[str], node: Node) -> None:
        """Ask for the word lists that the guard at ``node`` needs."""
        for name in names:
            self.asked.setdefault(name, Cue(name, node.line, node.column))


def _cue_text(node: Node) -> str:
    if isinstance(node, Scalar):
        return node.value
    return f"tokens at {node.path}:{node.line}:{node.column}"


def _nodes(node: Node) -> tuple[Node, ...]:
    return node.nodes if isinstance(node, Items) else (node,)


def _required(top: Mapping, key: str) -> str:
    node = top.get(key) or _lacks(top, key)
    value = text(node, f"'{key}'")
    if not value.strip():
        raise fault(node, f"'{key}' is empty (write it)")
    return value


def _message(top: Mapping) -> str:
    message = _one_line(_required(top, "message"))
    for field in re.findall(r"\{([^{}]*)\}", message):
        if field not in MESSAGE_FIELDS:
            node = top.get("message") or top
            raise fault(node, f"'message' knows no '{{{field}}}' (write {{match}} for the words)")
    return message


def _lacks(top: Mapping, key: str) -> Node:
    raise fault(top, f"has no '{key}' (add a line '{key}: …')")


def _optional(top: Mapping, key: str) -> str | None:
    node = top.get(key)
    return None if node is None else _one_line(text(node, f"'{key}'"))


def _texts(node: Node | None, what: str) -> tuple[str, ...]:
    return () if node is None else tuple(text(inner, what) for inner in items(node, what))


def _one_line(value: str) -> str:
    return " ".join(value.split())


def _choice(top: Mapping, key: str, known: list[str], default: str) -> str:
    node = top.get(key)
    return default if node is None else one_of(node, known, f"'{key}'")


def _found(top: Mapping, judge: Judge) -> tuple[Pattern, ...]:
    """Return the patterns of 'find'; some judges measure the reply itself and need none."""
    node = top.get("find")
    if node is None and (isinstance(judge, Echo) or _measures_alone(judge)):
        return ()
    return _patterns(node or _lacks(top, "find"))


def _measures_alone(judge: Judge) -> bool:
    return isinstance(judge, Metric) and judge.name not in BY_HITS


def _patterns(node: Node) -> tuple[Pattern, ...]:
    nodes = _nodes(node)
    if not nodes:
        raise fault(node, "is an empty list (write at least one phrase)")
    return tuple(_pattern(inner) for inner in nodes)


def _pattern(node: Node) -> Pattern:
    if isinstance(node, Mapping):
        if node.get("tokens") is None:
            raise fault(node, "a phrase with ': ' in it must stand in quotes")
        mapping(node, ("tokens",), "a pattern")
        return Tokens(tuple(_spec(n) for n in items(node.entries[0][1], "'tokens'")))
    phrase = _parse(node)
    sole = phrase.sole_reference()
    if sole and not (phrase.starts or phrase.ends):
        return Cue(f"${sole.name}", phrase.line, phrase.column)
    return phrase


def _parse(node: Node) -> Phrase:
    content = text(node, "a phrase")
    if isinstance(node, Scalar) and node.commented:
        raise fault(node, "ends at ' #', which starts a comment (put the phrase in quotes)")
    quote = 0 if isinstance(node, Scalar) and node.plain else 1
    try:
        return replace(parse(content), line=node.line, column=node.column + quote)
    except PhraseError as error:
        raise RuleError(
            error.with_caret(),
            path=node.path,
            line=node.line,
            column=node.column + quote + error.column,
        ) from error


def _spec(node: Node) -> tuple[tuple[str, Any], ...]:
    spec = mapping(node, TOKEN_ATTRIBUTES, "a token")
    return tuple((key.value, _spec_value(key.value, value)) for key, value in spec.entries)


def _spec_value(key: str, node: Node) -> Any:
    if isinstance(node, Mapping):
        node.check_keys(TOKEN_PREDICATES, f"'{key}'")
        return tuple((name.value, _spec_value(name.value, value)) for name, value in node.entries)
    if isinstance(node, Items):
        return tuple(_spec_value(key, inner) for inner in node.nodes)
    if (
        key == "OP"
        and node.value not in TOKEN_OPERATORS
        and not re.fullmatch(r"\{\d?(,\d)?\}", node.value)
    ):
        raise fault(node, "'OP' is one of ! ? + * or a small range like {0,3}")
    return node.data()


def _guards(node: Node | None, key: str, cues: _Cues) -> tuple[Guard, ...]:
    return () if node is None else tuple(_guard(n, cues) for n in items(node, f"'{key}'"))


def _guard(node: Node, cues: _Cues) -> Guard:
    if isinstance(node, Scalar):
        if node.value not in WORD_GUARDS:
            raise fault(node, f"unknown guard '{node.value}' ({hint(node.value, _GUARDS)})")
        cues.ask(CUES_OF.get(node.value, ()), node)
        return WORD_GUARDS[node.value]()
    if not isinstance(node, Mapping) or not node.entries:
        raise fault(node, "a guard is a word like 'negated', or a key like 'near: $time'")
    guards = tuple(_named_guard(key, value, cues) for key, value in node.entries)
    return guards[0] if len(guards) == 1 else Every(guards)


def _named_guard(key: Scalar, value: Node, cues: _Cues) -> Guard:
    if key.value in CUE_GUARDS:
        return CUE_GUARDS[key.value](cues.name_of(value))
    if key.value in CHOICE_GUARDS:
        make, known = CHOICE_GUARDS[key.value]
        cues.ask(CUES_OF.get(key.value, ()), key)
        return make(tuple(one_of(inner, known, f"'{key.value}'") for inner in _nodes(value)))
    if key.value in NUMBER_GUARDS:
        return NUMBER_GUARDS[key.value](_number(value, key.value))
    if key.value in WORD_GUARDS and isinstance(value, Scalar) and value.data() is True:
        return WORD_GUARDS[key.value]()
    raise fault(key, f"unknown guard '{key.value}' ({hint(key.value, _GUARDS)})")


_GUARDS = (*CUE_GUARDS, *WORD_GUARDS, *CHOICE_GUARDS, *NUMBER_GUARDS)


def _number(node: Node, key: str) -> int:
    number = node.data() if isinstance(node, Scalar) else None
    if not isinstance(number, int) or isinstance(number, bool) or number < 0:
        raise fault(node, f"'{key}' needs a whole number, such as 2")
    return number


# Judges that take keys: the key that names them -> the keys that may stand beside it.
KEYED_JUDGES = {
    "more-than": ("per",),
    "missing": ("within",),
    "followed-by": (),
    "preceded-by": (),
    "metric": ("more-than",),
    "echo": ("from",),
}


def _judge(node: Node | None, cues: _Cues) -> Judge:
    if node is None:
        return Each()
    if isinstance(node, Scalar):
        if node.value not in WORD_JUDGES:
            known = "known are: each, missing, {more-than: N}, {followed-by: …}, {metric: …}"
            raise fault(node, f"'report' cannot be '{node.value}' ({known})")
        return WORD_JUDGES[node.value]
    every = tuple(dict.fromkeys(k for key, more in KEYED_JUDGES.items() for k in (key, *more)))
    given = mapping(node, every, "'report'")
    # "metric" takes a "more-than" of its own, so it is looked for first.
    name = next((key for key in reversed(KEYED_JUDGES) if given.get(key)), None)
    if name is None:
        raise fault(node, f"'report' names no judge (one of: {', '.join(KEYED_JUDGES)})")
    given.check_keys((name, *KEYED_JUDGES[name]), f"'report: {{{name}: …}}'")
    return _keyed_judge(name, given.get(name) or _lacks(given, name), given, cues)


def _keyed_judge(name: str, value: Node, given: Mapping, cues: _Cues) -> Judge:
    if name == "more-than":
        per = _choice(given, "per", ["sentence", "hit"], "sentence")
        return MoreThan(_number(value, name), every=per == "hit")
    if name == "missing":
        within = given.get("within")
        limit = None if within is None else _number(within, "within")
        return Missing(one_of(value, PLACES, "'missing'"), limit)
    if name == "metric":
        limit_node = given.get("more-than") or _lacks(given, "more-than")
        return Metric(one_of(value, METRICS, "'metric'"), _number(limit_node, "more-than"))
    if name == "echo":
        names = tuple(cues.name_of(inner) for inner in _nodes(value))
        least = given.get("from")
        return Echo(names) if least is None else Echo(names, _number(least, "from"))
    return Order(cues.name_of(value), follows=name == "followed-by")


# Fixes that take keys: the key that names them -> the keys that may stand beside it.
KEYED_FIXES = {"write": (), "swap": (), "remove": ("beside",)}


def _fix(node: Node | None, cues: _Cues) -> Fix | None:
    if node is None:
        return None
    if isinstance(node, Scalar):
        return Write(_one_line(node.value))
    every = tuple(key for name, more in KEYED_FIXES.items() for key in (name, *more))
    given = mapping(node, (*every, "safety"), "'fix'")
    name = next((key for key in KEYED_FIXES if given.get(key)), None)
    if name is None:
        raise fault(node, f"'fix' says not what to do (one of: {', '.join(KEYED_FIXES)})")
    given.check_keys((name, *KEYED_FIXES[name], "safety"), f"'fix: {{{name}: …}}'")
    value = given.get(name) or _lacks(given, name)
    safe = _choice(given, "safety", ["safe", "unsafe"], "safe") == "safe"
    if name == "write":
        return Write(_one_line(text(value, "'write'")), safe)
    if name == "swap":
        pairs = mapping(value, None, "'swap'").entries
        return Swap(
            tuple((_swapped(key), _one_line(text(to, "'swap'"))) for key, to in pairs), safe
        )
    beside = given.get("beside")
    cue = None if beside is None else cues.name_of(beside)
    return Remove(one_of(value, ("words", "sentence"), "'remove'"), cue, safe)


def _swapped(key: Scalar) -> str:
    """Return a phrase that is swapped; one that cannot be is refused."""
    try:
        sequences_of(key.value)
    except PhraseError as error:
        raise fault(key, error.with_caret()) from error
    return key.value


def _examples(top: Mapping, which: str) -> tuple[Example, ...]:
    node = top.get("examples")
    if node is None:
        return ()
    found = mapping(node, EXAMPLE_LISTS, "'examples'").get(which)
    return () if found is None else tuple(_example(n, which) for n in items(found, f"'{which}'"))


def _example(node: Node, which: str) -> Example:
    if isinstance(node, Scalar):
        content, marks = _marks(node, which)
        return Example(content, marks, node.line, node.column)
    given = mapping(node, EXAMPLE_KEYS, "an example")
    reply = given.get("reply") or _lacks(given, "reply")
    content, marks = _marks(reply, which)
    customer = given.get("customer")
    return Example(
        content,
        marks,
        node.line,
        node.column,
        customer=None if customer is None else text(customer, "'customer'"),
        kind=_choice(given, "kind", list(KINDS), "") or None,
        channel=_choice(given, "channel", list(CHANNELS), "") or None,
    )


_MARK = re.compile(r"\[\[|\]\]")


def _marks(node: Node, which: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return an example's text without its marks, and the marked character ranges."""
    marked = text(node, "an example")
    pieces: list[str] = []
    places: list[int] = []
    at = length = 0
    for match in _MARK.finditer(marked):
        if (match[0] == "[[") != (len(places) % 2 == 0):
            raise fault(
                node,
                f"'{match[0]}' stands where '{_other(match[0])}' should (close each '[[')",
            )
        pieces.append(marked[at : match.start()])
        length += match.start() - at
        places.append(length)
        at = match.end()
    if len(places) % 2:
        raise fault(node, "'[[' is never closed (add ']]' after the words to be flagged)")
    if places and which == "good":
        raise fault(node, "a good example marks no words (take out '[[' and ']]')")
    return "".join(pieces) + marked[at:], tuple(zip(places[::2], places[1::2], strict=True))


def _other(mark: str) -> str:
    return "]]" if mark == "[[" else "[["
