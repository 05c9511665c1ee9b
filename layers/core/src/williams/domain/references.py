"""What a source cites, and what it is cited by: works of others, named by their identifiers."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import ConfigDict, Field

from williams.domain.models import DeferredModel

LONGEST_WORK: Final = 300
MOST_WORKS: Final = 20

Work = Annotated[str, Field(max_length=LONGEST_WORK, pattern=r"^[a-z]+:[!-~]+$")]
"""A work by its identifier, ``<scheme>:<id>``: ``doi:10.1000/182``, ``arxiv:1706.03762``, ``pmid:11237011``."""


class Reference(DeferredModel):
    """One entry of a list of references. ``works`` are its identifiers; without one, nothing can be resolved."""

    model_config = ConfigDict(frozen=True)

    text: str
    works: Annotated[list[Work], Field(max_length=MOST_WORKS)] = Field(default_factory=list)
    title: str | None = None
    year: str | None = None


class CitedWork(DeferredModel):
    """What a document cites.

    ``doc_id`` is the document's in the library; None for a work outside of it, of which ``works``, ``title`` and
    ``year`` are what the first reference to it says.
    """

    doc_id: str | None = None
    works: list[str] = Field(default_factory=list)
    title: str | None = None
    year: str | None = None


class Citations(DeferredModel):
    """``cites`` is None where it is not known what the document cites: its references were not resolved.

    ``cited_by`` are documents of the library.
    """

    cites: list[CitedWork] | None = None
    cited_by: list[str] = Field(default_factory=list)
