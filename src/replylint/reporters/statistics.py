"""This file counts the findings of each rule, the most frequent first."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from replylint.reporters.style import counted

if TYPE_CHECKING:
    from replylint.finding import Run
    from replylint.reporters.style import Style


def report(run: Run, style: Style) -> str:
    """Return a line a rule: how many active findings it has, its severity and name."""
    rows = Counter((f.rule, f.severity) for f in run.findings if f.status == "active")
    width = max((len(str(number)) for number in rows.values()), default=0)
    ordered = sorted(rows.items(), key=lambda row: (-row[1], row[0][0], row[0][1].rank))
    lines = [f"{number:{width}}  {level.value:10}  {rule}" for (rule, level), number in ordered]
    if not style.quiet:
        total = counted(sum(rows.values()), "finding")
        lines.append(f"{total} in {counted(run.replies, 'reply')}.")
    return "".join(f"{line}\n" for line in lines)
