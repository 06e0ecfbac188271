"""What the tests of readers share: bytes in, (name, draft text, customer's message) out."""

from __future__ import annotations

from io import BytesIO

from replylint.readers import is_streamed, read
from replylint.source import Source, Stream


def source_of(path, content):
    data = content if isinstance(content, bytes) else content.encode()
    if is_streamed(path):
        return Stream.opened(path, lambda: BytesIO(data))
    return Source.decode(path, data)


def drafts_of(path, content, **settings):
    return list(read(source_of(path, content), **settings))


def read_back(path, content, **settings):
    """Return (name, draft text, customer's message) of each reply in a file."""
    return [
        (draft.name, draft.text.strip(), draft.customer and draft.customer.text.strip())
        for draft in drafts_of(path, content, **settings)
    ]


def text_of(path, content):
    """Return the text of the one reply in a file."""
    ((_, text, _),) = read_back(path, content)
    return text


def disagreements(draft):
    """Return the characters of a draft that are not the source's though they are said to be."""
    found = []
    for offset, character in enumerate(draft.text):
        place = draft.place(offset, offset + 1)
        original = draft.source.text[place.start : place.end]
        same = character == original or (character in " \n" and original.isspace())
        same = same or (character, original) in FOLDED
        if place.exact and not same:
            found.append((offset, character, original))
    return found


FOLDED = {("'", "’"), ("'", "‘"), ("'", "`"), ('"', "“"), ('"', "”"), ("-", "‑")}
