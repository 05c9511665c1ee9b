"""The package, as Anki's own library imports it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from anki.collection import Collection
from anki.import_export_pb2 import ImportAnkiPackageOptions, ImportAnkiPackageRequest
from williams_export_flashcards.anki.notes import identity, note_of
from williams_export_flashcards.anki.package import apkg
from williams_export_flashcards.models import DeckCard
from williams_export_flashcards.table import Row

from tests.unit.flashcards.decks import Shelf
from tests.unit.import_document.test_figures import picture
from williams.domain.provenance import Citation
from williams_testing.factories import WHEN

DEFINED = "A colophon is a statement at the end of a book that names its printer."
SPELLED = "Messages travel by the Simple Mail Transfer Protocol (SMTP) from server to server."
DATED = "Johannes finished a Bible of two volumes in the town of Mainz in March 1455."
COUNTED = "A fast press of the time printed about 240 sheets in one hour."
RECOUNTED = "A fast press of the time printed about 260 sheets in one hour."


class Anki:
    """A learner's collection."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.collection = Collection(str(folder / "collection.anki2"))

    def take(self, package: bytes) -> Any:
        """Import as Anki's desktop program does when nothing is changed in its dialog; return its log."""
        path = self._folder / "deck.apkg"
        path.write_bytes(package)
        options = ImportAnkiPackageOptions(merge_notetypes=True, with_scheduling=True, with_deck_configs=True)
        request = ImportAnkiPackageRequest(package_path=str(path), options=options)
        return self.collection.import_anki_package(request).log

    def notes(self, search: str = "") -> list[dict[str, str]]:
        return [dict(self.collection.get_note(found).items()) for found in self.collection.find_notes(search)]

    def sides(self, search: str) -> list[tuple[str, str]]:
        cards = map(self.collection.get_card, self.collection.find_cards(search))
        return [(card.question(), card.answer()) for card in cards]


@pytest.fixture
def anki(tmp_path: Path) -> Iterator[Anki]:
    opened = Anki(tmp_path)
    yield opened
    opened.collection.close()


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def package(shelf: Shelf, source: str, **parameters: Any) -> bytes:
    return shelf.file(shelf.make(source, **parameters), "deck.apkg")


def test_every_card_arrives_with_its_type_fields_and_tags(shelf: Shelf, anki: Anki) -> None:
    source = shelf.put([DEFINED, SPELLED, DATED, COUNTED], url="https://example.org/shelves.pdf")
    log = anki.take(package(shelf, source, title="Old books"))
    assert len(log.new) == 4
    assert anki.collection.card_count() == 5, "the definition is asked both ways"
    assert [each.name for each in anki.collection.decks.all_names_and_ids() if each.name != "Default"] == ["Old books"]
    types = {each.name: each.use_count for each in anki.collection.models.all_use_counts()}
    assert {name: count for name, count in types.items() if count} == {
        "Williams Librarian (basic)": 1,
        "Williams Librarian (reversed)": 1,
        "Williams Librarian (cloze)": 2,
    }
    (note,) = anki.notes("colophon")
    assert note["Front"] == "colophon"
    assert note["Back"] == "a statement at the end of a book that names its printer"
    assert note["Source"] == '<a href="https://example.org/shelves.pdf#page=1">Smith, p. 1</a>'
    assert note["Language"] == "en"
    assert len(anki.notes("tag:On_Shelves::Introduction")) == 4


def test_a_gap_is_hidden_and_then_shown(shelf: Shelf, anki: Anki) -> None:
    anki.take(package(shelf, shelf.put([DATED])))
    ((question, answer),) = anki.sides("Bible")
    assert "March 1455" not in question.split("data-cloze")[0] + question.split(">[...]<")[-1]
    assert "[...]" in question
    assert "March 1455" in answer
    assert "Smith" in answer


def test_importing_again_changes_nothing(shelf: Shelf, anki: Anki) -> None:
    deck = package(shelf, shelf.put([DEFINED, DATED, COUNTED]))
    anki.take(deck)
    log = anki.take(deck)
    assert (len(log.new), len(log.updated), len(log.duplicate)) == (0, 0, 3)
    assert anki.collection.note_count() == 3


