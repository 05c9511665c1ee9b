"""The client's view of the answers against the API's own models."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel

from functions.api import answers as served
from functions.api.routers import content, health, plugins, provenance, search
from functions.api.routers.consistency import Agreement
from williams.domain.content import Paragraph
from williams.domain.jobs import TERMINAL, WAITING, JobError
from williams.domain.provenance import DerivedArtifact, SourceDocument
from williams.domain.search import Span
from williams.ports.objects import PresignedPost
from williams.ports.tokens import ApiToken
from williams.services import impact
from williams.services.consistency import Disagreement
from williams.services.provenance import Attribution, AttributionText, QuotedSource
from williams.services.search import SearchHit
from williams.services.tokens import MadeToken
from williams.services.uploads import Upload
from williams_cli.client import TERMINAL as CLIENT_TERMINAL
from williams_cli.client import WAITING as CLIENT_WAITING
from williams_cli.client import answers

PAIRS: list[tuple[type[BaseModel], Any]] = [
    (served.JobAccepted, answers.Accepted),
    (served.JobAnswer, answers.Job),
    (served.JobListing, answers.JobPage),
    (JobError, answers.JobError),
    (served.JobEventAnswer, answers.JobEvent),
    (served.JobStory, answers.JobStory),
    (Disagreement, answers.Disagreement),
    (Agreement, answers.Agreement),
    (Upload, answers.Upload),
    (PresignedPost, answers.PresignedPost),
    (served.ContentAnswer, answers.Content),
    (content.Deleted, answers.Deleted),
    (served.FileAnswer, answers.File),
    (served.ArtifactAnswer, answers.Artifact),
    (served.Listing, answers.Page),
    (Paragraph, answers.Paragraph),
    (Span, answers.Span),
    (SearchHit, answers.SearchHit),
    (search.SearchAnswer, answers.SearchAnswer),
    (SourceDocument, answers.SourceDocument),
    (QuotedSource, answers.QuotedSource),
    (served.PartAnswer, answers.TracedPart),
    (served.ProvenanceTree, answers.ProvenanceTree),
    (served.GenealogyAnswer, answers.Genealogy),
    (Attribution, answers.Attribution),
    (AttributionText, answers.AttributionText),
    (DerivedArtifact, answers.DerivedArtifact),
    (provenance.GeneratedContent, answers.GeneratedContent),
    (plugins.PluginAnswer, answers.Plugin),
    (plugins.Plugins, answers.Plugins),
    (health.Health, answers.Health),
    (impact.Licenses, answers.Licenses),
    (impact.UnclearSource, answers.UnclearSource),
    (impact.Impact, answers.Impact),
    (impact.Share, answers.Share),
    (ApiToken, answers.ApiToken),
    (MadeToken, answers.MadeToken),
]


@pytest.mark.parametrize(("model", "view"), PAIRS, ids=[view.__name__ for _, view in PAIRS])
def test_the_client_knows_the_fields_that_the_api_serves(model: type[BaseModel], view: Any) -> None:
    assert set(model.model_fields) == set(view.__annotations__)


def test_the_client_knows_the_statuses() -> None:
    assert {status.value for status in TERMINAL} == CLIENT_TERMINAL
    assert {status.value for status in WAITING} == CLIENT_WAITING
