"""How long reading a large library takes beside linting it, and what memory it needs.

Writes COUNT made-up macros (about 1,000 characters each) as JSON, YAML, CSV and JSON Lines, then
for each format, in a process of its own: reads all replies, lints all, and prints the ratio of the
two and the peak of memory.

    python benchmarks/libraries.py [--count 20000] [--formats json,yaml,csv,jsonl] [--words 170]
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml

SENTENCES = (
    "Thank you for the photos of the {item}, they show the crack very clearly.",
    "I have refunded {number} euros to your card, and it shows within 3 business days.",
    "A new {item} left our warehouse today and should be with you by {day}.",
    "“{item}” is on the label, while your account says order {number} – that was our mistake.",
    "Could you tell me which of the two addresses is right?",
    "You will hear from me by noon on {day}, whatever the courier says.",
    "To change the plan, open Settings, choose Billing and press Change.",
    "I've passed your {item} on to our repair team, who will write to you by {day}.",
    "We will get back to you as soon as possible about order {number}.",
    "Your order {number} is on its way, and the link in this mail shows where it is.",
    "The {item} has a two-year warranty, so the repair costs you nothing.",
    "If you'd rather have your money back, say so and I'll see to it the same day.",
)
ITEMS = "desk lamp kettle tent jacket printer headset bicycle camera mattress".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday".split()


def macros(count: int, words: int):
    """Yield (title, text) of made-up macros; the same for the same arguments."""
    rng = random.Random(7)  # noqa: S311 - no secrets here
    for number in range(count):
        lines = ["Hi {{customer.first_name}},", ""]
        length = 0
        while length < words:
            sentence = rng.choice(SENTENCES).format(
                item=rng.choice(ITEMS), day=rng.choice(DAYS), number=rng.randrange(10**6)
            )
            lines.append(sentence)
            length += len(sentence.split())
            if rng.random() < 0.3:
                lines.append("")
        yield f"Macro {number}", "\n".join([*lines, "", "Best,", "{{agent.name}}"])


def write(path: Path, count: int, words: int) -> None:
    """Write the macros in the format that a file's suffix names."""
    rows = macros(count, words)
    with path.open("w", encoding="utf-8", newline="") as file:
        if path.suffix == ".csv":
            csv.writer(file).writerows([("title", "body"), *rows])
        elif path.suffix == ".jsonl":
            file.writelines(json.dumps({"title": t, "body": b}) + "\n" for t, b in rows)
        elif path.suffix == ".json":
            actions = ({"title": t, "actions": [_action(b), _status()]} for t, b in rows)
            json.dump({"macros": list(actions)}, file, indent=1)
        else:
            for title, body in rows:
                entry = [{"title": title, "body": body, "tags": ["a", "b"], "active": True}]
                yaml.dump(entry, file, Dumper=yaml.CSafeDumper, default_style="|", width=90)


def _action(body: str) -> dict[str, str]:
    return {"field": "comment_value", "value": body}


def _status() -> dict[str, str]:
    return {"field": "status", "value": "solved"}


def measure(path: Path, select: list[str]) -> None:
    """Print how long reading and linting a file took, and the peak of memory in between."""
    from replylint import Linter
    from replylint.files import open_source
    from replylint.readers import read

    linter = Linter(select=select)
    linter.lint("Hello.")
    bare = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    replies = sum(1 for _ in read(open_source(path)))
    reading = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    run = linter.lint_paths([path])
    whole = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert run.replies == replies, (run.replies, replies, run.errors)  # noqa: S101
    print(
        f"{path.suffix[1:]:6} {path.stat().st_size / 1e6:6.1f} MB  {replies:7} replies"
        f"  {len(run.findings):7} findings  reading {reading:6.1f} s of {whole:6.1f} s"
        f" = {100 * reading / whole:3.0f} %  memory +{(after - bare) / 1024:.0f} MB to read,"
        f" +{(peak - bare) / 1024:.0f} MB in all"
    )


def main() -> None:
    """Measure each format in a process of its own."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--words", type=int, default=170)
    parser.add_argument("--formats", default="json,yaml,csv,jsonl")
    parser.add_argument("--select", action="append", default=[], help="lint with this rule only")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure(options.measure, options.select)
        return
    with tempfile.TemporaryDirectory() as folder:
        for form in options.formats.split(","):
            path = Path(folder, f"macros.{form}")
            write(path, options.count, options.words)
            rules = [word for rule in options.select for word in ("--select", rule)]
            subprocess.run([sys.executable, __file__, "--measure", path, *rules], check=True)
            path.unlink()


if __name__ == "__main__":
    main()
