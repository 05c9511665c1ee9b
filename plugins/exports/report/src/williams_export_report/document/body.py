"""The body of the report: planned chapters with everything numbered, noted and traced."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from williams_publishing.directions import Direction, direction_of
from williams_publishing.figures import SourceFigure
from williams_publishing.paragraphing import in_paragraphs
from williams_publishing.tables import SourceTable
from williams_publishing.tracing import Ledger
from williams_publishing.works import Work

from williams.domain.content import ObjectRef
from williams.domain.places import Place
from williams.domain.provenance import Citation
from williams.plugin.engines import Grounded
from williams_export_report.document.bidi import isolated, isolated_place
from williams_export_report.document.model import (
    Block,
    Chapter,
    Inline,
    Lines,
    Note,
    Picture,
    Prose,
    References,
    Run,
    Statement,
    Table,
    plain,
    text,
)
from williams_export_report.document.outline import Planned
from williams_export_report.document.sayings import Sayings

_MOST_PLACES = 6  # of one source in a note


@dataclass(frozen=True)
class Told:
    """A statement or table of the body with what it stands on, for the appendix."""

    number: int
    anchor: str
    words: str
    language: str
    citations: tuple[Citation, ...]


@dataclass
class Body:
    """Sets chapters one after the other. ``numbers`` are the works' in the references.

    ``around`` is the report's language; ``written`` is the same where a model wrote the statements, None where they are
    quoted. ``picture_of`` fetches a picture of the library.
    """

    works: Mapping[str, Work]
    numbers: Mapping[str, int]
    sayings: Sayings
    around: str
    written: str | None
    ledger: Ledger
    picture_of: Callable[[ObjectRef], Path]
    told: list[Told] = field(default_factory=list)
    _tables: int = 0

    def chapter(self, plan: Planned, number: int) -> Chapter:
        chapter = Chapter(f"part-{number}", plan.title, plan.language, plan.level)
        speaking, several = None, self._has_several_voices(plan)
        for paragraph in in_paragraphs(plan.statements, quoted=self.written is None):
            source = paragraph[0].citations[0].content_id
            if several and source != speaking:
                chapter.blocks.append(self._voice(self.works[source]))
            speaking = source
            chapter.blocks += self._prose(paragraph, plan)
        if plan.role == "summary":
            chapter.blocks = _joined(chapter.blocks)
        chapter.blocks += [self._figure(figure, plan) for figure in plan.figures]
        chapter.blocks += [self._table(table, plan) for table in plan.tables]
        return chapter

    def _has_several_voices(self, plan: Planned) -> bool:
        """Whether it quotes several sources under one heading: who speaks is said then."""
        quoted = self.written is None and plan.role != "summary"
        return quoted and len({each.citations[0].content_id for each in plan.statements}) > 1

    def _voice(self, work: Work) -> Lines:
        before, after = self.sayings.voice.split("{source}")
        named = Run(
            isolated(work.cited, direction_of(self.sayings.language)),
            link=f"#{References.anchor(self.numbers[work.content_id])}",
            language=work.language,
        )
        line = tuple(run for run in (Run(before), named, Run(after)) if run.text)
        return Lines((line,), self.sayings.language)

    def _prose(self, statements: Sequence[Grounded], plan: Planned) -> list[Block]:
        set_ones = tuple(self._statement(each, plan) for each in statements)
        return [Prose(set_ones, self._language(statements[0]), listed=plan.role == "summary")]

    def _statement(self, statement: Grounded, plan: Planned) -> Statement:
        note = self._note(statement.citations)
        made = Statement(f"s{note.number}", statement.text, note)
        language = self._language(statement)
        self._tell(note, made.anchor, statement.text, language, statement.citations, plan, plan.role)
        return made

    def _table(self, table: SourceTable, plan: Planned) -> Table:
        note, citations = self._note(table.citations), tuple(table.citations)
        self._tables += 1
        anchor = f"s{note.number}"
        cells = [tuple(text(cell) for cell in row) for row in table.cells]
        head, rows = (cells[0], cells[1:]) if table.has_head else (None, cells)
        words = "\n".join(each.text for each in table.rows)
        self._tell(note, anchor, words, table.work.language, citations, plan, "table")
        return Table(anchor, self._caption(table), head, tuple(rows), table.work.language, note)

    def _figure(self, figure: SourceFigure, plan: Planned) -> Picture:
        language, cited = figure.work.language, figure.citation
        note = self._note([cited])
        anchor = f"s{note.number}"
        self._tell(note, anchor, figure.caption, language, (cited,), plan, "figure")
        return Picture(
            anchor,
            figure.name,
            figure.figure.media_type,
            self.picture_of(figure.file).read_bytes(),
            figure.figure.width,
            figure.alt,
            text(figure.caption),
            figure.credit,
            language,
            note,
        )

    def _caption(self, table: SourceTable) -> Inline:
        """The source's own, which has a number; else one of ours."""
        if table.caption:
            return text(table.caption.text)
        return (Run(f"{self.sayings.labels.table} {self._tables}", language=self.sayings.language),)

    def _tell(
        self,
        note: Note,
        anchor: str,
        words: str,
        language: str,
        citations: tuple[Citation, ...],
        plan: Planned,
        role: str,
    ) -> None:
        self.told.append(Told(note.number, anchor, words, language, citations))
        self.ledger.trace(words, plan.title, role, anchor, citations)
        self.ledger.trace(plain(note.runs), plan.title, "footnote", note.anchor, citations)

    def _note(self, citations: Iterable[Citation]) -> Note:
        """``[2] Smith (2024), p. 4, ¶ 18``: the number leads to the references, the place to where it can be read."""
        places: dict[str, dict[Place, None]] = {}
        for cited in citations:
            places.setdefault(cited.content_id, {})[cited.place] = None
        runs: list[Run] = []
        for content_id, own in places.items():
            runs += [Run("; ")] if runs else []
            runs += self._credited(self.works[content_id], list(own))
        return Note(len(self.told) + 1, tuple(runs))

    def _credited(self, work: Work, places: list[Place]) -> list[Run]:
        number = self.numbers[work.content_id]
        runs = [
            Run(f"[{number}]", link=f"#{References.anchor(number)}"),
            Run(" "),
            Run(isolated(work.cited, self._around), language=work.language),
        ]
        shown = places if len(places) <= _MOST_PLACES else [places[0], places[-1]]
        between = ", " if shown is places else " – "
        for order, place in enumerate(shown):
            if where := work.place(place):
                said = isolated_place(where, self._around)
                runs += [Run(", " if order == 0 else between), Run(said, link=work.link_to(place))]
        return runs

    @property
    def _around(self) -> Direction:
        return direction_of(self.around)

    def _language(self, statement: Grounded) -> str:
        return self.written or self.works[statement.citations[0].content_id].language


def _joined(blocks: Sequence[Block]) -> list[Block]:
    """Return lists of one language that follow each other as one."""
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        if isinstance(block, Prose) and isinstance(last, Prose) and last.language == block.language:
            found[-1] = Prose((*last.statements, *block.statements), block.language, listed=True)
        else:
            found.append(block)
    return found
