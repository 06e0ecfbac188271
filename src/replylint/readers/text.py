"""This file reads plain text: one draft, the customer's quoted message beside it.

It is the last step of every reader: hard-wrapped lines are joined, URLs and addresses masked,
emphasis marks left out.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from replylint.draft import Draft, DraftBuilder, Passage, Sort
from replylint.readers.endings import glimpse, is_sign_off
from replylint.readers.frontmatter import FrontMatter, split_front_matter
from replylint.readers.heads import is_divider
from replylint.readers.message import lines_of, split_message
from replylint.readers.placeholders import masked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from replylint.readers.message import Line
    from replylint.source import Source

_ITEM = re.compile(r"\s*(?:[-*•+–]|\d{1,2}[.)]|[a-z]\)|(?i:step|option)\s\d+\s?[:.)-])\s+\S")
_GREETING = re.compile(
    r"\s*(?:(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|hiya)\b(?:[\s,]+[^\s.!?]+){0,6}"
    r"|[^\W\d_]+,)[,!:.]?\s*$",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"^-{4,}[^\S\n]+(\S[^\n]*?)[^\S\n]*-*[^\S\n]*$", re.MULTILINE)
_FEW_WORDS = 12
_LETTER = re.compile(r"[^\W\d_]")
_RULE = re.compile(r"\s*(?:[-–—*_=~#]\s*){3,}")
_ENDED = re.compile(r"[.!?:;…\u2600-\u27bf\U0001f300-\U0001faff][\"')\]*_]*\s*$")
# A line this long was broken because it was full; a shorter one because its writer wanted it.
_FULL = 45
# One much longer than any margin was broken by its writer, too.
_PAST_MARGIN = 120
# Emphasis marks at the edge of a word, and white space after the first space.
_NO_WORD = re.compile(
    r"(?<!\w)[*_~]{1,3}(?=[^\s*_])|(?<=[^\s*_])[*_~]{1,3}(?!\w)|`|(?<=\s)[^\S\r\n]+"
)
_ADDRESS = re.compile(
    r"""
    (?P<link>(?:https?://|www\.)(?:[^\s<>"'()\]]|\([^\s<>"'()\]]*\))*[^\s<>"'()\].,;:!?])
  | (?P<target><(?:mailto:|https?://)[^\s<>]{1,500}>)
  | (?P<mailbox>[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+)
    """,
    re.VERBOSE,
)


def read_text(source: Source) -> Iterator[Draft]:
    """Yield the draft of a plain text, or one for each part below a ``---- TITLE`` line."""
    about, start = split_front_matter(source.text)
    passage = masked(Passage.of(source).part((start, len(source.text))))
    parts: list[tuple[str | None, Passage]] = [*separated(passage)] or [(None, passage)]
    yield from numbered(
        [draft for name, part in parts if (draft := draft_of(part, about, name=name))]
    )


def read_message(source: Source) -> Draft | None:
    """Return the one draft that a plain text is, whatever rules or titles stand in it."""
    about, start = split_front_matter(source.text)
    return draft_of(masked(Passage.of(source).part((start, len(source.text)))), about)


def draft_of(
    passage: Passage,
    about: FrontMatter | None = None,
    *,
    name: str | None = None,
    title: str | None = None,
    customer: Passage | None = None,
) -> Draft | None:
    """Return the draft that a passage of plain text makes; None where no prose is in it.

    ``customer`` is the message that it answers, where that is known from elsewhere; else it is
    what the text quotes.
    """
    own, quoted = split_message(passage.text, lines_of(passage.text))
    builder = _prose(passage, own)
    prose = builder.passage()
    if not prose.text.strip():
        return None
    message = customer or prose_of(passage, quoted)
    about = about or FrontMatter()
    return Draft(
        prose.source,
        prose.text,
        prose.pieces,
        prose.escapes,
        name=name,
        title=title if title != name else None,
        customer=message if message.text.strip() else None,
        kind=about.kind,
        channel=about.channel,
        notes=about.notes,
        whole=passage,
        origins=builder.origins(),
    )


def separated(passage: Passage) -> list[tuple[str, Passage]]:
    """Return the (title, text) of the parts below ``---- TITLE`` lines, where there are several.

    Above the first only headings and a short line may stand: else they are rules in one reply.
    """
    heads = [m for m in _SEPARATOR.finditer(passage.text) if _is_title(m)]
    if len(heads) < 2:
        return []
    above = [line for line in passage.text[: heads[0].start()].splitlines() if line.strip()]
    if any(is_greeting(line) or len(line.split()) > _FEW_WORDS for line in above):
        return []
    ends = [*(head.start() for head in heads[1:]), len(passage.text)]
    return [
        (source_text(passage, head.start(1), head.end(1)), passage.part((head.end(), end)))
        for head, end in zip(heads, ends, strict=True)
    ]


def _is_title(match: re.Match[str]) -> bool:
    return bool(_LETTER.search(match[1])) and not is_divider(match[0])


def source_text(passage: Passage, start: int, end: int) -> str:
    """Return the words as the file has them: a title keeps its placeholders."""
    place = passage.place(start, end)
    return passage.source.text[place.start : place.end]


def numbered(drafts: list[Draft]) -> list[Draft]:
    """Let each of several replies have a name: one that has none is "reply 2", by its place."""
    if len(drafts) < 2:
        return drafts
    return [replace(d, name=d.name or f"reply {number}") for number, d in enumerate(drafts, 1)]


def prose_of(passage: Passage, lines: Sequence[Line]) -> Passage:
    """Return these lines of a passage as prose, one paragraph a line."""
    return _prose(passage, lines).passage()


def _prose(passage: Passage, lines: Sequence[Line]) -> DraftBuilder:
    builder = DraftBuilder(passage)
    last = ""
    for start, end in lines:
        line = passage.text[start:end].rstrip()
        if not line or _RULE.fullmatch(glimpse(line)):
            last = ""
            continue
        if start:
            forced = passage.text[start - 1] == "\u2028"
            joint = " " if not forced and _runs_on(last, line) else "\n"
            if passage.text[start - 1].isspace():
                builder.fold(start - 1, start, joint)
            else:
                builder.stand_in(start, start, joint)
        _add_prose(builder, passage.text, start, start + len(line))
        last = line
    return builder


def is_greeting(line: str) -> bool:
    """Tell whether a line is a greeting and no more: "Hi Ana,", "Good morning everyone"."""
    return _GREETING.match(glimpse(line)) is not None


def _runs_on(line: str, following: str) -> bool:
    """Tell whether the sentence of one line goes on in the next."""
    if not line or _ITEM.match(following) or is_greeting(line):
        return False
    if len(line) > _PAST_MARGIN or is_sign_off(line) or is_sign_off(following):
        return False
    if _ENDED.search(line):
        return len(line) >= _FULL and not line.rstrip().endswith(":")
    return len(line) >= _FULL or following.lstrip()[:1].islower()


def _add_prose(builder: DraftBuilder, text: str, start: int, end: int) -> None:
    """Add one line of prose: addresses masked, emphasis marks and extra spaces left out."""
    at = start
    for match in _ADDRESS.finditer(text, start, end):
        _keep_words(builder, text, at, match.start())
        word = "" if match["target"] else match.lastgroup or ""
        builder.stand_in(match.start(), match.end(), word, Sort.MASK)
        at = match.end()
    _keep_words(builder, text, at, end)


def _keep_words(builder: DraftBuilder, text: str, start: int, end: int) -> None:
    at = start
    for match in _NO_WORD.finditer(text, start, end):
        builder.keep(at, match.start())
        at = match.end()
    builder.keep(at, end)
