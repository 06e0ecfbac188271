"""The README's plain forms, as a stranger types them. They need the package registry."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.registry
def test_pip_install_and_check_work_in_a_fresh_environment(tmp_path):
    clone = tmp_path / "clone"
    ignored = shutil.ignore_patterns(".*", "__pycache__", "*.egg-info", "dist", "build")
    shutil.copytree(ROOT, clone, ignore=ignored)
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    python = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", "."], cwd=clone, check=True)

    done = subprocess.run(
        [python, "-m", "replylint", "check", "examples/"],
        cwd=clone,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1, done.stderr
    assert "blaming/you-failed-to" in done.stdout
    expected = (ROOT / "examples/late-parcel.txt.out").read_text(encoding="utf-8")
    assert expected.partition("\n\n")[0] in done.stdout
