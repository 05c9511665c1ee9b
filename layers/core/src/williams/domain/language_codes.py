"""The codes that one language goes by: ``he``, ``iw`` and ``heb`` are Hebrew.

From Unicode's CLDR (languageAlias in supplementalMetadata): the codes of ISO 639-2 and 639-3 where there are two
letters for it, codes that were withdrawn, and the language that most mean by a wider one's name (``cmn`` for ``zh``).
"""

from __future__ import annotations

import re
from typing import Final

# The code to use, then the others.
_CODES: Final = """
    aa aar; ab abk; ae ave; af afr; ak tw aka fat twi; am amh; an arg; ar ara arb; as asm; av ava; ay aym ayr; az aze
    azj; ba bak; be bel; bg bul; bi bis; bm bam; bn ben; bo bod tib; br bre; bs bos; ca cat; ce che; ch cha; co cos;
    cr cre cwd; cs ces cze; cu chu; cv chv; cy cym wel; da dan; de deu ger; dv div; dz adp dzo; ee ewe; el ell gre; en
    eng; eo epo; es spa; et ekk est; eu baq eus; fa fas per pes; ff fuc ful; fi fin; fil tl tgl; fj fij; fo fao; fr
    fra fre; fy fry; ga gle; gd gla; gl glg; gn grn gug; gu guj prp; gv glv; ha hau; he iw heb; hi hin; ho hmo; hr hrv
    scr; ht hat; hu hun; hy arm hye; hz her; ia ina; id in ind; ie ile; ig ibo; ii iii; ik esk ipk; io ido; is ice
    isl; it ita; iu ike iku; ja jpn; jv jw jav; ka geo kat; kg kng kon; ki kik; kj kua; kk kaz; kl kal; km khm; kn
    kan; ko kor; kr kau knc; ks kas; ku kmr kur; kv kom kpv; kw cor; ky kir; la lat; lb ltz; lg lug; li lim; ln lin;
    lo lao; lt lit; lu lub; lv lav lvs; mg mlg plt; mh mah; mi mao mri; mk mac mkd; ml mal; mn drh khk mon; mr mar; ms
    may msa zsm; mt mlt; my bur mya; na nau; nb nob; nd nde; ne nep npi; ng ndo; nl dut nld; nn nno; no nor; nr nbl;
    nv nav; ny nya; oc oci; oj ojg oji; om gaz orm; or ori ory; os oss; pa pan; pi pli; pl pol; ps pbu pus; pt por; qu
    que quz; rm roh; rn run; ro mo mol ron rum; ru rus; rw kin; sa cls san; sc src srd; sd snd; se sme; sg sag; si
    sin; sk slk slo; sl slv; sm smo; sn sna; so som; sq alb als sqi; sr scc srp; ss ssw; st sot; su sun; sv swe; sw
    swa swh; ta tam; te tel; tg tgk; th tha; ti tir; tk tuk; tn tsn; to ton; tr tur; ts tso; tt tat; ty tah; ug uig;
    uk ukr; ur urd; uz uzb uzn; ve ven; vi vie; vo vol; wa wln; wo wol; xh xho; yi ji ydd yid; yo yor; za zha zyb; zh
    chi cmn zho; zu zul
"""
_OTHERS: Final = {code: others for code, *others in (entry.split() for entry in _CODES.split(";"))}
_CANONICAL: Final = {other: code for code, others in _OTHERS.items() for other in others}


def primary_language(tag: str | None) -> str:
    """Return the language of a BCP 47 tag by its usual code, without region and script, or an empty string."""
    code = re.split(r"[-_]", tag or "", maxsplit=1)[0].lower()
    return _CANONICAL.get(code, code)


def usual_tag(tag: str) -> str:
    """Return a BCP 47 tag with the usual code of its language: ``he-IL`` for ``iw-IL``."""
    code, hyphen, rest = tag.partition("-")
    return f"{_CANONICAL.get(code.lower(), code)}{hyphen}{rest}"


def spellings(tag: str) -> list[str]:
    """Return a BCP 47 tag with each of the codes of its language, in lower case: ``he-il``, ``iw-il``, ``heb-il``."""
    code, hyphen, rest = tag.lower().partition("-")
    usual = _CANONICAL.get(code, code)
    return [f"{each}{hyphen}{rest}" for each in (usual, *_OTHERS.get(usual, ()))]
