"""Data files, written by their usual libraries: the same texts come back, each at its place."""

from __future__ import annotations

import csv
import io
import json
from xml.dom import minidom
from xml.etree import ElementTree as ET

import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from replylint.readers.data.csv import records
from replylint.readers.data.json import parse_json
from replylint.readers.data.po import parse_po
from replylint.readers.data.values import Text
from replylint.readers.data.xml import parse_xml
from replylint.readers.data.yaml import parse_yaml
from replylint.source import Source, Stream

# What stands in replies, and what formats treat in a way of their own.
PIECES = st.sampled_from(
    [
        *"aZ09.,;:!?'\"\\/|&<>%#{}[]()*-_@`~=+ \t\n",
        *"\né\u00a0’“…😀你\u2028\u0301",
        *("Hi Ana", "\n\n", "  ", "\n  x", " #", ": ", "]]>", "\\n", '""', "''", "{{name}}", "- "),
    ]
)
TEXTS = st.lists(PIECES, max_size=25).map("".join)
VALUES = st.recursive(
    TEXTS
    | st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


def texts_in(value):
    """Yield the texts of a value, keys left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts_in(inner)


def check_places(text):
    """Hold a text to this: its letters stand where it says, and nothing is said falsely exact."""
    assert isinstance(text, Text)
    passage = text.passage()
    assert passage.text == text
    for offset, character in enumerate(passage.text):
        place = passage.place(offset, offset + 1)
        there = text.source.text[place.start : place.end]
        assert text.start <= place.start <= place.end <= text.end
        if place.exact:
            assert there == character or (character in " \n" and there in "\r\n")
        assert place.exact or not (character.isascii() and character.isalnum()), (offset, character)


def check_all(found, written):
    texts = list(texts_in(found))
    assert texts == list(texts_in(written))
    for text in texts:
        check_places(text)


@given(VALUES, st.booleans(), st.sampled_from([None, 0, 2, "\t"]))
@example(value={"a": "\ud83d\ude00 \ud83d"}, ascii_only=True, indent=None)
def test_json_comes_back(value, ascii_only, indent):
    source = Source("x.json", json.dumps(value, ensure_ascii=ascii_only, indent=indent))

    found = parse_json(source)

    written = json.loads(source.text.encode(errors="replace"))
    assert found == json.loads(json.dumps(written).replace('\\ud83d"', '\\ufffd"'))
    for text in texts_in(found):
        check_places(text)


YAML_TEXTS = st.lists(PIECES.filter(lambda piece: piece != "\u2028"), max_size=25).map("".join)


@given(
    st.lists(st.dictionaries(st.sampled_from("abc"), YAML_TEXTS, max_size=3), max_size=4),
    st.sampled_from([None, '"', "'", "|", ">"]),
    st.booleans(),
    st.sampled_from([20, 80]),
    st.sampled_from([2, 5]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_yaml_comes_back(value, style, unicode, width, indent, newline):
    written = yaml.safe_dump(
        value,
        default_style=style,
        allow_unicode=unicode,
        width=width,
        indent=indent,
        default_flow_style=False,
        line_break=newline,
        sort_keys=False,
    )

    (found,) = parse_yaml(Source("x.yaml", written))

    check_all(found, yaml.safe_load(written))


BLOCK_LINES = st.lists(
    st.lists(PIECES.filter(lambda p: not set(p) & set("\n\u2028")), max_size=5).map("".join),
    min_size=1,
    max_size=6,
)


@given(
    BLOCK_LINES,
    st.sampled_from("|>"),
    st.sampled_from(["", "-", "+"]),
    st.integers(1, 4),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.integers(0, 3),
    st.sampled_from(["", "{}b: last{}", "{}# a comment{}"]),
)
@example(["a", "b", "", "c", "  d", "e"], ">", "", 2, "\n", 0, "")
@example(["", "  a", " b"], "|", "+", 3, "\n", 2, "{}b: last{}")
def test_yaml_blocks_come_back(lines, sign, chomping, indent, newline, blank, after):
    """Blocks as people write them, with and without an indicator; what they say, PyYAML tells."""
    starts = next((line for line in lines if line.strip(" ")), "")
    indicator = str(indent) if starts[:1] in (" ", "\t", "") or lines[0] == "" else ""
    body = "".join(f"{' ' * indent if line else ''}{line}{newline}" for line in lines)
    end = after.format("", newline)
    written = f"a: {sign}{indicator}{chomping} # note{newline}{body}{newline * blank}{end}"
    try:
        expected = yaml.safe_load(written)
    except yaml.YAMLError:
        return

    (found,) = parse_yaml(Source("x.yaml", written))

    check_all(found["a"], expected["a"])


@given(
    st.lists(st.lists(TEXTS, min_size=2, max_size=4), min_size=1, max_size=5),
    st.sampled_from(",;\t|"),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
)
def test_csv_comes_back(rows, delimiter, quoting, newline, marked):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=newline)
    head = ["title", "body", "tag"]
    writer.writerows([head, *rows])
    data = out.getvalue().encode("utf-8-sig" if marked else "utf-8")
    text = out.getvalue()

    found = list(records(Stream.opened("x.csv", lambda: io.BytesIO(data))))

    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    assert found == [row for row in reader if "".join(row).strip()]
    for cell in (cell for row in found for cell in row):
        check_places(cell)
        part = cell.source
        assert text[part.offset : part.offset + len(part.text)] == part.text
        whole = Source("x.csv", text)
        assert part.position(cell.start) == whole.position(part.offset + cell.start)


def po_string(text, width):
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    lines = escaped.replace("\r", "\\r").replace("\n", "\\n\n").split("\n")
    parts = [line[at : at + width] for line in lines for at in range(0, max(1, len(line)), width)]
    return "\n".join(f'"{part}"' for part in parts)


@given(
    st.lists(st.tuples(TEXTS.filter(bool), TEXTS), max_size=4),
    st.sampled_from([1000]),
    st.booleans(),
)
def test_po_comes_back(entries, width, commented):
    header = 'msgid ""\nmsgstr "Language: en\\n"\n'
    note = "#: mail.py:3\n#, python-format\n" if commented else ""
    written = header + "".join(
        f"\n{note}msgid {po_string(a, width)}\nmsgstr {po_string(b, width)}\n" for a, b in entries
    )

    found = parse_po(Source("x.po", written))

    assert [(e["msgid"], e["msgstr"]) for e in found[1:]] == entries
    for entry in found:
        check_places(entry["msgid"])
        check_places(entry["msgstr"])


XML_TEXTS = st.lists(PIECES.filter(lambda p: p != "]]>"), max_size=25).map("".join)


@given(st.lists(st.tuples(XML_TEXTS, XML_TEXTS), max_size=4), st.booleans())
def test_xml_comes_back(entries, tree):
    if tree:
        root = ET.Element("macros")
        for title, body in entries:
            macro = ET.SubElement(root, "macro", {"title": title})
            ET.SubElement(macro, "body").text = body
        written = ET.tostring(root, encoding="unicode")
    else:
        document = minidom.Document()
        macros = document.appendChild(document.createElement("macros"))
        for title, body in entries:
            macro = macros.appendChild(document.createElement("macro"))
            macro.setAttribute("title", title)
            macro.appendChild(document.createElement("body")).appendChild(
                document.createCDATASection(body)
            )
        written = document.toxml()

    found = parse_xml(Source("x.xml", written))["macros"]

    bodies = [macro["body"] for macro in (found["macro"] if entries else [])]
    assert bodies == [body for _, body in entries]
    for body in bodies:
        check_places(body)
