"""Broken and hostile data files: one message with its place, in bounded time, nothing else lost."""

from __future__ import annotations

from itertools import pairwise

import pytest
from reading import drafts_of, source_of

from replylint.errors import InputError, PassedOverError
from replylint.globs import Globs
from replylint.readers import read
from replylint.readers.data.libraries import Library
from replylint.source import Stream

MANY = 10_000
CLOSED = "{title: A, body: It is here.}"
BOMB = "a: &a [x, y]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in pairwise("abcdefghijk")
)
# Path, content, place, and what the message says.
BROKEN = [
    ("macros.json", '{"macros": [{"body": "It is', "1:22", "the text that begins here has no closing"),
    ("macros.json", '{"a": [1,\n2\n', "2:2", "the '[' of line 1 is not closed (is it cut off?)"),
    ("macros.json", '[{"body": "a",\n "body": "b"}]', "2:2", "key 'body' stands twice, first in line 1"),
    ("macros.json", "[" * MANY, "1:101", "nested more than 100 deep"),
    ("macros.json", '{"a": 1,\n}', "2:1", "a comma stands before '}'"),
    ("macros.json", "{'a': 1}", "1:2", "single quotes (write double ones)"),
    ("macros.json", '{"a" 1}', "1:6", "here must stand a ':' after the key"),
    ("macros.json", "[1] [2]", "1:5", "or name it .jsonl"),
    ("macros.json", '["a\nb"]', "1:4", "a line break or tab stands inside a text"),
    ("macros.json", r'["\q"]', "1:3", "stands before a character that it cannot"),
    ("macros.json", '{"a": 1, // one\n"b": 2}', "1:10", "JSON has no comments"),
    ("macros.json", '["a" "b"]', "1:6", "here must stand ','"),
    ("macros.json", '["He said "hi" to"]', "1:12", 'inside of a text a quote is \\"'),
    ("macros.json", b"\xff\xfe[", "", "begins as UTF-16 and is not"),
    ("macros.json", b"[\0]", "1:2", "a NUL byte stands here"),
    ("export.json", '{"actions": [{"field": "comment_value"', "1:39", "is it cut off?"),
    ("macros.yaml", '- title: A\n  body: "It is\n', "2:9", "the quote that opens here is never closed"),
    ("macros.yaml", "a: [1, 2", "1:4", "'[' opens a list and is not closed; or a text"),
    ("macros.yaml", "a: 1\nb: 2\na: 3", "3:1", "key 'a' stands twice, first in line 1"),
    ("macros.yaml", "[" * MANY, "1:101", "nested more than 100 deep"),
    ("macros.yaml", "- " * MANY, "1:201", "nested more than 100 deep"),
    ("macros.yaml", BOMB, "6:20", "bring back more than 100000 values"),
    ("macros.yaml", "a: &a\n  b: [*a]", "2:7", "'*a' stands inside of what it names"),
    ("macros.yaml", "a: *b", "1:4", "nothing above is named '&b' (a text that begins with '*'"),
    ("macros.yaml", "body: *Soon* we", "1:12", "a text that begins with '*' must stand in quotes"),
    ("macros.yaml", "body: @ana, hi", "1:7", "a text that begins with '@' must stand in quotes"),
    ("macros.yaml", "body: {{name}}, hi", "1:7", "a text that begins with '{' must stand in quotes"),
    ("macros.yaml", "body: [Name], hi", "1:7", "a text that begins with '[' must stand in quotes"),
    ("macros.yaml", "body: 'It's here.'", "1:11", "inside of one write '' for one"),
    ("macros.yaml", "a: 1\n<<<<<<< ours\nb: 2\n", "2:1", "a conflict of git's"),
    ("macros.json", "{“a”: 1}", "1:2", "typographic quotes"),
    ("macros.yaml", "a:\n\tb: c", "2:1", "indent with spaces, not tabs"),
    ("macros.yaml", "body: Note: it is", "1:11", "must stand in quotes"),
    ("macros.yaml", "a: \x07", "1:4", "a control character stands here"),
    ("macros.csv", 'title,body\nA,x\nB,"It is', "3:3", "the quote here is never closed"),
    ("export.csv", 'question,answer\nWhen?,"It is', "2:7", "the quote here is never closed"),
    ("macros.csv", "title,body\n" + 'A,"' + "x\n" * 600_000, "2:3", "never closed"),
    ("macros.csv", "title,body\nA,It is, well, here.\n", "2:1", "this row has 4 cells, and the first has 2"),
    ("macros.csv", "title,body\nA\nB,x\nC\n", "2:1", "; and 1 more row like it"),
    ("macros.csv", "id,title,body,tag\n1,A\n2,B,x\n", "2:1", "this row has 2 cells, and the first has 4"),
    ("macros.csv", 'x,"Hi, it comes on Friday, or on Monday at noon."\n', "1:3", "put title,body"),
    ("macros.jsonl", '{"title": "A"}\n{"title": "B\n', "2:11", "has no closing quote"),
    ("macros.jsonl", "[" * MANY, "1:101", "nested more than 100 deep"),
    ("macros.po", 'msgid "a"\nmsgstr "b\n', "2:8", 'a line is msgid "…"'),
    ("macros.po", 'msgid "a "b" c"\n', "1:11", "more follows after the closing quote"),
    ("macros.po", "hello\n", "1:1", "is no PO"),
    ("macros.xml", "<a>\n<b>x</a>", "2:7", "mismatched tag (each <tag> needs its </tag>)"),
    ("macros.xml", "<a>\n<b>x", "2:5", "no element found (is it cut off?)"),
    ("macros.xml", "<a>you & me</a>", "1:9", "written &amp; and &lt;"),
    ("macros.xml", "<é>é &nbsp;</é>", "1:6", "undefined entity"),
    ("macros.xml", "<a>" * MANY, "1:301", "nested more than 100 deep"),
    ("macros.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "1:25", "declares an entity 'b'"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "content", "place", "message"), BROKEN, ids=lambda value: repr(value[:20])
)
def test_a_broken_library_gives_one_message_with_its_place(path, content, place, message):
    with pytest.raises(InputError) as told:
        drafts_of(path, content)

    assert message in str(told.value)
    assert str(told.value).startswith(f"{path}:{place}" if place else f"{path}: ")
    assert len(str(told.value)) < 300


def test_a_configuration_that_leads_past_all_replies_is_refused():
    library = Library(("$.faq[*].text",), files=Globs(("*",), "."))
    text = "It comes on Friday."
    faq = source_of("a.json", f'{{"faq": [{{"answer": "{text}"}}]}}')
    empty = source_of("a.json", '{"faq": []}')

    with pytest.raises(
        InputError, match=r"a.json:1:1: .*perhaps they are at \$\.faq\[\*\]\.answer"
    ):
        list(read(faq, libraries=[library]))
    assert list(read(empty, libraries=[library])) == []
    lines = source_of("macros.jsonl", f'{{"title": "A", "body": "{text}"}}\n')
    with pytest.raises(InputError, match=r"macros.jsonl:1:1: .*perhaps they are at \$\.body"):
        list(read(lines, libraries=[library]))


HARMLESS = {
    "a tag makes no object": (
        "macros.yaml",
        '- !!python/object/apply:os.system ["x"]\n- ' + CLOSED,
    ),
    "a tag of somebody's own": ("macros.yaml", "- !vault {title: A, body: !text It is here.}"),
    "an alias brings its text": ("macros.yaml", "a: &a It is here.\nb: {title: A, body: *a}"),
    "another file is not fetched": (
        "macros.xml",
        '<!DOCTYPE a SYSTEM "file:///etc/hostname"><a><title>A</title><body>It is here.</body></a>',
    ),
    "Windows-1252": ("macros.csv", "title,body\nA,It is hére.".encode("cp1252")),
    "a number too large": ("macros.json", '[1e999, {"title": "A", "body": "It is here."}]'),
    "empty cells at the end": ("macros.csv", "title,body\nA,It is here.,,,\n"),
    "a quote inside of a cell": ("macros.csv", 'title,body\n5" nail,It is here.\n'),
    "text after a quoted cell": ("macros.csv", 'title,body\n"A",It is" here.\n'),
}


@pytest.mark.parametrize(("path", "content"), HARMLESS.values(), ids=HARMLESS)
def test_what_is_odd_and_harmless_is_read(path, content):
    (draft,) = drafts_of(path, content)

    assert draft.text.startswith("It is")


HOSTILE = [
    ("macros.json", '["a",' * MANY),
    ("macros.json", '"' + "\\u" * MANY),
    ("macros.json", "[" + "9" * MANY + "]"),
    ("macros.json", '{"title": "a", "body": "' + "\\n" * MANY + 'x"}'),
    ("macros.yaml", "&a " * MANY),
    ("macros.yaml", "- &a b\n" * MANY),
    ("macros.yaml", "---\n" * MANY),
    ("macros.yaml", '"' * MANY),
    ("macros.yaml", "title: a\nbody: |\n" + " x\n" * MANY),
    ("macros.yaml", "title: a\nbody: >\n" + "\n" * MANY + " x"),
    ("macros.yaml", "title: a\nbody: '" + "''" * MANY + "x'"),
    ("macros.csv", '"' * MANY),
    ("macros.csv", "title,body\n" + '""' * MANY),
    ("macros.csv", "title,body\n" + "," * MANY),
    ("macros.csv", "title,body\na," + '"x""' * MANY),
    ("macros.jsonl", "x\n" * MANY),
    ("macros.yaml", "".join(f"a{n}: {{title: a, body: It is here}}\n" for n in range(MANY))),
    ("macros.po", "msgid " * MANY),
    ("macros.po", 'msgid ""\n' * MANY),
    ("macros.po", 'msgid "' + "\\" * MANY + '"'),
    ("macros.xml", "<" * MANY),
    ("macros.xml", "<!---->" * MANY + "<"),
    ("macros.yaml", "title: a\nbody: 'x" + " " * 10 * MANY + "y'"),
    ("macros.json", '{"title": "a", "body": "' + "]( " * MANY + '"}'),
    ("macros.json", '{"title": "a", "body": "' + "<a " * MANY + '"}'),
    ("macros.yaml", "canned" + " " * 10 * MANY),
    ("x.yaml", "canned " * MANY),
    ("macros.xml", "<a><![CDATA[" * MANY),
    ("macros.xml", "<a>" + "<!---->" * MANY + "</a>"),
    ("macros.xml", "<m><title>a</title><body>" + "&amp;" * MANY + " x</body></m>"),
]


@pytest.mark.parametrize(("path", "content"), HOSTILE, ids=lambda value: repr(value[:20]))
def test_a_hostile_file_is_read_in_its_time(path, content):
    try:
        drafts = drafts_of(path, content)
    except (InputError, PassedOverError):
        return
    for draft in drafts:
        assert draft.place(0, len(draft.text)).end <= len(content)


def test_what_comes_before_a_broken_record_is_read():
    content = '{"title": "A", "body": "It is."}\n{"title"\n{"title": "B", "body": "So it is."}\n'
    drafts = read(source_of("macros.jsonl", content))

    assert [next(drafts).name, next(drafts).name] == ["A", "B"]
    with pytest.raises(InputError):
        next(drafts)


@pytest.mark.parametrize(
    ("path", "head", "row"),
    [
        ("macros.csv", "title,body\n", 'A,"It is\nhere."\n'),
        ("macros.jsonl", "\n", '{"title": "A", "body": "It is\\nhere."}\n'),
    ],
)
def test_records_are_read_one_by_one(monkeypatch, path, head, row):
    monkeypatch.setattr(Stream, "lines", lambda _: endless_lines(head, row))

    drafts = read(Stream(path, lambda: None))

    first = [next(drafts) for _ in range(1000)]
    assert {draft.name for draft in first} == {"A"}
    lines = [draft.source.position(draft.place(0, 1).start)[0] for draft in first]
    assert lines == list(range(2, 2 + 1000 * row.count("\n"), row.count("\n")))


def endless_lines(head, row):
    yield head
    while True:
        yield from row.splitlines(keepends=True)


def test_nothing_is_lost_of_the_other_files(command, tmp_path):
    for number, (path, content, *_) in enumerate(BROKEN):
        data = (content if isinstance(content, bytes) else content.encode())[:MANY]
        (tmp_path / f"macros-{number:02}{path[path.index('.') :]}").write_bytes(data)
    (tmp_path / "replies.json").write_text('[{"title": "A", "body": "We will reply soon."}]')
    (tmp_path / "tsconfig.json").write_text("{\n // a comment\n}")

    result = command("check", ".", "--output-format", "concise")

    assert result.code == 2
    assert "replies.json:1:40: warning vague-timeline/soon · “A” · “soon”" in result.out
    assert len(result.err.splitlines()) == len(BROKEN)
