"""Calls v2's lifecycle hooks around the stages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from williams.domain.content import ObjectRef
from williams.plugin.base import Plugin
from williams.plugin.exporting import Composition, ExportPlugin, ExportRequest
from williams.plugin.importing import ImportPlugin, ImportRequest
from williams.plugin.stage import Stage
from williams.ports.objects import ObjectPort

Outputs = Callable[[str], Any]


@dataclass(frozen=True)
class LazyBytes:
    """Bytes that are read from the object store when a hook asks for them."""

    ref: ObjectRef
    objects: ObjectPort

    async def read(self) -> bytes:
        return self.objects.read(self.ref.key)


async def before(
    plugin: Plugin, stage: Stage, request: ImportRequest | ExportRequest, output: Outputs, objects: ObjectPort
) -> None:
    """Call what v2 calls before this stage. ``output`` gives an earlier stage's, whether this one takes it or not."""
    if isinstance(plugin, ImportPlugin) and isinstance(request, ImportRequest):
        await _before_import(plugin, stage, request, output, objects)
    elif isinstance(plugin, ExportPlugin) and isinstance(request, ExportRequest):
        await _before_export(plugin, stage, request, output)


async def after(plugin: Plugin, stage: Stage, output: Any, objects: ObjectPort) -> None:
    """Call what v2 calls after this stage."""
    if isinstance(plugin, ImportPlugin):
        await _after_import(plugin, stage, output, objects)
    elif isinstance(plugin, ExportPlugin):
        await _after_export(plugin, stage, output, objects)


async def _before_import(
    plugin: ImportPlugin, stage: Stage, request: ImportRequest, output: Outputs, objects: ObjectPort
) -> None:
    match stage.hook:
        case "download":
            await plugin.before_download(request.url)
        case "extract":
            (download,) = plugin.playing("download")
            await plugin.before_extract(LazyBytes(output(download.name).object, objects))
        case "store":
            await plugin.before_store(output("process"))


async def _after_import(plugin: ImportPlugin, stage: Stage, output: Any, objects: ObjectPort) -> None:
    match stage.hook:
        case "download":
            await plugin.after_download(LazyBytes(output.object, objects))
        case "extract":
            await plugin.after_extract(output)
        case "store":
            await plugin.after_store(output.content_id)


async def _before_export(plugin: ExportPlugin, stage: Stage, request: ExportRequest, output: Outputs) -> None:
    match stage.hook:
        case "query":
            await plugin.before_query(request.source_ids)
        case "transform":
            (query,) = plugin.playing("query")
            await plugin.before_transform(output(query.name).sources)


async def _after_export(plugin: ExportPlugin, stage: Stage, output: Any, objects: ObjectPort) -> None:
    match stage.hook:
        case "query":
            await plugin.after_query(output.sources)
        case "transform":
            await plugin.after_transform(output)
        case "generate" if isinstance(output, Composition):
            await plugin.after_generate(LazyBytes(output.files[output.primary], objects))
    # Its first stage may run many times, once for each item: what is to happen once, happens before.
    if _generation_follows(plugin, stage):
        await plugin.before_generate(output)


def _generation_follows(plugin: ExportPlugin, stage: Stage) -> bool:
    following = plugin.stages_after(stage.name)
    return bool(following) and following[0].hook == "generate" and stage.hook != "generate"
