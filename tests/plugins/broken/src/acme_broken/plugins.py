"""Wrong types, missing stages, names that do not fit."""

# mypy: ignore-errors

from __future__ import annotations

from typing import Any

from williams.domain.artifacts import ExportFormat
from williams.domain.content import ContentType
from williams.domain.jobs import JobStatus
from williams.plugin import Composition, Download, ExportPlugin, ImportPlugin, RawContent, Stage
from williams.plugin.exporting import QUERY, STORE


class _Import(ImportPlugin):
    plugin_id = "import.sound"
    name = "Sound"
    version = "1.0.0"
    content_type = ContentType.DOCUMENT
    folder = "documents"
    stored_name = "document.bin"

    async def can_handle(self, url: str) -> bool:
        return bool(url)

    async def validate_url(self, url: str) -> bool:
        return bool(url)

    async def extract(self, download: Download) -> RawContent:
        raise NotImplementedError(download)


class MistypedImport(_Import):
    plugin_id = "import.mistyped"
    version = 1.0
    lane = "four"
    content_type = "document"


class StagelessImport(_Import):
    plugin_id = "import.stageless"
    extract = None


class MisnamedImport(_Import):
    plugin_id = "import.another"


class PdfImport(_Import):
    plugin_id = "import.pdf"


class LongImport(_Import):
    plugin_id = "import.with-a-name-that-no-function-could-have"


class _Export(ExportPlugin):
    name = "Sound"
    version = "1.0.0"
    artifact_type = "sound"
    export_format = ExportFormat.DOCUMENT
    folder = "sounds"
    label = "Sound"
    stages = (QUERY, Stage("compose", JobStatus.COMPOSING, 10, "Composing"), STORE)

    async def can_generate(self, source_ids: list[str], parameters: dict[str, Any]) -> bool:
        return bool(source_ids) and parameters is not None

    async def validate_sources(self, source_ids: list[str]) -> bool:
        return bool(source_ids)

    async def compose(self) -> Composition:
        raise NotImplementedError


class ParametersExport(_Export):
    plugin_id = "export.parameters"
    parameters = {"length": int}  # noqa: RUF012  # that is what is wrong with it


class ListedExport(_Export):
    plugin_id = "export.listed"
    stages = [QUERY, STORE]  # noqa: RUF012  # that is what is wrong with it


class UnkeptExport(_Export):
    plugin_id = "export.unkept"
    stages = _Export.stages[:-1]


class EscapingExport(_Export):
    plugin_id = "../../escape"
