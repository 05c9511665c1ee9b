"""Two plugins of the tests' own, as manifests: one import, one export with a fan-out. Nothing here runs a stage."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, SecretStr

from williams.domain.artifacts import ExportFormat
from williams.domain.content import ContentType
from williams.domain.jobs import JobStatus
from williams.plugin.base import Plugin
from williams.plugin.exporting import QUERY, STORE, ExportPlugin
from williams.plugin.importing import ImportPlugin
from williams.plugin.registry import BrokenPlugin, Registry
from williams.plugin.stage import FanOut, Stage


class SampleSettings(BaseModel):
    key: SecretStr | None = None


class SampleImport(ImportPlugin):
    plugin_id = "import.sample"
    name = "Sample importer"
    version = "1.0.0"
    memory_mb = 2048
    lane = 2
    content_type = ContentType.DOCUMENT
    folder = "documents"
    stored_name = "document.txt"
    settings = SampleSettings

    async def can_handle(self, url: str) -> bool:
        return url.endswith(".txt")

    async def validate_url(self, url: str) -> bool:
        return self.stored_name != url


class SampleExport(ExportPlugin):
    plugin_id = "export.sample"
    name = "Sample generator"
    version = "1.0.0"
    needs = frozenset({"text", "speech", "media"})
    lane = 3
    artifact_type = "sample"
    export_format = ExportFormat.AUDIO
    folder = "samples"
    label = "Sample"
    stages = (
        QUERY,
        Stage("script", JobStatus.SCRIPTING, 10, "Writing", seconds=600),
        Stage("generate", JobStatus.GENERATING, 50, "Speaking", seconds=120, fan_out=FanOut("script.lines")),
        Stage("compose", JobStatus.COMPOSING, 20, "Composing"),
        STORE,
    )

    async def can_generate(self, source_ids: list[str], parameters: dict[str, Any]) -> bool:
        return bool(source_ids) and not parameters

    async def validate_sources(self, source_ids: list[str]) -> bool:
        return bool(source_ids)


def sample_registry() -> Registry:
    plugins: dict[str, Plugin] = {plugin.plugin_id: plugin for plugin in (SampleImport(), SampleExport())}
    return Registry(plugins=plugins, broken=[BrokenPlugin("import.broken", "broken-dist", "ImportError: no")])
