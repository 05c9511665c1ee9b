"""Title, authors, dates, license and the rest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from williams_import_pdf import info as info_module
from williams_import_pdf.identity import is_title, split_names
from williams_import_pdf.info import read_info

from tests.unit.import_pdf.conftest import Read
from tests.unit.import_pdf.writer import Page, write_pdf

XMP = """<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'>
<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about=''
 xmlns:dc='http://purl.org/dc/elements/1.1/'>
<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>The Title in XMP</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>Ada Author</rdf:li><rdf:li>Builder, Ben</rdf:li></rdf:Seq></dc:creator>
<dc:rights><rdf:Alt><rdf:li xml:lang='x-default'>%s</rdf:li></rdf:Alt></dc:rights>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>"""


def paper(byline: str | None = "Ada Author, Ben Builder and Carla Carpenter") -> Page:
    page = Page().text(72, 740, "A Title of Some Size", 20)
    if byline:
        page.text(72, 710, byline)
    page.text(72, 680, "Abstract", 12, "bold")
    return page.lines(
        72, 650, ["This is the abstract of a paper about the hills and", "the river that flows around them."]
    )


def metadata(read: Read, page: Page | None = None, **options: Any) -> dict[str, Any]:
    found: dict[str, Any] = read(write_pdf([page or paper()], **options))["metadata"]
    return found


def test_the_file_tells(read: Read) -> None:
    found = metadata(
        read,
        info={
            "Title": "What the File Says",
            "Author": "Dora Diver; Emil Eagle",
            "Subject": "Hills",
            "Keywords": "hills, river",
            "Producer": "a printer",
            "CreationDate": "D:20240229143000+01'30'",
            "ModDate": "D:20240301",
        },
        language="en-GB",
    )
    assert found == {
        "title": "What the File Says",
        "authors": ["Dora Diver", "Emil Eagle"],
        "published_date": "2024-02-29T14:30:00+01:30",
        "modified_date": "2024-03-01T00:00:00+00:00",
        "license": None,
        "language": "en-GB",
        "page_count": 1,
        "extra": {"subject": "Hills", "keywords": "hills, river", "producer": "a printer"},
    }


@pytest.mark.parametrize(
    "junk",
    [
        "untitled",
        "Untitled-1",
        "Microsoft Word - paper final.doc",
        "paper.dvi",
        "main.tex",
        "PowerPoint Presentation",
        "...",
        "",
    ],
)
def test_a_title_that_no_person_wrote_is_not_used(read: Read, junk: str) -> None:
    assert metadata(read, info={"Title": junk})["title"] == "A Title of Some Size"


@pytest.mark.parametrize("title", ["Untold Stories", "Microsoft and the Word", "On .NET", "2001", "Документ о реках"])
def test_titles_that_only_look_odd(title: str) -> None:
    assert is_title(title) == any(character.isalpha() for character in title)


def test_no_title_at_all(read: Read) -> None:
    page = Page().lines(
        72, 700, ["Only some text that is all of one size and", "that begins with nothing like a title."]
    )
    assert metadata(read, page)["title"] is None


def test_a_title_of_two_lines(read: Read) -> None:
    page = (
        Page()
        .text(72, 740, "A Title that is too", 20)
        .text(72, 716, "long for one line", 20)
        .text(72, 640, "And a text. " * 4)
    )
    assert metadata(read, page)["title"] == "A Title that is too long for one line"


def test_a_bold_line_on_top_is_the_title_if_nothing_is_larger(read: Read) -> None:
    page = Page().text(72, 740, "A Manuscript in One Size", font="bold").text(72, 700, "And a text. " * 4)
    assert metadata(read, page)["title"] == "A Manuscript in One Size"


def test_the_byline_names_the_authors(read: Read) -> None:
    assert metadata(read)["authors"] == ["Ada Author", "Ben Builder", "Carla Carpenter"]


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("Ada B. Author", ["Ada B. Author"]),
        ("by Ada Author", ["Ada Author"]),
        ("Ada Author1,2* and Ludwig van Builder3", ["Ada Author", "Ludwig van Builder"]),
        ("University of the Hills, Department of Rivers", []),
        ("Some Other Words", []),
        ("Version 2.1, March 2024", []),
        ("Brendan B. Builder Adolfo Author", []),
    ],
)
def test_a_line_under_the_title_counts_only_if_it_is_names(read: Read, byline: str, authors: list[str]) -> None:
    assert metadata(read, paper(byline))["authors"] == authors


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ada Author and Ben Builder", ["Ada Author", "Ben Builder"]),
        ("Ada Author, Ben Builder, and Carla Carpenter", ["Ada Author", "Ben Builder", "Carla Carpenter"]),
        ("Author, Ada", ["Author, Ada"]),
        ("Author, Ada; Builder, Ben", ["Author, Ada", "Builder, Ben"]),
        ("Ada Author & Ben Builder", ["Ada Author", "Ben Builder"]),
        ("Sandy Anderson", ["Sandy Anderson"]),
    ],
)
def test_names_are_parted(text: str, names: list[str]) -> None:
    assert split_names(text) == names


def test_junk_authors_and_addresses(read: Read) -> None:
    assert metadata(read, info={"Author": "Administrator"})["authors"] == [
        "Ada Author",
        "Ben Builder",
        "Carla Carpenter",
    ]
    assert metadata(read, info={"Author": "Dora Diver <dora@example.org>"})["authors"] == ["Dora Diver"]


def test_xmp_tells_what_the_information_does_not(read: Read) -> None:
    found = metadata(read, xmp=XMP % "Licensed under https://creativecommons.org/licenses/by-sa/4.0/")
    assert (found["title"], found["authors"], found["license"]) == (
        "The Title in XMP",
        ["Ada Author", "Builder, Ben"],
        "CC-BY-SA-4.0",
    )


def test_the_license_on_the_last_page(read: Read) -> None:
    pages = [paper(), *(Page().text(72, 700, f"Page {n}.") for n in range(5))]
    pages[-1].text(72, 300, "This work is under CC BY-NC 3.0, as it says here.")
    assert read(write_pdf(pages))["metadata"]["license"] == "CC-BY-NC-3.0"


def test_the_doi_on_the_first_page(read: Read) -> None:
    page = paper().text(72, 100, "https://doi.org/10.1234/hills.2024-7.")
    assert metadata(read, page)["extra"]["doi"] == "10.1234/hills.2024-7"


def test_a_bad_date_costs_only_the_date(read: Read) -> None:
    result = read(write_pdf([paper()], {"Title": "Still There", "CreationDate": "yesterday"}))
    assert result["metadata"]["title"] == "Still There"
    assert result["metadata"]["published_date"] is None
    assert any("creation_date" in notice["message"] for notice in result["notices"])


def test_an_xml_bomb_costs_only_the_xmp(read: Read) -> None:
    bomb = (
        "<!DOCTYPE a [<!ENTITY a0 'ha'>"
        + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
        + "]><a>&a11;</a>"
    )
    result = read(write_pdf([paper()], {"Title": "Still There"}, xmp=bomb))
    assert result["metadata"]["title"] == "Still There"
    assert any("xmp" in notice["message"] for notice in result["notices"])


def test_what_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stubborn(_reader: object, _info: object) -> None:
        while True:
            try:
                while True:
                    pass
            except Exception:
                continue

    monkeypatch.setattr(info_module, "_read_xmp", stubborn)
    path = tmp_path / "in.pdf"
    path.write_bytes(write_pdf([paper()], {"Title": "Read Before"}))
    found = read_info(path, seconds=0.3)
    assert found.title == "Read Before"
    assert found.problems == ["the metadata took longer than 0 s to read"]


def test_a_file_that_pypdf_cannot_open_is_a_problem_and_no_error(tmp_path: Path) -> None:
    path = tmp_path / "in.pdf"
    path.write_bytes(b"%PDF-1.7\nnothing")
    found = read_info(path)
    assert found.title is None
    assert found.problems[0].startswith("pypdf could not open the file")