def test_what_has_changed_in_the_source_is_updated_and_what_is_new_is_added(shelf: Shelf, anki: Anki) -> None:
    source = shelf.put([DEFINED, COUNTED])
    anki.take(package(shelf, source))
    shelf.put([DEFINED, RECOUNTED, DATED], content_id=source, version=2, updated_at=WHEN + timedelta(days=1))
    log = anki.take(package(shelf, source, artifact_id="art_2"))
    assert (len(log.new), len(log.updated)) == (1, 2)
    assert "260" in anki.notes("press of the time")[0]["Front"]
    assert anki.collection.note_count() == 3


def test_what_a_learner_has_changed_since_stays(shelf: Shelf, anki: Anki) -> None:
    deck = package(shelf, shelf.put([DEFINED]))
    anki.take(deck)
    note = anki.collection.get_note(anki.collection.find_notes("colophon")[0])
    note["Back"] = "the last page"
    anki.collection.update_note(note)
    anki.take(deck)
    assert anki.notes("colophon")[0]["Back"] == "the last page"


def test_formulas_are_mathjax(shelf: Shelf, anki: Anki) -> None:
    anki.take(
        package(shelf, shelf.put([r"A disk of some size in the plane has an area of exactly $A = \frac{a}{b^{c}}$."]))
    )
    ((question, answer),) = anki.sides("")
    assert "[...]" in question
    assert r"\(A = \frac{a}{b^{c}}\)</span>" in unescape(answer)


def test_what_looks_like_ankis_own_marks_is_text(anki: Anki) -> None:
    card = DeckCard(
        kind="cloze",
        question=None,
        answer="std::string",
        fact="A {{c2::name}} of std::string was written with <b>[sound:a.mp3]</b> and $x^{2}$.",
        language="en",
        citations=[Citation(content_id="doc_1", paragraph_id="doc_1.p0", start=0, end=5)],
    )
    anki.take(apkg("Marks", "", [note_of(Row(identity(card), card, "", [], []))], WHEN))
    ((question, answer),) = anki.sides("")
    assert "{{c2::name}} of" in unescape(question)
    assert "std::string</span>" in unescape(answer)
    assert r"<b>[sound:a.mp3]</b> and \(x^{2}\)" in unescape(answer)
    assert not anki.collection.get_card(anki.collection.find_cards("")[0]).answer_av_tags()


def test_scripts_that_run_from_right_to_left_say_so(shelf: Shelf, anki: Anki) -> None:
    source = shelf.put(["טקסט ראשון של הספר נדפס בעיר מיינץ בשנת 1455 בשני כרכים."], said={"language": "he"})
    anki.take(package(shelf, source))
    ((question, _),) = anki.sides("")
    assert 'lang="he" dir="rtl"' in question


def test_a_figure_arrives_with_its_picture_asks_what_it_shows_and_is_updated(shelf: Shelf, anki: Anki) -> None:
    boats = {"Figure 1: A flat boat with two oars": picture(), "Figure 2: The quay of Mainz": picture(colour="red")}
    source = shelf.put([DEFINED, *boats], figures=boats, url="https://example.org/shelves.pdf")
    assert len(anki.take(package(shelf, source)).new) == 3
    ((question, answer),) = anki.sides("oars")
    name = question.split('src="')[1].split('"')[0]
    assert Path(anki.collection.media.dir(), name).read_bytes() == picture()
    assert sorted(anki.collection.media.check().unused) == []
    assert "What does this figure show?" in question
    assert 'alt="Figure"' in question, "words that hold the answer are not on the front"
    assert "oars" not in question
    assert "<blockquote" in answer
    assert ">Smith, p. 1 · CC-BY-4.0</a>" in answer

    shelf.put(
        [DEFINED, "Figure 1: A ferry with two oars"],
        figures={"Figure 1: A ferry with two oars": picture()},
        content_id=source,
        version=2,
        updated_at=WHEN + timedelta(days=1),
    )
    log = anki.take(package(shelf, source, artifact_id="art_2"))
    assert (len(log.new), len(log.updated)) == (0, 2)
    assert anki.notes("oars")[0]["Back"] == "A ferry with two oars"


def test_a_gap_in_a_caption_is_shown_with_its_picture(shelf: Shelf, anki: Anki) -> None:
    anki.take(package(shelf, shelf.put([DATED], figures={DATED: picture()})))
    ((question, answer),) = anki.sides("")
    assert "[...]" in question
    assert question.count("<img") == answer.count("<img") == 1
    assert "1455" not in question.split("alt=")[1].split(">")[0]
