"""The HTML report shows replies as people see them, whatever way of writing they came by."""

from __future__ import annotations

import base64
import json
import quopri

import pytest
from pack import rule, write_pack

from replylint import Linter
from replylint.config import Entry, Layer
from replylint.files import open_source
from replylint.reporters.html import Note, _files
from replylint.settings import Configs

REPLY = 'Hi {{ name | default: "there" }},\n\nit comes soon:\n  a & b\n\n> You said so.\n\n-- \nTom'
MAIL = (
    "From: a@b.example\nContent-Type: text/plain; charset=utf-8\n"
    "Content-Transfer-Encoding: {}\n\n{}\n"
)


def mail(way, body):
    return MAIL.format(way, body.decode()).encode()


WAYS = {
    "reply.txt": REPLY.encode(),
    "crlf.txt": REPLY.replace("\n", "\r\n").encode(),
    "macros.json": json.dumps({"macros": [{"title": "A", "body": REPLY}]}).encode(),
    "replies.yaml": f"- title: A\n  body: {json.dumps(REPLY)}\n".encode(),
    "replies.csv": f'question,answer\nQ,"{REPLY.replace(chr(34), chr(34) * 2)}"\n'.encode(),
    "plain.eml": mail("8bit", REPLY.encode()),
    "printable.eml": mail("quoted-printable", quopri.encodestring(REPLY.encode())),
}


@pytest.fixture(scope="module")
def linter(tmp_path_factory):
    house = write_pack(tmp_path_factory.mktemp("house"), {"c/soon": rule("comes soon")})
    above = Layer({"packs": (Entry(str(house)),)})
    return Linter.configured(Configs(isolated=True, above=above), keeping=True)


def shown(linter, path, data):
    """Return the text of the one reply of a file as the page has it, and the words it marks."""
    path.write_bytes(data)
    run = linter.lint_source(open_source(path))
    notes = [Note(number, finding) for number, finding in enumerate(run.findings, 1)]
    ((reply,),) = (file.replies for file in _files(run, notes))
    text = "".join(segment.text for segment in reply.segments)
    marked = [segment.text for segment in reply.segments if segment.notes]
    return text.replace("\r\n", "\n"), marked


@pytest.mark.parametrize("name", list(WAYS))
def test_a_reply_is_shown_as_it_is_meant(linter, tmp_path, name):
    assert shown(linter, tmp_path / name, WAYS[name]) == (REPLY, ["comes soon"])


def test_in_base64_a_placeholder_is_a_word(linter, tmp_path):
    """Which of the letters of base64 are its own cannot be told."""
    body = base64.encodebytes(REPLY.encode())

    text, marked = shown(linter, tmp_path / "coded.eml", mail("base64", body))

    assert marked == ["comes soon"]
    assert text.partition(",")[2] == REPLY.partition(",")[2]
    assert len(text) < len(REPLY)


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        (
            "a.html",
            "<p>Ask {{ x | y: &quot;z&quot; }}, <code>a &lt; b</code>.</p>",
            'Ask {{ x | y: "z" }}, a < b.',
        ),
        ("a.html", "<p>See <code>a", "See a"),
        ("a.md", "See `a`, **b** and [c](https://x.example).", "See `a`, b and c."),
        ("a.txt", "\n\nOne `two` **three**.\n\n\n", "One `two` **three**."),
    ],
)
def test_markup_is_shown_as_it_looks(linter, tmp_path, name, data, text):
    assert shown(linter, tmp_path / name, data.encode())[0] == text
