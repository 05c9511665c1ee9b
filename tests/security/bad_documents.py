"""Markdown, plain text and Word documents."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from collections.abc import Callable

from tests.security.readings import Attack
from tests.unit.import_document.files import paragraph
from williams.domain.errors import ContentTooLarge, CorruptContent, EmptyContent, PermanentError

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACES = (
    f"xmlns:w='{_W}' xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' "
    "xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'"
)
AFTER = "After all."
PASSED_OVER = frozenset({"front-matter-passed-over"})
TOLD = frozenset({"metadata-passed-over"})
DEEP, LEFT_OUT = frozenset({"nesting-flattened"}), frozenset({"text-left-out"})
LAUGHS = "".join(f"<!ENTITY {chr(97 + n)} '{f'&{chr(96 + n)};' * 10}'>" for n in range(1, 9))
LIST = "".join("  " * level + f"- Item {level}.\n" for level in range(2000))
ALIASES = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 10)}]\n" for n in range(12)
)


def markdown(name: str, text: str, told: frozenset[str] = frozenset(), *keeps: str, **about: object) -> Attack:
    return Attack(name, "a.md", lambda: f"{text}\n\n{AFTER}\n", (AFTER, *keeps), told, about=about)


def document(body: str, prolog: str = "") -> str:
    return f"{prolog}<w:document {_SPACES}><w:body>{body}</w:body></w:document>"


def package(*parts: tuple[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        warnings.simplefilter("ignore")
        for name, data in parts:
            file.writestr(name, data)
    return made.getvalue()


def docx(body: str, *more: tuple[str, str | bytes], prolog: str = "") -> bytes:
    return package(("word/document.xml", document(body + paragraph(AFTER), prolog)), *more)


def word(name: str, body: str, told: frozenset[str] = frozenset(), says: str = "", *more: tuple[str, str]) -> Attack:
    return Attack(name, "a.docx", lambda: docx(body, *more), (AFTER,), told, says=says)


def lying(body: str, claimed: int) -> bytes:
    """Say of the text that it is as long as ``claimed``."""
    honest = len(document(body + paragraph(AFTER)))
    return docx(body).replace(struct.pack("<L", honest), struct.pack("<L", claimed))


def refused(name: str, data: Callable[[], bytes], error: type[PermanentError], says: str) -> Attack:
    return Attack(name, "a.docx", data, fails=error, says=says)


MARKDOWN = [
    markdown("list-2000-deep", LIST, DEEP, "Item 0.", "Item 51.", "Item 1999."),
    markdown("list-12-deep", "".join("  " * n + f"- Item {n}.\n" for n in range(12)), frozenset(), "Item 11."),
    markdown("quotation-5000-deep", ">" * 5000 + " Quoted.", DEEP, "Quoted."),
    markdown("brackets", "[" * 100_000 + "x", frozenset({"markup-passed-over"}), "[[[[x"),
    markdown("pictures", "word " + "![" * 100_000, frozenset({"markup-passed-over"})),
    markdown("stars", "*a_ " * 20_000),
    markdown("ticks", "`a``" * 20_000),
    markdown("tags", "a <b>" * 20_000, DEEP),
    markdown("blanks", " " * 300_000 + "x"),
    markdown("aliases", f"---\ntitle: Ink\n{ALIASES}---", PASSED_OVER),
    markdown("alias-of-itself", "---\ntitle: Ink\na: &a [*a]\n---", PASSED_OVER),
    markdown("an-honest-alias", "---\ntitle: &t Ink\ntags: [*t]\n---", title="Ink", extra={"tags": "Ink"}),
    markdown("merges", "---\na: &a {k: v}\nb: {<<: [" + "*a, " * 12_000 + "]}\n---", PASSED_OVER),
    markdown("front-matter-deep", f"---\ntitle: {'[' * 20_000}\n---", PASSED_OVER),
    markdown("front-matter-long", f"---\ntitle: {'x' * 100_000}\n---", PASSED_OVER, "xxxxx"),
    markdown("13th-month", "---\ndate: 2024-13-45\ntitle: Ink\n---", frozenset({"metadata-passed-over"}), title="Ink"),
    markdown("5000-digits", f"---\nn: {'9' * 5000}\ntitle: Ink\n---", title="Ink"),
    markdown("tag-of-python", "---\ntitle: !!python/object/apply:os.system [ls]\n---", PASSED_OVER),
    markdown("wrong-tags", "---\ntitle: !!int x\nb: !!timestamp y\nc: !!bool z\n---", title="x"),
    markdown(
        "authors-blanks", f'---\nauthor: "Ada Ink{" " * 60_000}and Bo Quill"\n---', authors=["Ada Ink", "Bo Quill"]
    ),
    markdown("rules", "---\n" + "--- \t x\n" * 20_000),
    markdown("two-rules", "---\n# A day\n\nWork began.\n\n---", frozenset(), "A day", "Work began."),
    Attack("a-comment-only", "a.md", lambda: "<!--" * 1000, fails=EmptyContent, says="nothing"),
    Attack("one-paragraph", "a.txt", lambda: "words and words\n" * 150_000, ("words and words",)),
    Attack("blanks", "a.txt", lambda: " " * 1_000_000 + "x\n" + "- " + " " * 1_000_000 + "y", ("x", "y")),
    Attack("tabs", "a.txt", lambda: "\t" * 1_000_000 + "x", ("x",)),
]
WORD = [
    refused("entities", lambda: docx(paragraph("&i;"), prolog=f"<!DOCTYPE w [<!ENTITY a 'aaaaaaaaaa'>{LAUGHS}]>"),
            CorruptContent, "declares entities"),
    refused("external-entity", lambda: docx(paragraph("&x;"), prolog="<!DOCTYPE w [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"),
            CorruptContent, "declares entities"),
    refused("swelling", lambda: docx(paragraph(" " * 1000) * 50_000), ContentTooLarge, "over 48 MB"),
    refused("letters", lambda: docx(paragraph("words and words " * 30) * 60_000), ContentTooLarge, "20000000 letters"),
    refused("elements", lambda: docx("<w:p/>" * 810_000), ContentTooLarge, "over 800000 elements"),
    refused("attributes", lambda: docx(f"<w:p {' '.join(f'a{n}=_' for n in range(500_000))}/>".replace("_", "'1'")),
            CorruptContent, "1000 attributes"),
    refused("5000-insertions-deep", lambda: docx("<w:ins>" * 5000), CorruptContent, "nested more than 100 deep"),
    refused("fields", lambda: docx("<w:p>" + "<w:r><w:fldChar w:fldCharType='begin'/></w:r>" * 40_000 + "</w:p>"),
            CorruptContent, "fields within each other"),
    refused("same-name-twice", lambda: package(*[("word/document.xml", document(paragraph(AFTER)))] * 2),
            CorruptContent, "same name"),
    refused("parts", lambda: docx("", *[(f"a{n}.xml", "") for n in range(10_001)]),
            ContentTooLarge, "over 10000 parts"),
    refused("pictures", lambda: docx("", ("word/media/a.png", bytes(301 << 20))), ContentTooLarge, "over 300 MB"),
    refused("claims-less", lambda: lying("", 100), CorruptContent, "cannot be unpacked"),
    refused("claims-less-than-it-has", lambda: lying(paragraph("x " * 100_000), 400),
            CorruptContent, "cannot be unpacked"),
    Attack("pictures-are-not-unpacked", "a.docx", lambda: docx("", ("word/media/a.png", bytes(90 << 20))), (AFTER,)),
    Attack("package-within", "a.docx", lambda: docx("", ("word/embeddings/b.docx", docx("x" * (1 << 20)))), (AFTER,)),
    word("tables-30-deep", "<w:tbl><w:tr><w:tc>" * 30 + paragraph("x") + "</w:tc></w:tr></w:tbl>" * 30),
    word("its-own-styles", paragraph("Before."), frozenset(), "", ("mammoth/style-map", "p => !")),
    word("an-equation", "<w:p><m:oMath><m:r><m:t>x2</m:t></m:r></m:oMath></w:p>"),
    word("a-choice-without-fallback", "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='w'><w:t>Lost</w:t>"
         "</mc:Choice></mc:AlternateContent></w:r></w:p>", LEFT_OUT, "4 of the document's"),
    word("a-choice-with-one", "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='w'><w:t>Kept</w:t></mc:Choice>"
         "<mc:Fallback><w:t>Kept</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>"),
    word("moved-and-deleted", "<w:p><w:moveFrom><w:r><w:t>old</w:t></w:r></w:moveFrom><w:del><w:r><w:delText>gone"
         "</w:delText></w:r></w:del></w:p>", frozenset({"changes-accepted"}), "2 tracked changes"),
    word("properties-swell", "", TOLD, "", ("docProps/core.xml", f"<!DOCTYPE c [<!ENTITY a 'a'>{LAUGHS}]><c>&i;</c>")),
    word("properties-broken", "", TOLD, "", ("docProps/core.xml", "<no xml")),
    word("unknown-elements", "<w:p><w:foo/></w:p>" * 2_000),
]  # fmt: skip
ATTACKS = [*MARKDOWN, *WORD]
