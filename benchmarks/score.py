"""Score the rules on labelled replies: precision, recall and false alarms, by category and by rule.

    python benchmarks/score.py REPLIES.jsonl... [--categories a,b] [--show misses,alarms,rules]

A line is ``{"id", "reply", "customer", "labels": [{"category", "quote"}], "document": [category]}``
or a single sentence ``{"id", "text", "labels": [category]}``. A reply counts once for a category:
a hit where the label and a finding of the category both stand in it. Findings of every severity
count; "clean" counts the replies without a label that carry an error or a warning.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from replylint import Linter, Severity


def main() -> None:
    """Print a table for each file."""
    options = _options()
    linter = Linter(options.pack, preview=True)
    for error in linter.errors:
        print(error)
    categories = options.categories or sorted({rule.category for rule in linter.rules})
    for path in options.files:
        replies = [
            r for r in _replies(path) if not options.ids or r["id"].startswith(tuple(options.ids))
        ]
        replies = [
            r
            for r in replies
            if not (options.without and r["id"].startswith(tuple(options.without)))
        ]
        _score(linter, path, replies, categories, options.show)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--categories", type=lambda text: text.split(","))
    parser.add_argument("--show", default="", help="misses, alarms, hits or several, with commas")
    parser.add_argument("--ids", action="append", help="only ids that start so")
    parser.add_argument("--without", action="append", help="no ids that start so")
    parser.add_argument("--pack", action="append", default=None)
    options = parser.parse_args()
    options.pack = options.pack or ["core"]
    return options


def _replies(path: Path) -> list[dict[str, Any]]:
    replies = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip():
            continue
        row = json.loads(line)
        if "text" in row:
            labels = [{"category": category, "quote": ""} for category in row["labels"]]
            row = {**row, "reply": row["text"], "labels": labels, "document": []}
        replies.append(row)
    return replies


def _score(
    linter: Linter, path: Path, replies: list[dict[str, Any]], categories: list[str], show: str
) -> None:
    hit, miss, alarm = Counter(), Counter(), Counter()
    rule_hits, rule_alarms = Counter(), Counter()
    clean = clean_alarms = 0
    shown: dict[str, list[str]] = defaultdict(list)
    for reply in replies:
        findings = [
            f
            for f in linter.lint(reply["reply"], customer=reply.get("customer"))
            if f.category in categories
        ]
        labelled = {label["category"] for label in reply["labels"]} | set(reply["document"])
        found = {f.category for f in findings}
        if not labelled:
            clean += 1
            clean_alarms += any(f.severity is not Severity.SUGGESTION for f in findings)
        for category in categories:
            outcome = (category in labelled, category in found)
            counter = {(True, True): hit, (True, False): miss, (False, True): alarm}.get(outcome)
            if counter is not None:
                counter[category] += 1
            if outcome == (True, False):
                quotes = [q["quote"] for q in reply["labels"] if q["category"] == category]
                said = " / ".join(quotes) if any(quotes) else reply["reply"]
                shown["misses"].append(f"{category:18} {reply['id']:10} {said}")
        for rule, category in {(f.rule, f.category) for f in findings}:
            (rule_hits if category in labelled else rule_alarms)[rule] += 1
        for f in findings:
            kind = "hits" if f.category in labelled else "alarms"
            context = reply["reply"][max(0, f.start - 70) : f.end + 60].replace("\n", " ")
            shown[kind].append(
                f"{f.rule:34} {reply['id']:10} {f.severity:10} “{f.text}” ← {context}"
            )
    print(f"\n{path.name}: {len(replies)} replies, {clean} clean")
    print(
        f"{'category':20}{'labelled':>9}{'hits':>6}{'missed':>7}{'alarms':>7}{'precision':>11}{'recall':>8}"
    )
    for category in categories:
        _row(category, hit[category], miss[category], alarm[category])
    _row("all", hit.total(), miss.total(), alarm.total())
    rate = 100 * clean_alarms / clean if clean else 0
    print(f"clean replies with an error or warning: {clean_alarms} ({rate:.1f} in 100)")
    for name in show.split(","):
        if name == "rules":
            for rule in sorted({*rule_hits, *rule_alarms}):
                print(f"  {rule:40}{rule_hits[rule]:>5} hits{rule_alarms[rule]:>5} alarms")
        for line in sorted(shown[name]):
            print(f"  {name.removesuffix('s')}: {line}")


def _row(name: str, hits: int, misses: int, alarms: int) -> None:
    precision = f"{hits / (hits + alarms):.2f}" if hits + alarms else "–"
    recall = f"{hits / (hits + misses):.2f}" if hits + misses else "–"
    print(f"{name:20}{hits + misses:>9}{hits:>6}{misses:>7}{alarms:>7}{precision:>11}{recall:>8}")


if __name__ == "__main__":
    main()
