"""What a reader of full text returns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from williams_html.paragraphs import Block

from williams.domain.errors import ContentTooLarge, EmptyContent
from williams.isolation.notices import Said

MOST_CHARACTERS = 20_000_000
MOST_PARAGRAPHS = 200_000


@dataclass(frozen=True, slots=True)
class PaperText:
    """``record`` has fields of ``Record`` in JSON's types, ``references`` those of ``CitedWork``."""

    blocks: list[Block]
    record: dict[str, Any] = field(default_factory=dict)
    references: list[dict[str, Any]] = field(default_factory=list)
    notices: list[Said] = field(default_factory=list)

    def answer(self) -> dict[str, Any]:
        """Return it in JSON's types, the references behind the text.

        Raises EmptyContent, ContentTooLarge.
        """
        if not any(block.kind != "heading" for block in self.blocks):
            raise EmptyContent("The paper's file holds no text.")
        if sum(len(block.text) for block in self.blocks) > MOST_CHARACTERS or len(self.blocks) > MOST_PARAGRAPHS:
            raise ContentTooLarge(
                f"The paper has more than {MOST_CHARACTERS} characters or {MOST_PARAGRAPHS} paragraphs. Split it."
            )
        listed = [Block(each["text"], "reference", section="References").draft() for each in self.references]
        return {
            "record": {**self.record, "references": self.references},
            "paragraphs": [*(block.draft() for block in self.blocks), *listed],
            "notices": self.notices,
        }
