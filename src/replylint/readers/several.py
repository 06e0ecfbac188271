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
from replylint.readers.text import (
    draft_of,
    is_greeting,
    numbered,
    separated,
    source_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from replylint.draft import Draft
    from replylint.source import Source

Shape = Literal["auto", "one", "several"]
SHAPES: tuple[Shape, ...] = ("auto", "one", "several")

_LABEL = re.compile(
    r"\s*[#*_\s]{0,8}(?:our |suggested |agent'?s? |your |the )?(?:reply|response|answer)"
    r"\s?(?::\s*[*_]{0,3}|[*_]{1,3}\s?:|[*_#\s]{0,8}$)\s*",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\s*[#*_\s]{0,8}(?:the )?(?:customer|user|client|ticket|(?:customer'?s? )?message"
    r"|(?:customer'?s? )?question)\s?:?[*_#\s]{0,8}:?\s*$",
    re.IGNORECASE,
)
_LABELS = ("paragraph", "atx_heading", "setext_heading")
# Languages that a fence of prose may name.
_PROSE_FENCE = re.compile(r"[`~\s]*(?:text|txt|plain|plaintext|md|markdown)?\s*$")
_INDENT = re.compile(r" {0,4}")
_BOLD_LINE = re.compile(r"\s*(\*\*|__)(?=\S)([^\n]{1,120}?)(?<=\S)\1:?\s*$")
_QUOTE_MARK = re.compile(r" {0,3}> ?")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
# A block of fewer words, or with fewer words than signs, is an example or code and no reply.
_LEAST_WORDS = 6


def read_markdown(source: Source, shape: Shape = "auto") -> Iterator[Draft]:
    """Yield the drafts of a Markdown file: one, or one for each reply that it holds."""
    about, start = split_front_matter(source.text)
    passage = masked(Passage.of(source).part((start, len(source.text))))
    replies = [] if shape == "one" else find_replies(passage, forced=shape == "several")
    if not replies:
        draft = draft_of(plain_text(passage))
        replies = [draft] if draft is not None else []
    for draft in replies:
        yield replace(draft, kind=about.kind, channel=about.channel, notes=about.notes)


def find_replies(passage: Passage, *, forced: bool = False) -> list[Draft]:
    """Return the replies of a Markdown text that holds several; none where it is one reply."""
    found = [
        draft_of(plain_text(part), name=title) for title, part in separated(passage)
    ] or _titled(passage, forced=forced)
    return numbered([draft for draft in found if draft is not None])


@dataclass(slots=True)
class _Group:
    """A title, and the blocks below it; ``bold`` tells that it is a bold line and no heading."""

    title: str | None
    bold: bool = False
    blocks: list[Node] = field(default_factory=list)


def _titled(passage: Passage, *, forced: bool) -> list[Draft | None]:
    tree = BlockTree(passage.text)
    groups = _groups(passage, tree)
    answered = [draft for group in groups for draft in _labelled(passage, tree, group)]
    if answered:
        return answered
    titled = [group for group in groups if group.title is not None and group.blocks]
    if not forced and not _is_library(passage, tree, groups[0], titled):
        return []
    return [
        draft_of(plain_text(part), name=group.title)
        for group in titled
        for part in _replies_in(passage, tree, group, forced=forced)
    ]


def _is_library(passage: Passage, tree: BlockTree, above: _Group, titled: list[_Group]) -> bool:
    """Tell whether most titles own exactly one block, and the rest is no mail around them."""
    own = sum(_owns_one(passage, tree, group) for group in titled)
    if any(is_greeting(passage.text[slice(*tree.range(node))]) for node in above.blocks):
        return False
    return own >= (1 if _only_a_greeted_one(passage, tree, titled) else 2) and 2 * own > len(titled)


def _only_a_greeted_one(passage: Passage, tree: BlockTree, titled: list[_Group]) -> bool:
    """Tell whether all there is is one block that starts as a reply does: "Hi {{name}},"."""
    blocks = [node for group in titled for node in group.blocks if _is_block(node)]
    if len(blocks) != 1:
        return False
    lines = [line for line in _content(passage, tree, blocks[0]).text.splitlines() if line.strip()]
    return bool(lines) and is_greeting(lines[0])


def _owns_one(passage: Passage, tree: BlockTree, group: _Group) -> bool:
    """Tell whether a group has one block that reads like a reply.

    Prose below a quotation answers it, and below a bold line it goes on: then it is one mail.
    """
    blocks = [node for node in group.blocks if _is_block(node) and not _names_language(node)]
    if len(blocks) != 1 or not _is_prose(_content(passage, tree, blocks[0])):
        return False
    answered = group.blocks[-1].type in ("paragraph", "list")
    return not (answered and (group.bold or blocks[0].type == "block_quote"))


def _is_prose(content: Passage) -> bool:
    words = _LETTERS.findall(content.text)
    return len(words) >= _LEAST_WORDS and 2 * sum(map(len, words)) > len(content.text.strip())


def _replies_in(
    passage: Passage, tree: BlockTree, group: _Group, *, forced: bool
) -> Iterator[Passage]:
    """Yield the replies below a title: its blocks, or where that is said to be so, all of it."""
    blocks = [node for node in group.blocks if _is_block(node)]
    for node in blocks:
        yield _content(passage, tree, node)
    if forced and not blocks:
        yield _all(passage, tree, group)


def _groups(passage: Passage, tree: BlockTree) -> list[_Group]:
    """Return the blocks of a document by the title above them; first those above all titles."""
    groups = [_Group(None)]
    for node in _flat(tree.root):
        title = _title(passage, tree, node)
        start, end = tree.range(node)
        if title is not None and _ASKED.fullmatch(passage.text, start, end):
            continue
        if title is not None and not _LABEL.fullmatch(passage.text, start, end):
            groups.append(_Group(title, bold=node.type == "paragraph"))
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
    if match is None:
        return None
    return source_text(passage, start + match.start(2), start + match.end(2)).rstrip(":")


def _labelled(passage: Passage, tree: BlockTree, group: _Group) -> Iterator[Draft | None]:
    """Yield the replies below ``**Reply:**``, each with the quoted message that stands above it."""
    asked: int | None = None
    opened: tuple[int, re.Match[str], int] | None = None  # reply: its block, label, message
    for at, node in enumerate(group.blocks):
        start, end = tree.range(node)
        if is_greeting(passage.text[start:end]) and opened is None:
            return  # a mail that goes through questions one by one
        label = _LABEL.match(passage.text, start, end) if node.type in _LABELS else None
        if label is not None and asked is not None:
            if opened:
                yield _answer(passage, tree, group, *opened, stop=asked)
            opened, asked = (at, label, asked), None
        elif node.type == "block_quote" and not (opened and at == opened[0] + 1):
            asked = at
    if opened:
        yield _answer(passage, tree, group, *opened, stop=len(group.blocks))


def _answer(
    passage: Passage,
    tree: BlockTree,
    group: _Group,
    at: int,
    label: re.Match[str],
    asked: int,
    *,
    stop: int,
) -> Draft | None:
    """Return the reply of the blocks from the label's on up to ``stop``."""
    blocks = group.blocks[at:stop]
    label_end = tree.range(blocks[0])[1]
    alone = not passage.text[label.end() : label_end].strip()
    if alone and len(blocks) > 1 and _is_block(blocks[1]):
        reply = _content(passage, tree, blocks[1])
    else:
        reply = passage.part((label.end(), tree.range(blocks[-1])[1]))
    customer = draft_of(plain_text(_content(passage, tree, group.blocks[asked])))
    return draft_of(plain_text(reply), name=group.title, customer=customer)


def _is_block(node: Node) -> bool:
    """Tell whether a block may hold a reply: a quotation, or a fence of no programming language."""
    if node.type == "fenced_code_block":
        return _PROSE_FENCE.match(_first_line(node)) is not None
    return node.type in ("block_quote", "indented_code_block")


def _names_language(node: Node) -> bool:
    return any(child.type == "info_string" for child in node.children)


def _first_line(node: Node) -> str:
    return (node.text or b"").partition(b"\n")[0].decode(errors="replace")


def _content(passage: Passage, tree: BlockTree, node: Node) -> Passage:
    """Return what stands in a fence, or in a quotation without its marks."""
    if node.type == "fenced_code_block":
        inside = next((c for c in node.children if c.type == "code_fence_content"), None)
        return passage.part(tree.range(inside)) if inside is not None else passage.part()
    start, end = tree.range(node)
    margin = _QUOTE_MARK if node.type == "block_quote" else _INDENT
    ranges = []
    for line_start, line_end in lines_of(passage.text[start:end]):
        mark = margin.match(passage.text, start + line_start, start + line_end)
        ranges.append((mark.end() if mark else start + line_start, min(start + line_end + 1, end)))
    return passage.part(*ranges)


def _all(passage: Passage, tree: BlockTree, group: _Group) -> Passage:
    return passage.part((tree.range(group.blocks[0])[0], tree.range(group.blocks[-1])[1]))
