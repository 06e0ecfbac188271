"""This file reports what scoring came to, as a table or as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from replylint.reporters.style import visible

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from replylint.scoring import Score, Tally


def score_table(score: Score, show: Collection[str] = ()) -> str:
    """Return a table of categories and rules; ``show`` adds what lies behind: misses, alarms."""
    return "\n".join([*_categories(score), "", *_rules(score), *_behind(score, show)]) + "\n"


def _categories(score: Score) -> Iterator[str]:
    yield (
        f"{'category':22}{'labelled':>9}{'found':>7}{'missed':>8}{'alarms':>8}{'precision':>11}"
        f"{'recall':>8}"
    )
    for name, tally in score.categories.items():
        yield _line(name, tally)
    yield _line("all", score.total)
    rate = f" ({100 * score.clean_alarmed / score.clean:.1f} in 100)" if score.clean else ""
    yield ""
    yield (
        f"{score.replies} replies. {score.clean} are clean; of those, {score.clean_alarmed} got an"
        f" error or a warning{rate}."
    )


def _line(name: str, tally: Tally) -> str:
    return (
        f"{name:22}{tally.hits + tally.misses:>9}{tally.hits:>7}{tally.misses:>8}"
        f"{tally.alarms:>8}{_share(tally.precision):>11}{_share(tally.recall):>8}"
    )


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.2f}"


def _rules(score: Score) -> Iterator[str]:
    yield f"{'rule':42}{'found':>7}{'alarms':>8}{'precision':>11}"
    for name, tally in sorted(score.rules.items()):
        yield f"{name:42}{tally.hits:>7}{tally.alarms:>8}{_share(tally.precision):>11}"


def _behind(score: Score, show: Collection[str]) -> Iterator[str]:
    if "misses" in show:
        yield from ("", "missed:" if score.misses else "missed: none")
        for miss in score.misses:
            words = " / ".join(miss.quotes) or "(the whole reply)"
            yield f"  {miss.category:20}{visible(miss.id)}: {visible(words)}"
    if "alarms" in show:
        yield from ("", "alarms:" if score.alarms else "alarms: none")
        for alarm in score.alarms:
            finding = alarm.finding
            words = f"“{finding.text}” in: {alarm.around}" if finding.text else alarm.around
            yield f"  {finding.rule:34}{finding.severity:11}{visible(alarm.id)}: {visible(words)}"


def score_json(score: Score) -> str:
    """Return all of a score as one JSON object."""
    data = {
        "schema": 1,
        "replies": score.replies,
        "clean": {"replies": score.clean, "alarmed": score.clean_alarmed},
        "total": _figures(score.total),
        "categories": {name: _figures(tally) for name, tally in score.categories.items()},
        "rules": {
            name: {"found": t.hits, "alarms": t.alarms, "precision": t.precision}
            for name, t in sorted(score.rules.items())
        },
        "misses": [
            {"id": m.id, "category": m.category, "quotes": list(m.quotes)} for m in score.misses
        ],
        "alarms": [
            {
                "id": a.id,
                "rule": a.finding.rule,
                "severity": a.finding.severity,
                "text": a.finding.text,
            }
            for a in score.alarms
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _figures(tally: Tally) -> dict[str, Any]:
    return {
        "labelled": tally.hits + tally.misses,
        "found": tally.hits,
        "missed": tally.misses,
        "alarms": tally.alarms,
        "precision": tally.precision,
        "recall": tally.recall,
    }
