"""This file reads HTML: what a person sees of it, as plain text.

The standard library's parser says what is text, tag or comment; blocks end paragraphs and ``<br>``
ends a line. Not seen are ``<style>``, ``<script>``, comments, code, and what is hidden, such as
the preheader that mail programs show in their list alone.
"""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from replylint.draft import Passage
from replylint.errors import PassedOverError
from replylint.readers.endings import is_sign_off
from replylint.readers.placeholders import masked, word_for
from replylint.readers.plain import HARD, PARAGRAPH, PlainWriter
from replylint.readers.text import draft_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replylint.draft import Draft
    from replylint.source import Source

_BLOCKS = frozenset(
    (
        "address article aside body caption center dd details dialog div dl dt fieldset figcaption"
        " figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section"
        " summary table tbody td tfoot th thead tr ul"
    ).split()
)
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
# What is no prose, or is not shown.
_UNSEEN = frozenset(
    (
        "audio canvas code head iframe kbd math noscript object pre samp script select style svg"
        " template textarea title video"
    ).split()
)
# Of these, what stands in a sentence; a word must stand in its place.
_INLINE_CODE = frozenset(("code", "kbd", "samp"))
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden"
    r"|(?:max-height|opacity)\s*:\s*0(?:\.0+)?(?:px|em|pt|%)?\s*(?:[;!]|$)",
    re.IGNORECASE,
)
_HIDDEN_CLASS = re.compile(
    r"(?<![\w-])(?:preheader|preview-?text|visually-hidden|sr-only)(?![\w-])"
)
# What stands in a footer is the sender's address, how to unsubscribe, and the law.
_SIGNATURE = re.compile(r"(?:^|_)signature$", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,500}>")
_FOOTER = re.compile(r"(?:^|[\s_-])footer(?:$|[\s_-])|(?-i:[a-z]Footer)", re.IGNORECASE)
_NEAR = 1000
# A <pre> that mail programs put a plain text in; another holds code.
_PLAIN = re.compile(r"pre-wrap|moz-quote-pre")
# Odoo's way to print a value: <t t-out="object.name">Deco Addict</t>, the text being a sample.
_VALUES = ("t-out", "t-esc", "t-field")
# Intercom's way: <attribute key="user.name" default="there"/>.
_KEY = ("attribute", "key")


# In so many characters from its start, a report says that it is one.
_HEAD = 1000
_REPORT = re.compile(r'<meta name="generator" content="replylint\b')


def read_html(source: Source) -> Iterator[Draft]:
    """Yield the one draft of an HTML file, or none where no prose is in it.

    Raises:
        PassedOverError: it is a report of ours.
    """
    if _REPORT.search(source.text, 0, _HEAD):
        raise PassedOverError("is a report of replylint")
    draft = draft_of(visible_text(masked(Passage.of(source))))
    if draft is not None:
        yield draft


def visible_text(passage: Passage) -> Passage:
    """Return what a person sees of HTML, as plain text."""
    writer = PlainWriter(passage, "html")
    write_visible(writer, passage.text, 0, len(passage.text))
    return writer.passage()


def write_visible(writer: PlainWriter, text: str, start: int, end: int) -> None:
    """Write what a person sees of the HTML in ``text[start:end]``."""
    # Where no ">" follows, no tag does: the parser would look for its end at every "<".
    last = text.rfind(">", start, end) + 1 or start
    comment = text.find("<!--", last, end)
    rest = text[last : comment if comment >= 0 else end]
    parser = _Parser(writer, text, start, end)
    parser.feed(text[start:last] + rest.replace("<", "_"))
    parser.close()
    parser.finish(end)


