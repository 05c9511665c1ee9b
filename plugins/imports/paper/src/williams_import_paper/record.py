"""What is known of a paper, whoever says it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from williams_import_paper.identifiers import Identifiers

Form = Literal["jats", "html", "pdf"]
ChangeKind = Literal["retraction", "correction", "expression-of-concern", "withdrawal", "removal", "new-version"]


class LicenseEvidence(BaseModel):
    """``stated`` is what ``source`` says: an address or words; ``of`` is which version it says it of."""

    source: str
    stated: str
    of: str | None = None


class Change(BaseModel):
    """What was published about the paper later; ``notice`` is its ``<scheme>:<id>``, ``date`` in ISO 8601."""

    kind: ChangeKind
    source: str
    notice: str | None = None
    date: str | None = None


class CitedWork(BaseModel):
    """An entry of the list of references; ``works`` are its identifiers as ``<scheme>:<id>``."""

    text: str
    works: list[str] = Field(default_factory=list)
    title: str | None = None
    year: str | None = None


class Version(BaseModel):
    name: str
    date: str | None = None


class FullText(BaseModel):
    """Where the text is open to everybody, as ``source`` says."""

    url: str
    form: Form
    source: str


class Record(BaseModel):
    """``published`` is in ISO 8601: a year, a month or a day. ``kind`` is Crossref's word for the kind of work.

    ``notice_of`` are the works that this one retracts or corrects, as ``<scheme>:<id>``.
    """

    doi: str | None = None
    arxiv: str | None = None
    version: int | None = None
    pmid: str | None = None
    pmcid: str | None = None
    title: str | None = None
    authors: list[str] = Field(default_factory=list)
    published: str | None = None
    kind: str | None = None
    venue: str | None = None
    publisher: str | None = None
    language: str | None = None
    abstract: str | None = None
    keywords: list[str] = Field(default_factory=list)
    licenses: list[LicenseEvidence] = Field(default_factory=list)
    changes: list[Change] = Field(default_factory=list)
    notice_of: list[str] = Field(default_factory=list)
    references: list[CitedWork] = Field(default_factory=list)
    versions: list[Version] = Field(default_factory=list)
    full_texts: list[FullText] = Field(default_factory=list)
    sources: list[str] = Field(default_factory=list)

    @property
    def ids(self) -> Identifiers:
        return Identifiers(self.doi, self.arxiv, self.version, self.pmid, self.pmcid)

    def identified_by(self, ids: Identifiers) -> Record:
        """Return the record with the identifiers that it lacks."""
        joined = self.ids | ids
        fields = {name: getattr(joined, name) for name in ("doi", "arxiv", "version", "pmid", "pmcid")}
        return self.model_copy(update=fields)

    def completed_by(self, other: Record) -> Record:
        """Return the record with what another one knows besides; what stands here goes before."""
        fields = {
            name: _joined(mine, getattr(other, name)) if isinstance(mine, list) else mine or getattr(other, name)
            for name, mine in self
            if name not in _WHOLE
        }
        whole = {name: getattr(self, name) or getattr(other, name) for name in _WHOLE}
        return self.model_copy(update=fields | whole).identified_by(self.ids | other.ids)


_WHOLE = frozenset({"authors", "references", "versions", "keywords"})
"""Lists that are one service's as a whole: two services write one name differently."""


def _joined(mine: list[object], others: list[object]) -> list[object]:
    return [*mine, *(each for each in others if each not in mine)]
