"""The schema of an answer as chat models are asked for it: flat, strict, with passages by number."""

from __future__ import annotations

from typing import Any

from williams.domain.errors import PluginDefect
from williams.ports.text import AnswerT, Task

_REF = "#/$defs/"
# What services agree on. Lengths and ranges are checked here, when the answer comes.
_KEPT = ("type", "enum", "const", "description")


def asked_schema(task: Task[AnswerT]) -> dict[str, Any]:
    """Return the JSON Schema of a task's answer. Raises PluginDefect when the answer's model contains itself."""
    schema = task.schema_of_answer()
    return _strict(schema, schema.get("$defs", {}), ())


def _strict(schema: dict[str, Any], definitions: dict[str, Any], within: tuple[str, ...]) -> dict[str, Any]:
    if (reference := schema.get("$ref")) is not None:
        name = reference.removeprefix(_REF)
        if name in within:
            raise PluginDefect(f"{name} contains itself: a chat model cannot be asked for an answer without an end.")
        return _strict(definitions[name], definitions, (*within, name))
    strict = {key: schema[key] for key in _KEPT if key in schema}
    for key in ("anyOf", "oneOf", "allOf"):
        if key in schema:
            strict["anyOf"] = [_strict(each, definitions, within) for each in schema[key]]
    if "items" in schema:
        strict["items"] = _strict(schema["items"], definitions, within)
    if "properties" in schema:
        strict |= _object(schema["properties"], definitions, within)
    return strict


def _object(properties: dict[str, Any], definitions: dict[str, Any], within: tuple[str, ...]) -> dict[str, Any]:
    """Citations, which are spans of paragraphs, become the numbers of passages."""
    cited = {"passages": _PASSAGES} if any(map(_is_citations, properties.values())) else {}
    said = {name: value for name, value in properties.items() if not _is_citations(value)}
    strict = {name: _strict(value, definitions, within) for name, value in said.items()} | cited
    return {"type": "object", "properties": strict, "required": list(strict), "additionalProperties": False}


def _is_citations(schema: dict[str, Any]) -> bool:
    items = schema.get("items")
    return isinstance(items, dict) and items.get("$ref") == f"{_REF}Citation"


_PASSAGES: dict[str, Any] = {
    "type": "array",
    "items": {"type": "integer"},
    "description": "The numbers of the passages that the text stands on: at least one.",
}
