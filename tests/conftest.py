"""Fixtures: one linter a session, a clean environment, and --update-golden."""

from __future__ import annotations

import os
import subprocess
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# What some tests need and not every machine has; .ci/run has it.
NEEDS = {"registry": "the package registry", "browser": "a browser (Debian's chromium)"}


def pytest_addoption(parser):
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")
    for name, what in NEEDS.items():
        parser.addoption(f"--{name}", action="store_true", help=f"run tests that need {what}")


def pytest_collection_modifyitems(config, items):
    for name, what in NEEDS.items():
        if not config.getoption(f"--{name}"):
            for item in items:
                if name in item.keywords:
                    item.add_marker(pytest.mark.skip(reason=f"needs {what}: --{name}"))


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory):
    """No test reads or writes the user's cache."""
    os.environ["REPLYLINT_CACHE_DIR"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def linter(_own_cache):
    from replylint import Linter

    return Linter(preview=True)


@pytest.fixture(scope="session")
def parser():
    from replylint.language import Parser

    return Parser()


@pytest.fixture
def replylint(tmp_path):
    """Run the command line as a user does, in an empty folder and a clean environment."""

    def run(*arguments, stdin=b"", cwd=tmp_path, env=None):
        clean = {
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "REPLYLINT_CACHE_DIR": os.environ["REPLYLINT_CACHE_DIR"],
            **(env or {}),
        }
        done = subprocess.run(
            [sys.executable, "-m", "replylint", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            cwd=cwd,
            env=clean,
            check=False,
        )
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def command(tmp_path, monkeypatch, capfdbinary):
    """Run the command line in this process, in an empty folder: quicker than ``replylint``."""
    from replylint.checking import Checker
    from replylint.cli import main

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Checker, "configured", _remembered(Checker.configured))

    def run(*arguments, stdin=b""):
        monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(stdin)))
        capfdbinary.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        out, err = capfdbinary.readouterr()
        return Result(int(ended.value.code or 0), out.decode(errors="replace"), err.decode(), out)

    return run


_CHECKERS = {}


def _remembered(configured):
    """Make each checker of built-in packs once a session: most of a short run is just that."""

    def remembered(settings):
        if not {"core", "strict"}.issuperset(settings.packs) or settings.suppress:
            return configured(settings)
        if settings.of_rules not in _CHECKERS:
            _CHECKERS[settings.of_rules] = configured(settings)
        return _CHECKERS[settings.of_rules]

    return remembered


@pytest.fixture
def git(tmp_path):
    """Run git in a repository of its own in ``tmp_path``."""
    identity = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b.example"}
    identity |= {name.replace("AUTHOR", "COMMITTER"): value for name, value in identity.items()}

    def run(*arguments, stdin=None):
        env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), **identity}
        done = subprocess.run(
            ["git", *arguments], cwd=tmp_path, env=env, input=stdin, capture_output=True, check=True
        )
        return done.stdout

    run("init", "--quiet", "--initial-branch=main")
    return run


class Result:
    """What a process came to."""

    def __init__(self, code, out, err, raw=b""):
        self.code, self.out, self.err, self.raw = code, out, err, raw

    def __repr__(self):
        return f"exit {self.code}\n--- out\n{self.out}\n--- err\n{self.err}"


@pytest.fixture
def golden(request):
    """Compare text with a file beside the tests; --update-golden writes it."""

    def compare(text, name):
        path = ROOT / "tests" / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        expected = path.read_text(encoding="utf-8")

        assert expected == text

    return compare
