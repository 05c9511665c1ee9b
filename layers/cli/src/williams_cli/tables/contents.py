"""Sources and what they say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from williams_cli.doubts import doubted
from williams_cli.output import ago, clean, shortened, when
from williams_cli.tables.layout import Listing, fields
from williams_cli.tables.notices import notice_text
from williams_client import models


def paragraphs_read(items: Iterable[models.ParagraphAnswer]) -> RenderableType:
    """Return whole paragraphs, each under where it stands."""
    return Group(*(part for each in items for part in _read(each)))


def _read(paragraph: models.ParagraphAnswer) -> Iterator[RenderableType]:
    section = shortened(paragraph.section, 60)
    heading = (f"  {section}" if section else "", "dim")
    yield Text.assemble((clean(paragraph.where), "cyan"), heading, doubted(paragraph.doubt))
    yield Padding(Text(clean(paragraph.text)), (0, 0, 0, 2), expand=False)


def contents_table(contents: Sequence[models.ContentAnswer]) -> Listing:
    made = Listing("content", "imported", "pages", "license", "title", wide="title")
    for each in contents:
        pages = str(each.page_count or "–")
        title = Text(shortened(each.title or each.url, 60))
        license_text = Text(clean(each.license or "–"))
        made.add_row(each.content_id, ago(each.created_at), pages, license_text, title)
    return made


def near_duplicates_table(found: Sequence[models.NearDuplicate]) -> Listing:
    made = Listing("content", "alike", "imported", "type", "title", wide="title")
    for each in found:
        title = Text(shortened(each.title or each.url, 60))
        made.add_row(each.content_id, f"{each.resemblance:.0%}", ago(each.created_at), clean(each.content_type), title)
    return made


def content_fields(content: models.ContentAnswer) -> Table:
    return fields(
        [
            ("content", content.content_id),
            ("title", content.title),
            ("authors", ", ".join(content.authors)),
            ("published", content.published_date.date().isoformat() if content.published_date else None),
            ("license", content.license or "not stated"),
            ("language", content.language),
            ("type", f"{content.content_type}, by {content.plugin_id}"),
            ("parameters", ", ".join(f"{name}={value}" for name, value in content.parameters.items())),
            ("size", f"{content.page_count or '?'} pages, {content.paragraph_count} paragraphs"),
            ("source", content.url),
            ("version", str(content.version)),
            ("supersedes", content.supersedes),
            ("superseded by", content.superseded_by),
            ("imported", when(content.created_at)),
            ("tags", ", ".join(content.tags)),
            ("collections", ", ".join(f"{each.name} ({each.collection_id})" for each in content.collections)),
            *(("notice", notice_text(each)) for each in content.notices),
            *((name, key) for name, key in content.storage_paths.items()),
        ]
    )
