"""Which sentences can be told aloud, and which need the one before them."""

from __future__ import annotations

import re

from williams_writing.spoken import count_words

_SHORTEST, _LONGEST = 6, 55
_SHORTEST_CRUMB = 5  # words of a line without a full stop, where a source has no whole sentences
_ENDS = re.compile(r"(?:[.!?。！？…][\"'”’»)\]]*(?:\s*\[\d[\d,;\s–-]*\])*|(?:[^\W\d_]{3}|\))[.!?]\d{1,2})$")
_CUT_OFF = re.compile(
    r"(?:^|[\s(,])(?:see|in|by|of|from|and|siehe|in|von|voir|dans|par|véase|en|por)\.$", re.IGNORECASE
)
_CRUMB = re.compile(
    r"^\W*(?:Figs?\b|Figures?\b|Tables?\b|Tab\.|Abb\.|Abbildung|Tabelle|Tableau|Figura|Tabla|Algorithm \d|"
    r"Listing|Keywords|"
    r"(?-i:\d{1,2} ?[A-ZÀ-Þ][a-zà-ÿ])|\d+(?:\.\d+)+\.? |\w{1,4} [—–] |Pointer to |"
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
_FORMULA = re.compile(r"[=∑∏∫∈∀∃∂√∞←→⇒≡⊆∪∩^_{}|\\<>]|[\U0001d400-\U0001d7ff\ue000-\uf8ff]")
_SKIPPED_SECTION = re.compile(
    r"\b(?:references?|bibliograph\w*|works cited|acknowledge?ments?|table of contents|contents|index|"
    r"author contributions|list of (?:tables|figures)|revision history|changelog|"
    r"competing interests|conflicts? of interest|funding|data availability|appendi(?:x|ces)|supplementa\w*|"
    r"about the authors?|"
    r"literatur(?:verzeichnis)?|quellen|danksagung|inhalt(?:sverzeichnis)?|anhang|références|remerciements|"
    r"annexes?|sommaire|"
    r"(?:[\w ]+ )?licen[cs]es?|copyright|copying|legal notices?|lizenz|licence|licencia|referencias|"
    r"bibliografía|agradecimientos|anexos?|índice)\s*$",
    re.IGNORECASE,
)

# A first word that points back. "It is …" and its like point nowhere.
_POINTING = {
    "en": r"this(?! (?:\w+ )?(?:document|manual|guide|book|paper|article|essay|report|tutorial|study|thesis|"
    r"handbook)\b)|"
    r"these|those|that|they|it(?! (?:is|was|has been|seems|turns|follows|may be|can be)\b)|he|she|"
    r"such|its|their|his|her|"
    r"both|another|however|therefore|thus|hence|moreover|furthermore|but|and|so|also|or|yet|instead|then|"
    r"in contrast|by contrast|"
    r"as a result|for example|for instance|e\.g\.|similarly|likewise|consequently|accordingly|nevertheless|"
    r"nonetheless|here|"
    r"the latter|the former|in particular|in addition|additionally|again|otherwise|conversely|specifically|"
    r"note that|finally|"
    r"second|third|secondly|thirdly|on the other hand|rather|still|there(?!\s(?:is|are|was|were|has|have)\b)|"
    r"as such|that is|"
    r"in this|in these|in that|at this|for this|to this|with this|under this|because of this|in the same|the same|"
    r"these|to do so|now|of course|the reason|the following|for this reason|in this case|in that case|in both cases|"
    r"as (?:you|we) (?:can |have )?(?:see|saw|seen)|"
    r"indeed|even so|in short|one of (?:them|these)|each of (?:them|these)|none of (?:them|"
    r"these)|the other",
    "de": r"dies\w*|jene\w*|er|sie|es(?! (?:ist|gibt|war|wird)\b)|solche\w*|seine?\w*|ihre?\w*|beide\w*|jedoch|"
    r"aber|und|daher|deshalb|"
    r"somit|also|dadurch|dabei|damit|dazu|davon|daraus|darüber|darum|außerdem|zudem|ferner|allerdings|dennoch|"
    r"trotzdem|"
    r"hingegen|dagegen|hier|so|zum beispiel|z\. ?b\.|letztere\w*|erstere\w*|ebenso|auch|sonst|schließlich|dann|"
    r"insbesondere",
    "fr": r"ce(?:ci|la|tte|ttes|t|s)?|c['’]est|ils?|elles?|celui|celle|ceux|son|sa|ses|leurs?|cependant|"
    r"toutefois|donc|ainsi|aussi|"
    r"mais|et|or|de plus|en outre|par conséquent|en effet|par exemple|néanmoins|pourtant|enfin|ensuite|puis|ici|"
    r"les deux",
    "es": r"est[eao]s?|es[eao]s?|aquel\w*|ellos?|ellas?|él|ella|su|sus|sin embargo|por lo tanto|por tanto|así|"
    r"además|pero|y|o|"
    r"también|entonces|luego|por ejemplo|no obstante|en cambio|finalmente|aquí|ambos|ambas|tales?",
}
_LEANS = {language: re.compile(rf"^\W*(?:{words})\b", re.IGNORECASE) for language, words in _POINTING.items()}


_POINTS_INSIDE = {
    "en": re.compile(
        r"^(?:\S+\s+){1,5}?(?:kept?|knew|know|have|has|made?|of|for|with|by|on|to|at) (?:that|these|those) \w+"
    )
}


def is_tellable(sentence: str, *, strict: bool = True) -> bool:
    """Whether a sentence is whole, of a length one can follow, and no caption, formula or imprint."""
    words = count_words(sentence)
    if strict and not (_SHORTEST <= words <= _LONGEST and _ENDS.search(sentence)):
        return False
    if _CRUMB.match(sentence) or _is_imprint(sentence) or len(_FORMULA.findall(sentence)) > 2:
        return False
    if not strict:
        whole = _ENDS.search(sentence) or (words >= _SHORTEST_CRUMB and not sentence[-1:].isdigit())
        return words >= 2 and bool(whole) and _share_of_letters(sentence) > 0.6
    if _opening_letter(sentence).islower() or (_PICTURE.search(sentence) and _POINTS_AT_PICTURE.search(sentence)):
        return False
    return _share_of_letters(sentence) > 0.72 and _is_balanced(sentence)


def leans_on_previous(sentence: str, language: str) -> bool:
    """Whether the sentence begins with a word that is only understood after its predecessor."""
    pattern = _LEANS.get(language[:2].lower())
    return bool(pattern and pattern.match(sentence))


def points_back_inside(sentence: str, language: str) -> bool:
    """Whether a sentence names something of its predecessor further on: "Libraries kept that knowledge."."""
    pattern = _POINTS_INSIDE.get(language[:2].lower())
    return bool(pattern and pattern.match(sentence))


def is_cut_off(spoken: str) -> bool:
    """Whether a sentence ends where a mark, left out in speech, stood: "For its history, see [3]."."""
    return bool(_CUT_OFF.search(spoken))


def is_skipped_section(heading: str | None) -> bool:
    """Whether nothing of a section is told: references, thanks, contents, appendices."""
    return bool(heading and _SKIPPED_SECTION.search(heading))


def _is_imprint(sentence: str) -> bool:
    return bool(_IMPRINT.search(sentence.lower()) and _BOILERPLATE.search(sentence))


def _opening_letter(sentence: str) -> str:
    return next((character for character in sentence if character.isalnum()), "a")


def _share_of_letters(sentence: str) -> float:
    visible = "".join(sentence.split())
    return sum(map(str.isalpha, visible)) / max(1, len(visible))


def _is_balanced(sentence: str) -> bool:
    pairs = (("(", ")"), ("[", "]"), ("“", "”"), ("«", "»"))
    return all(sentence.count(left) == sentence.count(right) for left, right in pairs) and sentence.count('"') % 2 == 0
