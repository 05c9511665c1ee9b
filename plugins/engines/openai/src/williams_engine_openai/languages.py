"""What OpenAI's transcription calls languages, by their BCP 47 names: it is told a code, and answers with a name."""

from __future__ import annotations

from typing import Final

from williams.domain.errors import InvalidRequest
from williams.domain.language_codes import primary_language

_NAMED: Final = """
    af afrikaans; am amharic; ar arabic; as assamese; az azerbaijani; ba bashkir; be belarusian; bg bulgarian;
    bn bengali; bo tibetan; br breton; bs bosnian; ca catalan; cs czech; cy welsh; da danish; de german; el greek;
    en english; es spanish; et estonian; eu basque; fa persian; fi finnish; fo faroese; fr french; gl galician;
    gu gujarati; ha hausa; haw hawaiian; he hebrew; hi hindi; hr croatian; ht haitian creole; hu hungarian;
    hy armenian; id indonesian; is icelandic; it italian; ja japanese; jv javanese; ka georgian; kk kazakh; km khmer;
    kn kannada; ko korean; la latin; lb luxembourgish; ln lingala; lo lao; lt lithuanian; lv latvian; mg malagasy;
    mi maori; mk macedonian; ml malayalam; mn mongolian; mr marathi; ms malay; mt maltese; my myanmar; ne nepali;
    nl dutch; nn nynorsk; no norwegian; oc occitan; pa punjabi; pl polish; ps pashto; pt portuguese; ro romanian;
    ru russian; sa sanskrit; sd sindhi; si sinhala; sk slovak; sl slovenian; sn shona; so somali; sq albanian;
    sr serbian; su sundanese; sv swedish; sw swahili; ta tamil; te telugu; tg tajik; th thai; tk turkmen; tl tagalog;
    tr turkish; tt tatar; uk ukrainian; ur urdu; uz uzbek; vi vietnamese; yi yiddish; yo yoruba; zh chinese
"""
_NAMES: Final = {code: name for code, _, name in (entry.strip().partition(" ") for entry in _NAMED.split(";"))}
_CODES: Final = {name: code for code, name in _NAMES.items()}


def code_of(tag: str) -> str:
    """Return the code that the service takes. Raises InvalidRequest with those that there are."""
    code = primary_language(tag)
    if code not in _NAMES:
        raise InvalidRequest(
            f"The service does not write down {tag!r}. It knows: {', '.join(_NAMES)}. Leave the language out, and it "
            "is heard."
        )
    return code


def tag_of(said: str) -> str:
    """Return the BCP 47 tag of what the service calls a language, ``und`` where that is not known."""
    name = said.strip().lower()
    return name if name in _NAMES else _CODES.get(name, "und")
