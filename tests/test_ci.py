"""Hooks, the action and docs/ci.md: each as far as it can be tried without the service itself."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
import yaml

from replylint import HOMEPAGE, __version__
from replylint.readers import _TEMPLATES, FORMATS, format_of

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
PAGE = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
SOON = "It comes soon.\n"


def program(name, *arguments, **options):
    """Run a program of this environment; fail with what it says."""
    done = subprocess.run(
        [BIN / name, *arguments], capture_output=True, text=True, check=False, **options
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def blocks(language, holding=""):
    """Return the code blocks of docs/ci.md in a language that hold some words."""
    found = re.findall(rf"(?ms)^```{language}\n(.*?)^```", PAGE)
    return [block for block in found if holding in block]


# Hooks


def test_the_manifest_of_hooks_is_valid(tmp_path):
    program("pre-commit", "validate-manifest", ROOT / ".pre-commit-hooks.yaml", cwd=tmp_path)


def test_hooks_take_the_files_that_are_read_in_folders():
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    suffixes = [*FORMATS, *(s + t for s in FORMATS for t in _TEMPLATES), *_TEMPLATES]
    names = [f"macros/a{suffix}" for suffix in (*suffixes, ".py", ".docx", ".mdx", "", ".txt.bak")]

    for hook in hooks:
        taken = {name for name in names if re.search(hook["files"], name)}
        assert re.search(hook["files"], "MACROS/A.TXT")
        assert taken == {name for name in names if format_of(name)}
        assert hook["entry"].startswith("replylint check ")
    assert [hook["id"] for hook in hooks] == ["replylint", "replylint-fix"]


@pytest.fixture
def published(tmp_path):
    """A repository with replylint as it is now, as others would name it."""
    home = tmp_path / "replylint"
    ignored = shutil.ignore_patterns(".git", ".venv", ".*_cache", "__pycache__", ".hypothesis")
    shutil.copytree(ROOT, home, ignore=ignored)
    git(home, "init", "--quiet")
    git(home, "add", ".")
    git(home, "commit", "--quiet", "--message", "all")
    git(home, "tag", f"v{__version__}")
    return home


def git(folder, *arguments):
    identity = ["-c", "user.name=a", "-c", "user.email=a@b.example"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.mark.registry
def test_pre_commit_installs_and_runs_the_hooks(published, tmp_path):
    """The configuration of docs/ci.md, by the real pre-commit, from installing to committing."""
    (block,) = blocks("yaml", "hooks:\n")
    config = block.replace(HOMEPAGE, published.as_uri()) + "      - id: replylint-fix\n"
    team = tmp_path / "team"
    (team / "macros").mkdir(parents=True)
    (team / ".pre-commit-config.yaml").write_text(config)
    (team / "README.md").write_text("# Ours\n\n" + SOON)
    (team / "macros/clean.md").write_text("Hi Ana,\n\nIt comes on Friday.\n")
    (team / "macros/run.py").write_text("# It comes soon.\n")
    git(team, "init", "--quiet")
    git(team, "add", ".")
    env = os.environ | {"PRE_COMMIT_HOME": str(tmp_path / "home")}

    def run(*arguments):
        return subprocess.run(
            [BIN / "pre-commit", "run", *arguments],
            cwd=team,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )

    clean = run()
    (team / "macros/late.html.j2").write_text("<p>It comes soon.</p>\n")
    (team / "macros/sorry.txt").write_text("We are so, so sorry. You get 5 euros on Friday.\n")
    git(team, "add", ".")
    red = run()

    assert clean.returncode == 0, clean.stdout + clean.stderr
    assert red.returncode == 1
    assert "macros/late.html.j2" in red.stdout
    assert "vague-timeline/soon" in red.stdout
    assert "README.md" not in red.stdout
    assert "run.py" not in red.stdout
    assert "files were modified by this hook" in red.stdout
    assert (team / "macros/sorry.txt").read_text().startswith("We are so sorry.")


# The action


ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))


def step(name):
    return next(one for one in ACTION["runs"]["steps"] if one.get("id") == name)


def test_the_action_is_what_github_takes(tmp_path):
    schema = "vendor.github-actions"
    program("check-jsonschema", "--builtin-schema", schema, ROOT / "action.yml", cwd=tmp_path)


def test_the_action_reads_no_input_as_a_program():
    for one in ACTION["runs"]["steps"]:
        assert "${{" not in one.get("run", "")


def test_the_page_lists_the_inputs_of_the_action():
    rows = re.findall(r"(?m)^\| `([\w-]+)` \|.*\|\s*(?:`([^`]*)`|the configuration's)?\s*\|$", PAGE)
    told = {name: default for name, default in rows if name in ACTION["inputs"]}

    assert told == {name: one["default"] for name, one in ACTION["inputs"].items()}


@pytest.fixture
def runner(tmp_path):
    """Run a step of the action as GitHub's runner does: its script, its environment."""
    work, temporary = tmp_path / "work", tmp_path / "temporary"
    work.mkdir()
    temporary.mkdir()

    def run(name, **values):
        output = tmp_path / "output"
        output.write_text("")
        env = dict.fromkeys(step(name)["env"], "") | {
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "REPLYLINT_CACHE_DIR": os.environ["REPLYLINT_CACHE_DIR"],
            "BIN": str(BIN),
            "RUNNER_TEMP": str(temporary),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(ROOT),
        }
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step(name)["run"]],
            cwd=work,
            env=env | values,
            capture_output=True,
            text=True,
            check=False,
        )
        done.output = dict(line.split("=", 1) for line in output.read_text().splitlines())
        return done

    run.work = work
    return run


