"""Comments and tracked changes of Word documents, as they are asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError
from williams_import_document import DocumentImport

from tests.unit.import_document.files import docx, paragraph, read, told

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def text(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def comment(number: int, author: str, words: str) -> str:
    return f'<w:comment w:id="{number}" w:author="{author}"><w:p>{text(words)}</w:p></w:comment>'


def row(words: str, mark: str = "") -> str:
    return f"<w:tr><w:trPr>{mark}</w:trPr><w:tc>{paragraph(words)}</w:tc><w:tc>{paragraph('3')}</w:tc></w:tr>"


REFERENCES = "".join(f"<w:r><w:commentReference w:id='{number}'/></w:r>" for number in (1, 2, 1))
REVIEWED = docx(
    f"<w:p>{text('Ferries ')}<w:del><w:r><w:delText>never</w:delText></w:r></w:del><w:ins>{text('often')}</w:ins>"
    f"{text(' sink.')}{REFERENCES}</w:p>"
    f"<w:tbl>{row('Sheep')}{row('Carts', '<w:ins/>')}{row('Dogs', '<w:del/>')}</w:tbl>",
    more={
        "word/comments.xml": f"""<w:comments xmlns:w="{W}">{comment(1, "Ada Smith", "Says who?")}
{comment(2, "", "I do.")}{comment(3, "Bo Lee", "Nowhere.")}</w:comments>""".encode()
    },
)
ROWS = ("table_row", "Sheep | 3"), ("table_row", "Carts | 3")
COMMENTS = ("footnote", "Ada Smith: Says who?"), ("footnote", "I do.")


@pytest.mark.parametrize(
    ("review", "expected", "codes"),
    [
        (None, [("body", "Ferries often sink."), *ROWS], {"changes-accepted", "comments-left-out"}),
        ({"comments": True}, [("body", "Ferries often sink."), *COMMENTS, *ROWS], {"changes-accepted"}),
        (
            {"comments": True, "rejected": True},
            [("body", "Ferries never sink."), *COMMENTS, ROWS[0], ("table_row", "Dogs | 3")],
            {"changes-rejected"},
        ),
    ],
)
def test_what_reviewers_left_is_read_as_asked(
    tmp_path: Path, review: dict[str, bool] | None, expected: list[tuple[str, str]], codes: set[str]
) -> None:
    reading = read(tmp_path, "a.docx", REVIEWED, review)
    assert told(reading) == expected
    assert {each["code"] for each in reading["notices"]} == codes


def test_changes_and_comments_are_counted(tmp_path: Path) -> None:
    assert [each["message"] for each in read(tmp_path, "a.docx", REVIEWED)["notices"]] == [
        "4 tracked changes were read as accepted.",
        "2 comments were left out.",
    ]


@pytest.mark.parametrize(("rejected", "note"), [(False, "Since July."), (True, "Since June.")])
def test_changes_in_notes_are_read_as_asked(tmp_path: Path, rejected: bool, note: str) -> None:
    words = f"<w:del><w:r><w:delText>June.</w:delText></w:r></w:del><w:ins>{text('July.')}</w:ins>"
    notes = f"""<w:footnotes xmlns:w="{W}"><w:footnote w:id="2"><w:p>{text("Since ")}{words}</w:p></w:footnote>
</w:footnotes>"""
    body = f"<w:p>{text('Ferries sink.')}<w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
    data = docx(body, more={"word/footnotes.xml": notes.encode()})
    reading = read(tmp_path, "a.docx", data, {"rejected": rejected})
    assert told(reading) == [("body", "Ferries sink."), ("footnote", note)]
    assert [each["code"] for each in reading["notices"]] == ["changes-rejected" if rejected else "changes-accepted"]


def test_only_what_is_known_can_be_asked() -> None:
    model = DocumentImport.parameters
    assert model.model_json_schema()["properties"].keys() == {"comments", "changes"}
    with pytest.raises(ValidationError):
        model.model_validate({"changes": "some"})
