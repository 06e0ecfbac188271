"""What a comment or a configuration lets pass, and what is said of those that do no good."""

from __future__ import annotations

import json

import pytest

# A file, and the lines of its findings of vague-timeline/soon that are told of.
COVERED = {
    "md: the next paragraph": (
        "a.md",
        "<!-- replylint: ignore vague-timeline -- legal -->\n\nIt comes soon.\nIt comes so soon.\n\nIt comes soon.\n",
        [6],
    ),
    "md: its line": ("a.md", "It is soon. <!-- replylint: ignore vague-timeline -- x -->\nIt comes soon.\n", [2]),
    "md: the next section": (
        "a.md",
        "# A\n\nIt comes soon.\n\n<!-- replylint: ignore vague-timeline/soon -- x -->\n\n## B\n\nIt comes soon.\n\n- It comes soon.\n\n## C\n\nIt comes soon.\n",
        [3, 15],
    ),
    "md: the next fence": (
        "saved_replies.md",
        "# Replies\n\n## A\n\n<!-- replylint: ignore vague-timeline -- x -->\n```\nThanks for your mail, Ana. It comes soon.\n\nIt comes soon.\n```\n\n## B\n\n```\nThanks for your mail, Ana. It comes soon.\n```\n",
        [15],
    ),
    "md: several rules": (
        "a.md", "<!-- replylint: ignore blaming/you-failed-to, vague-timeline -- x -->\nYou failed to send it. It comes soon.\n", []),
    "md: a comment in a reply that goes out is text": (
        "saved_replies.md",
        "# Replies\n\n## A\n\n```\n<!-- replylint: ignore vague-timeline -- x -->\nThanks for your mail, Ana. It comes soon.\n```\n\n## B\n\n```\nFine, thank you, and have a good week.\n```\n",
        [7],
    ),
    "md: in code": ("a.md", "Write `<!-- replylint: ignore blaming -- x -->`. It comes soon.\n", [1]),
    "md: the whole file": ("a.md", "It comes soon.\n\n<!-- replylint: ignore-file -- old -->\n\nIt comes soon.\n", []),
    "md: of the file, one rule": ("a.md", "It comes soon.\n\n<!-- replylint: ignore-file blaming -- old -->\n\nIt comes soon.\n", [1, 5]),
    "md: in a list": ("a.md", "- a\n\n  <!-- replylint: ignore vague-timeline -- x -->\n\n  It comes soon.\n\n- It comes soon.\n", [7]),
    "md: above a list's item": ("a.md", "- <!-- replylint: ignore vague-timeline -- x -->\n  It comes soon.\n- It comes soon.\n", [3]),
    "jinja, above the text": ("a.md.j2", "{# replylint: ignore vague-timeline -- x #}\nIt comes soon.\n\nIt comes soon.\n", [4]),
    "html: a paragraph without an end": ("a.html", "<!-- replylint: ignore vague-timeline -- x -->\n<p>Hi,\nit comes soon.\n<p>It comes soon.", [4]),
    "html: words in bold first": ("a.html", "<!-- replylint: ignore vague-timeline -- x -->\n<b>Hi</b>, it comes soon.\n<p>It comes soon.</p>", [3]),
    "po: without a space": ("canned.po", '#replylint: ignore vague-timeline -- x\n#: email/a.txt\nmsgid "A"\nmsgstr "It comes soon."\n', []),
    "html: the next element": (
        "a.html",
        "<!-- replylint: ignore vague-timeline — x -->\n<div><p>It comes soon.</p>\n<div>It comes soon.</div>\n</div>\n<p>It comes soon.</p>\n",
        [5],
    ),
    "html: an element without an end": ("a.html", "<!-- replylint: ignore vague-timeline -- x -->\n<img src=x> It comes soon.<br>\nIt comes soon.", [3]),
    "html: a line of text": ("a.html", "<!-- replylint: ignore vague-timeline -- x -->\nIt comes soon.<br>\nIt comes soon.", [3]),
    "xml: the next element": (
        "macros.xml",
        "<m>\n<!-- replylint: ignore vague-timeline — x -->\n<r><title>A</title>\n<body>It comes soon.</body></r>\n<r><title>B</title><body>It comes soon.</body></r></m>",
        [5],
    ),
    "xml: in CDATA it is text": (
        "macros.xml",
        "<m><r><title>A</title><body><![CDATA[<!-- replylint: ignore vague-timeline — x -->\nIt comes soon.]]></body></r></m>",
        [2],
    ),
    "yaml: the next entry": (
        "macros.yaml",
        "m:\n  # replylint: ignore vague-timeline -- x\n  - title: A\n    body: |\n      It comes soon.\n\n      It comes soon.\n  - title: B\n    body: It comes soon.\n",
        [9],
    ),
    "yaml: the next key": (
        "macros.yaml",
        "a:\n  title: A\n  # replylint: ignore vague-timeline -- x\n  # another comment\n  body: It comes\n    soon.\nb: {title: B, body: It comes soon.}\n",
        [7],
    ),
    "yaml: its line": (
        "macros.yaml",
        "- title: A\n  body: It comes soon. # replylint: ignore vague-timeline -- x\n- {title: B, body: It comes soon.}\n",
        [3],
    ),
    "yaml: the text that begins on its line": (
        "macros.yaml",
        "- title: A\n  body: | # replylint: ignore vague-timeline -- x\n    It comes\n    soon.\n- {title: B, body: It comes soon.}\n",
        [5],
    ),
    "yaml: in a text it is text": (
        "macros.yaml", "- title: A\n  body: |\n    # replylint: ignore vague-timeline -- x\n    It comes soon.\n", [4]),
    "po: its entry": (
        "canned.po",
        '# replylint: ignore vague-timeline -- x\n#: email/a.txt\nmsgid "A"\nmsgstr "It comes soon."\n\n#: email/a.txt\nmsgid "B"\nmsgstr "It comes soon."\n',
        [8],
    ),
    "a template's comment": (
        "a.txt.j2", "{# replylint: ignore vague-timeline -- x #}\nIt comes soon.\n\nIt comes soon.\n", [4]),
    "liquid": (
        "a.html.liquid", "{% comment %} replylint: ignore vague-timeline -- x {% endcomment %}\n<p>It comes soon.</p>\n<p>It comes soon.</p>\n", [3]),
    "plain text has none": ("a.txt", "<!-- replylint: ignore vague-timeline -- x -->\n# replylint: ignore-file -- x\n\nIt comes soon.\n", [4]),
    "mail has none": ("a.eml", "Subject: x\n\n# replylint: ignore-file -- x\n\nIt comes soon.\n", [5]),
}  # fmt: skip


