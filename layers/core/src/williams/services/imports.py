"""Takes a request for an import, checks it as far as it can be checked now, and makes the job."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import BaseModel, Field, StrictBool, StrictInt, field_serializer

from williams.domain import ids
from williams.domain.bounds import SourceUrl, Word
from williams.domain.content import ContentType
from williams.domain.errors import FieldError, InvalidRequest, UnknownType
from williams.domain.jobs import DEFAULT_PRIORITY, HIGHEST_PRIORITY, LOWEST_PRIORITY
from williams.domain.json_values import Parameters
from williams.domain.labels import Tags
from williams.domain.listings import Look
from williams.domain.metadata import StatedMetadata
from williams.domain.source_length import SourceLength
from williams.domain.urls import check_url
from williams.plugin.importing import ImportPlugin, ImportRequest
from williams.ports.collections import CollectionStorePort
from williams.ports.jobs import Submission
from williams.services.collections import ids_of
from williams.services.intake import Intake, new_job
from williams.services.parameters import checked_parameters
from williams.services.plugins import Plugins

if TYPE_CHECKING:
    from williams.services.planning import ImportPlan, Planning

log = logging.getLogger(__name__)

_ID_BEGINS: Final = {
    ContentType.DOCUMENT: "doc",
    ContentType.WEBPAGE: "web",
    ContentType.VIDEO: "vid",
    ContentType.PODCAST: "pod",
}


class NewImport(BaseModel):
    """The body of an import; ``type`` is v2's content type, or a plugin's id, and may be left out.

    ``parameters`` are the plugin's own. ``budget_usd`` is what providers may be paid at most: the job ends before
    a call that would go beyond it.
    """

    url: SourceUrl
    type: Word | None = None
    priority: StrictInt = Field(default=DEFAULT_PRIORITY, ge=LOWEST_PRIORITY, le=HIGHEST_PRIORITY)
    metadata: StatedMetadata = Field(default_factory=StatedMetadata)
    parameters: Parameters = Field(default_factory=dict)
    tags: Tags = Field(default_factory=list)
    collections: list[Word] = Field(default_factory=list, max_length=20, description="By their ids or names.")
    budget_usd: Annotated[float, Field(strict=True, ge=0, le=1000)] | None = None

    @field_serializer("metadata")
    def stated(self, metadata: StatedMetadata) -> dict[str, Any]:
        """Return what was said, and no more: it overrides what the source says of itself."""
        return metadata.model_dump(mode="json", exclude_unset=True)


class OneImport(NewImport):
    """The body of an import by itself. With ``dry_run`` nothing is fetched: the answer tells what would be done.

    Beside it stand the engines that would do it and their prices; what they would cost where ``length`` says how long
    the source is.
    """

    dry_run: StrictBool = False
    length: SourceLength | None = None


@dataclass(frozen=True)
class Imports:
    plugins: Plugins
    intake: Intake
    collections: CollectionStorePort
    planning: Planning

    async def submit(
        self, owner: str, body: NewImport, idempotency_key: str | None = None, look: Look | None = None
    ) -> Submission:
        """Make an import job; ``look`` says what was seen before of what is looked at again.

        Raises UnknownType, InvalidRequest, NotFound, IdempotencyKeyReused.
        """
        plugin = await self.plugin_for(body)
        collection_ids = ids_of(self.collections, owner, body.collections)
        parameters = checked_parameters(plugin.parameters, plugin.plugin_id, body.parameters)
        request = ImportRequest(
            job_id=ids.new_id("job"),
            owner=owner,
            content_id=ids.new_id(_ID_BEGINS[plugin.content_type]),
            url=body.url,
            content_type=plugin.content_type,
            metadata=body.stated(body.metadata),
            parameters=parameters.model_dump(mode="json", exclude_defaults=True),
            look=look,
            tags=body.tags,
            collection_ids=collection_ids,
            budget_usd=body.budget_usd,
            requested_at=datetime.now(UTC),
        )
        job = new_job(plugin, request, body.priority, body.url, plugin.content_type.value)
        return self.intake.enter(job, idempotency_key, body)

    async def plan(self, owner: str, body: OneImport) -> ImportPlan:
        """Return what the import would do. Raises UnknownType, InvalidRequest, NotFound."""
        plugin = await self.plugin_for(body)
        ids_of(self.collections, owner, body.collections)
        parameters = checked_parameters(plugin.parameters, plugin.plugin_id, body.parameters)
        return self.planning.plan_import(plugin, parameters.model_dump(mode="json"), body.budget_usd, body.length)

    async def plugin_for(self, body: NewImport) -> ImportPlugin:
        """Return who imports it. Raises UnknownType, InvalidRequest."""
        _check_url(body.url)
        candidates = self._candidates(body.type)
        for plugin in candidates:
            # Who names the plugin knows better than the URL's ending.
            if body.type == plugin.plugin_id or await _handles(plugin, body.url):
                if not await plugin.validate_url(body.url):
                    detail = f"{plugin.name} cannot read the URL {body.url!r}. Check its spelling."
                    raise InvalidRequest(detail, FieldError("body.url", detail))
                return plugin
        names = ", ".join(plugin.plugin_id for plugin in candidates)
        detail = f"None of {names} can import {body.url!r}. Give a URL or an upload that one of them reads."
        raise UnknownType(detail, FieldError("body.url", detail))

    def _candidates(self, wanted: str | None) -> list[ImportPlugin]:
        enabled = self.plugins.importers()
        candidates = [p for p in enabled if wanted in (None, p.plugin_id, p.content_type.value)]
        if not candidates:
            known = sorted({name for p in enabled for name in (p.content_type.value, p.plugin_id)})
            detail = f"No enabled plugin imports the type {wanted!r}. Known types: {', '.join(known)}."
            raise UnknownType(detail, FieldError("body.type", detail))
        return candidates


async def _handles(plugin: ImportPlugin, url: str) -> bool:
    """Whether the plugin takes the URL. One that fails to say does not, and holds up no other."""
    try:
        return bool(await plugin.can_handle(url))
    except Exception as error:  # a third party's code may raise anything
        log.error("%s cannot say whether it handles %r: %s: %s", plugin.plugin_id, url, type(error).__name__, error)
        return False


def _check_url(url: str) -> None:
    try:
        check_url(url)
    except InvalidRequest as error:
        raise InvalidRequest(error.detail, FieldError("body.url", error.detail)) from error
