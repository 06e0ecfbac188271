"""What the fixes of rules make of a reply's words."""

from __future__ import annotations

import pytest
from pack import rule, write_pack

from replylint import Linter
from replylint.fixes import applied

# A rule's words, its fix, a reply, and what becomes of it.
CASES = [
    # write: in the place of the words, with their capital
    ("revert", "fix: reply", "Please revert today.", "Please reply today."),
    ("revert", "fix: reply", "Revert today.", "Reply today."),
    ("revert", "fix: reply", "REVERT today.", "REPLY today."),
    ("revert back", "fix: {write: reply}", "Please revert\nback today.", "Please reply today."),
    ("tell him", 'fix: "({first}, {last})"', "So tell him now.", "So (tell, him) now."),
    ("read it", 'fix: "{lower}"', "Please READ IT now.", "Please read it now."),
    ("read it", 'fix: "{lower}"', "READ IT now.", "Read it now."),
    # swap: some of the words, by phrase, each in its turn
    ("kindly send", "fix: {swap: {kindly: please}}", "Kindly send it.", "Please send it."),
    ("<revert> back", "fix: {swap: {reverted back: replied}}", "He reverted back.", "He replied."),
    ("<revert> back", "fix: {swap: {reverted back: replied}}", "I revert back.", "I revert back."),
    ("so (,)? so sorry", "fix: {swap: {'so (,)? so': so}}", "I'm so, so sorry.", "I'm so sorry."),
    ("so (,)? very sorry", "fix: {swap: {'(so|very) (,)? (so|very)': '{last}'}}", "So, very sorry.",
     "Very sorry."),
    # swap for nothing: with the commas and the space around, and the capital of what follows
    ("obviously", "fix: {swap: {obviously: ''}}", "It is obviously late.", "It is late."),
    ("obviously", "fix: {swap: {obviously: ''}}", "Obviously, it is late.", "It is late."),
    ("obviously", "fix: {swap: {obviously: ''}}", "Obviously it is late.", "It is late."),
    ("obviously", "fix: {remove: words}", "It is, obviously, late.", "It is late."),
    ("obviously", "fix: {remove: words}", "It is late, obviously.", "It is late."),
    ("obviously", "fix: {remove: words}", "So obviously, you wait.", "So, you wait."),
    ("obviously", "fix: {remove: words}", "It's here. Obviously it is late.",
     "It's here. It is late."),
    ("obviously", "fix: {remove: words}", "Obviously PDF is fine.", "PDF is fine."),
    ("now", "fix: .", "Come now or later.", "Come now or later."),
    # at the start of a clause, an item or a text
    ("just go", "fix: {swap: {'^ just': ''}}", "1. Just go there.", "1. Go there."),
    ("just go", "fix: {swap: {'^ just': ''}}", "You can't just go.", "You can't just go."),
    ("so that", "fix: {swap: {^ so that: ''}}", "- So that: it is here.", "- It is here."),
    ("so that", "fix: {swap: {^ so that: ''}}", "So that iPhones work.", "iPhones work."),
    ("hereby", "fix: {remove: words}", "A hereby-signed copy.", "A hereby-signed copy."),
    ("Sir", "fix: {remove: words}", "Dear Sir/Madam, hello.", "Dear Sir/Madam, hello."),
    # not within a word, and with the article that it needs
    ("(am|are) sorry", "fix: regret", "We're sorry.", "We're sorry."),
    ("honest", "fix: sincere", "An honest word, a honest word.", "A sincere word, a sincere word."),
    ("big", "fix: enormous", "A big one.", "An enormous one."),
    ("obviously", "fix: {remove: words}", "An obviously late bus.", "A late bus."),
    # remove a sentence: only where nothing else is said in it
    ("sorry", "fix: {remove: sentence}", "It is late. Sorry! It comes.", "It is late. It comes."),
    ("sorry", "fix: {remove: sentence}", "Sorry! It comes.", "It comes."),
    ("sorry", "fix: {remove: sentence}", "It is late.\n\nSorry!\n\nBest,\nTom",
     "It is late.\n\nBest,\nTom"),
    ("sorry", "fix: {remove: sentence}", "It is late. Sorry!", "It is late."),
    ("sorry", "fix: {remove: sentence}", "It is late.\nSorry!\nIt comes.", "It is late.\nIt comes."),
    ("sorry", "fix: {remove: sentence}", "It is late.\n\nSorry,\nTom", "It is late.\n\nSorry,\nTom"),
    ("sorry", "fix: {remove: sentence}", "It is late. Sorry :)\nIt comes.", "It is late.\nIt comes."),
    ("sorry", "fix: {remove: sentence}", "It is late. Sorry again.", "It is late. Sorry again."),
    ("sorry", "fix: {remove: sentence, beside: again}", "It is late. Sorry again.", "It is late."),
    ("sorry", "fix: {remove: sentence, beside: again}", "It is late. Sorry again, Ana!",
     "It is late. Sorry again, Ana!"),
]  # fmt: skip


@pytest.mark.parametrize(("find", "fix", "reply", "expected"), CASES)
def test_a_fix_makes_of_the_words(tmp_path, find, fix, reply, expected):
    pack = write_pack(tmp_path / "house", {"c/r": rule(find) + f"{fix}\n"})
    linter = Linter([str(pack)])
    assert not linter.errors

    found = linter.lint(reply)

    assert found
    edits = [edit for finding in found if finding.fix for edit in finding.fix.edits]
    assert applied(reply, edits) == expected


REFUSED = [
    ("fix: {wirte: x}", "did you mean 'write'?"),
    ("fix: {safety: unsafe}", "'fix' says not what to do (one of: write, swap, remove)"),
    ("fix: {swap: {$time: x}}", "'swap' knows no word lists"),
    ("fix: {swap: {a … b: x}}", "'swap' takes words alone"),
    ("fix: {remove: word}", "did you mean 'words'?"),
    ("fix: {remove: words, safety: maybe}", "'safety' cannot be 'maybe'"),
    ("fix: {write: x, beside: y}", "unknown key 'beside'"),
    ("fix: [x]", "'fix' must be keys and values"),
]


@pytest.mark.parametrize(("fix", "message"), REFUSED)
def test_a_wrong_fix_is_told(tmp_path, fix, message):
    pack = write_pack(tmp_path / "house", {"c/r": rule("soon") + f"{fix}\n"})

    (error,) = Linter([str(pack)]).errors

    assert message in str(error)
    assert str(error).startswith(f"{pack.as_posix()}/c/r.yaml:") or "house/c/r.yaml:" in str(error)


UNTRUE = [
    ("fix: soonest", "soonest", "the fix writes “We reply soonest.”: c/soonest flags it."),
    ("fix: soon soon", "later", "the fix never comes to rest"),
    ("fix: {swap: {now: then}}", "later", "the fix is made in no bad example"),
]


@pytest.mark.parametrize(("fix", "other", "message"), UNTRUE)
def test_a_fix_that_does_no_good_fails_the_rules_test(command, tmp_path, fix, other, message):
    bad = rule("soon").replace('"a [[b]]"', '"We reply [[soon]]."')
    pack = write_pack(tmp_path / "house", {"c/r": f"{bad}{fix}\n", f"c/{other}": rule(other)})

    result = command("rules", "test", pack / "c/r.yaml")

    assert result.code == 1
    assert message in result.out
