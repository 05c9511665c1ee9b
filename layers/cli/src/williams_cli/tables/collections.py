"""Collections and tags."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from williams_cli.output import ago, clean, when
from williams_cli.tables.layout import Listing, fields
from williams_client import models


def collections_table(collections: Sequence[models.Collection]) -> Listing:
    made = Listing("collection", "created", "sources", "name", wide="name")
    for each in collections:
        made.add_row(each.collection_id, ago(each.created_at), str(each.content_count), Text(clean(each.name)))
    return made


def collection_fields(collection: models.Collection) -> Table:
    return fields(
        [
            ("collection", collection.collection_id),
            ("name", collection.name),
            ("description", collection.description),
            ("sources", str(collection.content_count)),
            ("created", when(collection.created_at)),
        ]
    )


def tags_table(tags: Sequence[models.TagUse]) -> Listing:
    made = Listing("tag", "sources", wide="tag")
    for each in tags:
        made.add_row(Text(clean(each.tag)), str(each.content_count))
    return made
