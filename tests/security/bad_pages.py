"""HTML and what declares its encoding."""

from __future__ import annotations

from tests.security.readings import Attack
from williams.domain.errors import ContentTooLarge, EmptyContent, UnsupportedContent

BEFORE, AFTER = "<p>Before all.</p>", "<p>After all.</p>"
BOTH = ("Before all.", "After all.")
DEEP, OPEN = frozenset({"nesting-flattened"}), frozenset({"part-not-closed"})
MANY = tuple(f"Paragraph {number}." for number in range(400))
UNCLOSED = "<html><body>" + "".join(f"<div><p>{text}" for text in MANY)
LONG_LINE = f"{BEFORE}<p>{'words ' * 2_000_000}</p>{AFTER}"
PROSE = "<p>" + "The ferry crosses where nobody built a bridge. " * 10 + "</p>"


def around(middle: str) -> str:
    return BEFORE + middle + AFTER


def survives(name: str, data: str | bytes, told: frozenset[str] = frozenset(), keeps: tuple[str, ...] = BOTH) -> Attack:
    return Attack(name, "a.html", lambda: data, keeps, told)


def in_charset(name: str) -> Attack:
    page = f"<meta charset={name}>{BEFORE}<p>Größe</p>{'a' * 200_000}{AFTER}"
    return Attack(f"charset-{name}", "a.html", lambda: page, (*BOTH, "Größe"))


ATTACKS = [
    # Depth: libxml2 stops at 256 elements, and with huge_tree at 2048.
    survives("400-unclosed", UNCLOSED, DEEP, MANY),
    survives("3000-divs", f"{'<div>' * 3000}Within.{'</div>' * 3000}{AFTER}", DEEP, ("Within.", "After all.")),
    survives("100000-spans", around("<p>" + "<span>" * 100_000 + "Within."), DEEP, (*BOTH, "Within.")),
    survives("100000-closed", around("<p>" + "<b>" * 100_000 + "x</b>" * 100_000), DEEP),
    survives("20000-tables", around("<table><tr><td>" * 20_000 + "Within."), DEEP, (*BOTH, "Within.")),
    survives("20000-links", around("<a href='#'>" * 20_000 + "Within.")),
    survives("fonts", around("<font><p>In a font." * 600), DEEP, (*BOTH, "In a font.")),
    survives("deep-order", "<div>" * 300 + "one <i>two</i> three" + "</div>" * 300 + " four", DEEP,
             ("one\ntwo three\nfour",)),
    Attack("400-unclosed", "a.web", lambda: UNCLOSED, MANY, DEEP),
    Attack("3000-divs", "a.web", lambda: "<div>" * 3000 + PROSE * 3 + "</div>" * 3000, ("nobody built",), DEEP),
    # Size: libxml2 stops at 10 MB.
    survives("long-text", LONG_LINE),
    survives("long-attribute", around(f"<img src='data:{'x' * 20_000_000}'>")),
    survives("long-comment", around(f"<!--{'x' * 11_000_000}-->")),
    survives("long-script", around(f"<script>{'x' * 11_000_000}</script>")),
    survives("long-class", around(f"<p class='{'c ' * 500_000}'>Within.</p>"), keeps=(*BOTH, "Within.")),
    survives("attributes", around(f"<p {' '.join(f'a{n}=1' for n in range(500_000))}>Within.</p>")),
    survives("same-attribute", around(f"<p {'a=1 ' * 500_000}>Within.</p>")),
    survives("breaks", around("<p>" + "a<br>" * 60_000)),
    Attack("elements", "a.html", lambda: "<br>" * 1_100_000, fails=ContentTooLarge, says="more than 1000000 elements"),
    Attack("paragraphs", "a.html", lambda: "<p>a" * 200_001, fails=ContentTooLarge, says="more than 200000 paragraphs"),
    Attack("characters", "a.html", lambda: f"<p>{'word ' * 4_000_001}</p>", fails=ContentTooLarge, says="Split it"),
    survives("spans", around("<table><tr><th>h<td colspan=1000000000 rowspan=1000000000>x</table>")),
    Attack("spans", "a.web", lambda: PROSE * 3 + "<table><tr><th>h<td colspan=1000000000>x</table>", ("nobody built",)),
    # What is not closed takes the rest with it, in browsers too.
    survives("comment-not-closed", f"{BEFORE}<!-- {AFTER}", OPEN, ("Before all.",)),
    survives("script-not-closed", f"{BEFORE}<script>{AFTER}", OPEN, ("Before all.",)),
    survives("style-not-closed", f"{BEFORE}<style>{AFTER}", OPEN, ("Before all.",)),
    survives("select-not-closed", f"{BEFORE}<select>{AFTER}", OPEN, ("Before all.",)),
    survives("menu-not-closed", f"{BEFORE}<nav>{AFTER}", OPEN, ("Before all.",)),
    survives("hidden-not-closed", f"{BEFORE}<div style='display: none'>{AFTER}", OPEN, ("Before all.",)),
    survives("tag-not-closed", f"{BEFORE}<p title='{AFTER}", OPEN, ("Before all.",)),
    survives("mark-not-closed", around("<sup>" * 150 + "<a href='#1'>1</a>a long text"), keeps=(*BOTH, "a long text")),
    Attack("title-not-closed", "a.html", lambda: f"<title>{AFTER}", fails=EmptyContent, says="holds no text"),
    # libxml2 leaves out what stands behind </html>.
    survives("behind-the-root", f"<html><body>{BEFORE}</body></html>{AFTER}"),
    survives("behind-the-body", f"<html><body>{BEFORE}</body>{AFTER}</html>"),
    survives("glued", f"<html><head><title>t</title></head><body>{BEFORE}</body></html><html><body>{AFTER}</html>"),
    # Slow patterns.
    survives("style-blanks", around(f"<p style='display{' ' * 60_000}'>x")),
    survives("authors-blanks", f"<meta name=author content='A{' ' * 300_000}and B'>" + around("")),
    survives("meta-blanks", f"<meta charset={' ' * 4000}>" + around("")),
    survives("brackets", around("<" * 1_000_000)),
    survives("references", around("&foo" * 500_000)),
    survives("linked-data-deep", "<script type='application/ld+json'>" + '{"@type":"Article","author":' + "[" * 900
             + "]" * 900 + "}</script>" + around("")),
    survives("license-in-footers", around("<div id=footer>" * 3000 + "<a href=x>x</a>" * 1000), DEEP),
    # Python's codecs that are no encodings of text, or are slow.
    *map(in_charset, ("punycode", "idna", "unicode_escape", "hex", "zip", "bz2", "base64", "rot13")),
    *map(in_charset, ("undefined", "utf-7", "uu", "quopri", "mbcs", "no-such-set")),
    Attack("charset-replaced", "a.html", lambda: "<meta charset=hz-gb-2312>x", fails=UnsupportedContent, says="UTF-8"),
]  # fmt: skip
