"""What a workbook shows in a cell is what is read of it."""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import xlsxwriter
from williams_import_document.office.binary_records import (
    cells,
    failures,
    older_cells,
    older_failures,
    older_styles,
    sheets,
    styles,
)
from williams_import_document.office.shown_values import Moment, shown_moment, shown_number

from tests.unit.import_document.binary_workbooks import (
    older_record,
    older_workbook,
    packed_record,
    packed_workbook,
)
from tests.unit.import_document.files import read, told
from tests.unit.import_document.office_files import MANIFEST, open_document, packed
from williams.domain.errors import ContentTooLarge

ACCOUNTS = '_("$"* #,##0.00_);_("$"* \\(#,##0.00\\);_("$"* "-"??_);_(@_)'


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        (0.974, "0.0%", "97.4%"),
        (0.974, "0.0 %", "97.4 %"),
        (1.005, "0.00", "1.01"),
        (-1234.5, "#,##0.00", "-1,234.50"),
        (12.5, "#,##0.00\\ [$€-407]", "12.50 €"),
        (12.5, "[$£-809]#,##0.00", "£12.50"),
        (1234.5, ACCOUNTS, "$ 1,234.50"),
        (-1234.5, ACCOUNTS, "$ (1,234.50)"),
        (0, ACCOUNTS, "$ -"),
        (-5, "0;[Red]0", "5"),
        (-0.2, "0", "0"),
        (1234567, '0.0,,"M"', "1.2M"),
        (5551234567, "(000) 000-0000", "(555) 123-4567"),
        (7, "000", "007"),
        (12.3, "0.0##", "12.3"),
        (0.5, ".00", ".50"),
        (12345678901, "0.00E+00", "1.23E+10"),
        (12345, "##0.0E+0", "12.3E+3"),
        (9.9999, "0.0E+0", "1.0E+1"),
        (2.75, "# ??/??", "2 3/4"),
        (3.25, "# ?/4", "3 1/4"),
        (0.99999, "# ?/?", "1"),
        (0, "# ?/?", "0"),
        (2.5, "?/?", "5/2"),
        (-1.5, '# ?/? "in"', "-1 1/2 in"),
        (-0.25, "[>0]+0%;[<0]-0%;0%", "-25%"),
        (-3, "[<0](0);0", "(3)"),
        (-3, "[<100]0.0;0", "-3.0"),
        (3, '[>=2]0" many";0" one"', "3 many"),
        (1, '[>=2]0" many";0" one"', "1 one"),
        (5, "General", None),
        (5, "@", None),
        (5, "[DBNum1]0", None),
        (5, '0"', None),
        (5, "0" * 256, None),
        (float("inf"), "0", None),
    ],
)
def test_a_number(number: float, code: str, shown: str | None) -> None:
    assert shown_number(number, code) == shown


AFTERNOON = datetime(1900, 3, 5, 14, 7, 9, 250000)


@pytest.mark.parametrize(
    ("moment", "code", "shown"),
    [
        (AFTERNOON, "d.m.yyyy", "5.3.1900"),
        (AFTERNOON, "dd/mm/yy hh:mm", "05/03/00 14:07"),
        (AFTERNOON, "h:mm AM/PM", "2:07 PM"),
        (AFTERNOON, "mm:ss.0", "07:09.2"),
        (AFTERNOON, "[$-409]dddd, mmmm d, yyyy;@", "Monday, March 5, 1900"),
        (AFTERNOON, "[$-407]d. m. yyyy", "5. 3. 1900"),
        (AFTERNOON, '[$-411]yyyy"年"m"月"d"日"', "1900年3月5日"),
        (AFTERNOON, "[$-407]d. mmmm yyyy", None),
        (AFTERNOON, "[$-F800]dddd, mmmm dd, yyyy", None),
        (AFTERNOON, "[h]:mm", None),
        (date(2020, 1, 2), "yyyy-mm-dd", "2020-01-02"),
        (timedelta(hours=30, minutes=5), "[h]:mm:ss", "30:05:00"),
        (timedelta(minutes=-5), "[h]:mm", "-0:05"),
        (time(3, 4), "h:mm", "3:04"),
        (time(3, 4), "d.m.yyyy", None),
    ],
)
def test_a_moment(moment: Moment, code: str, shown: str | None) -> None:
    assert shown_moment(moment, code) == shown


