"""Documents to read, written here."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from williams_import_document.document import read_document
from williams_import_document.kinds import kind_by_name

MARKDOWN = """---
title: Notes on ink
author: [Ada Smith, {name: Bo Lee}]
date: 2024-03-05
license: CC BY 4.0
lang: en-GB
tags: [ink, paper]
---

# Notes

Ink is *old*.[^1]

| made of | in |
|---|---|
| galls | Europe |

```
grind, stir
wait
```

- black
- blue

[^1]: Very old.
"""
TEXT = """THE FERRY

A ferry crosses where nobody
built a bridge.

Prices
------
Who pays:
- sheep, three
  pence each
- carts

    deck(sheep)
        .count()
"""
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CORE = """<?xml version="1.0"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">
<dc:title>On Ferries</dc:title><dc:creator>Ada Smith; Bo Lee</dc:creator><dc:language>en</dc:language>
<dc:rights>CC-BY-SA-4.0</dc:rights><dcterms:created>2024-03-05T10:00:00Z</dcterms:created>
</cp:coreProperties>"""


def paragraph(text: str, style: str | None = None) -> str:
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{look}<w:r><w:t>{text}</w:t></w:r></w:p>"


def table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def docx(body: str, core: str = CORE, more: Mapping[str, bytes] | None = None) -> bytes:
    """Return a Word document as small as can be."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/></w:style>'
        for name in ("Title", "heading 1", "heading 2", "Caption", "Quote")
    )
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{kinds}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": "<Relationships "
        'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{kinds}/styles" Target="styles.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>',
        "word/styles.xml": f'<w:styles xmlns:w="{_W}">{styles}</w:styles>',
        "docProps/core.xml": core,
        **(more or {}),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return packed.getvalue()


FERRIES = docx(
    paragraph("On Ferries", "Title")
    + paragraph("A ferry crosses where nobody built a bridge.")
    + paragraph("Prices", "heading1")
    + table(("Cargo", "Pence"), ("Sheep", "3"))
    + paragraph("Fig. 1: the old ferry", "Caption")
)


def read(folder: Path, name: str, data: bytes, review: dict[str, bool] | None = None) -> dict[str, Any]:
    """Read a file as the reader process does."""
    source = folder / name
    source.write_bytes(data)
    kind = kind_by_name(name)
    assert kind is not None
    return read_document(source, lambda *_: None, kind.value, name, None, str(source.parent / "pictures"), review)


def told(reading: dict[str, Any]) -> list[tuple[str, str]]:
    """Return kind and text of each paragraph."""
    return [(paragraph["kind"], paragraph["text"]) for paragraph in reading["paragraphs"]]
