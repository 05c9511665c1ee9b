"""What an export can be asked for is published as JSON Schema, and a request for anything else is told what is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from williams.plugin.registry import registry

SHIPPED = [plugin for plugin in registry().exports() if type(plugin).__module__.startswith("williams_export_")]
TYPES = sorted(plugin.artifact_type for plugin in SHIPPED if plugin.artifact_type != "points")
# What JSON Schema calls a limit, and a value beyond it.
BEYOND: dict[str, Callable[[Any], Any]] = {
    "maximum": lambda limit: limit + 1,
    "minimum": lambda limit: limit - 1,
    "maxLength": lambda limit: "x" * (limit + 1),
    "minLength": lambda limit: "x" * (limit - 1),
    "enum": lambda _: "of no such kind",
}


def published(client: TestClient, artifact_type: str) -> dict[str, Any]:
    listed = client.get("/api/plugins/export").json()["plugins"]
    return next(dict(each["parameters"]) for each in listed if each["type"] == artifact_type)


def forms(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The schema itself, and its alternatives."""
    yield schema
    yield from schema.get("anyOf", ())


def refusal(client: TestClient, source_id: str, artifact_type: str, **parameters: Any) -> dict[str, Any]:
    body = {"source_ids": [source_id], "format": artifact_type, "parameters": parameters}
    answer = client.post("/api/content/export", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request"), (parameters, answer.text)
    return dict(answer.json())


@pytest.mark.parametrize("artifact_type", TYPES)
def test_every_parameter_is_published_with_title_meaning_and_examples_that_fit(
    client: TestClient, artifact_type: str
) -> None:
    schema = published(client, artifact_type)
    model = next(plugin.parameters for plugin in SHIPPED if plugin.artifact_type == artifact_type)
    assert schema["additionalProperties"] is False
    # Some are only to be said together with others.
    others = {name: each["examples"][0] for name, each in schema["properties"].items() if each.get("examples")}
    for name, each in schema["properties"].items():
        assert each["title"], name
        assert each["description"], name
        shown = each.get("examples") or each.get("enum") or [each["default"]]
        assert shown != [None], f"{name} has no example"
        for example in shown:
            model.model_validate(others | {name: example})


@pytest.mark.parametrize("artifact_type", TYPES)
def test_what_is_beyond_a_limit_is_refused_by_name_and_value(
    client: TestClient, source_id: str, artifact_type: str
) -> None:
    tried = 0
    for name, each in published(client, artifact_type)["properties"].items():
        for form in forms(each):
            for limit, beyond in BEYOND.items():
                if limit not in form:
                    continue
                tried += 1
                told = refusal(client, source_id, artifact_type, **{name: beyond(form[limit])})
                (error,) = told["errors"]
                assert error["field"] == f"body.parameters.{name}"
                allowed = form["enum"] if limit == "enum" else [form[limit]]
                assert all(f"{value}".removesuffix(".0") in error["message"] for value in allowed), error
                assert ", not " in error["message"]
                assert error["field"] in told["detail"]
    assert tried > 1


@pytest.mark.parametrize("artifact_type", TYPES)
def test_an_unknown_parameter_is_refused_with_those_that_there_are(
    client: TestClient, source_id: str, artifact_type: str
) -> None:
    known = sorted(published(client, artifact_type)["properties"])
    (error,) = refusal(client, source_id, artifact_type, **{f"{known[0]}s": 1})["errors"]
    assert error["field"] == f"body.parameters.{known[0]}s"
    assert f"Did you mean '{known[0]}'? There are: {', '.join(known)}" in error["message"]
    (error,) = refusal(client, source_id, artifact_type, **{"zzzzzz": 1})["errors"]
    assert error["message"] == f"There is no parameter 'zzzzzz'. There are: {', '.join(known)}"
