"""The bibliography: sources as Typst's processor of the Citation Style Language sets them, read back as runs.

Typst brings the styles, and the words that they need in each language. It sets a page of HTML, from which each entry is
taken with its italics and links; so all files of a report have the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from lxml import html
from williams_publishing.typst_code import language as typst_language
from williams_publishing.typst_code import string
from williams_publishing.works import Work, document_of

from williams.domain.citing import csl_item
from williams_export_report.document.characters import fitting
from williams_export_report.document.model import Inline, Run
from williams_export_report.models import Style

# What Typst calls them. Its `vancouver` leaves out authors, so that of Elsevier, which is like it, is taken.
STYLES: Final[dict[Style, str]] = {
    "acs": "american-chemical-society",
    "ama": "american-medical-association",
    "apa": "apa",
    "chicago": "chicago-author-date",
    "gb-7714": "gb-7714-2015-numeric",
    "gost": "gost-r-705-2008-numeric",
    "harvard": "harvard-cite-them-right",
    "ieee": "ieee",
    "mla": "modern-language-association",
    "nature": "nature",
    "vancouver": "elsevier-vancouver",
}
# What has none of these is a report: as such, each style gives its date.
_TYPES: Final = {"webpage": "web", "motion_picture": "video", "broadcast": "audio"}
_SPECIAL: Final = re.compile(r"([\\{}$])")
_SPACES: Final = re.compile(r"\s+")


def bibliography(works: Sequence[Work], style: Style, language: str, folder: Path) -> list[tuple[Work, Inline]]:
    """Return the works in the style's order, each as a reference without a number. ``folder`` is for its files."""
    import typst

    entries = json.dumps({_key(work): _entry(work) for work in works}, ensure_ascii=False)
    (folder / "works.yml").write_text(fitting(entries), encoding="utf-8")
    page = folder / "bibliography.typ"
    cited = "\n\n".join(f'#par[#cite(label("{_key(work)}"))]' for work in works)
    page.write_text(
        f"#set text({typst_language(language)})\n{cited}\n\n"
        f"#bibliography({string('works.yml')}, style: {string(STYLES[style])}, title: none)",
        encoding="utf-8",
    )
    root = html.fromstring(typst.compile(str(page), root=str(folder), format="html", ignore_system_fonts=True))
    *cites, listed = root.find("body")
    by_link = {_target(cite): work for cite, work in zip(cites, works, strict=True)}
    return [(by_link[f"#{item.get('id')}"], _tidied(_runs(item))) for item in listed.iter("li")]


def _key(work: Work) -> str:
    return f"work-{work.number}"


def _entry(work: Work) -> dict[str, Any]:
    """Return a source as Hayagriva has it. The title is kept as the source writes it: braces keep its capitals."""
    item = csl_item(document_of(work.content))
    entry: dict[str, Any] = {
        "type": _TYPES.get(item["type"], "report"),
        "title": {"value": "{" + _SPECIAL.sub(r"\\\1", item["title"]) + "}"},
        "author": [_name(each) for each in item.get("author", [])],
        "date": "-".join(f"{part:02}" for part in item["issued"]["date-parts"][0]) if "issued" in item else None,
        "url": work.link,
    }
    return {key: value for key, value in entry.items() if value}


def _name(name: dict[str, str]) -> dict[str, str]:
    if "literal" in name:
        return {"name": name["literal"]}
    return {"name": name["family"]} | ({"given-name": name["given"]} if "given" in name else {})


def _target(cite: Any) -> str:
    (link, *_) = cite.iter("a")
    target: str = link.get("href")
    return target


def _runs(element: Any, look: Run = Run("")) -> Iterator[Run]:  # noqa: B008 - it is frozen
    """Yield the text of an entry without its number."""
    if element.text:
        yield _like(look, element.text)
    for child in element:
        if child.get("class") != "prefix":
            yield from _runs(child, _look(child, look))
        if child.tail:
            yield _like(look, child.tail)


def _look(element: Any, look: Run) -> Run:
    return Run(
        "",
        emphasis=look.emphasis or element.tag in ("em", "i"),
        strong=look.strong or element.tag in ("strong", "b"),
        raised=look.raised or element.tag == "sup",
        link=element.get("href") if element.tag == "a" else look.link,
    )


def _like(look: Run, text: str) -> Run:
    return Run(_SPACES.sub(" ", text), look.emphasis, look.strong, look.raised, look.link)


def _tidied(runs: Iterator[Run]) -> Inline:
    """Return the runs without white space around them."""
    kept = [run for run in runs if run.text]
    first, last = 0, len(kept)
    while first < last and not kept[first].text.strip():
        first += 1
    while last > first and not kept[last - 1].text.strip():
        last -= 1
    return tuple(
        _stripped(run, place == first, place == last - 1) for place, run in enumerate(kept) if first <= place < last
    )


def _stripped(run: Run, opens: bool, closes: bool) -> Run:
    text = run.text.lstrip() if opens else run.text
    return Run(text.rstrip() if closes else text, run.emphasis, run.strong, run.raised, run.link)
