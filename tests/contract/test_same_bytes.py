"""Made twice of the same sources by the engines that need no key, every file of every export is the same.

But for the one that names the artifact itself.
"""

from __future__ import annotations

from typing import Any

import pytest

from williams.domain.bucket import ATTRIBUTIONS
from williams.domain.content import Content, Paragraph
from williams.engine.deployment import Deployment
from williams.engine.manifest import Bench
from williams.engine.registry import engine_registry
from williams.plugin.exporting import ExportRequest
from williams.plugin.registry import registry
from williams.ports.engines import MEDIA, PICTURES, SPEECH, TEXT, Port
from williams_testing.factories import WHEN, make_content, make_paragraphs
from williams_testing.library import OWNER, ChosenEngines, MemoryLibrary
from williams_testing.model_files import OriginModelFiles

BUILT_IN = "williams_export_"
TEXTS = (
    "A library is a place that keeps books so that readers can find them again after many years.",
    "Every book carries a mark that tells where it came from and who gave it to the library in 1932.",
    "When a mark is lost, the book remains, but the story of its owners has to be guessed by the readers.",
    "Catalogues were invented to remember these stories for thousands of volumes at once.",
)
EXPORTS = sorted(plugin.plugin_id for plugin in registry().exports() if type(plugin).__module__.startswith(BUILT_IN))


def local(port: Port[Any], name: str | None = None) -> Any:
    """Return the engine as a deployment without keys makes it; of speech the one that takes least time."""
    deployment = Deployment(engine_registry(), {})
    manifest = deployment.named(port, name)
    return manifest.make(Bench(deployment.settings(manifest), "us-east-1", 60.0, OriginModelFiles(manifest)))


@pytest.fixture(scope="module")
def engines() -> ChosenEngines:
    return ChosenEngines(text=local(TEXT), speech=local(SPEECH, "espeak"), media=local(MEDIA), pictures=local(PICTURES))


@pytest.fixture(scope="module")
def source() -> tuple[Content, list[Paragraph]]:
    content = make_content(OWNER, TEXTS)
    return content, make_paragraphs(content.content_id, TEXTS)


async def made(
    plugin_id: str, engines: ChosenEngines, source: tuple[Content, list[Paragraph]], number: int
) -> dict[str, bytes]:
    library = MemoryLibrary(engines=engines)
    content, paragraphs = source
    library.graph.write_document(content, paragraphs)
    library.catalog.commit_import(content, paragraphs)
    plugin: Any = registry().plugin(plugin_id)
    library.bind(plugin)
    request = ExportRequest(
        job_id=f"job_{number}",
        owner=OWNER,
        artifact_id=f"art_{number}",
        source_ids=[content.content_id],
        format=plugin.artifact_type,
        parameters=plugin.parameters.model_validate({}).model_dump(mode="json"),
        requested_at=WHEN,
    )
    await plugin.generate_content(request, request.job_id)
    files = library.catalog.artifact(OWNER, request.artifact_id).files
    return {name: library.objects.read(ref.key) for name, ref in files.items() if name != ATTRIBUTIONS}


@pytest.mark.parametrize("plugin_id", EXPORTS)
async def test_the_same_sources_make_the_same_files(
    plugin_id: str, engines: ChosenEngines, source: tuple[Content, list[Paragraph]]
) -> None:
    first, second = [await made(plugin_id, engines, source, number) for number in range(2)]
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
