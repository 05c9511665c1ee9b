"""What may be said: language tags, licenses, dates, lines of text, JSON; what is kept of what does not fit."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from williams.domain.content import ContentMetadata
from williams.domain.fitting import LONGEST_TITLE, MOST_AUTHORS, fitting_line, fitting_text
from williams.domain.json_values import EXTRA_BYTES, json_bytes, unfit_in
from williams.domain.language_tags import language_tag
from williams.domain.licenses.canonical import canonical_license
from williams.domain.metadata import StatedMetadata
from williams.domain.places import Place
from williams.plugin import ParagraphDraft, RawContent


@pytest.mark.parametrize(
    ("said", "tag"),
    [
        ("EN", "en"),
        ("und", "und"),
        ("EN-us", "en-US"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("zh-yue-HK", "zh-yue-HK"),
        ("sl-Rozaj-BISKE", "sl-rozaj-biske"),
        ("de-CH-1996", "de-CH-1996"),
        ("es-419", "es-419"),
        ("en-a-BBB-x-US", "en-a-bbb-x-us"),
        ("x-Klingon", "x-klingon"),
        ("I-Klingon", "i-klingon"),
        ("sgn-be-fr", "sgn-BE-FR"),
        ("qaa-Qaaa-QM", "qaa-Qaaa-QM"),
    ],
)
def test_a_language_tag_gets_its_usual_case(said: str, tag: str) -> None:
    assert language_tag(said) == tag
    assert language_tag(tag) == tag


@pytest.mark.parametrize(
    "said", ["", "e", "english", "en_US", "en-", "-en", "en--US", "en-x", "en US", "ｅｎ", "en\n", "x"]
)
def test_what_is_no_language_tag(said: str) -> None:
    with pytest.raises(ValueError, match="BCP 47"):
        language_tag(said)


@pytest.mark.parametrize(
    ("said", "license"),
    [
        ("cc-by-4.0", "CC-BY-4.0"),
        ("CC-BY-SA-3.0-de", "CC-BY-SA-3.0-DE"),
        ("CC-BY-NC-ND-2.1", "CC-BY-NC-ND-2.1"),
        ("mit", "MIT"),
        ("GPL-3.0", "GPL-3.0-only"),
        ("GPL-2.0+", "GPL-2.0-or-later"),
        ("mit or Apache-2.0", "MIT OR Apache-2.0"),
        ("(MIT AND LicenseRef-Mine)", "MIT AND LicenseRef-Mine"),
        ("GPL-2.0-only WITH Classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"),
        ("LicenseRef-house-terms", "LicenseRef-house-terms"),
        ("DocumentRef-a:LicenseRef-b", "DocumentRef-a:LicenseRef-b"),
        ("CC-PDM-1.0", "CC-PDM-1.0"),
    ],
)
def test_a_license_is_spelt_as_spdx_does(said: str, license: str) -> None:
    assert canonical_license(said) == license
    assert canonical_license(license) == license


@pytest.mark.parametrize(
    "said",
    [
        "",
        "mine",
        "CC BY 4.0",
        "CC-BY-9.9",
        "MIT OR",
        "and",
        "(" * 200,
        "MIT\0",
        "MIT\nOR ISC",
        "LicenseRef-",
        "MIT WITH no",
    ],
)
def test_what_is_no_license(said: str) -> None:
    assert canonical_license(said) is None


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("2024-03-05", datetime(2024, 3, 5, tzinfo=UTC)),
        ("2024-03-05T12:00:00+02:00", datetime(2024, 3, 5, 10, tzinfo=UTC)),
        ("2024-03-05 12:00", datetime(2024, 3, 5, 12, tzinfo=UTC)),
        ("0001-01-01", datetime(1, 1, 1, tzinfo=UTC)),
        (date(2024, 3, 5), datetime(2024, 3, 5, tzinfo=UTC)),
        (datetime(2024, 3, 5), datetime(2024, 3, 5, tzinfo=UTC)),  # a date without a zone
    ],
)
def test_a_date_is_a_moment_in_utc(said: Any, moment: datetime) -> None:
    assert StatedMetadata(published_date=said).published_date == moment


@pytest.mark.parametrize(
    "said", ["2024-13-45", "2024", "2024-05", "0000-01-01", "0001-01-01T00:00:00+23:59", "9999-12-31", 1700000000, True]
)
def test_what_is_no_date(said: Any) -> None:
    with pytest.raises(ValidationError, match="ISO 8601"):
        StatedMetadata(published_date=said)


@pytest.mark.parametrize(
    ("text", "kept", "lost"),
    [
        ("plain\ttext\n", "plain\ttext\n", 0),
        ("a\0b\x1b[2J", "ab[2J", 2),
        ("\ud83d\ude00", "\U0001f600", 2 - 2),
        ("a\ud800b", "a\ufffdb", 1),
        ("\u202eas it stands", "\u202eas it stands", 0),
    ],
)
def test_a_text_is_kept_but_for_what_no_store_takes(text: str, kept: str, lost: int) -> None:
    assert fitting_text(text) == (kept, lost)


@given(st.text(st.characters(), max_size=50), st.integers(2, 20))
def test_whatever_is_said_a_line_fits(text: str, longest: int) -> None:
    line = fitting_line(text, longest)
    assert len(line) <= longest
    line.encode()
    assert fitting_line(line, longest) == line
    if line:
        assert StatedMetadata(title=line).title == line


# JSON and what Python's readers make of it when nobody looks.
_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=20) | st.datetimes(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(), max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(StatedMetadata.model_fields, _ANYTHING)))
def test_whatever_a_document_says_what_is_kept_of_it_fits(said: dict[str, Any]) -> None:
    kept = ContentMetadata.model_validate(said)
    assert StatedMetadata.model_validate(kept.model_dump()).model_dump() == kept.model_dump()
    assert ContentMetadata.model_validate_json(kept.model_dump_json()).passed_over == []


def test_what_does_not_fit_is_told_field_by_field_and_the_rest_is_kept() -> None:
    kept = ContentMetadata.model_validate(
        {
            "title": "t" * 10_000_000,
            "authors": ["Ada\0", 5, *["x"] * MOST_AUTHORS],
            "published_date": "2024-13-45",
            "modified_date": "2024-01-02",
            "license": "Ask the author",
            "language": "de_AT",
            "page_count": -1,
            "extra": {"doi": "10.1/1", "size": (1, 2), "odd": float("nan"), "notes": "x" * 2 * EXTRA_BYTES},
        }
    )
    assert len(kept.title or "") == LONGEST_TITLE
    assert kept.authors[:2] == ["Ada", "x"]
    assert (kept.published_date, kept.modified_date) == (None, datetime(2024, 1, 2, tzinfo=UTC))
    assert (kept.license, kept.language, kept.page_count) == (None, "de-AT", None)
    assert kept.extra == {"stated_license": "Ask the author", "doi": "10.1/1", "size": [1, 2]}
    assert [notice.message.split(":")[0] for notice in kept.passed_over] == [
        *("authors", "extra", "license", "page_count", "published_date", "title"),
    ]
    assert all(notice.code == "metadata-passed-over" and notice.remedy for notice in kept.passed_over)


def test_a_readers_content_says_what_was_not_kept() -> None:
    drafts = [
        ParagraphDraft(text="whole", place=Place(page=1)),
        ParagraphDraft(text="h\0alf\ud800", place=Place(page=2**40, seconds=float("nan"), section="s" * 1000)),
    ]
    read = RawContent(metadata=ContentMetadata(page_count=-5), paragraphs=drafts)
    assert (drafts[1].text, drafts[1].place.page, drafts[1].place.seconds) == ("half\ufffd", None, None)
    assert len(drafts[1].place.section or "") == 500
    assert [notice.code for notice in read.notices] == ["metadata-passed-over", "characters-left-out"]
    again = RawContent.model_validate_json(read.model_dump_json())
    assert again.model_dump() == read.model_dump()


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ({"a": [1, {"b": float("inf")}]}, ("a", 1, "b")),
        ({"a": 2**53 + 1}, ("a",)),
        ({"a": -1e300}, ("a",)),
        ({"a": "\0"}, ("a",)),
        ({"a\ud800": 1}, ()),
        ({1: 1}, ()),
        ([[[[]]]], (0, 0, 0)),
        ({"a": b""}, ("a",)),
    ],
)
def test_the_place_of_what_is_no_json(value: object, place: tuple[str | int, ...]) -> None:
    unfit = unfit_in(value, levels=3)
    assert unfit is not None
    assert unfit.place == place


def test_json_that_fits() -> None:
    value = {"a": [1, -(2**53), 1.5, None, True, "é"]}
    assert unfit_in(value) is None
    assert json_bytes({"é": 1}) == len('{"é": 1}'.encode())
