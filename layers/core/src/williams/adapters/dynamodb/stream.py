"""Progress events out of the progress table's stream."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from williams.adapters.dynamodb.items import batch_message_of, change_of, plain
from williams.domain.batch_progress import BatchProgress
from williams.domain.progress import ProgressEvent


def new_events(records: Iterable[Mapping[str, Any]]) -> list[ProgressEvent | BatchProgress]:
    """Return what subscribers should hear of these records, in order: every status change, and the latest of each.

    Additions that were too soon to be told leave ``seq`` as it was, and items that expire have no new image.
    """
    told: list[tuple[ProgressEvent | BatchProgress, bool]] = []
    for record in records:
        images = record["dynamodb"]
        new, old = images.get("NewImage"), images.get("OldImage")
        if new and (not old or new["seq"] != old["seq"]):
            values = plain({name: value for name, value in new.items() if name != "history"})
            changed = not old or new["status"] != old["status"]
            told.append((_event_of(values), changed))
    last = {event.watched: place for place, (event, _) in enumerate(told)}
    return [event for place, (event, changed) in enumerate(told) if changed or last[event.watched] == place]


def _event_of(values: Mapping[str, Any]) -> ProgressEvent | BatchProgress:
    if "batch_id" in values:
        return batch_message_of(values)
    return change_of(values).event(values["job_id"])