def test_the_action_annotates_and_writes_sarif(runner):
    (runner.work / "my macros").mkdir()
    (runner.work / "my macros/a.txt").write_text(SOON)
    (runner.work / "b.txt").write_text(SOON)
    (runner.work / "c.txt").write_text(SOON)

    done = runner(
        "check",
        PATHS="my macros\nb.txt\n\n",
        ARGS="--select vague-timeline\n  --isolated ",
        ANNOTATIONS="true",
        SARIF="out/all.sarif",
    )

    assert done.returncode == 1, done.stderr
    *lines, summary = done.stdout.splitlines()
    assert summary == "2 warnings in 2 replies."
    assert [line.partition(",")[0] for line in lines] == [
        "::warning file=b.txt",
        "::warning file=my macros/a.txt",
    ]
    assert done.output == {"sarif-file": "out/all.sarif", "complete": "true"}
    assert len(json.loads((runner.work / "out/all.sarif").read_bytes())["runs"]) == 1


def test_the_action_takes_inputs_for_what_they_are(runner):
    (runner.work / "a.txt").write_text(SOON)

    never = runner("check", PATHS=".", FAIL_ON="never", ANNOTATIONS="false")
    hostile = runner(
        "check", PATHS="$(touch pwned)\n--version", ARGS="; touch pwned", ANNOTATIONS="true"
    )

    assert never.returncode == 0
    assert "vague-timeline/soon" in never.stdout
    assert not never.stdout.startswith("::")
    assert never.output == {"complete": "true"}
    assert hostile.returncode == 2
    assert not list(runner.work.glob("**/pwned"))


def test_the_action_uploads_active_results_alone(runner, tmp_path):
    comment = "<!-- replylint: ignore vague-timeline -- nobody knows -->\n"
    (runner.work / "a.md").write_text(f"{comment}{SOON}\nAnd it comes later.\n\n{SOON}")
    checked = runner("check", PATHS=".", ANNOTATIONS="true", SARIF="all.sarif")
    everything = json.loads((runner.work / "all.sarif").read_bytes())["runs"][0]["results"]

    done = runner("active", SARIF=checked.output["sarif-file"])

    assert done.returncode == 0, done.stderr
    active = json.loads(Path(done.output["file"]).read_bytes())["runs"][0]["results"]
    assert active == [result for result in everything if not result["suppressions"]]
    assert 0 < len(active) < len(everything)


def test_the_action_hands_on_no_log_of_another_run(runner):
    (runner.work / "old.sarif").write_text("{}")

    done = runner("check", PATHS=".", ARGS="--nope", SARIF="old.sarif")

    assert done.returncode == 2
    assert done.output == {}


