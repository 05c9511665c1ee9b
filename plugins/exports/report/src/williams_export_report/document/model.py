"""What a report is made of, whatever file it is written to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from williams_export_report.document.sayings import Sayings


@dataclass(frozen=True)
class Run:
    """Text of one look. ``link`` is an address, or ``#`` and an anchor of the report.

    ``language`` is a BCP 47 tag where it is not that of what it stands in.
    """

    text: str
    emphasis: bool = False
    strong: bool = False
    raised: bool = False
    link: str | None = None
    language: str | None = None


Inline: TypeAlias = tuple[Run, ...]


def plain(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs)


def text(words: str) -> Inline:
    return (Run(words),)


@dataclass(frozen=True)
class Note:
    """A footnote. Numbers count through the report from 1."""

    number: int
    runs: Inline

    @property
    def anchor(self) -> str:
        return f"n{self.number}"


@dataclass(frozen=True)
class Statement:
    """``words`` are followed by the mark of the note. The anchor is the same in every file."""

    anchor: str
    words: str
    note: Note


@dataclass(frozen=True)
class Prose:
    """Statements in one paragraph, or each as an item of a list."""

    statements: tuple[Statement, ...]
    language: str
    listed: bool = False


@dataclass(frozen=True)
class Lines:
    """Words of the report's own: a paragraph each, or an item of a list."""

    lines: tuple[Inline, ...]
    language: str
    listed: bool = False


@dataclass(frozen=True)
class References:
    """The bibliography: numbered by us, whatever its style, so that notes lead to it."""

    entries: tuple[tuple[int, Inline], ...]
    language: str

    @staticmethod
    def anchor(number: int) -> str:
        return f"source-{number}"


@dataclass(frozen=True)
class Table:
    """``head`` is None where no row names the columns. A table of the sources has a note, and is a quotation.

    ``shares`` are the columns' parts of the width.
    """

    anchor: str
    caption: Inline
    head: tuple[Inline, ...] | None
    rows: tuple[tuple[Inline, ...], ...]
    language: str
    note: Note | None = None
    shares: tuple[int, ...] = ()

    @property
    def width(self) -> int:
        return max(map(len, self.rows))


@dataclass(frozen=True)
class Picture:
    """A figure of the sources: a quotation, with a note. ``data`` is PNG or JPEG, ``width`` is in pixels."""

    anchor: str
    name: str
    media_type: str
    data: bytes
    width: int
    alt: str
    caption: Inline
    credit: str
    language: str
    note: Note


Block: TypeAlias = Prose | Lines | References | Table | Picture


@dataclass
class Chapter:
    """What stands under one heading; ``level`` counts from 1. ``title`` is in ``language``."""

    anchor: str
    title: str
    language: str
    level: int
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True)
class Report:
    """``chapters`` are in reading order, each with its level. ``byline`` says of how many sources it is, and whose."""

    title: str
    language: str
    byline: str
    authors: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    sayings: Sayings
    modified: datetime

    @property
    def pictures(self) -> list[Picture]:
        return [block for chapter in self.chapters for block in chapter.blocks if isinstance(block, Picture)]

    @property
    def notes(self) -> list[Note]:
        """All notes in order."""
        found: list[Note] = []
        for block in (block for chapter in self.chapters for block in chapter.blocks):
            if isinstance(block, Prose):
                found += [statement.note for statement in block.statements]
            elif isinstance(block, Table | Picture) and block.note:
                found.append(block.note)
        return found
