"""Markdown as people write it: front matter of every kind, notes with links and comments, formulas."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.unit.import_document.files import read, told

YAML = "title: Peat and Iron\nauthor: Gerrit Holm\ndate: 2020-11-05\nlang: en\n"
TOML = 'title = "Peat and Iron"\nauthors = ["Gerrit Holm"]\ndate = 2020-11-05\nlang = "en"\n'
JSON = '"title": "Peat and Iron", "authors": ["Gerrit Holm"],\n"date": "2020-11-05", "lang": "en"\n'


def markdown(folder: Path, text: str) -> dict[str, Any]:
    return read(folder, "note.md", text.encode())


NUMBERED = ("0. wax", "cold", "more", "1. frames")


@pytest.mark.parametrize(
    "front",
    [
        f"---\n{YAML}---\n",
        f"\ufeff---\r\n{YAML}---\r\n".replace("\n\n", "\n"),
        f"---  \n{YAML}...\n",
        f"+++\n{TOML}+++\n",
        f";;;\n{JSON};;;\n",
        f"{{\n{JSON}}}\n",
        f"---yaml\n{YAML}---\n",
        f"---toml\n{TOML}---\n",
        YAML.replace("lang", "Language"),
        f"{YAML}Slug: peat\n".replace("and Iron", "and\n  Iron"),
        f"---\n{YAML}draft: yes\non: push\n2020: a year\n---\n",
    ],
)
def test_front_matter_of_every_kind(tmp_path: Path, front: str) -> None:
    reading = markdown(tmp_path, f"{front}\nPeat was cut in spring.\n")
    assert reading["metadata"] == {
        "title": "Peat and Iron",
        "authors": ["Gerrit Holm"],
        "published_date": "2020-11-05T00:00:00+00:00",
        "language": "en",
    }
    assert (told(reading), reading["notices"]) == ([("body", "Peat was cut in spring.")], [])


@pytest.mark.parametrize(
    ("front", "title", "authors", "date"),
    [
        ("% Peat and\n  Iron\n% Gerrit Holm\n  Ada Quill\n% 2020-11-05\n", "Peat and Iron", 2, "2020-11-05"),
        ("% Peat and Iron\n%\n", "Peat and Iron", 0, None),
        ("%\n% Gerrit Holm; Ada Quill; Ben Stone\n", "note", 3, None),
    ],
)
def test_a_block_of_title_authors_and_date(
    tmp_path: Path, front: str, title: str, authors: int, date: str | None
) -> None:
    reading = markdown(tmp_path, f"{front}\nPeat was cut.\n")
    said = reading["metadata"]
    found = (said["title"], len(said.get("authors", [])), (said.get("published_date") or "")[:10] or None)
    assert (found, told(reading)) == ((title, authors, date), [("body", "Peat was cut.")])


def test_a_date_that_is_no_whole_date_is_told(tmp_path: Path) -> None:
    (said,) = markdown(tmp_path, "---\ntitle: Peat\ndate: spring of 2021\n---\nText.\n")["notices"]
    assert (said["code"], "“spring of 2021”" in said["message"]) == ("metadata-passed-over", True)


@pytest.mark.parametrize(
    ("front", "title", "place", "says"),
    [
        (f"---\n{YAML.replace('Peat and', 'Rivers: a')}---\n", "Rivers: a Iron", "line 2", "taken as it stands"),
        (f"---\n{YAML}tags: [a, b\n---\n", "Peat and Iron", "line 6", "left out"),
        (f"---\n{YAML}summary: @home\n---\n", "Peat and Iron", "line 6", "left out"),
        ("---\n" + YAML.replace("Peat", '"Peat"') + "---\n", '"Peat" and Iron', "line 2", "taken as it stands"),
        (f"+++\n{TOML}draft = perhaps\n+++\n", "Peat and Iron", "line 6", "taken as it stands"),
    ],
)
def test_a_bad_line_of_front_matter_costs_itself_and_is_told(
    tmp_path: Path, front: str, title: str, place: str, says: str
) -> None:
    reading = markdown(tmp_path, f"{front}\nText.\n")
    assert (reading["metadata"]["title"], reading["metadata"]["authors"]) == (title, ["Gerrit Holm"])
    (said,) = reading["notices"]
    assert (said["code"], said["place"]) == ("front-matter-passed-over", place)
    assert says in said["message"]
    assert told(reading) == [("body", "Text.")]


@pytest.mark.parametrize(
    "text",
    [
        "---\n\n# A day\n\nWork began when the whistle blew.\n\n---\n\nIt ended.\n",
        "---\n\n# A day\n\nNote: work began when the whistle blew.\n\n---\n\nIt ended.\n",
        "---\nWork began when the whistle blew.\n---\nIt ended.\n",
        "---\nWork began early in the morning: the whistle blew.\n\n---\nIt ended.\n",
        "+++\nWork began when the whistle blew.\n+++\nIt ended.\n",
        "{\nWork began when the whistle blew.\n}\n\nIt ended.\n",
        "---\nNote: early the whistle blew.\nRemark: nobody heard it.\n---\n\nIt ended.\n",
        "Title: early the whistle blew.\nNobody heard it.\n\nIt ended.\n",
        "Note: early the whistle blew.\n\nIt ended.\n",
        "Title: the whistle blew.\nAuthor: It ended.\n",
        "% of the men were asleep when\nthe whistle blew.\n\nIt ended.\n",
    ],
)
def test_lines_between_rules_are_text(tmp_path: Path, text: str) -> None:
    words = " ".join(each for _, each in told(markdown(tmp_path, text)))
    assert "the whistle blew." in words
    assert "It ended." in words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("From [[Old Marten|Marten]] and [[Hives#Top bar]].", [("body", "From Marten and Hives > Top bar.")]),
        ("See [[#Winter]] and [[Log^b1]], [[a/b]].", [("body", "See Winter and Log^b1, a/b.")]),
        ("![[hive.png|300]]\n\nA hive.", [("body", "A hive.")]),
        ("A ==marked *word*== of `[[code]]` and `%%`.", [("body", "A marked word of [[code]] and %%.")]),
        ("One %%private%% word.", [("body", "One word.")]),
        ("Before.\n\n%%\nprivate\n\nalso private\n%%\n\nAfter.", [("body", "Before."), ("body", "After.")]),
        ("It rose by 5 %% and 6 %.", [("body", "It rose by 5 %% and 6 %.")]),
        ("Before.\n\n<!-- private\n\nalso private -->\n\nAfter.", [("body", "Before."), ("body", "After.")]),
        ("```\n%%kept%% [[kept]] $a*b*c$\n```", [("code", "%%kept%% [[kept]] $a*b*c$")]),
        ("> [!warning] In rain\n> It cools down.", [("body", "In rain"), ("body", "It cools down.")]),
        ("> [!note]-\n> It cools down.", [("body", "It cools down.")]),
        ("> [!tip] Keep it dry", [("body", "Keep it dry")]),
        ("Bees cluster. ^cluster-temp", [("body", "Bees cluster.")]),
        ("- [x] wax\n- [ ] frames", [("list_item", "wax"), ("list_item", "frames")]),
        ("3) wax\n1) frames", [("list_item", "3) wax"), ("list_item", "4) frames")]),
        ("0. *wax*\n   - cold\n\n   more\n0. frames", [("list_item", each) for each in NUMBERED]),
        ("1. ```\n   melt\n   ```\n2. frames", [("code", "melt"), ("list_item", "2. frames")]),
        ("1. [x] wax", [("list_item", "1. wax")]),
        ("Wide $a_1*b_2$ and $a_2*b_1$.", [("body", "Wide $a_1*b_2$ and $a_2*b_1$.")]),
        ("$$\n\\omega_0 = \\sqrt{k_1 * k_2}\n$$", [("body", "$$ \\omega_0 = \\sqrt{k_1 * k_2} $$")]),
        ("So $$a_1 < b_1$$ holds.", [("body", "So $$a_1 < b_1$$ holds.")]),
        ("\\begin{align}\na &= b_1 * c_1\n\\end{align}", [("body", "\\begin{align} a &= b_1 * c_1 \\end{align}")]),
        ("It costs $5 here and $7 there.", [("body", "It costs $5 here and $7 there.")]),
        ("A price of 5$ or *more*.", [("body", "A price of 5$ or more.")]),
        ("It was in\n1987. A good year.", [("body", "It was in 1987. A good year.")]),
        (
            "Old.[^a] Older.^[By far.]\n\n[^a]: Very.",
            [("body", "Old. Older."), ("footnote", "Very."), ("footnote", "By far.")],
        ),
    ],
)
def test_what_notes_and_papers_are_written_in(tmp_path: Path, text: str, expected: list[tuple[str, str]]) -> None:
    assert told(markdown(tmp_path, text)) == expected


def test_what_is_left_out_of_notes_is_told(tmp_path: Path) -> None:
    reading = markdown(tmp_path, "Words. %%one%%\n\n%%\ntwo\n%%\n\n![[Other note]] ![[map.png]]\n")
    assert [(said["code"], said["message"][:2]) for said in reading["notices"]] == [
        ("comments-left-out", "2 "),
        ("embeds-left-out", "1 "),
    ]
