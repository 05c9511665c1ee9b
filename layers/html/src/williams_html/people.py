"""Which of the words of a byline are people, or others who may stand in credits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from williams_html.hosts import is_of_host, is_short_for
from williams_html.tree import tidy

_BY: Final = re.compile(
    r"^(?:[A-Z][a-z]+ )?(?:(?:written|posted|published|reported|words|text|story) by|by|par|por|door|di|av|af|przez)"
    r"(?: |: ?)|^(?:von(?: |: ?)|[A-Z][a-z]+ von (?!(?:der|den|dem|zu)\b)(?=\S+ \S))"
    r"|^(?:author|interview|autor(?:in)?|auteur|autore|text|words|story)s?: ?|^(?:автор|著者|作者|文)[:：/] ?",
    re.IGNORECASE,
)
_AROUND: Final = " ,.\u2013\u2014-'\"~>*\u00a9\u2192\u2190\u203a\u2039\u00bb\u00ab"
_ACCOUNT_NAME: Final = re.compile(r" @\w+$")
_ABBREVIATED: Final = re.compile(r"(?:\b[^\W\d_]|\b(?:[JS]r|Inc|Ltd|Co|Corp|e\. ?V))\.$")
"""What a full stop belongs to at the end of a name."""
_PARTS: Final = re.compile(r" ?[;|\u2022\u00b7/\n] ?")
_AND: Final = re.compile(r",? (?:and|und|et|y|e|en|och|og|i) | ?& ?(?!Co\b)")
"""Between names in a text without runs of white space."""
_PARTICLES: Final = frozenset(
    [
        "de",
        "del",
        "della",
        "der",
        "den",
        "van",
        "von",
        "zu",
        "zum",
        "zur",
        "di",
        "da",
        "dos",
        "do",
        "du",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "ibn",
        "ben",
        "af",
        "av",
        "ter",
        "ten",
    ]
)
_ROLES: Final = re.compile(
    r"\b(?:writer|reporter|editor(?:-at-large|-in-chief)?|correspondent|columnist|journalist|photographer|contributor"
    r"|staff|analyst|producer|critic|intern|freelancer?|desk|bureau|newsroom|columns?|redak(?:tion|cja)"
    r"|redakteur(?:in)?"
    r"|korrespondent(?:in)?|journaliste|rédact(?:eur|rice|ion)|redacción|redactor|redazione|redacção|redactie|editorial"
    r"|blogger|webmaster|moderator|special to|ph\.?d|m\.?d)\b",
    re.IGNORECASE,
)
_AGENCIES: Final = frozenset(
    [
        "afp",
        "ap",
        "ansa",
        "apa",
        "dpa",
        "dpa-afx",
        "epd",
        "efe",
        "kna",
        "pa",
        "pti",
        "sid",
        "tass",
        "reuters",
        "bloomberg",
        "xinhua",
        "itar-tass",
        "interfax",
        "newsroom",
        "ritzau",
        "lusa",
        "belga",
        "anp",
        "pap",
        "ctk",
        "stt",
        "ntb",
        "tt",
        "ians",
        "ani",
        "cna",
        "cnn",
        "bbc",
        "kyodo",
        "yonhap",
    ]
) | {
    "associated press",
    "the associated press",
    "agence france-presse",
    "press association",
    "deutsche presse-agentur",
    "press trust of india",
    "united press international",
    "canadian press",
    "the canadian press",
    "australian associated press",
}
_ACCOUNTS: Final = re.compile(
    r".*admin(?:istrator)?\d*|\w*(?:web|site|news)(?:master|team)|unknown|authors?|none|null|anonymous|root|no author"
    r"|#\w*|(?:more|all) posts|view profile.*|(?:about|über) .*|.*\bwww\..*|.* (?:by|von|par|por|de)"
    r"|editors?|staff"
    r"|team|guest|super ?user|user\d*|test|wordpress|default|by|published|updated|redaktion|redaction|\S*@\S+"
    r"|\S+\.[a-z]{2,4}|agenc(?:y|ies)|(?:[^\W\d_]\.){2,5}|.*\d{3,}.*",
    re.IGNORECASE,
)
_DATE: Final = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:mon|diens|donners|frei|sams|sonn)tag\b|\bmittwoch\b"
    r"|\b(?:jan(?:uary|uar)?|feb(?:ruary|ruar)?|mar(?:ch)?|märz|apr(?:il)?|may|mai|june?|juni|july?|juli|aug(?:ust)?"
    r"|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?)\.? \d|\d{1,2}[./-]\d{1,2}[./-]\d"
    r"|\b(?:19|20)\d\d\b|\d{1,2}:\d\d"
    r"|\b(?:published|updated|posted|last modified|aktualisiert|veröffentlicht|publié|publicado)\b",
    re.IGNORECASE,
)
_LOUD: Final = re.compile(r"((?:[^\W\d_a-zß-öø-ÿ][^\W\d_a-zß-öø-ÿ]+ ){2,4})(?=[A-Z][a-z])")
"""Two to four words in capitals, before one that is not."""
_NO_FIRST_NAME: Final = re.compile(
    r"(?:contributors|zu[rm]|mehr|alle[sn]?|all|more|view|read|show|our|your|about|copyright|voir|lire|tous|todos|leggi|tutti|ver)"
    r"(?= )",
    re.IGNORECASE,
)
"""What labels and links begin with."""
_LONGEST: Final = 100
_ADDRESS: Final = re.compile(r"(?<![^\s,])[^\s@,]++@[^\s.,]++\.[^\s,]++")
_ACRONYM: Final = re.compile(r"[A-ZÄÖÜ]{2,5}")
_BODIES: Final = re.compile(
    r"\b(?:GmbH|AG|KG|mbH|e\. ?V|Inc|Ltd|LLC|S\.A|Corp|Media|Média|Medien|Verlag|Zeitung|Online|News|Magazin|Magazine"
    r"|Radio|Stiftung|Foundation|Institut|Institute|Verband|Verein|Ministerium|Bundes\w+|\w*[Aa]nstalt|Universit\w+|Agentur|Agency|Team|Press"
    r"|Presse\w*|Group|Gruppe|Club|Welle|Union|Network)\b|www\."
)
"""Words of which names of bodies are made, and no names of people."""
_LEGAL_FORM: Final = re.compile(r" (?:gmbh(?: & co\.? kg)?|ag|e\. ?v\.?|inc\.?|ltd\.?|llc|s\.a\.?)$")
_SEAT: Final = re.compile(
    r", (?:Germany|Deutschland|Austria|Österreich|Switzerland|Schweiz|Suisse|France|Italia|España|USA|UK|Polska)$"
)
"""Where a company has its seat: shops declare themselves so."""


def split_authors(texts: Iterable[str], sites: Collection[str] = ()) -> list[str]:
    """Return the names in bylines without doubles: no roles, agencies, accounts, dates, nor the site itself.

    ``sites`` are names of the site, of which letters and digits count.

    One text may hold several, parted by ``;``, ``and``, or by commas between them.
    """
    found = (_once(name) for text in texts for name in _names(tidy(text)))
    own = {_letters(site) for site in sites}
    names = (name for name in found if _may_stand(name) and not _is_own(name, own, sites))
    return list({name.casefold(): name for name in reversed(list(names))}.values())[::-1]


def is_person(name: str) -> bool:
    """True for two to five words that begin with capitals, as the names of people do; or a name without blanks.

    What has a body's legal form, or an acronym beside other words, is none.
    """
    words = name.split()
    if any(character.isdigit() for character in name) or _ROLES.search(name) or len(name) > _LONGEST:
        return False
    if _NO_FIRST_NAME.match(name):
        return False
    if _BODIES.search(name) or (not name.isupper() and any(map(_ACRONYM.fullmatch, words))):
        return False
    if len(words) == 1:
        return not name.isascii() and not any(map(str.isupper, name)) and not any(map(str.islower, name))
    return len(words) <= 5 and _begin_loud(name)


def _begin_loud(name: str) -> bool:
    """True where each word of a name begins with a capital, in scripts that have such."""
    return all(word in _PARTICLES or not word[0].islower() for word in name.split())


def _names(text: str) -> Iterator[str]:
    for part in _PARTS.split(text):
        part = _ADDRESS.sub("", part).strip() or part
        part = _bare(_BY.sub("", _bare(_until_date(part))))
        if _SEAT.search(part):
            continue
        pieces = [piece for piece in (_without_agency(_bare(each)) for each in part.split(",")) if piece]
        pieces = [piece for piece in pieces if not _ACRONYM.fullmatch(piece)] or pieces
        people = [name for piece in pieces if not _ROLES.search(piece) for name in _apart(piece)]
        if len(pieces) > 1 and (len(people) < len(pieces) or all(" " in name and _begin_loud(name) for name in people)):
            yield from people
        elif part:
            yield from _apart(pieces[0] if len(pieces) == 1 else _without_agency(part))


def _once(name: str) -> str:
    """Return a name that an account has instead of blanks, or that stands twice, as it is written."""
    words = name.split() if " " in name else list(filter(None, name.split("_")))
    half = len(words) // 2
    return " ".join(words[:half] if half > 1 and words[:half] == words[half:] else words)


def _bare(text: str) -> str:
    """Return a name without the marks and the account beside it, but with the full stop of an abbreviation."""
    bare = text.strip(_AROUND)
    if _ABBREVIATED.search(bare + ".") and text[text.rfind(bare) + len(bare) :].startswith("."):
        bare += "."
    return _ACCOUNT_NAME.sub("", bare)


def _apart(text: str) -> list[str]:
    """Names parted by ``and``, where each part could be one; else the text: a body's name has such words too."""
    names = [_without_agency(name.strip()) for name in _AND.split(text)]
    return names if len(names) > 1 and all(map(is_person, names)) else [text]


