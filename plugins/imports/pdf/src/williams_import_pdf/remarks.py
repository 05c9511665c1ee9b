"""What a reader of a PDF has to know of its text: what was left out, read in or guessed."""

from __future__ import annotations

from collections import Counter

from williams.domain.citing import pages_in_words
from williams.isolation.notices import Said, notice
from williams_import_pdf.forms import Shown
from williams_import_pdf.formulas import GARBLED
from williams_import_pdf.model import PageText

_MOST_LINES = 12
_LONGEST_SAMPLE = 200
_OCR = "Run OCR on them (for example `ocrmypdf --skip-text in.pdf out.pdf`) and import the result."
_FORCED_OCR = "Run OCR on the whole file (`ocrmypdf --force-ocr in.pdf out.pdf`) and import the result."
_FEW = 0.005
"""Of the characters: so many signs without a meaning are formulas and ornaments."""


def _sample(words: list[str]) -> str:
    text = " ".join(words)
    return text if len(text) <= _LONGEST_SAMPLE else text[: _LONGEST_SAMPLE - 1] + "…"


def on_pages_without_text(
    pictures: list[int], unreadable: list[int], damaged: list[int], remedy: str | None = None
) -> list[Said]:
    """Say which pages show pictures only, cannot be read at all, or are cut off inside."""
    kinds = (
        (
            "pages-without-text",
            pictures,
            "show pictures, but have no text layer: what they say is missing",
            remedy or _OCR,
        ),
        ("pages-unreadable", unreadable, "cannot be read", "Download the file again, or print it to a new PDF."),
        ("pages-damaged", damaged, "are cut off: some of their text is missing", "Download the file again."),
    )
    return [
        notice(code, f"{len(pages)} page{'s' * (len(pages) != 1)} {said}.", pages_in_words(pages), remedy)
        for code, pages, said, remedy in kinds
        if pages
    ]


def on_formulas(pages: list[int]) -> list[Said]:
    """Say on which pages formulas came out as lines of signs."""
    if not pages:
        return []
    said = f"Formulas on {len(pages)} page{'s' * (len(pages) != 1)} are lines of signs, without their layout."
    return [notice(GARBLED, said, pages_in_words(pages), "Look at the pages themselves before you cite them.")]


def on_shown(shown: dict[int, Shown]) -> list[Said]:
    """Say where values of a form or remarks were read as text."""
    kinds = (
        ("form-values-read", Shown.FIELDS, "What was filled into the form's fields is part of the text."),
        ("remarks-read", Shown.REMARKS, "Stamps or text that was typed onto the pages are part of the text."),
    )
    return [
        notice(code, said, pages_in_words(pages))
        for code, kind, said in kinds
        if (pages := [number for number, found in shown.items() if kind in found])
    ]


def on_hidden(pages: list[PageText]) -> list[Said]:
    """Say what was left out because no viewer shows it."""
    found: list[Said] = []
    for code, said, words in (
        ("hidden-text-left-out", "Text that nobody sees", {page.number: page.hidden for page in pages}),
        ("text-outside-page-left-out", "Text beyond the page's edge", {page.number: page.outside for page in pages}),
    ):
        places = [number for number, left_out in words.items() if left_out]
        if places:
            sample = _sample([word for number in places for word in words[number]])
            found.append(notice(code, f"{said} was left out: {sample}", pages_in_words(places)))
    return found


def on_lines(dropped: Counter[str]) -> list[Said]:
    """Say which repeated lines were taken for headers and footers."""
    if not dropped:
        return []
    lines = [f"“{_sample([line])}” ({count}×)" for line, count in dropped.most_common(_MOST_LINES)]
    more = f", and {len(dropped) - _MOST_LINES} others" if len(dropped) > _MOST_LINES else ""
    return [notice("repeated-lines-left-out", f"Taken for headers and footers: {', '.join(lines)}{more}.")]


def on_fonts(pages: list[PageText]) -> list[Said]:
    """Say where fonts do not tell which characters they show."""
    found: list[Said] = []
    total = sum(page.characters for page in pages) or 1
    guessed = [page.number for page in pages if page.guessed]
    if guessed:
        said = "Fonts do not say which characters they show; the text was worked out from the order of their signs."
        found.append(
            notice("characters-guessed", said, pages_in_words(guessed), "Compare a few sentences with the file.")
        )
    lost = sum(page.unreadable for page in pages)
    if lost > _FEW * total:
        said = f"Fonts do not say which characters they show: {lost} of {total} may be wrong."
        places = pages_in_words(page.number for page in pages if page.unreadable)
        found.append(notice("characters-unreadable", said, places, _FORCED_OCR))
    return found


def on_widths(own: bool) -> list[Said]:
    """Say where letters would stand on one another, had the fonts no widths of their own."""
    said = "The file gives letters no width; the usual widths of their fonts were taken."
    return [notice("letter-widths-missing", said, None, "Compare a few sentences with the file.")] if own else []


def on_attachments(names: list[str]) -> list[Said]:
    if not names:
        return []
    said = f"{len(names)} attached file{'s' * (len(names) != 1)} left out: {', '.join(names)}"
    return [notice("attachments-left-out", said, None, "Save the attachments from a PDF viewer and import each.")]
