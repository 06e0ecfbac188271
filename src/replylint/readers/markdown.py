"""This file reads Markdown: its prose as plain text, with the help of tree-sitter's parser.

tree-sitter gives exact places for CommonMark's blocks and spans and GitHub's tables, task lists
and strikethrough. What is named below as markup is left out; all else is text, so that nothing is
lost where the parser does not understand. Its known gaps: it reads ``$…$`` as a formula (dollars
are hidden from it), and takes any ``[text]`` for a link (which its text is kept of anyway).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from html import unescape
from typing import TYPE_CHECKING

from replylint.readers.html import write_visible
from replylint.readers.placeholders import REFERENCE
from replylint.readers.plain import HARD, PARAGRAPH, PlainWriter

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

    from replylint.draft import Passage

# Blocks that are no prose.
_CODE = frozenset(
    (
        "fenced_code_block indented_code_block link_reference_definition thematic_break"
        " minus_metadata plus_metadata pipe_table_delimiter_row"
    ).split()
)
_REFERENCES = frozenset(("entity_reference", "numeric_character_reference"))
_AUTOLINKS = frozenset(("uri_autolink", "email_autolink"))
_LINKS = frozenset(("inline_link", "full_reference_link", "collapsed_reference_link"))
# A quotation that is no quote: "> [!TIP]", "> **Note:** …".
_ASIDE = re.compile(
    r"[>\s]*(?:\[!(?:note|tip|important|warning|caution)\]|[*_]{1,3}(?:note|tip|important|warning):?[*_])",
    re.IGNORECASE,
)
# Marks of GitHub's and kramdown's own: "[!TIP]", a footnote's "[^1]" and "[^1]:".
_OWN_MARK = re.compile(r"\[!\w+\]|\[\^[\w-]+\]:?")
_BREAK_TAG = re.compile(r"<br\b", re.IGNORECASE)
# A longer paragraph is read as it stands: the parser's time and memory are not bounded.
_MAX_SPANS = 10_000
# The marks that may close a heading: "## Late ##".
_CLOSING = re.compile(r"(?:(?<=\s)|^)#+[ \t]*$")
# Lists and quotes nested deeper than this are passed over, spans read as they stand.
_MAX_DEPTH = 100


def plain_text(passage: Passage) -> Passage:
    """Return the prose of Markdown, as plain text; placeholders must be masked before."""
    writer = PlainWriter(passage, "markdown")
    tree = BlockTree(passage.text)
    _Walk(passage.text, tree, writer).block(tree.root)
    return writer.passage()


class BlockTree:
    """The tree of a text's blocks, with offsets in characters; 0-based, end exclusive."""

    def __init__(self, text: str) -> None:
        # Dollars are hidden, see above. A lone surrogate has no UTF-8; "?" stands for it. The
        # grammar wants a newline at the end.
        self.bytes = (_DOLLAR.sub("S", text) + "\n").encode(errors="replace")
        self._length = len(text)
        self._ends: list[int] = []  # byte offsets after characters of several bytes …
        self._extra = [0]  # … and how many bytes more than characters there are from there on
        at = 0
        for match in _SEVERAL_BYTES.finditer(text):
            width = len(match[0].encode(errors="replace"))
            at = match.start() + self._extra[-1] + width
            self._ends.append(at)
            self._extra.append(self._extra[-1] + width - 1)
        self._labels = {" ".join(m[1].lower().split()) for m in REFERENCE.finditer(text)}
        self.root: Node = _parsers()[0].parse(self.bytes).root_node

    def defines(self, link: str) -> bool:
        """Tell whether the text says where a link such as ``[FAQ]`` goes."""
        return " ".join(link[1:-1].lower().split()) in self._labels

    def range(self, node: Node) -> tuple[int, int]:
        """Return where a node stands in the text."""
        return self.offset(node.start_byte), self.offset(node.end_byte)

    def offset(self, byte: int) -> int:
        """Return the offset of the character at a byte."""
        return min(byte - self._extra[bisect_right(self._ends, byte)], self._length)

    def spans(self, node: Node) -> tuple[Node, list[tuple[int, int]]]:
        """Return the tree of a block's spans, and the ranges in it that are the blocks' marks."""
        import tree_sitter

        ranges, gaps = [], []
        at, point = node.start_byte, node.start_point
        for mark in node.children:
            if mark.type == "block_continuation" and mark.end_byte > mark.start_byte:
                ranges.append(tree_sitter.Range(point, mark.start_point, at, mark.start_byte))
                gaps.append(self.range(mark))
                at, point = mark.end_byte, mark.end_point
        ranges.append(tree_sitter.Range(point, node.end_point, at, node.end_byte))
        parser = _parsers()[1]
        parser.included_ranges = ranges
        return parser.parse(self.bytes).root_node, gaps


