"""Plain text: what is the agent's, what the customer's, and where lines run on."""

from __future__ import annotations

import pytest
from reading import read_back, text_of

LINES = [
    ("one line", "One line.", "One line."),
    (
        "hard wraps are joined",
        "We will get back to you as soon as\npossible.",
        "We will get back to you as soon as possible.",
    ),
    ("… with trailing spaces too", "one of the \ntwo", "one of the two"),
    ("a blank line parts", "One.\n\nTwo.", "One.\nTwo."),
    ("a rule parts", "One\n---\nTwo\n=====\nThree", "One\nTwo\nThree"),
    ("a greeting stands alone", "Hi Ana,\nthanks for that.", "Hi Ana,\nthanks for that."),
    ("a sign-off stands alone", "See you.\nBest,\nTom", "See you.\nBest,\nTom"),
    ("list items stand alone", "Do this:\n- one\n- two", "Do this:\n- one\n- two"),
    ("numbered items too", "1. Click\n2. Save", "1. Click\n2. Save"),
    (
        "a line that starts like a sign-off runs on",
        "Your parcel went out today with the first\nvan of the day.",
        "Your parcel went out today with the first van of the day.",
    ),
    ("emphasis goes", "It is **very** _soon_ now.", "It is very soon now."),
    ("stars in sums stay", "2 * 3 * 4", "2 * 3 * 4"),
    ("double spaces go", "soon  and   later", "soon and later"),
    ("curly quotes are folded", "It’s “here”", 'It\'s "here"'),
    ("special spaces are folded", "24\u00a0hours", "24 hours"),
    ("what has no width goes", "so\u200bon", "soon"),
    ("a line separator ends a line", "One\u2028two", "One\ntwo"),
    ("steps stand alone", "Step 1: Open it\nStep 2: close it", "Step 1: Open it\nStep 2: close it"),
    (
        "a greeting that runs on",
        "Hi Ana, thanks for getting back to me about the blue lamp and\nthe cable.",
        "Hi Ana, thanks for getting back to me about the blue lamp and the cable.",
    ),
    ("a name is a greeting", "Ana,\nthanks for that.", "Ana,\nthanks for that."),
    ("an emoji ends a line", "sorry 😔\nhere it is 🎉", "sorry 😔\nhere it is 🎉"),
    (
        "no margin is that wide",
        f"{'One line of a writer who does not break lines. ' * 3}So\nthis is another.",
        f"{'One line of a writer who does not break lines. ' * 3}So\nthis is another.",
    ),
    (
        "Windows line ends",
        "One line that is long enough to be a full\r\nline here.",
        "One line that is long enough to be a full line here.",
    ),
    (
        "addresses are masked",
        "Write to a.b@example.com or https://x.io/soon!",
        "Write to mailbox or link!",
    ),
]


@pytest.mark.parametrize(
    ("text", "expected"), [row[1:] for row in LINES], ids=[row[0] for row in LINES]
)
def test_lines(text, expected):
    assert text_of("x.txt", text) == expected


