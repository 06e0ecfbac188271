"""This file knows which texts of a data file are replies: the libraries of known products, lists
whose file says what they are, and those that a configuration names.

A library is described as in a configuration: where its replies stand, as a JSONPath (RFC 9535), and
by which key the rest is found beside them or around them. To teach replylint a product, add a line
to ``KNOWN``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal, NamedTuple

from replylint.readers.data.values import Text
from replylint.reply import CHANNELS, KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jsonpath import JSONPath, JSONPathEnvironment
    from pathspec import GitIgnoreSpec

    from replylint.readers.data.values import Value

Markup = Literal["markdown", "html"]
Location = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """Where the replies of a file stand.

    ``replies`` are JSONPaths, or keys wherever they stand (of a CSV file: columns). The others are
    keys of the nearest list or object around a reply that has them, or JSONPaths of texts beside
    it. ``kind`` and ``channel`` may also be what all its replies are. ``one_of`` tells that of the
    texts in one object only the first counts, which the others repeat. A known product's is told by
    its ``signs``, keys or values one of which the file must have, and by the JSONPath
    ``only_with``, where there is one, leading somewhere. ``files`` are the patterns (as in
    .gitignore, from ``folder``) of one that a configuration names.
    """

    name: str
    replies: tuple[str, ...]
    title: tuple[str, ...] = ()
    id: tuple[str, ...] = ()
    customer: tuple[str, ...] = ()
    kind: str | None = None
    channel: str | None = None
    markup: Markup | None = None
    one_of: bool = False
    signs: tuple[str, ...] = ()
    only_with: str = ""
    files: tuple[str, ...] = ()
    folder: str = ""

    def holds(self, path: str) -> bool:
        """Tell whether its ``files`` name a path, which is relative to the working folder."""
        from os.path import relpath

        return _spec(self.files).match_file(relpath(path, self.folder))


class Found(NamedTuple):
    """A reply in a data file, and what stands beside it; ``location`` leads to it."""

    text: Text
    location: Location
    id: str | None = None
    title: str | None = None
    customer: Text | None = None
    kind: str | None = None
    channel: str | None = None
    markup: Markup | None = None


_BOT_KEYS = (
    "newIssueWelcomeComment newPRWelcomeComment firstPRMergeComment staleComment markComment"
    " unmarkComment closeComment lockComment supportComment requestInfoReplyComment"
    " stale-issue-message stale-pr-message close-issue-message close-pr-message issue-message"
    " pr-message issue_message pr_message issue-comment pr-comment issuesOpened issuesClosed"
    " issuesReopened pullRequestOpened pullRequestClosed pullRequestMerged pullRequestReopened"
).split()
_BOT_ACTIONS = "action close lock unlock reopen unlabel lock-reason pin".split()
_PUBLIC = "!@.actions[?@.field=='comment_mode_is_public' && (@.value==false || @.value=='false')]"
_COMMENT = "@.field=='comment_value' || @.field=='comment_value_html'"
_FIELD = "$..record[?@['@model']=='{}'].field[?@['@name']=='{}']['#text']"

# The libraries of known products. Sources: the products' own documentation of their exports.
KNOWN = (
    Library(
        "Zendesk macros",
        (
            f"$..[?@.actions && {_PUBLIC}].actions[?{_COMMENT}].value",
            # With a channel before it: ["channel:all", "Hello"].
            f"$..[?@.actions && {_PUBLIC}].actions[?{_COMMENT}].value[1]",
        ),
        title=("title",),
        id=("id",),
        signs=("comment_value",),
    ),
    Library(
        "Freshdesk canned responses",
        ("$..[?@.title && @.content_html]['content_html', 'content']",),
        title=("title",),
        id=("id",),
        one_of=True,
        signs=("content_html",),
    ),
    Library(
        "Help Scout saved replies",
        ("$..[?@.name && @.chatText]['text', 'chatText']",),
        title=("name",),
        id=("id",),
        signs=("chatText",),
    ),
    Library(
        "Intercom macros",
        ("$..[?@.name && (@.type=='macro' || @.type=='saved_reply')]['body_text', 'body']",),
        title=("name",),
        id=("id",),
        one_of=True,
        signs=("body_text", "saved_reply"),
    ),
    Library(
        "Front message templates",
        ("$..[?@.name && @.is_available_for_all_inboxes].body",),
        title=("name",),
        id=("id",),
        signs=("is_available_for_all_inboxes",),
    ),
    Library(
        "Gorgias macros",
        ("$..actions[?@.name=='setResponseText'].arguments['body_text', 'body_html']",),
        title=("$..[?@.actions].name",),
        id=("id",),
        one_of=True,
        signs=("setResponseText",),
    ),
    Library(
        "Chatwoot canned responses",
        ("$..[?@.short_code].content",),
        title=("short_code",),
        id=("id",),
        signs=("short_code",),
    ),
    Library(
        "osTicket canned responses",
        ("$..[?@.title && @.isenabled].response",),
        title=("title",),
        signs=("isenabled",),
    ),
    Library(
        "Odoo mail templates",
        (_FIELD.format("mail.template", "body_html"), _FIELD.format("mail.template", "body")),
        id=("@id",),
        markup="html",
        signs=("mail.template",),
    ),
    Library(
        "Odoo canned responses",
        (
            _FIELD.format("mail.shortcode", "substitution"),
            _FIELD.format("mail.canned.response", "substitution"),
        ),
        id=("@id",),
        signs=("mail.shortcode", "mail.canned.response"),
    ),
    Library(
        "Rasa responses",
        ("$['responses', 'templates'].*[*].text",),
        channel="chat",
        signs=("utter",),
    ),
    Library(
        "issue bot",
        (
            f"$..[{', '.join(map(repr, _BOT_KEYS))}]",
            "$..requestInfoReplyComment[*]",
        ),
        markup="markdown",
        signs=tuple(_BOT_KEYS),
    ),
    Library(
        "issue bot",
        ("$..comment", "$..comment[*]"),
        title=("$[?@.comment && @.name].name",),
        markup="markdown",
        signs=tuple(_BOT_ACTIONS),
        only_with=(
            "$..[?(@.comment || @.issues.comment || @.prs.comment)"
            f" && ({' || '.join(f'@[{key!r}]' for key in _BOT_ACTIONS)})]"
        ),
    ),
    Library(
        "label bot",
        ("$..['labeled', 'unlabeled']..body",),
        title=("name",),
        markup="markdown",
        signs=("labeled",),
    ),
)
# A CSV file of these columns, whatever it is called.
QUESTIONS = Library(
    "questions and answers",
    ("answer",),
    title=("question",),
    id=("id",),
    customer=("question",),
)

# What a file, or a folder that it lies in, is called where it holds replies …
_NAMES = frozenset(
    (
        "canned saved macro macros reply replies response responses template templates snippet"
        " snippets autoreply autoreplies autoresponse autoresponses answers"
    ).split()
)
# … and, where the name says nothing, a key above a list of them.
_KEYS = frozenset("canned saved macros reply replies templates snippets".split())
_KEY = re.compile(
    r"(?:canned|saved|macros|repl(?:y|ies)|templates|snippets)[\w -]{0,30}[\"']?[ \t]*[:=>]",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_FOLDERS = 2
# The keys of an object that is a reply: what it is called, …
_TITLES = (
    "title name label shortcut shortcode trigger subject topic question key slug abbreviation id"
).split()
# … and what it says; of several the first, since "message" may be the customer's.
_BODIES = (
    "answer reply replytext replybody response responsetext responsebody body bodytext content text"
    " plaintext message messagetext messagebody template templatetext macrotext snippet comment"
    " replace bodyhtml contenthtml texthtml html htmlbody"
).split()
_ASKED = "question customermessage customer inquiry".split()
_ANSWERS = frozenset("answer reply replytext replybody response responsetext responsebody".split())
_FEW_WORDS = 4


def is_named_library(path: str) -> bool:
    """Tell whether the name of a file, or of one of the folders it lies in, says "replies".

    >>> is_named_library("support/cannedResponses.json"), is_named_library("package.json")
    (True, False)
    """
    parts = PurePath(path).parts[-1 - _FOLDERS :]
    return any(_words(part) & _NAMES for part in parts)


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORDS.findall(name))


def signed(content: str) -> list[Library]:
    """Return the known products of whose keys there is a trace in a file's text."""
    return [
        library
        for library in KNOWN
        if any(sign in content and _ended(sign).search(content) for sign in library.signs)
    ]


