"""This file reads configurations: ``replylint.yaml``, or a table of ``pyproject.toml``.

What a key means, how it is read, and what editors are told of it stand in one table, ``KEYS``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, NamedTuple

from replylint.errors import UserError
from replylint.globs import Globs, is_pattern
from replylint.packs import flat_phrases, pack_folder
from replylint.phrases import PhraseError, parse
from replylint.readers import SHAPES
from replylint.reply import CHANNELS, KINDS
from replylint.rule import Severity
from replylint.source import absolute, shown_path
from replylint.yamlfile import (
    Items,
    Mapping,
    Node,
    Scalar,
    fault,
    hint,
    mapping,
    one_of,
    read_yaml,
    text,
    truth,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from replylint.readers.data.libraries import Library

PROJECT = "pyproject.toml"
TABLE = ("tool", "replylint")
LEVELS = (*(severity.value for severity in Severity), "never")

# What no key has in it, and a JSONPath without its "$" may.
_PATH_SIGNS = re.compile(r"^\.|[\[\]*]")
# The keys of an entry of "libraries", and of "suppress", each with an example.
LIBRARY = {
    "files": "for instance macros/*.json",
    "replies": "where they stand: a JSONPath, or the name of a key or column",
    "id": "the key of a reply's id",
    "title": "the key of its title",
    "customer": "the key of the message that it answers",
    "kind": f"its key, or one of: {', '.join(KINDS)}",
    "channel": f"its key, or one of: {', '.join(CHANNELS)}",
}
SUPPRESS = {
    "rule": "a rule or a category",
    "files": "for instance macros/*.json",
    "reply": "its id or title",
    "reason": "why this is right as it stands",
}


class Place(NamedTuple):
    """Where a value stands in a configuration; ``line`` and ``column`` are 1-based."""

    path: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


class Entry(NamedTuple):
    """One value of a key, and where it stands; None: on the command line, or in a program."""

    value: Any
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Suppress:
    """An entry of ``suppress``: what is right as it stands. What is None does not matter."""

    rule: str
    files: Globs | None
    reply: str | None
    reason: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Layer:
    """The entries of some keys, and the files for which they hold; None: for all."""

    values: dict[str, tuple[Entry, ...]]
    files: Globs | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the configuration.

    ``read`` yields the entries of its value, ``schema`` describes it. Of several layers, the last
    holds; where it ``adds``, all of them do. ``top`` tells that it cannot stand in ``per-file``.
    """

    about: str
    read: Callable[[Node, Home, str], Iterator[Entry]]
    schema: dict[str, Any]
    adds: bool = False
    top: bool = False


def read_config(path: Path) -> tuple[Layer, ...]:
    """Read a configuration, and before it those that it extends; later layers stand above.

    Raises:
        UserError: it cannot be read, or a key or value is not known; with line and column.
    """
    return tuple(_layers(path, ()))


class Home(NamedTuple):
    """Where paths in a configuration start (the file's folder), and where patterns of files do.

    They are one, but for a file that others extend from folders that are not below it: there its
    patterns mean the files of who extends it.
    """

    folder: Path
    files: Path


def _layers(path: Path, extending: tuple[Path, ...]) -> Iterator[Layer]:
    top = _read(path)
    top.check_keys(("extends", *KEYS, "per-file"), "the configuration")
    here = absolute(path)
    first = extending[0].parent if extending else here.parent
    home = Home(path.parent, here.parent if first.is_relative_to(here.parent) else first)
    for node in _nodes(top.get("extends")):
        name = text(node, "'extends'")
        base = path.parent / name
        if not base.is_file():
            raise fault(node, f"there is no file '{name}' (paths are relative to this file)")
        if absolute(base) in (here, *extending):
            raise fault(node, "extends itself, by this way (take it out)")
        yield from _layers(base, (*extending, here))
    yield Layer(_values(top, home))
    for node in _nodes(top.get("per-file")):
        entry = mapping(node, PER_FILE, "an entry of 'per-file'")
        if not (files := _globs(entry.get("files"), home.files)):
            raise fault(entry, "an entry of 'per-file' needs 'files' (for instance chat/*.md)")
        yield Layer(_values(entry, home), files)


def _read(path: Path) -> Mapping:
    shown = shown_path(path)
    if path.suffix != ".toml":
        return read_yaml(path, shown, empty=True)
    from replylint.tomlfile import read_toml_table

    table = read_toml_table(path, shown, TABLE)
    if table is None:
        raise UserError(f"has no table [{'.'.join(TABLE)}] (add it)", path=shown)
    return table


def _values(top: Mapping, home: Home) -> dict[str, tuple[Entry, ...]]:
    return {
        name.value: tuple(KEYS[name.value].read(node, home, name.value))
        for name, node in top.entries
        if name.value in KEYS
    }


