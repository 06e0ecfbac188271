"""This file reads JSON and JSON Lines, with the place of every text.

The standard library decodes the strings; it tells no places and takes repeated keys, so what is
around the strings is read here, without recursion.
"""

from __future__ import annotations

import re
from json import JSONDecodeError, JSONDecoder
from typing import TYPE_CHECKING

from replylint.readers.data.values import MAX_DEPTH, Text, fault, too_deep, twice

if TYPE_CHECKING:
    from replylint.draft import DraftBuilder
    from replylint.errors import InputError
    from replylint.readers.data.values import Value
    from replylint.source import Source

_TOKEN = re.compile(
    r"""[ \t\r\n]*(?:
    (?P<text>")
  | (?P<sign>[{}\[\],:])
  | (?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)(?![\w.])
  | (?P<word>true|false|null)(?!\w)
  )""",
    re.VERBOSE,
)
_DECODER = JSONDecoder()
_SPACE = re.compile(r"[ \t\r\n]*")
_WORDS = {"true": True, "false": False, "null": None}
_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)"
)
_LONE = re.compile("[\ud800-\udfff]")
# How far back the sign before a mistake is looked for.
_AROUND = 200
# Longer numbers are taken roughly: nothing asks for them.
_MAX_DIGITS = 300

# What may come next.
_ANY, _ITEM, _KEY, _FIRST_KEY, _COLON, _COMMA = range(6)
_EXPECTED = {
    _ANY: "a value",
    _ITEM: "a value or ']'",
    _KEY: "a key in double quotes",
    _FIRST_KEY: "a key in double quotes or '}'",
    _COLON: "a ':' after the key",
    _COMMA: "',' or the end of the list or object",
}


class _Open:
    """A list or an object that is not closed yet."""

    __slots__ = ("key", "keys", "start", "value")

    def __init__(self, value: list[Value] | dict[str, Value], start: int) -> None:
        self.value, self.start = value, start
        self.key = ""
        self.keys: dict[str, int] = {}  # each key, and where it stands

    def add(self, value: Value) -> None:
        if isinstance(self.value, dict):
            self.value[self.key] = value
        else:
            self.value.append(value)


def parse_json(source: Source) -> Value:
    """Return what a JSON text holds.

    Raises:
        InputError: it is no JSON, has a key twice, or is nested too deep; with its place.
    """
    text = source.text
    top: list[Value] = []
    stack = [_Open(top, 0)]
    expected, at = _ANY, 0
    while match := _TOKEN.match(text, at):
        kind, start = match.lastgroup, match.start(match.lastindex or 0)
        at = match.end()
        here = stack[-1]
        if kind == "sign":
            sign = text[start]
            if sign in "{[" and expected in (_ANY, _ITEM):
                if len(stack) > MAX_DEPTH:
                    raise too_deep(source, start)
                stack.append(_Open({} if sign == "{" else [], start))
                here.add(stack[-1].value)
                expected = _FIRST_KEY if sign == "{" else _ITEM
            elif sign == ":" and expected == _COLON:
                expected = _ANY
            elif sign == "," and expected == _COMMA and len(stack) > 1:
                expected = _KEY if isinstance(here.value, dict) else _ANY
            elif _closes(sign, here, expected) and len(stack) > 1:
                stack.pop()
                expected = _COMMA
            else:
                raise _surprise(source, start, expected, stack)
        elif kind == "text" and expected in (_KEY, _FIRST_KEY):
            key, at = _string(source, start)
            if key in here.keys:
                raise twice(source, start, key, here.keys[key])
            here.keys[key] = start
            here.key = key
            expected = _COLON
        elif expected in (_ANY, _ITEM):
            if kind == "text":
                value, at = _string(source, start)
                here.add(Text.of(value, source, start, at, _write))
            else:
                here.add(_WORDS[match[0].strip()] if kind == "word" else _number(match["number"]))
            expected = _COMMA
        else:
            raise _surprise(source, start, expected, stack)
        if len(stack) == 1 and expected == _COMMA:
            break
    rest = _SPACE.match(text, at)
    end = rest.end() if rest else at
    if end < len(text) or not top or len(stack) > 1:
        raise _surprise(source, end, expected, stack)
    return top[0]


def _closes(sign: str, here: _Open, expected: int) -> bool:
    if isinstance(here.value, dict):
        return sign == "}" and expected in (_FIRST_KEY, _COMMA)
    return sign == "]" and expected in (_ITEM, _COMMA)


def _number(digits: str) -> float:
    try:
        return (
            float(digits)
            if len(digits) > _MAX_DIGITS or not digits.lstrip("-").isdigit()
            else int(digits)
        )
    except OverflowError:
        return 0.0


def _string(source: Source, start: int) -> tuple[str, int]:
    """Return the string whose quote stands at ``start``, and the offset after it."""
    try:
        value, end = _DECODER.raw_decode(source.text, start)
    except JSONDecodeError as error:
        raise _broken_string(source, error) from error
    if not value.isascii():
        value = _LONE.sub("\ufffd", value)
    return value, end


def _broken_string(source: Source, error: JSONDecodeError) -> InputError:
    rest = source.text[error.pos :].strip()
    if error.msg.startswith("Unterminated") or not rest:
        message = "is no JSON: the text that begins here has no closing quote"
    elif "control character" in error.msg:
        message = (
            "is no JSON: a line break or tab stands inside a text (write \\n or \\t; or a quote is"
            " missing above)"
        )
    else:
        message = (
            "is no JSON: '\\' stands before a character that it cannot stand before (write \\\\)"
        )
    return fault(source, error.pos, message)


def _surprise(source: Source, at: int, expected: int, stack: list[_Open]) -> InputError:
    """Return the error for what stands at ``at`` where something else must."""
    found = source.text[at : at + 1]
    if not found:
        at = len(source.text.rstrip())
    before = source.text[max(0, at - _AROUND) : at].rstrip()[-1:]
    if not found and len(stack) > 1:
        here = stack[-1]
        sign = "{" if isinstance(here.value, dict) else "["
        line, _ = source.position(here.start)
        message = f"the file ends, and the '{sign}' of line {line} is not closed (is it cut off?)"
    elif source.text.startswith(("//", "/*", "#"), at):
        message = "JSON has no comments (take them out)"
    elif found in "}]" and before == ",":
        message = f"a comma stands before '{found}' (take it out)"
    elif found and found in "“”„‘’":
        message = "typographic quotes stand around a text (write straight ones)"
    elif found == "'" and expected != _COMMA:
        message = "a text stands in single quotes (write double ones)"
    elif len(stack) == 1 and expected == _COMMA:
        message = "more follows after its end (one object or list in a file; or name it .jsonl)"
    elif expected == _COMMA and before == '"' and found not in "\"'{[":
        message = 'more follows after a closing quote (inside of a text a quote is \\")'
    else:
        message = f"here must stand {_EXPECTED[expected]}"
    return fault(source, at, f"is no JSON: {message}")


def _write(text: Text, builder: DraftBuilder) -> None:
    """Write a string's passage: all but escapes stands in the source as it is."""
    builder.unescape("json")
    content, at = text.source.text, text.start + 1
    for match in _ESCAPE.finditer(content, at, text.end - 1):
        builder.copy(at, match.start())
        value, _ = _DECODER.raw_decode(f'"{match[0]}"')
        builder.stand_in(match.start(), match.end(), _LONE.sub("\ufffd", value))
        at = match.end()
    builder.copy(at, text.end - 1)
