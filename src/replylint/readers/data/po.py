"""This file reads gettext's PO files, with the place of every character of their texts.

An entry is a mapping of ``msgctxt``, ``msgid``, ``msgstr`` (a list where there are plural forms)
and ``references`` (the ``#:`` comments). A text may go on over several lines, each in quotes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from replylint.readers.data.values import Text, fault

if TYPE_CHECKING:
    from replylint.draft import DraftBuilder
    from replylint.readers.data.values import Value
    from replylint.source import Source

_LINE = re.compile(r"[^\r\n]*")
_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr)(?:\[\d+\])?[ \t]*(?=\")")
_STRING = re.compile(r'"((?:[^"\\\r\n]|\\.)*)"')
_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{1,2}|[0-7]{1,3}|.)")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}


def parse_po(source: Source) -> list[Value]:
    """Return the entries of a PO file, its header first; entries that are out of use are left out.

    Raises:
        InputError: a line is none of a PO file; with its place.
    """
    entries: list[Value] = []
    entry: dict[str, Value] = {}
    comments: dict[str, Value] = {}
    strings: list[re.Match[str]] = []
    keyword = ""

    def finish() -> None:
        """Add the text that was read to the entry."""
        if not strings:
            return
        value = "".join(_decoded(match[1]) for match in strings)
        text = Text.of(value, source, strings[0].start(), strings[-1].end(), _write)
        before = entry.get(keyword)
        if before is None:
            entry[keyword] = text
        else:  # the next plural form
            entry[keyword] = [*(before if isinstance(before, list) else [before]), text]
        strings.clear()

    for line in _LINE.finditer(source.text):
        content = line[0].strip()
        start = line.start() + len(line[0]) - len(line[0].lstrip())
        found = _KEYWORD.match(source.text, start, line.end())
        if content.startswith("#"):
            if content.startswith("#:"):
                comments["references"] = f"{comments.get('references', '')} {content[2:].strip()}"
            if content.startswith("#,") and "fuzzy" in content:
                comments["fuzzy"] = True
            continue
        if not content:
            continue
        if found is not None:
            finish()
            if found[1] in ("msgctxt", "msgid") and ("msgid" in entry or found[1] in entry):
                entries.append(entry)
                entry = {}
            if not entry:
                entry, comments = comments, {}
            keyword = found[1]
            start = found.end()
        string = _STRING.match(source.text, start, line.end())
        if string is None or not keyword:
            message = 'is no PO: a line is msgid "…", msgstr "…" or a further text in quotes'
            raise fault(source, start, message)
        if source.text[string.end() : line.end()].strip():
            message = (
                'is no PO: more follows after the closing quote (write \\" for a quote inside)'
            )
            raise fault(source, string.end(), message)
        strings.append(string)
    finish()
    return [*entries, entry] if "msgid" in entry else entries


def _decoded(raw: str) -> str:
    return _ESCAPE.sub(lambda match: _unescaped(match[0]), raw)


def _unescaped(escape: str) -> str:
    rest = escape[1:]
    if rest[0] == "x" and len(rest) > 1:
        return chr(int(rest[1:], 16))
    if rest[0] in "01234567":
        return chr(int(rest, 8) & 0xFF)
    return _ESCAPES.get(rest, rest)


def _write(text: Text, builder: DraftBuilder) -> None:
    builder.unescape("po")
    content = text.source.text
    for string in _STRING.finditer(content, text.start, text.end):
        at = string.start(1)
        for match in _ESCAPE.finditer(content, at, string.end(1)):
            builder.copy(at, match.start())
            builder.stand_in(match.start(), match.end(), _unescaped(match[0]))
            at = match.end()
        builder.copy(at, string.end(1))