def test_the_action_runs_no_python_of_the_repository(runner):
    """Its steps run in the repository that is linted, where anybody may have put a json.py."""
    for name in ("json", "pathlib", "venv", "pip", "logging"):
        (runner.work / f"{name}.py").write_text("raise SystemExit('pwned')")
    (runner.work / "a.txt").write_text(SOON)
    checked = runner("check", PATHS="a.txt", SARIF="all.sarif")

    done = runner("active", SARIF="all.sarif")

    assert checked.returncode == 1, checked.stderr
    assert done.returncode == 0, done.stderr
    python = re.findall(r"(?m)^ *\"\$\S*(?i:python)\" (\S+)", (ROOT / "action.yml").read_text())
    assert python == ["-I"] * 3


@pytest.mark.registry
def test_the_action_installs_replylint_in_an_environment_of_its_own(runner, published):
    """By ``pip install`` of a checkout, which is the README's plain form, too."""
    done = runner("install", PYTHON=sys.executable, GITHUB_ACTION_PATH=str(published))
    (runner.work / "a.txt").write_text(SOON)

    assert done.returncode == 0, done.stderr
    checked = runner("check", PATHS="a.txt", BIN=done.output["bin"], ANNOTATIONS="true")
    assert checked.stdout.startswith("::warning file=a.txt,line=1,")
    replylint = [Path(done.output["bin"], "replylint"), "check", "examples/late-parcel.txt"]
    said = subprocess.run(replylint, cwd=published, capture_output=True, text=True, check=False)
    assert said.returncode == 1, said.stderr
    assert said.stdout == (ROOT / "examples/late-parcel.txt.out").read_text(encoding="utf-8")


# The page


@pytest.mark.parametrize("index", range(2))
def test_the_pages_workflows_are_what_github_takes(tmp_path, index):
    workflow = blocks("yaml", "runs-on:")[index]
    (tmp_path / "replies.yaml").write_text(workflow)

    schema = "vendor.github-workflows"
    program("check-jsonschema", "--builtin-schema", schema, "replies.yaml", cwd=tmp_path)
    used = re.search(r"replylint/replylint@(\S+)\n +with:\n((?: {10,}.*\n)+)", workflow)
    assert used[1] == f"v{__version__}"
    assert set(yaml.safe_load(used[2])) <= set(ACTION["inputs"])
    assert len(blocks("yaml", "runs-on:")) == 2


def test_the_pages_gitlab_job_is_what_gitlab_takes_and_runs(command, tmp_path, git):
    (block,) = blocks("yaml", "GIT_DEPTH")
    (tmp_path / "ci.yaml").write_text(block)
    program("check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", "ci.yaml", cwd=tmp_path)
    (tmp_path / "ci.yaml").unlink()
    assert "$CI_PROJECT_DIR/" in block
    job = yaml.safe_load(block)["replylint"]
    (tmp_path / "a.txt").write_text(SOON)

    result = command(*job["script"][1].split()[1:])

    assert result.code == 1
    named = [*job["artifacts"]["paths"], *job["artifacts"]["reports"].values()]
    assert all((tmp_path / name).stat().st_size for name in named)


def test_the_pages_jenkins_pipeline_runs_and_names_the_reports_it_writes(command, tmp_path):
    """Its shell is run; that Jenkins takes the rest was not tried."""
    (block,) = blocks("groovy")
    (tmp_path / "a.txt").write_text(SOON)
    line = re.search(r"\.venv/bin/replylint (.*) \|\|", block)[1]

    assert command(*line.split()).code == 1
    assert block.count("{") == block.count("}")
    folder = re.search(r"reportDir: '(\w+)'", block)[1]
    for name in re.findall(r"testResults: '([\w.]+)'|reportFiles: '([\w.]+)'", block):
        assert (tmp_path / (name[0] or f"{folder}/{name[1]}")).stat().st_size


