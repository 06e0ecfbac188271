"""This file finds what is said to replylint in the comments of a file, and what it is about.

A comment is one of the file's own form, where its reader sees a comment and no text: ``<!-- … -->``
in Markdown, HTML and XML, ``#`` in YAML and PO, and that of a template language behind its suffix.
Plain text, mail, JSON and CSV have none.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple, Protocol

from replylint.readers.markdown import BlockTree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tree_sitter import Node

    from replylint.source import Source

_SAID = re.compile(r"\s*replylint:\s*(.*?)\s*", re.DOTALL | re.IGNORECASE)
_MARKUP = r"<!--(.*?)-->"
_CDATA = r"<!\[CDATA\[.*?(?:\]\]>|\Z)"
# The comments of template languages and what closes them, by the suffix that stands behind.
_TEMPLATES = {
    **dict.fromkeys((".j2", ".jinja", ".jinja2", ".twig"), (r"\{#-?(.*?)-?#\}", "#}")),
    **dict.fromkeys((".hbs", ".mustache"), (r"\{\{!(?:--)?(.*?)(?:--)?\}\}", "}}")),
    **dict.fromkeys((".erb", ".ejs"), (r"<%#(.*?)-?%>", "%>")),
    ".liquid": (r"\{%-?\s*comment\s*-?%\}(.*?)\{%-?\s*endcomment\s*-?%\}", "%}"),
}
# What may stand before a comment that is alone on its line: marks of quotes and lists.
_MARKS = re.compile(r"[\s>]*(?:(?:[-*+]|\d+[.)])\s+)?")
_BLANK = re.compile(r"\s*")
_COMMENTS = re.compile(rf"(?:\s|{_MARKUP})*", re.DOTALL)
_TAG = re.compile(r"<(?P<shuts>/?)(?P<name>[A-Za-z][\w:.-]*)[^<>]*?(?P<alone>/?)>")
_NO_TAGS = re.compile(rf"{_MARKUP}|{_CDATA}", re.DOTALL)
# What ends a line of HTML that no element ends.
_BLOCK_TAG = re.compile(
    r"</?(?:p|div|li|ul|ol|td|th|tr|table|h[1-6]|blockquote|section|article|body|html|pre|hr)\b",
    re.IGNORECASE,
)
_VOID = frozenset("br hr img input link meta".split())
_INLINE = frozenset("a abbr b big br em font i img small span strong sub sup u".split())
# A comment of a PO file: "# …" of its translator, or "#. …" of its program.
_PO = re.compile(r"^#\.?[ \t]*(\w.*)$", re.MULTILINE)
_PO_END = re.compile(r"^[ \t]*\r?$", re.MULTILINE)
_HASH = re.compile(r"(?:^|(?<=[ \t\r\n]))#([^\r\n]*)", re.MULTILINE)
_LINE_END = re.compile(r"[\r\n]|\Z")
_BLANK_LINE = re.compile(r"(?:\r?\n|\r)[ \t]*(?:\r?\n|\r)|\Z")


class Comment(NamedTuple):
    """What a comment says to replylint, where it stands, and the range that it is about.

    Offsets count characters of the source's text, from 0, end exclusive.
    """

    said: str
    start: int
    end: int
    covers: tuple[int, int]


def comments_in(source: Source, form: str) -> Iterator[Comment]:
    """Yield the comments for replylint in a source of a format, in its order.

    One that stands alone on its line is about the next block (an element, an entry, in Markdown a
    paragraph, list, fence or section), another about its line.
    """
    text = source.text
    if "replylint:" not in text.lower():
        return
    template = _TEMPLATES.get(PurePath(source.path).suffix.lower())
    if form == "yaml":
        yield from _of_yaml(source)
    elif form == "po":
        yield from _of_po(text)
    elif form == "xml":
        yield from _of_markup(source, rf"{_CDATA}|{_MARKUP}", "-->", _Elements(text))
    elif form in ("html", "markdown"):
        blocks: _Blocks = _Elements(text) if form == "html" else _MarkdownBlocks(text)
        found = [*_of_markup(source, _MARKUP, "-->", blocks)]
        found += _of_markup(source, *template, blocks) if template else []
        yield from sorted(found, key=lambda comment: comment.start)
    elif form == "text" and template:
        yield from _of_markup(source, *template, _Paragraphs(text))


class _Blocks(Protocol):
    """Knows the blocks of a text."""

    def after(self, at: int) -> tuple[int, int]:
        """Return the block that comes next after an offset."""
        ...

    def hides(self, at: int, /) -> bool:
        """Tell whether an offset stands where nothing is a comment."""
        ...


def _of_markup(source: Source, pattern: str, closing: str, blocks: _Blocks) -> Iterator[Comment]:
    """Yield the comments that a pattern finds; after the last ``closing`` there are none."""
    text = source.text
    last = text.rfind(closing) + len(closing)
    for match in re.compile(pattern, re.DOTALL).finditer(text, 0, last):
        inside = next((part for part in match.groups() if part is not None), "")
        said = _SAID.fullmatch(inside)
        if said and not blocks.hides(match.start()):
            start, end = match.span()
            line = _lines(source, start, end)
            alone = _MARKS.fullmatch(text, line[0], start) and not text[end : line[1]].strip()
            yield Comment(said[1], start, end, blocks.after(end) if alone else line)


def _lines(source: Source, start: int, end: int) -> tuple[int, int]:
    """Return the lines that a range stands in."""
    starts = source.line_starts
    after = bisect_right(starts, end)
    shut = starts[after] if after < len(starts) else len(source.text)
    return starts[bisect_right(starts, start) - 1], shut


class _Ranges:
    """Ranges in order of their start, of those that start together the widest first."""

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        self._ranges = sorted(ranges, key=lambda one: (one[0], -one[1]))

    def next(self, at: int) -> tuple[int, int]:
        """Return the first that starts at an offset or after it; an empty one where none does."""
        found = bisect_left(self._ranges, at, key=lambda one: one[0])
        return self._ranges[found] if found < len(self._ranges) else (at, at)

    def last(self, at: int) -> tuple[int, int]:
        """Return the last that starts at an offset or before it; an empty one where none does."""
        found = bisect_right(self._ranges, at, key=lambda one: one[0])
        return self._ranges[found - 1] if found else (at, at)


class _Paragraphs:
    """The paragraphs of a plain text: lines up to a blank one."""

    def __init__(self, text: str) -> None:
        self._text = text

    def after(self, at: int) -> tuple[int, int]:
        start = _start(_BLANK, self._text, at)
        shut = _BLANK_LINE.search(self._text, start)
        return start, shut.start() if shut else len(self._text)

    def hides(self, _: int) -> bool:
        return False


class _Elements:
    """The elements of HTML or XML, and the lines of text between them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends: dict[int, int] = {}
        opened: defaultdict[str, list[int]] = defaultdict(list)
        last = max(text.rfind("-->"), text.rfind("]]>")) + 3
        tags = _NO_TAGS.sub(lambda match: " " * len(match[0]), text[:last]) + text[last:]
        for tag in _TAG.finditer(tags):
            name = tag["name"].lower()
            if name in _INLINE:
                continue
            if not tag["shuts"]:
                self._ends[tag.start()] = tag.end() if tag["alone"] else -1
                opened[name] += [tag.start()] * (not tag["alone"])
            elif opened[name]:
                self._ends[opened[name].pop()] = tag.end()

    def after(self, at: int) -> tuple[int, int]:
        start = _start(_COMMENTS, self._text, at)
        end = self._ends.get(start, -1)
        if end < 0:
            opened = _TAG.match(self._text, start)
            goes_on = opened is not None and opened["name"].lower() not in _VOID
            at = opened.end() if opened else start
            shut = (_BLOCK_TAG if goes_on else _LINE_END).search(self._text, at)
            end = shut.start() if shut else len(self._text)
        return start, end

    def hides(self, _: int) -> bool:
        return False


