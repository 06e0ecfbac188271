"""The wheel holds the rules, and works where nothing of the checkout is."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build with the hatchling that is installed, so that no network is needed."""
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, ROOT],
        check=True,
        capture_output=True,
    )
    (path,) = out.glob("*.whl")
    return path


def test_the_wheel_holds_every_rule_and_the_typing_marker(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    rules = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("rules/**/*.yaml")}

    assert {f"replylint/{name}" for name in rules} <= set(names)
    assert "replylint/py.typed" in names
    assert not any("tests" in name or "corpus" in name for name in names)


def test_the_wheel_lints_without_the_checkout(wheel, tmp_path):
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    code = (
        "import sys; sys.path[:] = [p for p in sys.path if not p.endswith('/src')];"
        f"sys.path.insert(0, {str(tmp_path / 'site')!r});"
        "import replylint.packs as packs; from replylint import lint;"
        "print(packs.BUILT_IN); print(len(packs.load_packs()[0].rules));"
        "print(lint('We will reply soon.')[0].rule);"
        "from replylint.finding import Run; from replylint.reporters import reporter;"
        "from replylint.reporters.style import Style; print(reporter('html')(Run(), Style())[:9])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    folder, count, rule, page = done.stdout.split()

    assert Path(folder) == tmp_path / "site/replylint/rules"
    assert int(count) == sum(
        path.parent.name != "vocabulary" for path in ROOT.glob("rules/core/*/*.yaml")
    )
    assert rule == "vague-timeline/soon"
    assert page == "<!DOCTYPE"
