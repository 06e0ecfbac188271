"""Draws the README's pictures from what replylint really prints: check.svg and report.png.

    make picture

Rich draws the terminal; the frame is our own, because Rich's loads its fonts from elsewhere.
Chromium draws the page.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

ROOT = Path(__file__).parent.parent
PAGE = ["check", "examples/late-parcel.txt", "examples/macros.json", "--fail-on", "never"]
COMMAND = ["check", "examples/late-parcel.txt", "--select", "blaming,vague-timeline"]
FRAME = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img">
<title>What replylint prints about examples/late-parcel.txt</title>
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace;
  font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix" xml:space="preserve">
{matrix}
</g>
</g>
</svg>
"""
THEME = TerminalTheme(
    (24, 26, 31),
    (220, 223, 228),
    [(40, 44, 52), (240, 113, 120), (152, 195, 121), (229, 192, 123), (97, 175, 239),
     (198, 120, 221), (86, 182, 194), (220, 223, 228)],
)  # fmt: skip


def main() -> None:
    """Write the pictures."""
    draw_terminal()
    draw_page()


def draw_page() -> None:
    """Write report.png: the HTML report, with the pointer on some words."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        report = Path(folder, "report.html")
        command = [sys.executable, "-m", "replylint", *PAGE, f"--output-file=html={report}"]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": 1120, "height": 930})
        page.goto(report.as_uri())
        page.locator(".reply").first.locator(".mark").last.hover()
        page.wait_for_selector(".card:visible")
        page.screenshot(path=ROOT / "docs/report.png")
        browser.close()


def draw_terminal() -> None:
    """Write check.svg: what a person sees on a terminal."""
    done = subprocess.run(
        [sys.executable, "-m", "replylint", *COMMAND],
        cwd=ROOT,
        env={"FORCE_COLOR": "1", "COLUMNS": "80"},
        capture_output=True,
        check=False,
    )
    console = Console(file=io.StringIO(), record=True, width=82, force_terminal=True)
    console.print(Text.from_ansi(f"$ replylint {' '.join(COMMAND)}\n" + done.stdout.decode()))
    svg = console.export_svg(
        title="replylint", theme=THEME, code_format=FRAME, unique_id="replylint"
    )
    (ROOT / "docs/check.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
