"""The styles of the document: Word's own, by their names, so that a reader's template restyles it."""

from __future__ import annotations

from typing import Any, Final

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from williams_export_report.formats.docx.footnotes import REFERENCE, TEXT
from williams_export_report.formats.docx.runs import language_element

CONTENTS: Final = ("toc 1", "toc 2")
REFERENCES: Final = "Bibliography"
_INK, _QUIET, _LINK = RGBColor(0x0B, 0x4F, 0x8A), RGBColor(0x55, 0x58, 0x5C), RGBColor(0x0B, 0x57, 0xA4)
_SERIF, _SANS = "Cambria", "Calibri"


def add_styles(document: Any, language: str) -> None:
    """Set what is there and add what python-docx's template lacks. ``language`` is that of the document."""
    styles = document.styles
    _default_language(styles, language)
    normal = styles["Normal"]
    normal.font.name, normal.font.size = _SERIF, Pt(11)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(7), 1.15
    for name, size, before in (("Title", 24, 0), ("Heading 1", 16, 22), ("Heading 2", 13, 14)):
        style = styles[name]
        _face(style, _SANS)
        style.font.size, style.font.bold, style.font.color.rgb = Pt(size), True, _INK
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(7)
    _without_border(styles["Title"])
    subtitle = styles["Subtitle"]
    _face(subtitle, _SANS)
    subtitle.font.size, subtitle.font.italic, subtitle.font.color.rgb = Pt(11), False, _QUIET
    caption = styles["Caption"]
    caption.font.size, caption.font.bold, caption.font.color.rgb = Pt(10), False, RGBColor(0, 0, 0)
    caption.paragraph_format.keep_with_next = True
    for level, name in enumerate((*CONTENTS, REFERENCES)):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        style.base_style = normal
        style.paragraph_format.space_after = Pt(3 if name in CONTENTS else 6)
        style.paragraph_format.left_indent = Pt(16 if level == 1 else 28 if name == REFERENCES else 0)
        style.paragraph_format.first_line_indent = Pt(-28) if name == REFERENCES else None
    _footnote_styles(styles, normal)
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER, builtin=True)
    link.font.color.rgb, link.font.underline = _LINK, True


def _footnote_styles(styles: Any, normal: Any) -> None:
    text = styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    text.base_style, text.font.size = normal, Pt(9)
    text.paragraph_format.space_after, text.paragraph_format.line_spacing = Pt(2), 1.0
    text.element.set(qn("w:styleId"), TEXT)
    reference = styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER, builtin=True)
    reference.font.superscript = True
    reference.element.set(qn("w:styleId"), REFERENCE)


def _face(style: Any, name: str) -> None:
    """Name the font itself: the template's headings name those of its theme."""
    style.font.name = name
    fonts = style.element.rPr.rFonts
    for attribute in [each for each in fonts.attrib if each.endswith("Theme")]:
        del fonts.attrib[attribute]


def _without_border(style: Any) -> None:
    for border in style.element.pPr.findall(qn("w:pBdr")):
        style.element.pPr.remove(border)


def _default_language(styles: Any, language: str) -> None:
    defaults = styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for known in defaults.findall(qn("w:lang")):
        defaults.remove(known)
    defaults.append(language_element(language))
