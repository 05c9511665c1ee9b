"""What one synthesis left behind, and questions about it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Properties = dict[str, Any]


@dataclass(frozen=True)
class Synthesized:
    """One stage. ``templates`` by the stack's id."""

    folder: Path
    templates: Mapping[str, dict[str, Any]]

    def resources(self, type: str) -> dict[str, Properties]:
        """The properties of every resource of a type, of all stacks, by logical id."""
        return {
            logical: resource.get("Properties", {})
            for template in self.templates.values()
            for logical, resource in template["Resources"].items()
            if resource["Type"] == type
        }

    def only(self, type: str, **properties: object) -> Properties:
        """The properties of the one resource of a type that has these."""
        every = self.resources(type).values()
        found = [p for p in every if all(p.get(name) == value for name, value in properties.items())]
        assert len(found) == 1, f"{len(found)} of {type} have {properties}"
        return found[0]

    def logical_id(self, type: str, **properties: object) -> str:
        wanted = self.only(type, **properties)
        return next(logical for logical, found in self.resources(type).items() if found is wanted)

    def functions(self) -> list[Properties]:
        """The project's own; the one behind CDK's trigger has no name."""
        return [f for f in self.resources("AWS::Lambda::Function").values() if "FunctionName" in f]

    def function(self, name: str) -> Properties:
        return self.only("AWS::Lambda::Function", FunctionName=name)

    def environment(self, name: str) -> dict[str, Any]:
        variables: dict[str, Any] = self.function(name)["Environment"]["Variables"]
        return variables

    def statements(self, name: str) -> list[dict[str, Any]]:
        """What a function may do: the statements of its role's policies."""
        return self.role_statements(self.function(name)["Role"]["Fn::GetAtt"][0])

    def role_statements(self, role: str) -> list[dict[str, Any]]:
        properties = self.resources("AWS::IAM::Role")[role]
        attached = [p for p in self.resources("AWS::IAM::Policy").values() if {"Ref": role} in p["Roles"]]
        own = [
            statement
            for policy in (*attached, *properties.get("Policies", []))
            for statement in policy["PolicyDocument"]["Statement"]
        ]
        return [*own, *map(_managed, properties.get("ManagedPolicyArns", []))]

    def outputs(self, stack: str) -> dict[str, Any]:
        return {name: output["Value"] for name, output in self.templates[stack].get("Outputs", {}).items()}

    def artifact(self, stack: str) -> dict[str, Any]:
        manifest = json.loads((self.folder / "manifest.json").read_text())
        return dict(manifest["artifacts"][stack])


def _managed(policy: object) -> dict[str, Any]:
    """A policy of AWS's own, as if it were one statement."""
    match policy:
        case {"Fn::Sub": str(name)}:
            return {"Effect": "Allow", "Action": name.rpartition("/")[2], "Resource": "*"}
    raise AssertionError(f"not a managed policy that is known: {policy}")


def listed(value: str | list[str]) -> list[str]:
    """CloudFormation writes a list of one as the one."""
    return value if isinstance(value, list) else [value]


def text_of(value: object) -> str:
    """A value with its references in angle brackets."""
    match value:
        case {"Fn::Join": [separator, parts]}:
            return str(separator).join(text_of(part) for part in parts)
        case {"Ref": name}:
            return f"<{name}>"
        case {"Fn::GetAtt": [name, attribute]}:
            return f"<{name}.{attribute}>"
        case {"Fn::ImportValue": name}:
            return f"<import {name}>"
        case _:
            return str(value)


def read(folder: Path) -> Synthesized:
    templates = {
        file.name.removesuffix(".template.json"): json.loads(file.read_text())
        for file in folder.glob("*.template.json")
    }
    return Synthesized(folder, templates)
