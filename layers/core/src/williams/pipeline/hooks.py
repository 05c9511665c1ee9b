"""Calls v2's lifecycle hooks around the stages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from williams.domain.content import ObjectRef
from williams.plugin.base import Plugin
from williams.plugin.exporting import Composition, ExportPlugin, ExportRequest
from williams.plugin.importing import ImportPlugin, ImportRequest
from williams.ports.objects import ObjectPort

Outputs = Callable[[str], Any]


@dataclass(frozen=True)
class LazyBytes:
    """Bytes that are read from the object store when a hook asks for them."""

    ref: ObjectRef
    objects: ObjectPort

    async def read(self) -> bytes:
        return self.objects.read(self.ref.key)


async def _before_import(
    plugin: ImportPlugin, stage: str, request: ImportRequest, output: Outputs, objects: ObjectPort
) -> None:
    match stage:
        case "download":
            await plugin.before_download(request.url)
        case "extract":
            await plugin.before_extract(LazyBytes(output("download").object, objects))
        case "store":
            await plugin.before_store(output("process"))


async def _after_import(plugin: ImportPlugin, stage: str, output: Any, objects: ObjectPort) -> None:
    match stage:
        case "download":
            await plugin.after_download(LazyBytes(output.object, objects))
        case "extract":
            await plugin.after_extract(output)
        case "store":
            await plugin.after_store(output.content_id)


async def _before_export(plugin: ExportPlugin, stage: str, request: ExportRequest, output: Outputs) -> None:
    match stage:
        case "query":
            await plugin.before_query(request.source_ids)
        case "script":
            await plugin.before_transform(output("query").sources)


async def _after_export(plugin: ExportPlugin, stage: str, output: Any, objects: ObjectPort) -> None:
    match stage:
        case "query":
            await plugin.after_query(output.sources)
        case "script":
            await plugin.after_transform(output)
            await plugin.before_generate(output)
        case "compose" if isinstance(output, Composition):
            await plugin.after_generate(LazyBytes(output.files[output.primary], objects))


async def before(
    plugin: Plugin, stage: str, request: ImportRequest | ExportRequest, output: Outputs, objects: ObjectPort
) -> None:
    """Call what v2 calls before this stage. ``output`` gives an earlier stage's, whether this one takes it or not."""
    if isinstance(plugin, ImportPlugin) and isinstance(request, ImportRequest):
        await _before_import(plugin, stage, request, output, objects)
    elif isinstance(plugin, ExportPlugin) and isinstance(request, ExportRequest):
        await _before_export(plugin, stage, request, output)


async def after(plugin: Plugin, stage: str, output: Any, objects: ObjectPort) -> None:
    """Call what v2 calls after this stage. ``before_generate`` runs once, when the script stands."""
    if isinstance(plugin, ImportPlugin):
        await _after_import(plugin, stage, output, objects)
    elif isinstance(plugin, ExportPlugin):
        await _after_export(plugin, stage, output, objects)
