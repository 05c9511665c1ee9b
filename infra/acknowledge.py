"""Findings of cdk-nag that are right as they are, each with its reason, stated where the finding arises."""

from __future__ import annotations

from aws_cdk import Acknowledgment, Stack, Validations
from constructs import Construct


def acknowledge(construct: Construct, rule: str, reason: str) -> None:
    """Accept one finding, such as ``L1`` or ``IAM5[Resource::*]``, on a construct and what is inside it."""
    Validations.of(construct).acknowledge(Acknowledgment(id=f"AwsSolutions-{rule}", reason=reason))


def acknowledge_wildcard(construct: Construct, resource: str, reason: str) -> None:
    """Accept a policy's resource that holds a ``*``."""
    acknowledge(construct, f"IAM5[Resource::{_as_reported(Stack.of(construct).resolve(resource))}]", reason)


def _as_reported(resolved: object) -> str:
    """A resource as cdk-nag writes it: references in angle brackets."""
    match resolved:
        case {"Fn::Join": [separator, parts]}:
            return str(separator).join(_as_reported(part) for part in parts)
        case {"Ref": name}:
            return f"<{name}>"
        case _:
            return str(resolved)
