"""The client's models, from the API's document."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from datamodel_code_generator import Formatter, InputFileType, PythonVersion, generate
from datamodel_code_generator.enums import DataModelType

ROOT = Path(__file__).resolve().parents[2]
MODELS = ROOT / "layers" / "client" / "src" / "williams_client" / "models.py"
HEADER = '''\
"""The bodies of the API, made from `openapi.json`: change the API, then run `make docs`."""'''
# What only a server checks, and what only frameworks speak of.
_LIMITS = frozenset({"minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "pattern", "uniqueItems"})


def module(openapi: dict[str, Any]) -> str:
    """Return the text of `williams_client.models`. ``openapi`` is the API's document."""
    schemas = openapi["components"]["schemas"]
    enums = frozenset(name for name, each in schemas.items() if "enum" in each)
    document = {
        "openapi": openapi["openapi"],
        "info": openapi["info"],
        "paths": {},
        "components": {"schemas": {name: _lenient(each, enums) for name, each in sorted(schemas.items())}},
    }
    made = generate(
        json.dumps(document),
        input_file_type=InputFileType.OpenAPI,
        output_model_type=DataModelType.PydanticV2BaseModel,
        target_python_version=PythonVersion.PY_311,
        base_class="williams_client.base.ApiModel",
        custom_file_header=HEADER,
        formatters=[Formatter.RUFF_CHECK, Formatter.RUFF_FORMAT],
        settings_path=ROOT,
        capitalise_enum_members=True,
        collapse_root_models=True,
        disable_timestamp=True,
        field_constraints=True,
        keep_model_order=True,
        strict_nullable=True,
        use_annotated=True,
        use_double_quotes=True,
        use_schema_description=True,
        use_single_line_docstring=True,
        use_specialized_enum=True,
        use_standard_collections=True,
        use_subclass_enum=True,
        use_union_operator=True,
    )
    assert isinstance(made, str)
    return made.rstrip() + "\n"


def _lenient(schema: Any, enums: frozenset[str]) -> Any:
    """Return a schema that an answer of a newer API still fits: limits are the server's, enumerations may grow."""
    if isinstance(schema, list):
        return [_lenient(each, enums) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("$ref", "").rsplit("/", 1)[-1] in enums:
        beside = {name: each for name, each in schema.items() if name != "$ref"}
        return {"anyOf": [{"$ref": schema["$ref"]}, {"type": "string"}], **beside}
    kept = {name: each for name, each in schema.items() if name not in _LIMITS and not _is_heading(name, each)}
    if "properties" in kept:
        # Further fields are kept by the base class.
        kept.pop("additionalProperties", None)
        kept["properties"] = {name: _lenient(each, enums) for name, each in kept["properties"].items()}
    return {name: each if name == "properties" else _lenient(each, enums) for name, each in kept.items()}


def _is_heading(name: str, value: Any) -> bool:
    """Tell whether this is a schema's title, which only repeats its name."""
    return name == "title" and isinstance(value, str)
