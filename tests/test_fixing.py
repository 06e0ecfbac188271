"""Fixes in files: the bytes that --fix writes, and all that it must keep."""

from __future__ import annotations

import csv
import json
import os
import shutil
import stat
import subprocess
from io import BytesIO, StringIO
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pack import rule, write_pack

from replylint import Linter
from replylint.escapes import written
from replylint.files import open_source
from replylint.fixing import Desk, Fixer
from replylint.readers import read
from replylint.source import Source, Stream

PACKS = ("--pack", "core", "--pack", "strict", "--fail-on", "never")

# A file's name, its bytes, and its bytes after --fix.
FILES = {
    "text": ("a.txt", b"Kindly send it.\n", b"Please send it.\n"),
    "crlf": ("a.txt", b"Hi,\r\n\r\nKindly send it.\r\nBye", b"Hi,\r\n\r\nPlease send it.\r\nBye"),
    "lone cr": ("a.txt", b"Hi,\rKindly send it.", b"Hi,\rPlease send it."),
    "bom": ("a.txt", b"\xef\xbb\xbfKindly send it.", b"\xef\xbb\xbfPlease send it."),
    "utf-16-le": ("a.txt", b"\xff\xfe" + "Kindly send ü.".encode("utf-16-le"),
                  b"\xff\xfe" + "Please send ü.".encode("utf-16-le")),
    "utf-16-be": ("a.txt", b"\xfe\xff" + "Kindly send ü.".encode("utf-16-be"),
                  b"\xfe\xff" + "Please send ü.".encode("utf-16-be")),
    "cp1252": ("a.txt", b"Kindly send \xe4\x81\x80.", b"Please send \xe4\x81\x80."),
    "markdown": ("a.md", b"# Hi\n\n- **Kindly** send *it*.\n- Kindly send it.\n",
                 b"# Hi\n\n- **Please** send *it*.\n- Please send it.\n"),
    "html": ("a.html", b"<p>Kindly&nbsp;send it.<br>\nKindly send it.</p>",
             b"<p>Please&nbsp;send it.<br>\nPlease send it.</p>"),
    "mail": ("a.eml", b"Subject: kindly\n\nKindly send it.\n\n> Kindly send it.\n",
             b"Subject: kindly\n\nPlease send it.\n\n> Kindly send it.\n"),
    "json": ("macros.json", b'[{"title": "Kindly send", "body" : "\\u00e9.\\nKindly send it."}]',
             b'[{"title": "Kindly send", "body" : "\\u00e9.\\nPlease send it."}]'),
    "json lines": ("macros.jsonl", b'{"title":"A","body":"It is here."}\n'
                   b'{"title":"B","body":"Kindly send it."}\n',
                   b'{"title":"A","body":"It is here."}\n{"title":"B","body":"Please send it."}\n'),
    "yaml": ("macros.yaml", b"- title: A # kindly send\n  body: >\n    Hi,\n\n    Kindly\n    send it.\n"
             b"- {title: B, body: 'It''s so. Kindly send it.'}\n",
             b"- title: A # kindly send\n  body: >\n    Hi,\n\n    Please\n    send it.\n"
             b"- {title: B, body: 'It''s so. Please send it.'}\n"),
    "yaml alias": ("macros.yaml", b"a: &a {title: A, body: Kindly send it.}\nb: *a\n",
                   b"a: &a {title: A, body: Please send it.}\nb: *a\n"),
    "csv": ("macros.csv", b'title,body\r\nA,"Say ""hi"", then: it is due.\r\nKindly send it."\r\n',
            b'title,body\r\nA,"Say ""hi"", then: it is due.\r\nPlease send it."\r\n'),
    "csv rows of one shape": (
        "macros.csv",
        b'title,body\nA,"Kindly send it."\nB,"It is here now."\nC,"Kindly send me."\n',
        b'title,body\nA,"Please send it."\nB,"It is here now."\nC,"Please send me."\n',
    ),
    "po": ("canned.po", b'#: templates/email/a.txt\nmsgid "x"\nmsgstr ""\n"Hi,\\n"\n"kindly send it.\\n"\n',
           b'#: templates/email/a.txt\nmsgid "x"\nmsgstr ""\n"Hi,\\n"\n"please send it.\\n"\n'),
    "xml": ("macros.xml", b"<m><title>A</title><body>Hi &amp; ho. Kindly send it.</body></m>",
            b"<m><title>A</title><body>Hi &amp; ho. Please send it.</body></m>"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "before", "after"), FILES.values(), ids=FILES)
