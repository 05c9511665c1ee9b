"""References in each style, by Typst's processor, with the works in the right order."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest
from williams_export_report.citing.bibliography import bibliography
from williams_export_report.document.model import plain
from williams_export_report.document.sayings import sayings_for
from williams_export_report.models import Style
from williams_publishing.works import Work, works_of

from williams.domain.content import ContentMetadata
from williams_testing.factories import make_content

HOSTILE = 'On $x^2$ & {braces} #panic() \\ "quoted" eBay'


def works() -> list[Work]:
    known: list[dict[str, Any]] = [
        {"title": HOSTILE, "authors": ["Zed Young", "Ada Smith"], "published_date": "2024-03-02"},
        {"title": "عن المكتبات", "authors": ["The PARI Group"]},
        {"title": "Alpha", "authors": ["王伟"], "published_date": "2020-01-01"},
        {"title": "Nobody's"},
    ]
    contents = [
        make_content(metadata=ContentMetadata(**said), url=f"https://example.org/{number}")
        for number, said in enumerate(known)
    ]
    return works_of(contents, "en")


@pytest.mark.parametrize("style", get_args(Style))
def test_each_style_names_every_work_once_as_the_source_writes_it(style: Style, tmp_path: Path) -> None:
    found = bibliography(works(), style, "en", tmp_path)
    assert sorted(work.number for work, _ in found) == [1, 2, 3, 4]
    for work, runs in found:
        said = plain(runs)
        assert work.title in said.replace("“quoted”", '"quoted"').replace("‘quoted’", '"quoted"')
        assert [run.link for run in runs if run.link] in ([work.link], [])
        assert not said.startswith(("[", "1.", "("))
        assert said == said.strip()
    told = {work.number: plain(runs) for work, runs in found}
    assert "Young" in told[1].title()
    assert "2024" in told[1]


def test_author_date_styles_sort_and_numeric_ones_do_not(tmp_path: Path) -> None:
    assert [work.number for work, _ in bibliography(works(), "ieee", "en", tmp_path)] == [1, 2, 3, 4]
    assert [work.number for work, _ in bibliography(works(), "apa", "en", tmp_path)] == [4, 2, 1, 3]


def test_styles_speak_the_reports_language(tmp_path: Path) -> None:
    (undated,) = [plain(runs) for work, runs in bibliography(works(), "apa", "de", tmp_path) if work.number == 2]
    assert undated.startswith("The PARI Group. (o. J.).")
    italics = [run.text for work, runs in bibliography(works(), "apa", "en", tmp_path) for run in runs if run.emphasis]
    assert "Alpha" in italics


LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "zh", "ja", "ar", "hi")


def test_its_words_are_there_in_thirteen_languages_and_their_blanks_are_the_same() -> None:
    english = sayings_for("en").model_dump()
    for language in LANGUAGES:
        said = sayings_for(language).model_dump()
        assert said.pop("language") == language
        for name, words in said.items():
            assert _blanks(words) == _blanks(english[name]), (language, name)
            assert language == "en" or words != english[name] or name in _SAME, (language, name)
    assert sayings_for("tlh").language == "en"
    assert sayings_for("pt-BR").language == "pt"


_SAME = {"source", "voice"}  # in French; in German, Italian and Dutch


def _blanks(words: str) -> set[str]:
    return {part.partition("}")[0] for part in words.split("{")[1:]}
