"""Rules of a robots.txt, as RFC 9309 reads them."""

from __future__ import annotations

import pytest

from tests.processor import at_most
from williams.adapters.fetch.robots import allows, wishes_for

GROUPS = """
User-agent: otherbot
User-agent: WilliamsLibrarian/2.0
Disallow: /ours

user-AGENT : *   # everybody else
disallow: /all
Sitemap: https://example.org/sitemap.xml
crawl-delay: 9

User-agent: williamslibrarian
Allow: /ours/open
"""


def allowed(rules: str, target: str) -> bool:
    return allows(wishes_for("bot", f"User-agent: *\n{rules}").rules, target)


@pytest.mark.parametrize(
    ("product", "target", "open_to_it"),
    [
        ("WilliamsLibrarian", "/ours", False),
        ("WilliamsLibrarian", "/ours/open", True),
        ("WilliamsLibrarian", "/all", True),
        ("OtherBot", "/ours/open", False),
        ("SomeBot", "/ours", True),
        ("SomeBot", "/all/of/it", False),
    ],
)
def test_whose_rules_count(product: str, target: str, open_to_it: bool) -> None:
    assert allows(wishes_for(product, GROUPS).rules, target) is open_to_it


@pytest.mark.parametrize(
    ("rules", "target", "open_to_it"),
    [
        ("", "/", True),
        ("Disallow:", "/", True),
        ("Disallow: /", "/", False),
        ("Disallow: /a", "/b", True),
        ("Disallow: /a", "/abc", False),
        ("Disallow: /a$", "/a", False),
        ("Disallow: /a$", "/ab", True),
        ("Disallow: /*.pdf$", "/x/a.pdf", False),
        ("Disallow: /*.pdf$", "/x/a.pdf?x", True),
        ("Disallow: *.pdf$", "/pdf.pdf.pdf", False),
        ("Disallow: /a*b*c", "/a-c-b-c", False),
        ("Disallow: /a*b*c", "/a-c-b", True),
        ("Disallow: /a*b*b$", "/ab", True),
        ("Disallow: /*?q=", "/search?q=words", False),
        ("Disallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("Allow: /a\nDisallow: /a/b", "/a/b/c", False),
        ("Disallow: /a\nAllow: /a", "/a", True),
        ("Disallow: /ü", "/%c3%bc", False),
        ("Disallow: /%C3%BC", "/%c3%bc", False),
        ("Disallow: /a # not /b", "/a", False),
        ("Nonsense\nDisallow /a\n: :\nDisallow: /b", "/b", False),
    ],
)
def test_what_fits(rules: str, target: str, open_to_it: bool) -> None:
    assert allowed(rules, target) is open_to_it


def test_rules_before_any_program_count_for_nobody() -> None:
    assert allows(wishes_for("bot", "\ufeffDisallow: /\nUser-agent: *\nAllow: /").rules, "/")


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"User-agent: a{number}\n" for number in range(3000)) + "Disallow: /b\n" * 30_000,
        "User-agent: *\nDisallow: /" + "*a" * 200_000 + "*b$\n",
        "User-agent: *\n" + "Disallow: /*a*a*a*b\n" * 20_000,
        "User-agent: *\n" + " " * 400_000 + ": /",
    ],
)
def test_rules_made_to_take_long_do_not(text: str) -> None:
    with at_most(10):
        assert allows(wishes_for("bot", text).rules, "/" + "a" * 4000)


@pytest.mark.parametrize(
    ("product", "text", "delay"),
    [
        ("SomeBot", GROUPS, 9),
        ("WilliamsLibrarian", GROUPS, 0),
        ("bot", "User-agent: bot\nCrawl-delay: 2.5\nUser-agent: *\nCrawl-delay: 60", 2.5),
        ("bot", "User-agent: *\nCrawl-delay: soon", 0),
        ("bot", "Crawl-delay: 5\nUser-agent: *", 0),
    ],
)
def test_how_long_a_site_would_like_to_be_left_alone(product: str, text: str, delay: float) -> None:
    assert wishes_for(product, text).delay == delay
