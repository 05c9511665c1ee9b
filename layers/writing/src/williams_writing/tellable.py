"""Which sentences can be told aloud."""

from __future__ import annotations

import re

from williams.domain.sentence_ends import CLOSERS, ENDS
from williams_writing.letters import IDEOGRAPHS, UNMARKED, begins_small, is_latin, share_of_letters
from williams_writing.spoken import count_words

_SHORTEST, _LONGEST = 6, 55
_SHORTEST_PACKED = 4  # words, where articles and prepositions are parts of words or there are none
_FEWEST_LETTERS = 0.72
_FEWEST_LETTERS_PACKED = 0.6  # one ideograph is a word, and a mark beside it weighs more
_SHORTEST_CRUMB = 5  # words of a line without a full stop, where a source has no whole sentences
_ENDS = re.compile(
    rf"(?:(?:[{ENDS}]|(?<=[Ͱ-Ͽἀ-῿]);)(?:\s?[{CLOSERS}])*(?:\s*\[\d[\d,;\s–-]*\])*|(?:[^\W\d_]{{3}}|\))[.!?]\d{{1,2}}|[{UNMARKED}])$"
)
_IDEOGRAPH = re.compile(rf"[{IDEOGRAPHS}]")
_CUT_OFF = re.compile(
    r"(?:^|[\s(,])(?:see|in|by|of|from|and|siehe|in|von|voir|dans|par|véase|en|por|vedi|da|di|veja|ver|em|zie|van|door|"
    r"zobacz|patrz|przez|w|z|смотри|см|в|из|от|e\.g|i\.e|z\.\s?b|d\.\s?h|p\.\s?ex|p\.\s?ej|bijv)\.$|(?:参见|参考|参照|见)[。.]$|(?<!\w)(?:انظر|देखें)[.।]$",
    re.IGNORECASE,
)
_CRUMB = re.compile(
    r"^\W*(?:Figs?\b|Figures?\b|Tables?\b|Tab\.|Abb\.|Abbildung|Tabelle|Tableau|Figura|Tabla|Algorithm \d|"
    r"Listing|Keywords|"
    r"(?-i:\d{1,2} ?[A-ZÀ-Þ][a-zà-ÿ])|\d+(?:\.\d+)+\.? |(?a:\w{1,4}) [—–] |Pointer to |"
    r"Index Terms|Schlüsselwörter|Mots[- ]clés|Palabras clave|Proof\b|Lemma\b|\[\d+\]|\d+\s*$|[•▪●◦*–—-]\s)",
    re.IGNORECASE,
)
_BOILERPLATE = re.compile(
    r"©|all rights reserved|\bdoi:|\bdoi\.org|\barXiv:|\bISBN\b|\bISSN\b|\S@\S|permission to (?:make|copy)|"
    r"licensed under|"
    r"\bredistribut\w+ (?:it|and|or)\b|\bwithout (?:any )?warranty|(?:released|distributed) under|"
    r"hope that it will be useful|"
    r"\bthis license\b|copy of the license|permission is (?:hereby )?granted|corresponding author|copyright|"
    r"et al\.,? \d{4}\)?\.?$|\bpp\. ?\d|Proceedings of the|\bIn Proc\b",
    re.IGNORECASE,
)
_POINTS_AT_PICTURE = re.compile(
    r"\b(?:shown|see|seen|listed|depicted|illustrated|given|summari[sz]ed|plotted|reported|presented|gezeigt|"
    r"siehe|zeigt|"
    r"voir|montre|véase|muestra)\b[^.]{0,25}\b(?:Fig|Table|Tab|Abb|Eq|Listing|below|above|unten|oben|ci-dessous)|"
    r"\b(?:Figure|Fig\.|Table|Abbildung|Tabelle|Tableau|Figura|Tabla)\s\d+[a-z]?\s(?:shows?|presents?|lists?|"
    r"zeigt|montre|muestra)",
    re.IGNORECASE,
)
# Words without which the costlier patterns cannot match.
_IMPRINT = re.compile(
    r"©|reserved|doi|arxiv|isbn|issn|@|permission|licen|redistribut|warranty|under|useful|author|copyright|et al|"
    r"pp\.|proc"
)
_PICTURE = re.compile(r"[Ff]ig|[Tt]ab|[Aa]bb|\bEq|[Ll]isting|[Bb]elow|[Aa]bove|unten|oben|ci-dessous")
_PAIRS = (("(", ")"), ("[", "]"), ("«", "»"), ("（", "）"), ("「", "」"), ("『", "』"), ("《", "》"))
_QUOTES = (re.compile("[„“”]"), re.compile(r'(?<![^\W\d_])"|"(?![^\W\d_])'))
_FORMULA = re.compile(r"[=∑∏∫∈∀∃∂√∞←→⇒≡⊆∪∩^_{}|\\<>]|[\U0001d400-\U0001d7ff\ue000-\uf8ff]")
_SKIPPED_SECTION = re.compile(
    r"\b(?:references?|bibliograph\w*|works cited|acknowledge?ments?|table of contents|contents|index|"
    r"author contributions|list of (?:tables|figures)|revision history|changelog|"
    r"competing interests|conflicts? of interest|funding|data availability|appendi(?:x|ces)|supplementa\w*|"
    r"about the authors?|further reading|addendum\b.*licen[cs]e.*|"
    r"bibliographie (?:succincte|sommaire|sélective|choisie|indicative)|(?:références|referencias) bibliogr\w+|"
    r"literatur(?:verzeichnis)?|quellen|danksagung|inhalt(?:sverzeichnis)?|anhang|références|remerciements|"
    r"annexes?|sommaire|"
    r"(?:[\w ]+ )?licen[cs]es?|copyright|copying|legal notices?|lizenz|licence|licencia|referencias|"
    r"bibliografía|agradecimientos|anexos?|índice)\s*$",
    re.IGNORECASE,
)


