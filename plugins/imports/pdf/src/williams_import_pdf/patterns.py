"""How the parts of a document begin, in the languages most papers are written in."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Symbol fonts leave their bullets at codes without a meaning of their own, as the last two ranges.
BULLET = re.compile(r"^[•◦‣▪▫■□●○◆◇➢➤✓∙·⁃*–—\x80-\x9f\ue000-\uf8ff-]\s+(?=\S)")
NUMBERED = re.compile(r"^(?:\(?\d{1,2}[.)]|\(?[a-zA-Z][.)]|\((?:[ivx]{1,5})\)|[ivx]{1,5}[.)])\s+(?=\S)")
CAPTION = re.compile(
    r"^(?:Figure|Fig\.|Table|Tab\.|Listing|Algorithm|Scheme|Plate|Abbildung|Abb\.|Tabelle|Figura|Tabla|Tableau|Tabela)"
    r"\s*(?:\d+(?:[.-]\d+)*|[IVX]+|[A-Z]\.?\d+)\s*(?:[.:|—–]|$)",
    re.IGNORECASE,
)
LOOSE_CAPTION = re.compile(CAPTION.pattern.removesuffix(r"\s*(?:[.:|—–]|$)") + r"\b", re.IGNORECASE)
TABLE_CAPTION = re.compile(r"^(?:Tab(?:le|\.|elle|leau|la|ela|ella|el|ell)?|Tafel|Taula|表|표|Табл)\b", re.IGNORECASE)
FIGURE_CAPTION = re.compile(
    r"^(?:Fig(?:ure|ura|\.|uur)?|Abb(?:ildung|\.)?|Plate|Scheme|Chart|Diagram|Rys(?:unek|\.)|Рис(?:унок|\.)?|图|圖|図|그림)\s*[\dIVX]",
    re.IGNORECASE,
)
NUMBER = re.compile(r"[^\w\s]*\d[\d.,:/\s%°€$£×±–−-]*\w{0,4}[^\w\s]*|[–—-]")
"""A whole cell that says how many or how much."""
SECTION_NUMBER = re.compile(
    r"^(?:(?:chapter|part|section|appendix|kapitel|anhang|chapitre|capítulo)\s+)?"
    r"(?:\d{1,3}(?:\.\d{1,3}){0,5}|[A-Z](?:\.\d{1,3}){1,5}|[A-Z]|[IVX]{1,6})[.:)]?\s+(?=[^\W\d_]|[\"“‘(\\])",
    re.IGNORECASE,
)
DOTTED = re.compile(r"^(\d{1,3}(?:\.\d{1,3})*)\.?\s+[^\W\d_]")
ROMAN_CAPITALS = re.compile(r"^[IVX]{1,5}\.\s+[A-Z][A-Z\s,&:-]+$")
REFERENCES = re.compile(
    r"^(?:references|bibliography|works cited|literature(?: cited)?|literatur(?:verzeichnis)?|quellen|références"
    r"|bibliographie|referencias|bibliografía|bibliografia|referências|riferimenti)$",
    re.IGNORECASE,
)
NOTES = re.compile(
    r"^(?:(?:end\s?)?notes(?: and references)?|(?:end|schluss)noten|anmerkungen|notes (?:de fin|finales)"
    r"|notas(?: finales| de fim)?"
    r"|note(?: finali)?|(?:eind)?noten|noter|przypisy|примечания|注釈?|註釋?|注释|尾注|ملاحظات|الهوامش|הערות)\s*:?$",
    re.IGNORECASE,
)
STANDING_ALONE = re.compile(
    r"^(?:abstract|summary|introduction|conclusions?|acknowledge?ments?|appendix|contents|table of contents"
    r"|zusammenfassung|einleitung|résumé|resumen|resumo)$",
    re.IGNORECASE,
)
REFERENCE_MARK = re.compile(r"^(?:\[[\w+.:-]{1,24}\]|\(?\d{1,3}[.)])\s*(?=\S)")
CONTENTS_LINE = re.compile(r"…\s*(?:\d{1,4}|[ivxlc]{1,6})$")
CONTENTS = re.compile(
    r"^(?:(?:table of )?contents|inhalt(?:sverzeichnis)?|table des matières|sommaire|índice|indice|sumário)$",
    re.IGNORECASE,
)
CONTENTS_ENTRY = re.compile(r"[^\W\d_].*\s(?:\d{1,4}|[ivxlc]{1,6})$")
_CURRENCY = r"(?:[€$£¥]|\b(?:AUD|BRL|CAD|CHF|CNY|CZK|DKK|EUR|GBP|HUF|INR|JPY|KRW|MXN|NOK|PLN|RUB|SEK|TRY|USD|ZAR)\b)"
AMOUNT = re.compile(
    rf"(?:{_CURRENCY}\s*[-+−]?\d[\d.,'’]*[.,]\d\d|\d[.,]\d\d\s*{_CURRENCY}|\d[.,'’]\d{{3}}[.,]\d\d)(?:\s*(?:CR|DR|[-+−]))?$"
)
"""How lines end that say how much: with a currency and hundredths, or with thousands and hundredths set off."""
_SENTENCE_END = re.compile(r"(?:[.!?:…]|[。！？：．؟۔।])[\"'”’»)\]」』）】〉》]*\d{0,3}$")


_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]+")


def find_doi(texts: Iterable[str]) -> str | None:
    """Return the first digital object identifier in the texts."""
    for text in texts:
        found = _DOI.search(text)
        if found:
            return found.group().rstrip(".,;:)]}'")
    return None


def ends_sentence(text: str) -> bool:
    """True if a sentence ends here; a footnote's mark may stand behind it."""
    return bool(_SENTENCE_END.search(text[-8:]))


def without_number(text: str) -> str:
    """Return a heading without its number, for comparison."""
    text = text.strip()
    found = SECTION_NUMBER.match(text)
    return text[found.end() :] if found else text
