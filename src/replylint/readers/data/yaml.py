"""This file reads YAML, with the place of every character of its texts.

PyYAML's parser (libyaml) does the reading. It tells where a text begins and ends; how each
character of it came to be is worked out here, by its style, for the texts that are asked for. No
tag makes an object, and what aliases bring back is counted.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from replylint.readers.data.values import MAX_DEPTH, Text, fault, too_deep, twice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from replylint.draft import DraftBuilder
    from replylint.errors import InputError
    from replylint.readers.data.values import Value
    from replylint.source import Source

# So many values may aliases bring back, all in all.
_MAX_BROUGHT = 100_000
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN = {"": None, "~": None, "null": None, "true": True, "false": False}
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_FORBIDDEN = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)+")
_BREAK = r"(?:\r\n|\n|\r)"
# A line break inside of a quoted or plain text, with the blank lines and the indentation after it.
_FOLD = re.compile(rf"(?<![ \t])[ \t]*+{_BREAK}(?:[ \t]*+{_BREAK})*[ \t]*+")
_SINGLE = re.compile(rf"''|{_FOLD.pattern}")
_DOUBLE = re.compile(
    rf"\\{_BREAK}[ \t]*|\\x[0-9a-fA-F]{{2}}|\\u[0-9a-fA-F]{{4}}|\\U[0-9a-fA-F]{{8}}|\\."
    rf"|{_FOLD.pattern}"
)
_NEWLINE = re.compile(_BREAK)
_LINE = re.compile(rf"([^\r\n]*)({_BREAK})?")
_ESCAPES = dict(
    zip(
        '0abt\tnvfre "/\\N_LP',
        '\0\a\b\t\t\n\v\f\r\x1b "/\\\x85\xa0\u2028\u2029',
        strict=True,
    )
)
# What libyaml was at when it stumbled, and the sign that led it there.
_SCANNED = {"an alias": "*", "an anchor": "&", "a tag": "!", "a block scalar": "|"}
_STARTS = "*&!|>@`%{["
# Where a value begins with a sign: "body: [Name], hi".
_BEGUN = re.compile(r"\s*(?:- +)*(?:[^\s:#][^:#]*: +)?([\[{\"'])")
_INSIDE = {"'": "'' for one", '"': '\\" for one'}


class _Open:
    """A list or mapping that is not closed yet; ``nodes`` counts what is in it, aliases in full."""

    __slots__ = ("anchor", "key", "keys", "nodes", "value")

    def __init__(self, value: list[Value] | dict[str, Value], anchor: str | None) -> None:
        self.value, self.anchor = value, anchor
        self.key: str | None = None
        self.keys: dict[str, int] = {}
        self.nodes = 1


def parse_yaml(source: Source) -> list[Value]:
    """Return what the documents of a YAML text hold.

    Raises:
        InputError: it is no YAML, has a key twice, is nested too deep, or its aliases bring back
            too much or themselves; with its place.
    """
    if match := _FORBIDDEN.search(source.text):
        raise fault(source, match.start(), "is no YAML: a control character stands here")
    try:
        return _Builder(source).documents(yaml.parse(source.text, Loader=_Loader))
    except yaml.MarkedYAMLError as error:
        raise _syntax_fault(source, error) from error
    except yaml.YAMLError as error:
        raise fault(source, 0, f"is no YAML: {' '.join(str(error).split())}") from error


def _must_stand(sign: str) -> str:
    return f"a text that begins with '{sign}' must stand in quotes"


def _syntax_fault(source: Source, error: yaml.MarkedYAMLError) -> InputError:
    why = " ".join(" ".join(part for part in (error.context, error.problem) if part).split())
    at = _index(error.problem_mark or error.context_mark)
    if "quoted scalar found unexpected end" in why:
        return fault(
            source,
            _index(error.context_mark),
            'is no YAML: the quote that opens here is never closed (inside of quotes, write \\" or'
            " '' for one)",
        )
    text = source.text
    line = text[text.rfind("\n", 0, at) + 1 : at]
    begun = _BEGUN.match(line)
    sign = next((s for name, s in _SCANNED.items() if name in why), text[at : at + 1])
    if sign == "\t":
        mend = "indent with spaces, not tabs"
    elif begun and begun[1] in _INSIDE and "expected" in why:
        mend = f"the quote before it closes the text; inside of one write {_INSIDE[begun[1]]}"
    elif begun and begun[1] not in _INSIDE:
        opened = at - len(line) + begun.start(1)
        what = "a list" if begun[1] == "[" else "keys"
        message = f"'{begun[1]}' opens {what} and is not closed; or {_must_stand(begun[1])}"
        return fault(source, opened, f"is no YAML: {message}")
    elif sign and sign in _STARTS and "quoted" not in why:
        mend = _must_stand(sign)
    else:
        mend = "a text with ': ', ' #' or a quote in it must stand in quotes, both closed"
    return fault(source, at, f"is no YAML: {why} ({mend})")


class _Builder:
    """Builds the documents of a source from parser events, without recursion."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._documents: list[Value] = []
        self._stack: list[_Open] = []
        self._brought = 0
        self._anchors: dict[str, tuple[Value, int]] = {}  # what it names, and of how many nodes

    def documents(self, events: Iterator[yaml.Event]) -> list[Value]:
        for event in events:
            if isinstance(event, yaml.ScalarEvent):
                self._scalar(event)
            elif isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
                self._begin(event)
            elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
                self._finish()
            elif isinstance(event, yaml.AliasEvent):
                self._alias(event)
            elif isinstance(event, yaml.DocumentStartEvent):
                self._anchors = {}
        return self._documents

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        here = self._stack[-1] if self._stack else None
        start = _index(event.start_mark)
        if here is not None and isinstance(here.value, dict) and here.key is None:
            if event.value in here.keys and event.value != "<<":
                raise twice(self._source, start, event.value, here.keys[event.value])
            here.keys[event.value] = start
            here.key = event.value
            return
        value: Value = self._text(event, start)
        if event.implicit[0] and not event.style:
            value = _plain(event.value, value)
        self._add(value, 1)
        if event.anchor:
            self._anchors[event.anchor] = (value, 1)

    def _text(self, event: yaml.ScalarEvent, start: int) -> Text:
        if event.anchor or event.tag:
            properties = _PROPERTIES.match(self._source.text, start)
            start = properties.end() if properties else start
        way = _WAYS.get(event.style or "", _write_plain)
        return Text.of(event.value, self._source, start, _index(event.end_mark), way)

    def _begin(self, event: yaml.SequenceStartEvent | yaml.MappingStartEvent) -> None:
        start = _index(event.start_mark)
        if len(self._stack) >= MAX_DEPTH:
            raise too_deep(self._source, start)
        self._check_key(start)
        value: dict[str, Value] | list[Value] = (
            {} if isinstance(event, yaml.MappingStartEvent) else []
        )
        self._add(value, 0)
        self._stack.append(_Open(value, event.anchor))

    def _finish(self) -> None:
        closed = self._stack.pop()
        if isinstance(closed.value, dict) and "<<" in closed.value:
            _merge(closed.value)
        if self._stack:
            self._stack[-1].nodes += closed.nodes
        if closed.anchor:
            self._anchors[closed.anchor] = (closed.value, closed.nodes)

    def _alias(self, event: yaml.AliasEvent) -> None:
        start = _index(event.start_mark)
        self._check_key(start)
        if event.anchor in (open_.anchor for open_ in self._stack):
            message = f"'*{event.anchor}' stands inside of what it names (write the text out)"
            raise fault(self._source, start, message)
        if event.anchor not in self._anchors:
            message = (
                f"nothing above is named '&{event.anchor}' (a text that begins with '*' must stand"
                " in quotes)"
            )
            raise fault(self._source, start, message)
        value, nodes = self._anchors[event.anchor]
        self._add(value, nodes)
        self._brought += nodes
        if self._brought > _MAX_BROUGHT:
            message = (
                f"its aliases bring back more than {_MAX_BROUGHT} values (write the texts out)"
            )
            raise fault(self._source, start, message)

    def _check_key(self, start: int) -> None:
        """Refuse a key that is no text."""
        here = self._stack[-1] if self._stack else None
        if here is not None and isinstance(here.value, dict) and here.key is None:
            content = self._source.text
            start -= content[start - 1 : start + 1] == "{{"
            message = f"is no YAML: {_must_stand(content[start : start + 1])}"
            raise fault(self._source, start, message)

    def _add(self, value: Value, nodes: int) -> None:
        if not self._stack:
            self._documents.append(value)
            return
        here = self._stack[-1]
        here.nodes += nodes
        if isinstance(here.value, dict):
            here.value[here.key or ""] = value
            here.key = None
        else:
            here.value.append(value)


