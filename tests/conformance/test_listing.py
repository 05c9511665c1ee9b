"""The importer of listings, on a feed of two pages."""

from typing import ClassVar

from williams_import_listing import ListingImport

from williams_testing.conformance import ListingConformance

PAGE = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Atoms</title>{more}
<entry><title>A</title><link href="https://b.test/{name}"/><updated>2026-11-02T10:00:00Z</updated></entry></feed>"""


class TestListingImport(ListingConformance):
    plugin_class: ClassVar[type[ListingImport]] = ListingImport
    source: ClassVar[str] = "https://b.test/all.atom"
    pages: ClassVar[dict[str, bytes]] = {
        source: PAGE.format(name="a", more='<link rel="next" href="/all.atom?page=2"/>').encode(),
        "https://b.test/all.atom?page=2": PAGE.format(name="b", more="").encode(),
    }
    listed: ClassVar[tuple[str, ...]] = ("https://b.test/a", "https://b.test/b")
    heavy: ClassVar[frozenset[str]] = frozenset({"lxml", "feedparser", "boto3", "sqlalchemy"})
