"""Plain text as it is wrapped: what only begins like an item of a list keeps its words and its number."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.import_document.files import read, told

LONG = "I came into this world on a Sunday, and it was the"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{LONG}\n3. Mai of that year.", [("body", f"{LONG} 3. Mai of that year.")]),
        (f"{LONG}\n12. That was the day.", [("body", f"{LONG} 12. That was the day.")]),
        (f"{LONG}\nz. B. one of many.", [("body", f"{LONG} z. B. one of many.")]),
        (f"{LONG}\n- he said then - first.", [("body", f"{LONG} - he said then - first.")]),
        (f"{LONG}\n1. Mai of that year.", [("body", f"{LONG} 1. Mai of that year.")]),
        ("12. That was the end of it.", [("body", "12. That was the end of it.")]),
        ("1. one\n2. two\n3. three", [("list_item", "1. one"), ("list_item", "2. two"), ("list_item", "3. three")]),
        (
            "Words before.\n\n1. one\n\n2. two",
            [("body", "Words before."), ("list_item", "1. one"), ("list_item", "2. two")],
        ),
        ("(a) one\n(b)  two", [("list_item", "(a) one"), ("list_item", "(b) two")]),
        (f"{LONG}\n- boat\n- oar", [("body", LONG), ("list_item", "boat"), ("list_item", "oar")]),
        (
            "2024-03-01 gate open\n2024-03-02 gate shut\n2024-03-03 rain",
            [("body", "2024-03-01 gate open"), ("body", "2024-03-02 gate shut"), ("body", "2024-03-03 rain")],
        ),
        (
            "Name:  Ada\nBorn in:  1815\nDied:  1852",
            [("body", "Name: Ada"), ("body", "Born in: 1815"), ("body", "Died: 1852")],
        ),
        (
            "1911 was wet,\n1912 was dry and\nnobody knew why.",
            [("body", "1911 was wet, 1912 was dry and nobody knew why.")],
        ),
        ("To buy:\n- boat", [("body", "To buy:"), ("list_item", "boat")]),
        ("川を渡るための船は\n江戸時代から続いている。", [("body", "川を渡るための船は江戸時代から続いている。")]),
        ("a" * 200 + "\nshort", [("body", "a" * 200), ("body", "short")]),
        ("The Weaver\n\nThe loom goes over.", [("heading", "The Weaver"), ("body", "The loom goes over.")]),
        ("He slept.\n\nHe woke.", [("body", "He slept."), ("body", "He woke.")]),
        ("ID3 is old.\n\n%PDF-1.7 is older.", [("body", "ID3 is old."), ("body", "%PDF-1.7 is older.")]),
    ],
)
def test_what_begins_like_an_item(tmp_path: Path, text: str, expected: list[tuple[str, str]]) -> None:
    assert told(read(tmp_path, "a.txt", text.encode())) == expected
