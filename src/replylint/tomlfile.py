"""This file reads a table of a TOML file as the nodes that YAML is read as: with places.

The standard library's parser says what a file holds, and not where; tree-sitter's says where.
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

from replylint.errors import RuleError
from replylint.yamlfile import Items, Mapping, Node, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import Any

    from tree_sitter import Node as Branch

_Way = tuple[str | int, ...]
_AT = re.compile(r"^(.*) \(at (?:line (\d+), column (\d+)|end of document)\)$", re.DOTALL)


def read_toml_table(path: Path, name: str, table: Sequence[str]) -> Mapping | None:
    """Read one table of a TOML file; None where it is not there.

    Args:
        path: the file.
        name: how errors call it.
        table: the table's name, for instance ("tool", "replylint").

    Raises:
        RuleError: the file cannot be read, or is no TOML and names the table.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RuleError(f"cannot be read: {error.strerror}", path=name) from error
    try:
        text = data.decode("utf-8")
        found: Any = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise RuleError("is not UTF-8 (save it as UTF-8)", path=name) from error
    except tomllib.TOMLDecodeError as error:
        raise _syntax_fault(error, name, text) from error
    for key in table:
        found = found.get(key) if isinstance(found, dict) else None
    if not isinstance(found, dict):
        return None
    places: dict[_Way, tuple[int, int]] = {}
    for way, place in _places(text):
        places.setdefault(way, place)
    node = _node(found, tuple(table), places, name, (1, 1))
    return node if isinstance(node, Mapping) else None


def _syntax_fault(error: tomllib.TOMLDecodeError, name: str, text: str) -> RuleError:
    told = _AT.match(str(error))
    why = told[1] if told else str(error)
    last = text.splitlines() or [""]
    line, column = (len(last), len(last[-1]) + 1) if not told or not told[2] else (told[2], told[3])
    message = f"is not TOML: {why} (mend it there)"
    return RuleError(message, path=name, line=int(line), column=int(column))


def _node(
    value: Any, way: _Way, places: dict[_Way, tuple[int, int]], name: str, around: tuple[int, int]
) -> Node:
    """Return a value as a node; ``around`` is the place of what it stands in."""
    line, column = place = places.get(way, around)
    if isinstance(value, dict):
        entries = []
        for key, inner in value.items():
            at = places.get((*way, key, "="), place)
            scalar = Scalar(key, True, name, *at)  # noqa: FBT003 - a key has no quotes
            entries.append((scalar, _node(inner, (*way, key), places, name, at)))
        return Mapping(tuple(entries), name, line, column)
    if isinstance(value, list):
        nodes = (_node(v, (*way, n), places, name, place) for n, v in enumerate(value))
        return Items(tuple(nodes), name, line, column)
    shown = str(value).lower() if isinstance(value, bool) else str(value)
    return Scalar(shown, not isinstance(value, str), name, line, column)


def _places(text: str) -> Iterator[tuple[_Way, tuple[int, int]]]:
    """Yield the place of every value, by the keys and indices that lead to it; that of a key has
    "=" behind them.
    """
    import tree_sitter
    import tree_sitter_toml

    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_toml.language()))
    lines = text.encode().split(b"\n")
    counts: dict[_Way, int] = {}
    for branch in parser.parse(text.encode()).root_node.named_children:
        way: _Way = ()
        if branch.type in ("table", "table_array_element"):
            way = _resolved(_keys(branch.named_children[0]), counts)
            if branch.type == "table_array_element":
                counts[way] = counts.get(way, -1) + 1
                way = (*way, counts[way])
            yield way, _place(branch, lines)
            yield from (((*way[:n], "="), _place(branch, lines)) for n in range(1, len(way) + 1))
        yield from _pairs(branch, way, lines)


def _resolved(keys: _Way, counts: dict[_Way, int]) -> _Way:
    """Return the way of a table's name: below a list of tables it is the last one's."""
    way: _Way = ()
    for number, key in enumerate(keys):
        way = (*way, key)
        if way in counts and number < len(keys) - 1:
            way = (*way, counts[way])
    return way


def _pairs(branch: Branch, way: _Way, lines: list[bytes]) -> Iterator[tuple[_Way, tuple[int, int]]]:
    pairs = [branch] if branch.type == "pair" else branch.named_children
    for pair in pairs:
        if pair.type == "pair":
            key, value = pair.named_children[0], pair.named_children[-1]
            inner = (*way, *_keys(key))
            yield (*inner, "="), _place(key, lines)
            yield from _inside(value, inner, lines)


def _inside(value: Branch, way: _Way, lines: list[bytes]) -> Iterator[tuple[_Way, tuple[int, int]]]:
    yield way, _place(value, lines)
    if value.type == "array":
        items = [child for child in value.named_children if child.type != "comment"]
        for number, item in enumerate(items):
            yield from _inside(item, (*way, number), lines)
    elif value.type == "inline_table":
        yield from _pairs(value, way, lines)


def _keys(branch: Branch) -> _Way:
    """Return the parts of a key as they are meant, without quotes."""
    if branch.type == "dotted_key":
        return tuple(key for child in branch.named_children for key in _keys(child))
    text = (branch.text or b"").decode()
    return (next(iter(tomllib.loads(f"{text} = 0"))),)


def _place(branch: Branch, lines: list[bytes]) -> tuple[int, int]:
    row, column = branch.start_point
    return row + 1, len(lines[row][:column].decode(errors="replace")) + 1
