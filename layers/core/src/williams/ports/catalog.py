"""Content, paragraphs and artifacts: the library's own records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Protocol

from williams.domain.artifacts import Artifact, ArtifactFilter
from williams.domain.bm25 import TermStatistics
from williams.domain.content import Content, Paragraph, ParagraphFilter
from williams.domain.near_duplicates import NearDuplicate
from williams.domain.notices import NotedContent
from williams.domain.paging import Page
from williams.domain.search import ContentFilter
from williams.domain.versions import VersionLinks
from williams.domain.wording import Wording

ALL_CONTENT: Final = ContentFilter()
ALL_PARAGRAPHS: Final = ParagraphFilter()
ALL_ARTIFACTS: Final = ArtifactFilter()


class CatalogPort(Protocol):
    """Every query names an owner; another owner's id is answered like a missing one, and so is hidden content."""

    def commit_import(
        self,
        content: Content,
        paragraphs: Sequence[Paragraph],
        once: bool = False,
        job_id: str | None = None,
        wording: Wording | None = None,
    ) -> str:
        """Write the content with its version, paragraphs, their terms' statistics and sketch in one transaction.

        ``wording`` is that of the paragraphs' texts, for who has it; otherwise they are read once more.
        The job that made it is tied to it in the same one.

        Content with a source's key becomes the next version of what the same plugin made of that source, and has the
        tags and collections of the one before; what the same version of the plugin made of the newest one's bytes has
        its number.

        With ``once``, nothing is written where the same version of the plugin has made another of the owner's content
        of the same bytes with the same parameters, which is not superseded; of many that come at the same moment, one
        is written. Return the id of the content that stands. Repeating it changes nothing.
        """
        ...

    def content(self, owner: str, content_id: str) -> Content:
        """Raises NotFound."""
        ...

    def contents(
        self, owner: str, limit: int, after: str | None = None, wanted: ContentFilter = ALL_CONTENT
    ) -> Page[Content]:
        """Newest first, those that fit; ``after`` is the last id of the page before."""
        ...

    def same_bytes(self, owner: str, sha256: str, plugin_id: str, parameters: Mapping[str, Any]) -> Content | None:
        """Return the newest of the owner's content that the plugin made from these bytes with these parameters."""
        ...

    def newest_version(self, owner: str, source_key: str) -> Content | None:
        """Return what was made last of a source, by whichever plugin; None where nothing was."""
        ...

    def versions(self, owner: str, content_ids: Sequence[str]) -> dict[str, VersionLinks]:
        """Return the links of those of the owner's content of these ids that have any, by id."""
        ...

    def make_newest(self, owner: str, content_id: str) -> None:
        """Make superseded content the newest version of its source: that has become again what it was.

        Where the same version of the plugin made the newest one of the same bytes, it stands beside that.
        Repeating it changes nothing, and so does content that is not superseded.
        """
        ...

    def noted(self, owner: str, content_ids: Sequence[str]) -> dict[str, NotedContent]:
        """Return those of the owner's content of these ids that have notices, by id."""
        ...

    def near_duplicates(self, owner: str, content_id: str) -> list[NearDuplicate]:
        """Return the owner's content of nearly the same text, the most alike first; see ``most_alike``.

        Neither other content of the same source nor what is superseded is among it. Empty where there is no content.
        """
        ...

    def note_near_duplicates(self, owner: str, content_id: str, found: Sequence[NearDuplicate]) -> None:
        """Put a notice of each of the first few before those that the content has. Repeating it changes nothing.

        What was hidden since it was found is not named, and what is hidden at the same moment is named no more then.
        """
        ...

    def paragraphs(self, owner: str, content_id: str) -> list[Paragraph]:
        """In reading order, of the current version. Raises NotFound."""
        ...

    def paragraph_page(
        self,
        owner: str,
        content_id: str,
        version: int,
        limit: int,
        after: int | None = None,
        within: ParagraphFilter = ALL_PARAGRAPHS,
    ) -> Page[Paragraph]:
        """In reading order; ``after`` is the ordinal of the last paragraph before. Empty where there is no content."""
        ...

    def paragraphs_by_id(
        self, owner: str, paragraph_ids: Sequence[str], hidden_too: bool = False, newest_only: bool = False
    ) -> dict[str, tuple[Content, Paragraph]]:
        """Return what exists of the given paragraphs, with their content.

        ``hidden_too`` takes in hidden content, ``newest_only`` leaves out what is superseded.
        """
        ...

    def state_license(self, owner: str, content_id: str, license: str | None, at: datetime) -> Content:
        """Put a license in the place of the one that is known; ``extra.license_statement`` keeps that one, and when.

        Returns the content. Raises NotFound.
        """
        ...

    def set_tags(self, owner: str, content_id: str, tags: Sequence[str], at: datetime) -> Content:
        """Put these tags in the place of those that it has. Returns the content. Raises NotFound."""
        ...

    def file_under(self, owner: str, content_id: str, tags: Sequence[str], collection_ids: Sequence[str]) -> None:
        """Add the tags to those that the content has, and put it into those of these collections that there are.

        Repeating it changes nothing, and so does content that is not there. Raises InvalidRequest where it would have
        more than ``MOST_TAGS``.
        """
        ...

    def hide(self, owner: str, content_id: str) -> Content:
        """Answer the content, its paragraphs and its bytes as missing from now on. Repeating it changes nothing.

        Notices of other content that call it a near-duplicate go. Returns the content. Raises NotFound when there is no
        row of it, hidden or not.
        """
        ...

    def erase(self, owner: str, content_id: str) -> None:
        """Delete the content with its versions and paragraphs. Repeating it changes nothing."""
        ...

    def languages(self, owner: str) -> list[str]:
        """Return the languages of the owner's content as it names them; an empty one where it names none."""
        ...

    def filtered(self, owner: str, wanted: ContentFilter) -> list[str]:
        """Return the ids of the owner's content that fits."""
        ...

    def term_statistics(self, owner: str, terms: Sequence[int]) -> TermStatistics:
        """Count the owner's paragraphs, and those that hold each term."""
        ...

    def commit_artifact(self, artifact: Artifact) -> None:
        """Write the artifact's row and tie its job to it, in one transaction. Repeating it changes nothing."""
        ...

    def artifact(self, owner: str, artifact_id: str) -> Artifact:
        """Raises NotFound."""
        ...

    def artifacts(
        self, owner: str, limit: int, after: str | None = None, wanted: ArtifactFilter = ALL_ARTIFACTS
    ) -> Page[Artifact]:
        """Newest first, those that fit."""
        ...
