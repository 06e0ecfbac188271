"""Positions: from a draft's characters back to the source's, exactly."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replylint.draft import DraftBuilder, Passage
from replylint.errors import InputError
from replylint.source import Source
from replylint.wording import FOLDS


@pytest.mark.parametrize(
    ("text", "offset", "position"),
    [
        ("ab\ncd", 0, (1, 1)),
        ("ab\ncd", 2, (1, 3)),
        ("ab\ncd", 3, (2, 1)),
        ("ab\r\ncd", 4, (2, 1)),
        ("ab\rcd", 3, (2, 1)),
        ("a😀b", 2, (1, 3)),
        ("", 0, (1, 1)),
    ],
)
def test_lines_and_columns_count_from_one(text, offset, position):
    assert Source("x", text).position(offset) == position


def test_the_lines_of_a_range_are_excerpted_without_their_ends():
    source = Source("x", "one\r\ntwo\nthree\n" + "long " * 400)

    two, three = source.excerpts(6, 11)
    (cut,) = source.excerpts(1000, 1004)

    assert (two.text, two.start, two.end, three.text, three.start, three.end) == (
        "two", 1, 3, "three", 0, 2,
    )  # fmt: skip
    assert cut.before
    assert cut.after
    assert cut.text[cut.start : cut.end] == source.text[1000:1004]
    assert len(cut.text) < 1000
    assert len(source.excerpts(0, len(source.text))) == 4


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        ("naïve".encode(), "naïve", "utf-8"),
        (codecs.BOM_UTF8 + b"hi", "hi", "utf-8-sig"),
        ("hi é".encode("utf-16"), "hi é", "utf-16"),
        (codecs.BOM_UTF16_BE + "hi".encode("utf-16-be"), "hi", "utf-16"),
        (b"caf\xe9", "café", "cp1252"),
        (b"", "", "utf-8"),
    ],
)
def test_sources_are_decoded(data, text, encoding):
    source = Source.decode("x", data)

    assert (source.text, source.encoding) == (text, encoding)
    assert (source.note is not None) == (encoding == "cp1252")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"one\nt\0wo", "x:2:2: is binary: a NUL byte stands here (give a text file)"),
        (codecs.BOM_UTF8 + b"\xff", "x: begins as UTF-8 and is not (save it as UTF-8)"),
        (codecs.BOM_UTF16_LE + b"\x00", "x: begins as UTF-16 and is not (save it as UTF-8)"),
    ],
)
def test_what_is_no_text_is_told(data, message):
    with pytest.raises(InputError) as caught:
        Source.decode("x", data)

    assert str(caught.value) == message


def test_kept_folded_and_stand_in_pieces_map_back():
    source = Source("x", "It’s {{date}} \u200bsoon")
    builder = DraftBuilder(Passage.of(source))
    builder.keep(0, 5)
    builder.stand_in(5, 13, "Friday")
    builder.keep(13, len(source.text))
    draft = builder.passage()

    assert draft.text == "It's Friday soon"
    soon = draft.text.index("soon")
    assert draft.place(soon, soon + 4) == draft.place(12, 16)
    assert source.text[slice(*_range(draft.place(soon, soon + 4)))] == "soon"
    assert draft.place(0, 4).exact
    date = draft.place(5, 11)
    assert (source.text[date.start : date.end], date.exact) == ("{{date}}", False)
    assert not draft.place(0, 16).exact


def _range(place):
    return place.start, place.end


def test_pieces_come_in_source_order():
    builder = DraftBuilder(Passage.of(Source("x", "abc")))
    builder.keep(1, 2)

    with pytest.raises(ValueError, match="source order"):
        builder.keep(0, 1)
    with pytest.raises(ValueError, match="one to one"):
        builder.fold(2, 3, "xy")


PIECES = st.lists(
    st.tuples(
        st.sampled_from(["keep", "fold", "stand_in", "skip"]),
        st.text(alphabet=st.sampled_from("ab ’“\u00a0\u200b😀\n"), max_size=6),
        st.text(alphabet="xyz", max_size=5),
    ),
    max_size=12,
)


@given(PIECES)
def test_every_kept_character_agrees_with_its_source(pieces):
    source = Source("x", "".join(text for _, text, _ in pieces))
    builder, at, kept = DraftBuilder(Passage.of(source)), 0, 0
    for what, text, other in pieces:
        if what == "keep":
            builder.keep(at, at + len(text))
        elif what == "fold":
            builder.fold(at, at + len(text), "-" * len(text))
        elif what == "stand_in":
            builder.stand_in(at, at + len(text), other)
        at += len(text)
    draft = builder.passage()

    for offset, character in enumerate(draft.text):
        place = draft.place(offset, offset + 1)
        original = source.text[place.start : place.end]
        if place.exact:
            kept += 1
            assert character in (original.translate(FOLDS), "-")
        else:
            assert character in "xyz"
    assert kept == sum(piece.end - piece.start for piece in draft.pieces if piece.kept)
