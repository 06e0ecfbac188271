"""Mail: the agent's words out of headers, parts and encodings."""

from __future__ import annotations

from email import policy
from email.message import EmailMessage
from email.mime.application import MIMEApplication
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import disagreements, drafts_of, read_back

REPLY = "Hi Ana,\n\nwe’ll reply soon to cafés.\n\n> Where is it?\n"
READ = [(None, "Hi Ana,\nwe'll reply soon to cafés.", "Where is it?")]


def mail(encoding="8bit", charset="utf-8", line_end="\n", text=REPLY):
    message = EmailMessage(policy=policy.default.clone(linesep=line_end))
    message["Subject"] = "You must pay now"
    message["From"] = "help@shop.example"
    message.set_content(text, cte=encoding, charset=charset)
    return message


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["8bit", "quoted-printable", "base64"])
@pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
def test_a_mail_of_one_part(encoding, charset, line_end):
    assert read_back("x.eml", mail(encoding, charset, line_end).as_bytes()) == READ


def both():
    message = MIMEMultipart("alternative")
    message.attach(MIMEText("<p>You failed.</p>", "html"))
    message.attach(MIMEText(REPLY, "plain", "utf-8"))
    return message


def html_alone():
    message = MIMEMultipart("alternative")
    message.attach(MIMEText("\n", "plain"))
    html = "<p>Hi Ana,</p><p>we&rsquo;ll reply soon to caf&eacute;s.</p><blockquote>Where is it?"
    message.attach(MIMEText(html, "html"))
    return message


def with_attachment():
    message = MIMEMultipart()
    note = MIMEText("You failed.", "plain")
    note.add_header("Content-Disposition", "attachment", filename="note.txt")
    message.attach(note)
    message.attach(both())
    message.attach(MIMEApplication(b"\0\1"))
    return message


def forwarded():
    message = MIMEMultipart()
    message.attach(MIMEText("Hi Ana,\n\nwe’ll reply soon to cafés.", "plain", "utf-8"))
    message.attach(MIMEMessage(mail(text="Where is it?\n\n> Older.")))
    return message


def forwarded_as_outlook_does():
    message = forwarded()
    message.get_payload()[1].add_header("Content-Disposition", "attachment")
    return message


def picture_between():
    message = MIMEMultipart()
    message.attach(MIMEText("Hi Ana,", "plain"))
    message.attach(MIMEApplication(b"\0\1"))
    message.attach(MIMEText("we’ll reply soon to cafés.\n\n> Where is it?", "plain", "utf-8"))
    return message


def no_plain_text():
    message = MIMEMultipart("alternative")
    message.attach(MIMEText("Your mail program cannot show HTML. Open it in a browser.", "plain"))
    message.attach(html_alone().get_payload()[1])
    return message


def attached_data():
    message = MIMEMultipart()
    data = MIMEText("order;number", "plain")
    data.add_header("Content-Disposition", "inline", filename="orders.csv")
    message.attach(data)
    message.attach(html_alone())
    return message


@pytest.mark.parametrize(
    "make",
    [
        both,
        html_alone,
        with_attachment,
        forwarded,
        forwarded_as_outlook_does,
        picture_between,
        no_plain_text,
        attached_data,
    ],
)
def test_a_mail_of_several_parts(make):
    assert read_back("x.eml", make().as_bytes()) == READ


def raw(*lines, charset="utf-8"):
    return "\n".join(lines).encode(charset)


