"""Which espeak-ng voice speaks for which of the library's voices, and in which language."""

from __future__ import annotations

from dataclasses import dataclass

from williams.domain.errors import InvalidRequest
from williams.domain.language_codes import primary_language


@dataclass(frozen=True)
class EspeakVoice:
    """``variant`` is a file of espeak-ng's ``voices/!v``; ``pitch`` is its 0 to 99, where 50 is the variant's own."""

    variant: str
    words_per_minute: int
    pitch: int


# Chosen by measure among the 104 variants: the highest harmonicity without clipping in each range of pitch, and
# median pitches (Hz, English) far enough apart that two speakers cannot be mistaken for one another.
VOICES: dict[str, EspeakVoice] = {
    "professional_male": EspeakVoice("m7", 165, 48),
    "professional_female": EspeakVoice("f4", 168, 50),
    "friendly_male": EspeakVoice("Reed", 174, 56),
    "friendly_female": EspeakVoice("f2", 176, 56),
    "narrator": EspeakVoice("m8", 152, 50),
}

# What espeak-ng lists, known without starting it.
_LISTED = """
    af am an ar as az ba be bg bn bpy bs ca ca-ba ca-nw ca-va chr-us-qaaa-x-west cmn cmn-latn-pinyin cs cv cy
    da de el en en-029 en-gb en-gb-scotland en-gb-x-gbclan en-gb-x-gbcwmd en-gb-x-rp en-shaw en-us en-us-nyc
    eo es es-419 es-mx et eu fa fa-latn fi fo fr fr-be fr-ch fr-fr ga gd gn grc gu hak haw hbs he hi hr ht hu
    hy hy-arevela hy-arevmda hyw ia id io is it ja jbo ka kaa kk kl kn ko kok ku ky la lb lfn lt ltg lv mi mk
    ml mr ms mt mto my nb nci ne nl no nog om or pa pap piqd pl pt pt-br pt-pt py qdb qu quc qya ro ru ru-cl
    ru-lv sd shn si sjn sk sl smj sq sr sv sw ta te th ti tk tn tr tt ug uk ur uz vi vi-vn-x-central
    vi-vn-x-south xex yue zh zh-cmn zh-yue
"""
LANGUAGES = frozenset(_LISTED.split())

# Where a tag without its region, or by another name, should not be left to espeak-ng's own list.
_ALIASES = {
    "en": "en-us",
    "fr": "fr-fr",
    "zh": "cmn",
    "zh-hk": "yue",
    "zh-yue": "yue",
    "no": "nb",
    "nn": "nb",
    "iw": "he",
    "in": "id",
    "sh": "sr",
}

# Listed by espeak-ng, but not to be understood: what its phonemes for ordinary text are.
_GARBLED = {
    "ja": "it says “Chinese letter” for every kanji",
    "he": "it has no vowels for text that is written without points",
    "th": "it cannot tell where words and syllables begin",
    "my": "it leaves out the vowels of most syllables",
}
_REMEDY = "Choose a voice of another engine (`<engine>/<voice>`, see GET /api/engines), or sources in another language"


def voice_named(name: str) -> EspeakVoice:
    """Raises InvalidRequest with the names that exist."""
    if name not in VOICES:
        raise InvalidRequest(f"there is no voice {name!r}: choose one of {', '.join(VOICES)}")
    return VOICES[name]


def why_unspoken(tag: str) -> str | None:
    """Return why espeak-ng does not speak a language, and what can be done; None where it does."""
    try:
        espeak_language(tag, dict.fromkeys(LANGUAGES, ""))
    except InvalidRequest as error:
        return error.detail
    return None


def espeak_language(tag: str, available: dict[str, str]) -> str:
    """Map a BCP 47 tag to the voice of the closest of the engine's languages, giving up subtags from the right.

    Raises InvalidRequest, with what can be done, for a language that it does not have or that nobody would understand.
    """
    known = {language.lower(): file for language, file in available.items()}
    code, hyphen, rest = tag.strip().replace("_", "-").lower().partition("-")
    wanted = f"{primary_language(code)}{hyphen}{rest}"
    while wanted:
        candidate = _ALIASES.get(wanted, wanted)
        if candidate in _GARBLED:
            raise InvalidRequest(
                f"espeak-ng does not speak {tag!r} so that it can be understood: {_GARBLED[candidate]}. {_REMEDY}."
            )
        if candidate in known:
            return known[candidate]
        wanted = wanted.rpartition("-")[0]
    spoken = sorted(known.keys() - _GARBLED.keys())
    raise InvalidRequest(f"espeak-ng does not speak {tag!r}. {_REMEDY}. It speaks {', '.join(spoken)}.")
