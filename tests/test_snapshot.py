"""All findings over a fixed set of replies, so that a change to a rule shows its whole effect.

A diff in ``snapshot/findings.txt`` is to be read line by line: each new line is an agent told off,
each line gone a fault let pass. ``pytest tests/test_snapshot.py --update-golden`` writes it anew.
"""

from __future__ import annotations

from pathlib import Path

from replylint.scoring import read_labelled

REPLIES = list(read_labelled(Path(__file__).parent / "snapshot/replies.jsonl"))


def test_the_findings_are_those_of_the_snapshot(linter, golden):
    lines = []
    for reply in REPLIES:
        findings = linter.lint(reply.reply, customer=reply.customer)
        lines.append(f"{reply.id}  labels: {', '.join(sorted(reply.labels)) or '–'}")
        lines += [f"    {f.severity:10} {f.rule}  “{' '.join(f.text.split())}”" for f in findings]

    golden("\n".join(lines) + "\n", "snapshot/findings.txt")


def test_the_snapshot_holds_good_replies_and_bad_ones():
    clean = sum(not reply.labels for reply in REPLIES)

    assert clean >= 40
    assert len(REPLIES) - clean >= 60
