"""This file describes rule files and configurations as JSON Schema, from the loaders' tables.

Editors use it to complete and to underline; what only the loader knows (the phrase language,
whether a word list is there) it leaves to ``rules test``.
"""

from __future__ import annotations

from typing import Any

from replylint.config import KEYS, PER_FILE
from replylint.guards import CHOICE_GUARDS, CUE_GUARDS, NUMBER_GUARDS, WORD_GUARDS
from replylint.judges import PLACES, WORD_JUDGES
from replylint.metrics import METRICS
from replylint.patterns import TOKEN_ATTRIBUTES, TOKEN_PREDICATES
from replylint.reply import CHANNELS, KINDS
from replylint.rule import Severity
from replylint.rulefile import (
    EXAMPLE_LISTS,
    EXTENSION_KEYS,
    KEYED_FIXES,
    KEYED_JUDGES,
    RULE_KEYS,
)

Schema = dict[str, Any]

_ABOUT = {
    "extends": "The built-in pack whose rule of the same name this one changes.",
    "off": "Take the extended rule out.",
    "message": "What the agent reads; {match} becomes the words found. At most 100 characters.",
    "why": "Why it matters to the customer.",
    "severity": "How much it matters.",
    "find": "Phrases to look for.",
    "find+": "Phrases beside those of the extended rule.",
    "unless": "When a hit is innocent: any one of these excuses it.",
    "unless+": "Excuses beside those of the extended rule.",
    "only-if": "What must hold, all of it, for a hit to count.",
    "soften-if": "What makes it a suggestion.",
    "harden-if": "What makes it an error.",
    "report": "What of the hits to report.",
    "quoted": "Whether words in quotes count; they are excused otherwise.",
    "instead": "What to write instead.",
    "fix": "What --fix puts in the place of the words: a cure that needs no thought.",
    "status": "Rules in preview run only with --preview.",
    "declined": "What the rule leaves alone on purpose, and why.",
    "examples": "The proof: replies that are flagged, and near misses that are not.",
}


def config_schema() -> Schema:
    """Return the JSON Schema (draft 2020-12) of a configuration."""
    own = {name: {"description": key.about, **key.schema} for name, key in KEYS.items()}
    files = {
        "description": "Patterns of the files for which this holds, as in .gitignore.",
        **KEYS["exclude"].schema,
    }
    entry = {name: files if name == "files" else own[name] for name in PER_FILE}
    extends = {
        "description": "Configurations that this one builds on, as files beside it.",
        **KEYS["exclude"].schema,
    }
    per_file = {
        "description": "What holds for some files only, above all else; later entries first.",
        **_list(_closed(entry, required=["files"])),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A configuration of replylint",
        **_closed({"extends": extends, **own, "per-file": per_file}),
    }


def rule_schema() -> Schema:
    """Return the JSON Schema (draft 2020-12) of a rule file."""
    values = _values()
    own = {key: {"description": _ABOUT[key], **values[key]} for key in RULE_KEYS}
    extension = {key: {"description": _ABOUT[key], **values[key]} for key in EXTENSION_KEYS}
    needs_no_find = {"required": ["report"], "properties": {"report": {"type": "object"}}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A replylint rule",
        "type": "object",
        "if": {"required": ["extends"]},
        "then": {"properties": extension, "additionalProperties": False},
        "else": {
            "properties": own,
            "additionalProperties": False,
            "required": ["message", "why", "examples"],
            "anyOf": [{"required": ["find"]}, needs_no_find],
        },
        "$defs": {
            "phrases": {"anyOf": [{"$ref": "#/$defs/phrase"}, _list({"$ref": "#/$defs/phrase"})]},
            "phrase": {"anyOf": [{"type": "string", "minLength": 1}, _tokens()]},
            "guard": _guard(),
            "example": _example(),
        },
    }


