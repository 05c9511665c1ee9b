"""The services that the API's routes call."""

from __future__ import annotations

from dataclasses import dataclass

from williams.services.batches import Batches
from williams.services.cancelling import Cancelling
from williams.services.catalog import Catalog
from williams.services.collections import Collections
from williams.services.consistency import Consistency
from williams.services.costs import Costs
from williams.services.deletion import Deletion
from williams.services.downloads import Downloads
from williams.services.engines import Engines
from williams.services.exports import Exports
from williams.services.feedback import Feedbacks
from williams.services.feeds import Feeds
from williams.services.generation_failures import GenerationFailures
from williams.services.health import Health
from williams.services.impact import Impacts
from williams.services.imports import Imports
from williams.services.jobs import Jobs
from williams.services.license_statements import LicenseStatements
from williams.services.licensing import Licensing
from williams.services.plugins import Plugins
from williams.services.provenance import Provenance
from williams.services.rate_limits import RateLimiter
from williams.services.reading import Reading
from williams.services.retrying import Retrying
from williams.services.search import Search
from williams.services.shares import Shares
from williams.services.sources import Sources
from williams.services.tickets import Tickets
from williams.services.tokens import Tokens
from williams.services.uploads import Uploads


@dataclass(frozen=True)
class Application:
    """Nothing else: what a service needs, it was given when it was made."""

    batches: Batches
    cancelling: Cancelling
    catalog: Catalog
    collections: Collections
    consistency: Consistency
    costs: Costs
    deletion: Deletion
    downloads: Downloads
    engines: Engines
    exports: Exports
    feedback: Feedbacks
    feeds: Feeds
    generation_failures: GenerationFailures
    health: Health
    impacts: Impacts
    imports: Imports
    jobs: Jobs
    license_statements: LicenseStatements
    licensing: Licensing
    limiter: RateLimiter
    plugins: Plugins
    provenance: Provenance
    reading: Reading
    retrying: Retrying
    search: Search
    shares: Shares
    sources: Sources
    tickets: Tickets
    tokens: Tokens
    uploads: Uploads