def in_formats(written: Mapping[str, float | datetime]) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet("Shares")
    for row, (code, value) in enumerate(written.items(), start=2):
        sheet.write(row, 1, value, book.add_format({"num_format": code}))
    sheet.write(1, 1, 0.5)
    book.close()
    return file.getvalue()


def test_a_workbook_in_xml(tmp_path: Path) -> None:
    data = in_formats(
        {"0.0%": 0.974, "#,##0.00 [$€-407]": 1234.5, "dd/mm/yyyy": AFTERNOON, "": 7, ";;;": 8, "0.0": True}
    )
    assert told(read(tmp_path, "a.xlsx", data)) == [
        ("heading", "Shares"),
        *(("table_row", words) for words in ("0.5", "97.4%", "1,234.50 €", "05/03/1900", "7", "8", "TRUE")),
    ]


def test_a_cell_shows_its_error_in_xml(tmp_path: Path) -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet("Shares")
    sheet.write(1, 1, "Half")
    sheet.write_formula(1, 3, "=1/0", None, "#DIV/0!")
    sheet.write_formula(2, 1, "=NA()", book.add_format({"num_format": "0%"}), "#N/A")
    book.close()
    assert told(read(tmp_path, "a.xlsx", file.getvalue()))[1:] == [
        ("table_row", "Half | – | #DIV/0!"),
        ("table_row", "#N/A"),
    ]


def test_a_cell_shows_its_error_in_records(tmp_path: Path) -> None:
    packed_errors = (
        packed_record(0, struct.pack("<IIHBBI", 1, 0, 0, 0, 0, 0))
        + packed_record(3, struct.pack("<IIB", 0, 0, 0x07))
        + packed_record(11, struct.pack("<IIB", 1, 0, 0x2A) + bytes(10))
    )
    data = packed_workbook("Shares", [(0, 0, "", 1.0), (0, 1, "", 2.0)], packed_errors)
    assert told(read(tmp_path, "a.xlsb", data))[1:] == [("table_row", "1 | 2"), ("table_row", "#DIV/0! | #N/A")]


def test_a_cell_shows_its_error_in_the_older_kind(tmp_path: Path) -> None:
    value = older_record(0x0205, struct.pack("<HHHBB", 1, 0, 0, 0x17, 1))
    truth = older_record(0x0205, struct.pack("<HHHBB", 1, 2, 0, 1, 0))
    computed = struct.pack("<HHHBBBBHH", 1, 1, 0, 2, 0, 0x1D, 0, 0, 0xFFFF)
    formula = older_record(0x0006, computed + struct.pack("<HIH", 0, 0, 2) + b"\x1c\x1d")
    data = older_workbook("Shares", [(0, 0, "", 1.0)], value + formula + truth)
    assert told(read(tmp_path, "a.xls", data))[1:] == [
        ("table_row", "1"),
        ("table_row", "#REF! | #NAME? | TRUE"),
    ]


def test_cells_that_are_moved_together_keep_what_they_show(tmp_path: Path) -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet("Far")
    sheet.write(0, 0, "Share")
    sheet.write(1_000_000, 16_000, 0.25, book.add_format({"num_format": "0%"}))
    book.close()
    assert told(read(tmp_path, "far.xlsx", file.getvalue()))[-1] == ("table_row", "– | 25%")


def test_a_workbook_in_records(tmp_path: Path) -> None:
    data = packed_workbook("Shares", [(0, 0, "0.0%", 0.974), (1, 2, "", 3.5), (2, 0, "d.m.yyyy", 65.0)])
    assert told(read(tmp_path, "a.xlsb", data)) == [
        ("heading", "Shares"),
        *(("table_row", words) for words in ("97.4%", "– | – | 3.5", "5.3.1900")),
    ]