def test_a_fix_changes_its_words_and_no_other_byte(command, tmp_path, name, before, after):
    path = tmp_path / name
    path.write_bytes(before)

    command("check", name, *PACKS, "--select", "demanding/kindly", "--fix")
    assert path.read_bytes() == after

    again = command("check", name, *PACKS, "--select", "demanding/kindly", "--fix")
    assert path.read_bytes() == after
    assert "fixed" not in again.out


@pytest.mark.parametrize(("name", "before", "after"), FILES.values(), ids=FILES)
@pytest.mark.parametrize("tool", ["git apply", "patch -p1 --binary -s"])
def test_the_diff_applied_is_the_fix(command, git, tmp_path, name, before, after, tool):
    if not shutil.which(tool.split()[0]):
        pytest.skip(f"needs {tool}")
    path = tmp_path / name
    path.write_bytes(before)

    diff = command("check", name, *PACKS, "--select", "demanding/kindly", "--diff")

    assert path.read_bytes() == before
    assert (diff.code, diff.err.startswith("Would fix ")) == (1, True)
    subprocess.run(tool.split(), input=diff.raw, cwd=tmp_path, check=True)
    assert path.read_bytes() == after


def test_nothing_to_fix_is_an_empty_diff(command, tmp_path):
    (tmp_path / "a.txt").write_text("It is here.")

    diff = command("check", "--diff")

    assert (diff.code, diff.out, diff.err) == (0, "", "Would fix 0 findings.\n")


def test_paths_with_spaces_and_below_are_named_so_that_git_finds_them(command, git, tmp_path):
    path = tmp_path / "the macros" / "é.txt"
    path.parent.mkdir()
    path.write_text("Kindly send it.\n")

    diff = command("check", *PACKS, "--diff")

    git("apply", stdin=diff.raw)
    assert path.read_text() == "Please send it.\n"


