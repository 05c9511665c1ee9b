"""Puts the services together, each from the ports that it stands on."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from williams.domain.errors import PluginDefect

if TYPE_CHECKING:
    from williams.bootstrap.choices import Choices
    from williams.bootstrap.ports import Ports
    from williams.pipeline.toolbox import Toolbox
    from williams.plugin.base import Plugin
    from williams.services.application import Application
    from williams.services.batch_progress import BatchAnnouncer
    from williams.services.batches import Batches
    from williams.services.cancelling import Cancelling
    from williams.services.catalog import Catalog
    from williams.services.collections import Collections
    from williams.services.consistency import Consistency
    from williams.services.costs import Costs
    from williams.services.deletion import Deletion
    from williams.services.dispatcher import Dispatcher
    from williams.services.downloads import Downloads
    from williams.services.drop_answers import DropAnswers
    from williams.services.drop_folder import DropFolder
    from williams.services.endings import Endings
    from williams.services.engines import Engines
    from williams.services.exports import Exports
    from williams.services.feedback import Feedbacks
    from williams.services.feeds import Feeds
    from williams.services.generation_failures import GenerationFailures
    from williams.services.health import Health
    from williams.services.impact import Impacts
    from williams.services.imports import Imports
    from williams.services.intake import Intake
    from williams.services.jobs import Jobs
    from williams.services.license_statements import LicenseStatements
    from williams.services.licensing import Licensing
    from williams.services.owner_weights import OwnerWeights
    from williams.services.planning import Planning
    from williams.services.plugins import Plugins
    from williams.services.provenance import Provenance
    from williams.services.publisher import Publisher
    from williams.services.rate_limits import RateLimiter
    from williams.services.reading import Reading
    from williams.services.reconciler import Reconciler
    from williams.services.retrying import Retrying
    from williams.services.search import Search
    from williams.services.settlement import Settlement
    from williams.services.shares import Shares
    from williams.services.signing import Signer
    from williams.services.sources import Sources
    from williams.services.subscriptions import Subscriptions
    from williams.services.tick import Tick
    from williams.services.tickets import Tickets
    from williams.services.tokens import Tokens
    from williams.services.uploads import Uploads
    from williams.services.worker import Worker


class Services:
    """Each is made, and its code imported, when it is first asked for: a function pays only for what it uses."""

    def __init__(self, ports: Ports, choices: Choices) -> None:
        self.ports = ports
        self.choices = choices

    @cached_property
    def application(self) -> Application:
        from williams.services.application import Application

        return Application(
            batches=self.batches,
            cancelling=self.cancelling,
            catalog=self.catalog,
            collections=self.collections,
            consistency=self.consistency,
            deletion=self.deletion,
            downloads=self.downloads,
            engines=self.engines,
            exports=self.exports,
            feeds=self.feeds,
            generation_failures=self.generation_failures,
            health=self.health,
            impacts=self.impacts,
            imports=self.imports,
            jobs=self.jobs,
            costs=self.costs,
            feedback=self.feedback,
            license_statements=self.license_statements,
            licensing=self.licensing,
            limiter=self.limiter,
            plugins=self.plugins,
            provenance=self.provenance,
            reading=self.reading,
            retrying=self.retrying,
            search=self.search,
            shares=self.shares,
            sources=self.sources,
            tickets=self.tickets,
            tokens=self.tokens,
            uploads=self.uploads,
        )

    @cached_property
    def batches(self) -> Batches:
        from williams.services.batches import Batches

        return Batches(
            store=self.ports.batches,
            imports=self.imports,
            cancelling=self.cancelling,
            announcer=self.batch_announcer,
            tick=self.tick,
        )

    @cached_property
    def batch_announcer(self) -> BatchAnnouncer:
        from williams.services.batch_progress import BatchAnnouncer

        return BatchAnnouncer(store=self.ports.batches, progress=self.ports.batch_progress)

    @cached_property
    def sources(self) -> Sources:
        from williams.services.sources import Sources

        return Sources(self.ports.sources, self.imports, self.ports.batches, self.ports.catalog)

    @cached_property
    def cancelling(self) -> Cancelling:
        from williams.services.cancelling import Cancelling

        return Cancelling(jobs=self.ports.jobs, endings=self.endings)

    @cached_property
    def catalog(self) -> Catalog:
        from williams.services.catalog import Catalog

        return Catalog(catalog=self.ports.catalog)

    @cached_property
    def collections(self) -> Collections:
        from williams.services.collections import Collections

        return Collections(store=self.ports.collections, catalog=self.ports.catalog)

    @cached_property
    def consistency(self) -> Consistency:
        from williams.ports.engines import EMBEDDING
        from williams.services.consistency import Consistency

        return Consistency(
            jobs=self.ports.jobs,
            catalog=self.ports.catalog,
            graph=self.ports.graph,
            objects=self.ports.objects,
            vectors=self.ports.vectors,
            embedding=self.ports.engines.engine(EMBEDDING),
            registry=self.ports.registry,
        )

    @cached_property
    def deletion(self) -> Deletion:
        from williams.services.deletion import Deletion

        return Deletion(
            catalog=self.ports.catalog, graph=self.ports.graph, objects=self.ports.objects, vectors=self.ports.vectors
        )

    @cached_property
    def dispatcher(self) -> Dispatcher:
        from williams.services.dispatcher import Dispatcher

        return Dispatcher(
            jobs=self.ports.jobs, workflows=self.ports.workflows, lanes=self.choices.lanes, endings=self.endings
        )

    @cached_property
    def downloads(self) -> Downloads:
        from williams.services.downloads import Downloads

        return Downloads(
            signer=self.signer,
            catalog=self.ports.catalog,
            objects=self.ports.objects,
            usage=self.ports.usage,
            public_url=self.choices.public_url,
            link_seconds=self.choices.link_seconds,
            download_seconds=self.choices.download_seconds,
        )

    @cached_property
    def drop_answers(self) -> DropAnswers:
        from williams.services.drop_answers import DropAnswers

        return DropAnswers(objects=self.ports.objects, catalog=self.ports.catalog)

    @cached_property
    def drop_folder(self) -> DropFolder:
        from williams.services.drop_folder import DropFolder

        return DropFolder(
            imports=self.imports,
            jobs=self.ports.jobs,
            objects=self.ports.objects,
            tokens=self.ports.tokens,
            answers=self.drop_answers,
            max_bytes=self.choices.upload_max_bytes,
        )

    @cached_property
    def endings(self) -> Endings:
        from williams.observability.reports import execution_settled
        from williams.services.endings import Endings

        return Endings(
            jobs=self.ports.jobs,
            objects=self.ports.objects,
            progress=self.ports.progress,
            queues=self.ports.queues,
            workflows=self.ports.workflows,
            drop_answers=self.drop_answers,
            catalog=self.ports.catalog,
            failures=self.generation_failures,
            batches=self.batch_announcer,
            settled=execution_settled,
        )

    @cached_property
    def engines(self) -> Engines:
        from williams.services.engines import Engines

        return Engines(deployment=self.ports.deployment)

    @cached_property
    def exports(self) -> Exports:
        from williams.services.exports import Exports

        return Exports(
            catalog=self.ports.catalog,
            collections=self.ports.collections,
            plugins=self.plugins,
            engines=self.ports.deployment,
            intake=self.intake,
            planning=self.planning,
        )

    @cached_property
    def feeds(self) -> Feeds:
        from williams.services.feeds import Feeds

        return Feeds(
            store=self.ports.feeds,
            collections=self.ports.collections,
            catalog=self.ports.catalog,
            objects=self.ports.objects,
            usage=self.ports.usage,
            public_url=self.choices.public_url,
            download_seconds=self.choices.download_seconds,
        )

    @cached_property
    def planning(self) -> Planning:
        from williams.services.planning import Planning

        return Planning(engines=self.ports.deployment, most_usd=self.choices.job_budget_usd)

    @cached_property
    def feedback(self) -> Feedbacks:
        from williams.services.feedback import Feedbacks

        return Feedbacks(catalog=self.ports.catalog, graph=self.ports.graph, usage=self.ports.usage)

    @cached_property
    def generation_failures(self) -> GenerationFailures:
        from williams.services.generation_failures import GenerationFailures

        return GenerationFailures(graph=self.ports.graph, objects=self.ports.objects, registry=self.ports.registry)

    @cached_property
    def health(self) -> Health:
        from williams.services.health import Health

        return Health(checks=self.ports.checks)

    @cached_property
    def impacts(self) -> Impacts:
        from williams.services.impact import Impacts

        return Impacts(provenance=self.provenance, usage=self.ports.usage, graph=self.ports.graph)

    @cached_property
    def imports(self) -> Imports:
        from williams.services.imports import Imports

        return Imports(
            plugins=self.plugins, intake=self.intake, collections=self.ports.collections, planning=self.planning
        )

    @cached_property
    def intake(self) -> Intake:
        from williams.services.intake import Intake

        return Intake(jobs=self.ports.jobs, progress=self.ports.progress, queues=self.ports.queues, tick=self.tick)

    @cached_property
    def jobs(self) -> Jobs:
        from williams.services.jobs import Jobs

        return Jobs(store=self.ports.jobs, progress=self.ports.progress, catalog=self.ports.catalog)

    @cached_property
    def costs(self) -> Costs:
        from williams.services.costs import Costs

        return Costs(jobs=self.ports.jobs, registry=self.ports.registry, most_usd=self.choices.job_budget_usd)

    @cached_property
    def license_statements(self) -> LicenseStatements:
        from williams.services.license_statements import LicenseStatements

        return LicenseStatements(catalog=self.ports.catalog, graph=self.ports.graph)

    @cached_property
    def licensing(self) -> Licensing:
        from williams.services.licensing import Licensing

        return Licensing(provenance=self.provenance)

    @cached_property
    def limiter(self) -> RateLimiter:
        from williams.services.rate_limits import RateLimiter, RouteClass

        limits = {RouteClass(name): limit for name, limit in self.choices.requests_per_minute.items()}
        return RateLimiter(self.ports.rate_counters, limits)

    @cached_property
    def owner_weights(self) -> OwnerWeights:
        from williams.services.owner_weights import OwnerWeights

        return OwnerWeights(jobs=self.ports.jobs)

    @cached_property
    def plugins(self) -> Plugins:
        from williams.services.plugins import Plugins

        return Plugins(store=self.ports.plugins, registry=self.ports.registry)

    @cached_property
    def provenance(self) -> Provenance:
        from williams.services.provenance import Provenance

        return Provenance(catalog=self.ports.catalog, graph=self.ports.graph)

    @cached_property
    def publisher(self) -> Publisher:
        from williams.services.publisher import Publisher

        return Publisher(connections=self.ports.connections, push=self.ports.push)

    @cached_property
    def reading(self) -> Reading:
        from williams.services.reading import Reading

        return Reading(
            catalog=self.ports.catalog,
            objects=self.ports.objects,
            download_seconds=self.choices.download_seconds,
        )

    @cached_property
    def reconciler(self) -> Reconciler:
        from williams.services.reconciler import Reconciler

        return Reconciler(
            jobs=self.ports.jobs,
            objects=self.ports.objects,
            progress=self.ports.progress,
            workflows=self.ports.workflows,
            endings=self.endings,
            batches=self.batch_announcer,
            dispatcher=self.dispatcher,
            tick=self.tick,
        )

    @cached_property
    def retrying(self) -> Retrying:
        from williams.services.retrying import Retrying

        return Retrying(jobs=self.ports.jobs, endings=self.endings, tick=self.tick)

    @cached_property
    def search(self) -> Search:
        from williams.ports.engines import EMBEDDING
        from williams.services.search import Search

        return Search(
            catalog=self.ports.catalog,
            vectors=self.ports.vectors,
            embedding=self.ports.engines.engine(EMBEDDING),
            signer=self.signer,
        )

    @cached_property
    def settlement(self) -> Settlement:
        from williams.services.settlement import Settlement

        return Settlement(endings=self.endings, dispatcher=self.dispatcher)

    @cached_property
    def shares(self) -> Shares:
        from williams.services.shares import Shares

        return Shares(catalog=self.ports.catalog, usage=self.ports.usage, downloads=self.downloads)

    @cached_property
    def signer(self) -> Signer:
        from williams.services.signing import Signer

        return Signer(key=self.ports.signing_key)

    @cached_property
    def subscriptions(self) -> Subscriptions:
        from williams.services.subscriptions import Subscriptions

        return Subscriptions(
            connections=self.ports.connections,
            progress=self.ports.progress,
            batch_progress=self.ports.batch_progress,
            push=self.ports.push,
            tickets=self.tickets,
        )

    @cached_property
    def tick(self) -> Tick:
        from williams.services.tick import Tick

        return Tick(jobs=self.ports.jobs, batches=self.ports.batches, rule=self.ports.tick)

    @cached_property
    def tickets(self) -> Tickets:
        from williams.services.tickets import Tickets

        return Tickets(
            signer=self.signer, websocket_url=self.choices.websocket_url, seconds=self.choices.ticket_seconds
        )

    @cached_property
    def tokens(self) -> Tokens:
        from williams.services.tokens import Tokens

        return Tokens(store=self.ports.tokens, identity=self.ports.identity)

    @cached_property
    def uploads(self) -> Uploads:
        from williams.services.uploads import Uploads

        return Uploads(objects=self.ports.objects, max_bytes=self.choices.upload_max_bytes)

    @cached_property
    def worker(self) -> Worker:
        """Runs the plugin that this process is for. Raises PluginDefect when it is broken or not named."""
        from williams.services.worker import Worker

        return Worker(toolbox=self._toolbox, plugin=self._plugin)

    @property
    def _plugin(self) -> Plugin:
        if self.choices.plugin_id is None:
            raise PluginDefect("WILLIAMS_PLUGIN_ID does not say which plugin this function runs.")
        return self.ports.registry.plugin(self.choices.plugin_id)

    @property
    def _toolbox(self) -> Toolbox:
        from williams.pipeline.toolbox import Toolbox

        return Toolbox(
            batches=self.ports.batches,
            jobs=self.ports.jobs,
            catalog=self.ports.catalog,
            graph=self.ports.graph,
            vectors=self.ports.vectors,
            objects=self.ports.objects,
            progress=self.ports.progress,
            engines=self.ports.engines,
            fetch=self.ports.fetch,
            model_files=self.ports.model_files,
            settings=self.ports.plugin_settings,
            job_budget_usd=self.choices.job_budget_usd,
            most_entries=self.choices.most_entries,
        )
