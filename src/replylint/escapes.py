"""This file writes a text as a format wants it: what is special there is escaped.

A passage knows by which names it came out of its source; a fix goes back by the same way.
"""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_MARKDOWN = re.compile(r"[\\`*_\[\]<>|~#]")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
# What a plain text of YAML may hold wherever it stands, inside of lists too.
_PLAIN = re.compile(r"(?:(?!\s#|:\s|:$)[^\[\]{},\r\n\t])*")
_SOFT_BREAK = re.compile(r"=\r?\n")
_ASCII = re.compile(r"[ -<>-~]*")


def _backslashed(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _one_line(text: str) -> str | None:
    return None if "\n" in text or "\r" in text else text


def _single(text: str) -> str | None:
    return _one_line(text.replace("'", "''"))


def _plain(text: str) -> str | None:
    return text if _PLAIN.fullmatch(text) else None


def _bare(text: str) -> str | None:
    return text if text.isprintable() and not set(text) & set('",;|') else None


def _entities(text: str) -> str:
    return text.translate(_ENTITIES)


def _cdata(text: str) -> str | None:
    return text if text == _entities(text) else None


def _markdown(text: str) -> str:
    return _MARKDOWN.sub(r"\\\g<0>", text.replace("&", "&amp;"))


def _quoted_printable(text: str) -> str | None:
    return text.replace("=", "=3D") if _ASCII.fullmatch(text.replace("=", "")) else None


def _unbackslashed(text: str) -> str:
    try:
        return str(json.loads(f'"{text}"', strict=False))
    except json.JSONDecodeError:
        return text


# By name, how a text is read that was written so, as near as showing it needs.
_READ: dict[str, Callable[[str], str]] = {
    "json": _unbackslashed,
    "yaml-double": _unbackslashed,
    "yaml-single": lambda text: text.replace("''", "'"),
    "csv-quoted": lambda text: text.replace('""', '"'),
    "po": _unbackslashed,
    "xml": unescape,
    "html": unescape,
    "quoted-printable": lambda text: _SOFT_BREAK.sub("", text).replace("=3D", "="),
}


def read_back(text: str, escapes: Sequence[str]) -> str:
    r"""Return a part of a source as it is meant there, for showing; see ``written``.

    >>> read_back('a &lt; \\"b\\"', ("json", "html"))
    'a < "b"'
    """
    for name in escapes:
        text = _READ.get(name, str)(text)
    return text


# By name, how a text is written; what cannot be written there is None.
ESCAPES: dict[str, Callable[[str], str | None]] = {
    "json": _backslashed,
    "yaml-double": _backslashed,
    "yaml-single": _single,
    "yaml-plain": _plain,
    "yaml-block": _one_line,
    "csv-quoted": lambda text: text.replace('"', '""'),
    "csv-bare": _bare,
    "po": _backslashed,
    "xml": _entities,
    "xml-cdata": _cdata,
    "html": _entities,
    "markdown": _markdown,
    "quoted-printable": _quoted_printable,
}


def written(text: str, escapes: Sequence[str]) -> str | None:
    r"""Return a text as it is to stand in a source; None where it cannot.

    ``escapes`` are names of ``ESCAPES``, the source's own first: an HTML text in a JSON string has
    ("json", "html").

    >>> written('a < "b"', ("json", "html"))
    'a &lt; \\"b\\"'
    """
    found: str | None = text
    for name in reversed(escapes):
        if found is not None:
            found = ESCAPES[name](found)
    return found