def _merge(value: dict[str, Value]) -> None:
    """Bring in what ``<<`` names, but for the keys that are there."""
    named = value.pop("<<")
    for one in named if isinstance(named, list) else [named]:
        for key, inner in one.items() if isinstance(one, dict) else ():
            value.setdefault(key, inner)


class _Span:
    """A list or mapping that is not closed yet, and where what is in it ends."""

    __slots__ = ("end", "key", "keyed", "start")

    def __init__(self, start: int, *, keyed: bool) -> None:
        self.start, self.end, self.keyed = start, start, keyed
        self.key: int | None = None  # where the key stands whose value comes next


def entries_and_texts(source: Source) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return the ranges of the entries of a YAML text that can be read (the items of lists, and
    keys with their values), and those of its texts.
    """
    entries: list[tuple[int, int]] = []
    texts: list[tuple[int, int]] = []
    stack: list[_Span] = []

    def close(start: int, end: int) -> None:
        if not stack:
            return
        here = stack[-1]
        here.end = end
        if here.keyed and here.key is None:
            here.key = start
        else:
            entries.append((start if here.key is None else here.key, end))
            here.key = None

    for event in yaml.parse(source.text, Loader=_Loader):
        start, end = _index(event.start_mark), _index(event.end_mark)
        if isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            stack.append(_Span(start, keyed=isinstance(event, yaml.MappingStartEvent)))
        elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            span = stack.pop()
            close(span.start, max(span.end, end if source.text[end - 1] in "]}" else 0))
        elif isinstance(event, (yaml.ScalarEvent, yaml.AliasEvent)):
            if isinstance(event, yaml.ScalarEvent):
                texts.append((start, end))
            close(start, end)
    return entries, texts


def _index(mark: Any) -> int:
    """Return the offset of a mark, which parsers always set."""
    return int(mark.index)


def _plain(word: str, text: Value) -> Value:
    """Return what a text without quotes says: true, false, nothing, a whole number, or itself."""
    if word.lower() in _PLAIN:
        return _PLAIN[word.lower()]
    return int(word) if _WHOLE.fullmatch(word) else text


def _write_plain(text: Text, builder: DraftBuilder) -> None:
    builder.unescape("yaml-plain")
    _write_flow(text, builder, text.start, text.end, _FOLD)


def _write_single(text: Text, builder: DraftBuilder) -> None:
    builder.unescape("yaml-single")
    _write_flow(text, builder, text.start + 1, text.end - 1, _SINGLE)


def _write_double(text: Text, builder: DraftBuilder) -> None:
    builder.unescape("yaml-double")
    _write_flow(text, builder, text.start + 1, text.end - 1, _DOUBLE)


def _write_flow(
    text: Text, builder: DraftBuilder, start: int, end: int, special: re.Pattern[str]
) -> None:
    content, at = text.source.text, start
    for match in special.finditer(content, start, end):
        builder.copy(at, match.start())
        at = match.end()
        if match[0] == "''":
            builder.stand_in(match.start(), at, "'")
        elif not match[0].startswith("\\"):
            _write_breaks(builder, [m.start() for m in _NEWLINE.finditer(match[0])], match.start())
        elif match[0][1] not in "\r\n":
            builder.stand_in(match.start(), at, _unescaped(match[0]))
    builder.copy(at, end)


def _unescaped(escape: str) -> str:
    if escape[1] in "xuU":
        return chr(int(escape[2:], 16))  # noqa: FURB166 - it has no prefix that int() knows
    return _ESCAPES.get(escape[1], escape)


def _write_breaks(builder: DraftBuilder, breaks: list[int], base: int) -> None:
    """Write folded line breaks: one is a space, of several all but the first are breaks."""
    for at in breaks[1:] or breaks[:1]:
        builder.fold(base + at, base + at + 1, "\n" if breaks[1:] else " ")


def _write_literal(text: Text, builder: DraftBuilder) -> None:
    _write_block(text, builder, folded=False)


def _write_folded(text: Text, builder: DraftBuilder) -> None:
    _write_block(text, builder, folded=True)


def _write_block(text: Text, builder: DraftBuilder, *, folded: bool) -> None:
    """Write a block text: lines without their indentation, folded or not, as many as it has."""
    builder.unescape("yaml-block")
    content, left = text.source.text, len(text)
    lines = _block_lines(text)
    indent = _indent(lines, text)
    breaks: list[int] = []  # those that wait for what follows
    loose = True  # whether the line before is none, or begins with a space: its break stays
    for line in lines:
        start, end = min(line.start() + indent, line.end(1)), line.end(1)
        if start < end and left > 0:
            spaced = content[start] in " \t"
            left -= _write_pending(builder, breaks, joined=folded and not loose and not spaced)
            end = min(end, start + max(0, left))
            builder.copy(start, end)
            left -= end - start
            loose, breaks = spaced, []
        if line[2]:
            breaks.append(line.start(2))
    for offset in breaks[: max(0, left)]:
        builder.fold(offset, offset + 1, "\n")


def _block_lines(text: Text) -> list[re.Match[str]]:
    """Return the lines of a block text, the one with its ``|`` or ``>`` left out."""
    header = _LINE.match(text.source.text, text.start, text.end)
    lines, at = [], header.end() if header else text.end
    while at < text.end and (line := _LINE.match(text.source.text, at, text.end)):
        lines.append(line)
        at = line.end()
    return lines


def _indent(lines: list[re.Match[str]], text: str) -> int:
    """Return how deep a block is indented: what its first line has more than the text's."""
    first = next((line[1] for line in lines if line[1].strip(" ")), "")
    content = first.lstrip(" ")
    own = next((line for line in text.split("\n") if line.strip(" ")), "")
    return len(first) - len(content) - (len(own) - len(own.lstrip(" ")))


def _write_pending(builder: DraftBuilder, breaks: list[int], *, joined: bool) -> int:
    """Write the breaks between two lines, and return how many characters they came to."""
    if joined:
        _write_breaks(builder, breaks, 0)
        return max(1, len(breaks) - 1)
    for offset in breaks:
        builder.fold(offset, offset + 1, "\n")
    return len(breaks)


_WAYS: dict[str, Callable[[Text, DraftBuilder], None]] = {
    "'": _write_single,
    '"': _write_double,
    "|": _write_literal,
    ">": _write_folded,
}
