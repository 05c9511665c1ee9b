"""Feeds: private addresses under which a library's episodes can be heard, until they are revoked."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final, TypeAlias
from urllib.parse import quote

from pydantic import AfterValidator, BaseModel, Field

from williams.domain.artifacts import Artifact, ArtifactFilter
from williams.domain.bounds import Word, line_of
from williams.domain.content import ObjectRef
from williams.domain.errors import NotFound
from williams.domain.feeds import AboutFeed, Feed, KeptFeed
from williams.domain.labels import Tag
from williams.domain.language_tags import LanguageTag
from williams.domain.paging import Page
from williams.ports.catalog import CatalogPort
from williams.ports.collections import CollectionStorePort
from williams.ports.feeds import FeedStorePort
from williams.ports.objects import ObjectPort
from williams.ports.usage import UsageKind, UsagePort
from williams.services.collections import ids_of
from williams.services.tokens import token_hash

MOST_EPISODES: Final = 300
_PAGE: Final = 200
_SOUND: Final = "audio/"
_GONE: Final = "There is no such feed, or it was revoked. Whoever gave you its address can make a new one."

FeedTitle: TypeAlias = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(line_of)]
FeedDescription: TypeAlias = Annotated[str, Field(min_length=1, max_length=4000), AfterValidator(line_of)]


class NewFeed(BaseModel):
    """What a feed says of itself, and of which sources. ``language`` is BCP 47, by default the newest episode's."""

    title: FeedTitle = "My library"
    description: FeedDescription = "Episodes made from the documents of a library. Each names its sources."
    language: LanguageTag | None = None
    collection: Word | None = Field(default=None, description="Only episodes of its sources: its id or name.")
    tag: Tag | None = Field(default=None, description="Only episodes of sources that have it.")


class MadeFeed(Feed):
    """``url`` holds a secret and is shown this once: whoever has it can listen."""

    url: str


@dataclass(frozen=True)
class Episodes:
    """A page of a feed. ``newest`` is the newest episode of the feed; ``next_after`` begins the next page."""

    feed: Feed
    url: str
    items: list[Artifact]
    newest: Artifact | None
    next_after: str | None

    def link_to(self, artifact: Artifact, name: str) -> str:
        """Return the address of one of an episode's files, which is valid as long as the feed's."""
        return f"{self.url.removesuffix('.xml')}/{artifact.artifact_id}/{quote(name, safe='')}"


@dataclass(frozen=True)
class Feeds:
    """``public_url`` is the API's; the store's own URLs that links lead to are valid for ``download_seconds``."""

    store: FeedStorePort
    collections: CollectionStorePort
    catalog: CatalogPort
    objects: ObjectPort
    usage: UsagePort
    public_url: str
    download_seconds: int

    def make(self, owner: str, body: NewFeed) -> MadeFeed:
        """Raises NotFound for a collection that is not there."""
        token = secrets.token_urlsafe(32)
        ids = ids_of(self.collections, owner, [body.collection] if body.collection else [])
        about = AboutFeed(**body.model_dump(exclude={"collection"}), collection_id=next(iter(ids), None))
        feed = self.store.add(owner, token_hash(token), about)
        return MadeFeed(**feed.model_dump(), url=self._url(token))

    def page(self, owner: str, limit: int, after: str | None = None) -> Page[Feed]:
        """Newest first, without the secrets."""
        return self.store.feeds(owner, limit, after)

    def revoke(self, owner: str, feed_id: str) -> Feed:
        """Refuse the address, and all links in the feed, from now on. Repeating it changes nothing. Raises NotFound."""
        return self.store.revoke(owner, feed_id)

    def episodes(self, token: str, limit: int, after: str | None = None) -> Episodes:
        """Return episodes, newest first: the artifacts that are heard. Raises NotFound."""
        kept = self._kept(token)
        heard = self._heard(kept, after)
        items = [artifact for _, artifact in zip(range(limit), heard, strict=False)]
        more = next(heard, None)
        newest = next(self._heard(kept, None), None) if after else next(iter(items), None)
        return Episodes(kept.feed, self._url(token), items, newest, items[-1].artifact_id if more and items else None)

    def file(self, token: str, artifact_id: str, name: str) -> ObjectRef:
        """Return what is known of a file. Raises NotFound."""
        return self._file(self._kept(token), artifact_id, name)[1]

    def open(self, token: str, artifact_id: str, name: str) -> str:
        """Count the view, if it is the episode itself, and return where the file is right now. Raises NotFound."""
        kept = self._kept(token)
        artifact, file = self._file(kept, artifact_id, name)
        if name == artifact.primary_name:
            self.usage.record(kept.owner, artifact_id, UsageKind.VIEW, {"by": "feed"})
        return self.objects.presigned_get(file.key, name, self.download_seconds)

    def _url(self, token: str) -> str:
        return f"{self.public_url}/feeds/{token}.xml"

    def _kept(self, token: str) -> KeptFeed:
        hashed = token_hash(token)
        kept = self.store.kept(hashed)
        if kept is None or not hmac.compare_digest(kept.token_sha256, hashed):
            raise NotFound(_GONE)
        return kept

    def _file(self, kept: KeptFeed, artifact_id: str, name: str) -> tuple[Artifact, ObjectRef]:
        wanted = _wanted(kept.feed).model_copy(update={"artifact_id": artifact_id})
        for artifact in self.catalog.artifacts(kept.owner, 1, wanted=wanted).items:
            if _is_heard(artifact) and name in artifact.files:
                return artifact, artifact.files[name]
        raise NotFound(f"The feed has no file {name!r} of {artifact_id}.")

    def _heard(self, kept: KeptFeed, after: str | None) -> Iterator[Artifact]:
        wanted = _wanted(kept.feed)
        while True:
            page = self.catalog.artifacts(kept.owner, _PAGE, after, wanted)
            yield from filter(_is_heard, page.items)
            if page.next_after is None:
                return
            after = page.next_after


def _wanted(feed: Feed) -> ArtifactFilter:
    return ArtifactFilter(
        collection_ids=(feed.collection_id,) if feed.collection_id else None, tags=(feed.tag,) if feed.tag else None
    )


def _is_heard(artifact: Artifact) -> bool:
    primary = artifact.files.get(artifact.primary_name)
    return primary is not None and primary.media_type.startswith(_SOUND)
