"""A job's request, as its plugin's stages see it."""

from __future__ import annotations

from typing import Any

from williams.domain.content import ContentType
from williams.domain.errors import PluginDefect
from williams.domain.jobs import Job, JobKind
from williams.domain.licenses.families import Use
from williams.plugin.exporting import ExportRequest
from williams.plugin.importing import ImportRequest


def import_request(job: Job) -> ImportRequest:
    if job.url is None:
        raise PluginDefect(f"The import job {job.job_id} has no URL.")
    return ImportRequest(
        job_id=job.job_id,
        owner=job.owner,
        url=job.url,
        content_type=ContentType(job.content_type),
        requested_at=job.created_at,
        **job.request,
    )


def export_request(job: Job) -> ExportRequest:
    return ExportRequest(job_id=job.job_id, owner=job.owner, requested_at=job.created_at, **job.request)


def request_of(job: Job) -> ImportRequest | ExportRequest:
    """Return the request that the job was submitted with."""
    return import_request(job) if job.kind is JobKind.IMPORT else export_request(job)


def frozen_request(request: ImportRequest | ExportRequest) -> dict[str, Any]:
    """Return what a job's row keeps of a request: everything that the row has no column for."""
    if isinstance(request, ImportRequest):
        more = ("parameters", "look", "tags", "collection_ids")
        kept = {"content_id", "metadata", *(name for name in more if getattr(request, name))}
        if request.budget_usd is not None:
            kept.add("budget_usd")
        return request.model_dump(mode="json", include=kept)
    return request.model_dump(mode="json", exclude={"job_id", "owner", "requested_at"})


def budget_of(job: Job, most_usd: float) -> float:
    """Return what the job may pay providers: what its request says, and no more than the deployment lets it."""
    asked = job.request.get("budget_usd")
    return most_usd if asked is None else min(float(asked), most_usd)


def restricted_use_of(job: Job) -> Use | None:
    """Return the use for which the job leaves out what refuses it; None where it leaves out nothing."""
    return Use(job.request["use"]) if job.request.get("leave_out_refused_parts") else None


def parameters_of(job: Job) -> dict[str, Any]:
    """Return the parameters of a request."""
    parameters: dict[str, Any] = job.request.get("parameters", {})
    return parameters
