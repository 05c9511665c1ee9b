"""Deletes content: out of sight at once, or out of every store.

The order is fixed, and each step can be repeated: after a crash the same call goes on where the first one ended.
"""

from __future__ import annotations

from dataclasses import dataclass

from williams.domain.bucket import prefix, upload_prefix
from williams.domain.content import Content
from williams.domain.errors import NotFound
from williams.domain.urls import UPLOAD
from williams.ports.catalog import CatalogPort
from williams.ports.graph import GraphPort
from williams.ports.objects import ObjectPort
from williams.ports.vectors import VectorPort


@dataclass(frozen=True)
class Deletion:
    catalog: CatalogPort
    graph: GraphPort
    objects: ObjectPort
    vectors: VectorPort

    def delete(self, owner: str, content_id: str, hard: bool) -> None:
        """Hide the content everywhere; with ``hard``, delete what all stores hold of it.

        Soft deletion keeps the files and the paragraphs, so that what was made from it still shows its quotes; the
        vectors go, because hidden paragraphs would take the places of others in a search. Hard deletion leaves a
        tombstone in the graph, by which what was made from it keeps its genealogy. Repeating either changes nothing.

        Raises NotFound.
        """
        try:
            content = self.catalog.hide(owner, content_id)
        except NotFound:
            # The row is the last to go: if the tombstone stands, all else has gone before.
            if self.graph.is_deleted(owner, content_id):
                return
            raise
        self.vectors.delete(owner, content_id)
        if not hard:
            self.graph.mark_deleted(owner, content_id)
            return
        self._delete_objects(content)
        self.graph.erase_document(owner, content_id)
        self.catalog.erase(owner, content_id)

    def _delete_objects(self, content: Content) -> None:
        prefixes = {prefix(ref.key.rpartition("/")[0]) for ref in content.files.values()}
        scheme, _, upload = content.url.partition("://")
        if scheme == UPLOAD:
            prefixes.add(upload_prefix(content.owner, upload.partition("/")[0]))
        for each in sorted(prefixes):
            self.objects.delete_prefix(each)
