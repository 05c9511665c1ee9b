"""UsagePort: the fake and Postgres under the same tests."""

from __future__ import annotations

import pytest

from tests.contract.records import OWNER, make_artifact
from williams.domain.errors import NotFound
from williams.ports.catalog import CatalogPort
from williams.ports.usage import UsageKind, UsagePort


def test_what_is_recorded_is_counted_by_kind(catalog: CatalogPort, usage: UsagePort) -> None:
    artifact, other = make_artifact(), make_artifact()
    for each in (artifact, other):
        catalog.commit_artifact(each)
    assert usage.count(OWNER, artifact.artifact_id) == {UsageKind.VIEW: 0, UsageKind.SHARE: 0}
    for kind in (UsageKind.VIEW, UsageKind.VIEW, UsageKind.SHARE):
        usage.record(OWNER, artifact.artifact_id, kind, {"channel": "“post” \\"})
    assert usage.count(OWNER, artifact.artifact_id) == {UsageKind.VIEW: 2, UsageKind.SHARE: 1}
    assert usage.count(OWNER, other.artifact_id) == {UsageKind.VIEW: 0, UsageKind.SHARE: 0}


def test_nothing_is_recorded_of_what_is_not_the_owners(catalog: CatalogPort, usage: UsagePort) -> None:
    artifact = make_artifact()
    catalog.commit_artifact(artifact)
    for owner, artifact_id in (("eve", artifact.artifact_id), (OWNER, "art_unknown")):
        with pytest.raises(NotFound):
            usage.record(owner, artifact_id, UsageKind.VIEW, {})
        assert usage.count(owner, artifact_id) == {UsageKind.VIEW: 0, UsageKind.SHARE: 0}
