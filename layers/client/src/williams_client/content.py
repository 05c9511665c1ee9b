"""What is in the library, and how it gets there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypedDict, Unpack

from williams_client.downloads import Downloads
from williams_client.filters import SearchFilters
from williams_client.http import HttpApi
from williams_client.listing import PAGE_SIZE, each, segment
from williams_client.models import (
    ContentAnswer,
    ContentChange,
    Deleted,
    FileAnswer,
    ImportPlan,
    JobAccepted,
    ListingContentAnswer,
    ListingNearDuplicate,
    ListingParagraphAnswer,
    OneImport,
    ParagraphAnswer,
    SourceLength,
    TextAnswer,
)
from williams_client.uploads import OnBytes, Uploads


class Content:
    """The sources of the library."""

    def __init__(self, http: HttpApi, downloads: Downloads) -> None:
        self._http = http
        self._downloads = downloads

    def list(
        self, limit: int = 50, next_token: str | None = None, **filters: Unpack[SearchFilters]
    ) -> ListingContentAnswer:
        """Return a page, newest first."""
        params = {"limit": limit, "next_token": next_token, **filters}
        return self._http.get("/api/content", ListingContentAnswer, params)

    def each(self, **filters: Unpack[SearchFilters]) -> Iterator[ContentAnswer]:
        """Yield all of them, newest first."""
        return each(lambda token: self.list(PAGE_SIZE, token, **filters))

    def get(self, content_id: str) -> ContentAnswer:
        return self._http.get(f"/api/content/{segment(content_id)}", ContentAnswer)

    def paragraphs(
        self,
        content_id: str,
        limit: int = 50,
        next_token: str | None = None,
        *,
        page: int | None = None,
        section: str | None = None,
    ) -> ListingParagraphAnswer:
        """Return some of a source's paragraphs, in reading order: all, or those on a page or under a heading."""
        params = {"limit": limit, "next_token": next_token, "page": page, "section": section}
        return self._http.get(f"/api/content/{segment(content_id)}/paragraphs", ListingParagraphAnswer, params)

    def each_paragraph(
        self, content_id: str, *, page: int | None = None, section: str | None = None
    ) -> Iterator[ParagraphAnswer]:
        """Yield all of them."""
        return each(lambda token: self.paragraphs(content_id, PAGE_SIZE, token, page=page, section=section))

    def text(self, content_id: str) -> str:
        """Return a source's whole text, in which the paragraphs' ``start`` and ``end`` count.

        A text that is too long for an answer of the API comes from the store, as :meth:`Downloads.fetch` does.
        """
        said = self._http.get(f"/api/content/{segment(content_id)}/text", TextAnswer)
        if said.text is not None:
            return said.text
        with TemporaryDirectory() as folder:
            file = Path(folder) / f"{said.content_id}.txt"
            self._downloads.fetch(FileAnswer(**said.model_dump(exclude={"content_id", "text"})), file)
            return file.read_bytes().decode()

    def near_duplicates(self, content_id: str) -> ListingNearDuplicate:
        """Return what else has nearly the same text, the most alike first, on one page."""
        return self._http.get(f"/api/content/{segment(content_id)}/near-duplicates", ListingNearDuplicate)

    def state_license(self, content_id: str, license: str | None) -> ContentAnswer:
        """Put a license, an SPDX identifier, in the place of the one that is known of a source."""
        body = ContentChange(license=license)
        return self._http.patch(f"/api/content/{segment(content_id)}", ContentAnswer, body)

    def tag(self, content_id: str, tags: Sequence[str]) -> ContentAnswer:
        """Put these tags in the place of those that a source has."""
        body = ContentChange(tags=[*tags])
        return self._http.patch(f"/api/content/{segment(content_id)}", ContentAnswer, body)

    def delete(self, content_id: str, hard: bool = False) -> Deleted:
        """Hide a source everywhere; with ``hard`` remove it from every store."""
        params = {"hard_delete": "true"} if hard else None
        return self._http.delete(f"/api/content/{segment(content_id)}", Deleted, params)


class WantedImport(TypedDict, total=False):
    """How a source is to be imported.

    Attributes:
        type: a kind of content or a plugin's id, by default the source's own.
        priority: 1 to 10, the highest.
        metadata: instead of what the source says of itself.
        parameters: the plugin's.
        tags: what becomes of it has these, and is in the ``collections``, named by their ids or names.
        budget_usd: what providers may be paid at most.
    """

    type: str | None
    priority: int | None
    metadata: dict[str, Any] | None
    parameters: dict[str, Any] | None
    tags: Sequence[str]
    collections: Sequence[str]
    budget_usd: float | None


class Imports:
    """What is to be in the library. Each import is a job: follow it by its id."""

    def __init__(self, http: HttpApi, uploads: Uploads) -> None:
        self._http = http
        self._uploads = uploads

    def url(self, url: str, **wanted: Unpack[WantedImport]) -> JobAccepted:
        """Import a URL, or an upload's ``url``."""
        return self._http.post_once("/api/content/import", JobAccepted, _body(url, wanted))

    def plan(self, url: str, length: SourceLength | None = None, **wanted: Unpack[WantedImport]) -> ImportPlan:
        """Return what :meth:`url` would do, and at which prices; nothing is fetched.

        ``length`` says how long the source is, where that is known: then the plan says what it will cost.
        """
        body = _body(url, wanted).model_copy(update={"dry_run": True} | ({"length": length} if length else {}))
        return self._http.post("/api/content/import", ImportPlan, body, repeatable=True)

    def file(self, path: Path, *, on_bytes: OnBytes | None = None, **wanted: Unpack[WantedImport]) -> JobAccepted:
        """Upload a file and import it; ``wanted`` is as for :meth:`url`. Raises as :meth:`Uploads.send`."""
        upload = self._uploads.send(path, on_bytes) if on_bytes else self._uploads.send(path)
        return self.url(upload.url, **wanted)


def _body(url: str, wanted: WantedImport) -> OneImport:
    """Return the request for an import; what was not said is left out."""
    given: dict[str, Any] = {"url": url, **wanted}
    given |= {name: [*given[name]] for name in ("tags", "collections") if name in given}
    return OneImport(**{name: value for name, value in given.items() if value not in (None, [], {})})
