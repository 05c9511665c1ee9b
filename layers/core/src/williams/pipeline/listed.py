"""Makes a batch of imports of what a job has listed."""

from __future__ import annotations

from williams.domain import ids
from williams.domain.batches import MOST_LEVELS, NewBatch, NewItem
from williams.domain.errors import InvalidRequest
from williams.domain.jobs import Job
from williams.domain.labels import MOST_TAGS
from williams.domain.listings import Entry, LeftOut, Listing, Look
from williams.plugin.importing import ImportRequest
from williams.ports.batches import BatchStorePort


def list_imports(
    batches: BatchStorePort, job: Job, request: ImportRequest, listing: Listing, most_entries: int
) -> None:
    """Keep a batch of the listing's entries, once for each job: the first of them and of all that they list.

    What was stated of the listing holds for each entry, but for its title; so do its tags and collections, and the
    budget, which each entry has for itself.

    Raises:
        InvalidRequest: the listing names itself, by others or at once, or stands below too many others.
    """
    above = batches.lineage(job.job_id)
    if request.url in above.sources:
        raise InvalidRequest(f"{request.url} lists itself, by way of others. It was read once already.")
    if len(above.sources) >= MOST_LEVELS:
        raise InvalidRequest(
            f"{request.url} is a listing in a listing, {len(above.sources)} deep. Import it by its own address."
        )
    look = request.look or Look(source=request.url)
    taken = listing.entries[: max(most_entries - above.taken, 0)]
    beyond = len(listing.entries) - len(taken)
    cause = f"stands beyond the first {most_entries}, which are as many as are taken of a listing and those in it"
    stated = {name: value for name, value in request.metadata.items() if name != "title"}
    batches.add(
        NewBatch(
            batch_id=ids.new_id("bat"),
            owner=job.owner,
            title=listing.title,
            source=request.url,
            job_id=job.job_id,
            items=[_item(entry, stated, request, job.priority) for entry in taken],
            source_id=look.source_id,
            state=look.state if listing.unchanged and listing.state is None else listing.state,
            left_out=[*listing.left_out, *([LeftOut(cause=cause, count=beyond)] if beyond else [])],
        )
    )


def _item(entry: Entry, stated: dict[str, object], asked: ImportRequest, priority: int) -> NewItem:
    said: dict[str, object] = {"metadata": stated | entry.metadata, "parameters": entry.parameters, "type": entry.type}
    tags = list(dict.fromkeys([*asked.tags, *entry.tags]))[:MOST_TAGS]
    said |= {"tags": tags, "collections": asked.collection_ids}
    request = {"url": entry.source, "priority": priority, **{name: value for name, value in said.items() if value}}
    if asked.budget_usd is not None:
        request["budget_usd"] = asked.budget_usd
    return NewItem(source=entry.source, title=entry.title, request=request, version=entry.version)
