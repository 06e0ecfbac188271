"""This file reads YAML so that every value knows its place and nothing surprising gets in.

PyYAML alone takes repeated keys, makes ``no`` a truth value and ``12:30`` a number, and
follows aliases and tags. Rule files are written by people who do not expect any of that:
here everything is text but ``true``, ``false`` and whole numbers, a repeated key is refused,
and so are aliases, tags and deep nesting. Tree and places come from the C parser's events.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import yaml

from replylint.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_BYTES = 512 * 1024
MAX_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text, truth value or whole number; ``line`` and ``column`` are 1-based.

    ``plain`` tells that it stands without quotes, ``commented`` that a comment follows it after
    a single space, where its writer may have meant the "#" as part of the text.
    """

    value: str
    plain: bool
    path: str
    line: int
    column: int
    commented: bool = False

    def data(self) -> str | bool | int:
        """Return the value as data: ``true``, ``false`` and whole numbers only where unquoted."""
        if self.plain and self.value in ("true", "false"):
            return self.value == "true"
        if self.plain and re.fullmatch(r"-?\d{1,9}", self.value):
            return int(self.value)
        return self.value


@dataclass(frozen=True, slots=True)
class Items:
    """A list of nodes."""

    nodes: tuple[Node, ...]
    path: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and nodes, in the order of the file."""

    entries: tuple[tuple[Scalar, Node], ...]
    path: str
    line: int
    column: int

    def get(self, key: str) -> Node | None:
        """Return the node at ``key``, or None."""
        return next((node for name, node in self.entries if name.value == key), None)

    def check_keys(self, known: Collection[str], what: str) -> None:
        """Refuse keys that are not ``known``.

        Raises:
            RuleError: at the first unknown key, with the nearest known one.
        """
        for name, _ in self.entries:
            if name.value not in known:
                raise fault(
                    name, f"unknown key '{name.value}' in {what} ({hint(name.value, known)})"
                )


Node: TypeAlias = Scalar | Items | Mapping


def fault(node: Node, message: str) -> RuleError:
    """Return the error that points at ``node``."""
    return RuleError(message, path=node.path, line=node.line, column=node.column)


def hint(word: str, known: Collection[str]) -> str:
    """Return "did you mean …?" where a known word is near, else the list of known words."""
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return f"did you mean '{near[0]}'?" if near else f"known are: {', '.join(sorted(known))}"


def one_of(node: Node, known: Collection[str], what: str) -> str:
    """Return a text that must be one of ``known``; ``what`` names it in the error.

    Raises:
        RuleError: it is another.
    """
    value = text(node, what)
    if value not in known:
        raise fault(node, f"{what} cannot be '{value}' ({hint(value, list(known))})")
    return value


def truth(node: Node, what: str) -> bool:
    """Return a node's true or false.

    Raises:
        RuleError: it is neither.
    """
    if not isinstance(node, Scalar) or not isinstance(node.data(), bool):
        raise fault(node, f"{what} is true or false")
    return bool(node.data())


def text(node: Node, what: str) -> str:
    """Return a node's text, or raise the RuleError that says that ``what`` must be text."""
    if not isinstance(node, Scalar):
        raise fault(node, f"{what} must be a text (write it on one line, in quotes if in doubt)")
    return node.value


def items(node: Node, what: str) -> tuple[Node, ...]:
    """Return a list's nodes, or raise the RuleError that says that ``what`` must be a list."""
    if not isinstance(node, Items):
        raise fault(node, f"{what} must be a list (start each line with '- ')")
    return node.nodes


def mapping(node: Node, known: Collection[str] | None, what: str) -> Mapping:
    """Return a mapping with only ``known`` keys (None: any), or raise what is wrong (RuleError)."""
    if not isinstance(node, Mapping):
        example = f" (for example '{next(iter(known))}: …')" if known else " (write 'key: value')"
        raise fault(node, f"{what} must be keys and values{example}")
    if known is not None:
        node.check_keys(known, what)
    return node


