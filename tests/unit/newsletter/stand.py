"""A library with sources, and newsletters made of it."""

from __future__ import annotations

import email
import email.policy
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

from williams_export_newsletter import NewsletterExport

from tests.unit.ebook.shelf import BODY, HEADING, Piece, Shelf, under
from williams.domain import ids
from williams.domain.provenance import TracedPart
from williams.plugin import ExportRequest
from williams_testing.factories import WHEN
from williams_testing.library import OWNER

LAMPS: tuple[Piece, ...] = (
    (HEADING, "How Lamps Are Lit"),
    (BODY, "Lighthouse keepers trimmed the wick every four hours.", under("How Lamps Are Lit", page=1)),
    (
        BODY,
        "The lens of Cordouan was the first that Fresnel built, in 1823. It stood 60 metres above the sea and was seen "
        "from 33 kilometres away. Sailors called it the king of lighthouses.",
        under("How Lamps Are Lit", page=2),
    ),
    (HEADING, "Oil & Gas"),
    (
        BODY,
        "Whale oil was burned in most lighthouses until about 1850. Colza oil replaced it because it was cheaper and "
        "smelled less. Acetylene gas came after 1900.",
        under("Oil & Gas", page=3),
    ),
)
SHIPS: tuple[Piece, ...] = (
    (HEADING, "Ships at Night"),
    (
        BODY,
        "Whale oil was burned in most lighthouses until about 1850. Ships carried lamps of their own from 1838 on.",
        under("Ships at Night"),
    ),
)


@dataclass(frozen=True)
class MadeNewsletter:
    """``files`` are the artifact's by name; ``message`` is its mail, as the standard library reads it."""

    files: dict[str, bytes]
    parts: list[TracedPart]
    metadata: dict[str, Any]
    texts: dict[str, str]

    @property
    def message(self) -> EmailMessage:
        return read_message(self.files["newsletter.eml"])

    @property
    def html(self) -> str:
        return body_of(self.message, "html")

    @property
    def page(self) -> str:
        return self.files["newsletter.html"].decode()

    @property
    def text(self) -> str:
        return self.files["newsletter.txt"].decode()


def read_message(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.SMTP)
    assert isinstance(message, EmailMessage)
    return message


def body_of(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    content: str = part.get_content()
    return content.replace("\r\n", "\n")


class Stand(Shelf):
    async def newsletter(self, **parameters: Any) -> MadeNewsletter:
        return await self.run(self.request(**parameters))

    def request(self, **parameters: Any) -> ExportRequest:
        return ExportRequest(
            job_id=ids.new_id("job"),
            owner=OWNER,
            artifact_id=ids.new_id("art"),
            source_ids=self.sources,
            format="newsletter",
            parameters=NewsletterExport.parameters.model_validate(parameters).model_dump(mode="json"),
            requested_at=WHEN,
        )

    async def run(self, request: ExportRequest) -> MadeNewsletter:
        plugin = NewsletterExport()
        self.library.bind(plugin)
        result = await plugin.generate_content(request, request.job_id)
        files = {name: self.library.objects.read(key) for name, key in result.artifacts.items()}
        tree = self.library.graph.genealogy(OWNER, result.artifact_id)
        return MadeNewsletter(files, tree.parts, result.metadata, self.texts)
