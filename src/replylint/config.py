"""This file reads the configuration: ``replylint.yaml``, found upward from the working folder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, cast

from replylint.errors import UserError
from replylint.packs import pack_folder
from replylint.phrases import PhraseError, parse
from replylint.readers import SHAPES
from replylint.reply import CHANNELS, KINDS
from replylint.rule import Severity
from replylint.source import shown_path
from replylint.yamlfile import Items, Node, fault, flag, hint, mapping, one_of, read_yaml, text

if TYPE_CHECKING:
    from replylint.readers import Shape
    from replylint.readers.data.libraries import Library
    from replylint.yamlfile import Mapping

NAMES = ("replylint.yaml", ".replylint.yaml")
KEYS = (
    "packs",
    "select",
    "ignore",
    "severity",
    "allow",
    "fail-on",
    "preview",
    "kind",
    "channel",
    "drafts",
    "markdown",
    "libraries",
)
# What no key has in it, and a JSONPath without its "$" may.
_PATH_SIGNS = re.compile(r"^\.|[\[\]*]")
# The keys of an entry of "libraries", each with an example.
_LIBRARY = {
    "files": "for instance macros/*.json",
    "replies": "where they stand: a JSONPath, or the name of a key or column",
    "id": "",
    "title": "",
    "customer": "",
    "kind": "",
    "channel": "",
}
LEVELS = (*(severity.value for severity in Severity), "never")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands in a configuration; ``line`` and ``column`` are 1-based."""

    path: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Config:
    """What a configuration says; what it leaves out is empty or None.

    ``packs`` are names or paths (relative to the file's folder, made absolute). ``severity`` maps
    rules and categories to a level. ``allow`` holds phrases that are never flagged. ``kind`` and
    ``channel`` hold where neither the command line nor the file itself tells. ``drafts`` tells
    whether replies go out as they stand (None: not said), ``markdown`` whether such a file is one
    reply or several, ``libraries`` where replies stand in data files. ``places`` says where the
    names of rules stand, for errors.
    """

    packs: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, Severity], ...] = ()
    allow: tuple[str, ...] = ()
    fail_on: str | None = None
    preview: bool = False
    kind: str | None = None
    channel: str | None = None
    drafts: bool | None = None
    markdown: Shape = "auto"
    libraries: tuple[Library, ...] = ()
    places: tuple[tuple[str, Place], ...] = ()

    def place_of(self, name: str) -> Place | None:
        """Return where the configuration names a rule or category, or None."""
        return dict(self.places).get(name)


def find_config(start: Path | None = None) -> Path | None:
    """Return the nearest configuration file, from ``start`` (the working folder) upward.

    Raises:
        UserError: two of them stand in one folder.
    """
    here = (start or Path()).resolve()
    for folder in (here, *here.parents):
        found = [folder / name for name in NAMES if (folder / name).is_file()]
        if len(found) > 1:
            message = f"stands beside {found[1].name} (keep one of them)"
            raise UserError(message, path=shown_path(found[0]))
        if found:
            return found[0]
    return None


def read_config(path: Path) -> Config:
    """Read a configuration.

    Raises:
        UserError: it cannot be read, or a key or value is not known; with line and column.
    """
    top = read_yaml(path, shown_path(path), empty=True)
    top.check_keys(KEYS, "the configuration")
    places: dict[str, Place] = {}
    return Config(
        packs=tuple(_pack(node, path.parent) for node in _listed(top, "packs")),
        select=_names(top, "select", places),
        ignore=_names(top, "ignore", places),
        severity=_severities(top, places),
        allow=tuple(map(_phrase, _listed(top, "allow"))),
        fail_on=_choice(top, "fail-on", LEVELS),
        preview=bool(flag(top, "preview")),
        kind=_choice(top, "kind", KINDS),
        channel=_choice(top, "channel", CHANNELS),
        drafts=flag(top, "drafts"),
        markdown=cast("Shape", _choice(top, "markdown", SHAPES) or "auto"),
        libraries=tuple(_library(node, path.parent) for node in _listed(top, "libraries")),
        places=tuple(places.items()),
    )


def _listed(top: Mapping, key: str) -> tuple[Node, ...]:
    """Return the nodes of a list; one value is a list of one."""
    node = top.get(key)
    if node is None:
        return ()
    return node.nodes if isinstance(node, Items) else (node,)


def _names(top: Mapping, key: str, places: dict[str, Place]) -> tuple[str, ...]:
    nodes = _listed(top, key)
    names = tuple(text(node, f"an entry of '{key}'") for node in nodes)
    places.update(zip(names, map(_place, nodes), strict=True))
    return names


def _place(node: Node) -> Place:
    return Place(node.path, node.line, node.column)


def _pack(node: Node, folder: Path) -> str:
    """Return a pack's name, or its folder where one stands beside the configuration."""
    name = text(node, "a pack")
    beside = folder / name
    if beside.is_dir():
        return str(beside)
    if "/" in name or name.startswith("."):
        raise fault(node, f"there is no folder '{name}' (paths are relative to this file)")
    try:
        pack_folder(name)
    except UserError as error:
        raise fault(node, error.message) from error
    return name


def _library(node: Node, folder: Path) -> Library:
    """Return the library that an entry of ``libraries`` describes."""
    from replylint.readers.data.libraries import Library

    entry = mapping(node, _LIBRARY, "an entry of 'libraries'")
    for key in ("files", "replies"):
        if not any(_listed(entry, key)):
            message = f"an entry of 'libraries' needs '{key}' ({_LIBRARY[key]})"
            raise fault(entry, message)
    return Library(
        tuple(_path(n) for n in _listed(entry, "replies")),
        title=tuple(_path(n) for n in _listed(entry, "title")),
        id=tuple(_path(n) for n in _listed(entry, "id")),
        customer=tuple(_path(n) for n in _listed(entry, "customer")),
        kind=_path(kind, KINDS) if (kind := entry.get("kind")) else None,
        channel=_path(channel, CHANNELS) if (channel := entry.get("channel")) else None,
        files=tuple(text(n, "a pattern of 'files'") for n in _listed(entry, "files")),
        folder=str(folder.resolve()),
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


def _phrase(node: Node) -> str:
    content = text(node, "an allowed phrase")
    try:
        references = list(parse(content).references())
    except PhraseError as error:
        raise fault(node, error.with_caret()) from error
    if references:
        raise fault(node, "'allow' knows no word lists (write the words themselves)")
    return content


def _severities(top: Mapping, places: dict[str, Place]) -> tuple[tuple[str, Severity], ...]:
    node = top.get("severity")
    if node is None:
        return ()
    levels = [severity.value for severity in Severity]
    found = []
    for name, value in mapping(node, None, "'severity'").entries:
        level = text(value, "a severity")
        if level not in levels:
            raise fault(value, f"a severity cannot be '{level}' ({hint(level, levels)})")
        places[name.value] = _place(name)
        found.append((name.value, Severity(level)))
    return tuple(found)


def _choice(top: Mapping, key: str, known: tuple[str, ...]) -> str | None:
    node = top.get(key)
    return None if node is None else one_of(node, known, f"'{key}'")
