"""This file reads front matter: the lines between ``---`` at the top that say what a reply is."""

from __future__ import annotations

import re
from typing import NamedTuple

from replylint.readers.message import lines_of
from replylint.reply import CHANNELS, KINDS

_FENCE = re.compile(r"---\s*$")
_END = re.compile(r"(?:---|\.\.\.)\s*$")
# What may stand in it: a key, an item, what is indented, a comment, nothing.
_YAML = re.compile(r"[\w.-]+\s*:|\s+\S|-\s|#|\s*$|[\]}]")
_ENTRY = re.compile(r"(kind|channel)\s*:\s*[\"']?([\w-]{0,40})[\"']?\s*(?:#.*)?$")
_KNOWN = {"kind": KINDS, "channel": CHANNELS}


class FrontMatter(NamedTuple):
    """What front matter says of a reply; ``notes`` tell which of its values are not known."""

    kind: str | None = None
    channel: str | None = None
    notes: tuple[str, ...] = ()


def split_front_matter(text: str) -> tuple[FrontMatter, int]:
    """Return what the front matter of a file says, and the offset where the text below it starts
    (0 where there is none).

    Only ``kind:`` and ``channel:`` are read, line by line: a draft reaches no YAML loader.
    """
    lines = lines_of(text)
    if not _FENCE.match(text[slice(*lines[0])]):
        return FrontMatter(), 0
    found: dict[str, str] = {}
    notes: list[str] = []
    for number, (start, end) in enumerate(lines[1:], 1):
        line = text[start:end]
        if _END.match(line):
            below = lines[number + 1][0] if number + 1 < len(lines) else len(text)
            return FrontMatter(found.get("kind"), found.get("channel"), tuple(notes)), below
        if not _YAML.match(line):
            break
        entry = _ENTRY.match(line)
        if entry and entry[2] in _KNOWN[entry[1]]:
            found[entry[1]] = entry[2]
        elif entry:
            known = ", ".join(_KNOWN[entry[1]])
            notes.append(f"front matter: {entry[1]} '{entry[2]}' is not known (one of: {known})")
    return FrontMatter(), 0