def test_a_workbook_of_the_older_kind(tmp_path: Path) -> None:
    whole = older_record(0x027E, struct.pack("<HHHI", 3, 0, 1, 3 << 2 | 2))
    data = older_workbook("Shares", [(0, 0, "0.0%", 0.974), (1, 2, "", 3.5), (2, 0, "d.m.yyyy", 65.0)], whole)
    assert told(read(tmp_path, "a.xls", data)) == [
        ("heading", "Shares"),
        *(("table_row", words) for words in ("97.4%", "– | – | 3.5", "5.3.1900", "300.0%")),
    ]


def drawn(kind: int, words: str = "") -> bytes:
    """Return the records of something that is drawn on a sheet of an .xls."""
    shape = older_record(0x005D, struct.pack("<HHH", 0x15, 0x12, kind) + bytes(16))
    if not words:
        return shape
    said = older_record(0x01B6, struct.pack("<HHHHHHH", 0, 0, 0, 0, 0, len(words), 16) + bytes(4))
    return shape + said + older_record(0x003C, b"\1" + words.encode("utf-16-le")) + older_record(0x003C, bytes(16))


def test_what_lies_on_a_sheet_of_the_older_kind(tmp_path: Path) -> None:
    more = drawn(6, "Žemės keltas") + drawn(0x19, "A remark.") + drawn(5)
    reading = read(tmp_path, "a.xls", older_workbook("Tolls", [(0, 0, "", 3.0)], more))
    assert told(reading) == [("heading", "Tolls"), ("table_row", "3"), ("body", "Žemės keltas")]
    assert [each["message"] for each in reading["notices"]] == [
        "1 comments were left out.",
        "1 charts were left out.",
    ]


def test_a_workbook_of_the_older_kind_may_end_in_a_package(tmp_path: Path) -> None:
    data = older_workbook("Shares", [(0, 0, "0%", 0.5)]) + packed({"theme/theme1.xml": "<theme/>"})
    assert told(read(tmp_path, "a.xls", data))[-1] == ("table_row", "50%")


def test_cells_in_records_that_are_too_far_apart_are_told_with_their_sheet(tmp_path: Path) -> None:
    data = packed_workbook("Far", [(0, 0, "", 1.0), (1_048_575, 16_383, "", 2.0)])
    with pytest.raises(ContentTooLarge, match="'Far' reaches from A1 to XFD1048576"):
        read(tmp_path, "far.xlsb", data)


@pytest.mark.parametrize("between", ["", "<office:annotation><text:p>A remark.</text:p></office:annotation>"])
def test_an_open_workbook(tmp_path: Path, between: str) -> None:
    written = {
        'percentage" office:value="0.974': "97,4 %",
        'currency" office:currency="EUR" office:value="12.5': "12,50 €",
        'date" office:date-value="1900-03-05': "5. März 1900",
    }
    shown = [
        f'<table:table-cell office:value-type="{said}">{between}<text:p>{words}</text:p></table:table-cell>'
        for said, words in written.items()
    ]
    silent = '<table:table-cell office:value-type="float" office:value="7"/>'
    body = f'<table:table table:name="S"><table:table-row>{"".join(shown)}{silent}</table:table-row></table:table>'
    data = open_document(body, "spreadsheet", {"META-INF/manifest.xml": MANIFEST})
    assert told(read(tmp_path, "a.ods", data))[-1] == ("table_row", "97,4 % | 12,50 € | 5. März 1900 | 7")


@pytest.mark.parametrize("size", [0, 1, 3, 5, 9])
def test_records_that_are_cut_off_end_what_is_read(size: int) -> None:
    cut = struct.pack("<HH", 0x0203, 14)[:size]
    assert list(older_cells(struct.pack("<HH", 0x0809, 0) + cut, 0)) == []
    assert (list(cells(bytes([2, 8])[:size])), list(sheets(b"")), styles(b"")) == ([], [], ({}, []))
    assert (list(failures(bytes([3, 9])[:size])), list(older_failures(cut, 0))) == ([], [])
    assert older_styles(b"") == (({}, []), {})
