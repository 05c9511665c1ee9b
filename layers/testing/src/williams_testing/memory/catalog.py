"""The catalog in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from threading import RLock
from typing import Any, TypeVar

from pydantic import BaseModel

from williams.domain.artifacts import Artifact, ArtifactFilter
from williams.domain.bm25 import TermStatistics
from williams.domain.content import Content, Paragraph, ParagraphFilter
from williams.domain.errors import NotFound, Unstorable
from williams.domain.labels import MOST_TAGS, too_many_tags
from williams.domain.near_duplicates import NearDuplicate, most_alike, names, near_duplicate_notices, resemblance_of
from williams.domain.notices import NotedContent
from williams.domain.paging import Page
from williams.domain.search import ContentFilter
from williams.domain.sketches import Sketch, sketch_of
from williams.domain.versions import UNLINKED, VersionLinks
from williams.domain.wording import Wording
from williams.ports.catalog import ALL_ARTIFACTS, ALL_CONTENT, ALL_PARAGRAPHS
from williams_testing.memory.filtering import artifact_fits, fits, stands_in

M = TypeVar("M", bound=BaseModel)


class InMemoryCatalog:
    """See :class:`williams.ports.catalog.CatalogPort`. What goes in and out are copies.

    ``tie`` ties a job, if there is such a one, to the content or to the artifact that it made. ``members`` are the
    contents of each collection, with its owner.
    """

    def __init__(self, tie: Callable[[str, str | None, str | None], None] = lambda *_: None) -> None:
        self.tie = tie
        self._contents: dict[str, Content] = {}
        self._paragraphs: dict[str, tuple[str, int, Paragraph]] = {}
        self._held: dict[str, set[int]] = {}
        self._artifacts: dict[str, Artifact] = {}
        self._hidden: set[str] = set()
        self.members: dict[str, tuple[str, set[str]]] = {}
        self._guard = RLock()

    def commit_import(
        self,
        content: Content,
        paragraphs: Sequence[Paragraph],
        once: bool = False,
        job_id: str | None = None,
        wording: Wording | None = None,
    ) -> str:
        # Postgres cannot store it, so nothing may come to rely on it.
        if any("\0" in paragraph.text for paragraph in paragraphs):
            raise Unstorable("The text holds a NUL character, which cannot be stored.")
        with self._guard:
            same = [each for each in self._owned(content.owner) if _made_alike(each, content)]
            same = [each for each in same if each.parameters == content.parameters]
            same = [each for each in same if not self._later(each)]
            if once and same and content.content_id not in self._contents:
                return max(same, key=_content_age).content_id
            earlier = self._contents.get(content.content_id)
            if earlier is not None and earlier.owner != content.owner:
                raise NotFound(f"There is no content {content.content_id}.")
            if earlier is None or earlier.version < content.version:
                kept = _kept(earlier) if earlier else self._as_next_version(content)
                self._contents[content.content_id] = content.model_copy(update=kept, deep=True)
            read = wording or Wording.of([each.text for each in paragraphs], content.metadata.language)
            for paragraph, terms in zip(paragraphs, read.terms, strict=True):
                self._held.setdefault(paragraph.paragraph_id, set(terms))
                entry = (content.content_id, content.version, paragraph)
                self._paragraphs.setdefault(paragraph.paragraph_id, entry)
            if job_id is not None:
                self.tie(job_id, content.content_id, None)
        return content.content_id

    def _as_next_version(self, content: Content) -> dict[str, Any]:
        """Return what new content has of the newest version of the same source, and file it where that is."""
        others = self._versions(content)
        if not others:
            return {"source_version": 1}
        newest = max(others, key=_version_age)
        if _made_alike(newest, content):
            return {"source_version": newest.source_version}
        for _, members in self.members.values():
            if newest.content_id in members:
                members.add(content.content_id)
        return {"source_version": newest.source_version + 1, "tags": newest.tags}

    def _versions(self, content: Content) -> list[Content]:
        """Return the other content of the same source."""
        if content.source_key is None:
            return []
        source = (content.source_key, content.plugin_id)
        others = [each for each in self._owned(content.owner) if each.content_id != content.content_id]
        return [each for each in others if (each.source_key, each.plugin_id) == source]

    def _later(self, content: Content) -> list[Content]:
        return [each for each in self._versions(content) if each.source_version > content.source_version]

    def newest_version(self, owner: str, source_key: str) -> Content | None:
        found = [each for each in self._owned(owner) if each.source_key == source_key and not self._later(each)]
        return max(found, key=_content_age).model_copy(deep=True) if found else None

    def versions(self, owner: str, content_ids: Sequence[str]) -> dict[str, VersionLinks]:
        found: dict[str, VersionLinks] = {}
        for each in [each for each in self._owned(owner) if each.content_id in content_ids]:
            earlier = [other for other in self._versions(each) if other.source_version < each.source_version]
            links = VersionLinks(*(_newest_id(side) for side in (earlier, self._later(each))))
            if links != UNLINKED:
                found[each.content_id] = links
        return found

    def make_newest(self, owner: str, content_id: str) -> None:
        with self._guard:
            for each in [each for each in self._owned(owner) if each.content_id == content_id]:
                if later := self._later(each):
                    newest = max(later, key=_version_age)
                    number = newest.source_version + (not _made_alike(newest, each))
                    self._contents[content_id] = each.model_copy(update={"source_version": number})

    def content(self, owner: str, content_id: str) -> Content:
        if content_id in self._hidden:
            raise NotFound(f"There is no content {content_id}.")
        return self._stored(owner, content_id)

    def _stored(self, owner: str, content_id: str) -> Content:
        found = self._contents.get(content_id)
        if found is None or found.owner != owner:
            raise NotFound(f"There is no content {content_id}.")
        return found.model_copy(deep=True)

    def _shown(self) -> list[Content]:
        return [content for content in self._contents.values() if content.content_id not in self._hidden]

    def contents(
        self, owner: str, limit: int, after: str | None = None, wanted: ContentFilter = ALL_CONTENT
    ) -> Page[Content]:
        items, more = page(self._fitting(owner, wanted), _content_age, limit, after)
        return Page[Content](items=items, next_after=items[-1].content_id if more else None)

    def same_bytes(self, owner: str, sha256: str, plugin_id: str, parameters: Mapping[str, Any]) -> Content | None:
        wanted = (owner, sha256, plugin_id, parameters)
        found = [c for c in self._shown() if (c.owner, c.sha256, c.plugin_id, c.parameters) == wanted]
        return max(found, key=_content_age).model_copy(deep=True) if found else None

    def noted(self, owner: str, content_ids: Sequence[str]) -> dict[str, NotedContent]:
        return {
            each.content_id: NotedContent(
                content_id=each.content_id, title=each.metadata.title, notices=each.notices
            ).model_copy(deep=True)
            for each in self._owned(owner)
            if each.content_id in content_ids and each.notices
        }

    def near_duplicates(self, owner: str, content_id: str) -> list[NearDuplicate]:
        owned = {each.content_id: each for each in self._owned(owner)}
        if content_id not in owned or not (own := self._sketch(owned[content_id])):
            return []
        source = owned.pop(content_id).source_key
        others = [each for each in owned.values() if source is None or each.source_key != source]
        sketched = [(each, self._sketch(each)) for each in others if not self._later(each)]
        return most_alike(_near_duplicate(each, own, sketch) for each, sketch in sketched if sketch)

    def note_near_duplicates(self, owner: str, content_id: str, found: Sequence[NearDuplicate]) -> None:
        with self._guard:
            owned = {each.content_id: each for each in self._owned(owner)}
            if content := owned.get(content_id):
                said = near_duplicate_notices([each for each in found if each.content_id in owned])
                more = [each for each in said if each not in content.notices]
                self._contents[content_id] = content.model_copy(update={"notices": [*more, *content.notices]})

    def _sketch(self, content: Content) -> Sketch | None:
        return sketch_of(paragraph.text for paragraph in self.paragraphs(content.owner, content.content_id))

    def paragraphs(self, owner: str, content_id: str) -> list[Paragraph]:
        version = self.content(owner, content_id).version
        found = [p for found_id, v, p in self._paragraphs.values() if (found_id, v) == (content_id, version)]
        return sorted(found, key=lambda paragraph: paragraph.ordinal)

    def paragraph_page(
        self,
        owner: str,
        content_id: str,
        version: int,
        limit: int,
        after: int | None = None,
        within: ParagraphFilter = ALL_PARAGRAPHS,
    ) -> Page[Paragraph]:
        owned = {content.content_id for content in self._owned(owner)} & {content_id}
        found = [p for found_id, v, p in self._paragraphs.values() if found_id in owned and v == version]
        behind = [p for p in found if p.ordinal > (-1 if after is None else after) and stands_in(p, within)]
        items = sorted(behind, key=lambda paragraph: paragraph.ordinal)[:limit]
        return Page[Paragraph](items=items, next_after=items[-1].paragraph_id if len(behind) > limit else None)

    def paragraphs_by_id(
        self, owner: str, paragraph_ids: Sequence[str], hidden_too: bool = False, newest_only: bool = False
    ) -> dict[str, tuple[Content, Paragraph]]:
        entries = {wanted: self._paragraphs[wanted] for wanted in paragraph_ids if wanted in self._paragraphs}
        return {
            wanted: (self._stored(owner, content_id), paragraph)
            for wanted, (content_id, _, paragraph) in entries.items()
            if self._contents[content_id].owner == owner
            and (hidden_too or content_id not in self._hidden)
            and not (newest_only and self._later(self._contents[content_id]))
        }

    def languages(self, owner: str) -> list[str]:
        return sorted({content.metadata.language or "" for content in self._owned(owner)})

    def filtered(self, owner: str, wanted: ContentFilter) -> list[str]:
        return [content.content_id for content in self._fitting(owner, wanted)]

    def _fitting(self, owner: str, wanted: ContentFilter) -> list[Content]:
        members = self._members(wanted.collection_ids)
        found = [content for content in self._owned(owner) if fits(content, wanted)]
        found = [content for content in found if not (wanted.newest_only and self._later(content))]
        return [content for content in found if members is None or content.content_id in members]

    def _members(self, collection_ids: Iterable[str] | None) -> set[str] | None:
        if collection_ids is None:
            return None
        return set[str]().union(*(self.members[each][1] for each in collection_ids if each in self.members))

    def term_statistics(self, owner: str, terms: Sequence[int]) -> TermStatistics:
        owned = {content.content_id: content for content in self._owned(owner)}
        held = [
            self._held[paragraph.paragraph_id]
            for content_id, version, paragraph in self._paragraphs.values()
            if content_id in owned and version == owned[content_id].version
        ]
        holding = {term: sum(term in ids for ids in held) for term in terms}
        return TermStatistics(paragraphs=len(held), holding={term: n for term, n in holding.items() if n})

    def state_license(self, owner: str, content_id: str, license: str | None, at: datetime) -> Content:
        with self._guard:
            found = self.content(owner, content_id)
            said = {"at": at.isoformat(), "instead_of": found.metadata.license}
            extra = {**found.metadata.extra, "license_statement": said}
            metadata = found.metadata.model_copy(update={"license": license, "extra": extra})
            stated = found.model_copy(update={"metadata": metadata, "updated_at": at})
            self._contents[content_id] = stated
            return stated.model_copy(deep=True)

    def set_tags(self, owner: str, content_id: str, tags: Sequence[str], at: datetime) -> Content:
        with self._guard:
            tagged = self.content(owner, content_id).model_copy(update={"tags": list(tags), "updated_at": at})
            self._contents[content_id] = tagged
            return tagged.model_copy(deep=True)

    def file_under(self, owner: str, content_id: str, tags: Sequence[str], collection_ids: Sequence[str]) -> None:
        with self._guard:
            found = self._contents.get(content_id)
            if found is None or found.owner != owner:
                return
            both = list(dict.fromkeys([*found.tags, *tags]))
            if len(both) > MOST_TAGS and len(both) > len(found.tags):
                raise too_many_tags(content_id)
            self._contents[content_id] = found.model_copy(update={"tags": both})
            for each in collection_ids:
                if each in self.members and self.members[each][0] == owner:
                    self.members[each][1].add(content_id)

    def hide(self, owner: str, content_id: str) -> Content:
        with self._guard:
            found = self._stored(owner, content_id)
            self._hidden.add(content_id)
            for each in self._owned(owner):
                kept = [notice for notice in each.notices if not names(notice, content_id)]
                self._contents[each.content_id] = each.model_copy(update={"notices": kept})
            return found

    def erase(self, owner: str, content_id: str) -> None:
        with self._guard:
            if content_id in self._contents and self._contents[content_id].owner == owner:
                del self._contents[content_id]
                self._hidden.discard(content_id)
                for _, members in self.members.values():
                    members.discard(content_id)
                self._paragraphs = {key: each for key, each in self._paragraphs.items() if each[0] != content_id}

    def _owned(self, owner: str) -> list[Content]:
        return [content for content in self._shown() if content.owner == owner]

    def commit_artifact(self, artifact: Artifact) -> None:
        with self._guard:
            self._artifacts.setdefault(artifact.artifact_id, artifact.model_copy(deep=True))
            self.tie(artifact.job_id, None, artifact.artifact_id)

    def artifact(self, owner: str, artifact_id: str) -> Artifact:
        found = self._artifacts.get(artifact_id)
        if found is None or found.owner != owner:
            raise NotFound(f"There is no artifact {artifact_id}.")
        return found.model_copy(deep=True)

    def artifacts(
        self, owner: str, limit: int, after: str | None = None, wanted: ArtifactFilter = ALL_ARTIFACTS
    ) -> Page[Artifact]:
        sources = self._sources(wanted)
        owned = [
            each
            for each in self._artifacts.values()
            if each.owner == owner
            and artifact_fits(each, wanted)
            and all(set(each.source_ids) & allowed for allowed in sources)
        ]
        items, more = page(owned, _artifact_age, limit, after)
        return Page[Artifact](items=items, next_after=items[-1].artifact_id if more else None)

    def _sources(self, wanted: ArtifactFilter) -> list[set[str]]:
        """Return the sets of contents of which each must hold one of an artifact's sources."""
        sets = [self._members(wanted.collection_ids)]
        if wanted.tags is not None:
            tagged = {each.content_id for each in self._contents.values() if set(each.tags) & set(wanted.tags)}
            sets.append(tagged)
        return [each for each in sets if each is not None]