def _until_date(text: str) -> str:
    date = _DATE.search(text)
    return re.sub(r"(?: (?:on|am|le|el|at|um|à))? *$", "", text[: date.start()]) if date else text


def _without_agency(text: str) -> str:
    """JANE ROE United Wire is a name in capitals before that of those whom she works for."""
    loud = _LOUD.match(text)
    bare = loud[1].strip() if loud else text
    return re.sub(r" ?\((?:[A-Z]{2,5}|Reuters|Bloomberg)\)$", "", bare)


def _is_own(name: str, own: Collection[str], sites: Collection[str]) -> bool:
    """True for the site's name, and for a body that the host is called after: ``Deutsches Rotes Kreuz``, drk.de."""
    hosts = [site for site in sites if "." in site and " " not in site]
    if _letters(name) in own or any(is_short_for(host, name) for host in hosts):
        return True
    return not is_person(name) and any(is_of_host(name, host) for host in hosts)


def _letters(name: str) -> str:
    bare = _LEGAL_FORM.sub("", name.casefold().removeprefix("the "))
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", bare)))


def _may_stand(name: str) -> bool:
    plain = name.casefold()
    if not 1 < len(name) <= _LONGEST or "://" in name or _ACCOUNTS.fullmatch(name) or plain in _AGENCIES:
        return False
    if _ROLES.search(name) or _ACRONYM.fullmatch(name) or _NO_FIRST_NAME.match(name):
        return False
    first, *others = name.split()
    # A name begins with a capital, if its other words do; what is one word in small letters is an account.
    return (
        not first[0].islower() or first in _PARTICLES or bool(others and not any(each[0].isupper() for each in others))
    )