class _Parser(HTMLParser):
    """Hands what is seen to a writer."""

    def __init__(self, writer: PlainWriter, text: str, start: int, end: int) -> None:
        super().__init__(convert_charrefs=False)
        self._writer = writer
        self._text = text
        newlines = re.finditer("\n", text[start:end])
        self._lines = [start, *(start + match.end() for match in newlines)]
        self._hidden_by = ""  # the element that hides what stands here
        self._hidden_depth = 0
        self._mask: tuple[int, str] | None = None  # where what it hides starts, a word for it
        self._plain = False
        self._quotes: list[bool] = []  # of the <blockquote>s that are open, which are quotes

    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_data(self, data: str) -> None:
        if self._hidden_by:
            return
        start = self._at()
        end = start + len(data)
        while self._plain and (newline := self._text.find("\n", start, end)) >= 0:
            self._writer.flow(start, newline)
            self._writer.wrap(newline)
            start = newline + 1
        self._writer.flow(start, end)

    def handle_entityref(self, name: str) -> None:
        self._reference(1 + len(name))

    def handle_charref(self, name: str) -> None:
        self._reference(2 + len(name))

    def _reference(self, length: int) -> None:
        start = self._at()
        end = start + length
        end += self._text[end : end + 1] == ";"
        raw = self._text[start:end]
        if self._hidden_by:
            return
        if (decoded := unescape(raw)) == raw:
            self._writer.flow(start, end)
        else:
            self._writer.word(start, end, " " if decoded.isspace() else decoded)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._hidden_by == "p" and tag in _BLOCKS:
            self._show(self._at())  # a block ends a paragraph that nobody closed
        if self._hidden_by == "head" and tag == "body":
            self._show(self._at())
        if self._hidden_by:
            self._hidden_depth += tag == self._hidden_by
        elif tag == "br":
            self._writer.end(HARD)
        elif tag in _VOID:
            self._end_block(tag)
        elif value := next(
            (v for name, v in attrs if name in _VALUES or (tag, name) == _KEY), None
        ):
            self._hide(tag, word_for(value) or "this")
        elif tag == "pre" and _PLAIN.search(str(attrs)):
            self._end_block(tag)
            self._plain = True
        elif tag in _UNSEEN or _is_hidden(attrs) or self._is_signature(attrs):
            self._end_block(tag)
            self._hide(tag, "this" if tag in _INLINE_CODE else None)
        elif tag == "blockquote":
            self._quotes.append(not _is_indent(attrs))
            self._writer.quote(self._quotes[-1])
        else:
            self._end_block(tag)
            if tag == "li":
                self._writer.item()

    def handle_endtag(self, tag: str) -> None:
        if self._hidden_by:
            self._hidden_depth -= tag == self._hidden_by
            if not self._hidden_depth:
                self._show(self._at())
        elif tag == "blockquote":
            self._writer.quote(-(self._quotes.pop() if self._quotes else 0))
        elif tag == "pre":
            self._plain = False
            self._end_block(tag)
        else:
            self._end_block(tag)

    def _is_signature(self, attrs: list[tuple[str, str | None]]) -> bool:
        """Tell a signature; one that starts with the sign-off is left to the shape of mail."""
        values = dict(attrs)
        if not any(_SIGNATURE.search(values.get(name) or "") for name in ("class", "id")):
            return False
        start = self._at()
        lines = _TAG.sub("\n", self._text[start : start + _NEAR]).split("\n")
        return not is_sign_off(next((line for line in lines if line.strip()), ""))

    def _hide(self, tag: str, word: str | None = None) -> None:
        """Hide what an element holds; a word may stand for it."""
        self._hidden_by, self._hidden_depth = tag, 1
        inner = self._at() + len(self.get_starttag_text() or "")
        self._mask = None if word is None else (inner, word)

    def _show(self, at: int) -> None:
        """Hide no longer."""
        if self._mask is not None:
            start, word = self._mask
            self._writer.mask(start, max(start, at), word)
        self._hidden_by, self._mask = "", None

    def finish(self, end: int) -> None:
        """End what nobody closed."""
        self._show(end)

    def _end_block(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._writer.end(PARAGRAPH)

    # The parser looks for the end of these again and again where there is none, and stumbles over
    # "<![if": what is open at the end is open to the end, as in a browser.

    def parse_comment(self, i: int, report: bool = True) -> int:  # noqa: ARG002
        end = self.rawdata.find("-->", i + 2)
        return end + len("-->") if end >= 0 else len(self.rawdata)

    def parse_marked_section(self, i: int, report: bool = True) -> int:  # noqa: ARG002
        end = self.rawdata.find(">", i)
        return end + 1 if end >= 0 else len(self.rawdata)


def _is_indent(attrs: list[tuple[str, str | None]]) -> bool:
    """Tell what Gmail's "indent more" makes from a quotation."""
    return "border:none" in (dict(attrs).get("style") or "").replace(" ", "")


def _is_hidden(attrs: list[tuple[str, str | None]]) -> bool:
    values = dict(attrs)
    return (
        "hidden" in values
        or _HIDDEN_STYLE.search(values.get("style") or "") is not None
        or _HIDDEN_CLASS.search(values.get("class") or "") is not None
        or _FOOTER.search(values.get("class") or "") is not None
        or _FOOTER.search(values.get("id") or "") is not None
    )
