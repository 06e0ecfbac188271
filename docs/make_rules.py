"""Writes docs/rules.md from the rules: what each says, why, and how it does on labelled replies.

    python docs/make_rules.py

The figures come from the project's own labelled replies in benchmarks/labelled/.
"""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from replylint.engine import Linter
from replylint.packs import load_packs
from replylint.scoring import Score, read_labelled, score

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replylint.packs import Pack
    from replylint.rule import Example, Rule

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs/rules.md"
LABELLED = [
    path
    for path in sorted((ROOT / "benchmarks/labelled").glob("*.jsonl"))
    # A sentence alone lacks what a reply is to hold; "p" was written to be without a finding.
    if not path.stem.endswith("-sentences") and not path.stem.startswith("p-")
]
SHOWN = 3

HEAD = """\
# The rules

This page is made from the rule files by `python docs/make_rules.py`; change those. `replylint
rules show RULE` tells the same about one rule, with all its examples.

"Found" counts the replies of `benchmarks/labelled/` in which the rule finds a fault that the reply
is labelled with, "alarms" those in which it speaks and the label does not. Most of these replies
were written while the rules were: take the figures for a comparison between rules, not for what
to expect of your own replies ([benchmarks/README.md](../benchmarks/README.md) has the ones that
were held out).
"""
TAIL = """\
# What is not checked

Some of what good service asks for cannot be seen in a text, and replylint does not pretend to:

- **whether what a reply says is true**, and whether the product is as it says; only claims that
  nobody can keep are seen (`overpromising`);
- **whether sympathy is felt**; only whether it is said, and whether it names what happened;
- **how fast the answer came**, and whether the first call was taken: times of mails are not read;
- **what was said by voice or shown**: tone of voice, a smile, a phone that rings during a talk;
- **how a team is run**: training, tools, who may decide what, whether anything is learnt from the
  complaint, whether confidences are kept;
- **whether an upsell fits**, whether a goodwill gesture was due, whether loyalty follows;
- **whether every question of a long message is answered**: only "when?" is (`unanswered-when`);
- **another customer's data** in a reply: that is a matter for a privacy check, not for tone.
"""


def page() -> str:
    """Return the page as it ought to be."""
    packs = load_packs(["core", "strict"])
    replies = [reply for path in LABELLED for reply in read_labelled(path)]
    figures = score(Linter(["core", "strict"], preview=True), replies)
    parts = [HEAD]
    for pack in packs:
        parts += [f"# Pack `{pack.name}`\n", f"{pack.about}\n", *_pack(pack, figures)]
    return "\n".join([*parts, TAIL])


def _pack(pack: Pack, figures: Score) -> Iterator[str]:
    for category, rules in groupby(pack.rules, key=lambda rule: rule.category):
        yield f"## {category}\n"
        for rule in rules:
            yield from _rule(rule, figures)


def _rule(rule: Rule, figures: Score) -> Iterator[str]:
    preview = ", in preview" if rule.preview else ""
    yield f"### {rule.name}\n"
    yield f"*{rule.severity.value}{preview}.* {_plain(rule.message.replace('{match}', '…'))}\n"
    yield f"{_plain(' '.join(rule.why.split()))}\n"
    if rule.instead:
        yield f"Write: {_plain(rule.instead)}\n"
    if rule.fix:
        option = "--fix" if rule.fix.safe else "--unsafe-fixes"
        yield f"Fix: `{option}` {_plain(rule.fix.about)}.\n"
    for example in rule.bad[:SHOWN]:
        yield f"- flagged: {_example(example)}"
    for example in rule.good[:SHOWN]:
        yield f"- fine: {_example(example)}"
    tally = figures.rules[rule.name]
    yield f"\nFound in {tally.hits}, alarms in {tally.alarms}.\n"


def _example(example: Example) -> str:
    text, at = "", 0
    for start, end in example.marks:
        words = f"**{_plain(example.text[start:end].strip())}**"
        text, at = text + _plain(example.text[at:start]) + words, end
    said = " ".join((text + _plain(example.text[at:])).split())
    told = f" (to: {_plain(' '.join(example.customer.split()))})" if example.customer else ""
    return f"{said}{told}"


def _plain(text: str) -> str:
    """Return text that Markdown shows as it stands."""
    return re.sub(r"([\\`*_{}\[\]<>#|~$])", r"\\\1", text)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
