"""This file knows the libraries that say themselves what they are: by the name of the file, of a
folder that it lies in, or of a key above.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING

from replylint.readers.data.libraries import Found, is_scalar, name_of, objects_in, unwrapped
from replylint.readers.data.values import Text
from replylint.reply import CHANNELS, KINDS

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
# … where what has that name may hold much else, too …
_VAGUE = frozenset("saved response responses template templates snippet snippets".split())
# … unless it is mails that it holds; texts for machines are no replies …
_MAILS = frozenset("email emails mail mails".split())
_PROMPTS = frozenset(("prompt", "prompts"))
# … and, where no name says it, a key above a list of them.
_KEYS = frozenset("canned saved macros reply replies templates snippets".split())
_KEY = re.compile(
    r"(?:canned|saved|macros|repl(?:y|ies)|templates|snippets)[\w -]{0,30}[\"']?[ \t]*[:=>]",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_FOLDERS = 2
# The keys of an object that is a reply, as ``plain_key`` writes them: what it is called, …
_TITLES = (
    "title name label shortcut shortcuts shortcode trigger topic question key slug"
    " abbreviation command tag subject macroname macrotitle internalname templatename templatetitle"
    " snippetname replyname responsename responsetitle"
).split()
# … and what it says; of several the first, since "message" may be the customer's.
_ANSWERS = (
    "answer reply replytext replybody response responsetext responsebody agentreply agentresponse"
    " agentmessage supportreply supportresponse suggestedreply ourreply"
).split()
_SAID = "answer reply response cannedresponse savedreply macro template snippet message".split()
_BODIES = [
    *_ANSWERS,
    *"body bodytext content text plaintext message comment replace".split(),
    *"bodyhtml contenthtml texthtml html htmlbody en".split(),
    *(f"{word}{what}" for word in _SAID for what in ("", "text", "body", "content", "html")),
]
_ASKED = "question customermessage customerquestion customer inquiry".split()
_IDS = "id uuid macroid templateid responseid replyid snippetid".split()
# Keys of what stands beside a reply, and is none.
_ASIDE = frozenset(
    (
        "attachments buttons actions notes note internalnote internalnotes privatenote"
        " privatenotes articlenote metadata meta comments example examples history"
        " annotations environment env error errors"
    ).split()
)
_TOLD = frozenset("description summary help version url schema usage notes note comment".split())
# Lists of texts of which each is a reply.
_VARIANTS = "variants variations alternatives texts messages replies answers responses".split()
# What else an object that is a reply may have. Where only a vague name or a key says that there are
# replies, an object with other keys is none: a dashboard's panel, a user, somebody's comment.
_OTHERS = frozenset(
    (
        "id uuid tags tag labels keywords category categories group groups folder folderid"
        " language lang locale translations active enabled archived status state public"
        " private internal shared visibility position order sort created createdat updated"
        " updatedat modified owner team teams brand product kind channel channels type format"
        " subject description notes note attachments buttons variables placeholders fields"
        " usage usages count en when whentouse usecase audience author from to cc bcc replyto"
        " sender preheader preview customer question customermessage inquiry internalnote"
        " internalnotes version priority"
    ).split()
)
_FEW_WORDS = 4
# So many keys are remembered: libraries have few.
_MANY = 4096
_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][A-Za-z]{2,4})?")


def is_named_library(path: str) -> bool:
    """Tell whether the name of a file, or of one of the folders it lies in, says "replies".

    >>> is_named_library("support/cannedResponses.json"), is_named_library("package.json")
    (True, False)
    """
    return _says(path, _NAMES)


def is_surely_named(path: str) -> bool:
    """Tell whether it says so plainly: a folder "templates" may hold Helm's, or a program's.

    >>> is_surely_named("macros/late.yaml"), is_surely_named("chart/templates/deploy.yaml")
    (True, False)
    """
    return _names_itself(path) or _says(path, _NAMES - _VAGUE)


def _names_itself(path: str) -> bool:
    """Tell whether the file's own name says so."""
    return is_named_library(path) and bool(_words(PurePath(path).name) & _NAMES)


@lru_cache(_MANY)
def _says(path: str, names: frozenset[str]) -> bool:
    parts = [_words(part) for part in PurePath(path).parts[-1 - _FOLDERS :]]
    if any(words & _PROMPTS for words in parts):
        return False
    return any(words & names or (words & _MAILS and words & _VAGUE) for words in parts)


@lru_cache(_MANY)
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
    named, plainly = is_named_library(path), _says(path, _NAMES - _VAGUE)
    own = _names_itself(path)
    titles: dict[Location, Value] = {}
    for location, holder in objects_in(value):
        key = _key_above(value, location)
        if not (named or key) or _is_aside(value, location):
            continue
        plain = {plain_key(written): written for written in holder}
        alike = plain.keys() <= _ALL_KEYS
        if not (alike or plainly or (key and _is_plain_key(key))):
            continue
        listed = own and location != () and isinstance(location[-1], int)
        titles[location] = next((holder[plain[k]] for k in _TITLES if k in plain), None)
        above = None
        if alike and plainly and location and isinstance(location[-1], str):
            above = (
                titles.get(location[:-1]) if plain_key(location[-1]) in _BODIES else location[-1]
            )
        found = list(_titled(holder, plain, location, listed=listed, above=above))
        yield from found or (_texts_by_title(holder, location) if own else ())


def _key_above(value: Value, location: Location) -> str | None:
    """Return the key above a list in which an object stands that says "replies"; what a program
    says in its languages (``en: {replies: …}``) does not count.
    """
    if isinstance(value, dict) and len(value) == 1 and _is_code(next(iter(value))):
        return None
    for number, step in enumerate(location):
        if isinstance(step, str) and _words(step) & _KEYS:
            return step if any(isinstance(s, int) for s in location[number:]) else None
    return None


