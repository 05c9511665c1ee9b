"""Splitting paragraphs into exact spans."""

from __future__ import annotations

import pytest
from williams_writing.sentences import split_sentences


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["Smith et al. (2020) say e.g. Fig. 3 shows 3.5 % of cases.", "Dr. Jones of the U.S. Navy disagreed."]),
        ("en", ["See Eq. (4).", "We use approx. 20 items vs. 30 in No. 5.", "It works."]),
        ("en", ["Results improved by 12.5%.[3]", "The U.K. and the U.S. signed.", "Version 2.0.1 ships."]),
        ("en", ["Yes, it is.", "No 😀 it is not.", "Ends without a stop"]),
        ("de", ["Das gilt z. B. für Nr. 5 am 3. Mai 2020.", "Die 2. Auflage folgt bzw. kam.", "Vgl. Abb. 3."]),
        ("deu", ["Das gilt z. B. für Nr. 5 am 3. Mai 2020.", "Die 2. Auflage folgt bzw. kam.", "Vgl. Abb. 3."]),
        ("fr", ["M. Dupont a dit non.", "L'art. 5 s'applique, p. ex. ici.", "Mme. Curie vint en 1903."]),
        ("es", ["El Sr. García llegó.", "¿Qué pasó?", "El art. 5 dice que no."]),
        ("ja", ["図書館は保存します。", "答えを示します。"]),
        ("de", ["Es steht auf S. 20 unter Nr. 5.", "Am Abend kam die Fa. Schmidt."]),
        ("fr", ["Cf. fig. 3 du vol. 2.", "Le boul. St. Michel est long."]),
        ("it", ["L'art. 5 e il n. 7 valgono.", "È del sec. XV a.C. a Roma.", "È un'arte."]),
        ("pt", ["Moram na Av. Paulista.", "Ver pág. 5, p. ex. aqui."]),
        ("pl", ["Prof. Kowalski i dr. Nowak, np. z ul. Długiej, przyszli.", "Zob. rys. 5."]),
        ("ru", ["А. С. Пушкин жил на ул. Садовой, см. рис. 3.", "Т. е. он знал и т. д.", "Потом уехал."]),
        ("uk", ["Див. рис. 5 і т. д.", "Потім ні."]),
        ("sv", ["Kl. 5 kom hr. Svensson.", "Jfr. s. 7."]),
        ("cs", ["Č. 5 je ul. Dlouhá.", "Viz obr. 3."]),
        ("tr", ["M.Ö. 5. yüzyılda oldu.", "Doç. Dr. Yılmaz geldi."]),
        ("en", ["He said no. 5 is fine.", "Gen. Lee and Mt. Etna stayed."]),
        ("nl", ["Dhr. Jansen zag blz. 5.", "Mevr. Smit niet."]),
        ("hi", ["मूल्य रु. 3.5 था।", "डॉ. शर्मा आए।"]),
        ("ta", ["விலை ரூ. 3.5 ஆகும்.", "திரு. குமார் வந்தார்."]),
        ("th", ["ดร. สมชายเดินทางมาถึงเมื่อวานนี้ตอนเช้า"]),
        ("bn", ["ড. রহমান এলেন।", "তিনি কি এলেন?"]),
        ("tlh", ["One sentence here.", "Another one there."]),
    ],
)  # fmt: skip
def test_sentences_are_found(language: str, expected: list[str]) -> None:
    text = ("" if language == "ja" else " ").join(expected)
    assert [text[start:end] for start, end in split_sentences(text, language)] == expected


def test_line_breaks_and_marks_stay_inside_their_sentence() -> None:
    text = "The first line\nends here. [4] The second\n\nends there.  "
    assert [text[a:b] for a, b in split_sentences(text, "en")] == [
        "The first line\nends here. [4]",
        "The second\n\nends there.",
    ]


@pytest.mark.parametrize("text", ["", "  \n "])
def test_nothing_has_no_sentences(text: str) -> None:
    assert split_sentences(text, "en") == []


def test_what_a_quotation_before_it_was_taken_from_is_no_part_of_a_sentence() -> None:
    text = 'Few "were free." [Ada Smith, What is a Lamp?, p. 230] Oil was dear. [Op. Cit.] Gas came. [Note] It burned.'
    assert [text[a:b] for a, b in split_sentences(text, "en")] == [
        'Few "were free."',
        "Oil was dear.",
        "Gas came.",
        "[Note] It burned.",
    ]


def test_a_footnotes_number_ends_its_sentence() -> None:
    text = "It uses the out-of-kilter algorithm.2 Note that data are integers. Version 2.0.1 of node.js 4 ships."
    assert [text[a:b] for a, b in split_sentences(text, "en")] == [
        "It uses the out-of-kilter algorithm.2",
        "Note that data are integers.",
        "Version 2.0.1 of node.js 4 ships.",
    ]
