"""Whatever is sent to the deployed API, it answers as `openapi.json` says, and never with a 5xx."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.config import GenerationConfig, ProjectConfig, ProjectsConfig, SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.e2e.cloud import ROOT
from tests.e2e.podcast import Podcast
from tests.e2e.tenant import Tenant

EXAMPLES = 12
CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
_GENERATION = GenerationConfig(max_examples=EXAMPLES, deterministic=True, no_shrink=True)
_CONFIG = SchemathesisConfig(projects=ProjectsConfig(default=ProjectConfig(generation=_GENERATION)))
SCHEMA = schemathesis.openapi.from_path(ROOT / "openapi.json", config=_CONFIG)


READ = [
    ("/api/content/{content_id}", {}),
    ("/api/artifacts/{artifact_id}", {}),
    ("/api/jobs/{job_id}", {}),
    ("/api/jobs/{job_id}/events", {}),
    ("/api/provenance/{kind}/{artifact_id}/genealogy", {"kind": "podcast"}),
    ("/api/provenance/{kind}/{artifact_id}/attribution", {"kind": "podcast"}),
    ("/api/provenance/{kind}/{artifact_id}/licenses", {"kind": "podcast"}),
    ("/api/provenance/{kind}/{artifact_id}/impact", {"kind": "podcast"}),
    ("/api/provenance/{kind}/{content_id}/generated-content", {"kind": "document"}),
]


def _validated(case: schemathesis.Case[Any], tenant: Tenant) -> schemathesis.Response:
    return case.call_and_validate(
        base_url=tenant.cloud.info.api_url,
        headers={"Authorization": str(tenant.http.headers["authorization"])},
        checks=CHECKS,
        allow_redirects=False,
        timeout=30,
    )


@SCHEMA.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_answers_are_as_documented(case: schemathesis.Case[Any], reader: Tenant) -> None:
    _validated(case, reader)


@pytest.mark.parametrize(("path", "given"), READ, ids=lambda value: value if isinstance(value, str) else "")
def test_what_is_there_is_told_as_documented(
    path: str, given: dict[str, str], reader: Tenant, podcast: Podcast
) -> None:
    ids = {
        "content_id": podcast.artifact.source_ids[0],
        "artifact_id": podcast.artifact.artifact_id,
        "job_id": podcast.job.job_id,
    }
    named = {name: value for name, value in {**ids, **given}.items() if f"{{{name}}}" in path}
    assert _validated(SCHEMA[path]["GET"].Case(path_parameters=named), reader).status_code == 200
