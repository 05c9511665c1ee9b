"""A name that a stranger gave stays the name that people see, and becomes one that is safe in a key."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from williams.domain.filenames import LONGEST_NAME_BYTES, is_usable, kept_name, key_name
from williams.domain.urls import upload_parts

FAMILY = "👩‍👩‍👧"


@pytest.mark.parametrize(
    ("given_name", "kept", "key"),
    [
        ("paper.pdf", "paper.pdf", "paper.pdf"),
        ("Müller & Söhne (2024) v1.2.txt", "Müller & Söhne (2024) v1.2.txt", "M-ller-S-hne-2024-v1.2.txt"),
        ("日本語の報告.txt", "日本語の報告.txt", "file.txt"),
        ("Отчёт о мельнице.txt", "Отчёт о мельнице.txt", "file.txt"),
        ("تقرير.pdf", "تقرير.pdf", "file.pdf"),
        ("می‌خواهم.txt", "می‌خواهم.txt", "file.txt"),
        ("कहानी.md", "कहानी.md", "file.md"),
        (f"{FAMILY}.txt", f"{FAMILY}.txt", "file.txt"),
        (unicodedata.normalize("NFD", "Größe.txt"), "Größe.txt", "Gr-e.txt"),
        ("Scan at 3.04\u202fPM.md", "Scan at 3.04 PM.md", "Scan-at-3.04-PM.md"),
        ("a\u00a0b.txt", "a b.txt", "a-b.txt"),
        ("../../etc/passwd", "passwd", "passwd"),
        ("..\\..\\windows\\system.ini", "system.ini", "system.ini"),
        ("a%2F..%2Fb.pdf", "a%2F..%2Fb.pdf", "a-2F..-2Fb.pdf"),
        ("x\x00y\n.pdf", "xy.pdf", "xy.pdf"),
        ("a\u202efdp.exe", "afdp.exe", "afdp.exe"),
        ("zero\u200bwidth\ufeff.txt", "zerowidth.txt", "zerowidth.txt"),
        ("?query=1#fragment.pdf", "?query=1#fragment.pdf", "query-1-fragment.pdf"),
        (".pdf", "file.pdf", "file.pdf"),
        ("a.tar.gz", "a.tar.gz", "a.tar.gz"),
        ("no ending", "no ending", "no-ending"),
        ("dot.", "dot", "dot"),
        ("", "file", "file"),
        ("..", "file", "file"),
        ("/", "file", "file"),
        ("a" * 300 + ".pdf", "a" * 196 + ".pdf", "a" * 100 + ".pdf"),
        ("é" * 300 + ".pdf", "é" * 98 + ".pdf", "file.pdf"),
        ("a" * 195 + "q\u0303\u0323.pdf", "a" * 195 + ".pdf", "a" * 100 + ".pdf"),
        ("a" * 185 + FAMILY + ".pdf", "a" * 185 + ".pdf", "a" * 100 + ".pdf"),
    ],
)
def test_a_name_in_any_script(given_name: str, kept: str, key: str) -> None:
    assert (kept_name(given_name), key_name(kept_name(given_name))) == (kept, key)


@given(st.text(max_size=400))
def test_whatever_the_name_it_stays_one_harmless_part_of_a_path(text: str) -> None:
    kept = kept_name(text)
    assert is_usable(kept)
    assert len(kept.encode()) <= LONGEST_NAME_BYTES
    assert kept_name(kept) == kept
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,119}", key_name(kept))
    assert upload_parts(f"upload://up_1/{quote(kept, safe='')}") == ("up_1", kept)


@given(st.text(max_size=60))
def test_an_ending_stays(stem: str) -> None:
    assert kept_name(f"{stem}.pdf").endswith(".pdf")
