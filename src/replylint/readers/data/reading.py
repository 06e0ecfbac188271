"""This file reads the replies of data files.

A file is parsed only where something says that it holds replies: the configuration, its name, or
the keys of a known product. One that could be anything is passed over.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from replylint.draft import Sort
from replylint.errors import InputError, PassedOverError
from replylint.readers.data.json import parse_json
from replylint.readers.data.libraries import (
    MANY_WORDS,
    Found,
    Library,
    place_name,
    replies_in,
    suggestion,
)
from replylint.readers.data.named import (
    has_key_of_replies,
    is_named_library,
    is_surely_named,
    named_in,
)
from replylint.readers.data.po import parse_po
from replylint.readers.data.products import known_in, signed
from replylint.readers.data.values import Text, fault
from replylint.readers.data.xml import parse_xml
from replylint.readers.data.yaml import parse_yaml
from replylint.readers.frontmatter import FrontMatter
from replylint.readers.html import visible_text
from replylint.readers.markdown import plain_text
from replylint.readers.placeholders import masked
from replylint.readers.text import draft_of
from replylint.reply import CHANNELS, KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from replylint.draft import Draft, Passage
    from replylint.readers.data.libraries import Markup
    from replylint.readers.data.values import Value
    from replylint.source import Source

_PARSERS: dict[str, Callable[[Source], list[Value]]] = {
    "json": lambda source: [parse_json(source)],
    "yaml": parse_yaml,
    "po": lambda source: [list(_translations(parse_po(source)))],
    "xml": lambda source: [parse_xml(source)],
}
# Tags and entities that only HTML has, and what only Markdown writes.
_HTML = re.compile(
    r"</?(?:p|br|div|span|a|b|i|u|em|strong|font|img|hr|h[1-6]|[ou]l|li|table|tbody|tr|t[dh]"
    r"|blockquote|pre|attribute)\b[^<>]*>|&(?:nbsp|amp|lt|gt|quot|rsquo|\#\d+);",
    re.IGNORECASE,
)
_MARKDOWN = re.compile(
    r"\]\([^\s()]+\)|^\s{0,3}(?:```|~~~|\#{1,6}\s)|!\[|^\s{0,3}\[[^\]\n]+\]:\s|`[^`\n]+`|\*\*\S",
    re.MULTILINE,
)
# Where a PO file says that a text is of a mail: "#: templates/account/email/confirm_message.txt",
# "#: shop/emails.py", "#: registration/password_reset_email.html", "#: model:mail.template,body".
_OF_MAIL = re.compile(
    r"(?:^|[\s/])(?:(?:e?mails?|repl(?:y|ies)|macros?|canned)/|(?:e?mails?|mailers?)\.(?:py|rb)\b"
    r"|(?<!messages/)\b\w+_e?mail\.txt\b|registration/\w+_email\.html\b|model:mail\.template,body)"
)
_SUBJECT = re.compile(r"subject[\w.]*(?::|\s|$)")
_LANGUAGE = re.compile(r'(?:^(?:msgstr )?"|\\n)Language:[ \t]*([a-zA-Z_]+)', re.MULTILINE)
_CONFLICT = re.compile(r"^<{7} .*$", re.MULTILINE)
_UNSOLVED = "holds a conflict of git's that is not solved (choose between its two sides)"
_ROOT = re.compile(
    r"\s*+(?:<[?!][^>-]*+>\s*+|(?><!--.*?-->)\s*+)*+<(?:canned|saved|macros|replies)", re.DOTALL
)
_LETTER = re.compile(r"[^\W\d_]")
# A text of fewer words is no reply.
_FEW_WORDS = 3
# So much of a text is its name, where it has no other.
_FIRST_WORDS = 60
NOTHING = "there is no reply in it"
UNKNOWN = "nothing says that there are replies in it"


def read_data(source: Source, form: str, libraries: Sequence[Library]) -> Iterator[Draft]:
    """Yield the drafts of a data file of a format; ``libraries`` are those configured for it.

    Raises:
        InputError: it says that it holds replies, and cannot be read; with its place.
        PassedOverError: it says nothing of replies.
    """
    if not source.text.strip():
        raise PassedOverError(NOTHING)
    products = signed(source.text)
    named = is_named_library(source.path)
    asked = bool(libraries or products) or is_surely_named(source.path)
    if form == "po" and not libraries:
        _check_language(source.text)
        asked = asked or _OF_MAIL.search(source.text) is not None
    if not (asked or named or has_key_of_replies(source.text)):
        raise PassedOverError(UNKNOWN)
    try:
        documents = _PARSERS[form](source)
    except InputError:
        if conflict := _CONFLICT.search(source.text):
            raise fault(source, conflict.start(), _UNSOLVED) from None
        if asked or (form == "xml" and _ROOT.match(source.text)):
            raise
        raise PassedOverError(UNKNOWN) from None
    count = 0
    seen: set[int] = set()  # where a text stands that aliases bring back
    for value in documents:
        found: Iterable[Found]
        if libraries:
            found = (reply for library in libraries for reply in replies_in(value, library))
        elif form == "po":
            found = _of_mail(value, source.path)
        else:
            found = known_in(value, products) or named_in(value, source.path)
        for reply in found:
            if reply.text.start not in seen:
                seen.add(reply.text.start)
                count += 1
                yield from drafts_of(reply, place_name(reply.location))
    if not count and libraries:
        tell_missed(source, documents, libraries)
    elif not count:
        raise PassedOverError(UNKNOWN)


def tell_missed(source: Source, documents: Sequence[Value], libraries: Sequence[Library]) -> None:
    """Refuse a configuration that leads past all that looks like replies."""
    suggested = (
        suggestion(value, least) for least in (MANY_WORDS, _FEW_WORDS) for value in documents
    )
    instead = next(filter(None, suggested), None)
    if instead is not None:
        paths = ", ".join(path for library in libraries for path in library.replies)
        message = f"'libraries' finds no reply in it by {paths} (perhaps they are at {instead})"
        raise fault(source, 0, message)


def drafts_of(reply: Found, place: str) -> Iterator[Draft]:
    """Yield the draft of a reply that was found; nothing where no prose is in it.

    ``place`` is its name where it has no other.
    """
    notes = []
    known = {"kind": KINDS, "channel": CHANNELS}
    told: dict[str, str | None] = {"kind": reply.kind, "channel": reply.channel}
    for key, said in told.items():
        if said is not None and said not in known[key]:
            notes.append(f"{key} '{said:.40}' is not known (one of: {', '.join(known[key])})")
            told[key] = None
    about = FrontMatter(told["kind"], told["channel"], tuple(notes))
    customer = draft_of(_plain(reply.customer, None)) if reply.customer else None
    draft = draft_of(
        _plain(reply.text, reply.markup),
        about,
        name=reply.id or reply.title or place,
        title=reply.title,
        customer=customer,
    )
    if draft is not None and _says_something(draft):
        yield draft


def _says_something(draft: Draft) -> bool:
    """Tell a reply from a lone placeholder."""
    return any(
        piece.sort in (Sort.KEPT, Sort.WRITTEN) and _LETTER.search(draft.text, start, end)
        for start, end, piece in draft.runs(0, len(draft.text))
    )


def _plain(text: Text, markup: Markup | None) -> Passage:
    """Return a text's prose as plain text; where nobody says of what markup, it is looked at."""
    passage = masked(text.passage())
    if markup is None and _MARKDOWN.search(passage.text):
        markup = "markdown"
    elif markup is None and _HTML.search(passage.text):
        markup = "html"
    if markup == "html":
        return visible_text(passage)
    return plain_text(passage) if markup == "markdown" else passage


