"""Broken and hostile files: a plain result, and nothing is lost of the other files."""

from __future__ import annotations

import pytest
from reading import drafts_of

MANY = 10_000
HOSTILE = {
    "x.txt": [
        ">" * MANY + " hi",
        "> " * MANY + "hi",
        "{{" * MANY,
        "{% if " * MANY,
        "[" * MANY,
        "<" * MANY,
        "____ " * MANY,
        "{{ _('a b " * 1000,
        "{% comment %}" * 1000,
        "From: a\n" * MANY,
        "On 3 May\n" * MANY,
        "Thanks,\n" * MANY,
        "\n" * MANY,
        " " * MANY + "x",
    ],
    "x.md": [
        "> " * MANY + "hi",
        "- " * MANY + "hi",
        "[" * MANY,
        "[a](" * MANY,
        "[" * 3000 + "a" + "]" * 3000,
        "**" * 3000 + "a" + "**" * 3000,
        "*a **b " * 700 + "c** d*" * 700,
        "*a " * MANY,
        "<div>\n" * MANY,
        "|" * MANY + "\n" + "|-" * MANY,
        "```\n" * 2001,
        "[a]: b\n" * MANY,
        "{{" * MANY,
    ],
    "x.html": [
        "<div>" * MANY + "hi",
        "<blockquote>" * MANY + "hi",
        "<" * MANY,
        "<a " * MANY,
        '<a href="' * MANY,
        "<!--" * MANY,
        "<![" * MANY,
        "<?" * MANY,
        "</" * MANY,
        "&" * MANY,
        "&#" * MANY,
        "<style>" * MANY,
        "<p hidden>" * MANY,
        "{{" * MANY,
    ],
    "rules.txt": ["Hi Ana.\n\n" + "---\n" * MANY + "\nBye."],
    "x.eml": [
        "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n" * MANY,
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n" * 1000,
        "A: b\n" * MANY,
        "Content-Type: text/plain; " + "a=b; " * 1000 + "\n\nhi",
        "Content-Transfer-Encoding: quoted-printable\n\n" + "=" * MANY,
        "Content-Transfer-Encoding: base64\n\n" + "aGVsbG8g" * MANY,
    ],
}


@pytest.mark.parametrize(
    ("path", "text"), [(path, text) for path, texts in HOSTILE.items() for text in texts],
    ids=lambda value: repr(value[:20]),
)  # fmt: skip
def test_hostile_text_is_read_in_its_time(path, text):
    for draft in drafts_of(path, text):
        assert draft.place(0, len(draft.text)).end <= len(text)
        assert all(0 <= start < end <= len(draft.whole.text) for start, end in draft.left_out())


BROKEN = {
    "cut.html": b"<p>It is at the caf\xc3",
    "cut.md": b"# One\n\n```\nnot closed",
    "cut.eml": b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Transfer-Encod",
    "lying.html": b'<meta charset="utf-16"><p>caf\xe9</p>',
    "binary.eml": b"Subject: x\n\n\0\0",
    "utf16.txt": b"\xff\xfeh",
    "empty.html": b"",
}


def test_nothing_is_lost_of_the_other_files(command, tmp_path):
    for name, data in BROKEN.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "good.md").write_text("We will reply **soon**.")

    result = command("check", ".", "--output-format", "concise")

    assert result.code == 2
    assert result.out.startswith("good.md:1:17: warning vague-timeline/soon ")
    assert result.err.splitlines() == [
        "binary.eml:3:1: is binary: a NUL byte stands here (give a text file)",
        "utf16.txt: begins as UTF-16 and is not (save it as UTF-8)",
    ]
