"""Words around a text, its direction, and the formulas in it."""

from __future__ import annotations

from dataclasses import asdict
from xml.etree import ElementTree

import pytest
from williams_publishing.directions import direction_of, direction_of_text
from williams_publishing.formulas import formulas
from williams_publishing.labels import labels_for
from williams_publishing.languages import is_other, main_language
from williams_publishing.mathml import mathml

from williams.domain.citing import ENGLISH

LANGUAGES = ["en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "zh", "ja", "ar", "hi"]


def test_words_are_there_in_each_language_and_differ() -> None:
    assert [labels_for(language).language for language in LANGUAGES] == LANGUAGES
    assert len({labels_for(language).contents for language in LANGUAGES}) == len(LANGUAGES) - 1  # es and pt: Índice
    assert labels_for("pt-BR").page == "Página"
    assert labels_for("sv").language == "en"


def test_the_placeholders_are_the_same_everywhere() -> None:
    for labels in map(labels_for, LANGUAGES):
        assert "local" in labels.made.format(engine="local")
        assert "3" in labels.left_out.format(count=3)
        for name, pattern in asdict(ENGLISH).items():
            assert getattr(labels.citing, name).count("{}") == pattern.count("{}"), (labels.language, name)


def test_the_library_and_its_exports_cite_in_the_same_english() -> None:
    assert labels_for("en").citing == ENGLISH


@pytest.mark.parametrize(
    ("language", "direction"), [("ar", "rtl"), ("az-Arab", "rtl"), ("ar-Latn", "ltr"), ("he-IL", "rtl"), ("ja", "ltr")]
)
def test_which_way_a_language_is_written(language: str, direction: str) -> None:
    assert direction_of(language) == direction


@pytest.mark.parametrize(("text", "direction"), [("שלום UN", "rtl"), ("3.5 %", "ltr"), ("", "ltr"), ("a ب ج", "rtl")])
def test_which_way_a_text_runs(text: str, direction: str) -> None:
    assert direction_of_text(text) == direction


def test_the_language_is_the_wanted_one_or_the_first_that_is_known() -> None:
    assert main_language("de", ["fr"]) == "de"
    assert main_language(None, [None, "fr", "es"]) == "fr"
    assert main_language(None, [None]) == "en"
    assert is_other("pt-BR", "es")
    assert not is_other("pt-BR", "pt")


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        (r"where \(x^2\) and \[y\] are", ["x^2", "y"]),
        ("where $x^2$ and $$y$$ are", ["x^2", "y"]),
        ("costs $5 to $10, or US$ 3", []),
        ("it is $5$ and no more", []),
        (r"an escaped \$x\$ sign", []),
    ],
)
def test_which_formulas_a_text_has(text: str, tex: list[str]) -> None:
    assert [each.tex for each in formulas(text)] == tex


@pytest.mark.parametrize(
    "tex",
    [
        r"\text{<script>alert(1)</script>}",
        r"\text{<img src=x onerror=alert(1)>}",
        r"\href{javascript:alert(1)}{x}",
        r"\frac{a}{",
        r"a^b^c",
    ],
)
def test_tex_that_cannot_be_drawn_is_no_mathml(tex: str) -> None:
    assert mathml(tex) is None


def test_tex_is_drawn() -> None:
    written = mathml(r"\frac{a}{b}", displayed=True)
    assert written
    assert ElementTree.fromstring(written).get("display") == "block"
    assert "<mfrac>" in written