@cache
def _ended(sign: str) -> re.Pattern[str]:
    """Return the pattern of a sign where it is a key, or a value, or begins one."""
    return re.compile(rf"(?<!\w){re.escape(sign)}[:\"'_<]")


def has_key_of_replies(content: str) -> bool:
    """Tell whether a key in a file's text may say "replies"."""
    return _KEY.search(content) is not None


def known_in(value: Value, libraries: Iterable[Library]) -> list[Found]:
    """Return the replies of known products, each once."""
    found: dict[tuple[int, int], Found] = {}
    for library in libraries:
        if library.only_with and next(_at(value, library.only_with), None) is None:
            continue
        for reply in replies_in(value, library):
            found.setdefault((reply.text.source.offset, reply.text.start), reply)
    return list(found.values())


def replies_in(value: Value, library: Library) -> Iterator[Found]:
    """Yield the replies of a library that stand in a value."""
    beside = _Beside(value)
    holders: set[Location] = set()
    for path in library.replies:
        for location, text in _at(value, path):
            if library.one_of and location[:-1] in holders:
                continue
            if not isinstance(text, Text) or not text.strip():
                continue
            holders.add(location[:-1])
            asked = beside.first(library.customer, location)
            yield Found(
                text,
                location,
                id=_name(beside.first(library.id, location)),
                title=_name(beside.first(library.title, location)),
                customer=asked if isinstance(asked, Text) else None,
                kind=_told(library.kind, KINDS, beside, location),
                channel=_told(library.channel, CHANNELS, beside, location),
                markup=library.markup,
            )