def _start(pattern: re.Pattern[str], text: str, at: int) -> int:
    """Return where what a pattern finds at an offset ends."""
    match = pattern.match(text, at)
    return match.end() if match else at


_NO_BLOCKS = ("block_continuation", "block_quote_marker", "inline")


class _MarkdownBlocks:
    """The blocks of a Markdown text."""

    def __init__(self, text: str) -> None:
        self._text = text
        tree = BlockTree(text)
        blocks, code, paragraphs = [], [], []
        stack: list[Node] = [tree.root]
        while stack:
            node = stack.pop()
            start, end = tree.range(node)
            if node.type in ("fenced_code_block", "indented_code_block"):
                code.append((start, end))
            is_comment = node.type == "html_block" and text.startswith("<!--", start)
            if not is_comment and node.type not in _NO_BLOCKS:
                blocks.append((start, end))
            if node.type == "paragraph":
                paragraphs.append((start, end))
            stack += node.named_children
        self._blocks, self._code = _Ranges(blocks), _Ranges(code)
        self._paragraphs = _Ranges(paragraphs)

    def after(self, at: int) -> tuple[int, int]:
        _, end = self._paragraphs.last(at)
        if self._text[at:end].strip():  # a template's comment stands at the top of a paragraph
            return at, end
        return self._blocks.next(at)

    def hides(self, at: int) -> bool:
        return self._text[at - 1 : at] == "`" or at < self._code.last(at)[1]


def _of_yaml(source: Source) -> Iterator[Comment]:
    from replylint.readers.data.yaml import entries_and_texts

    text = source.text
    found, written = entries_and_texts(source)
    entries, texts = _Ranges(found), _Ranges(written)
    for match in _HASH.finditer(text):
        at = match.start()
        said = _SAID.fullmatch(match[1])
        before = texts.last(at)
        if not said or _begins(source, before[0]) < at < before[1]:
            continue
        line = _lines(source, at, at)
        if not text[line[0] : at].strip():
            covers = entries.next(at)
        elif before[0] >= line[0]:  # a text that begins on this line may go on below it
            covers = (line[0], max(line[1], before[1]))
        else:
            covers = line
        yield Comment(said[1], at, match.end(), covers)


def _begins(source: Source, start: int) -> int:
    """Return where the words of a YAML text begin: those of a block below its ``|`` or ``>``."""
    is_block = source.text[start : start + 1] in ("|", ">")
    return _lines(source, start, start)[1] if is_block else start


def _of_po(text: str) -> Iterator[Comment]:
    ends = [blank.start() for blank in _PO_END.finditer(text)]
    for match in _PO.finditer(text):
        if said := _SAID.fullmatch(match[1].rstrip("\r")):
            shut = bisect_left(ends, match.end())
            covers = (match.start(), ends[shut] if shut < len(ends) else len(text))
            yield Comment(said[1], match.start(), match.end(), covers)