def is_tellable(sentence: str, *, strict: bool = True) -> bool:
    """Whether a sentence is whole, of a length one can follow, and no caption, formula or imprint."""
    words = count_words(sentence)
    shortest = _SHORTEST if is_latin(sentence) else _SHORTEST_PACKED
    if strict and not (shortest <= words <= _LONGEST and _ENDS.search(sentence)):
        return False
    if _CRUMB.match(sentence) or _is_imprint(sentence) or len(_FORMULA.findall(sentence)) > 2:
        return False
    if not strict:
        whole = _ENDS.search(sentence) or (words >= _SHORTEST_CRUMB and not sentence[-1:].isdigit())
        return words >= 2 and bool(whole) and share_of_letters(sentence) > 0.6
    if begins_small(sentence) or (_PICTURE.search(sentence) and _POINTS_AT_PICTURE.search(sentence)):
        return False
    fewest = _FEWEST_LETTERS_PACKED if _IDEOGRAPH.search(sentence) else _FEWEST_LETTERS
    return share_of_letters(sentence) > fewest and _is_balanced(sentence)


def is_cut_off(spoken: str) -> bool:
    """Whether a sentence ends where a mark, left out in speech, stood, or before an example: "see [3].", "e.g."."""
    return bool(_CUT_OFF.search(spoken))


def is_skipped_section(heading: str | None) -> bool:
    """Whether nothing of a section is told: references, thanks, contents, appendices."""
    return bool(heading and _SKIPPED_SECTION.search(heading))


def _is_imprint(sentence: str) -> bool:
    return bool(_IMPRINT.search(sentence.lower()) and _BOILERPLATE.search(sentence))


def _is_balanced(sentence: str) -> bool:
    """Curly quotes open and close differently in every language: „…“, “…”, ”…”. Hebrew has quotes inside words."""
    paired = all(sentence.count(left) == sentence.count(right) for left, right in _PAIRS)
    return paired and not any(len(quotes.findall(sentence)) % 2 for quotes in _QUOTES)
