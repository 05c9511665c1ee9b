"""Abbreviations that sentences do not end with, since a name or a number follows: by language, in small letters."""

from __future__ import annotations

import re
from typing import Final

_TITLES: Final = "dr prof"
_FOLLOWED: Final = {
    "bn": "ড ডা ডঃ মো",
    "ca": "sr sra av núm pàg fig art cap",
    "cs": "č str obr tab ul nám např tj mgr ing p čl kap odst",
    "da": "kl nr s fig kap hr fr jf ca",
    "de": "fa str nr hr fr frl dipl ing bspw evtl inkl exkl zzgl sog tel vgl zit hrsg aufl abb tab kap bd nrn jg",
    "el": "κ κα κος κες σελ αρ π.χ δηλ βλ εικ",
    "en": "gen col lt capt sgt rev hon gov sen rep pres mt ft st messrs supt adm cmdr vol",
    "es": "av avda núm pág págs fig figs art arts cap ej dña vol vols núms c cía",
    "fi": "nro s ks esim",
    "fr": "av apr chap fig figs env boul bd st ste mgr cf vol pp p art n no éd mme mlle vve",
    "hi": "डॉ डा रु श्री प्रो कु पं सं",
    "hu": "kb pl ún ill old sz id ifj özv",
    "it": "n nn art artt pag pagg fig figg cap capp sig sigg sig.ra dott dott.ssa avv ing on vol voll cfr es",
    "ml": "ഡോ ശ്രീ",
    "nb": "kl nr s fig kap hr fr jf ca",
    "nl": "dhr mevr art blz nr fig hfst mr ir ing drs bijv bv vgl",
    "no": "kl nr s fig kap hr fr jf ca",
    "pl": "ul al pl nr str rys tab św im inż mgr ks np tj tzn por zob ur gen płk kpt hab",
    "pt": "av pág págs fig figs art arts núm n sr sra srs dra profa r vol cap ex",
    "ro": "nr str pag fig art cap dl dna",
    "ru": "рис табл им гл ул просп тов проф акад св см напр ср стр пп",
    "sk": "č str obr tab ul nám napr tj mgr ing p čl kap",
    "sv": "kl nr s sid fig kap hr fr jfr ca",
    "ta": "ரூ திரு டாக்டர் செல்வி எண்",
    "th": "ดร ศ รศ ผศ พ.ศ ค.ศ น.ส ด.ช ด.ญ พล.อ พล.ต จ อ ต ถ",
    "tr": "doç av no s bkz örn m.ö m.s yrd",
    "uk": "рис табл ім гл вул буд проф акад св див напр стор пор",
}
_KNOWN: Final = {language: frozenset(f"{_TITLES} {words}".split()) for language, words in _FOLLOWED.items()}
_MARKS: Final = "\"'“”‘’„«»‹›([{"


_ALSO_WORDS: Final = "art cap ex fig im on s st al no sid str es"
_WORDS_TOO: Final = frozenset(_ALSO_WORDS.split())
"""They are words as well: it takes a number behind them."""
_MEASURED: Final = re.compile(r"\d\s\S+$")
"""What stands behind a number may be its unit, with which a sentence may end."""
_WITH_DANDA: Final = frozenset({"hi", "bn"})
"""Languages of which no sentence ends with a full stop."""


def is_followed(text: str, after: str, language: str) -> bool:
    """Tell whether a text ends with an abbreviation that ``after`` belongs to. ``language`` is a primary one."""
    last = text.rpartition(" ")[2].lstrip(_MARKS)
    if not last.endswith(".") or last[:-1].lower() not in _KNOWN.get(language, ()):
        return False
    if after[:1].isdigit() or language in _WITH_DANDA:
        return True
    return last[:-1].lower() not in _WORDS_TOO and not _MEASURED.search(text)
