"""Markdown: its prose is read, and one file may hold several replies."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from reading import disagreements, drafts_of, read_back, text_of

from replylint.draft import Passage
from replylint.readers.markdown import plain_text
from replylint.source import Source

# The constructs of CommonMark (and GitHub's tables, tasks and strikethrough), one by one.
CONSTRUCTS = [
    ("a heading", "# Late #\n\nWe reply.", "Late\nWe reply."),
    ("a heading underlined", "Late\n====\nWe reply.\n\nSoon\n---\nx", "Late\nWe reply.\nSoon\nx"),
    ("emphasis", "We **do** *not* __fail__ _you_ ***now***.", "We do not fail you now."),
    ("stars inside words", "in*cred*ible, snake_case_name", "incredible, snake_case_name"),
    ("strikethrough", "~~gone~~ here", "gone here"),
    ("a fence", "One.\n```\nsoon\n```\nTwo.", "One.\nTwo."),
    ("a tilde fence with a language", "~~~py\nsoon\n~~~\nTwo.", "Two."),
    ("a fence that is never closed", "One.\n```\nsoon", "One."),
    ("a longer fence", "````\n```\nsoon\n````\nTwo.", "Two."),
    ("indented code", "One:\n\n    soon\n\nTwo.", "One:\nTwo."),
    ("a code span", "Run `soon` and ``a ` b``.", "Run this and this."),
    ("a link", 'See [the *page*](https://x.io/soon "soon") now.', "See the page now."),
    (
        "links by reference",
        "See [one][r], [two][] and [three].\n\n[r]: https://x.io\n[two]: <https://y.io> 'soon'\n",
        "See one, two and this.",
    ),
    ("autolinks", "See <https://x.io> or <a@b.example>.", "See link or mailbox."),
    ("a bare URL", "See https://x.io/soon.", "See link."),
    ("an image", "One ![soon](x.png) two ![soon][r].", "One two ."),
    ("an image below a line", "We will get back to you as soon as we know it\n![a](b)\n\nNext", "We will get back to you as soon as we know it\nNext"),
    ("a hard break", "One  \ntwo\\\nthree<br>four", "One\ntwo\nthree\nfour"),
    (
        "a soft break",
        "We will get back to you as soon as\npossible.",
        "We will get back to you as soon as possible.",
    ),
    ("an escape", r"It\'s 5 \* 3 \#1 \$2", "It's 5 * 3 #1 $2"),
    ("entities", "Tom &amp; Ana&nbsp;say &#39;no&#39; &hearts;", "Tom & Ana say 'no' ♥"),
    ("a list", "- one\n- two\n  more\n\n* three", "- one\n- two more\n* three"),
    ("a numbered list", "1. one\n2. two\n\n   more", "1. one\n2. two\nmore"),
    ("a list in a list", "- one\n  - two\n    1. three", "- one\n- two\n1. three"),
    ("tasks", "- [x] one\n- [ ] two", "- one\n- two"),
    ("a loose list", "- one\n\n- two", "- one\n- two"),
    (
        "a table",
        "| a | **b** |\n|---|:-:|\n| c \\| d | `e` |",
        "a\nb\nc | d\nthis",
    ),
    ("a rule", "One.\n\n***\n\nTwo.\n\n- - -\n", "One.\nTwo."),
    ("a comment", "<!-- soon -->\nTwo. <!-- soon --> Three.", "Two. Three."),
    ("a long comment", "<!-- a\nsoon\n-->\n\nTwo.", "Two."),
    ("HTML in a line", 'One <b class="soon">two</b> three.', "One two three."),
    ("a block of HTML", "<div>\n<p>One</p>\n<style>soon</style>\n</div>\n\nTwo.", "One\nTwo."),
    ("front matter", "---\ntitle: soon\n---\nTwo.", "Two."),
    ("front matter that is never closed", "---\ntitle: soon", "title: soon"),
    ("dollars are no formulas", "It costs $5 [here](https://x.io) or $6.", "It costs $5 here or $6."),
    ("footnotes", "It is new[^1].\n\n[^1]: On all plans.", "It is new.\nOn all plans."),
    ("GitHub's alerts", "> [!TIP]\n> It is in the app.\n\nBest", "It is in the app.\nBest"),
    ("a note that looks quoted", "> **Note:** It is new.", "Note: It is new."),
    ("a long paragraph", "*a* " * 4000, ("a " * 4000).strip()),
    ("wide characters", "“Ünïcode” 😀 *soon* “x”", '"Ünïcode" 😀 soon "x"'),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"), [row[1:] for row in CONSTRUCTS], ids=[row[0] for row in CONSTRUCTS]
)
def test_the_prose_of_markdown(text, expected):
    assert text_of("x.md", text) == expected


def test_a_quotation_is_the_customers():
    text = "> Where is it?\n> *Really*.\n>\n> > We sent it.\n\nIt is here.\n"

    assert read_back("x.md", text) == [(None, "It is here.", "Where is it?\nReally.")]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_places_are_the_files(end):
    text = end.join(["---", "kind: status", "---", "", "> “Où?”", "", "- We **reply** [soon](u)."])
    (draft,) = drafts_of("x.md", text)

    start = draft.text.index("soon")
    place = draft.place(start, start + 4)

    assert text[place.start : place.end] == "soon"
    assert draft.source.position(place.start) == (7, 17)
    assert place.exact
    assert not draft.place(start - 6, start).exact  # "reply ": marks stand in between
    assert draft.kind == "status"


SHAPES = [
    (
        "headings over fences",
        "# Ours\n\nHow to use them.\n\n## Fixed\n\n```\nIt was fixed in the **newest** release.\n```\n"
        "\n## No, *sorry* {{id}}\n\n```\nIt is [not](https://x.io) what we are able to do.\n```\n",
        [
            ("Fixed", "It was fixed in the newest release.", None),
            ("No, *sorry* {{id}}", "It is not what we are able to do.", None),
        ],
    ),
    (
        "headings over quotations",
        "# Ours\n\n## Fixed\n\n> It was fixed in the\n> newest release.\n>\n> - Try it now\n\n"
        "## No\n\n> It is not what we are able to do.\n",
        [
            ("Fixed", "It was fixed in the newest release.\n- Try it now", None),
            ("No", "It is not what we are able to do.", None),
        ],
    ),
    (
        "bold titles",
        "**Fixed**\n\n> It was fixed in the newest release.\n\n**No:**\n\n> It is not what we are able to do.\n",
        [
            ("Fixed", "It was fixed in the newest release.", None),
            ("No", "It is not what we are able to do.", None),
        ],
    ),
    (
        "a title with several blocks, and one without",
        "# All\n\n## Yes\n\n```\nYour refund is on its way to you now.\n```\n\n## No\n\n"
        "```\nI cannot refund this one, I am sorry.\n```\n\nOr:\n\n```text\nSorry, I cannot.\n```\n\n"
        "## Wait\n\n```\nYour refund is being looked at today.\n```\n\n---\n\n## Notes\n\nFor us.\n",
        [
            ("Yes", "Your refund is on its way to you now.", None),
            ("No", "I cannot refund this one, I am sorry.", None),
            ("No", "Sorry, I cannot.", None),
            ("Wait", "Your refund is being looked at today.", None),
        ],
    ),
    (
        "titles between dashes",
        "---- Fixed\nIt was **fixed**.\n\n---- No\n\nIt was not.\n",
        [("Fixed", "It was fixed.", None), ("No", "It was not.", None)],
    ),
    (
        "a reply below its message",
        "## Late\n\n> Where is my parcel?\n\n**Reply:**\n\nHi Ana,\n\nit is *here*.\n\n- So\n\n"
        "## Broken\n\n> It broke.\n\n**Reply:** We send a new one.\n",
        [
            ("Late", "Hi Ana,\nit is here.\n- So", "Where is my parcel?"),
            ("Broken", "We send a new one.", "It broke."),
        ],
    ),
    (
        "a reply in a block below its message",
        "> Where is my parcel?\n\nReply:\n\n> It is here.\n",
        [(None, "It is here.", "Where is my parcel?")],
    ),
    (
        "a reply in a fence, under headings for both",
        "# Late\n\n## Customer message\n\n> Where is it?\n\n## Reply\n\n```\nIt is here.\n```\n\n*Tag: late*\n",
        [("Late", "It is here.", "Where is it?")],
    ),
    (
        "several pairs without titles",
        "> Is it blue?\n\n**Reply:** It is.\n\n---\n\n> And red?\n\n**Reply:**\n\nNo.\n\nSorry.\n",
        [("reply 1", "It is.", "Is it blue?"), ("reply 2", "No.\nSorry.", "And red?")],
    ),
    (
        "one macro in its file",
        "# Late\n\nFor late parcels.\n\n```\nHi {{name}},\n\nyour parcel comes tomorrow, a day late.\n```\n",
        [("Late", "Hi Alex,\nyour parcel comes tomorrow, a day late.", None)],
    ),
    (
        "the same title twice",
        "## No\n\n> We are not able to do this today.\n\n## No\n\n> We are not able to do that today.\n",
        [
            ("No", "We are not able to do this today.", None),
            ("No", "We are not able to do that today.", None),
        ],
    ),
]


@pytest.mark.parametrize(
    ("text", "expected"), [row[1:] for row in SHAPES], ids=[row[0] for row in SHAPES]
)
def test_a_file_of_several_replies(text, expected):
    assert read_back("x.md", text) == expected


ONE_REPLY = [
    ("fences of code", "## Linux\n\n```\nsudo apt install x\n```\n\n## Mac\n\n```\nbrew install x\n```\nDone."),
    ("fences with a language", "## A\n\n```text\none two three four five six\n```\n\n## B\n\n```text\none two three four five six\n```\nDone."),
    ("few titles with a block", "## A\n\n> one two three four five six\n\n## B\n\nx\n\n## C\n\ny\n\n## D\n\nz\n"),
    ("two blocks below each", "## A\n\n> one two three four five six\n\n- x\n\n> more\n\n## B\n\n> one two three\n\nx\n\n> four\n"),
    ("steps in a mail", "Hi Jo,\n\n**One**\n\n```\nopen the settings and then the page\n```\n\n**Two**\n\n```\npress the red button and wait a bit\n```\n"),
    ("answers to quoted questions", "**Plan**\n\n> can I change my plan this month?\n\nYes.\n\n**Data**\n\n> and do I keep all my data?\n\nYes."),
    ("… under headings", "## Plan\n\n> can I change my plan this month?\n\nYes.\n\n## Data\n\n> and do I keep all my data?\n\nYes."),
    ("rules in a mail", "Hi Jo,\n\n----- Order -----\n1 chair\n\n----- Delivery -----\nLeeds\n"),
    ("one title", "# A\n\n> one two three four five six\n\nDone.\n"),
    ("one line of dashes", "---- A\n\nDone.\n"),
]  # fmt: skip


@pytest.mark.parametrize("text", [row[1] for row in ONE_REPLY], ids=[row[0] for row in ONE_REPLY])
def test_a_file_of_one_reply(text):
    assert [name for name, _, _ in read_back("x.md", text)] == [None]


def test_the_configuration_may_say_which_it_is():
    several = "## Fixed\n\n> It was fixed in the newest release.\n\n## No\n\nWe are not able to.\n"

    assert [row[0] for row in read_back("x.md", several, markdown="auto")] == [None]
    assert read_back("x.md", several, markdown="several") == [
        ("Fixed", "It was fixed in the newest release.", None),
        ("No", "We are not able to.", None),
    ]
    titled = "## A\n\n> one two three four five six\n\n## B\n\n> one two three four five six\n"
    assert [row[0] for row in read_back("x.md", titled)] == ["A", "B"]
    assert read_back("x.md", titled, markdown="one")[0][:2] == (None, "A\nB")


WORDS = st.lists(st.sampled_from(["we", "reply", "soon.", "“Ünï”", "5", "😀", "it's"]), min_size=1, max_size=6).map(" ".join)  # fmt: skip
MARKS = st.sampled_from(["{}", "**{}**", "*{}*", "[{}](https://x.io)", "~~{}~~", "<b>{}</b>"])
BLOCKS = st.sampled_from(["{}", "# {}", "- {}", "1. {}", "- [ ] {}", "  {}", "{}  "])
PARAGRAPHS = st.lists(st.tuples(BLOCKS, MARKS, WORDS), min_size=1, max_size=5)


@given(PARAGRAPHS)
@settings(deadline=None)
def test_text_wrapped_in_markup_reads_back(paragraphs):
    text = "\n\n".join(block.format(mark.format(words)) for block, mark, words in paragraphs)
    (draft,) = drafts_of("x.md", text)

    lines = [line.removeprefix("- ").removeprefix("1. ") for line in draft.text.splitlines()]
    expected = [words.translate({0x201C: '"', 0x201D: '"'}) for _, _, words in paragraphs]
    assert lines == expected
    assert disagreements(draft) == []


HOSTILE = st.lists(st.sampled_from([
    "a", "b c", "é", "😀", "*", "**", "_", "`", "```", "\n", "\n\n", "> ", "- ", "1. ", "# ", "|", "|-|-|",
    "[", "](u)", "]", "<b>", "</b>", "<!--", "-->", "&amp;", "&", "\\", "    ", "{{x}}", "{{", "$", "  \n", "\t", "~~",
]), max_size=40).map("".join)  # fmt: skip


@given(HOSTILE)
@settings(deadline=None, max_examples=300)
def test_every_exact_character_is_the_sources(text):
    for draft in drafts_of("x.md", text):
        assert disagreements(draft) == []


@given(HOSTILE.filter(lambda text: "{{" not in text and "|" not in text))
@settings(deadline=None, max_examples=300, derandomize=True)
def test_no_prose_is_lost_that_another_parser_sees(text):
    """markdown-it-py follows CommonMark: its letters are ours, whatever the markup around them."""
    tokens = MarkdownIt("commonmark", {"html": True}).parse(text)
    prose = "".join(
        child.content
        for token in tokens
        for child in token.children or ()
        if token.type == "inline" and child.type == "text"
    )
    ours = plain_text(Passage.of(Source("x.md", text))).text
    missing = [letter for letter in "abcé" if prose.count(letter) > ours.count(letter)]

    assert missing == [], (text, prose, ours)