def test_the_pages_makefile_and_git_hook_work(tmp_path, git):
    (tmp_path / "macros").mkdir()
    (tmp_path / "macros/a.txt").write_text(SOON)
    (tmp_path / "README.md").write_text(SOON)
    (tmp_path / "-x.txt").write_text("It comes on Friday.\n")
    (tmp_path / "Makefile").write_text(blocks("make")[0])
    hook = tmp_path / ".git/hooks/pre-commit"
    hook.write_text(blocks("sh", "git diff")[0])
    hook.chmod(0o755)
    git("add", ".")
    env = os.environ | {"PATH": f"{BIN}:{os.environ['PATH']}", "HOME": str(tmp_path)}

    made = subprocess.run(["make", "replies"], cwd=tmp_path, env=env, capture_output=True, text=True, check=False)  # fmt: skip
    committed = subprocess.run(
        ["git", "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-m", "x"],
        cwd=tmp_path, env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert "macros/a.txt:1:10: warning vague-timeline/soon" in made.stdout
    assert made.returncode == 2  # make's own
    assert committed.returncode != 0
    assert "macros/a.txt" in committed.stdout + committed.stderr
    assert "README.md" not in committed.stdout + committed.stderr


def test_the_pages_jq_leaves_active_results(command, tmp_path):
    if not shutil.which("jq"):
        pytest.skip("jq is not installed")
    (tmp_path / "a.md").write_text(f"<!-- replylint: ignore vague-timeline -- so -->\n{SOON}")
    command("check", "--output-file", "sarif=replylint.sarif")
    assert '"inSource"' in (tmp_path / "replylint.sarif").read_text()

    subprocess.run(["sh", "-c", blocks("sh", "jq")[0]], cwd=tmp_path, check=True)

    assert json.loads((tmp_path / "active.sarif").read_text())["runs"][0]["results"] == []


def test_the_page_names_this_version():
    named = set(re.findall(r"replylint@(v[\d.]+)|rev: (v[\d.]+)", PAGE))
    assert {"".join(pair) for pair in named} == {f"v{__version__}"}


# Schemas that packages publish


@pytest.fixture
def library(command, tmp_path):
    """Folders with something of all that a report may hold."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    (tmp_path / "macros.json").write_text("[{")
    (tmp_path / "a.md").write_text(
        f"<!-- replylint: ignore vague-timeline -- so -->\n{SOON}\nSo, so sorry \x01 ]]> 😀.\n"
    )
    return tmp_path


@pytest.mark.registry
def test_microsofts_validator_accepts_the_sarif(command, library):
    """SARIF Multitool, from npm: the schema of 2.1.0, SARIF's own rules, and GitHub's."""
    if not shutil.which("npm"):
        pytest.skip("npm is not installed")
    assert command("check", "--output-file", "sarif=out.sarif").code == 2
    package = "@microsoft/sarif-multitool-linux@5.7.0"
    pack = ["npm", "pack", "--silent", package]
    done = subprocess.run(pack, cwd=library, capture_output=True, text=True, check=True)
    with tarfile.open(library / done.stdout.split()[-1]) as archive:
        archive.extractall(library, filter="data")
    tool = library / "package/Sarif.Multitool"
    tool.chmod(0o755)

    def validate(name):
        arguments = [
            "--rule-kind",
            "Sarif;Gh",
            "--output",
            f"{name}.log",
            "--log",
            "ForceOverwrite",
        ]
        said = subprocess.run(
            [tool, "validate", name, *arguments],
            cwd=library,
            env=os.environ | {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
            capture_output=True,
            text=True,
            check=False,
        ).stdout
        assert "Analysis completed" in said
        return [line for line in said.splitlines() if re.search(r": (error|warning) ", line)]

    (library / "bad.sarif").write_text('{"version": "2.1.0", "runs": [{"tool": {"driver": {}}}]}')
    assert validate("bad.sarif")
    assert validate("out.sarif") == []


@pytest.mark.registry
def test_the_junit_schema_of_jenkins_accepts_the_xml(command, library):
    """junit-10.xsd of Jenkins's xUnit plugin, which pytest's source package ships."""
    import xmlschema

    assert command("check", "--output-file", "junit=out.xml").code == 2
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"]
    subprocess.run([*pip, "pytest==8.4.2"], cwd=library, check=True, capture_output=True)
    with tarfile.open(next(library.glob("pytest-*.tar.gz"))) as archive:
        archive.extractall(library, filter="data")
    schema = xmlschema.XMLSchema(next(library.glob("pytest-*/**/junit-10.xsd")))

    schema.validate(library / "out.xml")
    (library / "bad.xml").write_text("<testsuites><testsuite/></testsuites>")
    assert not schema.is_valid(library / "bad.xml")
