"""Time one draft from a cold start beside bare spaCy, in turn; print the ratio of the medians.

python benchmarks/cold.py [DRAFT] [--runs N]
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path

DRAFT = Path(__file__).parent.parent / "examples/late-parcel-mended.txt"
FLOOR = """
import sys, spacy
nlp = spacy.blank("en")
nlp.add_pipe("sentencizer")
print(sum(1 for _ in nlp(open(sys.argv[1]).read()).sents))
"""


def main() -> None:
    """Print the medians and the median of the ratios, pair by pair."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("draft", nargs="?", type=Path, default=DRAFT)
    parser.add_argument("--runs", type=int, default=9)
    options = parser.parse_args()
    floor = [sys.executable, "-c", FLOOR, str(options.draft)]
    ours = [sys.executable, "-m", "replylint", "check", str(options.draft)]
    _seconds(floor)
    _seconds(ours)
    pairs = [(_seconds(floor), _seconds(ours)) for _ in range(options.runs)]
    print(f"spaCy alone  {statistics.median(a for a, _ in pairs):.2f} s")
    print(f"replylint    {statistics.median(b for _, b in pairs):.2f} s")
    print(f"ratio        {statistics.median(b / a for a, b in pairs):.2f}")


def _seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