def _told(said: str | None, known: tuple[str, ...], beside: _Beside, at: Location) -> str | None:
    """Return a kind or channel: the one that is said, or what stands under that key."""
    if said is None or said in known:
        return said
    return _name(beside.first((said,), at))


def _name(value: Value) -> str | None:
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    return " ".join(str(value).split()) or None


class _Beside:
    """Finds what stands beside a reply, or around it; the nearest is taken."""

    def __init__(self, value: Value) -> None:
        self._value = value
        self._texts: dict[str, dict[Location, Value]] = {}

    def first(self, paths: Iterable[str], location: Location) -> Value:
        """Return the first that is there of what paths or keys lead to; None where none is."""
        for path in paths:
            found = self._pathed if path.startswith("$") else self._keyed
            if (value := found(path, location)) is not None:
                return value
        return None

    def _keyed(self, key: str, location: Location) -> Value:
        holders = [self._value]
        for step in location[:-1]:
            holders.append(_step(holders[-1], step))
        for holder in reversed(holders):
            if isinstance(holder, dict) and _is_scalar(value := _unwrapped(holder.get(key))):
                return value
        return None

    def _pathed(self, path: str, location: Location) -> Value:
        if path not in self._texts:
            texts = self._texts[path] = {}
            for at, value in _at(self._value, path):
                texts.setdefault(at[:-1], value)
        holders = (location[:end] for end in range(len(location) - 1, -1, -1))
        return next((self._texts[path][at] for at in holders if at in self._texts[path]), None)


def _step(value: Value, step: str | int) -> Value:
    if isinstance(value, dict):
        return value.get(str(step))
    return value[step] if isinstance(value, list) and isinstance(step, int) else None


def _is_scalar(value: Value) -> bool:
    return isinstance(value, (str, int)) and not isinstance(value, bool)


def _unwrapped(value: Value) -> Value:
    """Return the text of an XML element that has attributes, too; all else as it is."""
    return value["#text"] if isinstance(value, dict) and "#text" in value else value


def _at(value: Value, path: str) -> Iterator[tuple[Location, Value]]:
    """Yield what a JSONPath leads to, or what stands under a key wherever it is, and where."""
    if not path.startswith("$"):
        for location, holder in _objects(value):
            inner = _unwrapped(holder.get(path))
            for number, one in enumerate(inner) if isinstance(inner, list) else [(None, inner)]:
                yield (*location, path, *(() if number is None else (number,))), _unwrapped(one)
        return
    for node in compiled(path).finditer(value):
        yield tuple(node.parts), node.obj  # type: ignore[misc]


