"""This file reads XML, with the place of every character of its texts.

The standard library's expat does the reading. An element becomes a mapping of its attributes
(``@name``), its text (``#text``) and its children by their tags: a list of them, but for a single
one with nothing but text, which is that text. An element that holds HTML (``<p>``, ``<br/>`` …) is
a text, too: its markup as it stands.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from xml.parsers import expat

from replylint.readers.data.values import MAX_DEPTH, Text, fault, too_deep

if TYPE_CHECKING:
    from replylint.draft import DraftBuilder
    from replylint.errors import InputError
    from replylint.readers.data.values import Value
    from replylint.source import Source

# Elements that are markup within a text; "t" is Odoo's.
_MARKUP = frozenset(
    (
        "a abbr address article aside b blockquote br center cite code col colgroup dd del div dl"
        " dt em figcaption figure font h1 h2 h3 h4 h5 h6 hr i img ins li mark ol p pre q s section"
        " small span strong style sub sup t table tbody td tfoot th thead tr u ul"
    ).split()
)
# What an attribute "type" says of an element that holds markup, whatever its elements are called.
_TYPES = ("html", "xml", "xhtml")
# What stands in a text and is not, letter by letter, what it says.
_SPECIAL = re.compile(
    r"<!\[CDATA\[(?P<plain>.*?)\]\]>|<!--.*?-->|<\?.*?\?>|(?P<reference>&\#?\w+;)|(?P<line>\r\n?)",
    re.DOTALL,
)
# What expat complains about, and the mend.
_MENDS = {
    "not well-formed (invalid token)": "'&' and '<' in a text are written &amp; and &lt;",
    "undefined entity": "write the character, or &#160; and the like",
    "no element found": "is it cut off?",
    "unclosed token": "is it cut off?",
    "unclosed CDATA section": "is it cut off?",
    "mismatched tag": "each <tag> needs its </tag>",
    "junk after document element": "one element must hold all",
    "duplicate attribute": "keep one",
    "syntax error": "it must begin with a <tag>",
}
_NEWLINE = re.compile(r"\r\n?")


class _Element:
    """An element that is not closed yet; ``inner`` is where its content starts."""

    __slots__ = ("attributes", "children", "inner", "text")

    def __init__(self, attributes: dict[str, str]) -> None:
        self.attributes = attributes
        self.inner = -1
        self.text: list[str] = []
        self.children: list[tuple[str, Value, bool]] = []  # tag, value, and whether it is markup


def parse_xml(source: Source) -> Value:
    """Return what an XML text holds: ``{tag of the root: its value}``.

    Raises:
        InputError: it is no XML, declares entities, or is nested too deep; with its place.
    """
    reader = _Reader(source)
    try:
        reader.parser.Parse(reader.data, True)  # noqa: FBT003 - its second: final
    except expat.ExpatError as error:
        raise reader.fault(error) from error
    return reader.value


class _Reader:
    def __init__(self, source: Source) -> None:
        self._source = source
        self.data = source.text.encode(errors="replace")
        self._ascii = source.text.isascii()
        self._byte = self._offset = 0  # a byte, and the offset of the character that it begins
        self._stack: list[_Element] = []
        self.value: Value = None
        # Whatever the file says of its encoding: it was decoded already.
        self.parser = expat.ParserCreate("utf-8")
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._finish
        self.parser.CharacterDataHandler = self._characters
        self.parser.CommentHandler = self._content
        self.parser.ProcessingInstructionHandler = self._content
        self.parser.StartCdataSectionHandler = self._content
        self.parser.EntityDeclHandler = self._entity

    def _at(self) -> int:
        """Return the offset of the character at which the parser stands."""
        byte = self.parser.CurrentByteIndex
        if self._ascii:
            return byte
        if byte > self._byte:
            self._offset += len(self.data[self._byte : byte].decode(errors="replace"))
            self._byte = byte
        return self._offset

    def fault(self, error: expat.ExpatError) -> InputError:
        starts = self._source.line_starts
        at = starts[min(error.lineno, len(starts)) - 1] + error.offset
        why = expat.errors.messages.get(error.code, "")
        mend = _MENDS.get(why, "look before it")
        opened = self._source.text.rfind("<!--", 0, at)
        if opened > self._source.text.rfind("-->", 0, at):
            mend = "inside of a comment '--' cannot stand; write —"
        return fault(self._source, at, f"is no XML: {why} ({mend})")

    def _content(self, *_: object) -> None:
        """Note where the content of the open element starts, at the first thing in it."""
        if self._stack and self._stack[-1].inner < 0:
            self._stack[-1].inner = self._at()

    def _characters(self, data: str) -> None:
        self._content()
        self._stack[-1].text.append(data)

    def _begin(self, _: str, attributes: dict[str, str]) -> None:
        self._content()
        if len(self._stack) >= MAX_DEPTH:
            raise too_deep(self._source, self._at())
        self._stack.append(_Element(attributes))

    def _finish(self, tag: str) -> None:
        self._content()
        end = self._at()
        element = self._stack.pop()
        is_markup = tag in _MARKUP and all(markup for _, _, markup in element.children)
        inside = bool(self._stack)
        if is_markup and inside:
            self._stack[-1].children.append((tag, None, True))
            return
        value = self._value(element, end)
        if inside:
            self._stack[-1].children.append((tag, value, False))
        else:
            self.value = {tag: value}

    def _value(self, element: _Element, end: int) -> Value:
        source, start = self._source, element.inner
        text: Value
        children = [(tag, value) for tag, value, markup in element.children if not markup]
        if element.attributes.get("type") in _TYPES:
            children = []
        if element.children and not children:
            text = Text.of(source.text[start:end], source, start, end, _write_markup)
        else:
            text = Text.of("".join(element.text), source, start, end, _write)
        if not element.attributes and not children:
            return text
        found: dict[str, Value] = {f"@{name}": value for name, value in element.attributes.items()}
        if not children or str(text).strip():
            found["#text"] = text
        for tag, value in children:
            before = found.get(tag)
            if isinstance(before, list):
                before.append(value)
            elif tag in found:
                found[tag] = [before, value]
            else:
                found[tag] = value if isinstance(value, Text) else [value]
        return found

    def _entity(self, name: str, *_: object) -> None:
        message = f"declares an entity '{name:.40}', which is not read (write the text out)"
        raise fault(self._source, self._at(), message)


def _write_markup(text: Text, builder: DraftBuilder) -> None:
    builder.copy(text.start, text.end)


def _write(text: Text, builder: DraftBuilder) -> None:
    content, at = text.source.text, text.start
    builder.unescape("xml-cdata" if "<![CDATA[" in content[at : text.end] else "xml")
    for match in _SPECIAL.finditer(content, at, text.end):
        builder.copy(at, match.start())
        at = match.end()
        if match["plain"] is not None:
            _write_lines(builder, content, *match.span("plain"))
        elif match["reference"]:
            builder.stand_in(match.start(), at, unescape(match[0]))
        elif match["line"]:
            builder.fold(match.start(), match.start() + 1, "\n")
    builder.copy(at, text.end)


def _write_lines(builder: DraftBuilder, content: str, start: int, end: int) -> None:
    """Write a CDATA section, in which nothing but a line's end is special."""
    for match in _NEWLINE.finditer(content, start, end):
        builder.copy(start, match.start())
        builder.fold(match.start(), match.start() + 1, "\n")
        start = match.end()
    builder.copy(start, end)