def read_yaml(path: Path, name: str, *, empty: bool = False) -> Mapping:
    """Read a YAML file whose top is a mapping.

    Args:
        path: the file.
        name: how errors call it.
        empty: whether a file without anything in it is an empty mapping.

    Raises:
        RuleError: the file cannot be read, is too large, or is not such YAML.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RuleError(f"cannot be read: {error.strerror}", path=name) from error
    if len(data) > MAX_BYTES:
        message = (
            f"is {len(data) // 1024} KB; a rule file may have {MAX_BYTES // 1024} KB (split it)"
        )
        raise RuleError(message, path=name)
    try:
        content = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RuleError("is not UTF-8 (save it as UTF-8)", path=name) from error
    return parse_yaml(content, name, empty=empty)


def parse_yaml(content: str, name: str, *, empty: bool = False) -> Mapping:
    """Parse YAML text whose top is a mapping; see ``read_yaml``."""
    try:
        top = _build(yaml.parse(content, Loader=_Loader), name, [*content.splitlines(), ""])
    except yaml.MarkedYAMLError as error:
        raise _syntax_fault(error, name, content) from error
    except yaml.YAMLError as error:
        raise RuleError(f"is not YAML: {_one_line(str(error))}", path=name) from error
    if top is None and empty:
        return Mapping((), name, 1, 1)
    if not isinstance(top, Mapping):
        raise RuleError(
            "must hold keys and values ('key: value' on each line)", path=name, line=1, column=1
        )
    return top


def _syntax_fault(error: yaml.MarkedYAMLError, name: str, content: str) -> RuleError:
    mark = error.problem_mark or error.context_mark
    why = _one_line(" ".join(part for part in (error.context, error.problem) if part))
    mend = (
        "indent with spaces, not tabs"
        if "'\\t'" in why or (mark and content[mark.index : mark.index + 1] == "\t")
        else "a text that begins with '*', or has one or a '[' inside of { }, must stand in quotes"
        if "scanning an alias" in why
        else "a text with ': ', ' #' or a quote in it must stand in quotes, both closed"
    )
    message = f"is not YAML: {why} ({mend})"
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return RuleError(message, path=name, line=line, column=column)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _build(events: Iterator[yaml.Event], name: str, lines: list[str]) -> Node | None:
    """Build the tree from parser events, without recursion."""
    top: Node | None = None
    stack: list[tuple[yaml.Event, list[Node]]] = []
    for event in events:
        if isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            _refuse_cleverness(event, name)
            if len(stack) >= MAX_DEPTH:
                raise _fault_at(
                    event, name, f"is nested more than {MAX_DEPTH} deep (make it flatter)"
                )
            stack.append((event, []))
            continue
        node = _finished(event, stack, name, lines)
        if node is None:
            continue
        if stack:
            stack[-1][1].append(node)
        elif top is None:
            top = node
        else:
            raise _fault_at(event, name, "holds a second YAML document (keep one in a file)")
    return top


def _commented(event: yaml.Event, lines: list[str]) -> bool:
    mark = event.end_mark
    return mark is not None and lines[mark.line][mark.column :].startswith(" #")


def _finished(
    event: yaml.Event, stack: list[tuple[yaml.Event, list[Node]]], name: str, lines: list[str]
) -> Node | None:
    if isinstance(event, yaml.AliasEvent):
        raise _fault_at(event, name, f"holds an alias '*{event.anchor}' (write the text out)")
    if isinstance(event, yaml.ScalarEvent):
        _refuse_cleverness(event, name)
        plain = event.implicit[0]
        return Scalar(event.value, plain, name, *_place(event), plain and _commented(event, lines))
    if isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
        start, nodes = stack.pop()
        if isinstance(event, yaml.SequenceEndEvent):
            return Items(tuple(nodes), name, *_place(start))
        return Mapping(_entries(nodes), name, *_place(start))
    return None


def _entries(nodes: list[Node]) -> tuple[tuple[Scalar, Node], ...]:
    seen: dict[str, Scalar] = {}
    entries = []
    for key, value in zip(nodes[::2], nodes[1::2], strict=True):
        if not isinstance(key, Scalar):
            raise fault(key, "a key must be a word (is a quote missing around a '{' or '['?)")
        if key.value in seen:
            first = seen[key.value].line
            raise fault(key, f"key '{key.value}' stands twice, first in line {first} (keep one)")
        seen[key.value] = key
        entries.append((key, value))
    return tuple(entries)


def _refuse_cleverness(event: yaml.NodeEvent, name: str) -> None:
    tag = getattr(event, "tag", None)
    if event.anchor or (tag and tag != "!"):
        raise _fault_at(
            event, name, "holds an anchor or a tag (a text with '&' or '!' needs quotes)"
        )


def _fault_at(event: yaml.Event, name: str, message: str) -> RuleError:
    line, column = _place(event)
    return RuleError(message, path=name, line=line, column=column)


def _place(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)
