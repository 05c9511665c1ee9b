"""UsagePort: the fake and Postgres under the same tests."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract.records import OWNER, make_artifact
from williams.domain.errors import NotFound
from williams.ports.catalog import CatalogPort
from williams.ports.usage import UsageKind, UsagePort

NOTHING = dict.fromkeys(UsageKind, 0)


def test_what_is_said_comes_back_newest_first(catalog: CatalogPort, usage: UsagePort) -> None:
    artifact = make_artifact()
    catalog.commit_artifact(artifact)
    said: list[dict[str, Any]] = [
        {"rating": 5, "comment": "“good” \\", "part": None},
        {"rating": 1, "comment": None, "part": "p.1"},
    ]
    usage.record(OWNER, artifact.artifact_id, UsageKind.VIEW, {})
    for each in said:
        usage.record(OWNER, artifact.artifact_id, UsageKind.FEEDBACK, each)
    found = usage.events(OWNER, artifact.artifact_id, UsageKind.FEEDBACK)
    assert [each.detail for each in found] == said[::-1]
    assert len({each.usage_id for each in found}) == 2
    assert usage.events("eve", artifact.artifact_id, UsageKind.FEEDBACK) == []


def test_what_is_recorded_is_counted_by_kind(catalog: CatalogPort, usage: UsagePort) -> None:
    artifact, other = make_artifact(), make_artifact()
    for each in (artifact, other):
        catalog.commit_artifact(each)
    assert usage.count(OWNER, artifact.artifact_id) == NOTHING
    for kind in (UsageKind.VIEW, UsageKind.VIEW, UsageKind.SHARE):
        usage.record(OWNER, artifact.artifact_id, kind, {"channel": "“post” \\"})
    assert usage.count(OWNER, artifact.artifact_id) == NOTHING | {UsageKind.VIEW: 2, UsageKind.SHARE: 1}
    assert usage.count(OWNER, other.artifact_id) == NOTHING


def test_nothing_is_recorded_of_what_is_not_the_owners(catalog: CatalogPort, usage: UsagePort) -> None:
    artifact = make_artifact()
    catalog.commit_artifact(artifact)
    for owner, artifact_id in (("eve", artifact.artifact_id), (OWNER, "art_unknown")):
        with pytest.raises(NotFound):
            usage.record(owner, artifact_id, UsageKind.VIEW, {})
        assert usage.count(owner, artifact_id) == NOTHING
