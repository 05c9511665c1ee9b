"""A library with sources of every kind of paragraph, and books made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from williams_export_ebook import EbookExport
from williams_writing.quoting import Quoting

from tests.unit.ebook.reader import Book
from tests.unit.import_document.test_figures import picture
from williams.domain import ids
from williams.domain.content import Content, ContentMetadata, Paragraph, ParagraphKind
from williams.domain.figures import Figure
from williams.domain.places import Place
from williams.domain.provenance import TracedPart
from williams.plugin import ExportRequest
from williams.plugin.processing import PARAGRAPH_SEPARATOR
from williams.ports.text import TextPort
from williams_testing.factories import WHEN, make_content
from williams_testing.library import OWNER, ChosenEngines, MemoryLibrary

HEADING, BODY, CODE = ParagraphKind.HEADING, ParagraphKind.BODY, ParagraphKind.CODE
ITEM, ROW, CAPTION = ParagraphKind.LIST_ITEM, ParagraphKind.TABLE_ROW, ParagraphKind.CAPTION
FOOTNOTE, REFERENCE = ParagraphKind.FOOTNOTE, ParagraphKind.REFERENCE
FIGURE = ParagraphKind.FIGURE
Piece = tuple[ParagraphKind, str] | tuple[ParagraphKind, str, Place]


PICTURE = picture()
_SHOWN = Figure(file="figure-1.png", media_type="image/png", width=120, height=120, sha256="0" * 64, alt="Two boards")


@dataclass(frozen=True)
class Made:
    book: Book
    pdf: bytes | None
    parts: list[TracedPart]
    metadata: dict[str, Any]
    texts: dict[str, str]


@dataclass
class Shelf:
    """``texts`` are the paragraphs' by their id."""

    text: TextPort = field(default_factory=Quoting)
    library: MemoryLibrary = field(init=False)
    sources: list[str] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.library = MemoryLibrary(engines=ChosenEngines(text=self.text))

    def add(self, pieces: Sequence[Piece], *, url: str = "upload://up_1/source.pdf", **said: Any) -> str:
        """Add a source and return its id; ``said`` is its metadata."""
        metadata = ContentMetadata(**{"title": "On Shelves", "language": "en", "license": "CC-BY-4.0"} | said)
        content = make_content(OWNER, [piece[1] for piece in pieces], metadata=metadata, url=url)
        paragraphs = _paragraphs(content.content_id, pieces)
        content = self._with_pictures(content, paragraphs)
        self.library.graph.write_document(content, paragraphs)
        self.library.catalog.commit_import(content, paragraphs)
        self.sources.append(content.content_id)
        self.texts |= {each.paragraph_id: each.text for each in paragraphs}
        return content.content_id

    def _with_pictures(self, content: Content, paragraphs: list[Paragraph]) -> Content:
        files = dict(content.files)
        for number, each in enumerate(paragraphs):
            if each.kind is FIGURE:
                file = self.library.objects.write(f"documents/{content.content_id}/{_SHOWN.file}", PICTURE, "image/png")
                files[_SHOWN.file] = file
                paragraphs[number] = each.model_copy(update={"figure": _SHOWN})
        return content.model_copy(update={"files": files})

    async def made(self, **parameters: Any) -> Made:
        plugin = EbookExport()
        self.library.bind(plugin)
        request = ExportRequest(
            job_id=ids.new_id("job"),
            owner=OWNER,
            artifact_id=ids.new_id("art"),
            source_ids=self.sources,
            format="ebook",
            parameters=plugin.parameters.model_validate(parameters).model_dump(mode="json"),
            requested_at=WHEN,
        )
        result = await plugin.generate_content(request, request.job_id)
        book = Book(self.library.objects.read(result.artifacts["book.epub"]))
        pdf = result.artifacts.get("book.pdf")
        tree = self.library.graph.genealogy(OWNER, result.artifact_id)
        return Made(book, self.library.objects.read(pdf) if pdf else None, tree.parts, result.metadata, self.texts)


def _paragraphs(content_id: str, pieces: Sequence[Piece]) -> list[Paragraph]:
    found: list[Paragraph] = []
    start = 0
    for ordinal, (kind, text, *place) in enumerate(pieces):
        found.append(
            Paragraph(
                paragraph_id=ids.paragraph_id(content_id, 1, ordinal),
                ordinal=ordinal,
                kind=kind,
                text=text,
                start=start,
                end=start + len(text),
                place=(place[0] if place else Place()).model_copy(update={"paragraph": ordinal + 1}),
            )
        )
        start += len(text) + len(PARAGRAPH_SEPARATOR)
    return found


def under(section: str, **known: Any) -> Place:
    return Place(section=section, **known)


LONG_TITLE = "A Very Long Title " * 17
MIXED: tuple[Piece, ...] = (
    (HEADING, "On Shelves & <Boards>"),
    (BODY, "Shelves hold books 📚 <b>in order</b> & dust.", under("On Shelves & <Boards>", page=1)),
    (HEADING, "1 Wood", under("On Shelves & <Boards>", page=1)),
    (ITEM, "1. Oak", under("1 Wood", page=1)),
    (ITEM, "2. Beech", under("1 Wood", page=1)),
    (HEADING, "1.1 Care", under("1 Wood", page=2)),
    (ITEM, "Wax it.", under("1.1 Care", page=2)),
    (CAPTION, "Table 1: Loads", under("1.1 Care", page=2)),
    (ROW, "Wood | kg", under("1.1 Care", page=2)),
    (ROW, "Oak | 40 | per metre", under("1.1 Care", page=2)),
    (CODE, "def load(x):\n    return x < 3 and x & 1", under("1.1 Care", page=3)),
    (FOOTNOTE, "A note of the author’s.", under("1.1 Care", page=3)),
    (BODY, "A form feed \x0c and a non\ufffecharacter.", under("1.1 Care", page=3)),
    (HEADING, "2 Books", under("On Shelves & <Boards>", page=4)),
    (BODY, "Books are read.", under("2 Books", page=4)),
    (REFERENCE, "[1] Smith. Boards. 1999.", under("2 Books", page=4)),
    (FIGURE, "Figure 1: A shelf & its boards", under("2 Books", page=4)),
)
ARABIC: tuple[Piece, ...] = (
    (HEADING, "عن المكتبات"),
    (BODY, "المكتبة مكان تحفظ فيه الكتب لكي يجدها القراء بعد سنوات طويلة.", under("عن المكتبات", anchor="فقرة 1")),
    (BODY, "كل كتاب يحمل علامة تدل على المكان الذي جاء منه وعلى من أهداه.", under("عن المكتبات")),
)
CHINESE: tuple[Piece, ...] = (
    (BODY, "图书馆保存书籍，以便读者多年以后还能找到它们。"),
    (BODY, "每一本书都带有一个标记，说明它来自哪里。"),
)
