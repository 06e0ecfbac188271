"""HTML: what a person sees, nothing else, and its exact places."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import disagreements, drafts_of, read_back, text_of

TABLE = [
    ("paragraphs", "<p>One.</p><p>Two.</p>", "One.\nTwo."),
    ("blocks", "<h1>One</h1>two<div>three<div>four</div></div>five", "One\ntwo\nthree\nfour\nfive"),
    ("inline marks", "It <b>was</b> <i class='x'>very</i> l<u>at</u>e.", "It was very late."),
    ("white space", "<p>\n  One\n  two\tthree </p>\n\n<p> four</p>", "One two three\nfour"),
    ("line breaks", "One.<br>Two.<br/>\n<br />Three", "One.\nTwo.\nThree"),
    (
        "a sentence over a line break stays two lines",
        "We will reply to you as soon as we have more to say<br>possible",
        "We will reply to you as soon as we have more to say\npossible",
    ),
    ("lists", "<ul><li>one<li><p>two</p></ul><ol><li>three</ol>x", "- one\n- two\n- three\nx"),
    ("tables", "<table><tr><th>a</th><td>b<td>c</tr></table>", "a\nb\nc"),
    ("entities", "Tom &amp; Ana &lt;3 &#8217;n&#x2019; caf&eacute;", "Tom & Ana <3 'n' café"),
    ("hard spaces", "24&nbsp;hours&nbsp;", "24 hours"),
    ("entities without an end", "AT&T &copy 2026 &nosuch; & so", "AT&T © 2026 &nosuch; & so"),
    ("less than", "a < b and 1<2", "a < b and 1<2"),
    ("links and images", '<a href="soon" title="soon">here</a><img alt="soon">', "here"),
    (
        "what is not seen",
        "<head><title>soon</title><style>soon</style></head><body>One<script>soon</script>"
        "<!-- soon --><!--[if mso]><p>soon</p><![endif]--><svg><text>soon</text></svg>",
        "One",
    ),
    ("conditions that browsers skip", "One<![if !mso]> two<![endif]>", "One two"),
    (
        "what is hidden",
        '<div style="display:none!important">soon<div>soon</div></div><p hidden>soon</p>One'
        '<span style="max-height:0px">soon</span><span class="preheader">soon</span>'
        '<i style="visibility: hidden">soon</i><span style="opacity: 0.5"> two</span>',
        "One two",
    ),
    ("a small font is seen", '<p style="font-size:0px;max-height:10px;mso-hide:all">One</p>', "One"),
    ("a hidden paragraph that is not closed", "<p hidden>soon<div>One</div>", "One"),
    ("code", "Run <code>soon</code>.<pre>soon</pre>Done", "Run this.\nDone"),
    ("unclosed tags", "<div><p>One<b>two<i>three", "Onetwothree"),
    ("tags out of order", "<b><i>One</b></i></div></p>two", "One\ntwo"),
    ("an unclosed comment", "One <!-- soon", "One"),
    ("an unclosed style", "One <style>soon", "One"),
    ("a declaration that is none", "One <!soon> <?soon?> <![soon]> two", "One two"),
    ("capitals", "<P>One<BR>Two<STYLE>soon</STYLE></P>", "One\nTwo"),
    ("a template's value", '<p>Hi <t t-out="object.partner_id.name">Brandon</t>,</p>', "Hi Alex,"),
    ("a footer", "<p>It is here.</p><p>Unsubscribe</p><p>© 2026 Shop Ltd</p>", "It is here."),
    (
        "a plain text in <pre>",
        '<pre class="moz-quote-pre" wrap="">We will reply\nas soon as possible.\n\nTom</pre>',
        "We will reply as soon as possible.\nTom",
    ),
    (
        "Gmail's indentation",
        '<p>One</p><blockquote style="margin:0 0 0 40px;border:none;padding:0px">two</blockquote>',
        "One\ntwo",
    ),
    (
        "a signature by its class, and one with the sign-off in it",
        '<p>One</p><div class="gmail_signature">Tom<br>Help</div>'
        '<div id="Signature"><p>Kind regards,</p><p>Tom</p></div>',
        "One\nKind regards,\nTom",
    ),
    ("an end without a start", "One</blockquote></pre></code> two", "One\ntwo"),
    ("a footer by its class", '<p>One</p><div class="email-footer">soon</div><b id="templateFooter">soon</b>', "One"),
    ("mail addresses", "<p>Write to a@b.example</p>", "Write to mailbox"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_what_is_seen(text, expected):
    assert text_of("x.html", text) == expected


QUOTED = [
    ("a quotation", "<p>Here.</p><blockquote><p>Where?</p>Now?</blockquote>"),
    (
        "Gmail",
        '<div dir="ltr">Here.</div><br><div class="gmail_quote"><div class="gmail_attr">On Mon, May 3,'
        ' 2026 at 9:00 Ana &lt;<a href="mailto:a@x.example">a@x.example</a>&gt; wrote:<br></div>'
        '<blockquote class="gmail_quote">Where?<br>Now?</blockquote></div>',
    ),
    (
        "Outlook",
        "<p class=MsoNormal>Here.</p><p><b>From:</b> Ana &lt;a@x.example&gt;<br><b>Sent:</b> Monday<br>"
        "<b>To:</b> Help<br><b>Subject:</b> Late</p><p>Where?</p><p>Now?</p>",
    ),
]


@pytest.mark.parametrize("text", [row[1] for row in QUOTED], ids=[row[0] for row in QUOTED])
def test_a_quoted_message_is_the_customers(text):
    assert read_back("x.html", text) == [(None, "Here.", "Where?\nNow?")]


@pytest.mark.parametrize(
    "text", ["One <b", "One <", "One </", 'One <a href="x>y', "One &", "One &#"]
)
def test_what_is_cut_keeps_what_stands_before(text):
    assert text_of("x.html", text).startswith("One")


@pytest.mark.parametrize("text", ["", "<p></p>", "<!-- a -->", "<style>a", "<br><hr>", "&nbsp;"])
def test_there_is_no_reply_without_words(text):
    assert read_back("x.html", text) == []


def test_places_are_the_files():
    text = "<p>We&rsquo;ll\n <b>reply</b>\n  soon to caf&eacute;s.</p>"
    (draft,) = drafts_of("x.html", text)

    start = draft.text.index("soon")
    soon, over = draft.place(start, start + 7), draft.place(start - 6, start + 4)
    cafes = draft.place(draft.text.index("caf"), draft.text.index("s."))

    assert (text[soon.start : soon.end], soon.exact) == ("soon to", True)
    assert (text[over.start : over.end], over.exact) == ("reply</b>\n  soon", False)
    assert (text[cafes.start : cafes.end], cafes.exact) == ("caf&eacute;", False)
    assert draft.source.position(soon.start) == (3, 3)


WORDS = st.lists(
    st.sampled_from(["we", "reply", "soon.", "Ünï", "5", "😀"]), min_size=1, max_size=6
).map(" ".join)
MARKS = st.sampled_from(
    ["{}", "<b>{}</b>", '<a href="x&y">{}</a>', "<!-- x -->{}", "<span\n>{}</span\n>", "\n  {}\n "]
)
BLOCKS = st.sampled_from(
    ["<p>{}</p>", "<div>{}</div>", "<h2>{}</h2>", "<td>{}</td>", "{}<hr>", "<li>{}</li>"]
)
PARAGRAPHS = st.lists(st.tuples(BLOCKS, MARKS, WORDS), min_size=1, max_size=5)


@given(PARAGRAPHS)
@settings(deadline=None)
def test_text_wrapped_in_markup_reads_back(paragraphs):
    text = "".join(block.format(mark.format(words)) for block, mark, words in paragraphs)
    (draft,) = drafts_of("x.html", text)

    lines = [line.removeprefix("- ") for line in draft.text.splitlines()]
    assert lines == [words for _, _, words in paragraphs]
    assert disagreements(draft) == []


HOSTILE = st.lists(st.sampled_from([
    "a", "b c", "é", "😀", "<", ">", "</", "<p>", "</p>", "<b>", "<br>", "<style>", "</style>", "<!--", "-->", "<![",
    "]>", "<!", "<?", "&amp;", "&#", "&#x110000;", "&", ";", '"', "'", "=", "<a href=", "\n", " ", "{{x}}", "{%",
    "<blockquote>", "</blockquote>", "<p hidden>", "<code>", "</code>", "<li>",
]), max_size=40).map("".join)  # fmt: skip


@given(HOSTILE)
@settings(deadline=None, max_examples=300)
def test_every_exact_character_is_the_sources(text):
    for draft in drafts_of("x.html", text):
        assert disagreements(draft) == []
