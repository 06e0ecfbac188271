"""This file finds what is said to replylint in the comments of a file, and what it is about.

A comment is one of the file's own form, where its reader sees a comment and no text: ``<!-- … -->``
in Markdown, HTML and XML, ``#`` in YAML and PO, and that of a template language behind its suffix.
Plain text, mail, JSON and CSV have none.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from replylint.readers.markdown import BlockTree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tree_sitter import Node

    from replylint.source import Source

_SAID = re.compile(r"\s*replylint:\s*(.*?)\s*", re.DOTALL | re.IGNORECASE)
_MARKUP = r"<!--(?P<markup>.*?)-->"
_CDATA = r"<!\[CDATA\[.*?(?:\]\]>|\Z)"
# The comments of template languages, by the suffix that stands behind.
_TEMPLATES = {
    **dict.fromkeys((".j2", ".jinja", ".jinja2", ".twig"), r"\{#-?(?P<template>.*?)-?#\}"),
    **dict.fromkeys((".hbs", ".mustache"), r"\{\{!(?:--)?(?P<template>.*?)(?:--)?\}\}"),
    **dict.fromkeys((".erb", ".ejs"), r"<%#(?P<template>.*?)-?%>"),
    ".liquid": r"\{%-?\s*comment\s*-?%\}(?P<template>.*?)\{%-?\s*endcomment\s*-?%\}",
}
_TAG = re.compile(r"\s*<([\w:-]+)")
_TAG_OR_BLANK = re.compile(r"\s*")
# A comment of a PO file: "# …" of its translator, or "#. …" of its program.
_PO = re.compile(r"^#\.?[ \t](.*)$", re.MULTILINE)
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
        yield from _of_markup(text, re.compile(f"{_CDATA}|{_MARKUP}", re.DOTALL), _element)
    elif form == "html":
        pattern = f"{_MARKUP}|{template}" if template else _MARKUP
        yield from _of_markup(text, re.compile(pattern, re.DOTALL), _element)
    elif form == "markdown":
        blocks = _Blocks(text)
        pattern = f"{_MARKUP}|{template}" if template else _MARKUP
        for comment in _of_markup(text, re.compile(pattern, re.DOTALL), blocks.after):
            if not blocks.is_code(comment.start):
                yield comment
    elif form == "text" and template:
        yield from _of_markup(text, re.compile(template, re.DOTALL), _paragraph)


def _of_markup(
    text: str, pattern: re.Pattern[str], block: Callable[[str, int], tuple[int, int]]
) -> Iterator[Comment]:
    """Yield the comments that a pattern finds; ``block`` finds the block behind an offset."""
    for match in pattern.finditer(text):
        inside = next((part for part in match.groups() if part is not None), "")
        if said := _SAID.fullmatch(inside):
            start, end = match.span()
            line = _line(text, start, end)
            alone = not (text[line[0] : start] + text[end : line[1]]).strip()
            yield Comment(said[1], start, end, block(text, end) if alone else line)


def _line(text: str, start: int, end: int) -> tuple[int, int]:
    first = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    shut = _LINE_END.search(text, end)
    return first, shut.start() if shut else len(text)


def _paragraph(text: str, at: int) -> tuple[int, int]:
    """Return the next lines up to a blank one."""
    blank = _TAG_OR_BLANK.match(text, at)
    start = blank.end() if blank else at
    shut = _BLANK_LINE.search(text, start)
    return start, shut.start() if shut else len(text)


def _element(text: str, at: int) -> tuple[int, int]:
    """Return the element that comes next, or the next line where text does."""
    blank = re.compile(rf"(?:\s|{_MARKUP})*", re.DOTALL).match(text, at)
    start = blank.end() if blank else at
    opened = _TAG.match(text, start)
    line = _line(text, start, start)
    if opened is None:
        return start, line[1]
    tags = re.compile(rf"<(/?){re.escape(opened[1])}\b(?:[^<>]*?)(/?)>", re.IGNORECASE)
    depth = 0
    for tag in tags.finditer(text, start):
        depth += 0 if tag[2] else -1 if tag[1] else 1
        if depth <= 0:
            return start, tag.end()
    return start, line[1]


class _Blocks:
    """The blocks of a Markdown text."""

    def __init__(self, text: str) -> None:
        self._tree = BlockTree(text)
        self._nodes: list[tuple[int, int, str]] = []
        stack: list[Node] = [self._tree.root]
        while stack:
            node = stack.pop()
            self._nodes.append((*self._tree.range(node), node.type))
            stack += node.named_children
        self._text = text

    def after(self, _: str, at: int) -> tuple[int, int]:
        """Return the block that comes next: of those that begin there, the widest."""
        following = [
            (start, -end)
            for start, end, kind in self._nodes
            if start >= at and not (kind == "html_block" and self._is_comment(start, end))
        ]
        start, end = min(following, default=(at, -at))
        return start, -end

    def is_code(self, at: int) -> bool:
        """Tell whether an offset stands in code, where nothing is a comment."""
        if self._text[at - 1 : at] == "`":
            return True
        return any(
            start <= at < end and kind in ("fenced_code_block", "indented_code_block")
            for start, end, kind in self._nodes
        )

    def _is_comment(self, start: int, end: int) -> bool:
        return self._text[start:end].strip().startswith("<!--")


def _of_yaml(source: Source) -> Iterator[Comment]:
    from replylint.readers.data.yaml import entries_and_texts

    text = source.text
    entries, texts = entries_and_texts(source)
    for match in _HASH.finditer(text):
        at = match.start()
        said = _SAID.fullmatch(match[1])
        if not said or any(_begins(text, start) < at < end for start, end in texts):
            continue
        line = _line(text, at, at)
        if text[line[0] : at].strip():
            # Text that begins on this line goes on below it.
            ends = [end for start, end in texts if line[0] <= start < at]
            covers = (line[0], max([line[1], *ends]))
        else:
            start, end = min(((a, -b) for a, b in entries if a > at), default=(at, -at))
            covers = (start, -end)
        yield Comment(said[1], at, match.end(), covers)


def _begins(text: str, start: int) -> int:
    """Return where the words of a YAML text begin: those of a block below its ``|`` or ``>``."""
    return _line(text, start, start)[1] if text[start] in "|>" else start


def _of_po(text: str) -> Iterator[Comment]:
    for match in _PO.finditer(text):
        if said := _SAID.fullmatch(match[1].rstrip("\r")):
            shut = _PO_END.search(text, match.end())
            covers = (match.start(), shut.start() if shut else len(text))
            yield Comment(said[1], match.start(), match.end(), covers)
