"""What the eye reads and the ear hears."""

from __future__ import annotations

import pytest
from williams_writing.headings import clean_heading
from williams_writing.spoken import count_words, spoken_form
from williams_writing.tellable import is_skipped_section, is_tellable

from tests.processor import at_most


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("It works [12], as shown [3–5; 7].", "It works, as shown."),
        ("It works (Smith et al., 2020; Doe, 1999a).", "It works."),
        ("MIME[MIME] types are old.", "MIME types are old."),
        ("The soft\u00adware is ef\ufb01cient.", "The software is efficient."),
        ("An exam-\nple of a well-known case.", "An example of a well-known case."),
        ("See https://www.example.org/a/b?c=1.", "See example.org."),
        ("Use many, e.g., ten (see Fig. 3).", "Use many, for example, ten."),
        ("Nobody has, since e.g. the flood, lowered it.", "Nobody has, since for example the flood, lowered it."),
        ("Growth was ≈ 3.5 % ± 0.2 in 2020.", "Growth was about 3.5 % plus or minus 0.2 in 2020."),
        ("Two\n\nlines  here.", "Two lines here."),
        ("It uses the known algorithm.2", "It uses the known algorithm."),
        ("⁷Several methods³ cover 5 m² of floor.", "Several methods cover 5 m² of floor."),
        ("In 2020 (the year of the trial) it grew.", "In 2020 (the year of the trial) it grew."),
    ],
)
def test_english(written: str, spoken: str) -> None:
    assert spoken_form(written, "en-GB") == spoken


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        (f"A{' ' * 100_000}ferry (see Fig. 3) leaves [1].", "A ferry leaves."),
        (f"A ferry (it says{' 1999,' * 30_000}", f"A ferry (it says{' 1999,' * 30_000}"),
        (f"A ferry [it says{' 1999,' * 30_000}", f"A ferry [it says{' 1999,' * 30_000}"),
    ],
    ids=["blanks", "years in parentheses", "years in brackets"],
)
def test_marks_are_looked_for_once(text: str, spoken: str) -> None:
    """From each blank, or at each year, it would take a minute."""
    with at_most(10):
        assert spoken_form(text, "en") == spoken


@pytest.mark.parametrize(
    ("language", "written", "spoken"),
    [
        ("de", "Es gilt z. B. bzw. usw. (vgl. Müller, 2019).", "Es gilt zum Beispiel beziehungsweise und so weiter."),
        ("fr", "Il a dit « oui » : voilà [4].", "Il a dit « oui » : voilà."),
        ("es", "Un conjunto, i.e. una colección.", "Un conjunto, es decir, una colección."),
        ("es", "Hay casos, p. ej., en EE. UU.", "Hay casos, por ejemplo, en Estados Unidos"),
    ],
)  # fmt: skip
def test_other_languages(language: str, written: str, spoken: str) -> None:
    assert spoken_form(written, language) == spoken


def test_words_are_counted_where_no_spaces_are() -> None:
    assert count_words("one two three") == 3
    assert count_words("図書館は保存します。") >= 4


@pytest.mark.parametrize(
    "sentence",
    [
        "Figure 3: The structure of the whole archive over time.",
        "1Hay otra forma de especificar datos para un conjunto simple.",
        "2 Note however that this length does not always say enough.",
        "It is free software; you can redistribute it and modify it freely.",
        "Table 2 shows the error rates of both groups over time.",
        "As shown in Fig. 2, the error falls over the years.",
        "and this half sentence begins somewhere before the page.",
        "This sentence breaks off before it comes to its",
        "Too short, this.",
        "Let x = y + z and a = b where E = mc holds.",
        "Copyright 2020 by the authors of this fine report here.",
        "Write to ada@example.org for all of the data we used.",
        "• Bullet points are not sentences that one can tell.",
        "The bracket (is never closed in this long sentence here.",
        "12 13 14 15 16 17 18 19 20 21 22 23 24.",
    ],
)
def test_crumbs_are_not_told(sentence: str) -> None:
    assert not is_tellable(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Paragraph links reduced the median search time by 67 %.",
        "“Archives grow,” she said, and nobody disagreed with her.",
        "48,000 reports were read by hundreds of volunteers. [3, 4]",
    ],
)
def test_sentences_are_told(sentence: str) -> None:
    assert is_tellable(sentence)


def test_sections_that_are_not_told() -> None:
    assert is_skipped_section("7. REFERENCES")
    assert is_skipped_section("Literaturverzeichnis")
    assert is_skipped_section("A.1 GNU Free Documentation License")
    assert is_skipped_section("2.1 Bibliographie succincte")
    assert is_skipped_section("ADDENDUM: How to use this License for your documents")
    assert not is_skipped_section("The reference implementation")
    assert not is_skipped_section("Bibliographic coupling")
    assert not is_skipped_section(None)


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("3.1 Related Work", "Related Work"),
        ("IV. RESULTS", "Results"),
        ("A Closer Look", "A Closer Look"),
        ("In Practice", "In Practice"),
        ("A.1 Sources", "Sources"),
        ("42", None),
        ("x" * 120, None),
        (None, None),
    ],
)
def test_headings_as_one_says_them(heading: str | None, said: str | None) -> None:
    assert clean_heading(heading) == said
