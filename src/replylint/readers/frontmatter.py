"""This file reads front matter: the lines between ``---`` at the top that say what a reply is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from replylint.reply import CHANNELS, KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from replylint.draft import Source

_FENCE = re.compile(r"---\s*$")
_END = re.compile(r"(?:---|\.\.\.)\s*$")
_ENTRY = re.compile(r"(kind|channel)\s*:\s*[\"']?([\w-]{0,40})[\"']?\s*(?:#.*)?$")
_KNOWN = {"kind": KINDS, "channel": CHANNELS}


class FrontMatter(NamedTuple):
    """What front matter says of a reply; ``notes`` tell which of its values are not known."""

    kind: str | None = None
    channel: str | None = None
    notes: tuple[str, ...] = ()


def split_front_matter(
    source: Source, lines: Sequence[tuple[int, int]]
) -> tuple[FrontMatter, Sequence[tuple[int, int]]]:
    """Return the front matter of a file, and the lines below it (all where there is none).

    Only ``kind:`` and ``channel:`` are read, line by line: a draft reaches no YAML loader.
    """
    if not lines or not _FENCE.match(source.text[slice(*lines[0])]):
        return FrontMatter(), lines
    found: dict[str, str] = {}
    notes: list[str] = []
    for number, (start, end) in enumerate(lines[1:], 1):
        line = source.text[start:end]
        if _END.match(line):
            return FrontMatter(found.get("kind"), found.get("channel"), tuple(notes)), lines[
                number + 1 :
            ]
        entry = _ENTRY.match(line)
        if entry and entry[2] in _KNOWN[entry[1]]:
            found[entry[1]] = entry[2]
        elif entry:
            known = ", ".join(_KNOWN[entry[1]])
            notes.append(f"front matter: {entry[1]} '{entry[2]}' is not known (one of: {known})")
    return FrontMatter(), lines