BROKEN = [
    ("no headers", raw("Hi Ana,", "", "it is here."), "Hi Ana,\nit is here."),
    ("headers alone", raw("Subject: x", "From: y"), None),
    ("empty", b"", None),
    (
        "no boundary",
        raw("Content-Type: multipart/alternative", "", "it is here."),
        "it is here.",
    ),
    (
        "no last boundary",
        raw('Content-Type: multipart/mixed; boundary="b"', "", "x", "--b", "", "it is here."),
        "it is here.",
    ),
    (
        "a boundary that never comes",
        raw('Content-Type: multipart/mixed; boundary="b"', "", "it is here."),
        "it is here.",
    ),
    (
        "a part in itself",
        raw('Content-Type: multipart/mixed; boundary="b"', "", "--b",
            'Content-Type: multipart/mixed; boundary="b"', "", "--b", "", "it is here.", "--b--"),
        "it is here.",
    ),
    (
        "a charset that there is not",
        raw("Content-Type: text/plain; charset=klingon", "", "it is at the café."),
        "it is at the café.",
    ),
    (
        "a charset that lies",
        raw("Content-Type: text/plain; charset=us-ascii", "", "it is at the café."),
        "it is at the café.",
    ),
    (
        "UTF-8 that is Windows-1252",
        raw("Content-Type: text/plain; charset=utf-8", "", "it is at the café.", charset="cp1252"),
        "it is at the café.",
    ),
    (
        "an encoding that there is not",
        raw("Content-Transfer-Encoding: x-uuencode", "", "it is here."),
        "it is here.",
    ),
    (
        "quoted-printable that is cut",
        raw("Content-Transfer-Encoding: quoted-printable", "", "it is=20h=", "ere =E2=80=99 =4", "="),
        "it is here ' =4",
    ),
    (
        "base64 that is cut",
        raw("Content-Transfer-Encoding: base64", "", "aXQgaXMgaGVyZS4gU28gaXM"),
        "it is here. So is",
    ),
    (
        "headers that are nonsense",
        raw("Content-Type: ;;;", "Content-Transfer-Encoding: =?x?=", "X: \udcff".encode(errors="replace").decode(), "", "it is here."),
        "it is here.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "expected"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN]
)
def test_a_broken_mail_gives_what_there_is(data, expected):
    assert read_back("x.eml", data) == ([(None, expected, None)] if expected else [])


def test_places_lead_through_quoted_printable():
    text = "Subject: x\nContent-Transfer-Encoding: quoted-printable\n\nWe=E2=80=99ll reply so=\non.\nYou failed."
    (draft,) = drafts_of("x.eml", text)

    you, soon = draft.text.index("You failed"), draft.text.index("soon")
    exact, parted = draft.place(you, you + 10), draft.place(soon, soon + 4)

    assert draft.text.startswith("We'll reply soon.")
    assert (text[exact.start : exact.end], exact.exact) == ("You failed", True)
    assert (text[parted.start : parted.end], parted.exact) == ("so=\non", False)


def test_a_finding_in_base64_shows_the_words(command, tmp_path):
    (tmp_path / "x.eml").write_bytes(
        mail("base64", text="Hi,\n\nyou failed to reply.\n").as_bytes()
    )

    done = command("check", "x.eml")

    assert "    you failed to reply.\n    ^^^^^^^^^^^^^\n" in done.out
    assert "x.eml\n  7:1 error blaming/you-failed-to" in done.out


TEXT = st.lists(
    st.text(alphabet="ab é’😀=.\t-F>_", max_size=90).filter(lambda line: line.strip(" \t-_=>.")),
    min_size=1,
    max_size=4,
).map("\n\n".join)


@given(
    TEXT, st.sampled_from(["8bit", "quoted-printable", "base64"]), st.sampled_from(["\n", "\r\n"])
)
@settings(deadline=None)
def test_what_the_standard_writer_wrote_reads_back(text, encoding, line_end):
    written = drafts_of("x.eml", mail(encoding, line_end=line_end, text=f"{text}\n").as_bytes())
    plain = drafts_of("x.txt", f"{text}\n")

    assert [(d.text, d.customer and d.customer.text) for d in written] == [
        (d.text, d.customer and d.customer.text) for d in plain
    ]
    for draft in written:
        assert disagreements(draft) == []


HOSTILE = st.lists(st.sampled_from([
    "Content-Type: multipart/mixed; boundary=b", "Content-Type: text/html", "Content-Type: message/rfc822", "--b", "--b--",
    "Content-Transfer-Encoding: quoted-printable", "Content-Transfer-Encoding: base64", "", "", "aGk=", "=E2=80", "a=", "<p>é",
    "Content-Type: text/plain; charset=utf-7", "Content-Type: text/plain; charset=utf-16", "> q", "From: x", ":", " x",
]), max_size=20).map("\n".join)  # fmt: skip


@given(HOSTILE)
@settings(deadline=None, max_examples=300)
def test_every_exact_character_is_the_sources(text):
    for draft in drafts_of("x.eml", text):
        assert disagreements(draft) == []