def page(
    rows: Iterable[M], age: Callable[[M], tuple[datetime, str]], limit: int, after: str | None
) -> tuple[list[M], bool]:
    """Return copies of the newest ``limit`` rows older than the one with id ``after``, and whether there are more."""
    newest = sorted(rows, key=age, reverse=True)
    if after is not None:
        last = next((age(row) for row in newest if age(row)[1] == after), None)
        newest = [row for row in newest if last is not None and age(row) < last]
    return [row.model_copy(deep=True) for row in newest[:limit]], len(newest) > limit


def _made_alike(one: Content, other: Content) -> bool:
    return (one.sha256, one.plugin_id, one.plugin_version) == (other.sha256, other.plugin_id, other.plugin_version)


def _kept(earlier: Content) -> dict[str, Any]:
    return {"created_at": earlier.created_at, "tags": earlier.tags, "source_version": earlier.source_version}


def _near_duplicate(content: Content, own: Sketch, sketch: Sketch) -> NearDuplicate:
    return NearDuplicate(
        content_id=content.content_id,
        title=content.metadata.title,
        url=content.url,
        content_type=content.content_type,
        created_at=content.created_at,
        resemblance=resemblance_of(own, sketch),
    )


def _newest_id(versions: Iterable[Content]) -> str | None:
    newest = max(versions, key=_version_age, default=None)
    return newest.content_id if newest else None


def _version_age(content: Content) -> tuple[int, datetime, str]:
    return content.source_version, *_content_age(content)


def _content_age(content: Content) -> tuple[datetime, str]:
    return content.created_at, content.content_id


def _artifact_age(artifact: Artifact) -> tuple[datetime, str]:
    return artifact.created_at, artifact.artifact_id
