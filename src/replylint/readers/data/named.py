"""This file knows the libraries that say themselves what they are: by the name of the file, of a
folder that it lies in, or of a key above.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING

from replylint.readers.data.libraries import Found, is_scalar, name_of, objects_in, unwrapped
from replylint.readers.data.values import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replylint.readers.data.libraries import Location
    from replylint.readers.data.values import Value

# What a file, or a folder that it lies in, is called where it holds replies …
_NAMES = frozenset(
    (
        "canned saved macro macros reply replies response responses template templates snippet"
        " snippets autoreply autoreplies autoresponse autoresponses answers"
    ).split()
)
# … where a folder of that name holds much else, too …
_VAGUE = frozenset("saved response responses template templates snippet snippets".split())
# … and, where no name says it, a key above a list of them.
_KEYS = frozenset("canned saved macros reply replies templates snippets".split())
_KEY = re.compile(
    r"(?:canned|saved|macros|repl(?:y|ies)|templates|snippets)[\w -]{0,30}[\"']?[ \t]*[:=>]",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_FOLDERS = 2
# The keys of an object that is a reply, as ``_plain`` writes them: what it is called, …
_TITLES = (
    "title name label shortcut shortcuts shortcode trigger subject topic question key slug"
    " abbreviation command tag macroname macrotitle internalname templatename templatetitle"
    " snippetname replyname responsename responsetitle"
).split()
# … and what it says; of several the first, since "message" may be the customer's.
_SAID = "answer reply response cannedresponse savedreply macro template snippet message".split()
_BODIES = (
    "answer reply replytext replybody response responsetext responsebody body bodytext content text"
    " plaintext message messagetext messagebody comment replace bodyhtml contenthtml texthtml html"
    " htmlbody"
).split() + [f"{word}{what}" for word in _SAID for what in ("", "text", "body", "content", "html")]
_ASKED = "question customermessage customer inquiry".split()
_ANSWERS = frozenset("answer reply replytext replybody response responsetext responsebody".split())
# Keys of what stands beside a reply, and is none.
_ASIDE = frozenset(
    (
        "attachments buttons actions notes note internalnote internalnotes privatenote"
        " privatenotes articlenote metadata meta quickreplies comments examples history"
    ).split()
)
_TOLD = frozenset("description summary help version url schema usage notes note comment".split())
_FEW_WORDS = 4
_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][A-Za-z]{2,4})?")


def is_named_library(path: str) -> bool:
    """Tell whether the name of a file, or of one of the folders it lies in, says "replies".

    >>> is_named_library("support/cannedResponses.json"), is_named_library("package.json")
    (True, False)
    """
    return any(_words(part) & _NAMES for part in PurePath(path).parts[-1 - _FOLDERS :])


def is_surely_named(path: str) -> bool:
    """Tell whether it says so plainly: a folder "templates" may hold Helm's, or a program's.

    >>> is_surely_named("macros/late.yaml"), is_surely_named("chart/templates/deploy.yaml")
    (True, False)
    """
    *folders, name = PurePath(path).parts[-1 - _FOLDERS :]
    if _words(name) & _NAMES:
        return True
    return any(_words(folder) & (_NAMES - _VAGUE) for folder in folders)


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORDS.findall(name))


def has_key_of_replies(content: str) -> bool:
    """Tell whether a key in a file's text may say "replies"."""
    return _KEY.search(content) is not None


def named_in(value: Value, path: str) -> Iterator[Found]:
    """Yield the replies of objects that have a title and a text, where the file's name, or a key
    above a list of them, says that they are replies.

    Where the file's own name says so, the title may be missing from the entries of a list, and
    an object may hold nothing but texts by their titles: ``{"Late": "Hi, …"}``.
    """
    named, own = is_named_library(path), bool(_words(PurePath(path).name) & _NAMES)
    for location, holder in objects_in(value):
        if _is_aside(value, location) or not (named or _is_below_key(value, location)):
            continue
        listed = own and location != () and isinstance(location[-1], int)
        if reply := _titled(holder, location, listed=listed):
            yield reply
        elif own:
            yield from _texts_by_title(holder, location)


def _is_below_key(value: Value, location: Location) -> bool:
    """Tell whether an object stands in a list below a key that says "replies"; what a program says
    in its languages (``en: {replies: …}``) does not count.
    """
    if isinstance(value, dict) and len(value) == 1 and _LANGUAGE.fullmatch(next(iter(value))):
        return False
    above = [n for n, step in enumerate(location) if isinstance(step, str) and _words(step) & _KEYS]
    return bool(above) and any(isinstance(step, int) for step in location[above[0] :])


def _is_aside(value: Value, location: Location) -> bool:
    """Tell whether an object stands beside a reply, as an attachment or a note for agents."""
    if any(isinstance(step, str) and _plain(step) in _ASIDE for step in location):
        return True
    for step in (*location, None):
        if isinstance(value, dict):
            if any(_is_set(value.get(key)) for key in ("internal", "private", "is_private")):
                return True
            value = value.get(str(step))
        elif isinstance(value, list) and isinstance(step, int):
            value = value[step]
    return False


def _is_set(value: Value) -> bool:
    return value is True or (isinstance(value, str) and value.lower() == "true")


def _titled(holder: dict[str, Value], location: Location, *, listed: bool) -> Found | None:
    """Return the reply that an object is; None where it has no title or no text.

    The entry of a list (``listed``) needs no title.
    """
    keys = {_plain(key): key for key in holder}
    texts = {plain: unwrapped(holder[key]) for plain, key in keys.items()}
    title = next((texts[key] for key in _TITLES if is_scalar(texts.get(key))), None)
    body = next((k for k in _BODIES if isinstance(t := texts.get(k), Text) and t.strip()), None)
    if body is None or (title is None and "id" not in texts and not listed):
        return None
    if keys[body] == "#text" and title is None:
        return None  # an XML element with attributes, such as the title itself
    text = texts[body]
    asked = next((texts[k] for k in _ASKED if k in texts), None) if body in _ANSWERS else None
    if not isinstance(text, Text) or text is title:
        return None
    return Found(
        text,
        (*location, keys[body]),
        id=name_of(texts.get("id")),
        title=name_of(title),
        customer=asked if isinstance(asked, Text) else None,
    )


@cache
def _plain(key: str) -> str:
    """Return a key's letters and digits alone: "Response text" is "responsetext"."""
    return "".join(re.findall("[a-z0-9]+", key.lower()))


def _texts_by_title(holder: dict[str, Value], location: Location) -> Iterator[Found]:
    prose = [(key, text) for key, text in holder.items() if _is_prose(text)]
    if 2 * len(prose) > len(holder):
        for key, text in prose:
            if isinstance(text, Text) and _plain(key) not in _TOLD and key not in _TITLES:
                yield Found(text, (*location, key), title=key)


def _is_prose(value: Value) -> bool:
    return isinstance(value, Text) and len(value.split()) >= _FEW_WORDS
