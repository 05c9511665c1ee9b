"""Papers in JATS and bibliographies that are made to harm, or that lose text unseen."""

from __future__ import annotations

from tests.security.bad_documents import LAUGHS
from tests.security.readings import Attack
from tests.unit.import_paper.jats import article
from williams.domain.errors import CorruptContent, EmptyContent, UnsupportedContent

AFTER = "<p>After all.</p>"
KEPT = ("After all.", "We count marks.")
GARBLED = frozenset({"characters-garbled"})
_SECRET = "<!DOCTYPE article [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
_PARAMETER = "<!DOCTYPE article [<!ENTITY % x SYSTEM 'http://127.0.0.1:9/x.dtd'> %x;]>"
_LAUGHING = f"<!DOCTYPE article [<!ENTITY a 'ha'>{LAUGHS}]>"
_QUADRATIC = f"<!DOCTYPE article [<!ENTITY a '{'x' * 50_000}'>]>"


def jats(name: str, body: str, told: frozenset[str] = frozenset(), prolog: str = "") -> Attack:
    return Attack(name, "a.nxml", lambda: article(body + AFTER, prolog=prolog), KEPT, told)


def refused(name: str, text: str, fails: type[Exception], says: str = "", file: str = "a.nxml") -> Attack:
    return Attack(name, file, lambda: text, fails=fails, says=says)  # type: ignore[arg-type]  # each is permanent


ATTACKS = [
    jats("external entity", "<p>&x;</p>", GARBLED, _SECRET),
    jats("external DTD", "<p>Here.</p>", prolog=_PARAMETER),
    refused("billion laughs", article("<p>&i;</p>", prolog=_LAUGHING), CorruptContent, "amplification"),
    refused("quadratic entities", article(f"<p>{'&a;' * 20_000}</p>", prolog=_QUADRATIC), CorruptContent, "amplif"),
    jats("XInclude", '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/>'),
    jats("stylesheet", "<p>Here.</p>", prolog='<?xml-stylesheet href="http://127.0.0.1:9/x.xsl"?>'),
    jats("many references", "<p>" + "<xref ref-type='bibr' rid='r1'>1</xref>" * 5_000 + "</p>"),
    jats("a formula of formulas", "<inline-formula>" * 100 + "<tex-math>a</tex-math>" + "</inline-formula>" * 100),
    jats("sections in sections", "<sec><title>In</title>" * 100 + "<p>Deep.</p>" + "</sec>" * 100),
    jats("many columns", "<table><tr>" + "<td colspan='1000000'>x</td>" * 50 + "</tr></table>"),
    jats("footnotes in footnotes", "<p>" + "<fn><p>a" * 60 + "</p></fn>" * 60 + "</p>"),
    refused("nested too deeply", article("<sec>" * 5000 + "</sec>" * 5000), CorruptContent, "cannot be read"),
    refused("cut short", article("<p>Here.</p>")[:-400], CorruptContent, "cannot be read"),
    refused("no article", "<svg><script>alert(1)</script></svg>", UnsupportedContent, "no JATS"),
    refused("nothing but a front", article("").replace("We count marks.", " "), EmptyContent, "no text"),
    refused("CSL nested too deeply", "[" * 200_000, CorruptContent, "cannot be read", "a.csljson"),
    refused("nothing in BibTeX's clothes", "@" * 10_000, UnsupportedContent, "no bibliography", "a.txt.list"),
    Attack("BibTeX that never closes", "a.bib", lambda: "@article{a, title={" + "{" * 9_000, ("cannot be",)),
    Attack("BibTeX of braces", "a.bib", lambda: "@a{b, title=" + "{" * 2000 + "}" * 2000 + "}", ("too little",)),
    Attack("BibTeX that breaks off", "a.bib", lambda: "@misc{a, url={http://x.org}}\n@misc{b, title={", ("cannot be",)),
]
