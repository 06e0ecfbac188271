"""The index by word leaves nothing out that a Matcher would find."""

from __future__ import annotations

import pytest
from spacy.matcher import Matcher

from replylint.language import sentence_ranges
from replylint.packs import load_packs
from replylint.ruleset import gather
from replylint.scanner import longest, may_match

EVERY = 97  # of the core's thousands of patterns, try one in so many


def test_the_index_passes_whatever_a_matcher_finds(parser):
    packs = load_packs(["core"])
    table = gather(packs).table
    texts = [example.text for rule in packs[0].rules for example in rule.bad]
    sentences = [
        doc[first:last] for doc in map(parser, texts) for first, last in sentence_ranges(doc)
    ]
    words = [tuple(token.norm_ for token in sentence) for sentence in sentences]
    numbers = range(0, table.data["rows"].count("\n") + 1, EVERY)
    found = 0

    for number in numbers:
        flat = table.pattern(number)
        matcher = Matcher(parser.vocab)
        matcher.add("hit", [flat.matcher_pattern()])
        for sentence, norms in zip(sentences, words, strict=True):
            if flat.anchors() and flat.anchors().isdisjoint(norms):
                continue
            if matcher(sentence):
                found += 1
                assert number in table.candidates(set(norms))
                assert may_match(flat.required(), norms)

    assert found > 0


@pytest.mark.parametrize(
    ("ranges", "kept"),
    [
        ([], []),
        ([(0, 2), (1, 4)], [(1, 4)]),
        ([(0, 2), (1, 3)], [(0, 2)]),
        ([(4, 6), (0, 2)], [(0, 2), (4, 6)]),
        ([(0, 9), (1, 2), (8, 10)], [(0, 9)]),
    ],
)
def test_of_hits_that_overlap_the_longest_is_kept(ranges, kept):
    assert longest(ranges) == kept
