"""Whoever writes with a model on Bedrock may ask that model, and no other."""

from __future__ import annotations

import pytest
from williams_engine_bedrock.manifest import right_to_ask


@pytest.mark.parametrize(
    ("model", "resources", "explained"),
    [
        ("amazon.nova-pro-v1:0", ["{region}::foundation-model/amazon.nova-pro-v1:0"], False),
        (
            "eu.amazon.nova-pro-v1:0",
            [":inference-profile/eu.amazon.nova-pro-v1:0", ":*::foundation-model/amazon.nova-pro-v1:0"],
            True,
        ),
        ("arn:aws:bedrock:eu-west-1::foundation-model/a.b", ["eu-west-1::foundation-model/a.b"], False),
        (
            "arn:aws:bedrock:eu-west-1:1:application-inference-profile/x1",
            ["application-inference-profile/x1", ":*::foundation-model/*"],
            True,
        ),
    ],
)
def test_the_right_to_ask_a_model(model: str, resources: list[str], explained: bool) -> None:
    right = right_to_ask(model)
    assert right.actions == ("bedrock:InvokeModel",)
    assert all(found.endswith(end) for found, end in zip(right.resources, resources, strict=True)), right.resources
    assert bool(right.wildcard_reason) is explained