def _nodes(node: Node | None) -> tuple[Node, ...]:
    """Return the nodes of a list; one value is a list of one, and no value an empty one."""
    if node is None or (isinstance(node, Scalar) and node.plain and not node.value):
        return ()
    return node.nodes if isinstance(node, Items) else (node,)


def _place(node: Node) -> Place:
    return Place(node.path, node.line, node.column)


def _names(node: Node, _: Home, __: str) -> Iterator[Entry]:
    for inner in _nodes(node):
        for name in text(inner, "a rule or category").split(","):
            yield Entry(name.strip(), _place(inner))


def _flag(node: Node, _: Home, key: str) -> Iterator[Entry]:
    yield Entry(truth(node, f"'{key}'"), _place(node))


def _one_of(known: Sequence[str]) -> Callable[[Node, Home, str], Iterator[Entry]]:
    def read(node: Node, _: Home, key: str) -> Iterator[Entry]:
        yield Entry(one_of(node, known, f"'{key}'"), _place(node))

    return read


def _file(node: Node, home: Home, key: str) -> Iterator[Entry]:
    yield Entry(home.folder / text(node, f"'{key}'"), _place(node))


def _globs(node: Node | None, folder: Path) -> Globs | None:
    found = tuple(_pattern(inner) for inner in _nodes(node))
    return Globs(found, str(absolute(folder))) if found else None


def _pattern(node: Node) -> str:
    pattern = text(node, "a pattern of files")
    if not is_pattern(pattern):
        raise fault(node, f"'{pattern}' is no pattern of files (for instance macros/*.md)")
    return pattern


def _exclude(node: Node, home: Home, _: str) -> Iterator[Entry]:
    for inner in _nodes(node):
        yield Entry(_globs(inner, home.files), _place(inner))


def _packs(node: Node, home: Home, _: str) -> Iterator[Entry]:
    for inner in _nodes(node):
        yield Entry(_pack(inner, home.folder), _place(inner))


def _pack(node: Node, folder: Path) -> str:
    """Return a pack's name, or its folder where one stands beside the configuration."""
    name = text(node, "a pack")
    if not name:
        raise fault(node, "a pack needs a name (core, or a folder of rules)")
    beside = folder / name
    if beside.is_dir():
        return str(beside)
    if "/" in name or name.startswith("."):
        raise fault(node, f"there is no folder '{name}' (paths are relative to this file)")
    try:
        pack_folder(name)
    except UserError as error:
        message = error.message.replace("or give a folder", "or a folder beside this file")
        raise fault(node, message) from error
    return name


def _libraries(node: Node, home: Home, _: str) -> Iterator[Entry]:
    for inner in _nodes(node):
        yield Entry(_library(inner, home.files), _place(inner))


def _library(node: Node, folder: Path) -> Library:
    """Return the library that an entry of ``libraries`` describes."""
    from replylint.readers.data.libraries import Library

    entry = mapping(node, LIBRARY, "an entry of 'libraries'")
    for key in ("files", "replies"):
        if not _nodes(entry.get(key)):
            message = f"an entry of 'libraries' needs '{key}' ({LIBRARY[key]})"
            raise fault(entry, message)
    return Library(
        tuple(_path(n) for n in _nodes(entry.get("replies"))),
        title=tuple(_path(n) for n in _nodes(entry.get("title"))),
        id=tuple(_path(n) for n in _nodes(entry.get("id"))),
        customer=tuple(_path(n) for n in _nodes(entry.get("customer"))),
        kind=_path(kind, KINDS) if (kind := entry.get("kind")) else None,
        channel=_path(channel, CHANNELS) if (channel := entry.get("channel")) else None,
        files=_globs(entry.get("files"), folder),
    )


def _path(node: Node, known: tuple[str, ...] = ()) -> str:
    """Return a JSONPath, or the name of a key or column, or one of the ``known`` values."""
    content = text(node, "a JSONPath, key or column")
    if content.startswith("$"):
        if (why := _why_no_path(content)) is not None:
            message = f"'{content}' is no JSONPath: {why} (for instance $.macros[*].body)"
            raise fault(node, message)
    elif not content or _PATH_SIGNS.search(content):
        meant = "$" + ("" if content.startswith((".", "[")) else ".") + content
        mean = f"did you mean '{meant}'?" if content and not _why_no_path(meant) else "or $.a[*].b"
        raise fault(node, f"'{content}' is no key and no JSONPath ({mean})")
    elif near := [] if content in known else get_close_matches(content, known, 1, 0.8):
        raise fault(node, f"'{content}' is not known (did you mean '{near[0]}'?)")
    return content


def _why_no_path(content: str) -> str | None:
    """Return what is wrong with a JSONPath; None where nothing is."""
    from jsonpath import JSONPathError

    from replylint.readers.data.libraries import compiled

    try:
        compiled(content)
    except JSONPathError as error:
        why = re.sub(r"'?TOKEN_(\w+)'?", lambda m: m[1].lower(), str(error).splitlines()[0])
        return "a bracket is not closed" if content.count("[") > content.count("]") else why
    return None