MAIL = [
    ("quotes are the customer's", "> Where is it?\n\nOn its way.", "On its way.", "Where is it?"),
    (
        "between the lines",
        "> Where is it?\nOn its way.\n> And when?\nOn Friday.",
        "On its way.\nOn Friday.",
        "Where is it?\nAnd when?",
    ),
    (
        "deeper quotes are older",
        "> Where is it?\n>> We sent it.\n\nHere.",
        "Here.",
        "Where is it?",
    ),
    (
        "a thread below, quoted",
        "Here.\n\nOn Mon, 3 May 2026 at 10:02, Ana <ana@x.example> wrote:\n> Where is it?\n",
        "Here.",
        "Where is it?",
    ),
    (
        "its head on two lines",
        "Here.\n\nOn Mon, 3 May 2026 at 10:02, Ana Maria dos Santos\n<a@x.example> wrote:\n\nWhere?",
        "Here.",
        "Where?",
    ),
    (
        "a thread above",
        "On 3 May 2026, Ana wrote:\n> Where is it?\n\nHi Ana,\n\nhere.",
        "Hi Ana,\nhere.",
        "Where is it?",
    ),
    (
        "a thread in a thread",
        "Here.\n\nOn 4 May, Ana wrote:\nWhere?\n\nOn 3 May, Tom wrote:\nSent.",
        "Here.",
        "Where?",
    ),
    (
        "Outlook",
        "Here.\n\nFrom: Ana <ana@x.example>\nSent: Monday, May 3\nTo: Help\nSubject: Late\n\nWhere?",
        "Here.",
        "Where?",
    ),
    (
        "Outlook in bold, below a line",
        "Here.\n\n________________________________\n*From:* Ana\n*Sent:* May 3\n*To:* Help\n\nWhere?",
        "Here.",
        "Where?",
    ),
    (
        "an original message",
        "See below.\n-----Original Message-----\nFrom: x\nTo: y\nSubject: z\n\nWhere?",
        "See below.",
        "Where?",
    ),
    (
        "a forwarded message",
        "I pass this on.\n\n---------- Forwarded message ---------\nFrom: Ana\n"
        "Date: Mon\nSubject: Late\n\nWhere?",
        "I pass this on.",
        "Where?",
    ),
    ("Begin forwarded message", "Look.\n\nBegin forwarded message:\n\nWhere?", "Look.", "Where?"),
    (
        "German mail programs",
        "Here.\n\nAm 3.5.2026 um 9:00 schrieb Ana:\n> Where?",
        "Here.",
        "Where?",
    ),
    (
        "the customer's signature goes",
        "Here.\n\nOn 3 May, Ana wrote:\n> Where?\n> -- \n> Ana Ltd",
        "Here.",
        "Where?",
    ),
    (
        "what the agent reports is no thread",
        "On 3 May you wrote:\nthat it was late. I see why.",
        "On 3 May you wrote:\nthat it was late. I see why.",
        None,
    ),
    ("a signature goes", "Bye.\n-- \nTom, Support\nsoon", "Bye.", None),
    (
        "a thread below a signature",
        "Bye.\n-- \nTom\n\nOn 3 May, Ana wrote:\n> Where?",
        "Bye.",
        "Where?",
    ),
    (
        "a signature under the name goes",
        "It is here.\n\nKind regards,\nTom Reed\nSupport Engineer\n+44 20 7946 0000\nwww.x.example",
        "It is here.\nKind regards,\nTom Reed",
        None,
    ),
    (
        "Zendesk",
        "Here.\n\n----------------------------------------------\nAna Lopes, May 4, 2026, 10:02 AM:\n"
        "Where?\n##- Please type your reply above this line -##",
        "Here.",
        "Where?",
    ),
    (
        "two original messages",
        "Here.\n\n----- Original Message -----\nFrom: Ana\nSent: Mon\nTo: x\n\nWhere?\n\n"
        "----- Original Message -----\nFrom: Tom\nSent: Sun\nTo: y\n\nSent.",
        "Here.",
        "Where?",
    ),
    (
        "German Outlook",
        "Here.\n\nVon: Ana <ana@x.example>\nGesendet: Montag, 4. Mai 2026\nAn: Help\nBetreff: Late\n\nWhere?",
        "Here.",
        "Where?",
    ),
    ("a plain head", "Here.\n\nAna <ana@x.example> wrote:\n> Where?", "Here.", "Where?"),
    (
        "a head within the quote",
        "> On 3 May 2026, Ana <ana@x.example> wrote:\n>\n> Where?\n\nHere.",
        "Here.",
        "Where?",
    ),
    (
        "a quoted line that was broken on its way",
        "> I ordered the same lamp twice because the page did not load and I\npressed again.\n"
        "> Sorry.\n\nHere.",
        "Here.",
        "I ordered the same lamp twice because the page did not load and I pressed again.\nSorry.",
    ),
    (
        "somebody else wrote",
        "On 4 May the courier wrote:\n\n“Left it there.” Did you see it?",
        'On 4 May the courier wrote:\n"Left it there." Did you see it?',
        None,
    ),
    (
        "a form is no head",
        "Fill it in like this:\n\nFrom: your old address\nTo: your new one\nSubject: empty\n\nThen save.",
        "Fill it in like this:\nFrom: your old address\nTo: your new one\nSubject: empty\nThen save.",
        None,
    ),
    (
        "thanks are not always the end",
        "hey Ana\nthanks!\njust reset it\ntry again now\nMaria",
        "hey Ana\nthanks!\njust reset it try again now\nMaria",
        None,
    ),
    (
        "prose that sounds like a footer",
        "To unsubscribe, open any of our letters.\n\nYou're receiving this because it failed.\n\n"
        "This message is intended to help you choose.",
        "To unsubscribe, open any of our letters.\nYou're receiving this because it failed.\n"
        "This message is intended to help you choose.",
        None,
    ),
    (
        "a question above the sign-off is no footer",
        "It is sent.\n\nQuestions? Just reply to this email.\n\nBest,\nAnn",
        "It is sent.\nQuestions? Just reply to this email.\nBest,\nAnn",
        None,
    ),
    (
        "closings of other kinds",
        "It is sent.\n\nThanks & regards,\nAnn Lee\nHelp\n+44 20 7946 0000",
        "It is sent.\nThanks & regards,\nAnn Lee",
        None,
    ),
    (
        "a footer of several lines, with a signature",
        "Here.\n\nKind regards,\nTom Reed\nCustomer Care\n\nThis e-mail and any files with it are\n"
        "confidential. You must not read on.\n\nAcme Ltd is registered in England. You must know.",
        "Here.\nKind regards,\nTom Reed",
        None,
    ),
    (
        "a signature below a rule",
        "You have it by Wednesday.\n\n---\nTom Reed\nSupport | Acme\nT: +44 20 7946 0000",
        "You have it by Wednesday.",
        None,
    ),
    (
        "a firewall's banner",
        "CAUTION: This email originated from outside the company. You must not click.\n\nHere it is.",
        "Here it is.",
        None,
    ),
    ("link targets", "Write to a@b.example<mailto:a@b.example>.", "Write to mailbox.", None),
    (
        "a postscript stays",
        "It is here.\n\nKind regards,\nTom\n\nPS: You failed to reply.",
        "It is here.\nKind regards,\nTom\nPS: You failed to reply.",
        None,
    ),
    (
        "prose under a sign-off stays",
        "Thanks,\nand let me know.\n\nIt is here.",
        "Thanks,\nand let me know.\nIt is here.",
        None,
    ),
    (
        "a legal footer goes",
        "It is here.\n\nTom\n\nThis e-mail and its attachments are confidential and\n"
        "intended for the addressee only. You must not read on.",
        "It is here.\nTom",
        None,
    ),
    ("Sent from my phone", "It is here.\n\nSent from my iPhone", "It is here.", None),
    (
        "a transcript",
        "Customer:\nI got one chair. Where is the other?\n\nReply:\nHi there,\n\nit comes on Friday.",
        "Hi there,\nit comes on Friday.",
        "I got one chair. Where is the other?",
    ),
    (
        "a chat",
        "Customer: Where is it?\nAgent: On its way.\nCustomer: And when?\nAgent: On Friday.",
        "On its way.\nOn Friday.",
        "Where is it?\nAnd when?",
    ),
    (
        "a label alone is none",
        "Customer: this is what the field is called.\nUse it.",
        "Customer: this is what the field is called.\nUse it.",
        None,
    ),
    (
        "what a library says of a reply goes",
        "Title: Late parcel\nTags: shipping, late\n\nHi Ana,\n\nit is here.",
        "Hi Ana,\nit is here.",
        None,
    ),
    (
        "the head of a mail goes",
        "To: Ana\nSubject: You must pay now\n\nHi Ana,\n\nit is here.",
        "Hi Ana,\nit is here.",
        None,
    ),
]


@pytest.mark.parametrize(
    ("text", "reply", "customer"), [row[1:] for row in MAIL], ids=[row[0] for row in MAIL]
)
def test_the_shape_of_mail(text, reply, customer):
    assert read_back("x.txt", text) == [(None, reply, customer)]


def test_a_quoted_message_is_what_the_reply_answers(linter):
    mail = "We will let you know soon.\n\nOn 3 May, Ana wrote:\n> When does my parcel arrive?\n"

    finding, *_ = [f for f in linter.lint(mail) if f.category == "unanswered-when"]

    assert "“When does my” (line 4)" in finding.message


def test_titles_between_dashes_part_replies():
    text = "# Notes\n\n---- Late parcel\nIt is late.\n\n---- Refund ----\n\nIt is paid.\n---- Refund\nx y"

    assert read_back("x.txt", text) == [
        ("Late parcel", "It is late.", None),
        ("Refund", "It is paid.", None),
        ("Refund", "x y", None),
    ]


@pytest.mark.parametrize("text", ["", "\n\n", "> quoted\n", "-- \nTom", "\ufeff", "---\n***"])
def test_there_is_no_draft_without_prose(text):
    assert read_back("x.txt", text) == []