@cache
def compiled(path: str) -> JSONPath:
    """Return a JSONPath, ready to be asked.

    Raises:
        jsonpath.JSONPathError: it is none, by RFC 9535.
    """
    return _environment().compile(path)  # type: ignore[return-value]


@cache
def _environment() -> JSONPathEnvironment:
    from jsonpath import JSONPathEnvironment

    return JSONPathEnvironment(strict=True)


@cache
def _spec(files: tuple[str, ...]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(files)


def _objects(value: Value) -> Iterator[tuple[Location, dict[str, Value]]]:
    """Yield the objects in a value, in the order of the file, each with its place."""
    stack: list[tuple[Location, Value]] = [((), value)]
    while stack:
        location, one = stack.pop()
        inner: Iterable[tuple[str | int, Value]] = ()
        if isinstance(one, dict):
            yield location, one
            inner = one.items()
        elif isinstance(one, list):
            inner = enumerate(one)
        stack += reversed(
            [((*location, step), v) for step, v in inner if isinstance(v, (dict, list))]
        )


def bare_in(value: Value, path: str) -> Iterator[Found]:
    """Yield the replies of objects that have a title and a text, where the file's name, or a key
    above them, says that they are replies.
    """
    named = is_named_library(path)
    for location, holder in _objects(value):
        if named or any(isinstance(step, str) and _words(step) & _KEYS for step in location):
            reply = _bare(holder, location)
            if reply is not None:
                yield reply


def _bare(holder: dict[str, Value], location: Location) -> Found | None:
    """Return the reply that an object is; None where it has no title or no text."""
    keys = {_plain(key): key for key in holder}
    texts = {plain: _unwrapped(holder[key]) for plain, key in keys.items()}
    title = next((texts[k] for k in _TITLES if k != "id" and _is_scalar(texts.get(k))), None)
    body = next((k for k in _BODIES if isinstance(t := texts.get(k), Text) and t.strip()), None)
    if body is None or (title is None and "id" not in texts):
        return None
    text = texts[body]
    asked = next((texts[k] for k in _ASKED if k in texts), None) if body in _ANSWERS else None
    if not isinstance(text, Text):
        return None
    return Found(
        text,
        (*location, keys[body]),
        id=_name(texts.get("id")),
        title=_name(title),
        customer=asked if isinstance(asked, Text) else None,
    )


@cache
def _plain(key: str) -> str:
    return "".join(re.findall("[a-z0-9]+", key.lower()))


def titled_in(value: Value, path: str) -> Iterator[Found]:
    """Yield the replies of an object of nothing but titles and texts, ``{"Late": "Hi, …"}``, where
    the file's own name says that they are replies.
    """
    texts = list(value.items()) if isinstance(value, dict) else []
    prose = [(key, text) for key, text in texts if _is_prose(text)]
    if 2 * len(prose) > len(texts) and _words(PurePath(path).name) & _NAMES:
        yield from (Found(text, (key,), title=key) for key, text in prose if isinstance(text, Text))


def _is_prose(value: Value) -> bool:
    return isinstance(value, Text) and len(value.split()) >= _FEW_WORDS


def suggestion(value: Value) -> str | None:
    """Return the JSONPath of the texts in a value that most look like replies; None for none."""
    counts: dict[str, int] = {}
    stack: list[tuple[str, Value]] = [("$", value)]
    while stack:
        path, one = stack.pop()
        if isinstance(one, dict):
            stack += [(f"{path}{_segment(key)}", inner) for key, inner in one.items()]
        elif isinstance(one, list):
            stack += [(f"{path}[*]", inner) for inner in one]
        elif isinstance(one, Text) and len(one.split()) > 2 * _FEW_WORDS:
            counts[path] = counts.get(path, 0) + 1
    return max(sorted(counts), key=lambda path: counts[path]) if counts else None


def _segment(key: str) -> str:
    return f".{key}" if re.fullmatch(r"[A-Za-z_]\w*", key) else f"[{key!r}]"


def place_name(location: Location) -> str:
    """Return the place of a reply in its data, as its name: ``labels[2].comment``."""
    steps = [f"[{s}]" if isinstance(s, int) else f".{s}" for s in location if s != "#text"]
    return "".join(steps).lstrip(".")
