"""This file finds the replies of a library in data.

A library is described as in a configuration: where its replies stand, as a JSONPath (RFC 9535), and
by which key the rest is found beside them or around them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from replylint.readers.data.values import Text
from replylint.reply import CHANNELS, KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jsonpath import JSONPath, JSONPathEnvironment

    from replylint.globs import Globs
    from replylint.readers.data.values import Value

# A shorter text looks like no reply.
MANY_WORDS = 9
Markup = Literal["markdown", "html"]
Location = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """Where the replies of a file stand.

    ``replies`` are JSONPaths, or keys wherever they stand (of a CSV file: columns). The others are
    keys of the nearest list or object around a reply that has them, or JSONPaths of texts beside
    it. ``kind`` and ``channel`` may also be what all its replies are. ``one_of`` tells that of the
    texts in one object only the first counts, which the others repeat. A known product's is told by
    its ``signs``, keys or values one of which the file must have, and by the JSONPath
    ``only_with``, where there is one, leading somewhere. ``files`` are the patterns of one that
    a configuration names.
    """

    replies: tuple[str, ...]
    title: tuple[str, ...] = ()
    id: tuple[str, ...] = ()
    customer: tuple[str, ...] = ()
    kind: str | None = None
    channel: str | None = None
    markup: Markup | None = None
    one_of: bool = False
    signs: tuple[str, ...] = ()
    only_with: str = ""
    files: Globs | None = None

    def holds(self, path: str) -> bool:
        """Tell whether its ``files`` name a path, which is relative to the working folder."""
        return self.files is not None and self.files.hold(path)


class Found(NamedTuple):
    """A reply in a data file, and what stands beside it; ``location`` leads to it."""

    text: Text
    location: Location
    id: str | None = None
    title: str | None = None
    customer: Text | None = None
    kind: str | None = None
    channel: str | None = None
    markup: Markup | None = None


def replies_in(value: Value, library: Library) -> Iterator[Found]:
    """Yield the replies of a library that stand in a value."""
    beside = _Beside(value)
    holders: set[Location] = set()
    for path in library.replies:
        for location, text in _at(value, path):
            if library.one_of and location[:-1] in holders:
                continue
            if not isinstance(text, Text) or not text.strip():
                continue
            holders.add(location[:-1])
            asked = beside.first(library.customer, location)
            yield Found(
                text,
                location,
                id=name_of(beside.first(library.id, location)),
                title=name_of(beside.first(library.title, location)),
                customer=asked if isinstance(asked, Text) else None,
                kind=_told(library.kind, KINDS, beside, location),
                channel=_told(library.channel, CHANNELS, beside, location),
                markup=library.markup,
            )


def _told(said: str | None, known: tuple[str, ...], beside: _Beside, at: Location) -> str | None:
    """Return a kind or channel: the one that is said, or what stands under that key."""
    if said is None or said in known:
        return said
    return name_of(beside.first((said,), at))


def name_of(value: Value) -> str | None:
    """Return a text or a number as a name, on one line; None for all else."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    return " ".join(str(value).split()) or None


class _Beside:
    """Finds what stands beside a reply, or around it; the nearest is taken."""

    def __init__(self, value: Value) -> None:
        self._value = value
        self._texts: dict[str, dict[Location, Value]] = {}

    def first(self, paths: Iterable[str], location: Location) -> Value:
        """Return the first that is there of what paths or keys lead to; None where none is."""
        for path in paths:
            found = self._pathed if path.startswith("$") else self._keyed
            if (value := found(path, location)) is not None:
                return value
        return None

    def _keyed(self, key: str, location: Location) -> Value:
        holders = [self._value]
        for step in location[:-1]:
            holders.append(_step(holders[-1], step))
        for holder in reversed(holders):
            if isinstance(holder, dict) and is_scalar(value := unwrapped(holder.get(key))):
                return value
        return None

    def _pathed(self, path: str, location: Location) -> Value:
        if path not in self._texts:
            texts = self._texts[path] = {}
            for at, value in _at(self._value, path):
                texts.setdefault(at[:-1], value)
        holders = (location[:end] for end in range(len(location) - 1, -1, -1))
        return next((self._texts[path][at] for at in holders if at in self._texts[path]), None)


