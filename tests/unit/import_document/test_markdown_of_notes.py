"""Markdown as people write it: front matter of every kind, notes with links and comments, formulas."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.unit.import_document.files import read, told

YAML = "title: Peat and Iron\nauthor: Gerrit Holm\ndate: 2020-11-05\nlang: en\n"
TOML = 'title = "Peat and Iron"\nauthors = ["Gerrit Holm"]\ndate = 2020-11-05\nlang = "en"\n'
JSON = '"title": "Peat and Iron", "authors": ["Gerrit Holm"],\n"date": "2020-11-05", "lang": "en"\n'


def markdown(folder: Path, text: str) -> dict[str, Any]:
    return read(folder, "note.md", text.encode())


WAX = [("list_item", "wax"), ("list_item", "TODO frames")]
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
    reading["metadata"].pop("extra", None)
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


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("---\ntitle: Peat\ndate: 5 March 2024\n---\n", {"published_date": "2024-03-05T00:00:00+00:00"}),
        ("---\ntitle: Peat\ndate: 5. März 2024\n---\n", {"published_date": "2024-03-05T00:00:00+00:00"}),
        ("---\ntitle: Peat\nupdated: 05.03.2024\n---\n", {"modified_date": "2024-03-05T00:00:00+00:00"}),
        ("---\ntitle: Peat\nauthor: [{given: Bo, family: Lee}, {name: Ada}]\n---\n", {"authors": ["Bo Lee", "Ada"]}),
        ("---\ntitle:Peat\nauthor:\tAda Quill\n---\n", {"authors": ["Ada Quill"]}),
        ("---\ntitle: Peat\ntags:\n\t- a\n\t- b\n---\n", {"extra": {"tags": "a, b"}}),
        ("\n\n---\ntitle: Peat\n---\n", {}),
        ("<!-- a remark -->\n---\ntitle: Peat\n---\n", {}),
        ("-----\ntitle: Peat\n-----\n", {}),
        ("title:: Peat\ntags:: a, b\n\n", {"extra": {"tags": "a, b"}}),
        (
            f"---\ntitle: Peat\nid: 20240305123456789\ndepth: .inf\ntags: 0x1{'0' * 4000}\n---\n",
            {
                "extra": {
                    "tags": str(Decimal(16**4000)),
                    "front_matter": {"id": "20240305123456789", "depth": "Infinity"},
                }
            },
        ),
        (
            "---\ntitle: Peat\ndoi: 10.1234/a\nseries: {name: Bogs, number: 4}\nused: 2024-03-05\ndraft: true\n---\n",
            {
                "extra": {
                    "front_matter": {
                        "doi": "10.1234/a",
                        "series": {"name": "Bogs", "number": 4},
                        "used": "2024-03-05",
                        "draft": True,
                    }
                }
            },
        ),
    ],
)
def test_what_front_matter_says_is_kept(tmp_path: Path, front: str, expected: dict[str, Any]) -> None:
    reading = markdown(tmp_path, f"{front}Text.\n")
    assert reading["metadata"] == {"title": "Peat", **expected}
    assert (told(reading), reading["notices"]) == ([("body", "Text.")], [])


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
        ("A \\(a_1*b_1\\) and $`c_1*d_1`$.", [("body", "A $a_1*b_1$ and $c_1*d_1$.")]),
        ("\\[ e = m * c^2 * d \\]", [("body", "$$e = m * c^2 * d$$")]),
        ("\\[The keeper goes out.\\]", [("body", "[The keeper goes out.]")]),
        ("It is so \\[sic\\] here.", [("body", "It is so [sic] here.")]),
        ("```math\na = b_1 * c_1\n```", [("body", "$$ a = b_1 * c_1 $$")]),
        ("- wax\n  id:: 64f1-aa\n  collapsed:: true\n- TODO frames\n  SCHEDULED: <2024-03-05>", WAX),
        ("- ^^wax^^ ((64f1b5e2-1234-4321-9876-abcdefabcdef))\n- {{[[TODO]]}} frames", WAX),
        ("- [-] wax\n- [>] TODO frames", WAX),
        ("- wax ((Rk3mZv-2x))\n- TODO frames", WAX),
        (
            "A ((forgotten)) word, ((Forgotten)), `$((hive_one))`.",
            [("body", "A ((forgotten)) word, ((Forgotten)), $((hive_one)).")],
        ),
        ("{{embed [[Note]]}}\n\nHives.", [("body", "Hives.")]),
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Wax {#sec-wax .unnumbered}\n\nHot.", [("heading", "Wax"), ("body", "Hot.")]),
        ("A [small]{.smallcaps} ![](hive.png){width=80%} hive.", [("body", "A small hive.")]),
        ("The set {x=1} and {a, b}.", [("body", "The set {x=1} and {a, b}.")]),
        ("{: .note }\nHot wax.", [("body", "Hot wax.")]),
        ("::: {.callout-note}\nHot.\n:::\nCold.", [("body", "Hot."), ("body", "Cold.")]),
        (":::{admonition} In rain\n:class: tip\nIt cools.\n:::", [("body", "In rain"), ("body", "It cools.")]),
        (":::note In rain\n\nIt cools.\n\n:::", [("body", "In rain"), ("body", "It cools.")]),
        ("::: Note\nHot.\n:::", [("body", "Hot.")]),
        ("::: In rain\n\nIt cools.\n\n:::", [("body", "In rain"), ("body", "It cools.")]),
        ("```{note}\nIt *cools*.\n```", [("body", "It cools.")]),
        ("```{figure} hive.png\n:name: hive\n\nThe hive.\n```", [("body", "The hive.")]),
        ("```{math}\n:label: e\na = b\n```", [("body", "$$ a = b $$")]),
        ("```{python}\n#| echo: false\nif hot:\n    melt()\n```", [("code", "if hot:\n    melt()")]),
        ("See {ref}`hives <hive>`, {math}`a^2`.", [("body", "See hives, $a^2$.")]),
        ("{% highlight ruby %}\ndef f\n  1\nend\n{% endhighlight %}", [("code", "def f\n  1\nend")]),
        ("wax\n:   What bees make.", [("list_item", "wax"), ("list_item", "What bees make.")]),
        ("wax\n: what bees make.", [("body", "wax : what bees make.")]),
        ("H~2~O is hot, at ~5 or ~6 degrees.", [("body", "H2O is hot, at ~5 or ~6 degrees.")]),
        ("(wax)=\n\n[TOC]\n\n\\newpage\n\nHot.", [("body", "Hot.")]),
    ],
)
def test_what_programs_that_publish_add(tmp_path: Path, text: str, expected: list[tuple[str, str]]) -> None:
    reading = markdown(tmp_path, text)
    assert (told(reading), reading["notices"]) == (expected, [])


def test_what_only_a_sites_program_can_fill_is_told(tmp_path: Path) -> None:
    text = '{{< figure src="a.png" title="A hive" >}}\n\n{{% notice %}}Hot.{{% /notice %}} {% include a.html %} End.\n'
    reading = markdown(tmp_path, f"{text}\n```{{toctree}}\na\n```\n")
    assert told(reading) == [("body", "A hive"), ("body", "Hot. End.")]
    (said,) = reading["notices"]
    assert (said["code"], said["message"][-26:]) == ("markup-passed-over", " toctree, notice, include.")