def _check_language(content: str) -> None:
    """Pass over a PO file that says that its translations are not English."""
    language = _LANGUAGE.search(content)
    if language and not language[1].lower().startswith("en"):
        raise PassedOverError(f"is in '{language[1]}', as it says; only English is linted")


def _translations(entries: Iterable[Value]) -> Iterator[Value]:
    """Yield the entries of a PO file with the text that people see, as ``text``."""
    for entry in entries:
        if not isinstance(entry, dict) or not entry.get("msgid"):
            continue
        translated = [] if entry.get("fuzzy") else _listed(entry.get("msgstr"))
        original = [entry.get("msgid"), entry.get("msgid_plural")]
        # An original without a space is a key, not a text.
        sentences = [t for t in original if isinstance(t, Text) and " " in t]
        texts: list[Value] = [t for t in translated if t] or [*sentences]
        text: Value = texts[0] if len(texts) == 1 else texts
        yield {**entry, "text": text}


def _listed(value: Value) -> list[Value]:
    return value if isinstance(value, list) else [value]


def _of_mail(entries: Value, path: str) -> Iterator[Found]:
    """Yield the texts of a PO file that are of mails: its comments say so, or its name."""
    named = is_named_library(path)
    for number, entry in enumerate(entries if isinstance(entries, list) else []):
        if not isinstance(entry, dict):
            continue
        references = str(entry.get("references", ""))
        if _SUBJECT.search(references) or not (named or _OF_MAIL.search(references)):
            continue
        said = " ".join(str(entry.get("msgctxt") or entry["msgid"]).split())
        title = f"{said[:_FIRST_WORDS].rstrip()}…" if len(said) > _FIRST_WORDS else said
        for text in _listed(entry["text"]):
            if isinstance(text, Text):
                yield Found(text, (number, "text"), title=title)


# Our own baseline holds no replies, whatever it is called.
_BASELINE = re.compile(r'^\s*\{"path": .*"fingerprint": ', re.MULTILINE)


def suggest_data(source: Source, form: str) -> str | None:
    """Return the JSONPath of what may be replies in a file that no library is known in."""
    if form not in _PARSERS or _BASELINE.search(source.text):
        return None
    try:
        return next(filter(None, map(suggestion, _PARSERS[form](source))), None)
    except InputError:
        return None