def _step(value: Value, step: str | int) -> Value:
    if isinstance(value, dict):
        return value.get(str(step))
    return value[step] if isinstance(value, list) and isinstance(step, int) else None


def is_scalar(value: Value) -> bool:
    """Tell a text or a number."""
    return isinstance(value, (str, int)) and not isinstance(value, bool)


def unwrapped(value: Value) -> Value:
    """Return the text of an XML element that has attributes, too; all else as it is."""
    one = value[0] if isinstance(value, list) and len(value) == 1 else value
    return one["#text"] if isinstance(one, dict) and "#text" in one else value


def _at(value: Value, path: str) -> Iterator[tuple[Location, Value]]:
    """Yield what a JSONPath leads to, or what stands under a key wherever it is, and where."""
    if not path.startswith("$"):
        for location, holder in objects_in(value):
            inner = unwrapped(holder.get(path))
            for number, one in enumerate(inner) if isinstance(inner, list) else [(None, inner)]:
                yield (*location, path, *(() if number is None else (number,))), unwrapped(one)
        return
    for node in compiled(path).finditer(value):
        yield tuple(node.parts), node.obj  # type: ignore[misc]


def leads_somewhere(path: str, value: Value) -> bool:
    """Tell whether a JSONPath leads to anything."""
    return next(_at(value, path), None) is not None


@cache
def compiled(path: str) -> JSONPath:
    """Return a JSONPath, ready to be asked.

    Raises:
        jsonpath.JSONPathError: it is none, by RFC 9535.
    """
    return _environment().compile(path)  # type: ignore[return-value]


@cache
def _environment() -> JSONPathEnvironment:
    from jsonpath import JSONPathEnvironment

    return JSONPathEnvironment(strict=True)


def objects_in(value: Value) -> Iterator[tuple[Location, dict[str, Value]]]:
    """Yield the objects in a value, in the order of the file, each with its place."""
    stack: list[tuple[Location, Value]] = [((), value)]
    while stack:
        location, one = stack.pop()
        inner: Iterable[tuple[str | int, Value]] = ()
        if isinstance(one, dict):
            yield location, one
            inner = one.items()
        elif isinstance(one, list):
            inner = enumerate(one)
        stack += reversed(
            [((*location, step), v) for step, v in inner if isinstance(v, (dict, list))]
        )


def suggestion(value: Value, least: int = MANY_WORDS) -> str | None:
    """Return the JSONPath of the texts in a value that most look like replies; None for none.

    ``least`` is how many words such a text has.
    """
    counts: dict[str, int] = {}
    stack: list[tuple[str, Value]] = [("$", value)]
    while stack:
        path, one = stack.pop()
        inner: list[tuple[str, Value]] = []
        if isinstance(one, dict):
            inner = [(_segment(key), v) for key, v in one.items()]
        elif isinstance(one, list):
            inner = [("[*]", v) for v in one]
        texts = [step for step, v in inner if isinstance(v, Text) and len(v.split()) >= least]
        for step in texts if len(set(texts)) < 2 else {".*"}:
            counts[path + step] = counts.get(path + step, 0) + len(texts)
        stack += [(path + step, v) for step, v in inner if isinstance(v, (dict, list))]
    return max(sorted(counts), key=lambda path: counts[path]) if counts else None


def _segment(key: str) -> str:
    return f".{key}" if re.fullmatch(r"[A-Za-z_]\w*", key) else f"[{key!r}]"


def place_name(location: Location) -> str:
    """Return the place of a reply in its data, as its name: ``labels[2].comment``."""
    steps = [f"[{s}]" if isinstance(s, int) else f".{s}" for s in location if s != "#text"]
    return "".join(steps).lstrip(".")
