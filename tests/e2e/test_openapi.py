"""Whatever is sent to the deployed API, it answers as `openapi.json` says, and never with a 5xx."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.config import GenerationConfig, ProjectConfig, ProjectsConfig, SchemathesisConfig
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.e2e.cloud import ROOT
from tests.e2e.podcast import Podcast
from tests.e2e.tenant import Tenant

EXAMPLES = 12
# Every check of schemathesis is on, but for one on these: there it takes for an error what no schema can say.
_I_JSON = "JSON Schema cannot keep control characters and the like out of properties that it does not name"
_PLUGINS = "the installed plugins say which URLs, formats and parameters they take"
REFUSES_MORE_THAN_ITS_SCHEMA = {
    "POST /api/uploads": _I_JSON,
    "POST /api/tokens": _I_JSON,
    "POST /api/artifacts/{artifact_id}/shares": _I_JSON,
    "POST /api/jobs/{job_id}/retry": _I_JSON,
    "POST /api/content/import": _PLUGINS,
    "POST /api/content/export": _PLUGINS,
    "POST /api/plugins/export": _PLUGINS,
    "GET /api/search": "a question needs a letter or a digit of any script, and a token is one of the library's",
    "GET /api/content/{content_id}/paragraphs": "a heading is a line without control characters",
    "GET /api/provenance/{kind}/{content_id}/generated-content": "the kinds of content are the import plugins'",
}
# Three of the others look at requests that follow on each other, which `openapi.json` has no links for: that what was
# deleted is gone, that what was made is there, and that another owner does not see it. They have tests of their own:
# `test_deletion.py`, `test_import.py`, `test_owners.py`.
_GENERATION = GenerationConfig(max_examples=EXAMPLES, deterministic=True, no_shrink=True)
_CONFIG = SchemathesisConfig(projects=ProjectsConfig(default=ProjectConfig(generation=_GENERATION)))
SCHEMA = schemathesis.openapi.from_path(ROOT / "openapi.json", config=_CONFIG)


READ = [
    ("/api/content/{content_id}", {}),
    ("/api/content/{content_id}/paragraphs", {}),
    ("/api/content/{content_id}/text", {}),
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
    refuses_more = case.operation.label in REFUSES_MORE_THAN_ITS_SCHEMA
    return case.call_and_validate(
        base_url=tenant.cloud.info.api_url,
        headers={"Authorization": str(tenant.http.headers["authorization"])},
        excluded_checks=[positive_data_acceptance] if refuses_more else [],
        allow_redirects=False,
        timeout=30,
    )


@SCHEMA.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_answers_are_as_documented(case: schemathesis.Case[Any], reader: Tenant) -> None:
    _validated(case, reader)


def test_what_is_left_out_is_there() -> None:
    paths = SCHEMA.raw_schema["paths"]
    operations = {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}
    assert operations > REFUSES_MORE_THAN_ITS_SCHEMA.keys()


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