def _is_plain_key(key: str) -> bool:
    """Tell "response_templates" and "savedReplies", which say so twice, from "replies"."""
    return len(_words(key) & (_NAMES | _KEYS)) > 1


def _is_aside(value: Value, location: Location) -> bool:
    """Tell whether an object is a reply's attachment, a note for agents, or in another language."""
    if any(isinstance(step, str) and plain_key(step) in _ASIDE for step in location):
        return True
    for step in (*location, None):
        if isinstance(value, dict):
            if _is_hidden(value) or (_is_foreign(step) and any(map(_is_english, value))):
                return True
            value = value.get(str(step))
        elif isinstance(value, list) and isinstance(step, int):
            value = value[step]
    return False


def _is_hidden(holder: dict[str, Value]) -> bool:
    """Tell an object that is for agents alone, or in another language, as it says."""

    def said(*keys: str) -> Iterator[str]:
        return (str(holder[key]).lower() for key in keys if _is_word(holder.get(key)))

    if "false" in said("public", "is_public") or "true" in said(
        "internal", "private", "is_private"
    ):
        return True
    return _is_foreign(next(said("language", "lang", "locale"), ""))


def _is_word(value: Value) -> bool:
    """Tell what is said in a word: a truth value, a number or a text."""
    return isinstance(value, (str, int))


def _is_foreign(code: object) -> bool:
    """Tell the code of another language than English, "de" or "pt-BR"."""
    return isinstance(code, str) and code.lower()[:2] in _OTHER_LANGUAGES and _is_code(code)


def _is_english(code: str) -> bool:
    return code.lower().startswith("en") and _is_code(code)


def _is_code(code: str) -> bool:
    return _LANGUAGE.fullmatch(code) is not None


def _titled(
    holder: dict[str, Value],
    keys: dict[str, str],
    location: Location,
    *,
    listed: bool,
    above: Value,
) -> Iterator[Found]:
    """Yield the replies that an object is; none where it has no title or no text.

    The entry of a list (``listed``) needs no title; ``above`` is one where it has none itself. Of
    several texts, variants of one another, each is a reply.
    """
    texts = {plain: _in_english(unwrapped(holder[key])) for plain, key in keys.items()}
    titles = [key for key in _TITLES if is_scalar(texts.get(key))]
    title = texts[titles[0]] if titles else None
    if titles[:1] in ([], ["subject"]) and above is not None:
        title = above
    name = next((texts[key] for key in _IDS if is_scalar(texts.get(key))), None)
    body = next((key for key in _BODIES if _is_text(texts.get(key))), None)
    bodies = [] if body is None else [body]
    bodies += [key for key in _VARIANTS if isinstance(texts.get(key), list)]
    for key in bodies if title is not None or name is not None or listed else ():
        if keys[key] == "#text" and title is None:
            continue  # an XML element with attributes, such as the title itself
        told = texts[key]
        for number, text in enumerate(told) if isinstance(told, list) else [(None, told)]:
            if isinstance(text, Text) and text.strip() and text is not title:
                yield Found(
                    text,
                    (*location, keys[key], *(() if number is None else (number,))),
                    id=name_of(name),
                    title=name_of(title),
                    customer=_asked(texts) if key in _ANSWERS else None,
                    kind=_one_of(KINDS, texts.get("kind")),
                    channel=_one_of(CHANNELS, texts.get("channel")),
                )


def _is_text(value: Value) -> bool:
    """Tell a text, or a list of texts."""
    one = value[0] if isinstance(value, list) and value else value
    return isinstance(one, Text) and bool(one.strip())


def _in_english(value: Value) -> Value:
    """Return the English one of texts by their languages; all else as it is."""
    if isinstance(value, dict) and all(map(_is_code, value)):
        return next((text for code, text in value.items() if _is_english(code)), value)
    return value


def _asked(texts: dict[str, Value]) -> Text | None:
    asked = next((texts[key] for key in _ASKED if key in texts), None)
    return asked if isinstance(asked, Text) else None


def _one_of(known: tuple[str, ...], said: Value) -> str | None:
    return str(said) if said in known else None


@lru_cache(_MANY)
def plain_key(key: str) -> str:
    """Return a key's letters and digits alone: "Response text (sent)" is "responsetext"."""
    return "".join(re.findall("[a-z0-9]+", re.sub(r"\([^()]*\)", "", key).lower()))


def _texts_by_title(holder: dict[str, Value], location: Location) -> Iterator[Found]:
    prose = [(key, value) for key, value in holder.items() if _is_prose(value)]
    if 2 * len(prose) < len(holder):
        return
    for key, value in prose:
        if plain_key(key) in (_TOLD | _ASIDE | _OTHERS) or key in _TITLES or _is_foreign(key):
            continue
        for number, text in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(text, Text):
                at = (*location, key) if number is None else (*location, key, number)
                yield Found(text, at, title=key)


def _is_prose(value: Value) -> bool:
    if isinstance(value, list):
        return bool(value) and 2 * sum(map(_is_prose, value)) >= len(value)
    return isinstance(value, Text) and len(value.split()) >= _FEW_WORDS


_ALL_KEYS = frozenset((*_TITLES, *_BODIES, *_VARIANTS, *_IDS, *_ASKED, *_OTHERS))
_OTHER_LANGUAGES = frozenset(
    (
        "ar bg cs da de el es et fa fi fr he hr hu id is it ja ko lt lv ms nb nl nn no pl pt ro ru"
        " sk sl sr sv th tr uk vi zh"
    ).split()
)