_DOLLAR = re.compile(r"(?<!\\)\$")
_SEVERAL_BYTES = re.compile(r"[^\x00-\x7f]")


@cache
def _parsers() -> tuple[Parser, Parser]:
    """Return tree-sitter's parsers of blocks and of spans; loaded when Markdown is first read."""
    import tree_sitter
    import tree_sitter_markdown

    return (
        tree_sitter.Parser(tree_sitter.Language(tree_sitter_markdown.language())),
        tree_sitter.Parser(tree_sitter.Language(tree_sitter_markdown.inline_language())),
    )


class _Walk:
    """Walks over the tree and writes its prose."""

    def __init__(self, text: str, tree: BlockTree, writer: PlainWriter) -> None:
        self._text = text
        self._tree = tree
        self._writer = writer
        self._gaps: list[tuple[int, int]] = []

    def block(self, node: Node, depth: int = 0) -> None:
        if node.type in _CODE:
            self._writer.end(PARAGRAPH)
        elif node.type == "html_block":
            self._html(node)
        elif node.type in ("inline", "pipe_table_cell", "ERROR"):
            self._writer.end(PARAGRAPH)
            self._gaps = []
            if node.end_byte - node.start_byte > _MAX_SPANS:
                self._prose(*self._tree.range(node))
                return
            spans, self._gaps = self._tree.spans(node)
            if node.parent and node.parent.type == "atx_heading":
                closing = _CLOSING.search(self._text, *self._tree.range(node))
                self._gaps += [closing.span()] if closing else []
            self._spans(spans)
            self._writer.end(PARAGRAPH)
        elif depth > _MAX_DEPTH:
            return
        elif node.type == "block_quote" and not _ASIDE.match(self._text, *self._tree.range(node)):
            self._writer.quote(1)
            self._blocks(node, depth)
            self._writer.quote(-1)
        elif node.type.startswith("list_marker"):
            start, end = self._tree.range(node)
            self._writer.item(self._text[start:end].strip())
        else:
            self._blocks(node, depth)

    def _blocks(self, node: Node, depth: int) -> None:
        for child in node.children:
            self.block(child, depth + 1)

    def _html(self, node: Node) -> None:
        """Write what is seen of a block of HTML, without the marks of a quote around it."""
        self._writer.end(PARAGRAPH)
        marks = [self._tree.range(c) for c in node.children if c.type == "block_continuation"]
        start, end = self._tree.range(node)
        for mark_start, mark_end in marks:
            if mark_end > mark_start:
                write_visible(self._writer, self._text, start, mark_start)
                start = mark_end
        write_visible(self._writer, self._text, start, end)
        self._writer.end(PARAGRAPH)

    def _spans(self, node: Node, depth: int = 0) -> None:
        start, end = self._tree.range(node)
        if depth > _MAX_DEPTH:
            self._prose(start, end)
            return
        if node.type in _LINKS:
            for child in node.children:
                if child.type == "link_text":
                    self._spans(child, depth + 1)
            return
        for child in node.children:
            if not child.is_named:
                continue
            child_start, child_end = self._tree.range(child)
            self._prose(start, child_start)
            start = child_end
            if mark := _OWN_MARK.match(self._text, child_start):
                start = max(start, mark.end())
            else:
                self._span(child, child_start, child_end, depth)
        self._prose(start, end)

    def _span(self, node: Node, start: int, end: int, depth: int) -> None:
        if node.type == "code_span":
            self._writer.mask(start, end, "this")
        elif node.type in _REFERENCES:
            decoded = unescape(self._text[start:end])
            self._writer.word(start, end, " " if decoded.isspace() else decoded)
        elif node.type == "backslash_escape":
            self._prose(start + 1, end)
        elif node.type == "hard_line_break":
            self._writer.end(HARD)
        elif node.type in _AUTOLINKS or (
            node.type == "shortcut_link" and self._tree.defines(self._text[start:end])
        ):
            self._prose(start + 1, end - 1)
        elif node.type == "html_tag":
            if _BREAK_TAG.match(self._text, start):
                self._writer.end(HARD)
        elif node.type not in ("emphasis_delimiter", "image"):
            self._spans(node, depth + 1)

    def _prose(self, start: int, end: int) -> None:
        """Write text between spans: the blocks' marks are left out, newlines stay."""
        for gap_start, gap_end in self._gaps:
            if start < gap_end and gap_start < end:
                self._lines(start, gap_start)
                start = gap_end
        self._lines(start, end)

    def _lines(self, start: int, end: int) -> None:
        while start < end:
            newline = self._text.find("\n", start, end)
            self._writer.flow(start, newline if newline >= 0 else end)
            if newline < 0:
                return
            self._writer.wrap(newline)
            start = newline + 1