def _allowed(node: Node, _: Home, __: str) -> Iterator[Entry]:
    for inner in _nodes(node):
        yield Entry(_phrase(inner), _place(inner))


def _phrase(node: Node) -> str:
    content = text(node, "an allowed phrase")
    try:
        references = list(parse(content).references())
        if not references:
            flat_phrases([content])
    except PhraseError as error:
        raise fault(node, error.with_caret()) from error
    if references:
        raise fault(node, "'allow' knows no word lists (write the words themselves)")
    return content


def _severities(node: Node, _: Home, __: str) -> Iterator[Entry]:
    levels = [severity.value for severity in Severity]
    for name, value in mapping(node, None, "'severity'").entries:
        level = text(value, "a severity")
        if level in _OFF:
            raise fault(
                value, f"a severity cannot be '{level}' (to leave a rule out, use 'ignore')"
            )
        if level not in levels:
            raise fault(value, f"a severity cannot be '{level}' ({hint(level, levels)})")
        yield Entry((name.value, Severity(level)), _place(name))


def _suppressed(node: Node, home: Home, _: str) -> Iterator[Entry]:
    for inner in _nodes(node):
        entry = mapping(inner, SUPPRESS, "an entry of 'suppress'")
        if (rule := entry.get("rule")) is None:
            raise fault(entry, f"an entry of 'suppress' needs 'rule' ({SUPPRESS['rule']})")
        reply, reason = entry.get("reply"), entry.get("reason")
        suppress = Suppress(
            rule=text(rule, "'rule'"),
            files=_globs(entry.get("files"), home.files),
            reply=None if reply is None else text(reply, "'reply'"),
            reason=None if reason is None else text(reason, "'reason'").strip() or None,
            place=_place(rule),
        )
        yield Entry(suppress, _place(rule))


_TEXT: dict[str, Any] = {"type": "string", "minLength": 1}


def _some(item: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [item, {"type": "array", "items": item}]}


def _keyed(keys: dict[str, str], required: list[str], lists: Sequence[str]) -> dict[str, Any]:
    shapes = {key: _some(_TEXT) if key in lists else _TEXT for key in keys}
    return {
        "type": "object",
        "properties": {key: {"description": keys[key], **shapes[key]} for key in keys},
        "required": required,
        "additionalProperties": False,
    }


_PATHS = ("files", "replies", "id", "title", "customer")
_OFF = ("off", "none", "false", "ignore", "disabled", "0")
_LEVEL = {"enum": [severity.value for severity in Severity]}

# Every key but "extends" and "per-file", which are about layers.
KEYS = {
    "packs": Key("Packs of rules: built in, or folders beside this file.", _packs, _some(_TEXT)),
    "select": Key("Run only these rules and categories.", _names, _some(_TEXT)),
    "ignore": Key("Leave out these rules and categories.", _names, _some(_TEXT), adds=True),
    "severity": Key(
        "Another severity for a rule or category.",
        _severities,
        {"type": "object", "additionalProperties": _LEVEL},
        adds=True,
    ),
    "allow": Key("Words that are never flagged.", _allowed, _some(_TEXT), adds=True),
    "fail-on": Key(
        "From which severity on the exit code is 1.", _one_of(LEVELS), {"enum": [*LEVELS]}
    ),
    "preview": Key("Run the rules that are on trial, too.", _flag, {"type": "boolean"}),
    "kind": Key("What the replies are, where nothing tells.", _one_of(KINDS), {"enum": [*KINDS]}),
    "channel": Key("Where they go out.", _one_of(CHANNELS), {"enum": [*CHANNELS]}),
    "drafts": Key(
        "Replies go out as they stand: no placeholder may be left in.", _flag, {"type": "boolean"}
    ),
    "markdown": Key(
        "Whether a Markdown file is one reply or several.", _one_of(SHAPES), {"enum": [*SHAPES]}
    ),
    "exclude": Key(
        "Files and folders to pass over, as in .gitignore.",
        _exclude,
        _some(_TEXT),
        adds=True,
        top=True,
    ),
    "libraries": Key(
        "Where replies stand in data files.",
        _libraries,
        _some(_keyed(LIBRARY, ["files", "replies"], _PATHS)),
        adds=True,
        top=True,
    ),
    "suppress": Key(
        "Findings that are right as they stand, and why.",
        _suppressed,
        _some(_keyed(SUPPRESS, ["rule", "reason"], ["files"])),
        adds=True,
        top=True,
    ),
    "baseline": Key("The file of findings that were there before.", _file, _TEXT, top=True),
}
PER_FILE = ("files", *(name for name, key in KEYS.items() if not key.top))