def lines_of(command, name, *options):
    report = json.loads(command("check", name, "--output-format", "json", *options).out)
    assert not report["errors"]
    active = [f for f in report["findings"] if f["status"] == "active"]
    return [f["start"]["line"] for f in active if f["rule"] == "vague-timeline/soon"], report


@pytest.mark.parametrize(("name", "text", "lines"), COVERED.values(), ids=COVERED)
def test_a_comment_lets_pass_what_it_is_about(command, tmp_path, name, text, lines):
    (tmp_path / name).write_text(text)

    told, report = lines_of(command, name)
    every, plain = lines_of(command, name, "--ignore-suppressions")

    assert told == lines
    assert set(told) <= set(every)
    assert report["summary"]["suppressed"] == len(plain["findings"]) - len(
        [f for f in report["findings"] if f["status"] == "active" and f["category"] != "replylint"]
    )


# What is said of a comment, by rule and message.
TOLD = {
    "used, with a reason": ("ignore vague-timeline -- x", []),
    "without a reason": ("ignore vague-timeline", ["suppression-without-reason “ignore vague-timeline” does not say why."]),
    "an empty reason": ("ignore vague-timeline -- ", ["suppression-without-reason “ignore vague-timeline --” does not say why."]),
    "unused": ("ignore blaming -- x", ["unused-suppression “ignore blaming -- x” lets nothing pass: there is no such finding."]),
    "one of two is unused": ("ignore blaming, vague-timeline -- x", ["unused-suppression “ignore blaming, vague-timeline -- x” lets nothing pass: there is no such finding."]),
    "an unknown name": ("ignore vague-timelin -- x", ["unused-suppression “ignore vague-timelin -- x”: there is no rule or category vague-timelin (did you mean vague-timeline?)"]),
    "a rule without its category": ("ignore soon -- x", ["unused-suppression “ignore soon -- x”: there is no rule or category soon (did you mean vague-timeline/soon?)"]),
    "no name": ("ignore -- x", ["unused-suppression “ignore -- x” is not understood (write: ignore RULE -- reason)"]),
    "a colon for the dash": ("ignore vague-timeline: legal said so", ["unused-suppression “ignore vague-timeline: legal said so” is not understood (write: ignore RULE -- reason)"]),
    "one dash": ("ignore vague-timeline - legal", ["unused-suppression “ignore vague-timeline - legal” is not understood (write: ignore RULE -- reason)"]),
    "another verb": ("disable blaming", ["unused-suppression “disable blaming” is not understood (write: ignore RULE -- reason)"]),
}  # fmt: skip


