"""This file reads Markdown files, and finds the several replies that one file may hold.

Three shapes are known: a title (a heading or a bold line) over one fenced block or one quotation;
``---- TITLE`` between replies; and ``**Reply:**`` below a quoted customer's message. The first is
taken by itself only where most titles own exactly one such block. A configuration's ``markdown:``
may say instead that a file is ``one`` reply, or ``several``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from replylint.draft import Passage
from replylint.readers.frontmatter import split_front_matter
from replylint.readers.markdown import BlockTree, plain_text
from replylint.readers.message import lines_of
from replylint.readers.placeholders import masked
from replylint.readers.text import draft_of, named_apart, prose_of, separated, source_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from replylint.draft import Draft
    from replylint.source import Source

Shape = Literal["auto", "one", "several"]
SHAPES: tuple[Shape, ...] = ("auto", "one", "several")

_LABEL = re.compile(
    r"\s*(?:[*_]{1,3})?(?:our |suggested |agent'?s? |your )?(?:reply|response|answer)\s?:\s*"
    r"(?:[*_]{1,3})?:?\s*",
    re.IGNORECASE,
)
_BOLD_LINE = re.compile(r"\s*(\*\*|__)(?=\S)([^\n]{1,120}?)(?<=\S)\1:?\s*$")
_QUOTE_MARK = re.compile(r" {0,3}> ?")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
# A block of fewer words, or with fewer words than signs, is an example or code and no reply.
_LEAST_WORDS = 6


def read_markdown(source: Source, shape: Shape = "auto") -> Iterator[Draft]:
    """Yield the drafts of a Markdown file: one, or one for each reply that it holds."""
    passage = Passage.of(source)
    about, start = split_front_matter(source.text)
    passage = masked(passage.part((start, len(passage.text))))
    replies = [] if shape == "one" else find_replies(passage, forced=shape == "several")
    if not replies:
        draft = draft_of(plain_text(passage), about)
        replies = [draft] if draft is not None else []
    for draft in replies:
        yield replace(draft, kind=about.kind, channel=about.channel, notes=about.notes)


def find_replies(passage: Passage, *, forced: bool = False) -> list[Draft]:
    """Return the replies of a Markdown text that holds several; none where it is one reply."""
    found = [
        draft_of(plain_text(part), name=title) for title, part in separated(passage)
    ] or _titled(passage, forced=forced)
    return named_apart([draft for draft in found if draft is not None])


@dataclass(slots=True)
class _Group:
    """A title and the blocks below it."""

    title: str | None
    blocks: list[Node] = field(default_factory=list)


def _titled(passage: Passage, *, forced: bool) -> list[Draft | None]:
    tree = BlockTree(passage.text)
    groups = _groups(passage, tree)
    answered = [draft for group in groups for draft in _labelled(passage, tree, group)]
    if answered:
        return answered
    titled = [group for group in groups if group.title is not None]
    owned = [(group, _only_block(passage, tree, group)) for group in titled]
    if forced:
        return [
            draft_of(plain_text(block or _all(passage, tree, group)), name=group.title)
            for group, block in owned
            if group.blocks
        ]
    with_block = [(group, block) for group, block in owned if block is not None]
    if len(with_block) < 2 or 2 * len(with_block) <= len(titled):
        return []
    return [draft_of(plain_text(block), name=group.title) for group, block in with_block]


def _groups(passage: Passage, tree: BlockTree) -> list[_Group]:
    """Return the blocks of a document by the title above them; first those above all titles."""
    groups = [_Group(None)]
    for node in _flat(tree.root):
        title = _title(passage, tree, node)
        if title is not None:
            groups.append(_Group(title))
        else:
            groups[-1].blocks.append(node)
    return groups


def _flat(node: Node) -> Iterator[Node]:
    for child in node.children:
        if child.type == "section":
            yield from _flat(child)
        elif child.is_named:
            yield child


def _title(passage: Passage, tree: BlockTree, node: Node) -> str | None:
    """Return the title that a heading or a bold line is; None where the block is neither."""
    start, end = tree.range(node)
    if node.type in ("atx_heading", "setext_heading"):
        lines = source_text(passage, start, end).strip().splitlines()
        return lines[0].strip("# \t*_`") if lines else ""
    match = _BOLD_LINE.match(passage.text[start:end]) if node.type == "paragraph" else None
    if match is None or _LABEL.fullmatch(match[0]):
        return None
    return source_text(passage, start + match.start(2), start + match.end(2)).rstrip(":")


def _labelled(passage: Passage, tree: BlockTree, group: _Group) -> Iterator[Draft | None]:
    """Yield the reply below ``**Reply:**``, where a quoted message stands above it."""
    for at, node in enumerate(group.blocks):
        start, end = tree.range(node)
        label = _LABEL.match(passage.text, start, end) if node.type == "paragraph" else None
        quotes = [block for block in group.blocks[:at] if block.type == "block_quote"]
        if label is None or not quotes:
            continue
        message = [_content(passage, tree, quote) for quote in quotes]
        below = [node for node in group.blocks[at + 1 :] if node.type != "thematic_break"]
        if len(below) == 1 and label.end() == end and _is_block(below[0]):
            reply = _content(passage, tree, below[0])
        else:
            reply = passage.part((label.end(), tree.range(group.blocks[-1])[1]))
        said = plain_text(message[-1])
        customer = prose_of(said, lines_of(said.text))
        yield draft_of(plain_text(reply), name=group.title, customer=customer)
        return


def _only_block(passage: Passage, tree: BlockTree, group: _Group) -> Passage | None:
    """Return the one block of a group that holds a reply; None where there is none or more."""
    blocks = [node for node in group.blocks if _is_block(node)]
    if len(blocks) != 1:
        return None
    content = _content(passage, tree, blocks[0])
    words = _LETTERS.findall(content.text)
    is_prose = len(words) >= _LEAST_WORDS and 2 * sum(map(len, words)) > len(content.text.strip())
    return content if is_prose else None


def _is_block(node: Node) -> bool:
    """Tell whether a block may hold a reply: a quotation, or a fence without a language."""
    if node.type == "block_quote":
        return True
    return node.type == "fenced_code_block" and all(c.type != "info_string" for c in node.children)


def _content(passage: Passage, tree: BlockTree, node: Node) -> Passage:
    """Return what stands in a fence, or in a quotation without its marks."""
    if node.type == "fenced_code_block":
        inside = next((c for c in node.children if c.type == "code_fence_content"), None)
        return passage.part(tree.range(inside)) if inside is not None else passage.part()
    start, end = tree.range(node)
    ranges = []
    for line_start, line_end in lines_of(passage.text[start:end]):
        mark = _QUOTE_MARK.match(passage.text, start + line_start, start + line_end)
        ranges.append((mark.end() if mark else start + line_start, min(start + line_end + 1, end)))
    return passage.part(*ranges)


def _all(passage: Passage, tree: BlockTree, group: _Group) -> Passage:
    return passage.part((tree.range(group.blocks[0])[0], tree.range(group.blocks[-1])[1]))
