"""What a file's reader returns: the document as HTML, in one part or several, and what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from williams.isolation.embedded_pictures import within_page
from williams.isolation.notices import Said
from williams_import_document.pictures import PictureOf


@dataclass(frozen=True, slots=True)
class Review:
    """What is asked of comments (else left out) and of tracked changes (else accepted) of a Word document."""

    comments: bool = False
    rejected: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """HTML that stands at one place of the document: a slide, a sheet, some seconds of a recording.

    ``place`` has fields of ``Place`` in JSON's types. ``file`` is the name of the part's own file in a book: anchors
    lead into it.
    """

    html: str
    place: dict[str, Any] = field(default_factory=dict)
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A document's parts in reading order.

    ``about`` has fields of ``ContentMetadata``, ``notices`` fields of ``Notice``, both in JSON's types. ``picture``
    gives the bytes of a picture by what the HTML calls it; None where it does not have it.
    """

    parts: list[Part]
    about: dict[str, Any] = field(default_factory=dict)
    notices: list[Said] = field(default_factory=list)
    picture: PictureOf = within_page

    @classmethod
    def whole(
        cls,
        html: str,
        about: dict[str, Any] | None = None,
        notices: list[Said] | None = None,
        picture: PictureOf = within_page,
    ) -> Reading:
        """A document in one part."""
        return cls([Part(html)], about or {}, notices or [], picture)