def _values() -> dict[str, Schema]:
    text: Schema = {"type": "string", "minLength": 1}
    guards = {"type": "array", "items": {"$ref": "#/$defs/guard"}}
    phrases = {"$ref": "#/$defs/phrases"}
    examples = {name: _list({"$ref": "#/$defs/example"}) for name in EXAMPLE_LISTS}
    return {
        "extends": text,
        "off": {"type": "boolean"},
        "message": text,
        "why": text,
        "severity": {"enum": [severity.value for severity in Severity]},
        "find": phrases,
        "find+": _list({"$ref": "#/$defs/phrase"}),
        "unless": guards,
        "unless+": guards,
        "only-if": guards,
        "soften-if": guards,
        "harden-if": guards,
        "report": _judge(),
        "quoted": {"enum": ["counts", "excused"]},
        "instead": text,
        "fix": _fix(),
        "status": {"enum": ["stable", "preview"]},
        "declined": {"type": "array", "items": text},
        "examples": _closed(examples),
    }


def _list(item: Schema) -> Schema:
    return {"type": "array", "items": item, "minItems": 1}


def _closed(properties: Schema, **more: Any) -> Schema:
    return {"type": "object", "properties": properties, "additionalProperties": False, **more}


def _one_or_more(known: tuple[str, ...]) -> Schema:
    return {"anyOf": [{"enum": list(known)}, _list({"enum": list(known)})]}


def _guard() -> Schema:
    keys: Schema = {key: {"$ref": "#/$defs/phrases"} for key in CUE_GUARDS}
    keys |= {key: {"const": True} for key in WORD_GUARDS}
    keys |= {key: _one_or_more(known) for key, (_, known) in CHOICE_GUARDS.items()}
    keys |= {key: {"type": "integer", "minimum": 0} for key in NUMBER_GUARDS}
    return {"anyOf": [{"enum": list(WORD_GUARDS)}, _closed(keys, minProperties=1)]}


def _judge() -> Schema:
    count = {"type": "integer", "minimum": 0}
    phrases = {"$ref": "#/$defs/phrases"}
    values: dict[str, Schema] = {
        "more-than": count,
        "per": {"enum": ["sentence", "hit"]},
        "missing": {"enum": list(PLACES)},
        "within": count,
        "followed-by": phrases,
        "preceded-by": phrases,
        "metric": {"enum": list(METRICS)},
        "echo": phrases,
        "from": count,
    }
    needed = {"metric": ["metric", "more-than"]}
    keyed = [
        _closed({key: values[key] for key in (name, *more)}, required=needed.get(name, [name]))
        for name, more in KEYED_JUDGES.items()
    ]
    return {"anyOf": [{"enum": list(WORD_JUDGES)}, *keyed]}


def _fix() -> Schema:
    text: Schema = {"type": "string", "minLength": 1}
    values: dict[str, Schema] = {
        "write": text,
        "swap": {"type": "object", "additionalProperties": {"type": "string"}},
        "remove": {"enum": ["words", "sentence"]},
        "beside": {"$ref": "#/$defs/phrases"},
    }
    safety = {"safety": {"enum": ["safe", "unsafe"]}}
    keyed = [
        _closed({key: values[key] for key in (name, *more)} | safety, required=[name])
        for name, more in KEYED_FIXES.items()
    ]
    return {"anyOf": [text, *keyed]}


def _tokens() -> Schema:
    single: Schema = {"type": ["string", "integer", "boolean"]}
    value: Schema = {
        "anyOf": [
            single,
            _closed(
                {name: {"anyOf": [single, _list(single)]} for name in sorted(TOKEN_PREDICATES)}
            ),
        ]
    }
    token = _closed(dict.fromkeys(sorted(TOKEN_ATTRIBUTES), value))
    return _closed({"tokens": {"type": "array", "items": token}}, required=["tokens"])


def _example() -> Schema:
    keys: Schema = {
        "reply": {"type": "string"},
        "customer": {"type": "string"},
        "kind": {"enum": list(KINDS)},
        "channel": {"enum": list(CHANNELS)},
    }
    return {"anyOf": [{"type": "string"}, _closed(keys, required=["reply"])]}
