"""The spoken form of a written sentence: same words, without what only the eye can use."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from williams.domain.language_codes import primary_language
from williams_writing.letters import IDEOGRAPHS, SYLLABLES

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
# Persian and the scripts of India spell with joiners; elsewhere they are left over from typesetting and emoji.
_SPELLING = "\u0600-\u06ff\u0750-\u077f\u0900-\u0dff"
_JOINER = re.compile(rf"(?<![{_SPELLING}])[\u200c\u200d]|[\u200c\u200d](?![{_SPELLING}])")
_EMOJI = re.compile("[\u2600-\u27bf\u2b00-\u2bff\ufe0e\ufe0f\u20e3\U0001f000-\U0001faff\U000e0020-\U000e007f]")
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])-[ \t]*\n[ \t]*(?=[^\W\d_])")
_YEAR = r"(?<![\dA-Za-z])(?:(?:1[89]|20)\d\d|(?:١[٨٩]|٢٠)[٠-٩]{2}|(?:१[८९]|२०)[०-९]{2})[a-z]?"
_SEE = (
    r"(?:(?:see|cf\.|e\.g\.,?|[Vv]gl\.|siehe|s\.|voir|véase|ver|vedi|cfr\.|zie|zob\.|por\.|см\.|ср\.|参见|见|参照|"
    r"انظر:?|देखें)\s*)?"
)
_PAGES = (
    r"(?:(?:pp?|SS?|págs?|pagg?|blz|str|s|с|стр|ص|पृ)\.|ص|पृ[०॰])\s?\d+(?:\s?[–-]\s?\d+)?"
    r"(?:\s?(?:ff?\.|sqq?\.|y ss\.|e ss\.|e\.\s?v\.|и сл\.|i n\.))?"
)
_NUMBERED_MARK = re.compile(
    # No end within reach, no mark: else each year on the way there would be tried.
    rf"\s*[\[［【](?=[^\[\]]*[\]］】])(?:\d+(?:\s*[,;،、，–-]\s*\d+)*(?:[,:]\s?{_PAGES})?|[A-Z][\w+-]{{1,20}}|"
    rf"(?=[^\[\]]*[^\W\d_]{{2}})[^\[\]]*{_YEAR}(?:[,;:][^\[\]]*)?)[\]］】]"
)
_NAMED_MARK = re.compile(
    rf"\s*[(（](?=[^()（）]*[)）]){_SEE}[^()（）]*{_YEAR}(?:[,;،、，；][^()（）]*|\s?[:：]\s?\d[\d\s,–-]*)?[)）]"
)
_POINTER = re.compile(
    rf"\s*[(（]{_SEE}(?:(?:Figs?\.|Figures?|Figur[ae]s?|Tables?|Tableaux?|Tabl?[ae]s?|Tabell[ae]s?|Abb\.|Afb\.|Tab\.|Eqs?\.|"
    r"Sec\.|Section|Appendix|[Rr]ys\.|[Рр]ис\.|[Тт]абл\.|شكل|चित्र)\s|[图圖図表]\s?\d)[^()（）]*[)）]"
)
_PAGE_MARK = re.compile(rf"\s*[(（]{_SEE}(?:[^\W\d_][^()（）]{{0,60}}[,،，]\s*)?{_PAGES}[)）]")
_SAME_MARK = re.compile(
    r"\s*[(（](?:[IiÍí]b[ií]d(?:em)?\.?|[Ee]bd\.|[Ee]benda|[Tt]amże|[Тт]ам же|op\. cit\.|loc\. cit\.|a\. ?a\. ?O\.|"
    r"同上|同前|المرجع نفسه|वही)(?:,[^()（）]*)?[)）]"
)
_FOOTNOTE_MARK = re.compile(
    r"(?:(?<=[^\W\d_]{3}[.,;!?])|(?<=\)[.,;!?]))\d{1,2}(?=\s|$)|(?:^|(?<=[^\W\d_]{3})|(?<=[.,;!?)]))[⁰¹²³⁴-⁹]+"
)
_URL = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]]+[^\s<>()\[\].,;:!?]")
_WORDS: dict[str, tuple[tuple[str, str], ...]] = {
    "en": (
        (r"\be\.\s?g\.", "for example"),
        (r"\bi\.\s?e\.,?", "that is,"),
        (r"\bet al\.", "and colleagues"),
        (r"\bFigs?\.\s?(?=\d)", "Figure "),
        (r"\bEqs?\.\s?(?=\(?\d)", "Equation "),
        (r"\bSec\.\s?(?=\d)", "Section "),
        (r"\bvs\.", "versus"),
        (r"\bcf\.", "compare"),
        (r"\bapprox\.", "approximately"),
        (r"≈\s?", "about "),
        (r"\s?±\s?", " plus or minus "),
        (r"≥\s?", "at least "),
        (r"≤\s?", "at most "),
    ),
    "de": (
        (r"\bz\.\s?B\.", "zum Beispiel"),
        (r"\bi\.\s?e\.,?", "das heißt,"),
        (r"\bd\.\s?h\.", "das heißt"),
        (r"\bu\.\s?a\.", "unter anderem"),
        (r"\bbzw\.", "beziehungsweise"),
        (r"\busw\.", "und so weiter"),
        (r"\bca\.", "circa"),
        (r"\bvgl\.", "vergleiche"),
        (r"\bAbb\.\s?(?=\d)", "Abbildung "),
    ),
    "fr": ((r"\bi\.\s?e\.,?", "c’est-à-dire"), (r"\bp\.\s?ex\.", "par exemple"), (r"\bc\.-à-d\.", "c’est-à-dire")),
    "es": (
        (r"\bi\.\s?e\.,?", "es decir,"),
        (r"\be\.\s?g\.,?", "por ejemplo,"),
        (r"\bp\.\s?ej\.", "por ejemplo"),
        (r"\bEE\.\s?UU\.", "Estados Unidos"),
    ),
}

# Each pattern with a character without which it cannot match: most sentences need none of them.
_PATTERNS = {
    language: [
        (next((character for character in pattern if not character.isascii()), "."), re.compile(pattern), words)
        for pattern, words in replaced
    ]
    for language, replaced in _WORDS.items()
}
_IDEOGRAPH, _SYLLABLE = re.compile(rf"[{IDEOGRAPHS}]"), re.compile(rf"[{SYLLABLES}]")
_MARKS = (
    ("[［【", _NUMBERED_MARK),
    ("(（", _NAMED_MARK),
    ("(（", _POINTER),
    ("(（", _PAGE_MARK),
    ("(（", _SAME_MARK),
)
_UNUSUAL = re.compile(r"[^\x20-\x7e]")
_DOUBLE_COMMA = re.compile(r",\s*,")
_SPACE_BEFORE_STOP = re.compile(r"\s+([.,;:!?](?:\s|$))")


def spoken_form(text: str, language: str) -> str:
    """Mend broken words and ligatures, leave out citation marks and invisible characters, read links as their host."""
    mended = _BROKEN_WORD.sub("", text.translate(_INVISIBLE))
    if not mended.isascii():
        mended = _EMOJI.sub("", _JOINER.sub("", mended))
    mended = _UNUSUAL.sub(_letters, unicodedata.normalize("NFC", mended))
    # A mark is looked for from each blank of a run before it.
    mended = " ".join(mended.split())
    for openings, mark in _MARKS:
        if any(opening in mended for opening in openings):
            mended = mark.sub("", mended)
    mended = _FOOTNOTE_MARK.sub("", mended)
    mended = _URL.sub(_host, mended)
    for needle, pattern, words in _PATTERNS.get(primary_language(language), ()):
        if needle in mended:
            mended = pattern.sub(words, mended)
    mended = _DOUBLE_COMMA.sub(",", " ".join(mended.split()))
    return mended if primary_language(language) == "fr" else _SPACE_BEFORE_STOP.sub(r"\1", mended)


def count_words(text: str) -> int:
    """Count words as a speaker would: by white space, and by characters where a script has none."""
    if text.isascii():
        return len(text.split())
    return len(text.split()) + len(_IDEOGRAPH.findall(text)) // 2 + len(_SYLLABLE.findall(text)) // 4


def _letters(match: re.Match[str]) -> str:
    character = match.group()
    if "\ufb00" <= character <= "\ufb4f":
        return unicodedata.normalize("NFKC", character)
    if character in "\u200c\u200d":
        return character
    return " " if unicodedata.category(character) in ("Cc", "Cf", "Co", "Cn") else character


def _host(match: re.Match[str]) -> str:
    address = match.group()
    host = urlsplit(address if "://" in address else f"//{address}").netloc
    return host.removeprefix("www.") or address