def test_unsafe_fixes_are_made_where_they_are_asked_for(command, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Dear valued customer,\n\nWe told you to READ THE EMAIL!!\n")

    told = command("check", "--fail-on", "never").out.splitlines()[-1]
    assert told.endswith("; 1 can be fixed with --fix; 2 more with --unsafe-fixes.")
    command("check", "--fix")
    assert path.read_text() == "Dear valued customer,\n\nWe told you to READ THE EMAIL.\n"
    out = command("check", "--fix", "--unsafe-fixes", "--fail-on", "never").out

    assert path.read_text() == "Hello,\n\nWe told you to read the email.\n"
    assert "; 2 fixed." in out


def test_mode_and_links_are_kept(command, tmp_path):
    path = tmp_path / "real.txt"
    path.write_text("Kindly send it.")
    path.chmod(0o640)
    (tmp_path / "link.txt").symlink_to(path)

    command("check", "link.txt", *PACKS, "--fix")

    assert path.read_text() == "Please send it."
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert (tmp_path / "link.txt").is_symlink()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_told(command, tmp_path):
    path = tmp_path / "macros" / "a.txt"
    path.parent.mkdir()
    path.write_text("Kindly send it.")
    path.parent.chmod(0o500)

    result = command("check", "macros", *PACKS, "--fix")

    assert result.code == 2
    assert "macros/a.txt: cannot be written: Permission denied (it is as it was)" in result.err


def test_a_crash_while_writing_loses_nothing(command, tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_text("Kindly send it.")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    result = command("check", *PACKS, "--fix")

    assert result.code == 2
    assert result.err == "a.txt: cannot be written: No space left on device (it is as it was)\n"
    assert path.read_text() == "Kindly send it."
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_standard_input_is_fixed_to_standard_output(command):
    fixed = command("check", "-", "--fix", *PACKS, stdin="Kindly send it – é\r\n".encode())
    same = command("check", "-", "--fix", *PACKS, stdin=b"It is here.\n")

    assert fixed.raw == "Please send it – é\r\n".encode()
    assert "1 fixed" in fixed.err
    assert same.raw == b"It is here.\n"


def test_what_passes_is_not_fixed(command, tmp_path):
    (tmp_path / "a.md").write_text(
        "<!-- replylint: ignore demanding/kindly -- the house's way -->\nKindly send it.\n"
    )
    before = (tmp_path / "a.md").read_text()

    command("check", *PACKS, "--fix")
    assert (tmp_path / "a.md").read_text() == before

    command("check", *PACKS, "--fix", "--ignore-suppressions")
    assert "Please send it." in (tmp_path / "a.md").read_text()


SORRY = "We are sorry for the wait. We apologise for the mistake."
TAKEN_OUT = {
    "text": ("a.txt", f"{SORRY}\nSorry again!\nNext.\n", f"{SORRY}\nNext.\n"),
    "crlf": ("a.txt", f"{SORRY}\r\n\r\nSorry again!\r\n\r\nNext.\r\n", f"{SORRY}\r\n\r\nNext.\r\n"),
    "yaml block": (
        "macros.yaml",
        f"- title: A\n  body: |\n    {SORRY}\n\n    Sorry again!\n\n      Next.\n",
        f"- title: A\n  body: |\n    {SORRY}\n\n      Next.\n",
    ),
    "yaml block, crlf": (
        "macros.yaml",
        f"- title: A\r\n  body: |\r\n    {SORRY}\r\n\r\n    Sorry again!\r\n\r\n    Next.\r\n",
        f"- title: A\r\n  body: |\r\n    {SORRY}\r\n\r\n    Next.\r\n",
    ),
    "xml, crlf": (
        "macros.xml",
        f"<m><title>A</title><body>{SORRY}\r\n\r\nSorry again!\r\n\r\nNext.</body></m>",
        f"<m><title>A</title><body>{SORRY}\r\n\r\nNext.</body></m>",
    ),
    "json": (
        "macros.json",
        f'[{{"title": "A", "body": "{SORRY} Sorry again! Next."}}]',
        f'[{{"title": "A", "body": "{SORRY} Next."}}]',
    ),
}


@pytest.mark.parametrize(("name", "before", "after"), TAKEN_OUT.values(), ids=TAKEN_OUT)
def test_a_sentence_is_taken_out_with_its_lines(command, tmp_path, name, before, after):
    (tmp_path / name).write_bytes(before.encode())

    command("check", name, "--fix", "--select", "over-apologizing")

    assert (tmp_path / name).read_bytes() == after.encode()


def test_only_changed_lines_are_fixed_though_lines_move(command, git, tmp_path):
    path = tmp_path / "a.txt"
    kept = "Kindly send the form.\n\nThanks for that.\n"
    path.write_text(f"{SORRY}\n\nX.\n\nYour parcel is here.\n\n{kept}")
    git("add", ".")
    git("commit", "-qm", "base")
    path.write_text(f"{SORRY}\n\nSorry again!\n\nYour parcel is there.\n\n{kept}")

    command("check", *PACKS, "--since", "HEAD", "--fix")

    assert path.read_text() == f"{SORRY}\n\nYour parcel is there.\n\n{kept}"


def test_an_odd_name_is_written_as_git_does(command, tmp_path):
    (tmp_path / "a\tb.txt").write_text("Kindly send it.")

    diff = command("check", *PACKS, "--diff").out

    assert '--- "a/a\\011b.txt"' in diff


# A fix with characters that mean something, and the files that take it and that do not.
SPECIAL = "a \"b\" \\ c: d # <e> & f, 'g'"
PLACES = {
    "json": ("macros.json", '[{"title": "A", "body": "So SOON here."}]'),
    "double": ("macros.yaml", '- title: A\n  body: "So SOON here."\n'),
    "single": ("macros.yaml", "- title: A\n  body: 'So SOON here.'\n"),
    "literal": ("macros.yaml", "- title: A\n  body: |\n    So SOON here.\n"),
    "folded": ("macros.yaml", "- title: A\n  body: >-\n    So SOON\n    here.\n"),
    "csv": ("macros.csv", 'title,body\nA,"So SOON here."\n'),
    "po": ("canned.po", '#: templates/email/a.txt\nmsgid "x"\nmsgstr "So SOON here."\n'),
    "xml": ("macros.xml", "<m><title>A</title><body>So SOON here.</body></m>"),
    "html": ("a.html", "<p>So SOON here.</p>"),
    "text": ("a.txt", "So SOON here."),
    "markdown": ("a.md", "So SOON here."),
}
UNABLE = {
    "yaml plain": ("macros.yaml", "- title: A\n  body: So SOON here.\n"),
    "csv bare": ("macros.csv", "title,body\nA,So SOON here.\n"),
    "cdata": ("macros.xml", "<m><title>A</title><body><![CDATA[So SOON here.]]></body></m>"),
    "cp1252": ("a.txt", b"So SOON h\xe9re."),
}


def write_special(tmp_path, fix=SPECIAL):
    text = rule("SOON", fix=json.dumps(fix), status="stable")
    write_pack(tmp_path / "house", {"c/r": text})
    return ("--pack", tmp_path / "house", "--fail-on", "never")


def texts_of(name):
    return [draft.text for draft in read(open_source(Path(name)))]


@pytest.mark.parametrize(("name", "content"), PLACES.values(), ids=PLACES)
def test_a_fix_is_escaped_for_where_it_stands(command, tmp_path, name, content):
    options = write_special(tmp_path)
    (tmp_path / name).write_text(content)
    fix = json.loads(command("check", name, *options, "--output-format", "json").out)
    (edit,) = fix["findings"][0]["fix"]["edits"]

    command("check", name, *options, "--fix")

    assert texts_of(name) == [f"So {SPECIAL.upper()} here."]
    written = content[: edit["start"]] + edit["text"] + content[edit["end"] :]
    assert (tmp_path / name).read_text() == written


@pytest.mark.parametrize(("name", "content"), UNABLE.values(), ids=UNABLE)
def test_what_cannot_be_written_in_its_place_is_not_fixed(command, tmp_path, name, content):
    options = write_special(tmp_path, SPECIAL if name != "a.txt" else "→")
    data = content if isinstance(content, bytes) else content.encode()
    (tmp_path / name).write_bytes(data)

    result = command("check", name, *options, "--fix")

    assert result.code == 0
    assert (tmp_path / name).read_bytes() == data


def test_fixes_that_undo_each_other_come_to_an_end(command, tmp_path):
    rules = {"c/a": rule("here", fix="there"), "c/b": rule("there", fix="here")}
    write_pack(tmp_path / "house", rules)
    (tmp_path / "a.txt").write_text("It is here.")

    result = command("check", "a.txt", "--pack", "house", "--fix")

    assert (tmp_path / "a.txt").read_text() == "It is here."
    assert "10 fixed" in result.out


WORDS = st.text(st.sampled_from(list(" \t\n'\"\\:#-,{}[]&*!|>%@`?ab SOéÅ😀.\u2028")), max_size=30)


def values_in(name, data):
    """Return what the format's usual library makes of a file."""
    text = data.decode()
    if name.endswith(".json"):
        return json.loads(text)
    return (
        yaml.safe_load(text)
        if name.endswith(".yaml")
        else list(csv.reader(StringIO(text, newline="")))
    )


def dumped(name, rows):
    if name.endswith(".json"):
        return json.dumps(rows, ensure_ascii=False)
    if name.endswith(".yaml"):
        return yaml.safe_dump(rows, allow_unicode=True, width=40)
    file = StringIO()
    csv.writer(file).writerows([["title", "body"], *([r["title"], r["body"]] for r in rows)])
    return file.getvalue()


@pytest.fixture(scope="module")
def special(tmp_path_factory):
    """A linter of one rule, and what its fix writes."""
    folder = tmp_path_factory.mktemp("special")
    write_pack(folder / "house", {"c/r": rule("zorch", fix=json.dumps(SPECIAL))})
    return Linter([str(folder / "house")])


@settings(deadline=None)
@given(
    name=st.sampled_from(["macros.json", "macros.yaml", "macros.csv"]),
    texts=st.lists(st.tuples(WORDS, WORDS, st.booleans()), min_size=1, max_size=3),
)
def test_a_fixed_file_holds_the_same_data_but_for_that_value(special, name, texts):
    rows = [
        {"title": f"t{n}", "body": f"It is {before} so{' zorch ' if found else ' '}is {after} here"}
        for n, (before, after, found) in enumerate(texts)
    ]
    data = dumped(name, rows).encode()
    source = Source.decode(name, data)
    if name.endswith(".csv"):
        source = Stream.opened(name, lambda: BytesIO(data))
    fixer = Fixer(writing=False)

    fixer.fixed(source, None, Desk(data, read, special.lint_source))

    after = fixer.files[0].after if fixer.files else data
    made = [written(SPECIAL, ways) for ways in ((), ("markdown",), ("html",))]
    was, now = flat(values_in(name, data)), flat(values_in(name, after))
    assert len(was) == len(now)
    for old, new in zip(was, now, strict=True):
        assert new in (old, *(old.replace("zorch", text or "") for text in made))


def flat(value):
    """Return the texts in a value, in order."""
    if isinstance(value, dict):
        value = [one for pair in sorted(value.items()) for one in pair]
    return [text for one in value for text in flat(one)] if isinstance(value, list) else [value]