@pytest.mark.parametrize(("said", "expected"), TOLD.values(), ids=TOLD)
def test_a_comment_that_does_no_good_is_told(command, tmp_path, said, expected):
    (tmp_path / "a.md").write_text(f"<!-- replylint: {said} -->\nIt comes soon.\n")

    _, report = lines_of(command, "a.md")

    told = [f for f in report["findings"] if f["category"] == "replylint"]
    assert [f"{f['rule'].removeprefix('replylint/')} {f['message']}" for f in told] == expected
    assert {f["severity"] for f in told} <= {"warning"}
    for finding in told:
        assert (finding["start"]["line"], finding["text"][:4]) == (1, "<!--")


def test_nothing_is_unused_of_which_the_rule_did_not_run(command, tmp_path):
    (tmp_path / "a.md").write_text("<!-- replylint: ignore blaming -- x -->\nIt is here.\n")

    assert command("check").code == 1
    assert command("check", "--ignore", "blaming").code == 0
    assert command("check", "--select", "vague-timeline,replylint").code == 0
    assert command("check", "--select", "vague-timeline").out == "No findings in 1 reply.\n"
    assert command("check", "--ignore", "replylint/unused-suppression").code == 0


MACROS = '[{"id": "m1", "title": "Late", "body": "It comes soon."}, {"id": "m2", "title": "Lost", "body": "It comes soon."}]'
ENTRIES = {
    "by id": ("{rule: vague-timeline/soon, reply: m1, reason: x}", ["m2"], []),
    "by title": ("{rule: vague-timeline, reply: Lost, reason: x}", ["m1"], []),
    "by file": ("{rule: vague-timeline, files: macros.json, reason: x}", [], []),
    "another file": ("{rule: vague-timeline, files: other/, reason: x}", ["m1", "m2"], ["unused-suppression"]),
    "another reply": ("{rule: vague-timeline, reply: m3, reason: x}", ["m1", "m2"], ["unused-suppression"]),
    "no reason": ("{rule: vague-timeline, reply: m1}", ["m2"], ["suppression-without-reason"]),
}  # fmt: skip


@pytest.mark.parametrize(("entry", "replies", "said"), ENTRIES.values(), ids=ENTRIES)
def test_a_configuration_lets_pass_what_has_no_comments(command, tmp_path, entry, replies, said):
    (tmp_path / "macros.json").write_text(MACROS)
    (tmp_path / "replylint.yaml").write_text(f"suppress:\n  - {entry}\n")

    _, report = lines_of(command, ".")
    active = [f for f in report["findings"] if f["status"] == "active"]

    assert [f["reply"] for f in active if f["path"] == "macros.json"] == replies
    told = [f for f in active if f["path"] == "replylint.yaml"]
    assert [f["rule"].removeprefix("replylint/") for f in told] == said
    assert [(f["start"]["line"], f["start"]["column"]) for f in told] == [(2, 12)] * len(said)


def test_an_entry_is_unused_only_where_all_files_were_looked_at(command, tmp_path):
    (tmp_path / "a.txt").write_text("It is here.")
    (tmp_path / "replylint.yaml").write_text("suppress: [{rule: blaming, reason: x}]\n")

    assert command("check", "a.txt").code == 0
    assert command("check", "a.txt", ".").code == 1


def test_the_summary_counts_what_passed(command, tmp_path):
    (tmp_path / "a.md").write_text(
        "It comes soon. <!-- replylint: ignore vague-timeline -- x -->\n"
    )

    assert command("check").out == "No findings in 1 reply (1 suppressed).\n"
    assert command("check", "--quiet").out == ""
