"""Which sentences stand alone, in each language that has a file of what ties them."""

from __future__ import annotations

import pytest
from williams_writing.reading import read
from williams_writing.standing import leans, needed, points_elsewhere

from williams.ports.text import Passage

TIED = {
    "en": (
        "This takes time.",
        "However, they failed.",
        "The third way is the strangest one.",
        "Of the two, gas lamps were the brighter ones.",
        "These four are known everywhere.",
        "This is why people wait.",
        "It reads the whole archive at night.",
        "He wrote three letters to the board.",
        "Second, the archive grows every year.",
        "The latter is better for readers.",
        "Both were lost in the fire.",
        "Others never open the document.",
        "If it fails, the reader is told.",
        "Because of their age, the cards are brittle.",
        "You can use it for letters and maps.",
        "Run it with care on old machines.",
        "Debian uses this option for speed.",
        "Readers can also open the card.",
        "Libraries kept that knowledge alive.",
        "One example is the card catalogue.",
        "All of them were printed in Leipzig.",
        "The reason is simple enough.",
        "A better way is to ask the reader.",
        "No. A library has no such card.",
        "Together they fill a room.",
        "The cards are not numbered, either.",
        "(Nobody knows who wrote the list.)",
    ),
    "de": (
        "Deshalb bleibt vieles ungeprüft.",
        "Dieser Weg ist der längste.",
        "Das ist der Grund.",
        "Er schrieb drei Briefe.",
        "Wenn sie dies tun, wird gewarnt.",
        "Die dritte Art ist die seltsamste.",
        "Letztere ist besser.",
        "Dazu braucht man Geduld.",
        "Zweitens wächst das Archiv.",
        "Der Vorteil liegt auf der Hand.",
    ),
    "fr": (
        "Cependant, rien ne change.",
        "Cette méthode est la plus lente.",
        "Elle décrit toutes les étapes.",
        "C’est pourquoi les lecteurs attendent.",
        "Le troisième est le plus étrange.",
        "Si elle échoue, le lecteur est averti.",
        "Deuxièmement, les archives grandissent.",
        "Ces derniers sont meilleurs.",
    ),
    "es": (
        "Sin embargo, nada cambia.",
        "Este método es el más lento.",
        "Al mismo tiempo, cambió la lista.",
        "Son como las dependencias.",
        "El tercero es el más extraño.",
        "Si esto falla, se avisa al lector.",
        "En segundo lugar, el archivo crece.",
        "Ambos se perdieron en el incendio.",
    ),
}
FREE = {
    "en": (
        "Thistles grow here in every summer.",
        "It is unclear whether links last.",
        "It is possible to run several servers.",
        "There are many archives.",
        "This manual describes how to build a library.",
        "Newer versions of this document are online.",
        "The first version of Debian was released in 1993.",
        "The reason for the delay is unknown.",
        "Those who read old cards need good light.",
        "Both readers and librarians check the links.",
        "Earlier work estimated the time.",
        "If a card is lost, this card is written again.",
        "Archives grow faster than anyone can read.",
    ),
    "de": (
        "Erst später kam das Archiv hinzu.",
        "Es gibt viele Archive.",
        "Dieses Handbuch beschreibt die Bibliothek.",
        "Der Grund für die Verspätung ist unbekannt.",
        "Die erste Ausgabe der Zeitung erschien 1993.",
    ),
    "fr": (
        "Il est possible de lire les fiches.",
        "Ce manuel décrit la bibliothèque.",
        "La raison du retard est inconnue.",
        "Les archives grandissent chaque année.",
    ),
    "es": (
        "Es posible leer las fichas.",
        "Este manual describe la biblioteca.",
        "La primera versión de Debian apareció en 1993.",
        "Los archivos crecen cada año.",
    ),
}
ELSEWHERE = {
    "en": (
        "As shown above, the links last.",
        "For more information about cards, see the manual.",
        "The following example opens a card.",
        "Section 3 has the whole list.",
        "A card is written like this:",
        "The previous chapter has a list.",
        "This chart shows the time of each reader.",
    ),
    "de": (
        "Siehe auch die Liste der Karten.",
        "Wie oben beschrieben, wächst das Archiv.",
        "Abschnitt 3 hat die Liste.",
        "Das linke Bild zeigt eine Karte.",
    ),
    "fr": (
        "La commande ci-dessous ouvre une fiche.",
        "Voir aussi la liste.",
        "Le chapitre suivant a la liste.",
        "On compare les deux fiches des pages qui suivent.",
        "L’image de gauche est une fiche.",
    ),
    "es": ("Véase la lista de las fichas.", "El capítulo anterior tiene la lista.", "La orden se muestra más abajo."),
}


def cases(table: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(language, sentence) for language, sentences in table.items() for sentence in sentences]


@pytest.mark.parametrize(("language", "sentence"), cases(TIED))
def test_what_begins_in_the_middle_of_a_thought_needs_its_predecessor(language: str, sentence: str) -> None:
    assert leans(sentence, language)
    assert needed(sentence, [], language) == 1
    assert needed(sentence, ["Nobody counts old cards."], f"{language}-XX") == 1


@pytest.mark.parametrize(("language", "sentence"), cases(FREE))
def test_what_stands_alone_needs_nothing(language: str, sentence: str) -> None:
    assert not leans(sentence, language)
    assert not points_elsewhere(sentence, language)
    assert needed(sentence, [], language) == 0


@pytest.mark.parametrize(("language", "sentence"), cases(ELSEWHERE))
def test_what_points_elsewhere_cannot_be_quoted(language: str, sentence: str) -> None:
    assert points_elsewhere(sentence, language)


@pytest.mark.parametrize(
    ("language", "before", "sentence", "back"),
    [
        ("en", ["A card has two sides."], "The card is written by hand.", 1),
        ("en", ["A card has two sides.", "Ink fades in the sun."], "The card is written by hand.", 2),
        ("en", ["A card has two sides.", "Ink fades.", "Dust falls."], "The card is written by hand.", 0),
        ("en", ["Ink fades in the sun."], "The card is written by hand.", 0),
        ("de", ["Eine Karte hat zwei Seiten."], "Die Karte wird von Hand beschrieben.", 1),
        ("fr", ["Une fiche a deux faces."], "La fiche est écrite à la main.", 1),
        ("es", ["Una ficha tiene dos caras."], "La ficha se escribe a mano.", 1),
    ],
)
def test_the_takes_up_what_was_brought_in(language: str, before: list[str], sentence: str, back: int) -> None:
    assert needed(sentence, before, language) == back


@pytest.mark.parametrize("tag", ["de-AT", "deu", "ger"])
def test_a_language_is_known_by_any_of_its_codes(tag: str) -> None:
    assert points_elsewhere("Siehe unten.", tag)


def test_a_language_without_a_file_ties_nothing() -> None:
    assert needed("This takes time.", [], "xx") == 0
    assert not points_elsewhere("See below.", "xx")


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        ("One way of the old press is to use two men at the bar of it, e.g.", "en", False),
        ("Two men of the old press stood at the bar, the table, the shelf, etc.", "en", True),
        ("Man kann die alte Presse des Hauses auch mit zwei Männern bedienen, z. B.", "de", False),
    ],
)
def test_a_sentence_that_ends_before_its_example_is_not_told(text: str, language: str, told: bool) -> None:
    (sentence,) = read([Passage(content_id="doc_1", paragraph_id="p1", text=text)], language).sentences
    assert sentence.tellable is told
