"""Makes small packs for tests."""

from __future__ import annotations

RULE = """\
message: "“{match}” is flagged."
why: "Because a test says so."
find:
  - FIND
examples:
  bad: ["a [[b]]"]
  good: ["c"]
"""


def write_pack(folder, rules, vocabulary=None):
    """Write a pack of {name: YAML text}; vocabulary of {name: YAML text}."""
    for name, text in rules.items():
        path = folder / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for name, text in (vocabulary or {}).items():
        path = folder / "vocabulary" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def rule(find, **keys):
    """Return the YAML of a rule with these ``find`` phrases and further keys as YAML text."""
    lines = ['message: "“{match}” is flagged."', 'why: "A test says so."', "find:"]
    lines += [f"  - {phrase}" for phrase in ([find] if isinstance(find, str) else find)]
    for key, value in keys.items():
        lines.append(f"{key.replace('_', '-')}: {value}")
    lines += ["examples:", '  bad: ["a [[b]]"]', '  good: ["c"]']
    return "\n".join(lines) + "\n"
